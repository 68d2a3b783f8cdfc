"""The versions of the suggester: what came along, and what this project has learned; one of them is in use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from annotator.project.models import Version
from annotator.texts import _, language, ngettext, percent
from desktop.dialogs.sheet import Sheet, secondary


class VersionsDialog(Sheet):
    """``chosen`` is the id of the version to use, or None for the one that comes along."""

    def __init__(self, parent: QWidget | None, versions: Sequence[Version]) -> None:
        sentence = _(
            "Which suggester is this project to use? Suggestions are made afresh where nothing is finished yet."
        )
        super().__init__(parent, _("Versions of the suggester"), sentence, _("Use this version"), 520)
        self._group = QButtonGroup(self)
        self._ids: list[str | None] = [None, *(version.id for version in versions)]
        rows = QVBoxLayout()
        rows.setSpacing(4)
        self._add(rows, _("As it comes with Warraq"), "", not any(version.in_use for version in versions))
        for version in versions:
            self._add(rows, _title(version), _scores(version), version.in_use)
        self.body.addLayout(rows)
        if not versions:
            rows.addWidget(secondary(_("This project has learned nothing yet: finish three documents first.")))
        self._group.checkedButton().setFocus()

    @property
    def chosen(self) -> str | None:
        return self._ids[self._group.checkedId()]

    def _add(self, rows: QVBoxLayout, title: str, detail: str, checked: bool) -> None:
        button = QRadioButton(title)
        button.setChecked(checked)
        button.setAccessibleDescription(detail)
        self._group.addButton(button, len(self._group.buttons()))
        rows.addWidget(button)
        if detail:
            line = secondary(detail)
            line.setContentsMargins(24, 0, 24, 8)
            rows.addWidget(line)


def _title(version: Version) -> str:
    at = datetime.fromisoformat(version.at).astimezone()
    locale = QLocale(QLocale.Language.Arabic if language() == "ar" else QLocale.Language.English)
    when = locale.toString(at, QLocale.FormatType.ShortFormat)
    return _("Learned here on {when}").format(when=when)


def _scores(version: Version) -> str:
    details = version.details
    documents = ngettext("{n} document", "{n} documents", int(details["documents"]))
    return _("from {documents}; F1 on them {before} without it, {after} with it").format(
        documents=documents, before=percent(details["before"]), after=percent(details["after"])
    )

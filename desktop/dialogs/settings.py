"""The settings a user may turn, each written as soon as the dialog is accepted."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from annotator.texts import _, ngettext
from desktop.dialogs.choices import choice
from desktop.dialogs.sheet import Sheet, add_row, form
from desktop.settings import Settings

BREAKS = (0, 25, 40, 50, 60, 90, 120)
"""Minutes of work after which a break may be reminded of; 0 is never."""


class SettingsDialog(Sheet):
    """Name, language, digits, theme, when to remind of a break, and whether to learn by itself."""

    def __init__(self, parent: QWidget | None, settings: Settings) -> None:
        super().__init__(parent, _("Settings"), "", _("Use these settings"), 480)
        self._settings = settings
        self.language = choice((("auto", _("As the system")), ("ar", "العربية"), ("en", "English")), settings.language)
        self.digits = choice((("auto", _("By the language")), ("arab", "١٢٣"), ("latn", "123")), settings.digits)
        self.theme = choice(
            (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))), settings.theme
        )
        self.reviewer = QLineEdit(settings.reviewer)
        self.learn = QCheckBox(_("Learn from finished documents in pauses"))
        self.learn.setChecked(settings.learn_in_pauses)
        after = sorted({*BREAKS, settings.break_after})
        words = ((n, ngettext("after {n} minute", "after {n} minutes", n) if n else _("Never")) for n in after)
        self.break_after = choice(words, settings.break_after)
        rows = form()
        add_row(rows, _("Reviewer"), self.reviewer)
        add_row(rows, _("Language"), self.language)
        add_row(rows, _("Digits"), self.digits)
        add_row(rows, _("Theme"), self.theme)
        add_row(rows, _("Remind of a break"), self.break_after)
        rows.addRow("", self.learn)
        self.body.addLayout(rows)

    def write(self) -> None:
        """Put what the dialog shows into the settings; an emptied name changes nothing."""
        self._settings.language = self.language.currentData()
        self._settings.digits = self.digits.currentData()
        self._settings.learn_in_pauses = self.learn.isChecked()
        self._settings.break_after = self.break_after.currentData()
        self._settings.theme = self.theme.currentData()
        self._settings.reviewer = self.reviewer.text().strip() or self._settings.reviewer
        self._settings.save()

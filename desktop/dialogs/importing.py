"""What to import and how its spans are to count."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from annotator.texts import _, ngettext
from desktop.dialogs.choices import choice
from desktop.dialogs.sheet import Sheet, add_row, form

_ENCODINGS = ("utf-8", "utf-16", "windows-1256", "iso-8859-6")


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """The options of ``warraq import``; None and empty stand for what is found in the file."""

    paths: tuple[Path, ...]
    format: str = "auto"
    spans: str = ""
    annotator: str = ""
    done: bool = False
    encoding: str | None = None
    strict: bool = False
    column: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    """What labels of the files are here."""


class ImportDialog(Sheet):
    """The paths are known; asks for format, spans and annotator."""

    def __init__(self, parent: QWidget | None, paths: tuple[Path, ...], reviewer: str) -> None:
        from annotator.formats import formats

        sentence = ngettext(
            "{n} file or folder is to be imported.", "{n} files or folders are to be imported.", len(paths)
        )
        if len(paths) == 1:
            sentence = _("“{name}” is to be imported.").format(name=paths[0].name)
        super().__init__(parent, _("Import documents"), sentence, _("Import"), 480)
        self._paths = paths
        readers = sorted(((each.id, each.name) for each in formats() if each.reads), key=lambda pair: pair[1])
        self.format = choice([("auto", _("As recognised")), *readers])
        self.spans = choice(
            (
                ("", _("As the file has them")),
                ("annotations", _("Annotations of an annotator")),
                ("suggestions", _("Suggestions to review")),
                ("ignore", _("Texts only")),
            )
        )
        self.annotator = QLineEdit(reviewer)
        self.as_done = QCheckBox(_("Mark the documents as finished"))
        self.encoding = choice([(None, _("As recognised")), *((name, name) for name in _ENCODINGS)])
        self.column = QLineEdit()
        self.column.setPlaceholderText(_("As recognised"))
        self.column.setToolTip(_("The column or field of a table that holds the text"))
        self.strict = QCheckBox(_("Import all or nothing"))
        rows = form()
        add_row(rows, _("Format"), self.format)
        add_row(rows, _("Spans"), self.spans)
        self._annotator_name = add_row(rows, _("Annotator"), self.annotator)
        rows.addRow("", self.as_done)
        add_row(rows, _("Encoding"), self.encoding)
        add_row(rows, _("Column of the text"), self.column)
        rows.addRow("", self.strict)
        self.body.addLayout(rows)
        self.spans.currentIndexChanged.connect(self._judge)
        self._judge()
        self.primary.setFocus()

    @property
    def chosen(self) -> ImportChoice:
        return ImportChoice(
            self._paths,
            self.format.currentData(),
            self.spans.currentData(),
            self.annotator.text().strip(),
            self.as_done.isChecked() and self.as_done.isEnabled(),
            self.encoding.currentData(),
            self.strict.isChecked(),
            self.column.text().strip(),
        )

    def _judge(self) -> None:
        whose = self.spans.currentData() in ("", "annotations")
        for control in (self.annotator, self._annotator_name, self.as_done):
            control.setEnabled(whose)


def ask_files(parent: QWidget | None, folder: str = "") -> tuple[Path, ...]:
    """Files to import; empty where the user stepped back."""
    found, _filter = QFileDialog.getOpenFileNames(parent, _("Import documents"), folder)
    return tuple(Path(each) for each in found)


def ask_import(parent: QWidget | None, paths: tuple[Path, ...], reviewer: str) -> ImportChoice | None:
    dialog = ImportDialog(parent, paths, reviewer)
    return dialog.chosen if dialog.run() else None

"""A new project: where its file is to lie, and with which labels it begins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from annotator import labels
from annotator.texts import _, language
from desktop.bidi import left_to_right
from desktop.dialogs.choices import PathField, choice
from desktop.dialogs.sheet import Sheet, add_row, form, secondary

SUFFIX = ".warraq"
PATTERN = f"*{SUFFIX}"
"""What a file dialog shows; from the catalogue it would hold signs of direction, and match nothing in Arabic."""
_OWN_FILE = "file"


@dataclass(frozen=True, slots=True)
class NewProject:
    path: Path
    title: str
    labels: str
    """A preset's name, or the path of a TOML file."""


class NewProjectDialog(Sheet):
    """Name, folder and label set; says where the file will lie, and refuses a name that is taken."""

    def __init__(self, parent: QWidget | None, title: str = "") -> None:
        super().__init__(parent, _("New project"), _("A project is one file on this machine."), _("Make project"), 520)
        self.title = QLineEdit(title)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.folder = PathField(folder, _("Folder"), folder=True)
        presets = [(name, labels.load(name).name(language())) for name in labels.presets()]
        self.labels = choice([*presets, (_OWN_FILE, _("From a file…"))], "wojood")
        self.note = secondary("")
        rows = form()
        add_row(rows, _("Name"), self.title)
        add_row(rows, _("Folder"), self.folder)
        add_row(rows, _("Label set"), self.labels)
        self.body.addLayout(rows)
        self.body.addWidget(self.note)
        self.title.textChanged.connect(self._judge)
        self.folder.field.textChanged.connect(self._judge)
        self.labels.activated.connect(self._look_for_labels)
        self._judge()
        self.title.setFocus()

    @property
    def path(self) -> Path:
        name = self.title.text().strip().replace("/", "-").replace("\\", "-")
        return Path(self.folder.path or ".") / f"{name}{SUFFIX}"

    @property
    def chosen(self) -> NewProject:
        return NewProject(self.path, self.title.text().strip(), self.labels.currentData())

    def _judge(self) -> None:
        named = bool(self.title.text().strip())
        taken = named and self.path.exists()
        self.note.setText(
            _("There is already a file of this name.") if taken else left_to_right(str(self.path)) if named else ""
        )
        self.primary.setEnabled(named and not taken)

    def _look_for_labels(self) -> None:
        if self.labels.currentData() != _OWN_FILE:
            return
        found, _filter = QFileDialog.getOpenFileName(self, _("Label set"), self.folder.path, "*.toml")
        if found:
            self.labels.insertItem(0, Path(found).name, found)
        self.labels.setCurrentIndex(0)


def ask_new_project(parent: QWidget | None, title: str = "") -> NewProject | None:
    dialog = NewProjectDialog(parent, title)
    return dialog.chosen if dialog.run() else None


def ask_project(parent: QWidget | None, folder: str = "") -> Path | None:
    """A project file to open."""
    found, _filter = QFileDialog.getOpenFileName(parent, _("Open project"), folder, PATTERN)
    return Path(found) if found else None

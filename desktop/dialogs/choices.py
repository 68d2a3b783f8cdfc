"""Lists to choose one thing from: a value the program uses, and the words a user reads for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from annotator.texts import _, number


def choice(values: Iterable[tuple[object, str]], chosen: object = None) -> QComboBox:
    """A list of values with their words; ``currentData()`` is the value chosen."""
    box = QComboBox()
    for value, words in values:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def grouped_choice(groups: Mapping[str, Iterable[tuple[object, str]]], chosen: object) -> QComboBox:
    """A list of values with their words under headings that cannot be chosen; groups without values have none."""
    box = QComboBox()
    model = box.model()
    assert isinstance(model, QStandardItemModel)
    for heading, values in groups.items():
        listed = list(values)
        if listed and len(groups) > 1:
            box.addItem(heading)
            model.item(box.count() - 1).setEnabled(False)
        for value, words in listed:
            box.addItem(words, value)
    box.setMaxVisibleItems(24)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def seed_field() -> QLineEdit:
    """A number to be typed, in the digits in use or others; ``int`` reads them all."""
    field = QLineEdit(number(0))
    field.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9٠-٩]{0,9}"), field))
    return field


class PathField(QWidget):
    """A path that can be typed or looked for."""

    def __init__(self, path: str, title: str, filters: str = "", *, folder: bool = False) -> None:
        super().__init__()
        self._title = title
        self._filters = filters
        self._folder = folder
        self.field = QLineEdit(path)
        self.field.setAccessibleName(title)
        self.field.setMinimumWidth(280)
        look = QPushButton(_("Browse…"))
        look.setAutoDefault(False)
        look.clicked.connect(self._look)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addWidget(look)
        self.setFocusProxy(self.field)

    @property
    def path(self) -> str:
        return self.field.text().strip()

    def take_folder(self, folder: bool) -> None:
        """Let a folder be looked for, or a file."""
        self._folder = folder

    def _look(self) -> None:
        if self._folder:
            found = QFileDialog.getExistingDirectory(self, self._title, self.path)
        else:
            found, _filter = QFileDialog.getSaveFileName(self, self._title, self.path, self._filters)
        if found:
            self.field.setText(found)

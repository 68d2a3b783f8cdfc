"""Lists to choose one thing from: a value the program uses, and the words a user reads for it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from annotator.texts import _


def choice(values: Iterable[tuple[object, str]], chosen: object = None) -> QComboBox:
    """A list of values with their words; ``currentData()`` is the value chosen."""
    box = QComboBox()
    for value, words in values:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


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

    def _look(self) -> None:
        if self._folder:
            found = QFileDialog.getExistingDirectory(self, self._title, self.path)
        else:
            found, _filter = QFileDialog.getSaveFileName(self, self._title, self.path, self._filters)
        if found:
            self.field.setText(found)

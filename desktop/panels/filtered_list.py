"""A dock of a list with a button that says what of it is listed, a field, and a word where nothing is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from desktop.panels.dock import DockHead, DockList, menu_button


class FilteredList(QWidget):
    """The keys are the list's.

    Attributes:
        head: title, count, and ``filter``, which opens the menu ``shown``.
        empty: what is said where nothing is listed.
    """

    def __init__(self, listed: DockList, field: QWidget) -> None:
        super().__init__()
        self.shown = QMenu(self)
        self.filter = menu_button("list-filter", self.shown)
        self.head = DockHead(self.filter)
        self.list = listed
        self.empty = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self.empty.setProperty("role", "secondary")
        self.empty.setContentsMargins(12, 4, 12, 4)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 8)
        row.addWidget(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

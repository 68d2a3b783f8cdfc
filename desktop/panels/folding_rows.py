"""Rows under headers that fold, in one flat list, so that one delegate draws it and one key walks it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Signal


class FoldingRows(QAbstractListModel):
    """Shows rows that are worked out again after each change, and draws only what is different.

    Signals:
        counted: how many things there are has changed.
    """

    counted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []
        self._closed: set[Any] = set()

    def identity(self, row: Any) -> object:
        """What tells a row from all others, however it looks."""
        raise NotImplementedError

    def row(self, index: QModelIndex) -> Any:
        return self._rows[index.row()]

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def _put(self, rows: list[Any], touched: Collection[int] = ()) -> None:
        """Show these; where they are the same ones, draw again those that are not equal, and those whose ``id`` was touched."""
        before = self._rows
        if list(map(self.identity, before)) == list(map(self.identity, rows)):
            self._rows = rows
            self._draw({place for place, row in enumerate(rows) if row != before[place] or id(row) in touched})
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        self.counted.emit()

    def _draw(self, places: Collection[int]) -> None:
        """Draw these rows again."""
        for place in places:
            self.dataChanged.emit(self.index(place), self.index(place))

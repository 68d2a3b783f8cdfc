"""Lines of a list that come a page at a time, as there may be hundreds of thousands of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from annotator.labels import LabelSet
from desktop.panels.dock import ROW


class PagedLines(QAbstractListModel):
    """What has come so far.

    Attributes:
        lines: it, in order.
        labels: the label set whose names and colours the lines are drawn in.

    Signals:
        more_wanted: the end of the lines has come into view, and there are more.
    """

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None, labels: LabelSet | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Any] = []
        self.labels = labels
        self._more = False

    def show_lines(self, lines: Sequence[Any], *, more: bool = False) -> None:
        """Show these in the place of all; ``more`` says whether others may follow."""
        self.beginResetModel()
        self.lines, self._more = list(lines), more
        self.endResetModel()

    def add_lines(self, lines: Sequence[Any], *, more: bool) -> None:
        """Add further lines at the end; ``more`` says whether still others may follow."""
        self._more = more
        if lines:
            self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines) + len(lines) - 1)
            self.lines += lines
            self.endInsertRows()

    def canFetchMore(self, parent: QModelIndex) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, _parent: QModelIndex) -> None:
        self._more = False  # until they have come: Qt would go on asking
        self.more_wanted.emit()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.written(line)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(line)
            case _ if role == ROW:
                return line
        return None

    def written(self, line: Any) -> str:
        """The text of a line."""
        return line.place.context

    def spoken(self, line: Any) -> str:
        """All of a line, for those who hear it."""
        raise NotImplementedError

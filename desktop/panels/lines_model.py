"""The lines of a concordance: what was found, kept in their places while what is decided on them changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from annotator.marks import Found, MarkState
from annotator.texts import _
from desktop.canvas.wording import label_name
from desktop.panels.paged_lines import PagedLines

STATES = {
    MarkState.UNMARKED: lambda: _("unmarked"),
    MarkState.SUGGESTED: lambda: _("suggested"),
    MarkState.DECIDED: lambda: _("decided"),
    MarkState.REJECTED: lambda: _("rejected"),
}


class LinesModel(PagedLines):
    """Found places; with ``ticks`` each can be left out.

    Attributes:
        origins: what was found there first; what a line is looked up by again, so that an undo finds its way back.

    Signals:
        ticked: which lines are ticked has changed.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None, *, ticks: bool = False) -> None:
        super().__init__(parent)
        self.origins: list[Found] = []
        self.ticks = ticks
        self._left_out: set[int] = set()

    def show_lines(self, lines: Sequence[Found], *, more: bool = False) -> None:
        self.origins, self._left_out = list(lines), set()
        super().show_lines(lines, more=more)
        self.ticked.emit()

    def add_lines(self, lines: Sequence[Found], *, more: bool) -> None:
        self.origins += lines
        super().add_lines(lines, more=more)

    def renew(self, origins: Mapping[int, Found], now: Sequence[Found]) -> None:
        """Show what stands now where these were found; rows that are of another search meanwhile keep what they have."""
        for (row, origin), found in zip(origins.items(), now, strict=True):
            if row < len(self.origins) and self.origins[row] is origin and self.lines[row] != found:
                self.lines[row] = found
                self.dataChanged.emit(self.index(row), self.index(row))

    def chosen(self) -> list[Found]:
        """The lines that are ticked."""
        return [line for row, line in enumerate(self.lines) if row not in self._left_out]

    def toggle(self, row: int) -> None:
        self._left_out ^= {row}
        self.dataChanged.emit(self.index(row), self.index(row))
        self.ticked.emit()

    def tick_all(self, on: bool) -> None:
        self._left_out = set() if on else set(range(len(self.lines)))
        if self.lines:
            self.dataChanged.emit(self.index(0), self.index(len(self.lines) - 1))
        self.ticked.emit()

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole and self.ticks:
            return Qt.CheckState.Unchecked if index.row() in self._left_out else Qt.CheckState.Checked
        return super().data(index, role)

    def spoken(self, line: Found) -> str:
        name = label_name(self.labels, line.label) if self.labels and line.label else ""
        parts = [line.place.text, name, STATES[line.state]() if not self.ticks else "", line.place.name]
        return _(", ").join([*filter(None, parts), line.place.context])

"""A page of three columns: a dock at the start, the work, a dock at the end; the docks fold where there is no room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.panels.dock import WIDTH
from desktop.panels.folding_dock import FoldingDock

NARROW: Final = 1200
NARROWEST: Final = 960
"""Pixels of width below which the dock at the end folds, and below which both do."""
CANVAS: Final = 480
"""The least width of the work."""


class ThreeColumns(QSplitter):
    """Keeps docks at their width; what is left is the work's."""

    def __init__(self, start: FoldingDock, middle: QWidget, end: FoldingDock) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._start, self._end = start, end
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for place, part in enumerate((start, middle, end)):
            self.addWidget(part)
            self.setStretchFactor(place, int(part is middle))
        self.setSizes([WIDTH, 10_000, WIDTH])
        start.unfolded.connect(lambda: self._make_room(start, end))
        end.unfolded.connect(lambda: self._make_room(end, start))

    def fold(self) -> None:
        """Fold the docks for which there is no room."""
        self._end.set_folded(self.width() < NARROW)
        self._start.set_folded(self.width() < NARROWEST)

    def _make_room(self, opened: FoldingDock, other: FoldingDock) -> None:
        """A dock opened by hand in a narrow window takes the place of the other."""
        if self.width() < NARROWEST or (self.width() < NARROW and opened is self._end):
            other.set_folded(True)
        sizes = self.sizes()
        sizes[0 if opened is self._start else 2] = WIDTH
        self.setSizes(sizes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, now = event.oldSize().width(), event.size().width()
        if before < 0 or any((before < edge) != (now < edge) for edge in (NARROW, NARROWEST)):
            self.fold()
            # Sizes of the columns follow once the layout has seen the docks change.
            QTimer.singleShot(0, self, self._give_docks_their_width)

    def _give_docks_their_width(self) -> None:
        sizes = self.sizes()
        for place, dock in ((0, self._start), (2, self._end)):
            sizes[place] = 0 if dock.folded else max(WIDTH, sizes[place]) if sizes[place] > 60 else WIDTH
        sizes[1] = self.width() - sizes[0] - sizes[2]
        self.setSizes(sizes)


def column(*parts: QWidget) -> QWidget:
    """Parts one under the other."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for part in parts:
        layout.addWidget(part)
    return holder

"""What the pages of a text have in common: the text under its head and the notes of the page, a dock at each side."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop import theme
from desktop.canvas.view import Canvas
from desktop.messages import Strip
from desktop.panels.dock import rule
from desktop.panels.folding_dock import FoldingDock
from desktop.panels.panes import turn_pane
from desktop.panels.three_columns import CANVAS, ThreeColumns, column


class TextLayout(QWidget):
    """A page of it puts ``_columns`` where it wants them.

    Attributes:
        strip: where notes of this page stand.
        sheets: the canvas, and what may stand in its place.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self.canvas = canvas
        self.strip = Strip()
        self.sheets = QStackedWidget()
        self.sheets.setMinimumWidth(CANVAS)

    def _columns(self, start: QWidget, head: QWidget, above: list[QWidget], end: QWidget) -> ThreeColumns:
        """A dock, the text with what stands ``above`` it, a dock."""
        self.start_dock, self.end_dock = FoldingDock(start), FoldingDock(end)
        middle = column(head, rule(), self.strip, *above, self.sheets)
        middle.layout().setStretchFactor(self.sheets, 1)
        return ThreeColumns(self.start_dock, middle, self.end_dock)

    def speaking(self) -> tuple[QWidget, ...]:
        """The parts that speak the language in use."""
        raise NotImplementedError

    def panes(self) -> tuple[QWidget, ...]:
        """What F6 goes round, in reading order."""
        raise NotImplementedError

    def name_parts(self) -> None:
        """Name the docks."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Speak the language in use now."""
        for part in self.speaking():
            part.retranslate()
        self.name_parts()

    def wear(self) -> None:
        """Take on the theme in use now."""
        self.canvas.set_theme(theme.current())
        for widget in self.findChildren(QWidget):
            widget.update()

    def turn_pane(self, by: int) -> None:
        """Give the keys to the next or previous pane."""
        turn_pane(self.panes(), by)

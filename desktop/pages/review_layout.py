"""Where things stand on the review page, at every width: its widgets without what they do."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.texts import _
from desktop import theme
from desktop.canvas.view import Canvas
from desktop.messages import Strip
from desktop.panels.canvas_head import CanvasHead
from desktop.panels.current_span import CurrentSpanPanel
from desktop.panels.dock import WIDTH
from desktop.panels.documents import DocumentsPanel
from desktop.panels.find import FindBar
from desktop.panels.finish import EmptyPanel, FinishPanel
from desktop.panels.folding_dock import FoldingDock
from desktop.panels.label_bar import LabelBar
from desktop.panels.spans import SpansPanel
from desktop.panels.steps import StepsPanel

NARROW = 1200
NARROWEST = 960
CANVAS = 480


class ReviewLayout(QWidget):
    """Label bar over three columns: spans; head, strip, find bar and canvas; documents and the current span.

    Attributes:
        strip: where notes of this page stand.
    """

    def __init__(self) -> None:
        super().__init__()
        self.label_bar = LabelBar()
        self.spans = SpansPanel()
        self.head = CanvasHead()
        self.strip = Strip()
        self.find = FindBar()
        self.canvas = Canvas(theme.current())
        self.finish = FinishPanel()
        self.empty = EmptyPanel()
        self.documents = DocumentsPanel()
        self.steps = StepsPanel()
        self.current = CurrentSpanPanel()
        self._lay_out()
        self.name_parts()

    def _lay_out(self) -> None:
        self.sheets = QStackedWidget()
        for sheet in (self.canvas, self.finish, self.empty):
            self.sheets.addWidget(sheet)
        self.sheets.setMinimumWidth(CANVAS)
        self.lists = QStackedWidget()
        for panel in (self.documents, self.steps):
            self.lists.addWidget(panel)
        end = _column(self.lists, self.current)
        end.layout().setStretch(0, 1)
        self.start_dock, self.end_dock = FoldingDock(self.spans), FoldingDock(end)
        middle = _column(self.head, _line(), self.strip, self.find, self.sheets)
        middle.layout().setStretch(4, 1)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._columns.setHandleWidth(1)
        self._columns.setChildrenCollapsible(False)
        for place, part in enumerate((self.start_dock, middle, self.end_dock)):
            self._columns.addWidget(part)
            self._columns.setStretchFactor(place, int(part is middle))
        self._columns.setSizes([WIDTH, 10_000, WIDTH])
        self.start_dock.unfolded.connect(lambda: self._make_room(self.start_dock, self.end_dock))
        self.end_dock.unfolded.connect(lambda: self._make_room(self.end_dock, self.start_dock))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.label_bar)
        whole.addWidget(_line())
        whole.addWidget(self._columns, 1)

    def name_parts(self) -> None:
        self.start_dock.name(_("Spans here"))
        self.end_dock.name(_("Documents"))

    def retranslate(self) -> None:
        """Speak the language in use now."""
        for part in (self.label_bar, self.spans, self.head, self.find, self.canvas, self.finish, self.empty):
            part.retranslate()
        for part in (self.documents, self.steps, self.current):
            part.retranslate()
        self.name_parts()

    def wear(self) -> None:
        """Take on the theme in use now."""
        self.canvas.set_theme(theme.current())
        for widget in self.findChildren(QWidget):
            widget.update()

    def panes(self) -> list[QWidget]:
        """What F6 goes round: each pane that can be seen, in reading order."""
        sheet = self.sheets.currentWidget()
        listed = self.lists.currentWidget()
        panes = [(self.start_dock, self.spans.list), (self.sheets, sheet), (self.end_dock, listed.list)]
        return [pane for dock, pane in panes if dock.isVisible() and pane.isVisible()]

    def turn_pane(self, by: int) -> None:
        """Give the keys to the next or previous pane."""
        panes = self.panes()
        place = next((n for n, pane in enumerate(panes) if _has_keys(pane)), -by)
        panes[(place + by) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def is_typed_in(self) -> bool:
        """Whether the reader is in a field, where opening a document must not take the keys away."""
        return _has_keys(self.find) or _has_keys(self.documents.field)

    def fold(self) -> None:
        """Fold the docks for which the window is too narrow."""
        self.end_dock.set_folded(self.width() < NARROW)
        self.start_dock.set_folded(self.width() < NARROWEST)

    def _make_room(self, opened: FoldingDock, other: FoldingDock) -> None:
        """A dock opened by hand in a narrow window takes the place of the other."""
        if self.width() < NARROWEST or (self.width() < NARROW and opened is self.end_dock):
            other.set_folded(True)
        sizes = self._columns.sizes()
        sizes[0 if opened is self.start_dock else 2] = WIDTH
        self._columns.setSizes(sizes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, now = event.oldSize().width(), event.size().width()
        if before < 0 or any((before < edge) != (now < edge) for edge in (NARROW, NARROWEST)):
            self.fold()
            # Sizes of the columns follow once the layout has seen the docks change.
            QTimer.singleShot(0, self, self._give_docks_their_width)

    def _give_docks_their_width(self) -> None:
        sizes = self._columns.sizes()
        for place, dock in ((0, self.start_dock), (2, self.end_dock)):
            sizes[place] = 0 if dock.folded else max(WIDTH, sizes[place]) if sizes[place] > 60 else WIDTH
        sizes[1] = self._columns.width() - sizes[0] - sizes[2]
        self._columns.setSizes(sizes)


def _column(*parts: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part)
    return holder


def _has_keys(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "rule")
    return line

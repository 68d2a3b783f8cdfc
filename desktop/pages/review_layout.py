"""Where things stand on the review page, at every width: its widgets without what they do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.texts import _
from desktop import theme
from desktop.canvas.view import Canvas
from desktop.messages import Strip
from desktop.panels.canvas_head import CanvasHead
from desktop.panels.current_span import CurrentSpanPanel
from desktop.panels.documents import DocumentsPanel
from desktop.panels.find import FindBar
from desktop.panels.finish import EmptyPanel, FinishPanel
from desktop.panels.folding_dock import FoldingDock
from desktop.panels.label_bar import LabelBar
from desktop.panels.spans import SpansPanel
from desktop.panels.steps import StepsPanel
from desktop.panels.three_columns import CANVAS, ThreeColumns, column, has_keys, line


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
        end = column(self.lists, self.current)
        end.layout().setStretch(0, 1)
        self.start_dock, self.end_dock = FoldingDock(self.spans), FoldingDock(end)
        middle = column(self.head, line(), self.strip, self.find, self.sheets)
        middle.layout().setStretch(4, 1)
        columns = ThreeColumns(self.start_dock, middle, self.end_dock)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.label_bar)
        whole.addWidget(line())
        whole.addWidget(columns, 1)

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
        place = next((n for n, pane in enumerate(panes) if has_keys(pane)), -by)
        panes[(place + by) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def is_typed_in(self) -> bool:
        """Whether the reader is in a field, where opening a document must not take the keys away."""
        return has_keys(self.find) or has_keys(self.documents.field)

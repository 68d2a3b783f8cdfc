"""Where things stand on the review page, at every width: its widgets without what they do."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.texts import _
from desktop import theme
from desktop.canvas.view import Canvas
from desktop.pages.text_layout import TextLayout
from desktop.panels.canvas_head import CanvasHead
from desktop.panels.current_span import CurrentSpanPanel
from desktop.panels.dock import rule
from desktop.panels.documents import DocumentsPanel
from desktop.panels.find import FindBar
from desktop.panels.finish import EmptyPanel, FinishPanel
from desktop.panels.label_bar import LabelBar
from desktop.panels.panes import has_keys
from desktop.panels.spans import SpansPanel
from desktop.panels.steps import StepsPanel
from desktop.panels.three_columns import column


class ReviewLayout(TextLayout):
    """Label bar over three columns: spans; head, strip, find bar and canvas; documents and the current span."""

    def __init__(self) -> None:
        super().__init__(Canvas(theme.current()))
        self.label_bar = LabelBar()
        self.spans = SpansPanel()
        self.head = CanvasHead()
        self.find = FindBar()
        self.finish = FinishPanel()
        self.empty = EmptyPanel()
        self.documents = DocumentsPanel()
        self.steps = StepsPanel()
        self.current = CurrentSpanPanel()
        self._lay_out()
        self.name_parts()

    def _lay_out(self) -> None:
        for sheet in (self.canvas, self.finish, self.empty):
            self.sheets.addWidget(sheet)
        self.lists = QStackedWidget()
        for panel in (self.documents, self.steps):
            self.lists.addWidget(panel)
        end = column(self.lists, self.current)
        end.layout().setStretch(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.label_bar)
        whole.addWidget(rule())
        whole.addWidget(self._columns(self.spans, self.head, [self.find], end), 1)

    def name_parts(self) -> None:
        self.start_dock.name(_("Spans here"))
        self.end_dock.name(_("Documents"))

    def speaking(self) -> tuple[QWidget, ...]:
        sheets = (self.canvas, self.finish, self.empty)
        return (self.label_bar, self.spans, self.head, self.find, *sheets, self.documents, self.steps, self.current)

    def panes(self) -> tuple[QWidget, ...]:
        return self.spans.list, self.sheets.currentWidget(), self.lists.currentWidget().list

    def is_typed_in(self) -> bool:
        """Whether the reader is in a field, where opening a document must not take the keys away."""
        return has_keys(self.find) or has_keys(self.documents.field)

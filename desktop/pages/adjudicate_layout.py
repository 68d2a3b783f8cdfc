"""Where things stand on the page of an adjudicator: its widgets without what they do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from annotator.texts import _
from desktop import theme
from desktop.canvas.case_view import CaseCanvas
from desktop.pages.text_layout import TextLayout
from desktop.panels.agreement_in_short import AgreementInShort
from desktop.panels.case_head import CaseHead
from desktop.panels.cases import CasesPanel
from desktop.panels.disagreements import DisagreementsPanel
from desktop.panels.dock import rule
from desktop.panels.panes import has_keys
from desktop.panels.settled import NothingToAdjudicate, SettledPanel
from desktop.panels.this_disagreement import ThisDisagreement
from desktop.panels.three_columns import column


class AdjudicateLayout(TextLayout):
    """Three columns: disagreements, documents, agreement; head, strip and text; the current disagreement."""

    canvas: CaseCanvas

    def __init__(self) -> None:
        super().__init__(CaseCanvas(theme.current()))
        self.disagreements = DisagreementsPanel()
        self.cases = CasesPanel()
        self.agreement = AgreementInShort()
        self.head = CaseHead()
        self.settled = SettledPanel()
        self.nothing = NothingToAdjudicate()
        self.blank = QWidget()
        self.this = ThisDisagreement()
        self._lay_out()
        self.name_parts()

    def _lay_out(self) -> None:
        self.blank.setProperty("ground", "paper")
        self.blank.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for sheet in (self.blank, self.canvas, self.settled, self.nothing):
            self.sheets.addWidget(sheet)
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.setHandleWidth(1)
        lists.setChildrenCollapsible(False)
        lists.addWidget(self.disagreements)
        lists.addWidget(self.cases)
        lists.setStretchFactor(0, 3)
        lists.setStretchFactor(1, 2)
        lists.setSizes([420, 220])
        start = column(lists, rule(), self.agreement)
        start.layout().setStretch(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._columns(start, self.head, [], self.this))

    def name_parts(self) -> None:
        self.start_dock.name(_("Disagreements"))
        self.end_dock.name(_("This disagreement"))

    def speaking(self) -> tuple[QWidget, ...]:
        lists = (self.disagreements, self.cases, self.agreement)
        return (*lists, self.head, self.canvas, self.settled, self.nothing, self.this)

    def panes(self) -> tuple[QWidget, ...]:
        return self.disagreements.list, self.cases.list, self.sheets.currentWidget(), self.this.note

    def is_elsewhere(self) -> bool:
        """Whether the reader is in a list or a field, where opening a document must not take the keys away."""
        return QApplication.focusWidget() is not None and (
            has_keys(self.disagreements) or has_keys(self.cases) or has_keys(self.this.note)
        )

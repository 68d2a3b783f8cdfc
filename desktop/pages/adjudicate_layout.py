"""Where things stand on the page of an adjudicator: its widgets without what they do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.texts import _
from desktop import theme
from desktop.canvas.case_view import CaseCanvas
from desktop.messages import Strip
from desktop.panels.agreement_in_short import AgreementInShort
from desktop.panels.case_head import CaseHead
from desktop.panels.cases import CasesPanel
from desktop.panels.disagreements import DisagreementsPanel
from desktop.panels.folding_dock import FoldingDock
from desktop.panels.settled import NothingToAdjudicate, SettledPanel
from desktop.panels.this_disagreement import ThisDisagreement
from desktop.panels.three_columns import CANVAS, ThreeColumns, column, has_keys, line


class AdjudicateLayout(QWidget):
    """Three columns: disagreements, documents, agreement; head, strip and text; the current disagreement.

    Attributes:
        strip: where notes of this page stand.
    """

    def __init__(self) -> None:
        super().__init__()
        self.disagreements = DisagreementsPanel()
        self.cases = CasesPanel()
        self.agreement = AgreementInShort()
        self.head = CaseHead()
        self.strip = Strip()
        self.canvas = CaseCanvas(theme.current())
        self.settled = SettledPanel()
        self.nothing = NothingToAdjudicate()
        self.blank = QWidget()
        self.this = ThisDisagreement()
        self._lay_out()
        self.name_parts()

    def _lay_out(self) -> None:
        self.sheets = QStackedWidget()
        self.blank.setProperty("ground", "paper")
        self.blank.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for sheet in (self.blank, self.canvas, self.settled, self.nothing):
            self.sheets.addWidget(sheet)
        self.sheets.setMinimumWidth(CANVAS)
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.setHandleWidth(1)
        lists.setChildrenCollapsible(False)
        lists.addWidget(self.disagreements)
        lists.addWidget(self.cases)
        lists.setStretchFactor(0, 3)
        lists.setStretchFactor(1, 2)
        lists.setSizes([420, 220])
        start = column(lists, line(), self.agreement)
        start.layout().setStretch(0, 1)
        self.start_dock, self.end_dock = FoldingDock(start), FoldingDock(self.this)
        middle = column(self.head, line(), self.strip, self.sheets)
        middle.layout().setStretch(3, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ThreeColumns(self.start_dock, middle, self.end_dock))

    def name_parts(self) -> None:
        self.start_dock.name(_("Disagreements"))
        self.end_dock.name(_("This disagreement"))

    def retranslate(self) -> None:
        """Speak the language in use now."""
        for part in (self.disagreements, self.cases, self.agreement, self.head, self.canvas):
            part.retranslate()
        for part in (self.settled, self.nothing, self.this):
            part.retranslate()
        self.name_parts()

    def wear(self) -> None:
        """Take on the theme in use now."""
        self.canvas.set_theme(theme.current())
        for widget in self.findChildren(QWidget):
            widget.update()

    def turn_pane(self, by: int) -> None:
        """Give the keys to the next or previous pane that can be seen, in reading order."""
        sheet = self.sheets.currentWidget()
        panes = [self.disagreements.list, self.cases.list, sheet, self.this.note]
        seen = [pane for pane in panes if pane.isVisible()]
        place = next((n for n, pane in enumerate(seen) if has_keys(pane)), -by)
        seen[(place + by) % len(seen)].setFocus(Qt.FocusReason.TabFocusReason)

    def is_elsewhere(self) -> bool:
        """Whether the reader is in a list or a field, where opening a document must not take the keys away."""
        return QApplication.focusWidget() is not None and (
            has_keys(self.disagreements) or has_keys(self.cases) or has_keys(self.this.note)
        )

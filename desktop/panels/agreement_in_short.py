"""A few figures on how far annotators agree, under the documents to adjudicate."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.quality.agreement.record import Figures, Measure
from annotator.texts import _, ngettext, number
from desktop import theme
from desktop.bidi import in_order

MEASURES: Final = {
    Measure.F1: lambda: _("Span F1, strict"),
    Measure.F1_PARTIAL: lambda: _("Span F1, partial"),
    Measure.KAPPA: lambda: _("Cohen's κ, words"),
    Measure.FLEISS: lambda: _("Fleiss' κ, words"),
    Measure.ALPHA_UNITISING: lambda: _("α, unitising"),
}


class AgreementInShort(QWidget):
    """A few figures on how far annotators agree, and the way to all of them.

    Signals:
        page_requested: the page of agreement is wanted.
    """

    page_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._figures: Figures = {}
        self._documents = 0
        self._title = QLabel()
        self._title.setProperty("role", "strong")
        self._rows = {measure: (QLabel(), QLabel()) for measure in MEASURES}
        self._more = QPushButton()
        self._more.setProperty("link", True)
        self._more.clicked.connect(self.page_requested)
        grid = QGridLayout()
        grid.setContentsMargins(12, 0, 12, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for place, cells in enumerate(self._rows.values()):
            for column, cell in enumerate(cells):
                cell.setFont(theme.interface_font(12))
                grid.addWidget(cell, place, column)
            cells[0].setProperty("role", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(6)
        self._title.setContentsMargins(12, 0, 12, 0)
        column.addWidget(self._title)
        column.addLayout(grid)
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeading)
        column.addLayout(foot)
        self.show_figures(0, {})

    def show_figures(self, documents: int, figures: Figures) -> None:
        """Show the agreement over so many documents; without figures only the way to the page."""
        self._documents, self._figures = documents, figures
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(
            ngettext("Agreement, {n} document", "Agreement, {n} documents", self._documents)
            if self._figures
            else _("Agreement")
        )
        self._more.setText(_("All figures…"))
        for measure, (name, value) in self._rows.items():
            shown = self._is_known(measure)
            if measure is Measure.FLEISS and self._is_known(Measure.KAPPA):
                shown = False  # of two annotators that says the same
            name.setText(MEASURES[measure]())
            value.setText(in_order(number(self._figures[measure].value, 3)) if shown else "")
            name.setVisible(shown)
            value.setVisible(shown)

    def _is_known(self, measure: Measure) -> bool:
        found = self._figures.get(measure)
        return found is not None and found.value is not None

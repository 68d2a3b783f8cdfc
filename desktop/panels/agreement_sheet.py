"""The agreement page: figures, pairs and labels above; in what annotators differ, and in which documents most, below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.labels import LabelSet
from annotator.quality.agreement.explained import name
from annotator.quality.agreement.record import Agreement, Measure, PairAgreement
from annotator.texts import _
from desktop.bidi import at_start, in_order
from desktop.messages import Strip
from desktop.panels.agreement_head import AgreementHead
from desktop.panels.agreement_matrix import MatrixModel, MatrixTable
from desktop.panels.differences_panel import DifferencesPanel
from desktop.panels.dock import rule
from desktop.panels.figures_panel import FiguresPanel
from desktop.panels.label_agreement import LabelAgreementModel, LabelAgreementTable
from desktop.panels.marks import isolated
from desktop.panels.worst_documents import WorstDocumentsList, WorstDocumentsModel

NARROW: Final = 1180
"""Below this width the tables stand two in a row instead of three."""
_OF_PAIRS: Final = tuple(measure for measure in Measure if measure is not Measure.FLEISS)


class AgreementSheet(QWidget):
    """Head, strip, and what was found, or what is absent.

    Attributes:
        head: the choices.
        strip: where notes stand.
        figures, matrix, labels, differences, documents: the parts.

    Signals:
        pair_chosen: a PairAgreement.
        button_pressed: what is to be done where there is nothing to compare.
    """

    pair_chosen = Signal(object)
    button_pressed = Signal()

    def __init__(self, labels: LabelSet) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head, self.strip = AgreementHead(), Strip()
        self.figures = FiguresPanel()
        self._matrix = MatrixModel(self)
        self.matrix = MatrixTable(self._matrix)
        self._labels = LabelAgreementModel(labels, self)
        self.labels = LabelAgreementTable(self._labels)
        self.differences = DifferencesPanel(labels)
        self._documents = WorstDocumentsModel(self)
        self.documents = WorstDocumentsList(self._documents)
        self.measure = QComboBox()
        self._whole: Agreement | None = None
        self._pair: PairAgreement | None = None
        self._titles = {part: QLabel() for part in ("matrix", "labels", "documents")}
        for title in self._titles.values():
            title.setProperty("role", "block")
        self._hint = at_start(QLabel(wordWrap=True))
        self._hint.setProperty("role", "secondary")
        self._lay_out()
        self.measure.activated.connect(lambda _row: self._matrix.show_measure(Measure(self.measure.currentData())))
        self.matrix.chosen.connect(self.pair_chosen)
        self.retranslate()

    def _lay_out(self) -> None:
        self._parts = {
            "figures": self.figures,
            "matrix": _block(self._titles["matrix"], self.matrix, self.measure, below=self._hint),
            "labels": _block(self._titles["labels"], self.labels),
            "differences": self.differences,
            "documents": _block(self._titles["documents"], self.documents),
        }
        for part, height in (
            ("figures", 0),
            ("matrix", 250),
            ("labels", 250),
            ("differences", 320),
            ("documents", 320),
        ):
            self._parts[part].setMinimumHeight(height)
        body = QWidget()
        body.setProperty("ground", "paper")
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(24, 8, 24, 16)
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(16)
        self._narrow: bool | None = None
        scroll = QScrollArea()
        scroll.setProperty("ground", "paper")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        self._sheets = QStackedWidget()
        self._sheets.addWidget(self._empty())
        self._sheets.addWidget(scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(rule())
        column.addWidget(self.strip)
        column.addWidget(self._sheets, 1)
        self._arrange(False)

    def _empty(self) -> QWidget:
        """In place of figures: what is absent, what to do, and a button for it."""
        empty = QWidget()
        self._nothing, self._what, self.button = QLabel(wordWrap=True), QLabel(wordWrap=True), QPushButton()
        self._nothing.setProperty("role", "block")
        self._what.setProperty("role", "secondary")
        self.button.clicked.connect(self.button_pressed)
        self.button.hide()
        column = QVBoxLayout(empty)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        for widget in (self._nothing, self._what):
            column.addWidget(widget)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch()
        return empty

    def _arrange(self, narrow: bool) -> None:
        """Three tables in a row and two below; in a narrow window two and two, the differences below them."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        places = _NARROW if narrow else _WIDE
        for part, widget in self._parts.items():
            self._grid.removeWidget(widget)
            self._grid.addWidget(widget, *places[part])
        for column in range(12):
            self._grid.setColumnStretch(column, 1)
        for row in range(3):
            self._grid.setRowStretch(row, int(row == max(place[0] for place in places.values())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width() < NARROW)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What the keys go round: those that are seen."""
        differences = self.differences
        if self._sheets.currentIndex() == 0:
            return self.head.people, self.button
        figures = self.figures.first
        return (
            self.head.people,
            figures,
            self.matrix,
            self.labels,
            differences.groups,
            differences.lines,
            self.documents,
        )

    def take_keys(self) -> None:
        """Give the keys to what is read first."""
        if self._sheets.currentIndex():
            self.differences.groups.setFocus()
        else:
            (self.head.people if self.button.isHidden() else self.button).setFocus()

    def show_labels(self, labels: LabelSet) -> None:
        """Name these labels from now on."""
        self._labels.labels = labels
        self.differences.show_labels(labels)

    def show_agreement(self, whole: Agreement) -> None:
        """Show what all agree on."""
        self._whole = whole
        measures = [one for one in _OF_PAIRS if any(pair.figures[one].value is not None for pair in whole.pairs)]
        self._offer(measures)
        self._matrix.show_agreement(whole)
        self._sheets.setCurrentIndex(1)
        self.head.show_agreement(whole)
        self.show_pair(None, whole)

    def show_pair(self, pair: PairAgreement | None, found: Agreement | None) -> None:
        """Show two annotators, or all where ``pair`` is missing; the rest of the page follows as soon as it was ``found``."""
        whole = self._whole
        assert whole is not None
        self._pair = pair
        self.matrix.choose(pair)
        self._labels.show_labels(pair.labels if pair else whole.labels)
        named = in_order(" – ".join(isolated(person.name) for person in pair.annotators)) if pair else ""
        if found is None:
            self.figures.show(pair.figures if pair else whole.figures, None, pair=named)
            return
        figures = dict(found.figures)
        if len(found.pairs) == 1:
            figures |= found.pairs[0].figures
        parts = found.blind, found.seen
        self.figures.show(figures, parts, pair=named, gamma_documents=found.gamma_documents)
        self._documents.show_documents(found.by_document)
        self.differences.show_agreement(found)

    def show_nothing(self, nothing: str, what: str, button: str = "") -> None:
        """Say what is absent and what to do, with a button where there is one for it."""
        self._nothing.setText(nothing)
        self._what.setText(what)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._sheets.setCurrentIndex(0)
        self.head.show_agreement(None)
        if button and self.window().focusWidget() is self.head.people:
            self.button.setFocus()

    def retranslate(self) -> None:
        self._titles["matrix"].setText(_("Annotator by annotator"))
        self._titles["labels"].setText(_("By label"))
        self._titles["documents"].setText(_("Documents that agree least"))
        at_start(self._hint).setText(
            _("A cell shows the figures of its two annotators alone, and in what they differ.")
        )
        self.measure.setAccessibleName(_("Measure"))
        self.matrix.setAccessibleName(_("Annotator by annotator"))
        self.labels.setAccessibleName(_("By label"))
        self.documents.setAccessibleName(_("Documents that agree least"))
        self._offer([Measure(self.measure.itemData(row)) for row in range(self.measure.count())])
        for part in (self.head, self.figures, self.differences):
            part.retranslate()

    def _offer(self, measures: list[Measure]) -> None:
        chosen = self.measure.currentData() or Measure.F1
        self.measure.clear()
        for measure in measures:
            self.measure.addItem(name(measure), measure.value)
        self.measure.setCurrentIndex(max(0, self.measure.findData(chosen)))
        if measures:
            self._matrix.show_measure(Measure(self.measure.currentData()))


_WIDE: Final = {
    # part: row, column, rows, columns, of twelve columns
    "figures": (0, 0, 1, 4),
    "matrix": (0, 4, 1, 3),
    "labels": (0, 7, 1, 5),
    "differences": (1, 0, 1, 9),
    "documents": (1, 9, 1, 3),
}
_NARROW: Final = {
    "figures": (0, 0, 1, 6),
    "matrix": (0, 6, 1, 6),
    "labels": (1, 0, 1, 7),
    "documents": (1, 7, 1, 5),
    "differences": (2, 0, 1, 12),
}


def _block(title: QLabel, part: QWidget, *beside: QWidget, below: QLabel | None = None) -> QWidget:
    """A part under its title, with controls at the end of the same line, and a word on it below."""
    block = QWidget()
    head = QHBoxLayout()
    head.addWidget(title)
    head.addStretch()
    for widget in beside:
        head.addWidget(widget)
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addLayout(head)
    column.addWidget(rule())
    column.addWidget(part, 1)
    if below is not None:
        column.addWidget(below)
        column.addStretch(1)
    return block

"""Where things stand on the quality page, at every width: its widgets without what they do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.texts import _
from desktop.bidi import at_start
from desktop.messages import Strip
from desktop.panels.calibration_panel import CalibrationPanel
from desktop.panels.chart_view import ChartView
from desktop.panels.confusion_matrix import ConfusionMatrix
from desktop.panels.dock import rule
from desktop.panels.effort_sheet import EffortSheet
from desktop.panels.errors_pane import ErrorsPane
from desktop.panels.paper_table import TALL, PaperTable
from desktop.panels.quality_head import EFFORT, GROWTH, SCORES, QualityHead

NARROW = 1_260
"""Pixels below which two blocks stand side by side in the place of three."""
_MARGIN = 24
_HEAD = 26


class Nothing(QWidget):
    """In the place of figures: what is absent, what to do, and a button for it."""

    def __init__(self) -> None:
        super().__init__()
        self.absent, self.what = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.absent.setProperty("role", "block")
        self.what.setProperty("role", "secondary")
        self.button = QPushButton()
        self.button.setProperty("primary", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 32, _MARGIN, 32)
        column.setSpacing(8)
        column.addWidget(self.absent)
        column.addWidget(self.what)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch()

    def say(self, absent: str, what: str, button: str) -> None:
        at_start(self.absent).setText(absent)
        at_start(self.what).setText(what)
        self.button.setText(button)
        self.button.setVisible(bool(button))


class Block(QWidget):
    """A title with how it is read beside it and a link at its end, what it heads, and words below."""

    def __init__(self, *parts: QWidget, link: QWidget | None = None) -> None:
        super().__init__()
        self.title, self.how, self.below = QLabel(), QLabel(), QLabel(wordWrap=True)
        self.title.setProperty("role", "block")
        for label in (self.how, self.below):
            label.setProperty("role", "secondary")
        # What explains gives way to what it explains.
        self.how.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.how, 1)
        self.title.setFixedHeight(_HEAD)
        if link is not None:
            head.addWidget(link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        for part in parts:
            column.addWidget(part)
        column.addWidget(self.below)
        column.addStretch()
        self.below.hide()

    def say(self, title: str, how: str = "") -> None:
        self.title.setText(title)
        at_start(self.how).setText(how)
        self.how.setToolTip(how)

    def tell(self, words: str) -> None:
        """Words under what it heads."""
        at_start(self.below).setText(words)
        self.below.setVisible(bool(words))


class QualityLayout(QWidget):
    """The head over one of three views, or over what to do where there are no figures.

    Attributes:
        strip: where notes of this page stand.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head, self.strip, self.nothing = QualityHead(), Strip(), Nothing()
        self.scores, self.labels = PaperTable(row=TALL), PaperTable(chooses=True)
        self.confusion = ConfusionMatrix()
        self.comparison, self.which = QLabel(wordWrap=True), QPushButton()
        self.all_labels = QPushButton()
        for button in (self.which, self.all_labels):
            button.setProperty("link", True)
        self.score_block = Block(self.scores)
        self.label_block = Block(self.labels, link=self.all_labels)
        self.confusion_block = Block(self.confusion)
        self.errors, self.calibration = ErrorsPane(), CalibrationPanel()
        self.amount_chart, self.run_chart = ChartView(), ChartView()
        self.amounts, self.moments = PaperTable(), PaperTable()
        self.amount_block = Block(self.amount_chart, self.amounts)
        self.run_block = Block(self.run_chart, self.moments)
        self.effort = EffortSheet()
        for chart in (self.amount_chart, self.run_chart):
            chart.setFixedHeight(280)
        below = self.score_block.layout()
        below.insertWidget(below.count() - 1, self.comparison)
        below.insertWidget(below.count() - 1, self.which, 0, Qt.AlignmentFlag.AlignLeading)
        self._lay_out()

    def _lay_out(self) -> None:
        self._top, self._bottom = QGridLayout(), QGridLayout()
        for grid in (self._top, self._bottom):
            grid.setHorizontalSpacing(40)
            grid.setVerticalSpacing(24)
        figures = QWidget()
        column = QVBoxLayout(figures)
        column.setContentsMargins(_MARGIN, 4, _MARGIN, 16)
        column.setSpacing(12)
        column.addLayout(self._top)
        column.addWidget(rule())
        column.addLayout(self._bottom, 1)
        growth = QWidget()
        self._growth = QGridLayout(growth)
        self._growth.setContentsMargins(_MARGIN, 4, _MARGIN, 16)
        self._growth.setHorizontalSpacing(40)
        self._growth.setVerticalSpacing(24)
        self._views = {SCORES: _scrolled(figures), GROWTH: _scrolled(growth), EFFORT: _scrolled(self.effort)}
        self._sheets = QStackedWidget()
        for view in (*self._views.values(), self.nothing):
            self._sheets.addWidget(view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.strip, self.head):
            whole.addWidget(part)
        whole.addWidget(self._sheets, 1)
        self._arrange(wide=True)

    def _arrange(self, *, wide: bool) -> None:
        """Three blocks over two where there is room; else two over each other."""
        self._wide = wide
        top = (self.score_block, self.label_block, self.confusion_block)
        for grid in (self._top, self._bottom, self._growth):
            for column in range(3):
                grid.setColumnStretch(column, 0)
        if wide:
            for column, (block, share) in enumerate(zip(top, (37, 39, 37), strict=True)):
                self._top.addWidget(block, 0, column)
                self._top.setColumnStretch(column, share)
            self._bottom.addWidget(self.errors, 0, 0)
            self._bottom.addWidget(self.calibration, 0, 1)
            self._bottom.setColumnStretch(0, 10)
            self._bottom.setColumnStretch(1, 4)
        else:
            places = ((self.score_block, 0, 0), (self.label_block, 0, 1), (self.confusion_block, 1, 0))
            for block, row, column in (*places, (self.calibration, 1, 1)):
                self._top.addWidget(block, row, column)
                self._top.setColumnStretch(column, 1)
            self._bottom.addWidget(self.errors, 0, 0)
            self._bottom.setColumnStretch(0, 1)
        self.effort.arrange(wide=wide)
        self._growth.addWidget(self.amount_block, 0, 0)
        self._growth.addWidget(self.run_block, 0, 1)
        self._growth.setColumnStretch(0, 1)
        self._growth.setColumnStretch(1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (self.width() >= NARROW) != self._wide:
            self._arrange(wide=not self._wide)

    @property
    def view(self) -> str:
        return self.head.views.value

    def show_view(self, *, figures: bool) -> None:
        """Show the view that is chosen, or what to do where it has no figures."""
        self._sheets.setCurrentWidget(self._views[self.view] if figures else self.nothing)

    def panes(self) -> list[QWidget]:
        """What F6 goes round: the parts of the view in front, in reading order."""
        if self._sheets.currentWidget() is self.nothing:
            return [self.head.run, self.nothing.button]
        parts: dict[str, list[QWidget]] = {
            SCORES: [self.scores, self.labels, self.confusion, self.errors.in_front, self.calibration.target],
            GROWTH: [self.amounts, self.moments],
            EFFORT: list(self.effort.tables.values()),
        }
        return [self.head.run, *parts[self.view]]

    def retranslate(self) -> None:
        """Name everything in the language in use."""
        for part in (self.head, self.errors, self.calibration, self.effort):
            part.retranslate()
        self.score_block.say(_("Scores"), _("in percent, all labels together; intervals of 95%"))
        self.label_block.say(_("By label"), _("strict; a row opens its errors"))
        self.confusion_block.say(_("Confusion"), _("gold in rows, proposals in columns; a cell opens its errors"))
        self.amount_block.say(_("By amount of gold"), _("strict F1 on the documents finished first, in percent"))
        self.run_block.say(_("From run to run"), _("strict F1 of the suggester’s runs, in percent"))
        self.which.setText(_("Show these documents"))
        self.scores.setAccessibleName(_("Scores"))
        self.labels.setAccessibleName(_("By label"))
        self.confusion.setAccessibleName(_("Confusion"))
        self.amounts.setAccessibleName(_("By amount of gold"))
        self.moments.setAccessibleName(_("From run to run"))

    def wear(self) -> None:
        """Take on the theme in use now."""
        for widget in self.findChildren(QWidget):
            widget.update()


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for part in (widget, area.viewport()):
        part.setProperty("ground", "paper")
        part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return area

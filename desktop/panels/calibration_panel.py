"""Score against precision, and from it the threshold at which accepting unseen keeps what is wanted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.quality.calibration import Calibration
from annotator.quality.words import calibration_sentences
from annotator.texts import _, number, percent
from desktop.bidi import at_start, in_order
from desktop.charts import Plot
from desktop.panels.chart_view import ChartView

LEAST, MOST = 50, 99
"""Percent of what is accepted that may be wanted right."""


class CalibrationPanel(QWidget):
    """The plot, the precision that is wanted, and a button that takes the threshold over.

    Signals:
        target_chosen: a share 0–1.
        applied: the threshold 0–1 that is to hold from now on.
    """

    target_chosen = Signal(float)
    applied = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.chart = ChartView(200)
        self._title, self._axes = QLabel(), QLabel()
        self._title.setProperty("role", "block")
        self._axes.setProperty("role", "secondary")
        self.target = PercentField(LEAST, MOST)
        self._wanted, self._from = QLabel(), QLabel()
        self._wanted.setProperty("role", "secondary")
        self.apply = QPushButton()
        self._said = QLabel(wordWrap=True)
        self._said.setProperty("role", "secondary")
        self._calibration: Calibration | None = None
        self._in_use = 0.0
        self._lay_out()
        self.target.chosen.connect(self.target_chosen)
        self.apply.clicked.connect(self._apply)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._axes)
        head.addStretch()
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self._wanted, self.target, self._from):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.chart, 1)
        column.addLayout(row)
        column.addWidget(self._said)

    def show_calibration(self, found: Calibration, in_use: float) -> None:
        """Show this; ``in_use`` is the threshold that holds now."""
        self._calibration, self._in_use = found, in_use
        self.target.show_share(found.target)
        self.chart.show_plot(Plot("calibration", found))
        self._tell()

    def _tell(self) -> None:
        found = self._calibration
        threshold = found.proposal.threshold if found and found.proposal else None
        if threshold is None:
            self._from.setText(_("by no threshold"))
        else:
            self._from.setText(_("from <b>{threshold}</b> on").format(threshold=percent(threshold)))
        self.apply.setEnabled(threshold is not None and threshold != self._in_use)
        self.apply.setText(_("In use") if threshold == self._in_use else _("Apply"))
        if found is not None:
            at_start(self._said).setText(" ".join(calibration_sentences(found)))
            bins = [
                f"{percent(one.score)}: {percent(one.precision)} ({number(one.count)})"
                for one in found.bins
                if one.count
            ]
            self.chart.say(_("Calibration"), " · ".join(bins))

    def _apply(self) -> None:
        if self._calibration is not None and self._calibration.proposal is not None:
            self.applied.emit(self._calibration.proposal.threshold)

    def retranslate(self) -> None:
        self._title.setText(_("Calibration"))
        self._axes.setText(_("is a score as right as it says?"))
        self._wanted.setText(_("Precision wanted"))
        self.target.setAccessibleName(_("Precision wanted"))
        self.apply.setToolTip(_("Finishing a document accepts suggestions from this score on"))
        self._tell()
        if self._calibration is not None:
            self.show_calibration(self._calibration, self._in_use)


class PercentField(QLineEdit):
    """A share in percent, in the digits in use; the arrow keys change it by one.

    Signals:
        chosen: another share 0–1.
    """

    chosen = Signal(float)

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most, self._value = least, most, most
        self.setFixedWidth(64)
        self.editingFinished.connect(self._take)

    @property
    def share(self) -> float:
        return self._value / 100

    def show_share(self, share: float) -> None:
        """Show a share, without telling anyone."""
        self._value = round(100 * share)
        self.setText(in_order(percent(self.share)))

    def _take(self) -> None:
        """What was typed, ١٢٣ too, if it makes sense; else what stood before."""
        typed = "".join(str(int(one)) for one in self.text() if one.isdecimal())
        self._choose(int(typed) if typed else self._value)

    def _choose(self, value: int) -> None:
        before = self._value
        self.show_share(min(max(value, self._least), self._most) / 100)
        if self._value != before:
            self.chosen.emit(self.share)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps:
            self._choose(self._value + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

"""The head of the quality page: what is shown, of which run, compared with which, against whose gold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from annotator.texts import _
from desktop import icons
from desktop.panels.segment import Segment

SCORES, GROWTH, EFFORT = "scores", "growth", "effort"
Option = tuple[str, str]
"""Words, and the value they stand for."""


class QualityHead(QWidget):
    """Title, views, choosers, buttons.

    Attributes:
        views: scores and errors, growth, or effort.
        run, other, gold: the choosers.

    Signals:
        chosen: another run, comparison or gold.
        file_requested: predictions of a file are to be scored.
        report_requested: a report is to be made.
        again_requested: the figures are to be worked out again.
    """

    chosen = Signal()
    file_requested = Signal()
    report_requested = Signal()
    again_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self.views = Segment((SCORES, GROWTH, EFFORT))
        self.views.choose(SCORES)
        self.run, self.other, self.gold = QComboBox(), QComboBox(), QComboBox()
        self._names = {chooser: QLabel() for chooser in (self.run, self.other, self.gold)}
        self._state = QLabel()
        self._state.setProperty("role", "secondary")
        self._again, self._file, self._report = QPushButton(), QPushButton(), QPushButton()
        icons.show(self._file, "download")
        icons.show(self._report, "file-text")
        self._again.hide()
        for chooser in self._names:
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            chooser.setMinimumWidth(120)
            chooser.setMaximumWidth(240)
            chooser.activated.connect(lambda _row: self.chosen.emit())
        for chooser, name in self._names.items():
            name.setProperty("role", "secondary")
            name.setBuddy(chooser)
        self._lay_out()
        self._again.clicked.connect(self.again_requested)
        self._file.clicked.connect(self.file_requested)
        self._report.clicked.connect(self.report_requested)
        self.show_gold(())
        self.retranslate()

    def _lay_out(self) -> None:
        self._first, self._second = QWidget(), QWidget()
        row = QHBoxLayout(self._first)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._title)
        row.addWidget(self.views)
        row = QHBoxLayout(self._second)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._state)
        row.addWidget(self._again)
        row.addStretch()
        for chooser, name in self._names.items():
            row.addWidget(name)
            row.addWidget(chooser)
        row.addWidget(self._file)
        row.addWidget(self._report)
        self._second.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(24, 12, 24, 8)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.addWidget(self._first, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._arrange()

    def show_runs(self, runs: Sequence[Option], chosen: str, other: str) -> None:
        """Offer these runs, to be scored and to be compared with."""
        _offer(self.run, runs, chosen)
        _offer(self.other, [(_("nothing"), ""), *runs], other)
        self._arrange()

    def show_gold(self, choices: Sequence[Option], chosen: str = "") -> None:
        """Offer whose annotations are gold, where there is anything to choose."""
        _offer(self.gold, choices, chosen)
        self.show_choosers(on=not self.run.isHidden())

    def show_choosers(self, *, on: bool) -> None:
        """Whether there is a run to choose for the view in front."""
        for chooser, name in self._names.items():
            wanted = on and (chooser is not self.gold or self.gold.count() > 1)
            for widget in (chooser, name):
                widget.setVisible(wanted)
        self._file.setVisible(on)
        self._arrange()

    def say(self, state: str, *, again: bool = False) -> None:
        """What is being done with the figures; ``again`` offers to work them out again."""
        self._state.setText(state)
        self._again.setVisible(again)

    def retranslate(self) -> None:
        self._title.setText(_("Quality of extraction"))
        self.views.say(SCORES, _("Scores and errors"))
        self.views.say(GROWTH, _("Growth"), _("By amount of gold, and from run to run"))
        self.views.say(EFFORT, _("Effort"), _("What the review cost, and what it saved"))
        names = {self.run: _("Run"), self.other: _("against"), self.gold: _("gold of")}
        for chooser, name in self._names.items():
            name.setText(names[chooser])
            chooser.setAccessibleName(names[chooser])
        self.other.setAccessibleName(_("Compared with"))
        self._file.setText(_("Score a file…"))
        self._file.setToolTip(_("Score predictions of a file, in any format that is read, without storing them"))
        self._again.setText(_("Work out again"))
        self._report.setText(_("Report…"))

    def _arrange(self) -> None:
        """In one row, where there is room for all of it."""
        margins = self._grid.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._grid.horizontalSpacing()
        wide = room >= self._first.sizeHint().width() + self._second.sizeHint().width()
        self._grid.addWidget(self._second, 0 if wide else 1, 1 if wide else 0, 1, 1 if wide else 2)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        self._arrange()


def _offer(chooser: QComboBox, options: Sequence[Option], chosen: str) -> None:
    chooser.clear()
    for words, value in options:
        chooser.addItem(words, value)
    chooser.setCurrentIndex(max(0, chooser.findData(chosen)))
    chooser.view().setMinimumWidth(chooser.view().sizeHintForColumn(0) + 24)

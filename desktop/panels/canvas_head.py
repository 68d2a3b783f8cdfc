"""The head over the canvas: which document this is, how it is being reviewed, from what score on a finish accepts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton

from annotator.texts import _, ngettext, percent
from desktop.panels.dock import HEAD, ElidedLabel, name_button
from desktop.panels.segment import Segment
from desktop.theme import interface_font

THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


class CanvasHead(QFrame):
    """Number, name and words of the document; step or read; the threshold.

    Signals:
        mode_chosen: ``step`` or ``read``.
        threshold_chosen: a score 0–1.
    """

    mode_chosen = Signal(str)
    threshold_chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEAD)
        self._words = 0
        self._value = 0.8
        self._number = QLabel()
        self._number.setFont(interface_font(13, QFont.Weight.DemiBold))
        self._name = ElidedLabel()
        self._length = QLabel()
        self._length.setProperty("role", "secondary")
        self._modes = Segment(("step", "read"))
        self._modes.chosen.connect(self.mode_chosen)
        self._threshold = QToolButton()
        self._threshold.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._threshold.setMenu(self._menu)
        self._choices = {share: QAction(self, checkable=True) for share in THRESHOLDS}
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._number)
        row.addWidget(self._name)
        row.addWidget(self._length)
        row.addStretch(1)
        row.addWidget(self._modes)
        row.addWidget(self._threshold)
        choices = QActionGroup(self)
        for share, action in self._choices.items():
            choices.addAction(action)
            self._menu.addAction(action)
            action.triggered.connect(lambda _checked, chosen=share: self.threshold_chosen.emit(chosen))

    def show_document(self, number: str, name: str, words: int) -> None:
        """Say which document is open; without a name, that none is."""
        self._words = words
        self._number.setText(number)
        self._name.show_text(name)
        self.retranslate()

    def show_threshold(self, mode: str, share: float) -> None:
        """Show how the document is being reviewed and from what score on a finish accepts."""
        self._value = share
        self._modes.choose(mode)
        if share in self._choices:
            self._choices[share].setChecked(True)
        self.retranslate()

    def retranslate(self) -> None:
        self._length.setText(ngettext("{n} word", "{n} words", self._words) if self._number.text() else "")
        self._modes.say("step", _("Step"), _("Answer one suggestion after the other"))
        self._modes.say("read", _("Read"), _("Read, and correct only what is wrong: the rest is accepted at the end"))
        self._threshold.setText(_("Accept from {share}").format(share=percent(self._value)))
        name_button(
            self._threshold,
            _("Accept from {share}").format(share=percent(self._value)),
            _("Finishing accepts suggestions from this score on; what is below stays undecided"),
        )
        for share, action in self._choices.items():
            action.setText(percent(share))

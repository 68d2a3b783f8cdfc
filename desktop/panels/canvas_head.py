"""The head over the canvas: which document this is, how it is being reviewed, from what score on a finish accepts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton

from annotator.quality.threshold import STEPS, Proposal
from annotator.texts import _, ngettext, percent
from desktop.panels.dock import HEAD, ElidedLabel, name_button
from desktop.panels.segment import Segment
from desktop.theme import interface_font

THRESHOLDS = STEPS[2:]


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
        self._blind = QLabel()
        self._blind.setFont(interface_font(12, QFont.Weight.Medium))
        self._blind.hide()
        self._modes = Segment(("step", "read"))
        self._modes.chosen.connect(self.mode_chosen)
        self._threshold = QToolButton()
        self._threshold.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._threshold.setMenu(self._menu)
        self._proposed = QAction(self, visible=False)
        self._proposal: Proposal | None = None
        self._choices = {share: QAction(self, checkable=True) for share in THRESHOLDS}
        self._expected = QLabel()
        self._expected.setProperty("role", "secondary")
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._number)
        row.addWidget(self._name)
        row.addWidget(self._length)
        row.addWidget(self._blind)
        row.addStretch(1)
        row.addWidget(self._expected)
        row.addWidget(self._modes)
        row.addWidget(self._threshold)
        self._menu.addAction(self._proposed)
        self._menu.addSeparator()
        self._proposed.triggered.connect(self._take_proposal)
        for share, action in self._choices.items():
            self._menu.addAction(action)
            action.triggered.connect(lambda _checked, chosen=share: self.threshold_chosen.emit(chosen))

    def show_document(self, number: str, name: str, words: int) -> None:
        """Say which document is open; without a name, that none is."""
        self._words = words
        self._number.setText(number)
        self._name.show_text(name)
        self.retranslate()

    def show_blind(self, blind: bool) -> None:
        """Say that the document is kept blind, so that nobody waits for suggestions: a threshold means nothing then."""
        self._blind.setVisible(blind)
        for part in (self._expected, self._modes, self._threshold):
            part.setVisible(not blind)

    def show_threshold(self, mode: str, share: float) -> None:
        """Show how the document is being reviewed and from what score on a finish accepts."""
        self._value = share
        self._modes.choose(mode)
        for choice, action in self._choices.items():
            action.setChecked(choice == share)
        self.retranslate()

    def show_proposal(self, proposal: Proposal | None) -> None:
        """Offer the threshold that the suggester proposes, where it proposes one."""
        self._proposal = proposal
        self._proposed.setVisible(proposal is not None)
        self.retranslate()

    def show_expected(self, accepted: int | None, left: int = 0) -> None:
        """Say how many suggestions finishing accepts and how many it leaves; None says nothing."""
        self._expected.setText("" if accepted is None else _expectation(accepted, left))

    def retranslate(self) -> None:
        self._length.setText(ngettext("{n} word", "{n} words", self._words) if self._number.text() else "")
        self._blind.setText(_("Blind: no suggestions here, on purpose"))
        self._blind.setToolTip(
            _("Its annotators are compared, so that nothing is to sway them. Label by hand what you find.")
        )
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
        if self._proposal is not None:
            text = _("Proposed: {threshold} ({share} of these would be right)")
            shares = {"threshold": percent(self._proposal.threshold), "share": percent(self._proposal.share)}
            self._proposed.setText(text.format(**shares))

    def _take_proposal(self) -> None:
        if self._proposal is not None:
            self.threshold_chosen.emit(self._proposal.threshold)


def _expectation(accepted: int, left: int) -> str:
    will = ngettext("{n} will be accepted", "{n} will be accepted", accepted)
    return f"{will} · {ngettext('{n} left', '{n} left', left)}" if left else will

"""The bar under a disagreement: what can be answered, each with its key before its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from annotator.texts import _, language
from desktop.canvas.bar import BETWEEN, HEIGHT, SIDE, Bar, BarButton
from desktop.theme import Theme


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: the id of its command, its key, and what it is called."""

    action: str
    cap: str
    name: str
    chosen: bool = False
    """Whether it is the answer that stands."""


class _ChoiceButton(BarButton):
    """Key cap, then name."""

    def __init__(self, choice: Choice, look: Theme) -> None:
        super().__init__(choice.action, choice.name, "", choice.cap, look, main=choice.chosen)

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        cap = self._cap_width() + BETWEEN if self._cap else 0
        return QSize(round(SIDE + cap + words + SIDE), HEIGHT - 6)

    def _paint_parts(self, painter: QPainter, mirrored: bool) -> None:
        x = float(SIDE)
        if self._cap:
            self._paint_cap(painter, x, mirrored)
            x += self._cap_width() + BETWEEN
        self._paint_text(painter, x, mirrored)


class ReadingsBar(Bar):
    """Shows the answers that a disagreement can have."""

    def __init__(self, parent: QWidget, look: Theme) -> None:
        super().__init__(parent, look)
        self.setAccessibleName(_("Answers to the disagreement"))

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Make the bar for these answers."""
        made = (tuple(choices), language(), self._look)
        if made == self._made:
            return
        self._made = made
        self._begin()
        for choice in choices:
            self._add(_ChoiceButton(choice, self._look))
        self._fit()

"""How a span looks: its state as line, tint and moon, and the colours of its label in the theme in use."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from annotator.labels import LabelSet
from annotator.page import Item
from annotator.records import LabelId, Span
from desktop.theme import Theme

Mode = Literal["step", "read"]
FAINT = 0.55
"""Share of the tint in the box of a suggestion."""


class Moon(Enum):
    """Confidence as a shape: at least 90 %, at least 70 %, below."""

    FULL = "full"
    HALF = "half"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class SpanLook:
    """What distinguishes the states of a span on screen, colours aside."""

    whole_tint: bool
    filled_chip: bool
    line: float
    tick: float
    dashes: tuple[float, float] | None
    """Length of a dash and of what follows it, in pixels; None for a solid line."""
    moon: Moon | None
    hatched: bool = False
    """Hatched instead of tinted: suggesters disagree."""


DECIDED = SpanLook(whole_tint=True, filled_chip=True, line=2, tick=1.5, dashes=None, moon=None)
SAVING = SpanLook(whole_tint=True, filled_chip=True, line=1, tick=1.5, dashes=None, moon=None)
_SUGGESTED = {
    Moon.FULL: SpanLook(whole_tint=False, filled_chip=False, line=2, tick=1, dashes=(5, 3), moon=Moon.FULL),
    Moon.HALF: SpanLook(whole_tint=False, filled_chip=False, line=1.5, tick=1, dashes=(5, 3), moon=Moon.HALF),
    Moon.EMPTY: SpanLook(whole_tint=False, filled_chip=False, line=1, tick=1, dashes=(2, 3), moon=Moon.EMPTY),
}
_EXPECTED = {
    moon: SpanLook(whole_tint=False, filled_chip=True, line=1, tick=1, dashes=None, moon=moon) for moon in Moon
}


OPEN = SpanLook(whole_tint=False, filled_chip=False, line=1, tick=1, dashes=(2, 3), moon=None, hatched=True)
"""A stretch without a label: annotators disagree on what is to stand there."""
OF_PERSON = replace(DECIDED, filled_chip=False)
OF_SYSTEM = replace(OF_PERSON, dashes=(5, 3))
"""In a lane of its own, what one side has marked."""
_DISPUTED = {look: replace(look, hatched=True) for looks in (_SUGGESTED, _EXPECTED) for look in looks.values()}


def moon_of(score: float) -> Moon:
    if score >= 0.9:
        return Moon.FULL
    return Moon.HALF if score >= 0.7 else Moon.EMPTY


def look_of(item: Item, saving: Set[Span], mode: Mode, threshold: float, *, disputed: bool = False) -> SpanLook:
    """The look of an item: decided, being saved, suggested, or (read mode) about to be accepted; hatched if disputed."""
    if item.span in saving:
        return SAVING
    if item.decided:
        return DECIDED
    if not item.span.label:
        return OPEN
    expected = mode == "read" and item.score >= threshold
    look = (_EXPECTED if expected else _SUGGESTED)[moon_of(item.score)]
    return _DISPUTED[look] if disputed else look


@dataclass(frozen=True, slots=True)
class LabelColours:
    line: QColor
    tint: QColor
    faint: QColor
    """The tint of a suggestion, mixed with paper: opaque, so that nested boxes do not get muddy."""
    text: QColor


class Colours:
    """The theme's colours and those of the labels, ready to paint with."""

    def __init__(self, theme: Theme, labels: LabelSet | None) -> None:
        self.theme = theme
        self._labels = labels
        self._known: dict[LabelId, LabelColours] = {}
        self.paper = theme.colour("paper")
        self.text_ink = theme.colour("text-ink")
        self.ink = theme.colour("ink")
        self.second = theme.colour("ink-2")
        self.edge = theme.colour("edge")
        self.cap = theme.colour("cap")
        self.track = theme.colour("track")
        self.accent = theme.colour("accent")
        self.selection = theme.colour("text-ink")
        self.selection.setAlphaF(0.14)

    def of(self, label: LabelId) -> LabelColours:
        if label not in self._known:
            self._known[label] = self._make(label)
        return self._known[label]

    def _make(self, label: LabelId) -> LabelColours:
        if self._labels is None or label not in self._labels:
            # A label that a project from elsewhere still holds, and its label set no longer has.
            plain = self.theme.colour("track")
            return LabelColours(self.edge, plain, mixed(plain, self.paper, FAINT), self.second)
        found = self._labels.colours(label, self.theme.name)
        tint = QColor(found.tint)
        return LabelColours(QColor(found.line), tint, mixed(tint, self.paper, FAINT), QColor(found.text))


def mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """The colour laid over the ground with that share of opacity."""
    parts = zip(colour.getRgb()[:3], ground.getRgb()[:3], strict=True)
    return QColor(*(round(a * share + b * (1 - share)) for a, b in parts))


def dash_pattern(look: SpanLook) -> list[float]:
    """The dashes of its line as ``QPen`` counts them: in widths of the pen."""
    return [length / look.line for length in look.dashes or ()]


def line_style(look: SpanLook) -> Qt.PenStyle:
    return Qt.PenStyle.CustomDashLine if look.dashes else Qt.PenStyle.SolidLine

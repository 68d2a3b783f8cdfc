"""The names on the chips: how wide they are in each form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.labels import LabelSet
from annotator.records import LabelId
from annotator.texts import language
from desktop import theme
from desktop.canvas.lanes import Form, Wish
from desktop.canvas.measures import Measures

SIDE: Final = 5.0
"""Paper between a chip's side and its name."""
MOON: Final = 7.0
AFTER_MOON: Final = 3.5
_SWATCH: Final = 10.0


@dataclass(frozen=True, slots=True)
class ChipName:
    name: str
    letters: str
    widths: tuple[float, float, float]


class ChipNames:
    """The chips of a label set in the interface language, at one zoom."""

    def __init__(self, labels: LabelSet | None, measures: Measures) -> None:
        self._labels = labels
        self.font = theme.interface_font(measures.chip_font, QFont.Weight.Medium)
        self._metrics = QFontMetricsF(self.font)
        self._scale = measures.small
        self._known: dict[LabelId, ChipName] = {}

    def of(self, label: LabelId) -> ChipName:
        if label not in self._known:
            self._known[label] = self._make(label)
        return self._known[label]

    def wish(self, label: LabelId, moon: bool, near: float, far: float) -> Wish:
        """The chip of a label whose span stands from near to far, with or without a moon before its name."""
        more = (MOON + AFTER_MOON) * self._scale if moon else 0.0
        name, letters, swatch = self.of(label).widths
        return Wish(near, far, (name + more, letters + more, swatch))

    def text(self, label: LabelId, form: Form) -> str:
        chip = self.of(label)
        return chip.name if form is Form.NAME else chip.letters

    def _make(self, label: LabelId) -> ChipName:
        known = self._labels is not None and label in self._labels
        name = self._labels.get(label).name(language()) if known and self._labels else str(label)
        letters = name[:3]
        widths = [self._metrics.horizontalAdvance(text) + 2 * SIDE for text in (name, letters)]
        return ChipName(name, letters, (widths[0], widths[1], _SWATCH * self._scale))

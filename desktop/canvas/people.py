"""Under the line of a disagreement: a lane for each person and one for the system, with what they have marked there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from annotator.page import Item
from annotator.records import Span
from desktop.canvas.lanes import Stretch, Wish, assign_lanes, place_chips
from desktop.canvas.layout import Chip, Mark
from desktop.canvas.look import OF_PERSON, OF_SYSTEM
from desktop.canvas.measures import Measures
from desktop.canvas.paint import PagePainter
from desktop.canvas.sheet import Row, Sheet

AROUND: Final = 4
"""Paper above the first lane."""
BESIDE: Final = 8
"""Paper between the column and a name."""


@dataclass(frozen=True, slots=True)
class PersonLane:
    """What one side has marked: spans in reading order."""

    name: str
    spans: tuple[Span, ...]
    system: bool = False

    @property
    def places(self) -> list[int]:
        """For each span its place among lanes of one side: 0 unless it holds another one."""
        return assign_lanes([Stretch(span.start, span.end, span.start, span.end) for span in self.spans])

    @property
    def count(self) -> int:
        return 1 + max(self.places, default=0)


def height(lanes: Sequence[PersonLane], measures: Measures) -> int:
    """The room that lanes take under a line."""
    return sum(lane.count for lane in lanes) * measures.person_lane + AROUND if lanes else 0


def paint(brush: PagePainter, row: Row, lanes: Sequence[PersonLane], sheet: Sheet) -> None:
    """Paint lanes under a line, the painter's origin at the column's left side."""
    y = float(row.bottom + AROUND)
    names = _fitting(brush, row, [lane.name for lane in lanes], sheet)
    for lane, name in zip(lanes, names, strict=True):
        middle = y + sheet.measures.lane_line
        brush.beside(name, _margin(row, sheet, middle), at_right=not row.rtl)
        for place in range(lane.count):
            brush.track(sheet.width, y)
            for mark in _marks(brush, row, lane, place, sheet):
                brush.lane(mark, OF_SYSTEM if lane.system else OF_PERSON, y)
            y += sheet.measures.person_lane


def _marks(brush: PagePainter, row: Row, lane: PersonLane, place: int, sheet: Sheet) -> list[Mark]:
    line = row.line
    here = [
        (span, pieces)
        for span, at in zip(lane.spans, lane.places, strict=True)
        if at == place and (pieces := tuple(line.pieces(span.start, span.end)))
    ]
    begun = [(span, pieces) for span, pieces in here if line.start <= span.start]
    begun.sort(key=lambda one: _along(row, sheet, *_ends(one[1]))[0])
    wishes = [_wish(brush, row, sheet, span, pieces) for span, pieces in begun]
    placed = place_chips(wishes, (), sheet.width)
    chips = {
        span: Chip(*_along(row, sheet, chip.near, chip.far), chip.form)
        for (span, _pieces), chip in zip(begun, placed, strict=True)
    }
    return [
        Mark(Item(span, None, ()), pieces, 0, 0, *line.edges(span.start, span.end), chips.get(span))
        for span, pieces in here
    ]


def _wish(brush: PagePainter, row: Row, sheet: Sheet, span: Span, pieces: tuple[tuple[float, float], ...]) -> Wish:
    return brush.names.wish(span.label, False, *_along(row, sheet, *_ends(pieces)))


def _ends(pieces: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    return pieces[0][0], pieces[-1][1]


def _along(row: Row, sheet: Sheet, x0: float, x1: float) -> tuple[float, float]:
    """Pixels of the column as counted along the reading direction, and back."""
    return (sheet.width - x1, sheet.width - x0) if row.rtl else (x0, x1)


def _margin(row: Row, sheet: Sheet, middle: float) -> QRectF:
    """The margin in which names stand: at the side where the text starts."""
    if row.rtl:
        return QRectF(sheet.width + BESIDE, middle - 10, sheet.across - sheet.right - BESIDE, 20)
    return QRectF(-sheet.left, middle - 10, sheet.left - BESIDE, 20)


def _fitting(brush: PagePainter, row: Row, names: list[str], sheet: Sheet) -> list[str]:
    """Names as far as the margin has room for them."""
    metrics, room = QFontMetricsF(brush.font_beside()), _margin(row, sheet, 0).width() - 2
    return [metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) for name in names]

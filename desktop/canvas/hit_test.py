"""What lies under a point of a line. Pure: it is told where the marks are, and answers."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.page import Item
from desktop.canvas.layout import Mark
from desktop.canvas.measures import PAST_LETTERS, Measures


def items_at(marks: Sequence[Mark], x: float, y: float, measures: Measures) -> list[Item]:
    """The items under a point, x in the column and y from the top of the line.

    On the words: all whose box holds the point, innermost first. In the lanes: the one whose chip or line is there.
    """
    if y < measures.text:
        inner_first = sorted(marks, key=lambda mark: (mark.item.span.end - mark.item.span.start, -mark.depth))
        return [mark.item for mark in inner_first if _in_box(mark, x)]
    lane = int((y - measures.text) // measures.lane)
    here = [mark for mark in marks if mark.lane == lane]
    by_chip = [mark.item for mark in here if mark.chip and mark.chip.x0 <= x <= mark.chip.x1]
    return by_chip or [mark.item for mark in here if mark.x0 <= x <= mark.x1]


def _in_box(mark: Mark, x: float) -> bool:
    return any(x0 - PAST_LETTERS <= x <= x1 + PAST_LETTERS for x0, x1 in mark.pieces)

"""Where the names of characters that are not seen stand above a line. Pure: numbers in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

GAP: Final = 1.0
"""Pixels that two names keep between them."""


def place_names(wishes: Sequence[tuple[float, float]], room: float) -> list[tuple[float, float]]:
    """Places from x0 to x1 for names that want to stand with their middle at an x, given (x, width) each.

    None meets another, none leaves the line, each stands as near to its own place as that allows. Where there are more
    than the line has room for all get narrower alike.
    """
    wanted = sum(width + GAP for _x, width in wishes)
    share = min(1.0, room / wanted) if wanted else 1.0
    order = sorted(range(len(wishes)), key=lambda i: wishes[i][0])
    places = [(0.0, 0.0)] * len(wishes)
    free = 0.0
    for i in order:
        x, width = wishes[i][0], wishes[i][1] * share
        start = max(free, x - width / 2)
        places[i] = start, start + width
        free = start + width + GAP * share
    limit = room
    for i in reversed(order):
        start, end = places[i]
        back = max(0.0, end - limit)
        places[i] = start - back, end - back
        limit = places[i][0] - GAP * share
    return places

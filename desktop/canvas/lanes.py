"""Which lane each span of a line takes below the words, and where its chip stands. Pure: numbers in, numbers out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

GAP = 2.0
"""Pixels that two chips, or two lines in one lane, keep between them."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a span takes of one line: its characters ``[start, end)`` and its pixels from ``near`` to ``far``.

    Pixels are counted along the reading direction, from the side where the line begins.
    """

    start: int
    end: int
    near: float
    far: float

    def contains(self, other: Stretch) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Stretch) -> bool:
        return self.near < other.far and other.near < self.far


def assign_lanes(stretches: Sequence[Stretch]) -> list[int]:
    """A lane for each stretch, 0 next to the words. What is inside lies nearer; nothing meets anything in its lane.

    Stretches come in reading order, outer before inner: of two with equal edges the later one is the inner.
    """
    lanes = [0] * len(stretches)
    taken: list[list[Stretch]] = []
    inner_first = sorted(range(len(stretches)), key=lambda i: (stretches[i].end - stretches[i].start, -i))
    for place, i in enumerate(inner_first):
        stretch = stretches[i]
        above_inner = [lanes[j] + 1 for j in inner_first[:place] if stretch.contains(stretches[j])]
        lane = max(above_inner, default=0)
        while lane < len(taken) and any(stretch.meets(other) for other in taken[lane]):
            lane += 1
        taken.extend([] for _ in range(lane + 1 - len(taken)))
        taken[lane].append(stretch)
        lanes[i] = lane
    return lanes


def depths(stretches: Sequence[Stretch]) -> list[int]:
    """How many other stretches each one lies in, 0 for the outermost."""
    return [
        sum(
            other.contains(stretch) and (not stretch.contains(other) or j < i)
            for j, other in enumerate(stretches)
            if j != i
        )
        for i, stretch in enumerate(stretches)
    ]


class Form(IntEnum):
    """How much of its name a chip shows."""

    NAME = 0
    LETTERS = 1
    SWATCH = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """A chip that wants to stand in a lane: where its span begins and ends there, and its widths by form."""

    near: float
    far: float
    widths: tuple[float, float, float]

    @property
    def swatch(self) -> float:
        return min(self.widths[Form.SWATCH], self.far - self.near)

    @property
    def latest(self) -> float:
        """The farthest place at which the chip still stands under its own span."""
        return max(self.near, self.far - self.widths[Form.SWATCH])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chip stands, from ``near`` to ``far``, and in which form."""

    near: float
    far: float
    form: Form


def place_chips(wishes: Sequence[Wish], ticks: Iterable[float], room: float) -> list[Place]:
    """Places for the chips of one lane, given in reading order: none meets another, a tick or the end of the column.

    A chip slides towards the end of the text, then shows three letters, then only its swatch. ``ticks`` are the places
    where the ticks of the lane below rise; ``room`` is the width of the column.
    """
    walls = sorted(ticks)
    places: list[Place] = []
    free = 0.0
    for i, wish in enumerate(wishes):
        near = min(max(wish.near, free), wish.latest)
        following = wishes[i + 1].latest - GAP if i + 1 < len(wishes) else room
        wall = next((wall - GAP for wall in walls if wall > near + wish.swatch), room)
        limit = min(room, following, wall)
        place = _fitting(wish, near, limit)
        places.append(place)
        free = place.far + GAP
    return places


def _fitting(wish: Wish, near: float, limit: float) -> Place:
    for form in (Form.NAME, Form.LETTERS):
        if near + wish.widths[form] <= limit:
            return Place(near, near + wish.widths[form], form)
    return Place(near, near + wish.swatch, Form.SWATCH)

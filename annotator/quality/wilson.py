"""Wilson's interval of a share: between which values it may lie, seen from so many of so many."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

BOTH_SIDES = 1.959964
"""Standard deviations between which 95 % lie."""
ONE_SIDE = 1.644854
"""Standard deviations above whose negative 95 % lie."""


class Interval(NamedTuple):
    """Two shares 0–1."""

    low: float
    high: float


def wilson(right: float, count: float, deviations: float = BOTH_SIDES) -> Interval:
    """The interval of a share of which ``right`` of ``count`` were seen (Wilson 1927); 0–1 where none were."""
    if count <= 0:
        return Interval(0.0, 1.0)
    share, weight = right / count, deviations * deviations / count
    middle = share + weight / 2
    around = deviations * sqrt(share * (1 - share) / count + weight / (4 * count))
    return Interval(max(0.0, (middle - around) / (1 + weight)), min(1.0, (middle + around) / (1 + weight)))

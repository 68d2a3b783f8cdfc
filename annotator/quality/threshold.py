"""From which score on suggestions may be accepted as they are: proposed from scores and from how like ones were answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

TARGET: Final = 0.97
"""The share of the accepted that should be right."""
STEPS: Final = tuple(step / 100 for step in range(40, 100, 5))
"""The thresholds among which one is proposed, the lowest first."""
_WORTH: Final = 100
"""A suggester's own scores weigh as much as so many answers, until there are more."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A threshold 0–1, and the share 0–1 of what it accepts that is expected to be right."""

    threshold: float
    share: float


def propose(answers: Iterable[tuple[float, bool]], scores: Iterable[float], target: float = TARGET) -> Proposal | None:
    """The lowest threshold from which on the target is reached; nothing where none reaches it.

    ``answers`` are scores 0–1 of suggestions and whether each was accepted as it was. ``scores`` are those of what
    waits: each counts as right to the degree that it says, all together as a hundred answers. So the proposal follows
    the suggester at first, and the reviewer's answers as they come.
    """
    waiting = list(scores)
    weight = _WORTH / len(waiting) if waiting else 0.0
    evidence = [(score, float(right), 1.0) for score, right in answers]
    evidence += [(score, score, weight) for score in waiting]
    for threshold in STEPS:
        above = [(right * weight, weight) for score, right, weight in evidence if score >= threshold]
        whole = sum(weight for _right, weight in above)
        if above and sum(right for right, _weight in above) >= target * whole:
            return Proposal(threshold, sum(right for right, _weight in above) / whole)
    return None

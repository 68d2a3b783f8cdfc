"""From which score on suggestions may be accepted as they are: proposed from scores and from how like ones were answered."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from annotator.quality.wilson import ONE_SIDE, wilson

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


@dataclass(slots=True)
class Evidence:
    """What speaks for each threshold: the sums of what has its score or a greater one, up to the next."""

    right: list[float]
    count: list[float]

    @classmethod
    def of(cls, found: Iterable[tuple[float, float]]) -> Evidence:
        """Of scores 0–1, each with how right it was, 0–1."""
        evidence = cls([0.0] * len(STEPS), [0.0] * len(STEPS))
        for score, right in found:
            step = bisect_right(STEPS, score) - 1
            if step >= 0:
                evidence.right[step] += right
                evidence.count[step] += 1
        return evidence


def propose(answers: Iterable[tuple[float, bool]], scores: Iterable[float], target: float = TARGET) -> Proposal | None:
    """The lowest threshold from which on the target is surely reached; nothing where none reaches it.

    ``answers`` are scores 0–1 of suggestions and whether each was right: as a reviewer answered it, or as gold has it. They
    count as what is the least that so many of so many show: the lower end of a one-sided interval of 95 % (Wilson). ``scores``
    are those of what waits: each counts as right to the degree that it says, all together as a hundred answers. So the
    proposal follows the suggester at first, and what was found out as it comes.
    """
    waiting = list(scores)
    return weigh(Evidence.of(answers), Evidence.of((score, score) for score in waiting), len(waiting), target)


def weigh(answers: Evidence, waiting: Evidence, count: int, target: float = TARGET) -> Proposal | None:
    """The same from sums; ``count`` is how many wait, those with a score under the lowest threshold too."""
    weight = _WORTH / count if count else 0.0
    for step, threshold in enumerate(STEPS):
        right, answered = sum(answers.right[step:]), sum(answers.count[step:])
        likely, believed = weight * sum(waiting.right[step:]), weight * sum(waiting.count[step:])
        whole = answered + believed
        least = answered * wilson(right, answered, ONE_SIDE).low
        if whole and least + likely >= target * whole:
            return Proposal(threshold, (right + likely) / whole)
    return None

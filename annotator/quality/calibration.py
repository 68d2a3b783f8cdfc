"""Whether scores mean what they say: of the suggestions with a score, how many are right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from annotator.quality.columns import Flags, Floats
from annotator.quality.threshold import STEPS, TARGET, Evidence, Proposal, weigh
from annotator.quality.wilson import Interval, wilson

BINS: Final = 20
"""Of equal width, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The suggestions with a score in ``[low, high)``; in the last 1 is too."""

    low: float
    high: float
    count: int
    right: int
    """Those that gold has, edges and label."""
    score: float
    """The mean of their scores; the middle of the bin where there are none."""

    @property
    def precision(self) -> float:
        return self.right / self.count if self.count else 0.0

    @property
    def interval(self) -> Interval:
        """95 % (Wilson)."""
        return wilson(self.right, self.count)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Score against precision, and the threshold that is safe for a target."""

    bins: tuple[Bin, ...]
    error: float
    """The expected calibration error: how far score and precision of a bin are apart, in the mean of the suggestions."""
    target: float
    proposal: Proposal | None
    """From which score on accepting unseen keeps the target, as ``quality.threshold`` proposes; nothing where none does."""
    judged: tuple[tuple[float, int, int], ...]
    """For each threshold that may be proposed how many suggestions have it or more, and how many of them are right."""
    evidence: tuple[Evidence, Evidence, int]
    """What the proposal is weighed from: gold, what waits, and how many wait."""
    flat: bool
    """Whether all scores are the same, so that they say nothing."""

    def with_target(self, target: float) -> Calibration:
        """The same with the threshold that is safe for another target."""
        return replace(self, target=target, proposal=weigh(*self.evidence, target))

    @property
    def count(self) -> int:
        return sum(one.count for one in self.bins)

    def accepted(self) -> tuple[int, int]:
        """How many suggestions the proposed threshold accepts in the gold documents, and how many of them are right."""
        found = [of for of in self.judged if self.proposal and of[0] == self.proposal.threshold]
        return found[0][1:] if found else (0, 0)


class Judgements:
    """Scores and whether they were right, gathered bit by bit."""

    def __init__(self) -> None:
        self._bins = np.zeros((BINS, 3))
        self._steps = np.zeros((len(STEPS), 2))
        self._ends: set[float] = set()
        """The least and the greatest scores of what was added."""

    def add(self, scores: Floats, right: Flags) -> None:
        place = np.clip((scores * BINS + 1e-9).astype(np.int64), 0, BINS - 1)
        for column, weights in enumerate((np.ones(len(scores)), right, scores)):
            self._bins[:, column] += np.bincount(place, weights, BINS)
        if len(scores):
            self._ends |= {float(scores.min()), float(scores.max())}
        step = np.searchsorted(STEPS, scores, side="right") - 1
        for column, weights in enumerate((right, np.ones(len(scores)))):
            self._steps[:, column] += np.bincount(step[step >= 0], weights[step >= 0], len(STEPS))

    def result(self, waiting: Floats, target: float = TARGET) -> Calibration:
        """The calibration; ``waiting`` are the scores of what nobody has answered yet, to be accepted unseen."""
        right, count = self._steps.T.tolist()
        believed = Evidence.of((score, score) for score in waiting.tolist())
        judged = tuple(
            (threshold, round(sum(count[step:])), round(sum(right[step:]))) for step, threshold in enumerate(STEPS)
        )
        evidence = Evidence(right, count), believed, len(waiting)
        bins = tuple(_bin(place, *numbers) for place, numbers in enumerate(self._bins.tolist()))
        whole = sum(one.count for one in bins)
        apart = sum(one.count * abs(one.precision - one.score) for one in bins)
        error, flat = apart / whole if whole else 0.0, len(self._ends) < 2
        return Calibration(bins, error, target, weigh(*evidence, target), judged, evidence, flat)


def _bin(place: int, count: float, right: float, scores: float) -> Bin:
    low, high = place / BINS, (place + 1) / BINS
    return Bin(low, high, round(count), round(right), scores / count if count else (low + high) / 2)

"""Which labels are taken for which: pairs of gold and proposals by both their labels, and what has no counterpart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.quality.columns import Columns, Ints
from annotator.quality.matching import Matching
from annotator.quality.mistakes import NOTHING


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often a gold label (row) met a proposed one (column); in the last row and column is what met nothing.

    Spans that touch meet, one to one and most overlap first. Where the labels are the same the edges may differ.
    """

    labels: tuple[str, ...]
    """Of rows and columns alike, ``NOTHING`` the last."""
    counts: tuple[tuple[int, ...], ...]

    def count(self, gold: str, proposed: str) -> int:
        return self.counts[self.labels.index(gold)][self.labels.index(proposed)]


class Meetings:
    """Counts, some documents at a time."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[int, int]] = Counter()
        """By the places of both labels, -1 for nothing."""

    def add(self, gold: Columns, proposed: Columns, matching: Matching) -> None:
        for pairs in (matching.same, matching.nearest):
            self._count(gold.label[pairs.gold], proposed.label[pairs.proposed])
        self._count(gold.label[matching.missed], np.full(len(matching.missed), -1))
        self._count(np.full(len(matching.spurious), -1), proposed.label[matching.spurious])

    def result(self, labels: Sequence[str]) -> Confusion:
        """Of those labels alone that were met, in their order."""
        kept = [*sorted({place for pair in self._counts for place in pair} - {-1}), -1]
        counts = tuple(tuple(self._counts[row, column] for column in kept) for row in kept)
        return Confusion(tuple(labels[place] if place >= 0 else NOTHING for place in kept), counts)

    def _count(self, gold: Ints, proposed: Ints) -> None:
        pairs, counts = np.unique(np.stack([gold, proposed], axis=1), axis=0, return_counts=True)
        self._counts.update(dict(zip(map(tuple, pairs.tolist()), counts.tolist(), strict=True)))

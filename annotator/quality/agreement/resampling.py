"""Intervals by resampling whole documents, as spans of one document are not independent of each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from annotator.quality.agreement.nominal import Numbers
from annotator.quality.draws import middle

ROUNDS = 1_000
SEED = 0
LEAST = 5
"""Documents below which there are no intervals: so few tell nothing of how others would differ."""
_AT_ONCE = 4_000_000
"""Numbers that are multiplied at a time: few large products are much quicker than many small ones."""


class Resampling:
    """Samples of so many documents, drawn from them with replacement; the same on every run. None of fewer than LEAST."""

    def __init__(self, documents: int, rounds: int = ROUNDS, seed: int = SEED) -> None:
        random = np.random.default_rng(seed)
        draws = (random.integers(0, documents, documents) for _round in range(rounds if documents >= LEAST else 0))
        times = [np.bincount(drawn, minlength=documents).astype(np.uint8) for drawn in draws]
        self._times = np.array(times, dtype=np.uint8).reshape(len(times), documents)

    def sums(self, rows: Numbers, places: NDArray[np.intp]) -> Numbers:
        """The sum of rows in each sample; ``places`` tells of each row to which of the documents it belongs."""
        found = np.empty((len(self._times), *rows.shape[1:]))
        block = max(1, _AT_ONCE // max(1, len(places)))
        single = rows.astype(np.float32)
        for begin in range(0, len(found), block):
            times = self._times[begin : begin + block, places].astype(np.float32)
            found[begin : begin + block] = np.tensordot(times, single, axes=1)
        return found


def interval(values: Numbers) -> tuple[float, float] | None:
    """The middle 95 % of what the samples gave, where it is known."""
    low, high = middle(values).tolist()
    return None if np.isnan(low) else (low, high)

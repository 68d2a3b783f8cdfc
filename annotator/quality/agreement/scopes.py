"""Which documents a figure is of: rows that were counted in documents, added up over some of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.quality.agreement.nominal import Numbers
from annotator.quality.agreement.resampling import Resampling

Places = NDArray[np.intp]
"""Documents, by their places among all."""
Sums: TypeAlias = Callable[[Numbers], Numbers]
"""Adds up rows, one for each document, to the row of a whole, or to rows of several wholes."""
Scope: TypeAlias = Callable[[Places], Sums]
"""Gives for rows of these documents how they are added up."""


def each(documents: int, places: Places) -> Sums:
    """All so many documents, each for itself: a row each, of zeros where a document has none."""

    def spread(rows: Numbers) -> Numbers:
        found = np.zeros((documents, *rows.shape[1:]))
        found[places] = rows
        return found

    return spread


class Group:
    """Some documents.

    Attributes:
        whole: the scope of them together.
        samples: the scope of each of the samples drawn from them.
    """

    def __init__(self, chosen: Places, documents: int, rounds: int, seed: int) -> None:
        """``chosen`` of all so many documents."""
        self.documents = len(chosen)
        self._place = np.full(documents, -1, dtype=np.intp)
        self._place[chosen] = np.arange(len(chosen))
        self._resampling = Resampling(len(chosen), rounds, seed)

    def whole(self, places: Places) -> Sums:
        kept = self._place[places] >= 0
        return lambda rows: rows[kept].sum(axis=0)

    def samples(self, places: Places) -> Sums:
        place = self._place[places]
        kept = place >= 0
        return lambda rows: self._resampling.sums(rows[kept], place[kept])

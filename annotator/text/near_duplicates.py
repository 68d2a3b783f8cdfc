"""Texts that are nearly the same: spelling, marks and a few words apart. Found by MinHash over runs of folded words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from annotator.text.folding import folded_words

if TYPE_CHECKING:
    from rensa import RMinHash

SIMILAR: Final = 0.8
"""The share of runs of words that two texts must have in common to be nearly the same."""
_RUN: Final = 3
_PERMUTATIONS, _BANDS = 72, 12
"""Of two texts at the threshold 97 in 100 are found, of two that share nine runs of ten all but one in 1,000."""
_SEED: Final = 1
_PIECE: Final = 200_000
"""Words looked at at once: the runs of a text of millions of words take no more memory than those of a short one."""
_ENOUGH: Final = 10
_CROWD: Final = 1_000
"""A text that resembles so many earlier ones, or shares a little with so many, is not remembered: with texts made from one
template by the thousand, time and memory would grow with the square of their number."""


class NearDuplicates:
    """Remembers a signature of each text it is shown, some 2 kB, and tells which earlier texts a new one resembles.

    Of texts that are alike by the dozen the first are remembered.
    """

    def __init__(self) -> None:
        from rensa import RMinHashLSH

        self._index = RMinHashLSH(threshold=SIMILAR, num_perm=_PERMUTATIONS, num_bands=_BANDS)
        self._signatures: dict[int, RMinHash] = {}
        self._count = 0

    def add(self, text: str) -> list[int]:
        """Show it a text. Returns which remembered ones are nearly the same, by their number from 0, in ascending order."""
        signature = _signature(text)
        near = self._index.query(signature)
        found = [number for number in near if signature.jaccard(self._signatures[number]) >= SIMILAR]
        if len(found) < _ENOUGH and len(near) < _CROWD:
            self._index.insert(self._count, signature)
            self._signatures[self._count] = signature
        self._count += 1
        return sorted(found)


def _signature(text: str) -> RMinHash:
    from rensa import RMinHash

    signature = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    folded, words = folded_words(text)
    for start in range(0, len(words) or 1, _PIECE):
        signature.update(_runs(words[start : start + _PIECE], folded))
    return signature


def _runs(words: Sequence[str], folded: str) -> list[str]:
    """Each run of three words; a shorter text is a run by itself, and so is one without words."""
    if len(words) < _RUN:
        return [" ".join(words) or folded.strip()]
    return list(map(" ".join, zip(*(words[first:] for first in range(_RUN)), strict=False)))

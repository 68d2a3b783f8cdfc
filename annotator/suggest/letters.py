"""How much a word looks like a person's name by its letters alone: what tells كاميكاوا from a verb that no list knows.

A logistic regression over the runs of one to four letters in a word, its edges marked; made by ``packaging/build_model.py``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import resources
from annotator.suggest.lexicons import rows, whole_number

LONGEST = 4
FILE = resources.path("models", "name_letters.txt")


def letter_runs(word: str) -> set[str]:
    """The runs of one to four letters in a folded word, ``^`` before and ``$`` after it."""
    marked = f"^{word}$"
    return {
        marked[start : start + length] for length in range(1, LONGEST + 1) for start in range(len(marked) - length + 1)
    }


class Letters:
    """Weights of letter runs."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self.likeness = lru_cache(maxsize=100_000)(self._likeness)
        """The probability 0–1 that a folded word is a part of a name rather than a word of daily use."""

    def _likeness(self, word: str) -> float:
        score = sum(self._weights.get(run, 0.0) for run in letter_runs(word))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def read(path: Path) -> Iterator[tuple[str, float]]:
    """Runs with their weights, of a file with a row a weight, in hundredths. Raises ``LexiconInvalid``, ``FileUnreadable``."""
    for number, (weight, runs) in rows(path, 2, 2):
        yield from ((run, whole_number(path, number, weight) / 100) for run in runs.split(" "))


def to_text(weights: Mapping[str, float]) -> str:
    """The same file again."""
    by_weight: dict[int, list[str]] = {}
    for run, weight in sorted(weights.items()):
        if round(100 * weight):
            by_weight.setdefault(round(100 * weight), []).append(run)
    return "".join(f"{weight}\t{' '.join(runs)}\n" for weight, runs in sorted(by_weight.items()))

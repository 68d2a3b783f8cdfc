"""Scores of proposed spans against gold, as counts that add up over documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.records import Span


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives, false negatives, and what follows from them; nothing to find and nothing found is 1."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else float(not self.fn)

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 1.0


class Scores:
    """Strict counts: a span is right if start, end and label are. Nested spans count each for itself."""

    def __init__(self) -> None:
        self.labels: dict[str, Counts] = {}

    def add(self, gold: Iterable[Span], proposed: Iterable[Span]) -> None:
        """Count one document."""
        wanted, given = set(gold), set(proposed)
        outcomes = ((wanted & given, "tp"), (given - wanted, "fp"), (wanted - given, "fn"))
        for spans, outcome in outcomes:
            for label, count in Counter(span.label for span in spans).items():
                self.labels[label] = self.labels.get(label, Counts()) + Counts(**{outcome: count})

    def miss(self, labels: Iterable[str]) -> None:
        """Count spans that could not even be compared as not found."""
        for label, count in Counter(labels).items():
            self.labels[label] = self.labels.get(label, Counts()) + Counts(fn=count)

    @property
    def micro(self) -> Counts:
        """Over all labels."""
        return sum(self.labels.values(), Counts())

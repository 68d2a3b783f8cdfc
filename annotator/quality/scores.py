"""Scores of proposed spans against gold, as counts that add up over documents, by nervaluate's four schemas.

* ``strict``: edges and label are right;
* ``exact``: the edges are, whatever the label;
* ``partial``: the edges are, whatever the label; a pair that only touches counts half;
* ``type``: the label is right, and the spans touch.

Which spans are held against each other says ``annotator.quality.matching``. Of one label the schemas count its spans alone, as nervaluate
does, so that a wrong label is missed under one and spurious under the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal, Self, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from annotator.quality.columns import Columns, Floats, Ints, LabelPlaces
from annotator.quality.matching import Matching, match
from annotator.records import Span

Schema = Literal["strict", "exact", "partial", "type"]
SCHEMAS: Final[tuple[Schema, ...]] = get_args(Schema)
Counted: TypeAlias = npt.NDArray[np.int32]
"""Tallies as numbers: the last axis has the fields of ``Tally``, the one before it the labels and then all of them together."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The outcomes of one schema; a span of either side is in one of them, those of a pair together. Nothing to find and nothing found is 1."""

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    @property
    def tp(self) -> float:
        """A partial pair is half a true positive."""
        return self.correct + self.partial / 2

    @property
    def fp(self) -> float:
        return self.correct + self.incorrect + self.partial + self.spurious - self.tp

    @property
    def fn(self) -> float:
        return self.correct + self.incorrect + self.partial + self.missed - self.tp

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else float(not self.fn)

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else float(not self.fp)

    @property
    def f1(self) -> float:
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Tally:
    """What the counts of all four schemas follow from."""

    gold: int = 0
    proposed: int = 0
    same: int = 0
    """Pairs with equal edges and label."""
    edges: int = 0
    """Pairs with equal edges."""
    pairs: int = 0
    """All pairs, as strict, exact and partial make them."""
    typed: int = 0
    """Pairs of equal label, as the schema type makes them."""
    type_pairs: int = 0
    """All pairs that it makes."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Tally)))

    @classmethod
    def of(cls, numbers: Counted | Ints) -> Self:
        return cls(*numbers.tolist())

    @property
    def strict(self) -> Counts:
        return self._counts(self.same, 0, self.pairs)

    @property
    def exact(self) -> Counts:
        return self._counts(self.edges, 0, self.pairs)

    @property
    def partial(self) -> Counts:
        return self._counts(self.edges, self.pairs - self.edges, self.pairs)

    @property
    def type(self) -> Counts:
        return self._counts(self.typed, 0, self.type_pairs)

    def schema(self, schema: Schema) -> Counts:
        counts: Counts = getattr(self, schema)
        return counts

    def _counts(self, correct: int, partial: int, pairs: int) -> Counts:
        return Counts(correct, pairs - correct - partial, partial, self.gold - pairs, self.proposed - pairs)


WIDTH: Final = len(fields(Tally))


def tally(gold: Columns, proposed: Columns, matching: Matching, documents: int, labels: int) -> Counted:
    """The tallies of each document and label, of all labels together in the last place: [document, label, field]."""

    def of_labels(columns: Columns, places: Ints | slice = np.s_[:]) -> Ints:
        keys = columns.document[places] * labels + columns.label[places]
        return np.bincount(keys, minlength=documents * labels).reshape(documents, labels)

    def of_all(places: Ints) -> Ints:
        return np.bincount(gold.document[places], minlength=documents)

    counted = np.zeros((documents, labels + 1, WIDTH), np.int32)
    given, found, same = of_labels(gold), of_labels(proposed), of_labels(gold, matching.same.gold)
    pairs = same + of_labels(gold, matching.within.gold)
    typed = same + of_labels(gold, matching.typed_within.gold)
    for place, column in enumerate((given, found, same, same, pairs, typed, typed)):
        counted[:, :-1, place] = column
    all_same, near, by_type = of_all(matching.same.gold), matching.counted, matching.typed
    equal_edges = (gold.start[near.gold] == proposed.start[near.proposed]) & (
        gold.end[near.gold] == proposed.end[near.proposed]
    )
    equal_labels = gold.label[by_type.gold] == proposed.label[by_type.proposed]
    whole = (
        given.sum(axis=1),
        found.sum(axis=1),
        all_same,
        all_same + of_all(near.gold[equal_edges]),
        all_same + of_all(near.gold),
        all_same + of_all(by_type.gold[equal_labels]),
        all_same + of_all(by_type.gold),
    )
    for place, column in enumerate(whole):
        counted[:, -1, place] = column
    return counted


def measures(counted: npt.NDArray[np.number], nothing: float = 1.0) -> Floats:
    """Precision, recall and F1 of tallies: the last axis gives way to [schema, measure].

    Nothing to find and nothing found is 1; in draws, of which it says nothing, another value may stand for it.
    """
    gold, proposed, same, edges, pairs, typed, _type_pairs = np.moveaxis(counted.astype(np.float64), -1, 0)
    right = np.stack([same, edges, (edges + pairs) / 2, typed], axis=-1)
    gold, proposed = gold[..., None], proposed[..., None]
    without = np.where(gold + proposed == 0, nothing, 0.0)
    precision, recall, f1 = (
        np.where(whole > 0, share / np.maximum(whole, 1), without)
        for share, whole in ((right, proposed), (right, gold), (2 * right, gold + proposed))
    )
    return np.stack([precision, recall, f1], axis=-1)


def measures_with_macro(counted: npt.NDArray[np.number], nothing: float = 1.0) -> Floats:
    """The measures [label, schema, measure], those of all labels together in the last place but one, their mean in the last.

    The mean is over the labels that gold or proposals have.
    """
    found = measures(counted, nothing)
    labels = found[..., :-1, :, :]
    there = (counted[..., :-1, :2].sum(axis=-1) > 0)[..., None, None]
    count = there.sum(axis=-3)
    macro = np.where(count > 0, np.where(there, labels, 0).sum(axis=-3) / np.maximum(count, 1), nothing)
    return np.concatenate([found, macro[..., None, :, :]], axis=-3)


class Scores:
    """Tallies of documents that are added one by one. Nested spans count each for itself."""

    def __init__(self) -> None:
        self._gold: list[tuple[Span, ...]] = []
        self._proposed: list[tuple[Span, ...]] = []
        self._missed: list[str] = []
        self._counted: tuple[LabelPlaces, Counted] | None = None

    def add(self, gold: Iterable[Span], proposed: Iterable[Span]) -> None:
        """Count one document."""
        self._gold.append(tuple(gold))
        self._proposed.append(tuple(proposed))
        self._counted = None

    def miss(self, labels: Iterable[str]) -> None:
        """Count spans that could not even be compared as not found."""
        self._missed += labels
        self._counted = None

    @property
    def labels(self) -> Mapping[str, Tally]:
        """Of each label that gold or proposals have."""
        places, counted = self._totals()
        return {label: Tally.of(counted[place]) for label, place in places.items()}

    @property
    def micro(self) -> Tally:
        """Over all labels."""
        return Tally.of(self.counted[-1])

    @property
    def counted(self) -> Counted:
        """The tallies [label, field], of all labels together in the last place."""
        return self._totals()[1]

    def _totals(self) -> tuple[LabelPlaces, Counted]:
        if self._counted is None:
            places = LabelPlaces()
            gold, proposed = (Columns.of_documents(side, places) for side in (self._gold, self._proposed))
            lost = [places[label] for label in self._missed]
            counted = tally(gold, proposed, match(gold, proposed), len(self._gold), len(places)).sum(axis=0)
            np.add.at(counted[:, 0], lost, 1)
            counted[-1, 0] += len(lost)
            self._counted = places, counted
        return self._counted

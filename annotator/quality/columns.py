"""Spans of many documents as columns of numbers: a million of them are compared in seconds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from annotator.records import Span

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]


def ranks(group: Ints, start: Ints, end: Ints, label: Ints) -> Ints:
    """Numbers from 0 on that order spans by group, start, outer before inner, and label, and are equal for spans that are."""
    length = end - start
    widths = [int(column.max(initial=0)) + 1 for column in (group, start, length, label)]
    if math.prod(widths) <= np.iinfo(np.int64).max:
        return ((group * widths[1] + start) * widths[2] + (widths[2] - 1 - length)) * widths[3] + label
    order = np.lexsort((label, -length, start, group))
    changes = [np.diff(column[order], prepend=column[order[0]]) != 0 for column in (group, start, length, label)]
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.cumsum(np.logical_or.reduce(changes))
    return numbers


@dataclass(frozen=True, eq=False, slots=True)
class Columns:
    """Spans, each once, ordered by document, start, outer before inner, and label."""

    document: Ints
    """The place of its document among those that are compared."""
    start: Ints
    end: Ints
    label: Ints
    """The place of its label among those that are known."""
    score: Floats
    """0–1; of a span that was proposed several times the greatest."""

    def __len__(self) -> int:
        return len(self.start)

    @classmethod
    def of(
        cls,
        document: Sequence[int] | Ints,
        start: Sequence[int] | Ints,
        end: Sequence[int] | Ints,
        label: Sequence[int] | Ints,
        score: Sequence[float] | Floats | None = None,
    ) -> Self:
        """The columns of these spans, in whatever order and however often they are given."""
        places, starts, ends, labels = (np.asarray(column, np.int64) for column in (document, start, end, label))
        scores = np.ones(len(starts)) if score is None else np.asarray(score, np.float64)
        keys = ranks(places, starts, ends, labels)
        order = np.argsort(keys, kind="stable")
        first = np.flatnonzero(np.diff(keys[order], prepend=-1))
        once = order[first]
        greatest = np.maximum.reduceat(scores[order], first) if len(first) else scores
        return cls(places[once], starts[once], ends[once], labels[once], greatest)

    @classmethod
    def of_documents(cls, documents: Iterable[Iterable[Span]], labels: LabelPlaces) -> Self:
        """The columns of the spans of each document in turn."""
        places: list[int] = []
        spans: list[Span] = []
        for place, of_document in enumerate(documents):
            spans.extend(of_document)
            places.extend([place] * (len(spans) - len(places)))
        starts, ends, names = [span[0] for span in spans], [span[1] for span in spans], [span[2] for span in spans]
        return cls.of(places, starts, ends, [labels[name] for name in names])


class LabelPlaces(dict[str, int]):
    """The place of each label, in the order in which they were first met or given."""

    def __init__(self, labels: Iterable[str] = ()) -> None:
        super().__init__((label, place) for place, label in enumerate(dict.fromkeys(labels)))

    def __missing__(self, label: str) -> int:
        place = self[label] = len(self)
        return place

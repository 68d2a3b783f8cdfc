"""Krippendorff's unitising alpha: agreement of two annotators on where the spans of a label lie.

It is αU of Krippendorff, "On the reliability of unitizing continuous data" (Sociological Methodology 25, 1995), with the
expected disagreement as corrected in "Content Analysis" (2nd edition 2004, pages 251 to 256); DKPro Agreement has the
same. It is used for two annotators at a time, for which its authors stand by it; for more they changed it in "On the
reliability of unitizing textual continua: further developments" (2016). Lengths are code points. Three things are ours:

- Each label is a continuum of its own, as in the examples of 2004, so that nested spans count; of spans of one label in
  each other the outermost alone count, and of such that cross the first.
- A text ends a gap: spans are not thought to reach from one document into the next.
- Documents add up as stretches of one continuum; pairs of annotators as theirs, each weighted by the length it shares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.quality.agreement.nominal import Numbers
from annotator.quality.agreement.scopes import Sums
from annotator.quality.agreement.words import outermost
from annotator.records import LabelId, Span

Units = tuple[tuple[int, int], ...]
"""The spans of one label that one annotator has in one document, as edges in order; none overlap."""


def units(spans: Iterable[Span]) -> dict[LabelId, Units]:
    """The units of each label in a document."""
    by_label: dict[LabelId, list[Span]] = defaultdict(list)
    for span in spans:
        by_label[span.label].append(span)
    return {label: _apart(outermost(those)) for label, those in by_label.items()}


def _apart(spans: Sequence[Span]) -> Units:
    kept: list[tuple[int, int]] = []
    for span in spans:
        if not kept or span.start >= kept[-1][1]:
            kept.append((span.start, span.end))
    return tuple(kept)


def distance(first: Units, second: Units) -> int:
    """The observed disagreement in one document: of spans that overlap the squares of how far their edges are apart, of
    a span that lies in a gap of the other the square of its length.
    """
    total = place = 0
    for start, end in first:
        while place < len(second) and second[place][1] <= start:
            place += 1
        met = place
        while met < len(second) and second[met][0] < end:
            total += (start - second[met][0]) ** 2 + (end - second[met][1]) ** 2
            met += 1
        total += (end - start) ** 2 if met == place else 0
    return total + sum((end - start) ** 2 for start, end in _alone(second, first))


def _alone(those: Units, others: Units) -> Iterable[tuple[int, int]]:
    place = 0
    for start, end in those:
        while place < len(others) and others[place][1] <= start:
            place += 1
        if place == len(others) or others[place][0] >= end:
            yield start, end


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Observed and expected disagreement of two annotators, weighted by the length they share; they add up over pairs
    and over labels. Row by row where there are several.
    """

    observed: Numbers
    expected: Numbers

    @classmethod
    def none(cls) -> Disagreement:
        """What others are added to."""
        return cls(np.zeros(()), np.zeros(()))

    def __add__(self, other: Disagreement) -> Disagreement:
        return Disagreement(self.observed + other.observed, self.expected + other.expected)

    @property
    def alpha(self) -> Numbers:
        """Not a number where neither annotator has a span."""
        result = np.full(np.shape(self.expected), np.nan)
        np.divide(self.observed, self.expected, out=result, where=self.expected > 0)
        return 1 - result


class Continuum:
    """One label in the documents that two annotators share."""

    def __init__(self, lengths: Sequence[int]) -> None:
        """``lengths`` of the documents in code points."""
        self._lengths = np.array(lengths, dtype=np.float64)
        self._distances = np.zeros(len(lengths))
        self._units: list[tuple[int, int]] = []
        """Document and length of each."""
        self._gaps: list[tuple[int, int]] = []
        self._used = np.zeros(len(lengths), dtype=np.bool_)

    def add(self, document: int, first: Units, second: Units) -> None:
        """Count a document, by its place among the lengths; one in which neither has a unit need not be counted."""
        self._used[document] = True
        self._distances[document] = distance(first, second)
        length = int(self._lengths[document])
        for those in (first, second):
            self._units += [(document, end - start) for start, end in those]
            edges = [0, *(edge for unit in those for edge in unit), length]
            self._gaps += [(document, edges[k + 1] - edges[k]) for k in range(0, len(edges), 2)]

    def disagreements(self, scopes: Iterable[Sums]) -> list[Disagreement]:
        """Of the documents together, as each of the scopes adds them up.

        The expected disagreement sets each unit against every other one and against every gap that it fits in, at every
        place; for units of one length the last is the same, so it is taken once for each length that there is.
        """
        lengths, numbers = self._by_length()
        room = self._room(lengths)
        columns = np.column_stack(
            [
                self._lengths,
                self._distances,
                numbers.sum(axis=1),
                numbers @ ((2 * lengths**3 - 3 * lengths**2 + lengths) / 3),
                numbers @ (lengths * (lengths - 1)),
            ]
        )
        return [_disagreement(sums(columns), (sums(numbers) * sums(room)) @ lengths**2) for sums in scopes]

    def _by_length(self) -> tuple[Numbers, Numbers]:
        """The lengths of units, and of each document (rows) how many of each length there are."""
        documents, found = np.array(self._units, dtype=np.intp).reshape(-1, 2).T
        lengths, places = np.unique(found, return_inverse=True)
        numbers = np.zeros((len(self._lengths), len(lengths)))
        np.add.at(numbers, (documents, places), 1)
        return lengths.astype(np.float64), numbers

    def _room(self, lengths: Numbers) -> Numbers:
        """In how many places a unit of each length fits into the gaps of each document (rows)."""
        documents, gaps = np.array(self._gaps, dtype=np.intp).reshape(-1, 2).T
        room = 2 * np.maximum(0, self._lengths[:, np.newaxis] - lengths + 1)
        room[self._used] = 0
        np.add.at(room, documents, np.maximum(0, gaps[:, np.newaxis] - lengths + 1))
        return room


def _disagreement(columns: Numbers, with_gaps: Numbers) -> Disagreement:
    continuum, distances, count, with_units, with_itself = np.moveaxis(columns, -1, 0)
    pairings = 2 * continuum * (2 * continuum - 1) - with_itself
    expected = 2 * ((count - 1) * with_units + with_gaps)
    return Disagreement(_quotient(distances, continuum), _quotient(expected, pairings))


def _quotient(part: Numbers, whole: Numbers) -> Numbers:
    result = np.zeros(np.shape(whole))
    np.divide(part, whole, out=result, where=whole > 0)
    return result

"""What is counted in each document that annotators share: small sums, from which every figure follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotator.quality.agreement.nominal import Coincidences, coincidences, coincidences_in
from annotator.quality.agreement.pairing import Pair, paired
from annotator.quality.agreement.unitising import Units, units
from annotator.quality.agreement.words import Labels, Words
from annotator.quality.difference import Difference, difference
from annotator.records import DocumentId, LabelId, Span
from annotator.text.words import words

Counts = NDArray[np.int_]


@dataclass(frozen=True, slots=True)
class Work:
    """A document with what each of its annotators stands by, by their places among all annotators."""

    document: DocumentId
    name: str
    text: str
    spans: Mapping[int, Sequence[Span]]
    blind: bool = False
    """None of them had suggestions in sight."""


@dataclass(frozen=True, slots=True)
class PairTally:
    """Two annotators of a document. Of spans, the first place is for all labels, the others as if each were the only one."""

    matched: Counts
    """Spans that both have."""
    credit: Counts
    """Twice the partial credit: 2 for spans of equal edges, 1 for such that overlap."""
    marked: Counts
    """The spans of the one and of the other, added up."""
    words: int
    same: int
    """Words on whose label both agree."""
    first: Counts
    """Words by their label in the eyes of the first: not marked, then by label."""
    second: Counts
    first_in: Counts
    """Words in a span of each label, at any depth."""
    second_in: Counts
    both_in: Counts


@dataclass(frozen=True, slots=True)
class DocumentTally:
    """All that is kept of a document."""

    document: DocumentId
    name: str
    length: int
    """Code points."""
    words: int
    blind: bool
    annotators: tuple[int, ...]
    pairs: Mapping[tuple[int, int], PairTally]
    labelled: Coincidences
    """Over words, by their label."""
    inside: Coincidences
    """Over words, for each label in a span of it or not."""
    units: Mapping[int, Mapping[LabelId, Units]]
    spans: Counts
    """Of all annotators, by label."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A place where two annotators of a document, by their places among all, differ."""

    first: int
    second: int
    kind: Difference
    pair: Pair


def disputes(work: Work) -> list[Disputed]:
    """Where annotators of a document differ: pair of annotators by pair, and in each in the order of the text."""
    return [one for first, second in combinations(sorted(work.spans), 2) for one in _disputes(work, first, second)]


def _disputes(work: Work, first: int, second: int) -> list[Disputed]:
    unequal = [pair for pair in paired(work.spans[first], work.spans[second]) if not pair.equal]
    unequal.sort(key=lambda pair: (pair.start, -pair.end, pair.labels))
    kinds = [(difference(work.text, pair.first, pair.second), pair) for pair in unequal]
    return [Disputed(first, second, kind, pair) for kind, pair in kinds if kind is not None]


def tally(work: Work, labels: Labels) -> DocumentTally:
    """Count a document."""
    people = sorted(work.spans)
    found = Words(words(work.text))
    codes = {person: found.outer_labels(work.spans[person], labels) for person in people}
    members = {person: found.members(work.spans[person], labels) for person in people}
    counts = np.zeros((len(found), len(labels) + 1), dtype=np.int_)
    for code in codes.values():
        counts[np.arange(len(found)), code] += 1
    by_code = {person: np.bincount(codes[person], minlength=len(labels) + 1) for person in people}
    inside: Counts = np.sum(list(members.values()), axis=0, dtype=np.int_)
    return DocumentTally(
        document=work.document,
        name=work.name,
        length=len(work.text),
        words=len(found),
        blind=work.blind,
        annotators=tuple(people),
        pairs={
            (one, other): PairTally(
                *_spans(work.spans[one], work.spans[other], labels),
                words=len(found),
                same=int((codes[one] == codes[other]).sum()),
                first=by_code[one],
                second=by_code[other],
                first_in=members[one].sum(axis=1),
                second_in=members[other].sum(axis=1),
                both_in=(members[one] & members[other]).sum(axis=1),
            )
            for one, other in combinations(people, 2)
        },
        labelled=coincidences(counts),
        inside=coincidences_in(inside, len(people)),
        units={person: units(work.spans[person]) for person in people},
        spans=_by_label((span for person in people for span in work.spans[person]), labels)[1:],
    )


def _spans(first: Sequence[Span], second: Sequence[Span], labels: Labels) -> tuple[Counts, Counts, Counts]:
    """Matched, credit and marked of a PairTally."""
    one, other = set(first), set(second)
    matched = _by_label(one & other, labels)
    marked = _by_label(one, labels) + _by_label(other, labels)
    credit = 2 * matched
    left = one - other, other - one
    credit[0] += _credit(*left)
    ones, others = (_grouped(spans) for spans in left)
    for label in ones.keys() & others.keys():
        credit[labels[label]] += _credit(ones[label], others[label])
    return matched, credit, marked


def _credit(first: Iterable[Span], second: Iterable[Span]) -> int:
    """Twice the partial credit."""
    return sum(1 + pair.same_edges for pair in paired(first, second) if pair.first and pair.second)


def _grouped(spans: Iterable[Span]) -> dict[LabelId, list[Span]]:
    groups: dict[LabelId, list[Span]] = defaultdict(list)
    for span in spans:
        groups[span.label].append(span)
    return groups


def _by_label(spans: Iterable[Span], labels: Labels) -> Counts:
    """How many there are of each label, by its number; at 0 of all."""
    numbers = [labels[span.label] for span in spans]
    found = np.bincount(np.array(numbers, dtype=np.intp), minlength=len(labels) + 1)
    found[0] = len(numbers)
    return found

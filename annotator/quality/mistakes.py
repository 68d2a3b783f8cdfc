"""The mistakes of a run: what kind each is of, where it stands, and which are made again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from annotator.quality.columns import Columns, Flags, Floats, Ints, LabelPlaces
from annotator.quality.matching import Matching, Pairs
from annotator.records import DocumentId, LabelId, Span
from annotator.text.find import string_key
from annotator.text.words import differ_by_proclitics

NOTHING: Final = ""
"""Stands for the label where one side has no span."""
MOST_REPEATED: Final = 2_000
Order = Literal["text", "unsure", "sure", "often"]
"""In the order of the documents and their texts; by score, the least or the greatest first; what is made again and again first.

What has no score, or was made once only, comes last.
"""


class MistakeKind(StrEnum):
    """In what a proposal and gold differ: as two annotators do (annotator/quality/difference.py), but what one side alone has is told by
    which side it is.
    """

    MISSED = "missed"
    SPURIOUS = "spurious"
    LABEL = "wrong label"
    EDGE = "wrong edge"
    PROCLITIC = "proclitic edge"
    """The edges differ by proclitics of the first word, and by nothing else."""
    BOTH = "wrong label and edge"


KINDS: Final = tuple(MistakeKind)


class Mistake(NamedTuple):
    """One mistake: gold and what was proposed in its place, either of which may be missing."""

    kind: MistakeKind
    document: DocumentId
    gold: Span | None
    proposed: Span | None
    score: float | None
    """Of the proposal, 0–1."""

    @property
    def start(self) -> int:
        return min(span.start for span in (self.gold, self.proposed) if span)

    @property
    def end(self) -> int:
        return max(span.end for span in (self.gold, self.proposed) if span)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A mistake that was made several times with the same string, spelling aside."""

    number: int
    """By which its places are asked for."""
    kind: MistakeKind
    gold_label: str
    proposed_label: str
    gold: str
    """The gold span as it is written where it was met first; empty where there is none."""
    proposed: str
    count: int
    documents: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which mistakes are asked for: each condition that is set must hold. ``NOTHING`` is a label too."""

    kinds: frozenset[MistakeKind] = frozenset()
    gold_labels: frozenset[str] = frozenset()
    proposed_labels: frozenset[str] = frozenset()
    label: str | None = None
    """That of gold or of the proposal."""
    document: DocumentId | None = None
    repeated: int | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Mistakes:
    """All mistakes of a run, as columns: hundreds of thousands of them stay light, and are looked at in pages."""

    documents: tuple[DocumentId, ...]
    labels: tuple[str, ...]
    rows: npt.NDArray[np.int32]
    """The columns are those of ``_Column``; what is missing is -1."""
    score: npt.NDArray[np.float32]
    """NaN where there is no proposal."""
    repeated: tuple[Repeated, ...] = ()
    """The most frequent first: what costs most."""

    def __len__(self) -> int:
        return len(self.rows)

    def count(self, wanted: Wanted | None = None) -> int:
        return len(self._places(wanted or Wanted()))

    def kinds(self, wanted: Wanted | None = None) -> Mapping[MistakeKind, int]:
        """How many there are of each kind."""
        of_kind = self.rows[self._places(wanted or Wanted()), _Column.KIND]
        counts = np.bincount(of_kind, minlength=len(KINDS)).tolist()
        return dict(zip(KINDS, counts, strict=True))

    def by_document(self) -> Mapping[DocumentId, int]:
        """How many there are in each document that has any."""
        counts = np.bincount(self.rows[:, _Column.DOCUMENT], minlength=len(self.documents)).tolist()
        return {document: count for document, count in zip(self.documents, counts, strict=True) if count}

    def page(
        self, wanted: Wanted | None = None, order: Order = "text", first: int = 0, count: int = 100
    ) -> list[Mistake]:
        """So many of those that are wanted, from the ``first`` of the order on."""
        places = self._ordered(wanted or Wanted(), order)
        return [self._mistake(place) for place in places[first : first + count].tolist()]

    def row(self, mistake: Mistake, wanted: Wanted | None = None, order: Order = "text") -> int | None:
        """Where a mistake, of this evaluation or of another, stands in the order; nothing where it is not among those wanted."""
        if mistake.document not in self.documents:
            return None
        labels = LabelPlaces(self.labels)
        sides = (side for span in (mistake.gold, mistake.proposed) for side in self._edges(span, labels))
        alike = [self.documents.index(mistake.document), *sides]
        places = self._ordered(wanted or Wanted(), order)
        found = np.flatnonzero((self.rows[places, _Column.DOCUMENT : _Column.REPEATED] == alike).all(axis=1))
        return int(found[0]) if len(found) else None

    def _edges(self, span: Span | None, labels: LabelPlaces) -> tuple[int, int, int]:
        return (span.start, span.end, labels[span.label]) if span else (-1, -1, -1)

    def _ordered(self, wanted: Wanted, order: Order) -> Ints:
        places = self._places(wanted)
        if order == "text":
            return places
        if order == "often":
            keys = self.rows[places, _Column.REPEATED].astype(np.uint32)  # the last is what was made once, -1
        else:
            keys = self.score[places] if order == "unsure" else -self.score[places]
        ordered: Ints = places[np.argsort(keys, kind="stable")]
        return ordered

    def _places(self, wanted: Wanted) -> Ints:
        chosen = np.ones(len(self.rows), np.bool_)
        if wanted.kinds:
            kinds = [KINDS.index(kind) for kind in wanted.kinds]
            chosen &= np.isin(self.rows[:, _Column.KIND], kinds)
        if wanted.document is not None:
            document = self.documents.index(wanted.document) if wanted.document in self.documents else -1
            chosen &= self.rows[:, _Column.DOCUMENT] == document
        if wanted.repeated is not None:
            chosen &= self.rows[:, _Column.REPEATED] == wanted.repeated
        for labels, column in (
            (wanted.gold_labels, _Column.GOLD_LABEL),
            (wanted.proposed_labels, _Column.PROPOSED_LABEL),
        ):
            if labels:
                chosen &= self._has_label(labels, column)
        if wanted.label is not None:
            either = (
                self._has_label([wanted.label], column) for column in (_Column.GOLD_LABEL, _Column.PROPOSED_LABEL)
            )
            chosen &= np.logical_or(*either)
        return np.flatnonzero(chosen)

    def _has_label(self, labels: Iterable[str], column: int) -> Flags:
        known = LabelPlaces(self.labels)
        return np.isin(self.rows[:, column], [-1 if label == NOTHING else known[label] for label in labels])

    def _mistake(self, place: int) -> Mistake:
        kind, document, *edges, _repeated = self.rows[place].tolist()
        gold, proposed = self._span(edges[:3]), self._span(edges[3:])
        score = float(self.score[place]) if proposed else None
        return Mistake(KINDS[kind], self.documents[document], gold, proposed, score)

    def _span(self, edges: Sequence[int]) -> Span | None:
        start, end, label = edges
        return Span(start, end, LabelId(self.labels[label])) if label >= 0 else None


class _Column:
    """The columns of a mistake."""

    KIND, DOCUMENT, GOLD_START, GOLD_END, GOLD_LABEL, PROPOSED_START, PROPOSED_END, PROPOSED_LABEL, REPEATED = range(9)


class MistakeList:
    """Gathers mistakes, some documents at a time."""

    def __init__(self) -> None:
        self._rows: list[npt.NDArray[np.int32]] = []
        self._scores: list[Floats] = []
        self._strings = _Strings()

    def add(self, gold: Columns, proposed: Columns, matching: Matching, first: int, text: Callable[[int], str]) -> None:
        """Take those of some documents; the ``first`` of them has that place among all. ``text`` gives a document's by its place here."""
        rows = _rows(gold, proposed, matching)
        if not len(rows):
            return
        order = np.lexsort((_starts(rows), rows[:, _Column.DOCUMENT]))
        rows = rows[order]
        scores = np.concatenate(
            [proposed.score[matching.nearest.proposed], proposed.score[matching.spurious], np.full(len(matching.missed), np.nan)]
        )[order]  # fmt: skip
        self._tell(rows, text)
        rows[:, _Column.DOCUMENT] += first
        self._rows.append(rows)
        self._scores.append(scores)

    def result(self, documents: Sequence[DocumentId], labels: Sequence[str]) -> Mistakes:
        rows = np.concatenate(self._rows) if self._rows else np.empty((0, 9), np.int32)
        scores = np.concatenate(self._scores).astype(np.float32) if self._scores else np.empty(0, np.float32)
        repeated, numbers = self._strings.repeated(rows, labels)
        rows[:, _Column.REPEATED] = numbers[rows[:, _Column.REPEATED]] if len(rows) else 0
        return Mistakes(tuple(documents), tuple(labels), rows, scores, repeated)

    def _tell(self, rows: npt.NDArray[np.int32], text: Callable[[int], str]) -> None:
        """Say which edges are proclitic ones, and which string each mistake was made with."""
        written, here = "", -1
        for row, values in enumerate(rows.tolist()):
            kind, document, gold_start, gold_end, gold_label, start, end, label, _repeated = values
            if document != here:
                here, written = document, text(document)
            if KINDS[kind] is MistakeKind.EDGE and differ_by_proclitics(written, (gold_start, gold_end), (start, end)):
                kind = rows[row, _Column.KIND] = KINDS.index(MistakeKind.PROCLITIC)
            sides = (gold_start, gold_end), (start, end)
            rows[row, _Column.REPEATED] = self._strings.number(written, kind, sides, (gold_label, label))


def _rows(gold: Columns, proposed: Columns, matching: Matching) -> npt.NDArray[np.int32]:
    """The mistakes that a matching has: pairs, then what is spurious, then what was missed."""
    pairs = matching.nearest
    rows = np.full((len(pairs.gold) + len(matching.spurious) + len(matching.missed), 9), -1, np.int32)
    paired, spurious, missed = np.split(rows, [len(pairs.gold), len(pairs.gold) + len(matching.spurious)])
    for part, places in ((paired, pairs.gold), (missed, matching.missed)):
        part[:, _Column.DOCUMENT] = gold.document[places]
        part[:, _Column.GOLD_START : _Column.GOLD_LABEL + 1] = _edges(gold, places)
    for part, places in ((paired, pairs.proposed), (spurious, matching.spurious)):
        part[:, _Column.DOCUMENT] = proposed.document[places]
        part[:, _Column.PROPOSED_START : _Column.PROPOSED_LABEL + 1] = _edges(proposed, places)
    paired[:, _Column.KIND] = _pair_kinds(gold, proposed, pairs)
    spurious[:, _Column.KIND] = KINDS.index(MistakeKind.SPURIOUS)
    missed[:, _Column.KIND] = KINDS.index(MistakeKind.MISSED)
    return rows


def _edges(columns: Columns, places: Ints) -> Ints:
    return np.stack([columns.start[places], columns.end[places], columns.label[places]], axis=1)


def _starts(rows: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Where each mistake begins; a side that is missing begins nowhere."""
    gold, proposed = rows[:, _Column.GOLD_START], rows[:, _Column.PROPOSED_START]
    return np.where(gold < 0, proposed, np.where(proposed < 0, gold, np.minimum(gold, proposed)))


def _pair_kinds(gold: Columns, proposed: Columns, pairs: Pairs) -> Ints:
    edges = (gold.start[pairs.gold] == proposed.start[pairs.proposed]) & (
        gold.end[pairs.gold] == proposed.end[pairs.proposed]
    )
    label = gold.label[pairs.gold] == proposed.label[pairs.proposed]
    names = (MistakeKind.BOTH, MistakeKind.EDGE, MistakeKind.LABEL)
    both, edge, wrong_label = (KINDS.index(kind) for kind in names)
    return np.where(label, edge, np.where(edges, wrong_label, both))


class _Strings:
    """Numbers what was mistaken: the kind, the strings of both sides, spelling aside, and their labels."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str, str, int, int], int] = {}
        self._written: list[tuple[str, str]] = []
        self._keys: dict[str, str] = {}

    def number(self, text: str, kind: int, sides: Iterable[tuple[int, int]], labels: tuple[int, int]) -> int:
        gold, proposed = sides
        key = kind, self._key(text, *gold), self._key(text, *proposed), *labels
        number = self._numbers.setdefault(key, len(self._numbers))
        if number == len(self._written):
            self._written.append((_plain(text, *gold), _plain(text, *proposed)))
        return number

    def repeated(self, rows: npt.NDArray[np.int32], labels: Sequence[str]) -> tuple[tuple[Repeated, ...], Ints]:
        """What was made more than once, the most frequent first, and the number that each has there; -1 for others."""
        count = len(self._written)
        times = np.bincount(rows[:, _Column.REPEATED], minlength=count)
        pairs = np.unique(rows[:, [_Column.REPEATED, _Column.DOCUMENT]], axis=0)
        documents = np.bincount(pairs[:, 0], minlength=count)
        often = [number for number in np.argsort(-times, kind="stable")[:MOST_REPEATED].tolist() if times[number] > 1]
        numbers = np.full(count, -1, np.int64)
        numbers[often] = np.arange(len(often))
        wanted = set(often)
        keys = {number: key for key, number in self._numbers.items() if number in wanted}
        found = []
        for place, number in enumerate(often):
            kind, _gold, _proposed, *of = keys[number]
            gold_label, proposed_label = (labels[label] if label >= 0 else NOTHING for label in of)
            gold, proposed = self._written[number]
            counts = int(times[number]), int(documents[number])
            found.append(Repeated(place, KINDS[kind], gold_label, proposed_label, gold, proposed, *counts))
        return tuple(found), numbers

    def _key(self, text: str, start: int, end: int) -> str:
        if start < 0:
            return ""
        string = text[start:end]
        known = self._keys.get(string)
        if known is None:
            known = string_key(string, 0, len(string))
            self._keys[string] = known
        # What begins so may lack an alef before it, which the text before it tells.
        return string_key(text, start, end) if known.startswith("ل") else known


def _plain(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split()) if start >= 0 else ""

"""Which proposed span answers which gold span: one to one, in each document by itself.

Spans that are the same, label included, belong together. The others are paired *most overlap first*: by the share of the characters of
both that they have in common (Jaccard), so that equal edges come first, then those of equal label, then in the order of the text.

The counts follow nervaluate, the field's tool, to the number where the spans of either side stand apart from each other: it goes through
the proposals in the order of the text, and each takes the first gold span that it touches and that is free (in the schema *type* the one
of its own label with the nearest edges before any other). Where spans of one side overlap, as nested ones do, nervaluate lets the order
in which they are given decide, and an outer proposal may take the gold of an inner one; here the pairs of most overlap hold, for *type*
those of equal label before the others. As in nervaluate, two spans touch where they share at least a hundredth of the gold span.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from annotator.quality.columns import Columns, Flags, Ints, ranks

LEAST_SHARE = 100
"""Two spans touch where they share one character in so many of the gold span."""
_DEEPEST = 64
"""So many spans that are open at once are looked at: text from elsewhere may pile up any number."""


class Pairs(NamedTuple):
    """Places in the columns of gold, and beside them those in the columns of what was proposed."""

    gold: Ints
    proposed: Ints


@dataclass(frozen=True, eq=False, slots=True)
class Matching:
    """What belongs together. Spans that are the same stand in ``same`` alone, and in no other pairs."""

    same: Pairs
    nearest: Pairs
    """Most overlap first: what a mistake is told by."""
    counted: Pairs
    """As the schemas strict, exact and partial count."""
    typed: Pairs
    """As the schema type counts."""
    within: Pairs
    """As ``counted``, of the spans of each label by themselves."""
    typed_within: Pairs
    missed: Ints
    """Gold that no pair of ``nearest`` holds."""
    spurious: Ints
    """Proposals that none holds."""


class _Member(NamedTuple):
    """A span of a stretch; ``place`` is that in its columns."""

    proposed: bool
    place: int
    start: int
    end: int
    label: int


class _Candidate(NamedTuple):
    """A gold and a proposed span that touch, by their places in the columns."""

    gold: int
    proposed: int
    overlap: float
    same_label: bool
    distance: int
    """How far their edges are from each other, both together."""


@dataclass(slots=True)
class _Found:
    """Pairs of stretches, gathered."""

    nearest: list[tuple[int, int]] = field(default_factory=list)
    counted: list[tuple[int, int]] = field(default_factory=list)
    typed: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, eq=False, slots=True)
class _Merged:
    """Spans of both sides, in order within each group; where two are equal gold comes first."""

    proposed: Flags
    place: Ints
    group: Ints
    """The document, or document and label: what is of two groups does not meet."""
    start: Ints
    end: Ints
    label: Ints

    def part(self, which: Flags | Ints | slice) -> _Merged:
        numbers = (self.place, self.group, self.start, self.end, self.label)
        place, group, start, end, label = (column[which] for column in numbers)
        return _Merged(self.proposed[which], place, group, start, end, label)

    def at(self) -> Ints:
        """Where each span starts, counted through all groups."""
        return self.group * (int(self.end.max(initial=0)) + 1) + self.start

    def by_label(self) -> _Merged:
        labels = int(self.label.max(initial=0)) + 1
        apart = replace(self, group=self.group * labels + self.label)
        return apart.part(np.argsort(apart.at(), kind="stable"))

    def members(self) -> list[_Member]:
        columns = (self.proposed, self.place, self.start, self.end, self.label)
        return list(map(_Member, *(column.tolist() for column in columns)))


def match(gold: Columns, proposed: Columns) -> Matching:
    """Pair the spans of all documents."""
    merged, ranked = _merged(gold, proposed)
    # Each side has a span once: of equal ones the first is gold, the second a proposal.
    first = np.flatnonzero(np.diff(ranked) == 0)
    same = Pairs(merged.place[first], merged.place[first + 1])
    left = np.ones(len(merged.place), np.bool_)
    left[first] = left[first + 1] = False
    rest = merged.part(left)
    whole, within = _pairs(rest), _pairs(rest.by_label())
    return Matching(
        same=same,
        nearest=whole.nearest,
        counted=whole.counted,
        typed=whole.typed,
        within=within.counted,
        typed_within=within.typed,
        missed=_unpaired(len(gold), same.gold, whole.nearest.gold),
        spurious=_unpaired(len(proposed), same.proposed, whole.nearest.proposed),
    )


def _unpaired(count: int, *paired: Ints) -> Ints:
    left = np.ones(count, np.bool_)
    left[np.concatenate(paired)] = False
    return np.flatnonzero(left)


def _merged(gold: Columns, proposed: Columns) -> tuple[_Merged, Ints]:
    """The spans of both sides in order, and their ranks."""
    names = ("document", "start", "end", "label")
    document, start, end, label = (np.concatenate([getattr(gold, name), getattr(proposed, name)]) for name in names)
    place = np.concatenate([np.arange(len(gold)), np.arange(len(proposed))])
    keys = ranks(document, start, end, label)
    order = np.argsort(keys, kind="stable")
    return _Merged(np.arange(len(place)) >= len(gold), place, document, start, end, label).part(order), keys[order]


@dataclass(frozen=True, eq=False, slots=True)
class _Paired:
    nearest: Pairs
    counted: Pairs
    typed: Pairs


def _pairs(merged: _Merged) -> _Paired:
    """Pair the spans of each stretch: what hangs together by overlaps.

    Most stretches hold one span of each side, and need no looking at one by one.
    """
    stretch = _stretches(merged)
    size = np.bincount(stretch)
    proposals = np.bincount(stretch[merged.proposed], minlength=len(size))
    both = (proposals > 0) & (proposals < size)
    alone = _alone(merged.part((both & (size == 2))[stretch]))
    crowded = (both & (size > 2))[stretch]
    members = merged.part(crowded).members()
    found = _Found()
    for begin, end in _runs(stretch[crowded]):
        _settle(members[begin:end], found)
    return _Paired(*(_joined(alone, pairs) for pairs in (found.nearest, found.counted, found.typed)))


def _alone(merged: _Merged) -> Pairs:
    """The pairs of stretches that hold a gold and a proposed span and nothing else."""
    first, second = merged.part(np.s_[0::2]), merged.part(np.s_[1::2])
    shared = np.minimum(first.end, second.end) - second.start
    gold_length = np.where(first.proposed, second.end - second.start, first.end - first.start)
    touch = shared * LEAST_SHARE >= gold_length
    gold = np.where(first.proposed, second.place, first.place)
    proposed = np.where(first.proposed, first.place, second.place)
    return Pairs(gold[touch], proposed[touch])


def _joined(alone: Pairs, pairs: list[tuple[int, int]]) -> Pairs:
    more = np.array(pairs, np.int64).reshape(-1, 2)
    return Pairs(np.concatenate([alone.gold, more[:, 0]]), np.concatenate([alone.proposed, more[:, 1]]))


def _stretches(merged: _Merged) -> Ints:
    """The number of the stretch in which each span stands."""
    at = merged.at()
    begins = np.ones(len(at), np.int64)
    begins[1:] = at[1:] >= np.maximum.accumulate(at + merged.end - merged.start)[:-1]
    numbers: Ints = np.cumsum(begins) - 1
    return numbers


def _runs(numbers: Ints) -> Iterator[tuple[int, int]]:
    """The stretches of equal numbers, ``[begin, end)``."""
    edges = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(numbers)]
    return pairwise(edges) if len(numbers) else iter(())


def _settle(members: Sequence[_Member], found: _Found) -> None:
    """Pair the spans of one stretch, given in the order of the text."""
    candidates, flat = _touching(members)
    nearest = _greedy(sorted(candidates, key=_by_overlap))
    found.nearest += nearest
    found.counted += _in_turn(candidates, by_label=False) if flat else nearest
    found.typed += _in_turn(candidates, by_label=True) if flat else _greedy(sorted(candidates, key=_by_label))


def _by_overlap(candidate: _Candidate) -> tuple[float, bool, int, int]:
    return -candidate.overlap, not candidate.same_label, candidate.gold, candidate.proposed


def _by_label(candidate: _Candidate) -> tuple[bool, float, int, int]:
    return not candidate.same_label, -candidate.overlap, candidate.gold, candidate.proposed


def _touching(members: Sequence[_Member]) -> tuple[list[_Candidate], bool]:
    """What touches, and whether the spans of either side stand apart from each other."""
    flat = True
    opened: dict[bool, list[_Member]] = {False: [], True: []}
    candidates: list[_Candidate] = []
    for member in members:
        for side in opened:
            opened[side] = [other for other in opened[side] if other.end > member.start][-_DEEPEST:]
        flat = flat and not opened[member.proposed]
        for other in opened[not member.proposed]:
            gold, proposed = (other, member) if member.proposed else (member, other)
            candidate = _candidate(gold, proposed)
            if candidate:
                candidates.append(candidate)
        opened[member.proposed].append(member)
    return candidates, flat


def _candidate(gold: _Member, proposed: _Member) -> _Candidate | None:
    shared = min(gold.end, proposed.end) - max(gold.start, proposed.start)
    if shared * LEAST_SHARE < gold.end - gold.start:
        return None
    union = max(gold.end, proposed.end) - min(gold.start, proposed.start)
    distance = abs(gold.start - proposed.start) + abs(gold.end - proposed.end)
    return _Candidate(gold.place, proposed.place, shared / union, gold.label == proposed.label, distance)


def _greedy(candidates: Sequence[_Candidate]) -> list[tuple[int, int]]:
    """Each candidate in turn whose two spans are free."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for one in candidates:
        if one.gold not in pairs and one.proposed not in taken:
            pairs[one.gold] = one.proposed
            taken.add(one.proposed)
    return list(pairs.items())


def _in_turn(candidates: Sequence[_Candidate], *, by_label: bool) -> list[tuple[int, int]]:
    """As nervaluate pairs: each proposal in turn takes the first free gold span, ``by_label`` its own label's nearest before that."""
    of_proposal: dict[int, list[_Candidate]] = {}
    for one in sorted(candidates):
        of_proposal.setdefault(one.proposed, []).append(one)
    pairs: dict[int, int] = {}
    for proposed, ones in sorted(of_proposal.items()):
        free = [one for one in ones if one.gold not in pairs]
        own = [one for one in free if one.same_label] if by_label else []
        taken = min(own, key=lambda one: one.distance) if own else next(iter(free), None)
        if taken:
            pairs[taken.gold] = proposed
    return list(pairs.items())

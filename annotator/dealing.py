"""Dealing documents out to annotators: some shared, some blind, the rest evenly by words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from typing import Generic, TypeVar

D = TypeVar("D", bound=Hashable)
P = TypeVar("P", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Deal(Generic[D, P]):
    """Who gets which documents, and which of them are blind for all who get them."""

    people: Mapping[D, tuple[P, ...]]
    blind: frozenset[D]

    def of(self, person: P) -> list[D]:
        """The documents of a person, in the order in which they were given."""
        return [document for document, people in self.people.items() if person in people]

    @property
    def shared(self) -> frozenset[D]:
        """The documents that several people get."""
        return frozenset(document for document, people in self.people.items() if len(people) > 1)


@dataclass(slots=True)
class _Loads(Generic[P]):
    """How many words each person has by now, and each two have in common."""

    chance: Random
    words: Counter[P] = field(default_factory=Counter)
    common: Counter[frozenset[P]] = field(default_factory=Counter)

    def give(self, people: Sequence[P], words: int) -> None:
        # A document without a word still has to be looked at.
        for person in people:
            self.words[person] += words + 1
        for pair in combinations(people, 2):
            self.common[frozenset(pair)] += words + 1

    def least(self, people: Iterable[P]) -> P:
        return min(people, key=lambda person: self.words[person])

    def together(self, people: Sequence[P], each: int, known: Sequence[P]) -> tuple[P, ...]:
        """So many people who have least in common so far, so that everyone is compared with everyone in time."""
        chosen = list(known[:each]) or [self.least(people)]
        while len(chosen) < each:
            others = [person for person in people if person not in chosen]
            self.chance.shuffle(others)
            chosen.append(
                min(others, key=lambda one: (sum(self.common[frozenset((one, of))] for of in chosen), self.words[one]))
            )
        return tuple(person for person in people if person in chosen)


def deal(
    words: Mapping[D, int],
    people: Sequence[P],
    *,
    overlap: float,
    blind: float,
    each: int = 2,
    seed: int = 0,
    begun: Mapping[D, Collection[P]] | None = None,
) -> Deal[D, P]:
    """Deal documents, given with their words, to people.

    ``overlap`` and ``blind`` are shares 0–1 of the documents, at least one document where they are not nothing. Shared documents
    go to ``each`` people, of more people than that to changing ones. Blind are shared documents first, since by these people
    are compared; never one that somebody has ``begun``, which else goes to them. The same seed gives the same.
    """
    begun = begun or {}
    chance = Random(seed)
    order = list(words)
    chance.shuffle(order)
    each = min(each, len(people))
    known = {document: [person for person in people if person in begun.get(document, ())] for document in words}
    count = _count(len(order), overlap) if each > 1 else 0
    shared, rest = order[:count], order[count:]
    unseen = [document for document in order if not begun.get(document)]
    hidden = frozenset(unseen[: _count(len(order), blind)])
    given: dict[D, tuple[P, ...]] = {}
    loads = _Loads[P](chance)
    for document in sorted(shared, key=lambda one: -words[one]):
        given[document] = loads.together(people, each, known[document])
        loads.give(given[document], words[document])
    # The longest first, so that the short ones even out what is left.
    for document in sorted(rest, key=lambda one: (not known[one], -words[one])):
        given[document] = (loads.least(known[document] or people),)
        loads.give(given[document], words[document])
    return Deal({document: given[document] for document in words}, hidden)


def _count(documents: int, share: float) -> int:
    return min(documents, max(1, round(documents * share))) if share > 0 else 0

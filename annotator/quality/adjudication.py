"""On what the annotators of a document agree, and on what they do not: ordered disagreements, and the rules that settle them.

A span that everybody stands by, with its label, is agreed, whatever is disputed around or inside it. The others are gathered into
disagreements: overlapping spans of which only one can be right go together. Spans that could both stand do not: one person
marked the office, another the nationality within it, and each is asked about by itself. What one person has marked together
stands together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, get_args

from annotator.labels import LabelSet
from annotator.quality.difference import Difference, difference
from annotator.records import PersonId, Span, reading_order
from annotator.spans import SpanIndex

Rule = Literal["all", "majority", "trusted"]
"""What settles: that everybody agrees, that more than half give one reading, or that the trusted annotator gives it."""
RULES: tuple[Rule, ...] = get_args(Rule)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one side proposes: spans in reading order, or that nothing is to be marked; and who holds it."""

    spans: tuple[Span, ...]
    people: tuple[PersonId, ...]
    system: bool = False
    """Whether the system proposes the same."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stretch ``[start, end)`` of text that annotators read differently."""

    start: int
    end: int
    kind: Difference
    readings: tuple[Reading, ...]
    """Different ones, in the order of the people who hold them; one that the system holds alone comes last."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """What annotators have marked."""
        found = {span for reading in self.readings if reading.people for span in reading.spans}
        return tuple(sorted(found, key=reading_order))

    @property
    def proposed(self) -> tuple[Span, ...]:
        """What annotators or the system have marked."""
        return tuple(sorted({span for reading in self.readings for span in reading.spans}, key=reading_order))

    def of(self, person: PersonId | None) -> Reading | None:
        """The reading of a person, or with None that of the system."""
        return next((one for one in self.readings if (one.system if person is None else person in one.people)), None)


@dataclass(frozen=True, slots=True)
class Compared:
    """A document as its annotators have read it."""

    people: tuple[PersonId, ...]
    agreed: tuple[Span, ...]
    disagreements: tuple[Disagreement, ...]
    """In the order of the text."""


def compare(
    text: str,
    people: Mapping[PersonId, Collection[Span]],
    labels: LabelSet,
    system: Collection[Span] | None = None,
) -> Compared:
    """Compare what people stand by. The system's spans join disagreements of people, and make none of their own."""
    sets = {person: frozenset(spans) for person, spans in people.items()}
    if not sets:
        return Compared((), (), ())
    agreed = frozenset.intersection(*sets.values())
    disputed = SpanIndex(frozenset.union(*sets.values()) - agreed)
    proposed = SpanIndex(frozenset(system or ()) - agreed)
    found = []
    for group in _groups(disputed, sets.values(), labels):
        given = {person: _in_order(group & spans) for person, spans in sets.items()}
        readings = _readings(given, None if system is None else _joining(group, proposed, labels))
        start, end = min(span.start for span in group), max(span.end for span in group)
        found.append(Disagreement(start, end, _kind(text, list(dict.fromkeys(given.values()))), readings))
    found.sort(key=lambda one: (one.start, -one.end, one.spans))
    return Compared(tuple(sets), _in_order(agreed), tuple(found))


def settled(disagreement: Disagreement, rule: Rule, trusted: PersonId | None = None) -> Reading | None:
    """The reading that the rule chooses; None where it is left to a person."""
    if rule == "all":
        return None
    if rule == "trusted":
        return disagreement.of(trusted) if trusted is not None else None
    people = sum(len(reading.people) for reading in disagreement.readings)
    return next((one for one in disagreement.readings if 2 * len(one.people) > people), None)


def competes(one: Span, other: Span, labels: LabelSet) -> bool:
    """Whether two overlapping spans are readings of the same: only one of them can be right."""
    if not one.overlaps(other):
        return False
    same = one.label == other.label or (one.start, one.end) == (other.start, other.end)
    return same or one.crosses(other) or labels.conflict(one, [other]) is not None


def _groups(disputed: SpanIndex, sets: Collection[frozenset[Span]], labels: LabelSet) -> list[frozenset[Span]]:
    """The disputed spans, those together that are connected by competing."""
    group_of = {span: {span} for span in disputed}
    for span in disputed:
        for other in disputed.overlapping(span.start, span.end):
            if reading_order(other) <= reading_order(span) or group_of[span] is group_of[other]:
                continue
            if competes(span, other, labels) and not any(span in spans and other in spans for spans in sets):
                small, large = sorted((group_of[span], group_of[other]), key=len)
                large |= small
                group_of.update(dict.fromkeys(small, large))
    return [frozenset(group) for group in {id(group): group for group in group_of.values()}.values()]


def _joining(group: frozenset[Span], proposed: SpanIndex, labels: LabelSet) -> tuple[Span, ...]:
    """What the system proposes in the place of a group."""
    near = {one for span in group for one in proposed.overlapping(span.start, span.end)}
    return _in_order(one for one in near if one in group or any(competes(one, span, labels) for span in group))


def _readings(given: Mapping[PersonId, tuple[Span, ...]], system: tuple[Span, ...] | None) -> tuple[Reading, ...]:
    people: dict[tuple[Span, ...], list[PersonId]] = {}
    for person, spans in given.items():
        people.setdefault(spans, []).append(person)
    if system is not None:
        people.setdefault(system, [])
    return tuple(Reading(spans, tuple(holders), spans == system) for spans, holders in people.items())


def _kind(text: str, readings: Collection[tuple[Span, ...]]) -> Difference:
    marked = [spans for spans in readings if spans]
    if len(marked) == 1:
        return Difference.ONE_ONLY
    labels = {frozenset(span.label for span in spans) for spans in marked}
    edges = {frozenset(span[:2] for span in spans) for spans in marked}
    if len(edges) == 1:
        return Difference.LABEL
    if len(labels) > 1:
        return Difference.LABEL_AND_EDGES
    alone = all(len(spans) == 1 for spans in marked)
    kinds = {difference(text, one[0], other[0]) for one, other in combinations(marked, 2)} if alone else set()
    return Difference.PROCLITIC if kinds == {Difference.PROCLITIC} else Difference.EDGES


def _in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=reading_order))

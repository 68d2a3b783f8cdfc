"""What adjudicators have decided in a document, as their decisions tell it, and their notes to annotators.

The body of what an adjudicator decides has ``adjudication``: {rule, trusted, people, answers: [{how, readings: [{people, system,
spans}], chosen}]}. A rule that settles is one decision a document: an import of spans, those on which the people agree and those
that it chose, with all that it answers. An answer by hand stands in each decision of its step. Finishing has ``basis``: see
annotator/project/comparing.py.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from annotator.project.comparing import FORMAT, Adjudicated, adjudication
from annotator.project.numbers import number_of
from annotator.project.state import holding, span_from_body
from annotator.quality.adjudication import Disagreement, Reading, Rule
from annotator.records import (
    MEMORY,
    Decision,
    DecisionId,
    DocumentId,
    Kind,
    LabelId,
    Manner,
    PersonId,
    RunId,
    Span,
    reading_order,
)

if TYPE_CHECKING:
    from annotator.project.project import Project

KEY = "adjudication"


class How(StrEnum):
    """How a span came to be gold, or a disagreement to be answered. The first four are of an annotator whose work holds alone."""

    ADDED = "added"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    """Changed from what was proposed, or stood before."""
    IMPORTED = "imported"
    """Taken in with its document, or carried over from an earlier form of it."""
    AGREED = "agreed"
    RULE = "rule"
    TAKEN = "taken"
    """One of the readings."""
    BOTH = "both"
    """All that annotators have marked."""
    NEITHER = "neither"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a disagreement, with the readings that were before the adjudicator."""

    how: How
    readings: tuple[Reading, ...]
    chosen: tuple[Span, ...]
    rule: Rule | None = None
    """The rule that chose, where no person did."""
    trusted: PersonId | None = None
    at: str = ""
    """UTC, ISO 8601."""

    @property
    def by_person(self) -> dict[PersonId, tuple[Span, ...]]:
        """What each person had marked."""
        return by_person(self.readings)

    def answers(self, disagreement: Disagreement) -> bool:
        """Whether it is about just these readings of the same people."""
        return self.by_person == by_person(disagreement.readings)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a gold span comes from."""

    span: Span
    how: How
    people: tuple[PersonId, ...]
    """Who had marked just this; nobody, where it is the adjudicator's own."""
    system: bool
    """Whether the system had proposed it: to the adjudicator, or to somebody who marked it and accepted it as it was."""
    rule: str | None
    decision: DecisionId
    at: str
    """UTC, ISO 8601."""
    note: str = ""
    """The adjudicator's note to annotators at this place."""
    adjudicator: PersonId | None = None
    blind: bool = False
    """Whether nobody whose work it rests on had suggestions in sight."""


@dataclass(frozen=True, slots=True)
class NoteToAnnotators:
    """What an adjudicator wrote to the annotators: on a stretch ``[start, end)`` of a document, or on all of it."""

    document: DocumentId
    person: PersonId
    text: str
    place: tuple[int, int] | None = None


class Rulings:
    """What one adjudicator's decisions on a document amount to, beyond what stands. ``add`` takes the next decision in order."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.rule: Rule = "all"
        """The rule in force."""
        self.trusted: PersonId | None = None
        self.by_rule: set[Span] = set()
        """What rules have accepted, and not given up since."""
        self.ruled: tuple[Answer, ...] = ()
        """What the rule in force has answered."""
        self.by_hand: dict[frozenset[Span], Answer] = {}
        """The last answer of a person, by the spans that annotators had marked."""
        self.origins: dict[Span, Provenance] = {}
        """Where spans come from, those that do not stand any more too."""
        for decision in decisions:
            self.add(decision)

    def add(self, decision: Decision) -> None:
        told = decision.body.get(KEY)
        if told is not None and decision.manner is Manner.ADJUDICATE:
            (self._by_rule if told["rule"] else self._by_hand)(decision, told)
        if (after := decision.body.get("after")) is not None:
            self._from(span_from_body(after), decision, told)

    def _from(self, span: Span, decision: Decision, told: Mapping[str, Any] | None) -> None:
        before = decision.body.get("before")
        if decision.manner is Manner.CARRIED and before and (known := self.origins.get(span_from_body(before))):
            self.origins[span] = replace(known, span=span)  # another label for all that had one: nobody has judged anew
            return
        answers = [_answer(one, decision, told) for one in told["answers"]] if told else []
        self.origins[span] = _origin(span, answers, decision)

    def _by_rule(self, decision: Decision, told: Mapping[str, Any]) -> None:
        if decision.kind is Kind.REMOVE:
            self.by_rule.discard(span_from_body(decision.body["before"]))
            return
        self.rule, self.trusted = told["rule"], told["trusted"]
        self.ruled = tuple(_answer(one, decision, told) for one in told["answers"])
        people = tuple(PersonId(person) for person in told["people"])
        for span in _spans(decision.body["spans"]):
            self.by_rule.add(span)
            self.origins[span] = Provenance(
                span, How.AGREED, people, False, self.rule, decision.id, decision.at, adjudicator=decision.person
            )
        for answer in self.ruled:
            for span in answer.chosen:
                if (known := self.origins.get(span)) is not None and known.decision == decision.id:
                    self.origins[span] = _origin(span, [answer], decision)

    def _by_hand(self, decision: Decision, told: Mapping[str, Any]) -> None:
        for one in told["answers"]:
            answer = _answer(one, decision, told)
            marked = frozenset(span for reading in answer.readings if reading.people for span in reading.spans)
            self.by_hand[marked] = answer


def told_by_rule(
    rule: Rule, trusted: PersonId | None, people: Sequence[PersonId], answers: Iterable[Answer]
) -> dict[str, Any]:
    """What the decision of a rule says of itself."""
    return {
        "rule": rule,
        "trusted": trusted,
        "people": list(people),
        "answers": [_answer_to_body(answer) for answer in answers],
    }


def told_by_hand(answer: Answer) -> dict[str, Any]:
    """What a decision says of the disagreement that it answers."""
    return {"rule": "", "answers": [_answer_to_body(answer)]}


def disputed(decision: Decision) -> tuple[Span, ...]:
    """What annotators had marked in the disagreement that a decision answers by hand; nothing for any other decision."""
    told = decision.body.get(KEY) or {}
    if told.get("rule"):
        return ()
    answers = (_answer(one, decision, told) for one in told.get("answers", ()))
    return tuple(span for answer in answers for reading in answer.readings if reading.people for span in reading.spans)


def rulings(project: Project, document: DocumentId, person: PersonId) -> Rulings:
    """Those of one adjudicator."""
    return Rulings(one for one in holding(project.decisions.of_document(document)) if one.person == person)


def notes_to_annotators(project: Project, document: DocumentId) -> tuple[NoteToAnnotators, ...]:
    """What adjudicators wrote to the annotators of a document, in the order of the text: on all of it first."""
    if project.format < FORMAT:
        return ()
    rows = project.db.execute(
        "SELECT p.id, s.note, s.notes FROM document_state s JOIN person p ON p.number = s.person"
        " WHERE s.document = (SELECT number FROM document WHERE id = ?) AND p.adjudicates IS NOT NULL"
        " AND (s.note <> '' OR s.notes <> '[]') ORDER BY p.at, p.number",
        [document],
    )
    found = []
    for person, note, notes in rows:
        found += [NoteToAnnotators(document, person, note)] if note else []
        found += [NoteToAnnotators(document, person, text, (start, end)) for start, end, text in json.loads(notes)]
    return tuple(sorted(found, key=lambda one: one.place or (-1, -1)))


def noted(project: Project) -> list[DocumentId]:
    """The documents to whose annotators an adjudicator wrote, in the order of import."""
    if project.format < FORMAT:
        return []
    rows = project.db.execute(
        "SELECT DISTINCT d.id FROM person p JOIN document_state s ON s.person = p.number"
        " JOIN document d ON d.number = s.document WHERE p.adjudicates IS NOT NULL AND d.removed = 0"
        " AND (s.note <> '' OR s.notes <> '[]') ORDER BY d.number"
    )
    return [DocumentId(document) for (document,) in rows]


Which = Literal["all", "open", "adjudicated", "stale"]
"""Every document with something to adjudicate, those that still need it (never adjudicated, or stale), and so on."""
_WHICH: dict[Which, str] = {
    "all": "(finished > 1 OR adjudication > 0)",
    "open": f"((finished > 1 AND adjudication = 0) OR adjudication = {Adjudicated.STALE:d})",
    "adjudicated": "adjudication > 0",
    "stale": f"adjudication = {Adjudicated.STALE:d}",
}
Order = Literal["disagreement", "import"]


def to_adjudicate(
    project: Project, which: Which = "open", order: Order = "disagreement", *, after: int = 0, limit: int = -1
) -> list[DocumentId]:
    """The documents that several annotators have finished, or that are adjudicated: the most disputed first, or as imported.

    ``after`` is the number of a document, from which on the first ``limit`` are given.
    """
    if project.format < FORMAT:
        return []
    by = "disagreement DESC, number" if order == "disagreement" else "number"
    rows = project.db.execute(
        f"SELECT id FROM document WHERE removed = 0 AND {_WHICH[which]} AND number > ? ORDER BY {by} LIMIT ?",
        [after, limit],
    )
    return [DocumentId(document) for (document,) in rows]


def can_be_adjudicated(project: Project, document: DocumentId) -> bool:
    """Whether several annotators have finished a document, or it is adjudicated."""
    if project.format < FORMAT:
        return False
    query = f"SELECT 1 FROM document WHERE id = ? AND removed = 0 AND {_WHICH['all']}"
    return project.db.execute(query, [document]).fetchone() is not None


_AT_A_TIME = 20
"""So many documents are added up in some 20 ms."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is adjudicated in a project: documents, their gold spans, and the disagreements answered by hand and by rules."""

    documents: int = 0
    spans: int = 0
    by_hand: int = 0
    by_rule: int = 0


def settlement(project: Project) -> Generator[None, None, Settlement]:
    """What came of adjudicating, over the documents that are adjudicated, with a pause after some of them."""
    documents = to_adjudicate(project, "adjudicated", "import")
    spans = by_hand = by_rule = 0
    for place, document in enumerate(documents):
        if place % _AT_A_TIME == 0:
            yield
        held = adjudication(project.db, number_of(project.db, "document", document))
        if held is not None:
            ruled = rulings(project, document, held.person)
            spans += len(project.decisions.spans(document, held.person))
            by_hand += len(ruled.by_hand)
            by_rule += len(ruled.ruled)
    return Settlement(len(documents), spans, by_hand, by_rule)


def system_run(project: Project, document: DocumentId, suggester: str = "") -> RunId | None:
    """The newest run of a suggester over a document, or of any system; memory is none."""
    own = "" if suggester else f" AND suggester NOT IN ('{MEMORY}', 'carried')"
    row = project.db.execute(
        "SELECT r.id FROM run_document JOIN suggestion_run r ON r.number = run"
        f" WHERE document = (SELECT number FROM document WHERE id = ?) AND ? IN ('', suggester){own}"
        " ORDER BY run DESC LIMIT 1",
        [document, suggester],
    ).fetchone()
    return RunId(row[0]) if row else None


def _origin(span: Span, answers: Iterable[Answer], decision: Decision) -> Provenance:
    made = decision.id, decision.at, "", decision.person
    of = next((answer for answer in answers if span in answer.chosen), None)
    if of is None:
        return Provenance(span, How.OWN, (), False, None, *made)
    those = [reading for reading in of.readings if span in reading.spans]
    people = tuple(person for reading in those for person in reading.people)
    return Provenance(span, of.how, people, any(reading.system for reading in those), of.rule, *made)


def _answer_to_body(answer: Answer) -> dict[str, Any]:
    return {
        "how": answer.how.value,
        "readings": [
            {"people": list(one.people), "system": one.system, "spans": [list(span) for span in one.spans]}
            for one in answer.readings
        ],
        "chosen": [list(span) for span in answer.chosen],
    }


def _answer(body: Mapping[str, Any], decision: Decision, told: Mapping[str, Any]) -> Answer:
    readings = tuple(
        Reading(_spans(one["spans"]), tuple(PersonId(person) for person in one["people"]), bool(one["system"]))
        for one in body["readings"]
    )
    rule: Rule | None = told["rule"] or None
    return Answer(How(body["how"]), readings, _spans(body["chosen"]), rule, told.get("trusted"), decision.at)


def _spans(rows: Iterable[Sequence[Any]]) -> tuple[Span, ...]:
    return tuple(sorted((Span(start, end, LabelId(label)) for start, end, label in rows), key=reading_order))


def by_person(readings: Iterable[Reading]) -> dict[PersonId, tuple[Span, ...]]:
    """What each person has marked."""
    return {person: reading.spans for reading in readings for person in reading.people}

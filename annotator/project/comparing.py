"""What the row of a document says of all its people together, kept current with every decision.

``disagreement``: the share 0–1 of the spans, of all annotators who have begun it, by which not everyone stands.
``finished``: how many annotators have finished it. ``adjudication``: see ``Adjudicated``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from annotator.records import DecisionId, LabelId, PersonId, Span, Status, reading_order

if TYPE_CHECKING:
    from sqlite_utils import Database

FORMAT = 6
"""The format of project files that have ``finished`` and ``adjudication``."""


class Adjudicated(IntEnum):
    """Whether a document is adjudicated, and whether an annotator has changed since what was adjudicated."""

    NO = 0
    YES = 1
    STALE = 2


@dataclass(frozen=True, slots=True)
class Adjudication:
    """The adjudication of a document that holds: of several the latest."""

    decision: DecisionId
    person: PersonId
    """Who decided it, as the person who adjudicates."""
    basis: Mapping[PersonId, frozenset[Span]]
    """What each annotator who had finished the document stood by then."""
    at: str
    """UTC, ISO 8601."""


def basis_to_body(people: Mapping[PersonId, Collection[Span]]) -> dict[str, Any]:
    """What an adjudication rests on, as its decision keeps it: what all share is written once."""
    shared = frozenset.intersection(*map(frozenset, people.values())) if people else frozenset[Span]()
    return {
        "agreed": _rows(shared),
        "people": {person: _rows(frozenset(people[person]) - shared) for person in sorted(people)},
    }


def basis_from_body(body: Mapping[str, Any]) -> dict[PersonId, frozenset[Span]]:
    """The same from a decision."""
    agreed = _spans(body.get("agreed", ()))
    return {PersonId(person): agreed | _spans(spans) for person, spans in body.get("people", {}).items()}


def adjudication(db: Database, document: int) -> Adjudication | None:
    """The adjudication that holds of the document of that number."""
    row = db.execute(
        "SELECT c.id, c.person, c.body, c.at FROM document_state s JOIN person p ON p.number = s.person"
        " JOIN decision c ON c.id = s.adjudicated"
        " WHERE s.document = ? AND s.adjudicated <> '' AND p.adjudicates IS NOT NULL"
        " ORDER BY c.clock DESC, c.id DESC LIMIT 1",
        [document],
    ).fetchone()
    if row is None:
        return None
    return Adjudication(
        DecisionId(row[0]), PersonId(row[1]), basis_from_body(json.loads(row[2]).get("basis", {})), row[3]
    )


def fresh(db: Database) -> set[int]:
    """The numbers of the documents that are adjudicated and not stale."""
    rows = db.execute(f"SELECT number FROM document WHERE adjudication = {Adjudicated.YES:d}")
    return {number for (number,) in rows}


def finished_by(db: Database, document: int) -> dict[PersonId, frozenset[Span]]:
    """The annotators who have finished the document of that number, in the order in which they came, and what they stand by."""
    rows = db.execute(
        "SELECT p.id FROM document_state s JOIN person p ON p.number = s.person"
        " WHERE s.document = ? AND s.status = 'done' AND p.adjudicates IS NULL ORDER BY p.at, p.number",
        [document],
    ).fetchall()
    spans = stood_by(db, document)
    return {PersonId(person): spans.get(PersonId(person), frozenset()) for (person,) in rows}


def compare(db: Database, document: int, *, alone: bool = False) -> None:
    """Bring the row of the document of that number up to date.

    With ``alone`` there is nothing to do where only one person has been there: their own spans alone have changed.
    """
    rows = db.execute(
        "SELECT s.status, s.adjudicated, p.adjudicates IS NULL FROM document_state s JOIN person p ON p.number = s.person"
        " WHERE s.document = ?",
        [document],
    ).fetchall()
    if alone and len(rows) == 1:
        return  # the row holds the whole text, so that even to look at it takes time
    annotators = [Status(status) for status, _adjudicated, annotates in rows if annotates]
    if len(annotators) > 1:
        begun = sum(status is not Status.NEW for status in annotators)
        db.execute(_DISAGREEMENT, {"document": document, "begun": begun})
    finished, found = annotators.count(Status.DONE), Adjudicated.NO
    if any(adjudicated and not annotates for _status, adjudicated, annotates in rows):
        held = adjudication(db, document)
        if held is not None:
            found = Adjudicated.STALE if is_stale(db, document, held) else Adjudicated.YES
    # It is written again only where there is something to say.
    db.execute(
        "UPDATE document SET finished = :finished, adjudication = :adjudication WHERE number = :document"
        " AND (finished <> :finished OR adjudication <> :adjudication)",
        {"document": document, "finished": finished, "adjudication": int(found)},
    )


def is_stale(db: Database, document: int, held: Adjudication) -> bool:
    """Whether an annotator stands by other spans than were adjudicated, or another one has finished the document since.

    What they stand by is compared, not when they decided it: who works in a file of their own has clocks of their own, and
    what is taken back again changes nothing.
    """
    spans = stood_by(db, document)
    if any(spans.get(person, frozenset()) != before for person, before in held.basis.items()):
        return True
    return any(person not in held.basis for person in finished_by(db, document))


def stood_by(db: Database, document: int) -> dict[PersonId, frozenset[Span]]:
    """What each annotator stands by in the document of that number; nobody who stands by nothing."""
    found: dict[PersonId, set[Span]] = {}
    rows = db.execute(
        'SELECT p.id, a.start, a."end", a.label FROM annotation a JOIN person p ON p.number = a.person'
        " WHERE a.document = ? AND p.adjudicates IS NULL",
        [document],
    )
    for person, start, end, label in rows:
        found.setdefault(PersonId(person), set()).add(Span(start, end, LabelId(label)))
    return {person: frozenset(spans) for person, spans in found.items()}


def _rows(spans: Collection[Span]) -> list[list[Any]]:
    return [list(span) for span in sorted(spans, key=reading_order)]


def _spans(rows: Collection[Any]) -> frozenset[Span]:
    return frozenset(Span(start, end, LabelId(label)) for start, end, label in rows)


_DISAGREEMENT = """
UPDATE document SET disagreement = CASE WHEN :begun < 2 THEN 0 ELSE ifnull((
    SELECT avg(people < :begun) FROM (
        SELECT count(*) AS people FROM annotation a JOIN person p ON p.number = a.person AND p.adjudicates IS NULL
        WHERE a.document = :document GROUP BY a.start, a."end", a.label
    )
), 0) END WHERE number = :document
"""

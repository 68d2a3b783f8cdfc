"""The gold of a whole project at once: whose annotations hold in which document, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from annotator.project.blind import blind_documents
from annotator.records import DocumentId, Kind, Manner, PersonId

if TYPE_CHECKING:
    from annotator.project.project import Project

_APART = (Kind.FLAG, Kind.NOTE, Kind.SKIP, Kind.DIRECTION, Kind.RENAME_DOCUMENT)
"""Decisions that leave the spans of a document as they are."""


@dataclass(frozen=True, slots=True)
class Finisher:
    """Someone who has finished a document."""

    number: int
    """Of the person in this file."""
    at: str
    """When they last decided on its spans, or finished it: UTC, ISO 8601."""
    order: tuple[int, str]
    """Of that decision in the log: (clock, id)."""
    adjudicates: bool
    blind: bool


@dataclass(frozen=True, slots=True)
class Golden:
    """A document that is finished, with those whose spans may be its gold.

    Of an adjudicated document that is the adjudicator, else everyone who has finished it.
    """

    number: int
    """Of the document in this file."""
    document: DocumentId
    name: str
    words: int
    finishers: tuple[Finisher, ...]

    @property
    def at(self) -> str:
        """When its gold was finished."""
        return max(one.at for one in self.finishers)

    def blind_for(self, began: str) -> bool:
        """Whether its gold was made without a run in sight that began then: assigned as blind, or finished before."""
        return all(one.blind for one in self.finishers) or self.at < began


def golden(project: Project, annotator: PersonId | None = None) -> Iterator[Golden]:
    """The documents that anyone has finished, or the annotator has, in the order of import."""
    blind = blind_documents(project)
    for (number, document, name, words), rows in groupby(_rows(project, annotator), key=lambda row: row[:4]):
        finishers = [
            Finisher(person, at or "", (clock or 0, decision or ""), bool(adjudicates), (number, person) in blind)
            for person, adjudicates, at, clock, decision in (row[4:] for row in rows)
        ]
        judges = [one for one in finishers if one.adjudicates]
        holding = [max(judges, key=lambda one: one.order)] if judges and annotator is None else finishers
        yield Golden(number, DocumentId(document), name, words, tuple(holding))


def unfinished(project: Project, annotator: PersonId | None = None) -> int:
    """How many documents nobody has finished, or the annotator has not."""
    mine = " AND person = (SELECT number FROM person WHERE id = ?)" if annotator else ""
    row = project.db.execute(
        "SELECT count(*) FROM document WHERE removed = 0 AND number NOT IN"
        f" (SELECT document FROM document_state WHERE status = 'done'{mine})",
        [annotator] if annotator else [],
    ).fetchone()
    return int(row[0])


def _rows(project: Project, annotator: PersonId | None) -> Iterator[tuple[Any, ...]]:
    columns = {row[1] for row in project.db.execute("PRAGMA table_info(document_state)")}
    kinds = ", ".join(f"'{kind}'" for kind in _APART)
    # The plus keeps SQLite to the index of the document: by the person it would read all their later decisions.
    return project.db.execute(
        f"""
        SELECT d.number, d.id, d.name, d.words, s.person, {"s.adjudicated" if "adjudicated" in columns else "0"}, l.at, l.clock, l.id
        FROM document d JOIN document_state s ON s.document = d.number JOIN person p ON p.number = s.person
        LEFT JOIN decision l ON l.id = (
            SELECT id FROM decision WHERE document = d.id AND +person = p.id AND kind NOT IN ({kinds})
            AND manner <> '{Manner.CARRIED}' ORDER BY clock DESC, id DESC LIMIT 1
        )
        WHERE d.removed = 0 AND s.status = 'done' AND (:annotator IS NULL OR p.id = :annotator)
        ORDER BY d.number, s.person
        """,
        {"annotator": annotator},
    )

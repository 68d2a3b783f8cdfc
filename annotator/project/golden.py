"""The gold of a whole project at once: whose annotations hold in which document, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from annotator.project.comparing import FORMAT
from annotator.records import DocumentId, Kind, Manner, PersonId

if TYPE_CHECKING:
    from annotator.project.project import Project

_APART = (
    Kind.FLAG,
    Kind.NOTE,
    Kind.SKIP,
    Kind.DIRECTION,
    Kind.RENAME_DOCUMENT,
    Kind.REMOVE_DOCUMENT,
)
APART = ", ".join(f"'{kind}'" for kind in _APART)
"""Decisions that leave the spans of a document as they are, for a query."""


@dataclass(frozen=True, slots=True)
class Finisher:
    """Someone who has finished a document."""

    number: int
    """Of the person in this file."""
    at: str
    """When they last decided on its spans, or finished it: UTC, ISO 8601; empty where the log does not say."""
    adjudicated: tuple[int, str] | None
    """The place in the log of the decision that adjudicated it, (clock, id), if they did."""
    blind: bool
    """Whether they were to annotate it without any suggestion, or adjudicated what only such people did."""


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
        """Whether its gold was made without a run in sight that began then: each had it blind, or finished it before."""
        return all(one.blind or "" < one.at < began for one in self.finishers)


def golden(project: Project, annotator: PersonId | None = None) -> Iterator[Golden]:
    """The documents that anyone has finished, or the annotator has, in the order of import."""
    for (number, document, name, words), rows in groupby(_rows(project, annotator), key=lambda row: row[:4]):
        finishers = [
            Finisher(person, at or "", (clock, adjudicated) if adjudicated else None, bool(blind))
            for person, adjudicated, at, clock, blind in (row[4:] for row in rows)
        ]
        judges = [one for one in finishers if one.adjudicated] if annotator is None else []
        holding = [max(judges, key=lambda one: one.adjudicated or (0, ""))] if judges else finishers
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
    """The document, the person, whether they adjudicated it, and their decisions: the last on spans, and that of adjudicating."""
    # A file of an older format, opened for reading, knows no adjudication and no assignment.
    adjudicated, is_finisher, blind = "''", "1", "0"
    if project.format >= FORMAT:
        adjudicated, is_finisher = "s.adjudicated", "(p.adjudicates IS NULL OR s.adjudicated <> '')"
        blind = _BLIND
    # The plus keeps SQLite to the index of the document: by the person it would read all their later decisions.
    return project.db.execute(
        f"""
        SELECT d.number, d.id, d.name, d.words, s.person, {adjudicated}, l.at, ifnull(c.clock, 0), {blind}
        FROM document d JOIN document_state s ON s.document = d.number JOIN person p ON p.number = s.person
        LEFT JOIN decision c ON c.id = {adjudicated}
        LEFT JOIN decision l ON l.id = (
            SELECT id FROM decision WHERE document = d.id AND +person = p.id AND kind NOT IN ({APART})
            AND manner <> '{Manner.CARRIED}' ORDER BY clock DESC, id DESC LIMIT 1
        )
        WHERE d.removed = 0 AND s.status = 'done' AND {is_finisher} AND (:annotator IS NULL OR p.id = :annotator)
        ORDER BY d.number, s.person
        """,
        {"annotator": annotator},
    )


_BLIND = """
CASE WHEN p.adjudicates IS NULL
    THEN EXISTS (SELECT 1 FROM assignment a WHERE a.document = d.number AND a.person = s.person AND a.blind)
    ELSE NOT EXISTS (
        SELECT 1 FROM document_state o JOIN person q ON q.number = o.person
        LEFT JOIN assignment a ON a.document = o.document AND a.person = o.person
        WHERE o.document = d.number AND o.status = 'done' AND q.adjudicates IS NULL AND NOT ifnull(a.blind, 0)
    ) END
"""
"""Whether someone, ``s``, had a document, ``d``, without suggestions; of an adjudicator, whether all whom they judged had."""

"""Finding marks in a whole project, a page of results at a time: document by document, until enough is found or time is up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

from annotator.errors import DocumentMissing
from annotator.marks import Found, MarkState, Suggesters, Wanted, found_again, found_on, order
from annotator.page import Page
from annotator.records import DocumentId, PersonId, RunId

if TYPE_CHECKING:
    from annotator.project.project import Project

LIMIT = 50
SECONDS = 0.1
"""How long one look may take: the file's thread saves decisions as well."""
BLOCK = 256
"""Documents that are asked for at once whether they may hold anything."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a search goes on: in the document of that number after a mark's ``order``, or with the next document."""

    number: int = 0
    after: tuple[int, int, str] | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """Some of what is wanted, in the order of import, then of the text."""

    found: tuple[Found, ...]
    cursor: Cursor | None
    """Where to go on; None when all documents were looked through."""
    looked: float
    """The share (0–1) of the documents looked through."""


def find(
    project: Project, wanted: Wanted, cursor: Cursor | None = None, *, limit: int = LIMIT, seconds: float = SECONDS
) -> Results:
    """The first ``limit`` marks from the cursor on; fewer, or none, where the time is up before."""
    return _Search(project, wanted, limit, seconds).run(cursor or Cursor())


def again(project: Project, lines: Sequence[Found], person: PersonId) -> list[Found]:
    """What stands now where these were found; of a document that is gone what stood there."""
    pages: dict[DocumentId, Page | None] = {}
    now: list[Found] = []
    for line in lines:
        document = line.place.document
        if document not in pages:
            pages[document] = _load(project, document, person)
        page = pages[document]
        now.append(line if page is None else found_again(page, line))
    return now


def suggesters(project: Project) -> Suggesters:
    """The suggester of each run."""
    return {RunId(run): name for run, name in project.db.execute("SELECT id, suggester FROM suggestion_run")}


class _Search:
    def __init__(self, project: Project, wanted: Wanted, limit: int, seconds: float) -> None:
        self._project = project
        self._wanted = wanted
        self._limit = limit
        self._until = perf_counter() + seconds
        self._suggesters = suggesters(project)
        self._last = int(project.db.execute("SELECT ifnull(max(number), 0) FROM document").fetchone()[0])
        self._found: list[Found] = []

    def run(self, cursor: Cursor) -> Results:
        number = cursor.number
        if cursor.after is not None and (stopped := self._take(number, cursor.after)):
            return stopped
        while number < self._last:
            numbers, number = self._block(number)
            for candidate in numbers:
                stopped = self._take(candidate, None)
                if stopped or perf_counter() > self._until:
                    return stopped or self._results(Cursor(candidate))
            if perf_counter() > self._until and number < self._last:
                return self._results(Cursor(number))
        return self._results(None)

    def _results(self, cursor: Cursor | None) -> Results:
        return Results(tuple(self._found), cursor, cursor.number / max(self._last, 1) if cursor else 1.0)

    def _take(self, number: int, after: tuple[int, int, str] | None) -> Results | None:
        """Take what a document holds; the results, once there are enough."""
        row = self._project.db.execute("SELECT id FROM document WHERE number = ?", [number]).fetchone()
        page = _load(self._project, row[0], self._wanted.person) if row else None
        for found in found_on(page, self._wanted, self._suggesters) if page else ():
            if after is None or order(found) > after:
                self._found.append(found)
                if len(self._found) == self._limit:
                    return self._results(Cursor(number, order(found)))
        return None

    def _block(self, after: int) -> tuple[list[int], int]:
        """Numbers of the next documents that may hold what is wanted, and up to which one that was looked for."""
        wanted = self._wanted
        if wanted.document is not None:
            return self._numbers("d.id = ? AND d.number > ?", [wanted.document, after]), self._last
        if not wanted.text:
            end = after + BLOCK
            return self._numbers("d.number > ? AND d.number <= ?", [after, end]), end
        numbers = self._project.search.numbers(wanted.text, after, BLOCK)
        end = numbers[-1] if len(numbers) == BLOCK else self._last
        marks = ", ".join("?" * len(numbers))
        return self._numbers(f"d.number IN ({marks})", numbers), end

    def _numbers(self, where: str, values: Sequence[Any]) -> list[int]:
        statuses = [status.value for status in self._wanted.statuses]
        marked, more = self._marked()
        rows = self._project.db.execute(
            "SELECT d.number FROM document d LEFT JOIN person p ON p.id = ?"
            " LEFT JOIN document_state t ON t.document = d.number AND t.person = p.number"
            f" WHERE {where} AND d.removed = 0 AND ifnull(t.status, 'new') IN ({', '.join('?' * len(statuses))})"
            f" AND {marked} ORDER BY d.number",
            [self._wanted.person, *values, *statuses, *more],
        )
        return [number for (number,) in rows]

    def _marked(self) -> tuple[str, list[Any]]:
        """A condition for documents that may hold the marks: quick, and true of more than do."""
        wanted = self._wanted
        if not wanted.only_marks:
            return "1", []
        labelled = _among("label", wanted.labels)
        conditions: list[str] = []
        values: list[Any] = []
        if MarkState.SUGGESTED in wanted.states:
            runs = f"SELECT number FROM suggestion_run WHERE {_among('suggester', wanted.sources)}"
            sourced = f"({_among('source', wanted.sources)} OR run IN ({runs}))"
            # A page shows a suggestion under the label that took the place of its own.
            was = [label.id for label in self._project.labels.labels if label.into in wanted.labels] + [*wanted.labels]
            conditions.append(_SUGGESTED.format(labelled=_among("label", was), sourced=sourced))
            values += [*was, *wanted.sources, *wanted.sources]
        if MarkState.DECIDED in wanted.states:
            conditions.append(_DECIDED.format(labelled=labelled))
            values += wanted.labels
        if MarkState.REJECTED in wanted.states:
            conditions.append(_REJECTED.format(labelled=labelled))
            values += wanted.labels
        return f"({' OR '.join(conditions) or '0'})", values


# Each reads the rows of one document by its primary key.
_SUGGESTED = """EXISTS (SELECT 1 FROM suggestion s WHERE document = d.number AND {labelled} AND {sourced} AND NOT EXISTS
(SELECT 1 FROM answer a WHERE a.document = d.number AND a.person = p.number AND a.start = s.start AND a."end" = s."end" AND a.label = s.label))
"""
_DECIDED = "EXISTS (SELECT 1 FROM annotation WHERE document = d.number AND person = p.number AND {labelled})"
_REJECTED = """EXISTS (SELECT 1 FROM answer WHERE document = d.number AND person = p.number AND outcome = 'rejected' AND {labelled})"""


def _among(column: str, values: Collection[str]) -> str:
    """A condition that holds for these values of the column, or for all where there are none."""
    return f"{column} IN ({', '.join('?' * len(values))})" if values else "1"


def _load(project: Project, document: DocumentId, person: PersonId) -> Page | None:
    """The page as the person has it, without taking it in hand; None where the document was erased."""
    try:
        stored = project.documents.get(document)
    except DocumentMissing:
        return None
    state = project.decisions.state(document, person, in_hand=False)
    return Page(stored, state, project.suggestions.shown_to(document, person), project.labels)

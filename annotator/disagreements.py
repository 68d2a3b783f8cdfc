"""What there is to adjudicate in a whole project: its documents as rows of a list, and their disagreements, a slice at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from time import perf_counter

from annotator.adjudicating import Adjudication
from annotator.adjudication_page import Asked
from annotator.project.adjudications import Which, to_adjudicate
from annotator.project.numbers import number_of
from annotator.quality.difference import Difference
from annotator.records import DocumentId, Place, place_in

LIMIT = 50
SECONDS = 0.1
"""How long one look may take: the file's thread saves decisions as well."""
BLOCK = 50
"""Documents that are asked for at once."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the list of documents to adjudicate."""

    id: DocumentId
    number: int
    name: str
    annotators: tuple[str, ...]
    """Who has finished it."""
    agreed: int
    """Spans."""
    disagreements: int
    left: int
    """Disagreements without an answer; none where the document is adjudicated, by whomever, and nobody has changed since."""
    adjudicated: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A disagreement in the list of all."""

    place: Place
    number: int
    """Of the document."""
    asked: Asked


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a list goes on: in the document of that number, after so many disagreements of it."""

    number: int = 0
    past: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the disagreements, in the order of import, then of the text."""

    found: tuple[Listed, ...]
    cursor: Cursor | None
    """Where to go on; None when all documents were looked through."""


def case_rows(adjudication: Adjudication, documents: Sequence[DocumentId]) -> list[CaseRow]:
    """The lines of the list for these documents, in their order; the documents are those of ``to_adjudicate``."""
    return [_row(adjudication, document) for document in documents]


def find_disagreements(
    adjudication: Adjudication,
    which: Which = "all",
    cursor: Cursor | None = None,
    *,
    document: DocumentId | None = None,
    kinds: Collection[Difference] = tuple(Difference),
    left_only: bool = False,
    limit: int = LIMIT,
    seconds: float = SECONDS,
) -> Slice:
    """The first ``limit`` disagreements from the cursor on, of these documents or of one; fewer where the time is up before."""
    until = perf_counter() + seconds
    found: list[Listed] = []
    cursor = cursor or Cursor()
    while True:
        # The document of the cursor itself is looked at again, where there is more of it.
        after = cursor.number - (cursor.past > 0)
        block = (
            [document] if document else to_adjudicate(adjudication.project, which, "import", after=after, limit=BLOCK)
        )
        for one in block:
            number = number_of(adjudication.project.db, "document", one)
            past = cursor.past if number == cursor.number else 0
            listed = enumerate(_listed(adjudication, one, number)[past:], past + 1)
            wanted = [(place, line) for place, line in listed if _is_wanted(line, kinds, left_only)]
            wanted = wanted[: limit - len(found)]
            found += [line for _place, line in wanted]
            if len(found) == limit:
                return Slice(tuple(found), Cursor(number, wanted[-1][0]))
            cursor = Cursor(number)
            if perf_counter() > until and not document:
                return Slice(tuple(found), cursor)
        if document or len(block) < BLOCK:
            return Slice(tuple(found), None)


def _is_wanted(line: Listed, kinds: Collection[Difference], left_only: bool) -> bool:
    return line.asked.disagreement.kind in kinds and not (left_only and line.asked.answer is not None)


def _row(adjudication: Adjudication, document: DocumentId) -> CaseRow:
    case = adjudication.load(document, in_hand=False).case
    number = number_of(adjudication.project.db, "document", document)
    annotators = tuple(lane.name for lane in case.lanes if lane.person is not None)
    counts = len(case.agreed), len(case.asked), case.left if case.stale or not case.adjudicated else 0
    return CaseRow(document, number, case.document.name, annotators, *counts, case.adjudicated, case.stale)


def _listed(adjudication: Adjudication, document: DocumentId, number: int) -> list[Listed]:
    case = adjudication.load(document, in_hand=False).case
    text, name = case.document.text, case.document.name
    return [
        Listed(place_in(document, name, text, one.disagreement.start, one.disagreement.end), number, one)
        for one in case.asked
    ]

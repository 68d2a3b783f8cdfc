"""Looking through a person's work for what is not marked alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotator.jobs.job import BATCH, Job, Progress
from annotator.project.project import Project
from annotator.project.settled import settled
from annotator.quality.consistency import Consistency, Group, Work
from annotator.records import DocumentId, LabelId, PersonId, Span
from annotator.texts import _


@dataclass(frozen=True, slots=True)
class Inconsistencies:
    """What may be wrong in the work of a person, what is most at stake first."""

    groups: tuple[Group, ...]
    documents: int
    """How many documents were looked through: those finished or in progress."""
    settled: int
    """How many groups were judged to be right before, and are not among them."""


def find_inconsistencies(project: str | Path, person: PersonId) -> Job[Inconsistencies]:
    """Go through the documents that the person has begun, twice; the project stays as it is."""
    with Project.open(Path(project), read_only=True) as opened:
        documents = _begun(opened, person)
        consistency = Consistency(opened.labels)
        total = 2 * len(documents)
        for turn, take in enumerate((consistency.count, consistency.look)):
            for place, (document, done) in enumerate(documents):
                take(_work(opened, document, person, done))
                if place % BATCH == 0:
                    yield Progress(turn * len(documents) + place, total, _("Looking for what is not marked alike"))
        right = settled(opened)
        return Inconsistencies(tuple(consistency.groups(right)), len(documents), len(right))


def _begun(opened: Project, person: PersonId) -> list[tuple[DocumentId, bool]]:
    """The documents that the person has begun, and whether each is finished."""
    rows = opened.db.execute(
        "SELECT d.id, s.status = 'done' FROM document_state s JOIN document d ON d.number = s.document"
        " WHERE s.person = (SELECT number FROM person WHERE id = ?) AND s.status <> 'new' AND d.removed = 0 ORDER BY d.number",
        [person],
    )
    return [(DocumentId(document), bool(done)) for document, done in rows]


def _work(opened: Project, document: DocumentId, person: PersonId, done: bool) -> Work:
    rows = opened.db.execute(
        'SELECT start, "end", label FROM answer WHERE document = (SELECT number FROM document WHERE id = ?)'
        " AND person = (SELECT number FROM person WHERE id = ?) AND outcome = 'rejected'",
        [document, person],
    )
    rejected = frozenset(Span(start, end, LabelId(label)) for start, end, label in rows)
    proposed = () if done else opened.suggestions.shown_to(document, person)
    waiting = tuple(one.span for one in proposed if one.span not in rejected)
    spans = tuple(opened.decisions.spans(document, person))
    return Work(opened.documents.get(document).text, spans, rejected, waiting)

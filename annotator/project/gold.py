"""Gold: the spans of a document that can be relied on, and whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from annotator.records import DocumentId, PersonId, Span, Status, reading_order
from annotator.spans import SpanIndex

if TYPE_CHECKING:
    from annotator.project.project import Project

Rule = Literal["majority", "union"]
Include = Literal["done", "all"]


@dataclass(frozen=True, slots=True)
class Gold:
    """A document's spans in reading order, and the people they come from."""

    spans: tuple[Span, ...]
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many documents have gold, were done by several people so that a rule must choose, or are unfinished."""

    gold: int
    contested: int
    unfinished: int


def gold(
    project: Project,
    document: DocumentId,
    *,
    annotator: PersonId | None = None,
    rule: Rule | None = None,
    include: Include = "done",
) -> Gold | None:
    """The document's gold; None if nobody has finished it, or several have and no rule decides.

    ``annotator`` takes that person's spans alone; ``majority`` what more than half stand by, ``union`` what anyone does;
    of spans that may not stand together those that more people stand by are kept. ``all`` takes unfinished work too,
    and a document that nobody has begun, with no spans.
    """
    people = _people(project, document, include)
    if annotator is not None:
        people = [person for person in people if person == annotator]
    if len(people) == 1:
        return Gold(tuple(project.decisions.spans(document, people[0])), tuple(people))
    if not people:
        return Gold((), ()) if include == "all" else None
    if rule is None:
        return None
    counts = Counter(span for person in people for span in project.decisions.spans(document, person))
    needed = len(people) // 2 + 1 if rule == "majority" else 1
    return Gold(_standing_together(project, counts, needed), tuple(people))


def standing(project: Project) -> Standing:
    """What there is to export."""
    rows = project.db.execute(
        "SELECT done, count(*) FROM (SELECT d.number, count(s.person) AS done FROM document d LEFT JOIN document_state s"
        " ON s.document = d.number AND s.status = 'done' WHERE d.removed = 0 GROUP BY d.number) GROUP BY done"
    )
    counts = dict(rows.fetchall())
    return Standing(counts.get(1, 0), sum(n for people, n in counts.items() if people > 1), counts.get(0, 0))


def _people(project: Project, document: DocumentId, include: Include) -> list[PersonId]:
    rows = project.db.execute(
        "SELECT p.id, s.status FROM document_state s JOIN document d ON d.number = s.document"
        " JOIN person p ON p.number = s.person WHERE d.id = ?",
        [document],
    )
    wanted = {Status.DONE} if include == "done" else {Status.DONE, Status.IN_PROGRESS}
    return sorted(PersonId(person) for person, status in rows if Status(status) in wanted)


def _standing_together(project: Project, counts: Counter[Span], needed: int) -> tuple[Span, ...]:
    kept = SpanIndex()
    chosen: Iterable[Span] = (span for span, count in counts.items() if count >= needed)
    for span in sorted(chosen, key=lambda span: (-counts[span], *reading_order(span))):
        if project.labels.conflict(span, kept.overlapping(span.start, span.end)) is None:
            kept.add(span)
    return tuple(kept)

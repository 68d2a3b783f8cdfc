"""Gold: the spans of a document that can be relied on, and whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from annotator.project.comparing import FORMAT, Adjudicated, adjudication
from annotator.records import DocumentId, PersonId, Span, Status, reading_order
from annotator.spans import SpanIndex

if TYPE_CHECKING:
    from annotator.project.project import Project

Rule = Literal["majority", "union"]
Include = Literal["done", "all"]


@dataclass(frozen=True, slots=True)
class Gold:
    """A document's spans in reading order, and the annotators they come from."""

    spans: tuple[Span, ...]
    people: tuple[PersonId, ...]
    adjudicator: PersonId | None = None
    """Who adjudicated, as the person who adjudicates; the annotators are then those whose work was before them."""
    stale: bool = False
    """Whether an annotator has changed since what was adjudicated."""
    rule: Rule | None = None
    """By which the work of several annotators was combined."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many documents have gold, were done by several people so that a rule must choose, or are unfinished."""

    gold: int
    contested: int
    unfinished: int
    adjudicated: int = 0
    """Of those that have gold."""
    stale: int = 0
    """Of those that are adjudicated: an annotator has changed since."""


def gold(
    project: Project,
    document: DocumentId,
    *,
    annotator: PersonId | None = None,
    rule: Rule | None = None,
    include: Include = "done",
) -> Gold | None:
    """The document's gold: what was adjudicated, else what the only annotator who has finished it stands by.

    None if nobody has finished it, or several have and no rule decides. ``annotator`` takes that person's spans alone; ``majority`` what more than half stand by, ``union`` what anyone does;
    of spans that may not stand together those that more people stand by are kept, under the labels of today. ``all`` takes unfinished work too,
    and a document that nobody has begun, with no spans.
    """
    if annotator is None and (adjudicated := _adjudicated(project, document)) is not None:
        return adjudicated
    people = _people(project, document, include)
    if annotator is not None:
        people = [person for person in people if person == annotator]
    if len(people) == 1:
        return Gold(tuple(project.decisions.spans(document, people[0])), tuple(people))
    if not people:
        return Gold((), ()) if include == "all" else None
    if rule is None:
        return None
    sets = [set(map(project.labels.today, project.decisions.spans(document, person))) for person in people]
    counts = Counter(span for spans in sets for span in spans)
    needed = len(people) // 2 + 1 if rule == "majority" else 1
    return Gold(_standing_together(project, counts, needed), tuple(people), rule=rule)


def standing(project: Project) -> Standing:
    """What there is to export."""
    query = _STANDING if project.format >= FORMAT else _OLD_STANDING
    counts: Counter[str] = Counter()
    for done, state, documents in project.db.execute(query):
        adjudicated = Adjudicated(state)
        if adjudicated is not Adjudicated.NO:
            counts.update(gold=documents, adjudicated=documents)
            counts.update(stale=documents if adjudicated is Adjudicated.STALE else 0)
        else:
            counts[("unfinished", "gold")[done] if done < 2 else "contested"] += documents
    return Standing(counts["gold"], counts["contested"], counts["unfinished"], counts["adjudicated"], counts["stale"])


def _adjudicated(project: Project, document: DocumentId) -> Gold | None:
    if project.format < FORMAT:
        return None
    row = project.db.execute("SELECT number, adjudication FROM document WHERE id = ?", [document]).fetchone()
    held = adjudication(project.db, row[0]) if row and row[1] else None
    if held is None:
        return None
    spans = tuple(project.decisions.spans(document, held.person))
    return Gold(spans, tuple(sorted(held.basis)), held.person, row[1] == Adjudicated.STALE)


def _people(project: Project, document: DocumentId, include: Include) -> list[PersonId]:
    annotators = " AND p.adjudicates IS NULL" if project.format >= FORMAT else ""
    rows = project.db.execute(
        "SELECT p.id, s.status FROM document_state s JOIN document d ON d.number = s.document"
        f" JOIN person p ON p.number = s.person WHERE d.id = ?{annotators}",
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


_STANDING = "SELECT finished, adjudication, count(*) FROM document WHERE removed = 0 GROUP BY finished, adjudication"
_OLD_STANDING = (
    "SELECT done, 0, count(*) FROM (SELECT d.number, count(s.person) AS done FROM document d LEFT JOIN document_state s"
    " ON s.document = d.number AND s.status = 'done' WHERE d.removed = 0 GROUP BY d.number) GROUP BY done"
)

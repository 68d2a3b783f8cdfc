"""The documents of a project that several people have annotated, and what each of them stands by."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from annotator.project.assignments import FORMAT
from annotator.project.gold import Include
from annotator.project.golden import APART
from annotator.records import DocumentId, LabelId, Person, PersonId, Span, Status

if TYPE_CHECKING:
    from annotator.project.project import Project


@dataclass(frozen=True, slots=True)
class Shared:
    """A document with those who annotated it, in the order of the project's people."""

    document: DocumentId
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose work can be compared, and how much of it, at one moment."""

    people: tuple[Person, ...]
    """Those who have begun a document."""
    finished: int
    """Documents that at least two of those asked for have finished."""
    begun: int
    """Documents that at least two of those have begun or finished."""
    moment: tuple[int, ...]
    """Another one whenever something has changed that a comparison rests on."""


def standing(project: Project, chosen: Collection[PersonId] = ()) -> Standing:
    """What there is to compare now; of the ``chosen`` people alone, where there are any."""
    people = tuple(project.people.annotating())
    those = [person.id for person in people if not chosen or person.id in chosen]
    holders = ", ".join("?" * len(those))
    of_finished, of_begun = project.db.execute(
        "SELECT count(CASE WHEN done > 1 THEN 1 END), count(*) FROM (SELECT sum(s.status = 'done') AS done"
        " FROM document_state s JOIN document d ON d.number = s.document JOIN person p ON p.number = s.person"
        f" WHERE d.removed = 0 AND s.status <> 'new' AND p.id IN ({holders}) GROUP BY s.document HAVING count(*) > 1)",
        those,
    ).fetchone()
    return Standing(people, of_finished, of_begun, _moment(project))


def _moment(project: Project) -> tuple[int, ...]:
    asked = [
        "SELECT max(rowid) FROM decision",
        "SELECT max(clock) FROM decision",
        "SELECT max(number) FROM suggestion_run",
    ]
    if project.format >= FORMAT:
        asked.append("SELECT count(*) + sum(blind) FROM assignment")
    return project.labels.version, *(project.db.execute(one).fetchone()[0] or 0 for one in asked)


def shared(project: Project, people: Collection[PersonId], include: Include = "done") -> list[Shared]:
    """The documents that at least two of these people have finished; with ``all``, have begun."""
    begun = [Status.DONE] if include == "done" else [Status.DONE, Status.IN_PROGRESS]
    rows = project.db.execute(
        "SELECT d.number, d.id, p.id FROM document_state s JOIN document d ON d.number = s.document"
        f" JOIN person p ON p.number = s.person WHERE d.removed = 0 AND s.status IN ({', '.join('?' * len(begun))})"
        " ORDER BY d.number, p.at, p.number",
        [status.value for status in begun],
    )
    found = []
    for (_number, document), those in groupby(rows, key=itemgetter(0, 1)):
        here = tuple(PersonId(person) for *_document, person in those if person in people)
        if len(here) > 1:
            found.append(Shared(DocumentId(document), here))
    return found


def is_blind(project: Project, document: DocumentId, people: Collection[PersonId]) -> bool:
    """Whether none of them had suggestions in sight: the document was given to each without, or they decided on its spans
    before the first run on it began. What was marked elsewhere and imported was not marked in sight of them either. Who
    adjudicates a document that was given to everyone without is shown none.
    """
    first = project.db.execute(
        "SELECT min(r.at) FROM run_document rd JOIN suggestion_run r ON r.number = rd.run"
        " WHERE rd.document = (SELECT number FROM document WHERE id = ?)",
        [document],
    ).fetchone()[0]
    if first is None:
        return True
    rows = project.db.execute(
        f"SELECT DISTINCT person FROM decision WHERE document = ? AND at > ? AND kind NOT IN ({APART})"
        " AND manner NOT IN ('import', 'carried')",
        [document, first],
    )
    later = {person for (person,) in rows} & set(people)
    if project.assignments.blind_to_all(document):
        later -= {person.id for person in project.people.adjudicators()}
    return not later - {given.person for given in project.assignments.of_document(document) if given.blind}


def used_labels(project: Project) -> list[LabelId]:
    """All labels that spans have, under the labels of today, in the order of the label set."""
    known = [label.id for label in project.labels.labels]
    found = {LabelId(label) for (label,) in project.db.execute("SELECT DISTINCT label FROM annotation")}
    used = {project.labels.current(label) or label for label in found}
    return [label for label in known if label in used] + sorted(used - set(known))


def spans_of(project: Project, one: Shared, labels: Collection[LabelId] = ()) -> Iterator[tuple[PersonId, list[Span]]]:
    """What each of them stands by, under the labels of today; only spans of these labels, where there are any."""
    for person in one.people:
        spans = dict.fromkeys(map(project.labels.today, project.decisions.spans(one.document, person)))
        yield person, [span for span in spans if not labels or span.label in labels]

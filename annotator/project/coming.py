"""What a merge would bring from another project, found out before anything is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import WarraqError
from annotator.labels import LabelSet
from annotator.project.merge import compare_texts, is_newer, unclear_labels
from annotator.project.merging_teams import Fate, fate_of_guidelines
from annotator.records import LabelId, PersonId

if TYPE_CHECKING:
    from annotator.project.project import Project

_AT_ONCE = 500
"""Ids that are looked for in one question to the file."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What another project has that this one lacks, or why nothing of it can come."""

    path: Path
    title: str = ""
    documents: int = 0
    people: tuple[tuple[str, int], ...] = ()
    """Whose decisions would come, and how many, most first."""
    newcomers: tuple[str, ...] = ()
    """The annotators who are not here yet."""
    labels: tuple[str, ...] = ()
    """Ids of the labels that would be added, since its label set is a newer version of this one."""
    unclear: tuple[tuple[LabelId, int], ...] = ()
    """The labels of which has to be said what they are here, with the number of their spans."""
    label_set: LabelSet | None = None
    """That of the other project."""
    guidelines: Fate = Fate.SAME
    problem: WarraqError | None = None

    @property
    def decisions(self) -> int:
        """How many decisions would come."""
        return sum(count for _name, count in self.people)

    @property
    def nothing(self) -> bool:
        """Whether there is nothing new in it."""
        return not (self.documents or self.decisions or self.newcomers or self.labels)


def coming(project: Project, other: Project) -> Coming:
    """What would come from the other project; where texts differ, why nothing can."""
    found = Coming(other.path, other.title)
    try:
        compare_texts(project, other)
    except WarraqError as error:
        return replace(found, problem=error)
    unclear = unclear_labels(project, other)
    spans = _spans(other) if unclear else Counter[str]()
    erased = {row[0] for row in project.db.execute("SELECT document FROM erased")}
    there = {row[0] for row in other.db.execute("SELECT id FROM document")} - erased
    here = {row[0] for row in project.db.execute("SELECT id FROM document")}
    names = other.people.names()
    counts = Counter(names[person] for person in _new_decisions(project, other, there))
    known = {person.id for person in project.people.all()}
    ours, theirs = project.labels, other.labels
    added = [label.id for label in theirs.labels if label.id not in ours] if is_newer(theirs, ours) else []
    return replace(
        found,
        documents=len(there - here),
        people=tuple(counts.most_common()),
        newcomers=tuple(person.name for person in other.people.all() if person.id not in known),
        labels=tuple(added),
        unclear=tuple((label.id, spans[label.id]) for label in unclear),
        label_set=theirs,
        guidelines=fate_of_guidelines(project, other),
    )


def _new_decisions(project: Project, other: Project, documents: set[str]) -> Iterator[PersonId]:
    """Who took each decision on these documents that this project lacks."""
    rows = other.db.execute("SELECT id, person, document FROM decision")
    while batch := rows.fetchmany(_AT_ONCE):
        marks = ", ".join("?" * len(batch))
        ids = [identity for identity, _person, _document in batch]
        known = {row[0] for row in project.db.execute(f"SELECT id FROM decision WHERE id IN ({marks})", ids)}
        for identity, person, document in batch:
            if identity not in known and document in documents:
                yield PersonId(person)


def _spans(project: Project) -> Counter[str]:
    """How many spans have each label: suggestions and annotations."""
    query = "SELECT label, count(*) FROM {table} GROUP BY label"
    found = Counter[str]()
    for table in ("suggestion", "annotation"):
        found.update(dict(project.db.execute(query.format(table=table)).fetchall()))
    return found

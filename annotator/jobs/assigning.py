"""Assigning the documents of a project: a project file for each annotator, to be merged back when they have worked on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from annotator.assigning import Assigned, Documents, Terms, plan
from annotator.dealing import Deal
from annotator.errors import AssignmentThere, ProjectBusy
from annotator.formats import files
from annotator.jobs.job import BATCH, Job, Progress
from annotator.project import portion
from annotator.project.assignments import Assignment
from annotator.project.connection import explained
from annotator.project.project import Project
from annotator.records import DocumentId, Person, PersonId
from annotator.texts import _


def assign(
    project: str | Path,
    people: Sequence[str],
    *,
    overlap: float = 0.2,
    blind_share: float = 0.2,
    each: int = 2,
    seed: int = 0,
    out: str | Path | None = None,
    documents: Documents = "unfinished",
) -> Job[Assigned]:
    """Deal the documents that are not assigned yet to people, and make a file for each beside the project or in the folder ``out``.

    ``overlap`` and ``blind_share`` are shares 0–1 of the documents; a shared document goes to ``each`` people. All files are made,
    or none. Raises NothingToAssign, AssignmentThere, AnnotatorsInvalid, ProjectUnavailable, FileUnwritable.
    """
    path = Path(project)
    with Project.open(path) as opened:
        with opened.writing():  # before anything is made
            pass
        yield Progress(0, 0, _("Dealing out the documents"))
        planned = plan(opened, people, Terms(overlap, blind_share, each, seed, Path(out) if out else None, documents))
        annotators, targets, dealt = planned.annotators, planned.targets, planned.dealt
        for target in targets.values():
            if target.exists():
                raise AssignmentThere(path=target)
        if out:
            files.make_folder(Path(out), parents=True)
        with _aside(targets) as asides:
            yield from _make_files(opened, annotators, dealt, asides)
            _hand_out(opened, annotators, dealt, asides, targets)
    return planned.assigned


def _make_files(
    project: Project,
    annotators: Sequence[Person],
    dealt: Deal[DocumentId, PersonId],
    asides: Mapping[PersonId, Path],
) -> Job[None]:
    done, total = 0, sum(map(len, dealt.people.values()))
    for person in annotators:
        with portion.begin(asides[person.id], project, person) as made:
            for batch in _batches(_assignments(dealt, person.id)):
                portion.add(made, project, batch)
                done += len(batch)
                yield Progress(done, total, _("Making the file of {name}").format(name=person.name))
            portion.remember(made, project)


def _assignments(dealt: Deal[DocumentId, PersonId], person: PersonId) -> list[Assignment]:
    return [Assignment(document, person, document in dealt.blind) for document in dealt.of(person)]


def _batches(assignments: Sequence[Assignment]) -> Iterator[Sequence[Assignment]]:
    return (assignments[place : place + BATCH] for place in range(0, len(assignments), BATCH))


@contextmanager
def _aside(targets: Mapping[PersonId, Path]) -> Iterator[dict[PersonId, Path]]:
    """Names beside the files to make them under; what is still there in the end is removed."""
    asides = {person: path.with_name(f".{path.name[:100]}.{uuid4().hex[:8]}.part") for person, path in targets.items()}
    try:
        yield asides
    finally:
        for path in asides.values():
            for part in (path, *(Path(f"{path}{ending}") for ending in ("-wal", "-shm", "-journal"))):
                part.unlink(missing_ok=True)


def _hand_out(
    project: Project,
    annotators: Sequence[Person],
    dealt: Deal[DocumentId, PersonId],
    asides: Mapping[PersonId, Path],
    targets: Mapping[PersonId, Path],
) -> None:
    """Write down who got what, and let the files take their places: both or neither.

    The files come first: should all end in between, they can be used, and bring what is assigned with them when they are merged.
    """
    placed: list[Path] = []
    try:
        with project.writing(), explained(project.path):
            if project.assignments.assigned() & dealt.people.keys():
                raise ProjectBusy(path=project.path)  # somebody else has assigned them in the meantime
            for person in annotators:
                project.people.add(person)
                project.assignments.add(_assignments(dealt, person.id))
            for identity, path in targets.items():
                if path.exists():
                    raise AssignmentThere(path=path)
                asides[identity].replace(path)
                placed.append(path)
    except BaseException:
        for path in placed:
            with suppress(OSError):
                path.unlink()
        raise

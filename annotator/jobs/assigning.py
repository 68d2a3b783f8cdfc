"""Assigning the documents of a project: a project file for each annotator, to be merged back when they have worked on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from annotator.dealing import Deal, deal
from annotator.errors import AnnotatorsInvalid, AssignmentThere, NothingToAssign, ProjectBusy
from annotator.formats import files
from annotator.jobs.job import BATCH, Job, Progress
from annotator.project import portion
from annotator.project.assignments import Assignment
from annotator.project.connection import explained
from annotator.project.project import Project
from annotator.records import DocumentId, Person, PersonId
from annotator.texts import _

Documents = Literal["unfinished", "new", "all"]
"""Which of those that are not assigned yet: what nobody has finished, what nobody has begun, or every one."""
_FORBIDDEN = frozenset('/\\:*?"<>|\0')
"""Characters that some system does not allow in the name of a file."""


@dataclass(frozen=True, slots=True)
class Handed:
    """The file of one annotator, and how many documents and words are in it."""

    path: Path
    annotator: str
    documents: int
    words: int
    shared: int
    blind: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """What was assigned: each annotator's file, and of how many documents, each counted once."""

    files: tuple[Handed, ...]
    documents: int
    shared: int
    blind: int
    seed: int

    def to_json(self) -> dict[str, Any]:
        return {
            "files": [
                {
                    "path": str(one.path),
                    "annotator": one.annotator,
                    "documents": one.documents,
                    "words": one.words,
                    "shared": one.shared,
                    "blind": one.blind,
                }
                for one in self.files
            ],
            "documents": self.documents,
            "shared": self.shared,
            "blind": self.blind,
            "seed": self.seed,
        }


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
        annotators = [opened.people.find(name) or Person(PersonId(uuid4().hex), name) for name in _names(people)]
        targets = _targets(path, annotators, Path(out) if out else path.parent)
        yield Progress(0, 0, _("Dealing out the documents"))
        words = _to_assign(opened, documents)
        if not words:
            raise NothingToAssign()
        begun = _begun(opened, words)
        dealt = deal(
            words,
            [person.id for person in annotators],
            overlap=overlap,
            blind=blind_share,
            each=each,
            seed=seed,
            begun=begun,
        )
        if out:
            files.make_folder(Path(out), parents=True)
        with _aside(targets) as asides:
            done, total = 0, sum(map(len, dealt.people.values()))
            for person in annotators:
                with portion.begin(asides[person.id], opened, person) as made:
                    for batch in _batches(_assignments(dealt, person.id)):
                        portion.add(made, opened, batch)
                        done += len(batch)
                        yield Progress(done, total, _("Making the file of {name}").format(name=person.name))
                    portion.remember(made, opened)
            _hand_out(opened, annotators, dealt, asides, targets)
    handed = (_handed(targets[person.id], person, dealt, words) for person in annotators)
    return Assigned(tuple(handed), len(words), len(dealt.shared), len(dealt.blind), seed)


def _names(people: Sequence[str]) -> list[str]:
    names = [name.strip() for name in people]
    if not names or not all(names):
        raise AnnotatorsInvalid(detail=_("a name is missing"))
    if len(set(names)) < len(names):
        raise AnnotatorsInvalid(detail=_("a name is given twice"))
    return names


def _targets(project: Path, annotators: Sequence[Person], folder: Path) -> dict[PersonId, Path]:
    """Where each file is to stand; none is replaced."""
    targets = {}
    for person in annotators:
        name = "".join("_" if sign in _FORBIDDEN else sign for sign in person.name)
        targets[person.id] = folder / f"{project.stem}-{name}{project.suffix or files.PROJECT}"
    if len({str(path).casefold() for path in targets.values()}) < len(targets):
        raise AnnotatorsInvalid(detail=_("two names make the same file name"))
    for path in targets.values():
        if path.exists():
            raise AssignmentThere(path=path)
    return targets


def _to_assign(project: Project, documents: Documents) -> dict[DocumentId, int]:
    """The documents that can be assigned, in the order of import, with their words."""
    rows = project.db.execute(
        f"SELECT id, words FROM document WHERE removed = 0 AND {_WHICH[documents]}"
        " AND number NOT IN (SELECT document FROM assignment) ORDER BY number"
    )
    return {DocumentId(document): int(words) for document, words in rows}


_WHICH: Mapping[Documents, str] = {
    "unfinished": "finished = 0 AND adjudication = 0",
    "new": "number NOT IN (SELECT document FROM document_state WHERE status <> 'new')",
    "all": "1",
}


def _begun(project: Project, documents: Collection[DocumentId]) -> dict[DocumentId, list[PersonId]]:
    rows = project.db.execute(
        "SELECT d.id, p.id FROM document_state s JOIN document d ON d.number = s.document"
        " JOIN person p ON p.number = s.person WHERE s.status <> 'new' AND p.adjudicates IS NULL"
    )
    begun: dict[DocumentId, list[PersonId]] = {}
    for document, person in rows:
        if document in documents:
            begun.setdefault(DocumentId(document), []).append(PersonId(person))
    return begun


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


def _handed(path: Path, person: Person, dealt: Deal[DocumentId, PersonId], words: Mapping[DocumentId, int]) -> Handed:
    documents = dealt.of(person.id)
    return Handed(
        path,
        person.name,
        len(documents),
        sum(words[document] for document in documents),
        sum(len(dealt.people[document]) > 1 for document in documents),
        sum(document in dealt.blind for document in documents),
    )

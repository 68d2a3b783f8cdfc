"""Dealing a project's documents out to annotators: the plan of it, and what came of it. Nothing is written here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from annotator.dealing import Deal, deal
from annotator.errors import AnnotatorsInvalid, NothingToAssign
from annotator.formats import files
from annotator.records import DocumentId, Person, PersonId
from annotator.texts import _, ngettext

if TYPE_CHECKING:
    from annotator.project.project import Project

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

    def sentence(self, *, whole_path: bool = True) -> str:
        """The file and what is in it, in words."""
        return _("{path}: {documents}, {words}; {parts}.").format(
            path=self.path if whole_path else self.path.name,
            documents=ngettext("{n} document", "{n} documents", self.documents),
            words=ngettext("{n} word", "{n} words", self.words),
            parts=_parts(self.shared, self.blind),
        )


@dataclass(frozen=True, slots=True)
class Assigned:
    """What was assigned: each annotator's file, and of how many documents, each counted once."""

    files: tuple[Handed, ...]
    documents: int
    shared: int
    blind: int
    seed: int

    def sentence(self, *, planned: bool = False) -> str:
        """How many documents were assigned, or are to be, and in which ways."""
        said = ngettext("{n} document was assigned", "{n} documents were assigned", self.documents)
        if planned:
            said = ngettext("{n} document is assigned", "{n} documents are assigned", self.documents)
        return _("{assigned}: {parts}.").format(assigned=said, parts=_parts(self.shared, self.blind))

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


@dataclass(frozen=True, slots=True)
class Terms:
    """How documents are dealt out: shares are 0–1 of the documents, a shared one goes to ``each`` people."""

    overlap: float = 0.2
    blind_share: float = 0.2
    each: int = 2
    seed: int = 0
    out: Path | None = None
    """The folder of the files, in place of that of the project."""
    documents: Documents = "unfinished"


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is to get what, and in which file."""

    annotators: Sequence[Person]
    targets: Mapping[PersonId, Path]
    words: Mapping[DocumentId, int]
    dealt: Deal[DocumentId, PersonId]
    seed: int

    @property
    def assigned(self) -> Assigned:
        """The same in figures."""
        handed = (_handed(self.targets[one.id], one, self.dealt, self.words) for one in self.annotators)
        shared, blind = len(self.dealt.shared), len(self.dealt.blind)
        return Assigned(tuple(handed), len(self.words), shared, blind, self.seed)


def plan(project: Project, people: Sequence[str], terms: Terms) -> Plan:
    """Deal the documents that are not assigned yet, in thought. Raises NothingToAssign, AnnotatorsInvalid.

    Whether the files are there already is not looked at.
    """
    annotators = [project.people.find(name) or Person(PersonId(uuid4().hex), name) for name in _names(people)]
    targets = _targets(project.path, annotators, terms.out or project.path.parent)
    words = _to_assign(project, terms.documents)
    if not words:
        raise NothingToAssign()
    dealt = deal(
        words,
        [person.id for person in annotators],
        overlap=terms.overlap,
        blind=terms.blind_share,
        each=terms.each,
        seed=terms.seed,
        begun=_begun(project, words),
    )
    return Plan(annotators, targets, words, dealt, terms.seed)


def _names(people: Sequence[str]) -> list[str]:
    names = [name.strip() for name in people]
    if not names or not all(names):
        raise AnnotatorsInvalid(detail=_("a name is missing"))
    if len(set(names)) < len(names):
        raise AnnotatorsInvalid(detail=_("a name is given twice"))
    return names


def _targets(project: Path, annotators: Sequence[Person], folder: Path) -> dict[PersonId, Path]:
    """Where each file is to stand."""
    targets = {}
    for person in annotators:
        name = "".join("_" if sign in _FORBIDDEN else sign for sign in person.name)
        targets[person.id] = folder / f"{project.stem}-{name}{project.suffix or files.PROJECT}"
    if len({str(path).casefold() for path in targets.values()}) < len(targets):
        raise AnnotatorsInvalid(detail=_("two names make the same file name"))
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


def _parts(shared: int, blind: int) -> str:
    return _(", ").join(
        [
            ngettext("{n} shared", "{n} shared", shared),
            ngettext("{n} without suggestions", "{n} without suggestions", blind),
        ]
    )

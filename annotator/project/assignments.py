"""Who is to annotate which document, and for whom it is kept blind: they see no suggestion in it, and memory is not asked.

It is made by ``assign`` and stands in the project as in each annotator's file; a merge takes the union.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.records import DocumentId, Person, PersonId

if TYPE_CHECKING:
    from annotator.project.project import Project

FORMAT = 6
"""The format of project files that have assignments."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A document that somebody is to annotate."""

    document: DocumentId
    person: PersonId
    blind: bool = False


class Assignments:
    """Reads and adds to the assignments."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._db = project.db
        self._known = project.format >= FORMAT

    @property
    def any(self) -> bool:
        """Whether anything is assigned."""
        return self._known and self._db.execute("SELECT 1 FROM assignment LIMIT 1").fetchone() is not None

    def add(self, assignments: Iterable[Assignment]) -> None:
        """Assign documents, those that are not in the project left out; what was blind stays blind. Raises ProjectReadOnly."""
        with self._project.writing():
            self._db.conn.executemany(
                "INSERT INTO assignment (document, person, blind) SELECT d.number, p.number, ? FROM document d, person p"
                " WHERE d.id = ? AND p.id = ?"
                " ON CONFLICT (document, person) DO UPDATE SET blind = max(blind, excluded.blind)",
                [(int(one.blind), one.document, one.person) for one in assignments],
            )

    def all(self) -> Iterable[Assignment]:
        """Every assignment, in the order of import."""
        return self._select("ORDER BY a.document, p.at, p.number")

    def of_document(self, document: DocumentId) -> list[Assignment]:
        """Who is to annotate the document."""
        return list(self._select("WHERE d.id = ? ORDER BY p.at, p.number", document))

    def of_person(self, person: PersonId) -> list[Assignment]:
        """What the person is to annotate, in the order of import."""
        return list(self._select("WHERE p.id = ? ORDER BY a.document", person))

    def people(self) -> list[Person]:
        """Those who have documents, in the order in which they came."""
        if not self._known:
            return []
        rows = self._db.execute(
            "SELECT id, name FROM person p WHERE EXISTS (SELECT 1 FROM assignment a WHERE a.person = p.number) ORDER BY at, number"
        )
        return [Person(PersonId(identity), name) for identity, name in rows]

    def counts(self) -> dict[str, int]:
        """How many documents each of them has, by name."""
        if not self._known:
            return {}
        rows = self._db.execute(
            "SELECT p.name, count(*) FROM assignment a JOIN person p ON p.number = a.person"
            " JOIN document d ON d.number = a.document WHERE d.removed = 0 GROUP BY p.number ORDER BY p.at, p.number"
        )
        return dict(rows.fetchall())

    def blind_for(self, person: PersonId) -> frozenset[DocumentId]:
        """The documents that are kept blind for a person."""
        return frozenset(one.document for one in self.of_person(person) if one.blind)

    def assigned(self) -> set[DocumentId]:
        """The documents that are assigned to anybody."""
        return {one.document for one in self.all()}

    def is_blind(self, document: DocumentId, person: PersonId) -> bool:
        """Whether the document is kept blind for the person."""
        if not self._known:
            return False
        row = self._db.execute(
            "SELECT 1 FROM assignment WHERE document = (SELECT number FROM document WHERE id = ?)"
            " AND person = (SELECT number FROM person WHERE id = ?) AND blind",
            [document, person],
        ).fetchone()
        return row is not None

    def blind_to_all(self, document: DocumentId) -> bool:
        """Whether everyone who is to annotate the document has it blind: its gold is to be made without suggestions, too."""
        given = self.of_document(document)
        return bool(given) and all(one.blind for one in given)

    def without_suggestions(self) -> set[DocumentId]:
        """The documents that get no suggestions in this file at all: in an annotator's own file those that are blind for them."""
        owner = self._project.annotator
        return set(self.blind_for(owner.id)) if owner else set()

    def _select(self, rest: str, *values: str) -> Iterable[Assignment]:
        if not self._known:
            return []
        rows = self._db.execute(
            "SELECT d.id, p.id, a.blind FROM assignment a JOIN document d ON d.number = a.document"
            f" JOIN person p ON p.number = a.person {rest}",
            list(values),
        )
        return (Assignment(DocumentId(document), PersonId(person), bool(blind)) for document, person, blind in rows)

"""The people of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from annotator.project.clock import now
from annotator.records import Person, PersonId

if TYPE_CHECKING:
    from annotator.project.project import Project


class People:
    """Who annotates in this project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def all(self) -> list[Person]:
        rows = self._project.db.execute("SELECT id, name FROM person ORDER BY at, id")
        return [Person(PersonId(identity), name) for identity, name in rows]

    def find(self, name: str) -> Person | None:
        return next((person for person in self.all() if person.name == name), None)

    def named(self, name: str) -> Person:
        """The person of that name, added if there is none yet."""
        person = self.find(name)
        if person is None:
            person = Person(PersonId(uuid4().hex), name)
            with self._project.writing():
                self._project.db.table("person").insert({"id": person.id, "name": person.name, "at": now()})
        return person

    def rename(self, person: PersonId, name: str) -> None:
        with self._project.writing():
            self._project.db.table("person").update(person, {"name": name})

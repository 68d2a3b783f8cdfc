"""The people of a project.

Who adjudicates does so as a person of their own, so that their annotating and their adjudicating stay apart: its id follows
from theirs, so that it is the same in every file, and it never counts as an annotator.
"""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid4, uuid5

from annotator.project.clock import now
from annotator.records import Person, PersonId
from annotator.texts import _

if TYPE_CHECKING:
    from annotator.project.project import Project

FORMAT = 6
"""The format of project files in which people adjudicate and are renamed."""


def as_adjudicator(person: Person) -> Person:
    """The same person as they adjudicate; with their first decision they join the people of a project."""
    return Person(PersonId(uuid5(NAMESPACE_OID, f"{person.id} adjudication").hex), person.name, person.id)


class People:
    """Who annotates in this project, and who adjudicates."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def all(self) -> list[Person]:
        """The annotators."""
        where = "WHERE adjudicates IS NULL " if self._project.format >= FORMAT else ""
        rows = self._project.db.execute(f"SELECT id, name FROM person {where}ORDER BY at, number")
        return [Person(PersonId(identity), name) for identity, name in rows]

    def annotating(self) -> list[Person]:
        """Those of the annotators who have begun a document here; who only leads or adjudicates has not."""
        rows = self._project.db.execute(
            "SELECT p.id FROM person p WHERE EXISTS"
            " (SELECT 1 FROM document_state s WHERE s.person = p.number AND s.status <> 'new')"
        )
        begun = {identity for (identity,) in rows}
        return [person for person in self.all() if person.id in begun]

    def names(self) -> dict[PersonId, str]:
        """The name of everyone, also of those who adjudicate."""
        name = "name"
        if self._project.format >= FORMAT:
            name = "ifnull((SELECT o.name FROM person o WHERE o.id = p.adjudicates), p.name)"
        rows = self._project.db.execute(f"SELECT p.id, {name} FROM person p")
        return {PersonId(identity): name for identity, name in rows}

    def find(self, name: str) -> Person | None:
        """The annotator of that name."""
        return next((person for person in self.all() if person.name == name), None)

    def get(self, identity: str) -> Person | None:
        """The annotator of that id."""
        return next((person for person in self.all() if person.id == identity), None)

    def named(self, name: str) -> Person:
        """The annotator of that name, added if there is none yet."""
        person = self.find(name)
        if person is None:
            person = Person(PersonId(uuid4().hex), name)
            self.add(person)
        return person

    def adjudicating_by_default(self) -> str:
        """The name of the only one who has adjudicated here; else of the user of this machine."""
        known = self.adjudicators()
        return known[0].name if len(known) == 1 else user_name()

    def add(self, person: Person) -> None:
        """Take in a person with the id that they have elsewhere; one who is here already stays."""
        with self._project.writing():
            self._project.db.conn.execute(
                "INSERT OR IGNORE INTO person (id, name, at, adjudicates) VALUES (?, ?, ?, ?)",
                [person.id, person.name, now(), person.adjudicates],
            )

    def adjudicators(self) -> list[Person]:
        """Those who have adjudicated here, as they adjudicate."""
        if self._project.format < FORMAT:
            return []
        names = self.names()
        rows = self._project.db.execute(
            "SELECT id, adjudicates FROM person WHERE adjudicates IS NOT NULL ORDER BY at, number"
        )
        return [Person(PersonId(identity), names[PersonId(identity)], PersonId(of)) for identity, of in rows]

    def rename(self, person: PersonId, name: str) -> None:
        """Give another name. Where files differ on it, the name given last holds after a merge."""
        with self._project.writing():
            self._project.db.conn.execute("UPDATE person SET name = ?, renamed = ? WHERE id = ?", [name, now(), person])


def user_name() -> str:
    """What the user of this machine is called."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return _("annotator")

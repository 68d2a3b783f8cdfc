"""A portion of a project as a project file of its own: what one annotator needs to work on the documents assigned to them.

It has the label set, the guidelines, the model in use and what memory knows. Of each document it has the text, what is shown as
suggested, and what the annotator has decided before; of one that is blind for them no suggestion.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.project.assignments import Assignment
from annotator.project.suggestions import NEWEST_RUNS
from annotator.records import Person

if TYPE_CHECKING:
    from annotator.project.project import Project

ORIGIN = "portion_of"
"""The key under which a portion keeps the id of the project that it was made of."""
_DOCUMENT = "number, id, external_id, name, imported_name, title, words, revision_of, source, meta, at, sha256, text"


def begin(path: Path, source: Project, person: Person) -> Project:
    """A new file for the annotator, without documents. Raises ProjectExists, ProjectUnavailable."""
    from annotator.project.project import Project

    made = Project.create(path, source.labels, f"{source.title} · {person.name}")
    try:
        with made.writing():
            made.people.add(person)
            made.belongs_to(person)
            values = [("guidelines", source.guidelines.read().to_json()), (ORIGIN, json.dumps(source.id))]
            made.db.conn.executemany("INSERT OR REPLACE INTO project (key, value) VALUES (?, ?)", values)
            models = source.db.execute("SELECT id, at, in_use, details, data FROM model WHERE in_use").fetchall()
            made.db.conn.executemany("INSERT INTO model (id, at, in_use, details, data) VALUES (?, ?, ?, ?, ?)", models)
    except BaseException:
        made.close()
        raise
    return made


def add(made: Project, source: Project, assignments: Iterable[Assignment]) -> None:
    """Take in some of the annotator's documents, in one transaction."""
    with made.writing():
        assignments = list(assignments)
        for one in assignments:
            number = _add_document(made, source, one)
            if not one.blind:
                _add_suggestions(made, source, number)
        made.assignments.add(assignments)
        made.decisions.take_in(
            decision
            for one in assignments
            for decision in source.decisions.of_document(one.document)
            if decision.person == one.person
        )


def remember(made: Project, source: Project) -> None:
    """Let the file know what the source's memory knows, once it has its documents.

    It is kept apart from what follows from the decisions in the file itself, so that these can be counted anew.
    """
    known = source.db.execute("SELECT first, string, label, accepted, rejected FROM memory").fetchall()
    with made.writing():
        db = made.db.conn
        db.executemany("INSERT INTO memory_given VALUES (?, ?, ?, ?, ?)", known)
        db.execute(
            "UPDATE memory_given AS given SET accepted = given.accepted - own.accepted, rejected = given.rejected - own.rejected"
            " FROM memory own WHERE (own.first, own.string, own.label) = (given.first, given.string, given.label)"
        )
        db.execute("DELETE FROM memory_given WHERE accepted <= 0 AND rejected <= 0")
        db.executemany("INSERT OR REPLACE INTO memory VALUES (?, ?, ?, ?, ?)", known)


def forget_given(made: Project, source: Project) -> None:
    """Let go what the file was given of the source's memory, when all decisions of the source come into it themselves."""
    row = made.db.execute("SELECT value FROM project WHERE key = ?", [ORIGIN]).fetchone()
    if row is None or json.loads(row[0]) != source.id:
        return
    with made.writing():
        db = made.db.conn
        db.execute(
            "UPDATE memory AS known SET accepted = known.accepted - given.accepted, rejected = known.rejected - given.rejected"
            " FROM memory_given given WHERE (given.first, given.string, given.label) = (known.first, known.string, known.label)"
        )
        db.execute("DELETE FROM memory WHERE accepted <= 0 AND rejected <= 0")
        db.execute("DELETE FROM memory_given")


def _add_document(made: Project, source: Project, one: Assignment) -> int:
    """Under the number that it has in the source, and the name that it has there now."""
    row = source.db.execute(f"SELECT {_DOCUMENT} FROM document WHERE id = ?", [one.document]).fetchone()
    number, identity, external_id, name, _imported, *rest = row
    marks = ", ".join("?" * len(row))
    made.db.conn.execute(
        f"INSERT INTO document ({_DOCUMENT}) VALUES ({marks})", [number, identity, external_id, name, name, *rest]
    )
    made.search.add(number, rest[-1])
    return int(number)


def _add_suggestions(made: Project, source: Project, number: int) -> None:
    newest = NEWEST_RUNS.format(document=number)
    runs = source.db.execute(
        f"SELECT number, id, suggester, version, details, at FROM suggestion_run WHERE number IN ({newest})"
    ).fetchall()
    db = made.db.conn
    db.executemany("INSERT OR IGNORE INTO suggestion_run VALUES (?, ?, ?, ?, ?, ?)", runs)
    db.executemany("INSERT INTO run_document VALUES (?, ?)", [(number, run[0]) for run in runs])
    db.executemany(
        "INSERT INTO suggestion VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        source.db.execute(
            'SELECT document, run, start, "end", label, source, score, reason FROM suggestion'
            f" WHERE document = {number} AND run IN ({newest})"
        ).fetchall(),
    )
    (doubt,) = source.db.execute("SELECT doubt FROM document WHERE number = ?", [number]).fetchone()
    db.execute("UPDATE document SET doubt = ? WHERE number = ?", [doubt, number])

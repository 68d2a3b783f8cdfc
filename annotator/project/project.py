"""The project file as one object: open it, ask its parts, close it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from sqlite_utils import Database

from annotator import errors
from annotator.labels import LabelSet
from annotator.project import connection, migrations
from annotator.project.assignments import Assignments
from annotator.project.backups import Backups
from annotator.project.clock import now
from annotator.project.decisions import Decisions
from annotator.project.documents import Documents
from annotator.project.guidelines import Guideline, Guidelines, shipped
from annotator.project.history import History
from annotator.project.memory import Memory
from annotator.project.models import Models
from annotator.project.people import People
from annotator.project.search import Search
from annotator.project.splits import Splits
from annotator.project.suggestions import Suggestions
from annotator.records import Person


class Project:
    """One open project. Belongs to the thread that opened it; use it as a context manager, or close it.

    Attributes:
        path: the file.
        on_network: the file lies on a network folder: it is journalled with care, and saving takes longer.
        read_only: nothing can be changed: asked for, or the file or its medium does not allow it.
        format: the number of its migrations; less than the newest only where an old file is opened for reading.
        people, documents, suggestions, models, decisions, history, memory, search, backups, guidelines,
            splits, assignments: the parts.
    """

    def __init__(self, path: Path, db: Database, *, read_only: bool) -> None:
        self.path = path
        self.db = db
        self.read_only = read_only
        self.session = uuid4().hex
        self.on_network = connection.on_network(path)
        self.format = int(db.execute("PRAGMA user_version").fetchone()[0])
        self._closed = False
        self._version = self._data_version()
        self._labels = self._read_labels()
        self.people = People(self)
        self.documents = Documents(self)
        self.suggestions = Suggestions(self)
        self.models = Models(self)
        self.memory = Memory(self)
        self.search = Search(self)
        self.decisions = Decisions(self)
        self.history = History(self)
        self.backups = Backups(self)
        self.guidelines = Guidelines(self)
        self.splits = Splits(self)
        self.assignments = Assignments(self)

    @classmethod
    def create(cls, path: Path, labels: LabelSet, title: str = "") -> Project:
        """Make a new project. Raises ProjectExists, ProjectUnavailable."""
        db = connection.create(path)
        with connection.writing(db, path):
            values = {"id": uuid4().hex, "title": title or path.stem, "created": now()}
            db.table("project").insert_all({"key": key, "value": json.dumps(value)} for key, value in values.items())
            _insert_labels(db, labels)
            if text := shipped(labels):
                db.table("project").insert({"key": "guidelines", "value": Guideline(text, 1, now()).to_json()})
        return cls(path, db, read_only=False)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Project:
        """Open a project, for reading only where it cannot be written.

        Raises ProjectMissing, ProjectForeign, ProjectNewer, ProjectBroken, ProjectBusy, ProjectUnavailable.
        """
        read_only = read_only or not connection.is_writable(path)
        db = connection.connect(path, read_only=read_only)
        try:
            with connection.explained(path):
                if not read_only:
                    migrations.migrate(db)
                return cls(path, db, read_only=read_only)
        except BaseException:
            db.conn.close()
            raise

    @property
    def title(self) -> str:
        return str(self._value("title"))

    @property
    def id(self) -> str:
        return str(self._value("id"))

    @property
    def annotator(self) -> Person | None:
        """Whose file it is, where ``assign`` made it for one annotator: they review in it unless somebody else says so."""
        return self.people.get(self._value("annotator"))

    def belongs_to(self, person: Person) -> None:
        """Let the file be that annotator's."""
        with self.writing():
            row = ["annotator", json.dumps(person.id)]
            self.db.execute("INSERT OR REPLACE INTO project (key, value) VALUES (?, ?)", row)

    def close(self) -> None:
        """Close the file. Closing again does nothing."""
        if not self._closed:
            self._closed = True
            connection.disconnect(self.db, read_only=self.read_only)

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction; within another it is part of that one. Raises ProjectReadOnly, ProjectBusy, DiskFull."""
        if self.read_only:
            raise errors.ProjectReadOnly(path=self.path)
        if self.db.conn.in_transaction:
            yield
            return
        with connection.writing(self.db, self.path):
            yield

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of a transaction that may fail by itself: none of it is stored then, and the rest can go on."""
        self.db.conn.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self.db.conn.in_transaction:
                self.db.conn.execute("ROLLBACK TO part")
            raise
        finally:
            if self.db.conn.in_transaction:
                self.db.conn.execute("RELEASE part")

    def changed_elsewhere(self) -> bool:
        """Whether another window or program has written to the file since this was last asked."""
        before, self._version = self._version, self._data_version()
        return before != self._version

    def _data_version(self) -> int:
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    def info(self) -> dict[str, Any]:
        """Counts of the whole project, under the keys of ``warraq info --json``."""
        counts = {
            "documents": "SELECT count(*) FROM document WHERE removed = 0",
            "suggestions": "SELECT count(*) FROM suggestion",
            "annotations": "SELECT count(*) FROM annotation",
            "decisions": "SELECT count(*) FROM decision",
        }
        result: dict[str, Any] = {"path": str(self.path), "title": self.title, "labels": self.labels.id}
        with connection.explained(self.path):
            for key, query in counts.items():
                result[key] = self.db.execute(query).fetchone()[0]
        result["annotators"] = [person.name for person in self.people.all()]
        result["states"] = self.documents.states()
        result["assigned"] = self.assignments.counts()
        result["adjudicated"], result["stale"] = self.documents.adjudicated()
        return result

    def _value(self, key: str) -> Any:
        row = self.db.execute("SELECT value FROM project WHERE key = ?", [key]).fetchone()
        return json.loads(row[0]) if row else ""

    @property
    def labels(self) -> LabelSet:
        """The label set as it is now, also where another window has changed it."""
        if self._label_definition() != self._labels[0]:
            self._labels = self._read_labels()
        return self._labels[1]

    def store_labels(self, labels: LabelSet) -> None:
        """Let the project have these labels in the place of those that it has; their version must be another one."""
        with self.writing():
            rows = self.db.execute("SELECT id, version, definition FROM label").fetchall()
            before = {identity: (version, definition) for identity, version, definition in rows}
            self.db.execute("DELETE FROM label")
            self.db.execute("DELETE FROM project WHERE key = 'label_set'")
            _insert_labels(self.db, labels, before)

    def _label_definition(self) -> str:
        """The set without its labels, as stored: another one for each version."""
        return str(self.db.execute("SELECT value FROM project WHERE key = 'label_set'").fetchone()[0])

    def _read_labels(self) -> tuple[str, LabelSet]:
        definition = self._label_definition()
        rows = self.db.execute("SELECT definition FROM label ORDER BY position")
        labels = [json.loads(row[0]) for row in rows]
        return definition, LabelSet.from_json({**json.loads(definition), "labels": labels})


def _insert_labels(db: Database, labels: LabelSet, before: Mapping[str, tuple[int, str]] | None = None) -> None:
    """Store a set where there is none; a label that is as it was ``before`` keeps its version, another takes the next."""
    definition = labels.to_json()
    rows = []
    for position, label in enumerate(definition.pop("labels")):
        written = json.dumps(label, ensure_ascii=False)
        version, was = (before or {}).get(label["id"], (0, ""))
        version += written != was
        rows.append({"id": label["id"], "version": version, "position": position, "definition": written})
    db.table("label").insert_all(rows)
    db.table("project").insert({"key": "label_set", "value": json.dumps(definition, ensure_ascii=False)})

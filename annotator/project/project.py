"""The project file as one object: open it, ask its parts, close it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from sqlite_utils import Database

from annotator import errors
from annotator.labels import LabelSet
from annotator.project import connection, migrations
from annotator.project.backups import Backups
from annotator.project.clock import now
from annotator.project.decisions import Decisions
from annotator.project.documents import Documents
from annotator.project.history import History
from annotator.project.memory import Memory
from annotator.project.models import Models
from annotator.project.people import People
from annotator.project.search import Search
from annotator.project.suggestions import Suggestions


class Project:
    """One open project. Belongs to the thread that opened it; use it as a context manager, or close it.

    Attributes:
        path: the file.
        on_network: the file lies on a network folder: it is journalled with care, and saving takes longer.
        read_only: nothing can be changed: asked for, or the file or its medium does not allow it.
        format: the number of its migrations; less than the newest only where an old file is opened for reading.
        labels: the label set.
        people, documents, suggestions, models, decisions, history, memory, search, backups: the parts.
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
        self.labels = self._load_labels()
        self.people = People(self)
        self.documents = Documents(self)
        self.suggestions = Suggestions(self)
        self.models = Models(self)
        self.memory = Memory(self)
        self.search = Search(self)
        self.decisions = Decisions(self)
        self.history = History(self)
        self.backups = Backups(self)

    @classmethod
    def create(cls, path: Path, labels: LabelSet, title: str = "") -> Project:
        """Make a new project. Raises ProjectExists, ProjectUnavailable."""
        db = connection.create(path)
        with connection.writing(db, path):
            values = {"id": uuid4().hex, "title": title or path.stem, "created": now()}
            db.table("project").insert_all({"key": key, "value": json.dumps(value)} for key, value in values.items())
            _store_labels(db, labels)
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
        return result

    def _value(self, key: str) -> Any:
        row = self.db.execute("SELECT value FROM project WHERE key = ?", [key]).fetchone()
        return json.loads(row[0]) if row else ""

    def _load_labels(self) -> LabelSet:
        definition = self._value("label_set")
        rows = self.db.execute("SELECT definition FROM label ORDER BY position")
        return LabelSet.from_json({**definition, "labels": [json.loads(row[0]) for row in rows]})


def _store_labels(db: Database, labels: LabelSet) -> None:
    definition = labels.to_json()
    rows = [
        {"id": label["id"], "version": 1, "position": position, "definition": json.dumps(label, ensure_ascii=False)}
        for position, label in enumerate(definition.pop("labels"))
    ]
    db.table("label").insert_all(rows)
    db.table("project").insert({"key": "label_set", "value": json.dumps(definition, ensure_ascii=False)})

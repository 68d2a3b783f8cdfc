"""The documents of a project: stored as imported, found by text, listed by page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from annotator import errors
from annotator.project.clock import now
from annotator.project.comparing import Adjudicated
from annotator.project.left import left_query
from annotator.project.search import count_words
from annotator.records import Document, DocumentId, PersonId, Record, Source, Status

if TYPE_CHECKING:
    from annotator.project.project import Project

_TITLE_LENGTH = 120


_ORDERS = {
    "import": "d.number",
    "name": "d.name, d.number",
    "length": "d.words DESC, d.number",
    "flagged": "ifnull(s.flag, 0) DESC, d.number",
    "doubt": "d.doubt DESC, d.number",
    "disagreement": "d.disagreement DESC, d.number",
}
_LATER = frozenset({"doubt", "disagreement"})
"""Orders by a column that the first format did not have."""
Only = Literal["", "flagged", "noted", "skipped"]
_ONLY: dict[Only, str] = {"flagged": "s.flag", "noted": "s.note <> ''", "skipped": "s.skipped"}


@dataclass(frozen=True, slots=True)
class Added:
    """A document is in the project; ``new`` tells whether it was not there before."""

    id: DocumentId
    new: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the document list, for one person."""

    id: DocumentId
    number: int
    name: str
    title: str
    words: int
    status: Status
    flag: bool
    note: str
    decided: int
    left: int
    skipped: bool = False
    disagreement: float = 0.0
    """The share 0–1 of the spans on which those who have begun the document differ."""
    assigned: tuple[str, ...] = ()
    """The names of those who are to annotate it, where several people have documents."""


def document_id(text: str) -> DocumentId:
    """The identity of a text."""
    return DocumentId(sha256(text.encode()).hexdigest()[:32])


class Documents:
    """Add, get and list documents."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._db = project.db
        # A file of an older format, opened for reading, lacks what came later.
        self._columns = {row[1] for table in ("document", "document_state") for row in self._table(table)}

    def add(self, record: Record, *, revision_of: DocumentId | None = None) -> Added:
        """Store a document with its text exactly as it is; a text that is stored already is recognised.

        Raises SameIdOtherText if its external id belongs to another text.
        """
        identity = document_id(record.text)
        if self._db.execute("SELECT 1 FROM document WHERE id = ?", [identity]).fetchone():
            return Added(identity, new=False)
        if record.external_id is not None and self._by_external_id(record.external_id):
            place = record.source.place or record.source.path
            raise errors.SameIdOtherText(place=place, document=record.external_id)
        name = record.name or record.external_id or identity
        with self._project.writing():
            cursor = self._db.conn.execute(
                "INSERT INTO document (id, external_id, name, imported_name, title, words, revision_of, source, meta,"
                " at, sha256, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    identity,
                    record.external_id,
                    name,
                    name,
                    _title(record.text),
                    count_words(record.text),
                    revision_of,
                    json.dumps(asdict(record.source), ensure_ascii=False),
                    json.dumps(record.meta, ensure_ascii=False),
                    now(),
                    record.source.sha256 or sha256(record.text.encode()).hexdigest(),
                    record.text,
                ],
            )
            assert cursor.lastrowid is not None
            self._project.search.add(cursor.lastrowid, record.text)
        return Added(identity, new=True)

    def get(self, document: DocumentId) -> Document:
        """The document with its text. Raises DocumentMissing."""
        row = self._db.execute(
            "SELECT name, text, source, external_id, meta, revision_of FROM document WHERE id = ?", [document]
        ).fetchone()
        if row is None:
            raise errors.DocumentMissing(document=document)
        name, text, source, external_id, meta, revision_of = row
        return Document(document, name, text, Source(**json.loads(source)), external_id, json.loads(meta), revision_of)

    def find(self, name: str) -> DocumentId:
        """The document of that id, external id, name or number. Raises DocumentMissing."""
        row = self._db.execute(
            "SELECT id FROM document WHERE id = :name OR external_id = :name OR name = :name OR number = :number"
            " ORDER BY id = :name DESC, external_id = :name DESC, name = :name DESC LIMIT 1",
            {"name": name, "number": int(name) if name.isdecimal() else -1},
        ).fetchone()
        if row is None:
            raise errors.DocumentMissing(document=name)
        return DocumentId(row[0])

    def count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM document WHERE removed = 0").fetchone()[0])

    def ids(
        self,
        person: PersonId | None = None,
        *,
        status: Status | None = None,
        only: Only = "",
        text: str = "",
        assigned: PersonId | None = None,
        order: str = "import",
        removed: bool = False,
    ) -> list[DocumentId]:
        """The documents as the list shows them: by this person's status, flag, note or skipping, by name or title, and by whom they
        are assigned to."""
        if only == "skipped" and "skipped" not in self._columns:
            return []
        conditions = ["d.removed = ?"]
        values: list[Any] = [person, removed]
        if status is not None:
            conditions.append("ifnull(s.status, 'new') = ?")
            values.append(status.value)
        if only:
            conditions.append(_ONLY[only])
        if text:
            conditions.append("(instr(d.name, ?) OR instr(d.title, ?))")
            values += [text, text]
        if assigned is not None:
            conditions.append(_ASSIGNED)
            values.append(assigned)
        rows = self._db.execute(
            f"SELECT d.id FROM {_LISTED} WHERE {' AND '.join(conditions)} ORDER BY {self._order(order)}",
            values,
        )
        return [DocumentId(identity) for (identity,) in rows]

    def first_to_do(
        self, person: PersonId, order: str = "import", besides: DocumentId | None = None
    ) -> DocumentId | None:
        """The first document in that order that the person has not finished, what was skipped last."""
        skipped = "ifnull(s.skipped, 0), " if "skipped" in self._columns else ""
        row = self._db.execute(
            f"SELECT d.id FROM {_LISTED} WHERE d.removed = 0 AND ifnull(s.status, 'new') <> 'done' AND d.id IS NOT ?"
            f" ORDER BY {skipped}{self._order(order)} LIMIT 1",
            [person, besides],
        ).fetchone()
        return DocumentId(row[0]) if row else None

    def rows(self, documents: list[DocumentId], person: PersonId | None) -> list[Row]:
        """The lines of the list for these documents, in their order."""
        several = len(self._project.assignments.people()) > 1
        names = self._project.people.names() if several else None
        return [self._row(document, person, names) for document in documents]

    def states(self) -> dict[str, int]:
        """How many documents are done by someone, begun by someone, new."""
        rows = self._db.execute(
            "SELECT CASE WHEN max(s.status = 'done') THEN 'done' WHEN max(s.status = 'in progress') THEN 'in progress'"
            " ELSE 'new' END AS state, d.number FROM document d LEFT JOIN document_state s ON s.document = d.number"
            " WHERE d.removed = 0 GROUP BY d.number"
        )
        counts = {status.value: 0 for status in Status}
        for state, _document in rows:
            counts[state] += 1
        return counts

    def adjudicated(self) -> tuple[int, int]:
        """How many documents are adjudicated, and of how many of these an annotator has changed since what was adjudicated."""
        if "adjudication" not in self._columns:
            return 0, 0
        rows = self._db.execute("SELECT adjudication, count(*) FROM document WHERE removed = 0 GROUP BY adjudication")
        counts = dict(rows.fetchall())
        return counts.get(Adjudicated.YES, 0) + counts.get(Adjudicated.STALE, 0), counts.get(Adjudicated.STALE, 0)

    def finished(self) -> set[DocumentId]:
        """The documents that anybody has finished."""
        rows = self._db.execute(
            "SELECT DISTINCT d.id FROM document_state s JOIN document d ON d.number = s.document WHERE s.status = 'done'"
        )
        return {DocumentId(identity) for (identity,) in rows}

    def progress(self, person: PersonId) -> tuple[int, int]:
        """How many documents the person has finished, of how many."""
        done = self._db.execute(
            "SELECT count(*) FROM document_state s JOIN document d ON d.number = s.document"
            " WHERE s.person = (SELECT number FROM person WHERE id = ?) AND s.status = 'done' AND d.removed = 0",
            [person],
        ).fetchone()[0]
        return int(done), self.count()

    def _row(self, document: DocumentId, person: PersonId | None, names: Mapping[PersonId, str] | None) -> Row:
        values: dict[str, Any] = {"document": document, "person": person}
        query = _ROW if "skipped" in self._columns else _OLD_ROW
        left = left_query(self._project.labels, blind=self._project.assignments.any)
        row = self._db.execute(query.format(left=left), values).fetchone()
        if row is None:
            raise errors.DocumentMissing(document=document)
        number, name, title, length, status, flag, note, decided, left, skipped, disagreement = row
        state = Status(status), bool(flag), note, decided, left, bool(skipped), disagreement
        given = self._project.assignments.of_document(document) if names else []
        assigned = tuple(names[one.person] for one in given) if names else ()
        return Row(document, number, name, title, length, *state, assigned)

    def _order(self, order: str) -> str:
        return _ORDERS["import" if order in _LATER - self._columns else order]

    def _table(self, table: str) -> list[tuple[Any, ...]]:
        return self._db.execute(f"PRAGMA table_info({table})").fetchall()

    def _by_external_id(self, external_id: str) -> bool:
        return bool(self._db.execute("SELECT 1 FROM document WHERE external_id = ?", [external_id]).fetchone())


def _title(text: str) -> str:
    """The first line with anything on it."""
    return next((line.strip()[:_TITLE_LENGTH] for line in text.splitlines() if line.strip()), "")


_ROW = """
SELECT d.number, d.name, d.title, d.words, ifnull(s.status, 'new'), ifnull(s.flag, 0), ifnull(s.note, ''),
    (SELECT count(*) FROM annotation WHERE document = d.number AND person = p.number),
    (SELECT count(*) FROM ({left})),
    ifnull(s.skipped, 0),
    CASE WHEN (SELECT count(*) FROM document_state o WHERE o.document = d.number) > 1 THEN d.disagreement ELSE 0 END
FROM document d LEFT JOIN person p ON p.id = :person
LEFT JOIN document_state s ON s.document = d.number AND s.person = p.number WHERE d.id = :document
"""
_ASSIGNED = "d.number IN (SELECT document FROM assignment WHERE person = (SELECT number FROM person WHERE id = ?))"
_OLD_ROW = _ROW.replace("s.skipped", "0").replace("d.disagreement", "0")
_LISTED = (
    "document d LEFT JOIN document_state s ON s.document = d.number"
    " AND s.person = (SELECT number FROM person WHERE id = ?)"
)

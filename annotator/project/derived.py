"""The tables derived from the log: annotations, answers, states and what memory knows of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from annotator.project.comparing import compare
from annotator.project.memory import Memory
from annotator.project.numbers import number_of
from annotator.project.state import (
    DocumentState,
    Effect,
    Outcome,
    Replay,
    span_from_body,
    span_to_body,
)
from annotator.records import (
    Annotation,
    AnnotationId,
    Decision,
    DecisionId,
    DocumentId,
    LabelId,
    PersonId,
    Span,
    Status,
)

_PER_PERSON = ("annotation", "annotation_alias", "answer", "document_state")
_UNCOMPARED = "disagreement = 0, finished = 0, adjudication = 0"


class Derived:
    """Reads and writes the derived tables; ``advance`` and ``replace`` run inside the transaction that appends."""

    def __init__(self, db: Database, memory: Memory) -> None:
        self._db = db
        self._memory = memory
        self._held: tuple[int, DocumentState] | None = None

    def load(self, document: DocumentId, person: PersonId) -> DocumentState:
        """The state as stored: what a replay of the log would give, at the cost of reading it."""
        state = DocumentState(document, person)
        key = self._key(document, person)
        rows = self._db.execute(
            'SELECT id, start, "end", label, answers, note FROM annotation WHERE document = ? AND person = ?', key
        )
        for identity, start, end, label, answers, note in rows:
            span = Span(start, end, LabelId(label))
            proposal = span_from_body(json.loads(answers)) if answers else None
            annotation = Annotation(AnnotationId(identity), document, person, span, proposal, note)
            state.annotations[annotation.id] = annotation
            state.by_span[span] = annotation.id
        rows = self._db.execute(
            'SELECT start, "end", label, outcome FROM answer WHERE document = ? AND person = ?', key
        )
        for start, end, label, outcome in rows:
            state.answers[Span(start, end, LabelId(label))] = Outcome(outcome)
        rows = self._db.execute("SELECT alias, annotation FROM annotation_alias WHERE document = ? AND person = ?", key)
        state.aliases.update((AnnotationId(alias), AnnotationId(identity)) for alias, identity in rows)
        found = self._db.execute("SELECT * FROM document_state WHERE document = ? AND person = ?", key)
        row = found.fetchone()
        if row:
            stored = dict(zip((column[0] for column in found.description), row, strict=True))
            state.status, state.flag, state.note = Status(stored["status"]), bool(stored["flag"]), stored["note"]
            # A file of an older format, opened for reading, does not have these.
            state.skipped = bool(stored.get("skipped"))
            directions = json.loads(stored.get("directions", "{}"))
            state.directions = {int(at): direction for at, direction in directions.items()}
            state.adjudicated = DecisionId(stored["adjudicated"]) if stored.get("adjudicated") else None
            state.notes = {(start, end): text for start, end, text in json.loads(stored.get("notes", "[]"))}
        return state

    def advance(self, document: DocumentId, decisions: Sequence[Decision]) -> bool:
        """Apply the newest decisions of one person to the stored state. False if one of them has no effect:
        the log may then hold what this state has not seen, and the document must be replayed."""
        state = self._current(document, decisions[0].person)
        before = dict(state.annotations)
        answered = dict(state.answers)
        status = state.status
        self._held = None
        whole = Effect()
        for decision in decisions:
            effect = state.apply(decision)
            if effect.void:
                return False
            whole.annotations |= effect.annotations
            whole.answers |= effect.answers
        self._write(state, before, answered, whole.annotations, whole.answers)
        compare(self._db, number_of(self._db, "document", document), alone=state.status is status)
        # The other connection's commits move data_version; our own do not.
        self._held = (self._data_version(), state)
        return True

    def replace(self, document: DocumentId, replayed: Replay) -> None:
        """Store what a replay gave, changing only the rows that differ."""
        self._held = None
        for person, state in replayed.states.items():
            old = self.load(document, person)
            changed = {
                identity
                for identity in old.annotations.keys() | state.annotations.keys()
                if old.annotations.get(identity) != state.annotations.get(identity)
            }
            answers = {
                span
                for span in old.answers.keys() | state.answers.keys()
                if old.answers.get(span) != state.answers.get(span)
            }
            self._write(state, old.annotations, old.answers, changed, answers)
        compare(self._db, number_of(self._db, "document", document))
        name = replayed.name
        self._db.conn.execute(
            "UPDATE document SET name = ifnull(?, imported_name), removed = ? WHERE id = ?",
            [name, replayed.removed, document],
        )

    def drop(self, document: DocumentId) -> None:
        """Delete every derived row of a document."""
        self._held = None
        number = number_of(self._db, "document", document)
        for table in _PER_PERSON:
            self._db.execute(f"DELETE FROM {table} WHERE document = ?", [number])
        self._db.execute(f"UPDATE document SET {_UNCOMPARED} WHERE number = ?", [number])

    def forget(self) -> None:
        """Drop what is held in memory: its transaction was rolled back."""
        self._held = None

    def clear(self) -> None:
        """Empty every derived table."""
        self._held = None
        for table in (*_PER_PERSON, "memory"):
            self._db.execute(f"DELETE FROM {table}")
        self._db.execute("INSERT INTO memory SELECT * FROM memory_given")
        self._db.execute(f"UPDATE document SET name = imported_name, removed = 0, {_UNCOMPARED}")

    def _current(self, document: DocumentId, person: PersonId) -> DocumentState:
        if self._held is not None:
            version, state = self._held
            if version == self._data_version() and (state.document, state.person) == (document, person):
                return state
        return self.load(document, person)

    def _key(self, document: DocumentId, person: PersonId) -> tuple[int, int]:
        # Who only looks into a project that cannot be written is not in it: of such a reader nothing is stored.
        row = self._db.execute("SELECT number FROM person WHERE id = ?", [person]).fetchone()
        return number_of(self._db, "document", document), int(row[0]) if row else 0

    def _data_version(self) -> int:
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def _write(
        self,
        state: DocumentState,
        before: dict[AnnotationId, Annotation],
        answered: dict[Span, Outcome],
        annotations: Iterable[AnnotationId],
        answers: Iterable[Span],
    ) -> None:
        key, annotations, answers = self._key(state.document, state.person), list(annotations), list(answers)
        self._write_annotations(key, state, annotations)
        self._write_answers(key, state, answers)
        self._write_state(key, state)
        self._remember(state, before, answered, annotations, answers)

    def _write_annotations(
        self, key: tuple[int, int], state: DocumentState, annotations: Sequence[AnnotationId]
    ) -> None:
        document, person = key
        conn = self._db.conn
        conn.executemany(
            "DELETE FROM annotation WHERE document = ? AND person = ? AND id = ?",
            [(document, person, identity) for identity in annotations if identity not in state.annotations],
        )
        conn.executemany(
            "INSERT OR REPLACE INTO annotation VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (document, person, *_annotation_row(state.annotations[identity]))
                for identity in annotations
                if identity in state.annotations
            ],
        )
        conn.execute("DELETE FROM annotation_alias WHERE document = ? AND person = ?", [document, person])
        conn.executemany(
            "INSERT INTO annotation_alias VALUES (?, ?, ?, ?)",
            [(document, person, alias, identity) for alias, identity in state.aliases.items()],
        )

    def _write_answers(self, key: tuple[int, int], state: DocumentState, answers: Sequence[Span]) -> None:
        document, person = key
        conn = self._db.conn
        conn.executemany(
            'DELETE FROM answer WHERE document = ? AND person = ? AND start = ? AND "end" = ? AND label = ?',
            [(document, person, s.start, s.end, s.label) for s in answers if s not in state.answers],
        )
        conn.executemany(
            "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)",
            [
                (document, person, s.start, s.end, s.label, state.answers[s].value)
                for s in answers
                if s in state.answers
            ],
        )

    def _write_state(self, key: tuple[int, int], state: DocumentState) -> None:
        self._db.conn.execute(
            "INSERT OR REPLACE INTO document_state"
            " (document, person, status, flag, note, skipped, directions, adjudicated, notes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *key,
                state.status.value,
                int(state.flag),
                state.note,
                int(state.skipped),
                json.dumps(state.directions, sort_keys=True),
                state.adjudicated or "",
                json.dumps([[*place, text] for place, text in sorted(state.notes.items())], ensure_ascii=False),
            ],
        )

    def _remember(
        self,
        state: DocumentState,
        before: dict[AnnotationId, Annotation],
        answered: dict[Span, Outcome],
        annotations: list[AnnotationId],
        answers: list[Span],
    ) -> None:
        """Tell memory what is newly stood by or rejected, and what no longer is."""
        spans: list[tuple[Span, int, int]] = []
        for identity in annotations:
            if identity in before:
                spans.append((before[identity].span, -1, 0))
            if identity in state.annotations:
                spans.append((state.annotations[identity].span, 1, 0))
        for span in answers:
            change = (state.answers.get(span) is Outcome.REJECTED) - (answered.get(span) is Outcome.REJECTED)
            spans.append((span, 0, change))
        self._memory.add(state.document, spans)


def _annotation_row(annotation: Annotation) -> tuple[str | int | None, ...]:
    span = annotation.span
    answers = json.dumps(span_to_body(annotation.answers), ensure_ascii=False) if annotation.answers else None
    return (
        annotation.id,
        span.start,
        span.end,
        span.label,
        answers,
        annotation.note,
    )

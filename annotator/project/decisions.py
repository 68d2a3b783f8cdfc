"""The log of decisions: appended, never changed; what is derived from it is kept current in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from annotator.project.clock import device
from annotator.project.derived import Derived
from annotator.project.state import DocumentState, Replay, replay
from annotator.records import (
    MEMORY,
    AnnotationId,
    Decision,
    DecisionId,
    DocumentId,
    Kind,
    LabelId,
    Manner,
    PersonId,
    Span,
    Step,
    StepId,
)

if TYPE_CHECKING:
    from annotator.project.project import Project

_COLUMNS = "id, step, person, document, kind, body, annotation, evidence, manner, seen, at, clock, device, session"
_ON_SPANS = (Kind.ADD, Kind.ACCEPT, Kind.REJECT, Kind.REMOVE, Kind.RELABEL, Kind.RESIZE)
_WHOLE_DOCUMENT = frozenset({Kind.UNDO, Kind.RENAME_DOCUMENT, Kind.REMOVE_DOCUMENT})


@dataclass(frozen=True, slots=True)
class Committed:
    """A step is stored. ``stale`` names its documents to which this person has also written from elsewhere."""

    step: StepId
    stale: frozenset[DocumentId]


class Decisions:
    """Append steps, read the log, find what can be undone.

    ``opened_at`` is the clock at which the project was opened: what this person did in another window since is not undone here.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._db = project.db
        self._derived = Derived(project.db, project.memory)
        self.opened_at = self._clock()
        self._known: dict[DocumentId, int] = {}

    # Writing

    def append(self, step: Step) -> Committed:
        """Store a step and bring what is derived up to date, in one transaction.

        Raises ProjectReadOnly, ProjectBusy, DiskFull; the file is then as it was.
        """
        documents = {decision.document for decision in step.decisions}
        try:
            with self._project.writing():
                stored = self._dated(step)
                stale = frozenset(document for document in documents if self._is_stale(document, stored[0].person))
                self._insert(stored, here=True)
                for document in documents:
                    self._derive(document, [decision for decision in stored if decision.document == document])
        except BaseException:
            self._derived.forget()
            raise
        for document in documents & self._known.keys():
            self._known[document] = stored[-1].clock
        return Committed(step.id, stale)

    def take_in(self, decisions: Iterable[Decision]) -> int:
        """Add decisions from another file, those that are here already left out; gives how many were new."""
        new = [decision for decision in decisions if not self._has(decision.id)]
        with self._project.writing():
            self._insert(new, here=False)
            for document in {decision.document for decision in new}:
                self._replay(document)
        return len(new)

    def forget(self, document: DocumentId) -> None:
        """Empty what is derived of a document that is about to be erased."""
        everyone = {decision.person for decision in self.of_document(document)}
        states = {person: DocumentState(document, person) for person in everyone}
        self._derived.replace(document, Replay(states, None, False, []))
        self._derived.drop(document)
        self._known.pop(document, None)

    def rebuild(self) -> None:
        """Make everything derived anew from the log."""
        with self._project.writing():
            self._derived.clear()
            rows = self._db.execute("SELECT DISTINCT document FROM decision").fetchall()
            for (document,) in rows:
                self._replay(DocumentId(document))

    def _dated(self, step: Step) -> list[Decision]:
        clock, session = self._clock(), self._project.session
        return [
            replace(decision, clock=clock + place, device=device(), session=session)
            for place, decision in enumerate(step.decisions, 1)
        ]

    def _insert(self, decisions: Sequence[Decision], *, here: bool) -> None:
        self._db.conn.executemany(
            f"INSERT INTO decision ({_COLUMNS}, here) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*_to_row(decision), int(here)) for decision in decisions],
        )

    def _derive(self, document: DocumentId, decisions: Sequence[Decision]) -> None:
        whole = any(decision.kind in _WHOLE_DOCUMENT for decision in decisions)
        if whole or not self._derived.advance(document, decisions):
            self._replay(document)

    def _replay(self, document: DocumentId) -> None:
        self._derived.replace(document, replay(document, self.of_document(document)))

    # Reading

    def state(self, document: DocumentId, person: PersonId, *, in_hand: bool = True) -> DocumentState:
        """What the person stands by in the document now; of one taken in hand a later step tells whether it is stale."""
        if in_hand:
            self._known[document] = self._latest(document)
        return self._derived.load(document, person)

    def spans(self, document: DocumentId, person: PersonId) -> list[Span]:
        """What the person stands by in the document now, in reading order."""
        rows = self._db.execute(
            'SELECT start, "end", label FROM annotation WHERE document = (SELECT number FROM document WHERE id = ?)'
            ' AND person = (SELECT number FROM person WHERE id = ?) ORDER BY start, "end" DESC, label',
            [document, person],
        )
        return [Span(start, end, LabelId(label)) for start, end, label in rows]

    def of_document(self, document: DocumentId) -> list[Decision]:
        """The document's decisions in order (clock, id), of everyone."""
        return self._select("document = ? ORDER BY clock, id", [document])

    def of_step(self, step: StepId, document: DocumentId | None = None, limit: int = -1) -> list[Decision]:
        """The step's decisions in order, in one document or in all; the first ``limit`` of them."""
        here = " AND document = ?" if document else ""
        return self._select(f"step = ?{here} ORDER BY clock, id LIMIT ?", [step, *filter(None, [document]), limit])

    def answers(self, person: PersonId, limit: int = 2_000) -> list[tuple[float, bool]]:
        """How this person answered the last suggestions: the score 0–1 and whether it was accepted as it was.

        Only what was answered one by one or stood in view counts: the rest was accepted unread.
        """
        rows = self._db.execute(
            "SELECT kind, annotation, evidence FROM decision WHERE person = ? AND kind IN"
            " ('accept', 'reject', 'relabel', 'resize') AND evidence <> '[]' AND (manner = 'one' OR seen > 0)"
            " ORDER BY clock DESC, id DESC LIMIT ?",
            [person, limit],
        )
        found = []
        for kind, annotation, evidence in rows:
            # Changing what stands already says nothing of the proposal: it was accepted before.
            if kind in (Kind.ACCEPT, Kind.REJECT) or annotation is None:
                found.append((_weighed(json.loads(evidence)), kind == Kind.ACCEPT))
        return found

    def count_on_spans(self, step: StepId) -> int:
        """How many decisions of a step are on a span each."""
        kinds = ", ".join("?" * len(_ON_SPANS))
        query = f"SELECT count(*) FROM decision WHERE step = ? AND kind IN ({kinds})"
        return int(self._db.execute(query, [step, *_ON_SPANS]).fetchone()[0])

    def all(self) -> Iterable[Decision]:
        """The whole log, one decision at a time."""
        return map(_from_row, self._db.execute(f"SELECT {_COLUMNS} FROM decision ORDER BY clock, id"))

    def count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM decision").fetchone()[0])

    # Undo

    def undoable(self, person: PersonId) -> StepId | None:
        """The newest holding step that this person made here: in this window, or before it was opened."""
        return self._newest(person, redo=False)

    def redoable(self, person: PersonId) -> StepId | None:
        """The newest holding undo of this person here, unless something else was decided since."""
        return self._newest(person, redo=True)

    def _newest(self, person: PersonId, *, redo: bool) -> StepId | None:
        rows = self._db.execute(
            "SELECT step, kind, body, manner, here, session, clock FROM decision WHERE person = ?"
            " ORDER BY clock DESC, id DESC",
            [person],
        )
        taken_back: set[str] = set()
        for step, kind, body, manner, here, session, clock in rows:
            if step in taken_back or manner == Manner.IMPORT:
                continue
            in_reach = here and (session == self._project.session or clock <= self.opened_at)
            undo = json.loads(body) if kind == Kind.UNDO else None
            if undo is not None:
                taken_back.add(undo["undoes"])
            if undo is None or "jump" in undo:  # a return to an earlier state is work like any other
                if in_reach:
                    return None if redo else StepId(step)
            elif redo and in_reach and not undo["redo"]:
                return StepId(step)
        return None

    # Parts

    def _clock(self) -> int:
        return int(self._db.execute("SELECT ifnull(max(clock), 0) FROM decision").fetchone()[0])

    def _latest(self, document: DocumentId) -> int:
        row = self._db.execute("SELECT ifnull(max(clock), 0) FROM decision WHERE document = ?", [document]).fetchone()
        return int(row[0])

    def _is_stale(self, document: DocumentId, person: PersonId) -> bool:
        if document not in self._known:
            return False
        # The plus keeps SQLite to the index of the document: by the person it would read all their later decisions.
        query = "SELECT 1 FROM decision WHERE document = ? AND clock > ? AND +person = ? AND session <> ? LIMIT 1"
        values = [document, self._known[document], person, self._project.session]
        return self._db.execute(query, values).fetchone() is not None

    def _has(self, decision: DecisionId) -> bool:
        return self._db.execute("SELECT 1 FROM decision WHERE id = ?", [decision]).fetchone() is not None

    def _select(self, where: str, values: list[Any]) -> list[Decision]:
        return [_from_row(row) for row in self._db.execute(f"SELECT {_COLUMNS} FROM decision WHERE {where}", values)]


def _weighed(evidence: Sequence[Mapping[str, Any]]) -> float:
    """The score 0–1 that the reviewer saw: memory's, or that of the surest."""
    remembered = [float(one["score"]) for one in evidence if one["source"] == MEMORY]
    return remembered[0] if remembered else max(float(one["score"]) for one in evidence)


def _to_row(decision: Decision) -> tuple[Any, ...]:
    return (
        decision.id,
        decision.step,
        decision.person,
        decision.document,
        decision.kind.value,
        json.dumps(decision.body, ensure_ascii=False),
        decision.annotation,
        json.dumps(decision.evidence, ensure_ascii=False),
        decision.manner.value,
        decision.seen,
        decision.at,
        decision.clock,
        decision.device,
        decision.session,
    )


def _from_row(row: Sequence[Any]) -> Decision:
    identity, step, person, document, kind, body, annotation, evidence, manner, *rest = row
    return Decision(
        DecisionId(identity),
        StepId(step),
        PersonId(person),
        DocumentId(document),
        Kind(kind),
        json.loads(body),
        AnnotationId(annotation) if annotation else None,
        tuple(json.loads(evidence)),
        Manner(manner),
        *rest,
    )

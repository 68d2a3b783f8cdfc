"""What was done, step by step, and the way back to any state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator import errors
from annotator.project.clock import new_id
from annotator.project.state import taken_back, undone
from annotator.records import AnnotationId, Decision, DecisionId, DocumentId, Kind, Manner, PersonId, StepId

if TYPE_CHECKING:
    from annotator.page import Item
    from annotator.project.project import Project

PAGE = 100
"""Steps that are read at a time."""
FEW = 50
"""Decisions of a step that are read with it; a step of more is told by their number."""


@dataclass(frozen=True, slots=True)
class Past:
    """A step of the log, other than an undo."""

    step: StepId
    person: PersonId
    at: str
    """UTC, ISO 8601."""
    manner: Manner
    decisions: tuple[Decision, ...]
    """The first ``FEW`` of them; where one document is asked about, those in it."""
    count: int
    """How many decisions there are, in all its documents."""
    documents: int
    holds: bool
    own: bool
    """Whether it was made here by who asks, so that the state after it can be had again."""
    newest: tuple[int, DecisionId]
    """Clock and id of its newest decision: what comes before it is the next page."""


@dataclass(frozen=True, slots=True)
class Way:
    """How to come to a state: the steps to be named by undos, each with its documents, and what comes of it."""

    undoes: tuple[tuple[StepId, tuple[DocumentId, ...]], ...]
    taken_back: int
    brought_back: int
    documents: frozenset[DocumentId]
    """Those in which anything changes."""


@dataclass(frozen=True, slots=True)
class _Undo:
    """A row of the log that takes a step back. ``own`` is one that can be taken back here in its turn."""

    step: StepId
    undoes: StepId
    document: DocumentId
    clock: int
    own: bool


class History:
    """Reads the log as people remember it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._db = project.db

    def steps(
        self, reader: PersonId, document: DocumentId | None = None, before: Past | None = None, limit: int = PAGE
    ) -> list[Past]:
        """The steps of the reader, or everyone's that touch a document: the newest first, those before one already known."""
        where, values = ("document = ?", [document]) if document else ("person = ?", [reader])
        bound = " AND (clock, id) < (?, ?)" if before else ""
        rows = self._db.execute(
            f"SELECT step, clock, id FROM decision WHERE {where} AND kind <> 'undo'{bound} ORDER BY clock DESC, id DESC",
            [*values, *(before.newest if before else ())],
        )
        gone = self.gone(reader, document)
        found: dict[str, Past | None] = {}
        listed = 0
        for step, clock, identity in rows:
            if step in found:
                continue
            newest = (clock, DecisionId(identity))
            known = before is not None and self._reaches_past(step, where, values, newest)
            found[step] = None if known else self._past(step, reader, document, step not in gone, newest)
            listed += not known
            if listed == limit:
                break
        return [past for past in found.values() if past is not None]

    def way_to(self, reader: PersonId, step: StepId | None, document: DocumentId | None = None) -> Way:
        """The way to what held right after a step of the reader made here, or before the first one; of one document, or of all.

        What others did, what was imported and what came by a merge stays as it is. Raises StepOutOfReach.
        """
        clock = self._clock_of(reader, step) if step else 0
        undos = self._undos(reader)
        after = self._after(reader, clock)
        touched = defaultdict(set, {one: set(documents) for one, documents in after.items()})
        for undo in undos:
            touched[undo.undoes].add(undo.document)
            touched[undo.step].add(undo.document)
        work = touched.keys() - {undo.step for undo in undos}
        gone = taken_back([(undo.step, undo.undoes) for undo in undos])
        then = taken_back([(undo.step, undo.undoes) for undo in undos if not undo.own or undo.clock <= clock])
        then |= after.keys()
        unwanted = {one for one in work if one in (gone if document and document not in touched[one] else then)}
        named = _named(undos, work, unwanted)
        changed = [one for one in work if (one in gone) != (one in unwanted)]
        return Way(
            tuple((one, tuple(sorted(touched[one]))) for one in sorted(named)),
            sum(one in unwanted for one in changed),
            sum(one in gone for one in changed),
            frozenset(place for one in changed for place in touched[one]),
        )

    def of_span(self, document: DocumentId, item: Item) -> list[tuple[Decision, bool]]:
        """The decisions of everyone that made, changed or answered a span, the oldest first, and whether each holds.

        They follow the annotation through new labels and new edges, back to the proposal it came from.
        """
        decisions = self._project.decisions.of_document(document)
        gone = undone(decisions)
        spoken = [one for one in decisions if one.kind in _ON_SPANS]
        chain = {one.id: _borne(one, item.annotation) for one in spoken if _speaks_of(one, item.annotation)}
        spans = {(item.span.start, item.span.end, item.span.label)}.union(*chain.values())
        return [(one, one.step not in gone) for one in spoken if one.id in chain or spans.intersection(_spans(one))]

    # Parts

    def _past(
        self, step: str, reader: PersonId, document: DocumentId | None, holds: bool, newest: tuple[int, DecisionId]
    ) -> Past:
        count, documents, own = self._db.execute(
            f"SELECT count(*), count(DISTINCT document), min({_OWN}) FROM decision WHERE step = ?",
            [*self._own(), step],
        ).fetchone()
        decisions = self._project.decisions.of_step(StepId(step), document, FEW)
        first = decisions[0]
        own = bool(own) and first.person == reader
        return Past(
            StepId(step), first.person, first.at, first.manner, tuple(decisions), count, documents, holds, own, newest
        )

    def _reaches_past(self, step: str, where: str, values: list[Any], newest: tuple[int, DecisionId]) -> bool:
        """Whether the step has a newer decision too: then it was on an earlier page."""
        query = f"SELECT 1 FROM decision WHERE step = ? AND {where} AND (clock, id) > (?, ?)"
        return self._db.execute(query, [step, *values, *newest]).fetchone() is not None

    def gone(self, reader: PersonId, document: DocumentId | None = None) -> set[StepId]:
        """The steps that do not hold, of the reader or of a document."""
        if document is None:
            return taken_back([(undo.step, undo.undoes) for undo in self._undos(reader)])
        rows = self._db.execute(
            "SELECT step, json_extract(body, '$.undoes') FROM decision WHERE document = ? AND kind = 'undo'"
            " ORDER BY clock, id",
            [document],
        )
        return taken_back([(StepId(step), StepId(undoes)) for step, undoes in rows])

    def _undos(self, reader: PersonId) -> list[_Undo]:
        rows = self._db.execute(
            f"SELECT step, json_extract(body, '$.undoes'), document, clock, {_OWN} FROM decision"
            " WHERE person = ? AND kind = 'undo' ORDER BY clock, id",
            [*self._own(), reader],
        )
        return [
            _Undo(StepId(step), StepId(undoes), DocumentId(document), clock, bool(own))
            for step, undoes, document, clock, own in rows
        ]

    def _after(self, reader: PersonId, clock: int) -> dict[StepId, set[DocumentId]]:
        """The work of the reader since that clock that can be taken back here, and the documents of each step."""
        rows = self._db.execute(
            f"SELECT step, document FROM decision WHERE person = ? AND clock > ? AND kind <> 'undo'"
            f" AND manner <> 'import' AND {_OWN}",
            [reader, clock, *self._own()],
        )
        after: dict[StepId, set[DocumentId]] = defaultdict(set)
        for step, document in rows:
            after[StepId(step)].add(DocumentId(document))
        return dict(after)

    def _clock_of(self, reader: PersonId, step: StepId) -> int:
        row = self._db.execute(
            "SELECT max(clock), min(person = ? AND here AND kind <> 'undo') FROM decision WHERE step = ?",
            [reader, step],
        ).fetchone()
        if not row[1]:
            raise errors.StepOutOfReach()
        return int(row[0])

    def _own(self) -> tuple[str, int]:
        return self._project.session, self._project.decisions.opened_at


_OWN = "(here AND (session = ? OR clock <= ?))"
_ON_SPANS = frozenset(
    {Kind.ADD, Kind.ACCEPT, Kind.REJECT, Kind.REMOVE, Kind.RELABEL, Kind.RESIZE, Kind.IMPORT, Kind.NOTE}
)


def _named(undos: list[_Undo], work: Iterable[StepId], unwanted: set[StepId]) -> set[StepId]:
    """The steps that one more undo has to name so that of the work all holds but what is unwanted.

    To bring a step back the undos that name it are taken back. That brings back whatever else they named,
    undos too, so that it is looked at again until all is as wanted.
    """
    jump = StepId(new_id())
    log = [(undo.step, undo.undoes) for undo in undos]
    named: set[StepId] = set()
    while True:
        gone = taken_back([*log, *((jump, one) for one in named)])
        more = {one for one in work if one in unwanted and one not in gone}
        more |= {
            undo.step
            for undo in undos
            if undo.own and undo.step not in gone and undo.undoes in gone and undo.undoes in work
            if undo.undoes not in unwanted
        }
        if more <= named:
            return named
        named |= more


def _speaks_of(decision: Decision, annotation: AnnotationId | None) -> bool:
    """Whether the decision made the annotation, or is about it."""
    return annotation is not None and (decision.annotation == annotation or decision.id == annotation.partition(":")[0])


def _borne(decision: Decision, annotation: AnnotationId | None) -> list[tuple[int, int, str]]:
    """The spans that the annotation has had by this decision: of an import its own alone."""
    place = (annotation or "").partition(":")[2]
    return _spans(decision)[int(place) :][:1] if place and decision.kind is Kind.IMPORT else _spans(decision)


def _spans(decision: Decision) -> list[tuple[int, int, str]]:
    bodies = [decision.body[key] for key in ("before", "after") if key in decision.body]
    imported = [(start, end, label) for start, end, label in decision.body.get("spans", ())]
    return [(body["start"], body["end"], body["label"]) for body in bodies] + imported

"""Changing a project's label set: what it would do, told before it is done; and doing it, in one transaction."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from annotator.draft import decision
from annotator.errors import LabelSetChanged
from annotator.label_breaks import Breaks
from annotator.label_editing import LabelChange, settled
from annotator.labels import Label, LabelSet
from annotator.project import label_use
from annotator.project.clock import new_id
from annotator.project.comparing import adjudication, basis_to_body, fresh, stood_by
from annotator.project.label_use import PLACES, Share, marks
from annotator.project.state import span_to_body
from annotator.records import (
    Decision,
    DocumentId,
    Kind,
    LabelId,
    Manner,
    PersonId,
    Place,
    Span,
    Status,
    Step,
    StepId,
    place_in,
    reading_order,
)

if TYPE_CHECKING:
    from annotator.project.project import Project

Work = Generator[tuple[int, int], None, "Preview"]
"""Yields how far it is: so many done, of how many."""
BATCH = 50
"""Documents whose decisions are appended at a time."""


@dataclass(frozen=True, slots=True)
class LabelEffect:
    """What becomes of one label. ``before`` is None for a new one, ``after`` for one that goes without a trace."""

    before: Label | None
    after: Label | None
    nesting: bool = False
    """Whether other labels may stand in it, or it in others, than before."""
    removed: bool = False
    """Whether its annotations are removed."""
    shares: tuple[Share, ...] = ()
    suggestions: int = 0
    """Open ones."""
    places: tuple[Place, ...] = ()

    @property
    def label(self) -> Label:
        """The label as it will be, or as it was."""
        label = self.after or self.before
        assert label is not None
        return label

    @property
    def changed(self) -> bool:
        return self.before != self.after or self.nesting

    @property
    def annotations(self) -> int:
        return sum(share.annotations for share in self.shares)

    @property
    def carries(self) -> bool:
        """Whether decisions will be taken on its annotations."""
        moves = self.after is not None and self.after.retired and self.after.into is not None
        return bool(self.annotations) and (moves or self.removed)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change does to a project."""

    before: LabelSet
    after: LabelSet
    effects: tuple[LabelEffect, ...]
    broken: int = 0
    """How many spans newly break the rules; they stay as they are."""
    broken_places: tuple[tuple[Place, str], ...] = ()
    """The first of them, and why."""

    @property
    def empty(self) -> bool:
        """Whether nothing would be different."""
        return not self.effects and not _differ(self.before, self.after)


def preview(project: Project, change: LabelChange) -> Work:
    """What the change would do. Raises LabelSetChanged."""
    yield 0, 0
    change = _settled(project, change)
    old = project.labels
    effects = _effects(old, change)
    known = [effect.before.id for effect in effects if effect.before is not None]
    shares = label_use.shares(project, known)
    waiting = label_use.open_suggestions(project, known)
    counted = []
    for effect in effects:
        label = effect.label.id
        if label in shares:
            places = label_use.places(project, label)
            effect = replace(effect, shares=shares[label], places=places)
        effect = replace(effect, suggestions=waiting.get(label, 0))
        # Of a label that was retired before there is something to tell only where some of its spans are still to be carried.
        if effect.changed or effect.carries:
            counted.append(effect)
    broken, first = yield from _broken(project, Breaks(old, change))
    return Preview(old, change.labels, tuple(counted), broken, first)


def apply(project: Project, change: LabelChange) -> Work:
    """Store the set and carry its changes through the annotations: all of it, or nothing.

    Each person's spans of a retired label become what it was retired into, or are removed where that was asked for, as one step
    of that person. Gives what was changed, without its counts. Raises LabelSetChanged, ProjectReadOnly.
    """
    with project.writing():
        change = _settled(project, change)
        old = project.labels
        new = replace(change.labels, version=old.version + 1) if _differ(old, change.labels) else old
        if new is not old:
            project.store_labels(new)
        moving = _moving(change)
        people = _people(project, moving)
        adjudicated = fresh(project.db)
        done, total = 0, sum(people.values())
        for person in people:
            step = StepId(new_id())
            for documents in _batches(project, person, moving):
                yield done, total
                decisions = [one for number in documents for one in _carried(project, change, step, person, number)]
                project.decisions.append(Step(step, tuple(decisions)))
                done += sum(1 for one in decisions if one.kind in (Kind.RELABEL, Kind.REMOVE))
        for document in adjudicated - fresh(project.db):
            _adjudicate_again(project, document)
        yield done, total
    return Preview(old, new, tuple(effect for effect in _effects(old, change) if effect.changed))


def _settled(project: Project, change: LabelChange) -> LabelChange:
    """The change with what is used kept, and annotations removed only where nothing takes their label's place."""
    old = project.labels
    if change.labels.version != old.version:
        raise LabelSetChanged()
    missing = [label.id for label in old.labels if label.id not in change.labels]
    labels = settled(old, change, label_use.used(project, missing))
    ended = {label.id for label in labels.retired if label.into is None}
    return LabelChange(labels, change.removed & ended)


def _differ(old: LabelSet, new: LabelSet) -> bool:
    return replace(old, version=0) != replace(new, version=0)


def _effects(old: LabelSet, change: LabelChange) -> list[LabelEffect]:
    """What becomes of each label that is different, or retired."""
    new = change.labels
    effects = []
    for label in [*old.labels, *(label for label in new.labels if label.id not in old)]:
        before = old.get(label.id) if label.id in old else None
        after = new.get(label.id) if label.id in new else None
        nesting = before is not None and after is not None and _nesting(old, label.id) != _nesting(new, label.id)
        effect = LabelEffect(before, after, nesting, label.id in change.removed)
        if effect.changed or (after is not None and after.retired):
            effects.append(effect)
    return effects


def _nesting(labels: LabelSet, label: LabelId) -> tuple[frozenset[LabelId], frozenset[LabelId]]:
    """What may stand in a label, and in what it may stand."""
    return labels.nests.get(label, frozenset()), frozenset(
        other for other in labels.nests if labels.may_nest(label, other)
    )


def _moving(change: LabelChange) -> list[LabelId]:
    """The labels whose annotations do not stay as they are."""
    return [label.id for label in change.labels.retired if label.into is not None or label.id in change.removed]


def _people(project: Project, moving: list[LabelId]) -> dict[PersonId, int]:
    """Who has annotations of these labels, and how many."""
    rows = project.db.execute(
        "SELECT p.id, count(*) FROM annotation a JOIN person p ON p.number = a.person"
        f" WHERE a.label IN ({marks(moving)}) GROUP BY p.id ORDER BY p.id",
        moving,
    )
    return {PersonId(person): count for person, count in rows}


def _batches(project: Project, person: PersonId, moving: list[LabelId]) -> Iterator[list[int]]:
    """The numbers of the documents in which a person has annotations of these labels, some at a time."""
    rows = project.db.execute(
        "SELECT DISTINCT document FROM annotation WHERE person = (SELECT number FROM person WHERE id = ?)"
        f" AND label IN ({marks(moving)}) ORDER BY document",
        [person, *moving],
    )
    numbers = [number for (number,) in rows]
    for place in range(0, len(numbers), BATCH):
        yield numbers[place : place + BATCH]


def _carried(project: Project, change: LabelChange, step: StepId, person: PersonId, number: int) -> Iterator[Decision]:
    """The decisions that bring a person's annotations in a document to the new set; its own state stays as it was."""
    (document,) = project.db.execute("SELECT id FROM document WHERE number = ?", [number]).fetchone()
    state = project.decisions.state(DocumentId(document), person)
    for annotation in sorted(state.annotations.values(), key=lambda one: reading_order(one.span)):
        label = annotation.span.label
        now = change.labels.current(label)
        body: dict[str, object] = {"before": span_to_body(annotation.span), "answers": []}
        if now is not None and now != label:
            kind = Kind.RELABEL
            body["after"] = span_to_body(annotation.span._replace(label=now))
        elif label in change.removed:
            kind = Kind.REMOVE
        else:
            continue
        details = {"annotation": annotation.id, "manner": Manner.CARRIED}
        yield decision(step, person, state.document, kind, body, **details)
    # A decision on a span begins a document anew: it stays finished, or skipped, as it was.
    for stands, kind, value in (
        (state.status is Status.DONE, Kind.STATUS, Status.DONE.value),
        (state.skipped, Kind.SKIP, True),
    ):
        if stands:
            yield decision(step, person, state.document, kind, {"value": value}, manner=Manner.CARRIED)


def _adjudicate_again(project: Project, number: int) -> None:
    """Let an adjudication rest on the annotators' spans under their new labels: in substance they have not changed."""
    held = adjudication(project.db, number)
    assert held is not None
    now = stood_by(project.db, number)
    (document,) = project.db.execute("SELECT id FROM document WHERE number = ?", [number]).fetchone()
    basis = basis_to_body({person: now.get(person, frozenset()) for person in held.basis})
    body = {"value": Status.DONE.value, "basis": basis}
    step = StepId(new_id())
    again = decision(step, held.person, DocumentId(document), Kind.STATUS, body, manner=Manner.ADJUDICATE)
    project.decisions.append(Step(step, (again,)))


def _broken(
    project: Project, breaks: Breaks
) -> Generator[tuple[int, int], None, tuple[int, tuple[tuple[Place, str], ...]]]:
    """How many spans newly break the rules, and the first of them with the reason."""
    count = 0
    first: list[tuple[Place, str]] = []
    last = project.db.execute("SELECT ifnull(max(number), 0) FROM document").fetchone()[0]
    for document, person, near in _spans(project, breaks.labels):
        if document % BATCH == 0:
            yield document, last
        if not breaks.suspected(near):
            continue
        whole = [span for _document, _person, spans in _spans(project, None, document, person) for span in spans]
        found = breaks.found(whole)
        count += len(found)
        for conflict in found[: PLACES - len(first)]:
            first.append((_place(project, document, conflict.span), conflict.reason()))
    return count, tuple(first)


def _place(project: Project, document: int, span: Span) -> Place:
    row = project.db.execute("SELECT id, name, text FROM document WHERE number = ?", [document]).fetchone()
    identity, name, text = row
    return place_in(DocumentId(identity), name, text, span.start, span.end)


def _spans(
    project: Project, labels: frozenset[LabelId] | None, document: int = 0, person: int = 0
) -> Iterator[tuple[int, int, list[Span]]]:
    """The annotations by document and person (their numbers): those of these labels or of all, of everyone or of one person in one."""
    if labels is not None and not labels:
        return
    conditions, values = ["1"], list[str | int]()
    if labels is not None:
        conditions.append(f"label IN ({marks(labels)})")
        values += labels
    if document:
        conditions.append("document = ? AND person = ?")
        values += [document, person]
    rows = project.db.execute(
        f'SELECT document, person, start, "end", label FROM annotation WHERE {" AND ".join(conditions)}'
        " ORDER BY document, person",
        values,
    )
    for (number, of), group in groupby(rows, lambda row: row[:2]):
        yield number, of, [Span(start, end, LabelId(label)) for _document, _person, start, end, label in group]

"""What a person stands by in a document: a pure function of the decisions, taken in the order (clock, id)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from annotator.records import (
    Annotation,
    AnnotationId,
    Decision,
    DecisionId,
    DocumentId,
    Kind,
    LabelId,
    Manner,
    PersonId,
    Span,
    Status,
    StepId,
)


class Outcome(StrEnum):
    """How a proposal was answered."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    RIVAL = "rival"
    """Another span was chosen in its place."""


def span_to_body(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "label": span.label}


def span_from_body(body: Mapping[str, Any]) -> Span:
    return Span(body["start"], body["end"], LabelId(body["label"]))


@dataclass(slots=True)
class Effect:
    """What a decision changed in the state."""

    annotations: set[AnnotationId] = field(default_factory=set)
    answers: set[Span] = field(default_factory=set)
    spans: set[Span] = field(default_factory=set)
    """Every span that looks different now."""
    void: bool = False
    """The decision spoke of an annotation that does not stand."""


@dataclass(slots=True)
class DocumentState:
    """The state of one document for one person. ``apply`` takes the next decision in order."""

    document: DocumentId
    person: PersonId
    annotations: dict[AnnotationId, Annotation] = field(default_factory=dict)
    by_span: dict[Span, AnnotationId] = field(default_factory=dict)
    answers: dict[Span, Outcome] = field(default_factory=dict)
    aliases: dict[AnnotationId, AnnotationId] = field(default_factory=dict)
    status: Status = Status.NEW
    flag: bool = False
    note: str = ""
    skipped: bool = False
    """Left for later; whatever is decided on a span ends it."""
    directions: dict[int, str] = field(default_factory=dict)
    """By where a paragraph begins: ``rtl`` or ``ltr``, where a reader has said so."""
    adjudicated: DecisionId | None = None
    """The decision by which an adjudicator finished it, as long as nothing that they decided since opens it again."""
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    """By the stretch ``[start, end)`` of text that a note is on, whether anything stands there or not."""

    def apply(self, decision: Decision) -> Effect:
        effect = Effect()
        match decision.kind:
            case Kind.ADD | Kind.ACCEPT:
                self._stand(AnnotationId(decision.id), span_from_body(decision.body["after"]), decision, effect)
            case Kind.RELABEL | Kind.RESIZE:
                self._change(decision, effect)
            case Kind.REMOVE:
                self._remove(decision, effect)
            case Kind.IMPORT:
                for place, (start, end, label) in enumerate(decision.body["spans"]):
                    made = AnnotationId(f"{decision.id}:{place}")
                    self._stand(made, Span(start, end, LabelId(label)), decision, effect)
                if decision.body.get("done"):
                    self.status, self.skipped = Status.DONE, False
                    return effect
            case Kind.REJECT:
                pass
            case Kind.STATUS:
                self._set_status(decision)
            case Kind.SKIP:
                self.skipped = bool(decision.body["value"])
            case Kind.FLAG:
                self.flag = bool(decision.body["value"])
            case Kind.NOTE:
                self._note(decision, effect)
            case Kind.DIRECTION:
                self._direct(decision.body["value"])
            case _:
                return effect
        if effect.void:
            return effect
        self._answer(decision, effect)
        if decision.kind in _SPAN_KINDS:
            self.status, self.skipped = Status.IN_PROGRESS, False
            if decision.manner is not Manner.CARRIED:
                self.adjudicated = None
        return effect

    def resolve(self, annotation: AnnotationId | None) -> Annotation | None:
        """The standing annotation of that id, aliases followed."""
        while annotation in self.aliases:
            annotation = self.aliases[annotation]
        return self.annotations.get(annotation) if annotation else None

    def _stand(self, made: AnnotationId, span: Span, decision: Decision, effect: Effect) -> None:
        effect.spans.add(span)
        standing = self.by_span.get(span)
        if standing is not None:
            # The same span and label from two devices: the lower id stands, the other is its alias.
            if standing <= made:
                self.aliases[made] = standing
                effect.annotations.add(standing)
                return
            self.annotations[made] = replace(self.annotations.pop(standing), id=made)
            self.aliases[standing] = made
            effect.annotations.add(standing)
        else:
            proposal = decision.body.get("before")
            answers = span_from_body(proposal) if proposal else span if decision.kind is Kind.ACCEPT else None
            self.annotations[made] = Annotation(made, self.document, self.person, span, answers)
        self.by_span[span] = made
        effect.annotations.add(made)

    def _change(self, decision: Decision, effect: Effect) -> None:
        after = span_from_body(decision.body["after"])
        if decision.annotation is None:  # a proposal is corrected as it is accepted
            effect.spans.add(span_from_body(decision.body["before"]))
            self._stand(AnnotationId(decision.id), after, decision, effect)
            return
        annotation = self.resolve(decision.annotation)
        if annotation is None:
            effect.void = True
            return
        effect.spans |= {annotation.span, after}
        effect.annotations.add(annotation.id)
        rival = self.by_span.get(after)
        del self.by_span[annotation.span]
        if rival is not None and rival != annotation.id:
            stays, goes = sorted((rival, annotation.id))
            kept = self.annotations[stays]
            del self.annotations[goes]
            self.aliases[goes] = stays
            effect.annotations.add(rival)
            annotation = kept
        self.annotations[annotation.id] = replace(annotation, span=after)
        self.by_span[after] = annotation.id

    def _remove(self, decision: Decision, effect: Effect) -> None:
        annotation = self.resolve(decision.annotation)
        if annotation is None:
            effect.void = True
            return
        del self.annotations[annotation.id]
        del self.by_span[annotation.span]
        effect.annotations.add(annotation.id)
        effect.spans.add(annotation.span)

    def _set_status(self, decision: Decision) -> None:
        self.status, self.skipped = Status(decision.body["value"]), False
        if decision.manner is not Manner.CARRIED:  # what is carried over leaves everything as it was
            finished = self.status is Status.DONE and decision.manner is Manner.ADJUDICATE
            self.adjudicated = decision.id if finished else None

    def _note(self, decision: Decision, effect: Effect) -> None:
        if "start" in decision.body:
            place, text = (int(decision.body["start"]), int(decision.body["end"])), str(decision.body["value"])
            self.notes.pop(place, None)
            if text:
                self.notes[place] = text
            return
        if decision.annotation is None:
            self.note = str(decision.body["value"])
            return
        annotation = self.resolve(decision.annotation)
        if annotation is None:
            effect.void = True
            return
        self.annotations[annotation.id] = replace(annotation, note=str(decision.body["value"]))
        effect.annotations.add(annotation.id)
        effect.spans.add(annotation.span)

    def _direct(self, value: Mapping[str, Any]) -> None:
        if value["direction"] in ("rtl", "ltr"):
            self.directions[int(value["at"])] = value["direction"]
        else:
            self.directions.pop(int(value["at"]), None)

    def _answer(self, decision: Decision, effect: Effect) -> None:
        for answered in decision.body.get("answers", ()):
            span = span_from_body(answered)
            self.answers[span] = Outcome(answered["outcome"])
            effect.answers.add(span)
            effect.spans.add(span)


_SPAN_KINDS = frozenset({Kind.ADD, Kind.ACCEPT, Kind.REJECT, Kind.REMOVE, Kind.RELABEL, Kind.RESIZE, Kind.IMPORT})


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    return sorted(decisions, key=lambda decision: (decision.clock, decision.id))


def undone(decisions: Iterable[Decision]) -> set[StepId]:
    """The steps that do not hold: a step holds unless a holding undo names it. Expects the order (clock, id)."""
    return taken_back([(one.step, StepId(one.body["undoes"])) for one in decisions if one.kind is Kind.UNDO])


def holding(decisions: Sequence[Decision]) -> list[Decision]:
    """Those of a document, in the order (clock, id), that no undo has taken back."""
    gone = undone(decisions)
    return [one for one in decisions if one.step not in gone]


def taken_back(undos: Sequence[tuple[StepId, StepId]]) -> set[StepId]:
    """What the undos amount to, each given as its own step and the one it names, in the order (clock, id)."""
    gone: set[StepId] = set()
    for step, undoes in reversed(undos):
        if step not in gone:
            gone.add(undoes)
    return gone


@dataclass(slots=True)
class Replay:
    """A document's whole log made state: of each person, and what holds for everyone."""

    states: dict[PersonId, DocumentState]
    name: str | None
    """The name given last, where it was renamed."""
    removed: bool
    void: list[DecisionId]
    """Decisions without effect, as what they speak of does not stand."""


def replay(document: DocumentId, decisions: Iterable[Decision]) -> Replay:
    """The state that a document's decisions amount to, whatever order they are given in."""
    ordered = in_order(decisions)
    gone = undone(ordered)
    result = Replay({}, None, False, [])
    for decision in ordered:
        state = result.states.setdefault(decision.person, DocumentState(document, decision.person))
        if decision.step in gone:
            continue
        if decision.kind is Kind.RENAME_DOCUMENT:
            result.name = str(decision.body["value"])
        elif decision.kind is Kind.REMOVE_DOCUMENT:
            result.removed = True
        elif state.apply(decision).void:
            result.void.append(decision.id)
    return result

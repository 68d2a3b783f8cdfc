"""A document in hand: its text, what its reviewer stands by and what is still proposed. In memory, without a window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.label_reading import as_now
from annotator.labels import LabelSet
from annotator.project.memory import SHOWN
from annotator.project.state import DocumentState
from annotator.records import (
    MEMORY,
    Annotation,
    AnnotationId,
    Document,
    LabelId,
    PersonId,
    Span,
    Status,
    Step,
    Suggestion,
)
from annotator.spans import SpanIndex
from annotator.text.folding import fold


class ItemState(StrEnum):
    SUGGESTED = "suggested"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Item:
    """A span on the page: an annotation, or a proposal that waits for an answer, with the evidence for it."""

    span: Span
    annotation: AnnotationId | None
    suggestions: tuple[Suggestion, ...]
    note: str = ""

    @property
    def decided(self) -> bool:
        return self.annotation is not None

    @property
    def state(self) -> ItemState:
        return ItemState.DECIDED if self.decided else ItemState.SUGGESTED

    @property
    def best(self) -> Suggestion | None:
        """The surest evidence."""
        return max(self.suggestions, key=lambda suggestion: suggestion.score, default=None)

    @property
    def score(self) -> float:
        """The probability 0–1: memory's, which has weighed the others', or that of the surest evidence; 1 for what was made by hand."""
        return _probability(self.suggestions)

    @property
    def reason(self) -> str:
        return self.best.reason if self.best else ""


class Page:
    """One document for one reviewer. ``apply`` takes a step; ``items`` is what there is to see, in stepping order."""

    def __init__(
        self, document: Document, state: DocumentState, suggestions: Iterable[Suggestion], labels: LabelSet
    ) -> None:
        self.document = document
        self.state = state
        self.labels = labels
        self.version = 0
        self._evidence = _by_span(as_now(suggestions, labels, state))
        self._proposals = SpanIndex(self._evidence)
        self._annotated = SpanIndex(state.by_span)
        waiting = filter(self._is_open, self._proposals)
        self._spans = SpanIndex([*state.by_span, *waiting]) if state.by_span else SpanIndex(waiting, in_order=True)

    @property
    def person(self) -> PersonId:
        return self.state.person

    @property
    def status(self) -> Status:
        return self.state.status

    @property
    def flag(self) -> bool:
        return self.state.flag

    @property
    def note(self) -> str:
        return self.state.note

    @property
    def skipped(self) -> bool:
        return self.state.skipped

    @property
    def decided_count(self) -> int:
        return len(self._annotated)

    @property
    def left_count(self) -> int:
        return len(self._spans) - len(self._annotated)

    @property
    def annotated(self) -> list[Span]:
        """The spans stood by, in reading order."""
        return list(self._annotated)

    def propose(self, suggestions: Iterable[Suggestion], source: str) -> frozenset[Span]:
        """Replace the evidence of one source; gives every span that looks different now."""
        fresh = _by_span(as_now(suggestions, self.labels, self.state))
        touched = set()
        for span in self._evidence.keys() | fresh.keys():
            before = self._evidence.get(span, ())
            others = tuple(suggestion for suggestion in before if suggestion.source != source)
            now = (*others, *fresh.get(span, ()))
            if now == before:
                continue
            touched.add(span)
            if now:
                self._evidence[span] = now
                self._proposals.add(span)
            else:
                del self._evidence[span]
                self._proposals.discard(span)
            self._place(span)
        if touched:
            self.version += 1
        return frozenset(touched)

    def items(self) -> list[Item]:
        """Annotations and open proposals by start, outer before inner."""
        return [self._item(span) for span in self._spans]

    def strings(self) -> frozenset[str]:
        """The strings that are marked or proposed, folded."""
        return frozenset(fold(self.document.text[span.start : span.end]) for span in self._spans)

    def undecided(self) -> list[Item]:
        return [item for item in self.items() if not item.decided]

    def by_doubt(self) -> list[Span]:
        """What was proposed, answered or not, the nearest to even odds first; equal doubts in stepping order."""
        ranked = [
            (abs(_probability(evidence) - 0.5), span.start, -span.end, span)
            for span, evidence in self._evidence.items()
        ]
        ranked.sort()
        return [span for _doubt, _start, _end, span in ranked]

    def alike(self, here: Span, label: LabelId, by: int) -> Item | None:
        """The next (1) or previous (-1) item of a label from a place in stepping order, round the end of the document."""
        found = next((span for span in self._spans.onward(here, by) if span.label == label), None)
        return None if found is None else self._item(found)

    def item(self, span: Span) -> Item | None:
        """The item of exactly this span and label, if it is on the page."""
        return self._item(span) if span in self._spans else None

    def inside(self, start: int, end: int) -> list[Item]:
        """The items that share a character with ``[start, end)``."""
        return [self._item(span) for span in self._spans.overlapping(start, end)]

    def at(self, offset: int) -> list[Item]:
        """The items over the character at the offset, innermost first."""
        return self.inside(offset, offset + 1)[::-1]

    def annotation(self, item: Item) -> Annotation | None:
        return self.state.resolve(item.annotation)

    def standing(self, start: int, end: int) -> list[Span]:
        """The spans stood by that share a character with ``[start, end)``."""
        return self._annotated.overlapping(start, end)

    def evidence(self, span: Span) -> tuple[Suggestion, ...]:
        """What is proposed at exactly this span and label, answered or not."""
        return self._evidence.get(span, ())

    def rivals(self, span: Span) -> list[Item]:
        """The open proposals that could not stand beside this span."""
        return [
            item
            for item in self.inside(span.start, span.end)
            if not item.decided and item.span != span and self.labels.conflict(item.span, [span]) is not None
        ]

    def disputed(self, span: Span) -> bool:
        """Whether an open proposal waits beside another that has the same or crossing edges and could not stand with it."""
        if span in self.state.by_span:
            return False
        near = self._spans.overlapping(span.start, span.end)
        rivals = (other for other in near if other != span and other not in self.state.by_span)
        return any(
            self.labels.conflict(other, [span]) is not None
            for other in rivals
            if other.crosses(span) or (other.start, other.end) == (span.start, span.end)
        )

    def apply(self, step: Step) -> frozenset[Span]:
        """Take a step of this reviewer on this document; gives every span that looks different now."""
        touched: set[Span] = set()
        for decision in step.decisions:
            touched |= self.state.apply(decision).spans
        for span in touched:
            self._place(span)
        for span in list(touched):
            for proposal in self._proposals.overlapping(span.start, span.end):
                if self._place(proposal):
                    touched.add(proposal)
        self.version += 1
        return frozenset(touched)

    def _place(self, span: Span) -> bool:
        """Put a span on the page or take it off, as the state has it; whether that changed anything."""
        if span in self.state.by_span:
            self._annotated.add(span)
        else:
            self._annotated.discard(span)
        shown = span in self.state.by_span or self._is_open(span)
        if shown == (span in self._spans):
            return False
        (self._spans.add if shown else self._spans.discard)(span)
        return True

    def _is_open(self, span: Span) -> bool:
        """Whether a proposal waits for an answer: unanswered, not rejected elsewhere already, and nothing stands that rules it out."""
        evidence = self._evidence.get(span)
        if evidence is None or span in self.state.answers or span in self.state.by_span:
            return False
        remembered = _remembered(evidence)
        if remembered is not None and remembered < SHOWN:
            return False
        standing = self._annotated.overlapping(span.start, span.end) if self.state.by_span else []
        return not standing or self.labels.conflict(span, standing) is None

    def _item(self, span: Span) -> Item:
        identity = self.state.by_span.get(span)
        note = self.state.annotations[identity].note if identity else ""
        return Item(span, identity, self._evidence.get(span, ()), note)


def _by_span(suggestions: Iterable[Suggestion]) -> dict[Span, tuple[Suggestion, ...]]:
    found: dict[Span, tuple[Suggestion, ...]] = {}
    for suggestion in suggestions:
        alone = (suggestion,)
        if (known := found.setdefault(suggestion.span, alone)) is not alone:
            found[suggestion.span] = (*known, suggestion)
    return found


def _probability(suggestions: Sequence[Suggestion]) -> float:
    """As ``Item.score`` has it."""
    if len(suggestions) == 1:
        return suggestions[0].score  # as nearly always, and asked for all spans of a long document at once
    remembered = _remembered(suggestions)
    return remembered if remembered is not None else max((one.score for one in suggestions), default=1.0)


def _remembered(suggestions: Iterable[Suggestion]) -> float | None:
    """The score of memory, if it knows the string."""
    for one in suggestions:
        if one.source == MEMORY:
            return one.score
    return None

"""Decisions in the making: drawn up on a page, each checked against what stands and against those before it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotator import errors
from annotator.page import Item, Page
from annotator.project.clock import new_id, now
from annotator.project.state import Outcome, span_to_body
from annotator.records import (
    AnnotationId,
    Decision,
    DecisionId,
    DocumentId,
    Kind,
    LabelId,
    Manner,
    PersonId,
    Span,
    StepId,
    Suggestion,
)
from annotator.spans import SpanIndex
from annotator.texts import language


def decision(
    step: StepId,
    person: PersonId,
    document: DocumentId,
    kind: Kind,
    body: dict[str, Any],
    **details: Any,
) -> Decision:
    """A decision taken now, not yet stored."""
    return Decision(DecisionId(new_id()), step, person, document, kind, body, at=now(), **details)


class Draft:
    """The decisions of one step on one page. A refused one raises SpanNotAllowed and leaves the draft as it was."""

    def __init__(self, page: Page, step: StepId, *, manner: Manner = Manner.ONE, seen: float = 0.0) -> None:
        self.decisions: list[Decision] = []
        self.step = step
        self._page = page
        self._manner = manner
        self._seen = seen
        self._standing = SpanIndex()
        self._gone: set[Span] = set()
        self._answered: set[Span] = set()

    def accept(self, item: Item, seen: float | None = None) -> None:
        """Stand by a proposal; ``seen`` is for this one, where the step's own does not hold for all."""
        self._check(item.span)
        self._stand(Kind.ACCEPT, item.span, [(item.span, Outcome.ACCEPTED)], item.suggestions, seen=seen)

    def confirm(self, item: Item) -> None:
        """Stand by what stands already: the proposal behind it is answered."""
        body = {"after": span_to_body(item.span), "answers": self._take([(item.span, Outcome.ACCEPTED)])}
        self.decisions.append(self._decide(Kind.ACCEPT, body, None, item.suggestions))

    def reject(self, item: Item) -> None:
        answers = self._take([(item.span, Outcome.REJECTED)])
        self._append(Kind.REJECT, {"before": span_to_body(item.span), "answers": answers}, item)

    def remove(self, item: Item, outcome: Outcome = Outcome.REJECTED) -> None:
        """Take an annotation away; the proposals behind it are answered."""
        annotation = self._page.annotation(item)
        proposed = {item.span} if item.suggestions else set()
        if annotation is not None and annotation.answers is not None:
            proposed.add(annotation.answers)
        body = {
            "before": span_to_body(item.span),
            "answers": self._take([(span, outcome) for span in sorted(proposed)]),
        }
        self._append(Kind.REMOVE, body, item)
        self._gone.add(item.span)
        self._standing.discard(item.span)

    def change(self, kind: Kind, item: Item, after: Span) -> None:
        """Relabel or resize; a proposal is accepted in its corrected form."""
        if after == item.span:
            return
        if after.label != item.span.label:
            self._check_given(after.label)
        self._check(after, besides=item.span)
        answers = [] if item.decided else [(item.span, Outcome.CORRECTED)]
        if (other := self._page.item(after)) is not None and not other.decided:
            answers.append((after, Outcome.ACCEPTED))
        self._gone.add(item.span)
        self._stand(kind, after, answers, item.suggestions, before=item.span, annotation=item.annotation)

    def add(self, span: Span) -> None:
        """Mark a stretch of text; where the same is proposed, that is accepted."""
        item = self._page.item(span)
        if item is not None and not item.decided:
            self.accept(item)
            return
        self._check_given(span.label)
        self._check(span)
        self._stand(Kind.ADD, span, [], ())

    def replace(self, items: list[Item], spans: list[Span]) -> None:
        """Put other spans in the place of these, as splitting and merging do."""
        for item in items:
            if item.decided:
                self.remove(item, Outcome.CORRECTED)
            self._gone.add(item.span)
        open_items = [(item.span, Outcome.CORRECTED) for item in items if not item.decided]
        for span in spans:
            self._check(span)
            self._stand(Kind.ADD, span, open_items, ())

    def _check_given(self, label: LabelId) -> None:
        """That it is no retired label: spans that have one keep it, others do not get it."""
        found = self._page.labels.get(label)
        if found.retired:
            raise errors.LabelRetired(label=found.name(language()))

    def _check(self, span: Span, besides: Span | None = None) -> None:
        text = self._page.document.text
        if not 0 <= span.start < span.end <= len(text):
            raise errors.SpanOutsideText(
                place=self._page.document.name, start=span.start, end=span.end, length=len(text)
            )
        label = self._page.labels.get(span.label)
        standing = [s for s in self._page.standing(span.start, span.end) if s not in self._gone and s != besides]
        conflict = self._page.labels.conflict(span, [*standing, *self._standing.overlapping(span.start, span.end)])
        if conflict is not None:
            raise errors.SpanNotAllowed(label=label.name(language()), reason=conflict.reason())

    def _stand(
        self,
        kind: Kind,
        span: Span,
        answers: list[tuple[Span, Outcome]],
        evidence: Iterable[Suggestion],
        *,
        before: Span | None = None,
        annotation: AnnotationId | None = None,
        seen: float | None = None,
    ) -> None:
        """Decide that a span stands: its rivals are answered too."""
        rivals = [(rival.span, Outcome.RIVAL) for rival in self._page.rivals(span)]
        body: dict[str, Any] = {"after": span_to_body(span), "answers": self._take([*answers, *rivals])}
        if before is not None:
            body["before"] = span_to_body(before)
        self.decisions.append(self._decide(kind, body, annotation, evidence, seen))
        self._standing.add(span)

    def _take(self, answers: list[tuple[Span, Outcome]]) -> list[dict[str, Any]]:
        """Each proposal is answered once in a step."""
        fresh = [(span, outcome) for span, outcome in answers if span not in self._answered]
        self._answered.update(span for span, _outcome in fresh)
        return [{**span_to_body(span), "outcome": outcome.value} for span, outcome in fresh]

    def _append(self, kind: Kind, body: dict[str, Any], item: Item) -> None:
        self.decisions.append(self._decide(kind, body, item.annotation, item.suggestions))

    def _decide(
        self,
        kind: Kind,
        body: dict[str, Any],
        annotation: AnnotationId | None,
        evidence: Iterable[Suggestion],
        seen: float | None = None,
    ) -> Decision:
        return decision(
            self.step,
            self._page.person,
            self._page.document.id,
            kind,
            body,
            annotation=annotation,
            evidence=tuple({"run": s.run, "source": s.source, "score": s.score} for s in evidence),
            manner=self._manner,
            seen=self._seen if seen is None else seen,
        )

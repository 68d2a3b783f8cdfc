"""Who decided what about a span, read from the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.page import Item
from annotator.records import Decision, Span
from desktop.panels.current_span import DECIDED, Line, when

if TYPE_CHECKING:
    from annotator.records import DocumentId
    from annotator.review import Review


def history(review: Review, document: DocumentId, item: Item) -> list[Line]:
    """The decisions of everyone that made, changed or answered the span, the oldest first."""
    people = {person.id: person.name for person in review.project.people.all()}
    decisions = review.project.decisions.of_document(document)
    return [
        Line(people.get(one.person, ""), DECIDED[one.kind](), when(one.at))
        for one in decisions
        if one.kind in DECIDED and _speaks_of(one, item)
    ]


def _speaks_of(decision: Decision, item: Item) -> bool:
    if item.annotation and item.annotation in (decision.annotation, decision.id):
        return True
    bodies = [decision.body.get("before"), decision.body.get("after")]
    return any(body and _span(body) == item.span for body in bodies) or any(
        Span(*made) == item.span for made in decision.body.get("spans", ())
    )


def _span(body: dict[str, Any]) -> Span:
    return Span(body["start"], body["end"], body["label"])

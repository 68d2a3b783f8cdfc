"""Who decided what about a span, read from the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.page import Item
from annotator.project.adjudications import KEY
from annotator.records import Decision, Kind, Manner
from annotator.texts import _
from desktop.canvas.wording import suggester
from desktop.panels.current_span import DECIDED, Line, when

if TYPE_CHECKING:
    from annotator.records import DocumentId, PersonId
    from annotator.review import Review


def history(
    review: Review, document: DocumentId, item: Item, names: Mapping[PersonId, str] | None = None
) -> list[Line]:
    """The runs that proposed the span, and the decisions of everyone that made, changed or answered it: the oldest first.

    ``names`` are those that people are to be called by; their own where none are given.
    """
    people = review.project.people.names() | dict(names or {})
    moments = review.project.suggestions.moments()
    lines = [
        (moments[one.run], Line(suggester(one), _("suggested"), when(moments[one.run])))
        for one in item.suggestions
        if one.run in moments
    ]
    for decision, holds in review.project.history.of_span(document, item):
        what = _decided(decision)
        said = what if holds else _("{what}, taken back").format(what=what)
        lines.append((decision.at, Line(people.get(decision.person, ""), said, when(decision.at))))
    return [line for _at, line in sorted(lines, key=lambda dated: dated[0])]


def _decided(decision: Decision) -> str:
    if decision.manner is Manner.ADJUDICATE and decision.kind is not Kind.NOTE:
        by_rule = bool((decision.body.get(KEY) or {}).get("rule"))
        return _("settled by a rule") if by_rule else _("adjudicated")
    return DECIDED[decision.kind]()

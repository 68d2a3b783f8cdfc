"""Who decided what about a span, read from the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


def history(review: Review, document: DocumentId, item: Item) -> list[Line]:
    """The runs that proposed the span, and the decisions of everyone that made, changed or answered it: the oldest first."""
    return [line for _at, line in sorted(dated(review, document, item, {}), key=lambda told: told[0])]


def dated(
    review: Review, document: DocumentId, item: Item, names: Mapping[PersonId, str]
) -> Iterator[tuple[str, Line]]:
    """The same in any order, each with its moment (UTC, ISO 8601); ``names`` are used in the place of people's own."""
    people = review.project.people.names() | dict(names)
    moments = review.project.suggestions.moments()
    for one in item.suggestions:
        if one.run in moments:
            yield moments[one.run], Line(suggester(one), _("suggested"), when(moments[one.run]))
    for decision, holds in review.project.history.of_span(document, item):
        what = _decided(decision)
        said = what if holds else _("{what}, taken back").format(what=what)
        yield decision.at, Line(people.get(decision.person, ""), said, when(decision.at))


def _decided(decision: Decision) -> str:
    if decision.manner is Manner.ADJUDICATE and decision.kind is not Kind.NOTE:
        by_rule = bool((decision.body.get(KEY) or {}).get("rule"))
        return _("settled by a rule") if by_rule else _("adjudicated")
    return DECIDED[decision.kind]()

"""Who decided what about a span, read from the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.page import Item
from annotator.texts import _
from desktop.canvas.wording import suggester
from desktop.panels.current_span import DECIDED, Line, when

if TYPE_CHECKING:
    from annotator.records import DocumentId
    from annotator.review import Review


def history(review: Review, document: DocumentId, item: Item) -> list[Line]:
    """The runs that proposed the span, and the decisions of everyone that made, changed or answered it: the oldest first."""
    people = {person.id: person.name for person in review.project.people.all()}
    moments = review.project.suggestions.moments()
    lines = [
        (moments[one.run], Line(suggester(one), _("suggested"), when(moments[one.run])))
        for one in item.suggestions
        if one.run in moments
    ]
    for decision, holds in review.project.history.of_span(document, item):
        what = DECIDED[decision.kind]()
        said = what if holds else _("{what}, taken back").format(what=what)
        lines.append((decision.at, Line(people.get(decision.person, ""), said, when(decision.at))))
    return [line for _at, line in sorted(lines, key=lambda dated: dated[0])]

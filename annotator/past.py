"""The history in words: what each step did, whose it was, and where it can be seen."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.project.history import PAGE, Past
from annotator.records import DocumentId
from annotator.review import Review
from annotator.step_words import describe, spans_of
from annotator.texts import ngettext


@dataclass(frozen=True, slots=True)
class Told:
    """A step as it is told to a reader."""

    past: Past
    who: str
    what: str
    document: DocumentId
    """Where it can be seen: the document asked about, or its first."""
    name: str
    place: tuple[int, int] | None
    """The first stretch of that document that it speaks of, in code points."""


def told(
    review: Review, document: DocumentId | None = None, before: Past | None = None, limit: int = PAGE
) -> list[Told]:
    """A page of the history of the reviewer, or of a document, the newest first; what comes before a step already known."""
    steps = review.project.history.steps(review.person.id, document, before, limit)
    people = review.project.people.names()
    documents = {first: review.project.documents.get(first) for first in {past.decisions[0].document for past in steps}}
    found = []
    for past in steps:
        stored = documents[past.decisions[0].document]
        here = [decision for decision in past.decisions if decision.document == stored.id]
        spans = [span for decision in here for span in spans_of(decision)]
        place = (spans[0].start, spans[0].end) if spans else None
        found.append(Told(past, people.get(past.person, ""), _what(past, stored.text), stored.id, stored.name, place))
    return found


def _what(past: Past, text: str) -> str:
    if past.count > len(past.decisions) and len(past.decisions) > 1:
        return ngettext("{n} decision", "{n} decisions", past.count)
    return describe(past.decisions, text)

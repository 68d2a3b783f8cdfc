"""Marks as a search lists them: what stands, is proposed or was rejected at a place of a document, or nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.page import Item, Page
from annotator.project.state import Outcome
from annotator.records import (
    DocumentId,
    LabelId,
    PersonId,
    Place,
    RunId,
    Span,
    Status,
    Suggestion,
    place_in,
    reading_order,
)
from annotator.text.find import occurrences, same_strings
from annotator.text.folding import is_mark
from annotator.text.words import cuts, snap, word_at

Suggesters = Mapping[RunId, str]
"""The suggester of each run."""


class MarkState(StrEnum):
    """What a person has made of a place."""

    UNMARKED = "unmarked"
    SUGGESTED = "suggested"
    DECIDED = "decided"
    REJECTED = "rejected"


LISTED = frozenset({MarkState.UNMARKED, MarkState.SUGGESTED, MarkState.DECIDED})
"""What is listed unless told: a place whose proposals were rejected counts as unmarked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. An empty filter lets everything pass; what is unmarked has no label, source or score to pass by."""

    person: PersonId
    """Whose marks: a proposal is suggested or rejected as this person has answered it."""
    text: str = ""
    """What the words there begin with, spelling and proclitics aside; without it marks are listed wherever they stand."""
    whole: bool = False
    """Whether the text must be whole words, rather than their beginning."""
    labels: frozenset[LabelId] = frozenset()
    states: frozenset[MarkState] = LISTED
    sources: frozenset[str] = frozenset()
    """Parts of a suggester (``lexicon``) or whole suggesters that propose it."""
    least: float = 0.0
    below: float = math.inf
    """The score (0–1) is at least the one and below the other."""
    statuses: frozenset[Status] = frozenset(Status)
    """How far this person is with the document."""
    document: DocumentId | None = None
    fitting: LabelId | None = None
    """Of unmarked places only those where this label may stand, and was not rejected."""

    @property
    def only_marks(self) -> bool:
        """Whether nothing unmarked can be found."""
        filtered = self.labels or self.sources or self.least > 0 or self.below < math.inf
        return not self.text or bool(filtered) or MarkState.UNMARKED not in self.states


@dataclass(frozen=True, slots=True)
class Found:
    """A place, and the one mark that stands, is proposed or was rejected exactly there, or none."""

    place: Place
    state: MarkState = MarkState.UNMARKED
    label: LabelId | None = None
    person: PersonId | None = None
    """Who decided it, if anyone."""
    source: str = ""
    """The part of a suggester that is surest of it, if any proposes it."""
    score: float | None = None
    within: LabelId | None = None
    """What stands or is proposed around an unmarked place."""

    @property
    def span(self) -> Span | None:
        return None if self.label is None else Span(self.place.start, self.place.end, self.label)


def found_on(page: Page, wanted: Wanted, suggesters: Suggesters | None = None) -> Iterator[Found]:
    """What is wanted on one page, in reading order; ``person``, ``statuses`` and ``document`` are the page's own."""
    rejected = _rejected(page) if MarkState.REJECTED in wanted.states else []
    if not wanted.text:
        marks = [*(_of_item(page, item) for item in page.items()), *(_of_rejected(page, span) for span in rejected)]
        yield from _passing(page, sorted(marks, key=order), wanted, suggesters or {})
        return
    for start, end in _places(page.document.text, wanted):
        there = [item for item in page.inside(start, end) if (item.span.start, item.span.end) == (start, end)]
        marks = [_of_item(page, item) for item in there]
        marks += [_of_rejected(page, span) for span in rejected if (span.start, span.end) == (start, end)]
        if not there and not wanted.only_marks and _fits(page, start, end, wanted.fitting):
            yield _unmarked(page, start, end)
        yield from _passing(page, sorted(marks, key=order), wanted, suggesters or {})


def found_again(page: Page, before: Found) -> Found:
    """What stands now where a mark was found: itself, what it became, that it was rejected, another one, or nothing."""
    start, end, span = before.place.start, before.place.end, before.span
    there = [item for item in page.inside(start, end) if (item.span.start, item.span.end) == (start, end)]
    there.sort(key=lambda item: (item.span != span, not item.decided))
    if there and (there[0].span == span or there[0].decided):
        return _of_item(page, there[0])
    if span is not None and page.state.answers.get(span) is Outcome.REJECTED:
        return _of_rejected(page, span)
    return _of_item(page, there[0]) if there else _unmarked(page, start, end)


def order(found: Found) -> tuple[int, int, str]:
    """Sort key within a document: by start, outer before inner, as in stepping."""
    return found.place.start, -found.place.end, found.label or ""


def _passing(page: Page, marks: Iterable[Found], wanted: Wanted, suggesters: Suggesters) -> Iterator[Found]:
    for mark in marks:
        assert mark.span is not None
        assert mark.score is not None
        passes = mark.state in wanted.states and wanted.least <= mark.score < wanted.below
        if wanted.labels and mark.label not in wanted.labels:
            passes = False
        if passes and (not wanted.sources or _comes_from(page.evidence(mark.span), wanted.sources, suggesters)):
            yield mark


def _comes_from(evidence: Iterable[Suggestion], sources: frozenset[str], suggesters: Suggesters) -> bool:
    return any(one.source in sources or suggesters.get(one.run) in sources for one in evidence)


def _of_item(page: Page, item: Item) -> Found:
    state = MarkState.DECIDED if item.decided else MarkState.SUGGESTED
    person = page.person if item.decided else None
    source = item.best.source if item.best else ""
    return Found(_place(page, item.span.start, item.span.end), state, item.span.label, person, source, item.score)


def _of_rejected(page: Page, span: Span) -> Found:
    item = Item(span, None, page.evidence(span))
    source = item.best.source if item.best else ""
    place = _place(page, span.start, span.end)
    return Found(place, MarkState.REJECTED, span.label, page.person, source, item.score)


def _unmarked(page: Page, start: int, end: int) -> Found:
    around = [item.span for item in page.inside(start, end) if item.span.start <= start and end <= item.span.end]
    within = max(around, key=reading_order).label if around else None
    return Found(_place(page, start, end), within=within)


def _rejected(page: Page) -> list[Span]:
    answers = page.state.answers.items()
    return [span for span, outcome in answers if outcome is Outcome.REJECTED and span not in page.state.by_span]


def _fits(page: Page, start: int, end: int, label: LabelId | None) -> bool:
    if label is None:
        return True
    span = Span(start, end, label)
    if page.state.answers.get(span) is Outcome.REJECTED:
        return False
    return page.labels.conflict(span, page.standing(start, end)) is None


def _place(page: Page, start: int, end: int) -> Place:
    document = page.document
    return place_in(document.id, document.name, document.text, start, end)


def _places(text: str, wanted: Wanted) -> Iterator[tuple[int, int]]:
    if wanted.whole:
        yield from same_strings(text, wanted.text)
        return
    reached = 0
    for start, end in occurrences(text, wanted.text):
        if start >= reached and _begins_word(text, start):
            reached = max(end, snap(text, start, end)[1])
            yield start, reached


def _begins_word(text: str, start: int) -> bool:
    """Whether a word begins there, or what is left of one without its proclitics: as the index of words has it."""
    if start == 0 or not (text[start - 1].isalnum() or is_mark(text[start - 1])):
        return True
    word = word_at(text, start)
    return word is not None and start - word[0] in cuts(text[slice(*word)])

"""A document before an adjudicator as it is to be seen: what is agreed or decided, and each open disagreement as one stretch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from annotator.adjudication_page import AdjudicationPage
from annotator.labels import LabelSet
from annotator.page import Item
from annotator.project.state import DocumentState
from annotator.quality.adjudication import Disagreement
from annotator.records import AnnotationId, Document, LabelId, Span, Suggestion
from annotator.spans import SpanIndex

UNDECIDED: Final = LabelId("")
"""The label of a stretch on which people disagree."""
AGREED: Final = "agreed"
"""The source of what is shown as decided because everybody stands by it, though no rule has settled it yet."""


class CaseMarks:
    """What is drawn of an adjudication page; ``renew`` takes in what a step has changed."""

    def __init__(self, page: AdjudicationPage) -> None:
        self.page = page
        self._agreed = frozenset(page.compared.agreed)
        self._asked: dict[tuple[int, int], list[Disagreement]] = {}
        for one in page.compared.disagreements:
            self._asked.setdefault((one.start, one.end), []).append(one)
        self._stretches = SpanIndex(Span(start, end, UNDECIDED) for start, end in self._asked)
        self._all_agreed = SpanIndex(page.compared.agreed)
        known = [*self._stretches, *self._agreed, *page.state.by_span]
        self._shown = SpanIndex(span for span in known if self._stands(span))

    @property
    def document(self) -> Document:
        return self.page.document

    @property
    def labels(self) -> LabelSet:
        return self.page.labels

    @property
    def state(self) -> DocumentState:
        return self.page.state

    def items(self) -> list[Item]:
        """What is to be seen, by start, outer before inner."""
        return [self._item(span) for span in self._shown]

    def inside(self, start: int, end: int) -> list[Item]:
        """The items that share a character with ``[start, end)``."""
        return [self._item(span) for span in self._shown.overlapping(start, end)]

    def item(self, span: Span) -> Item | None:
        """The item of exactly this span; of a disagreement also once it is answered."""
        return self._item(span) if span in self._shown or span in self._stretches else None

    def disputed(self, span: Span) -> bool:
        """Whether it is a stretch on which people disagree."""
        return span.label == UNDECIDED

    def at(self, span: Span) -> Disagreement | None:
        """The disagreement that a shown span belongs to: that it stands for, or that it answers; the first open one of several."""
        if span.label == UNDECIDED:
            here = self._asked.get((span.start, span.end), [])
            return next((one for one in here if self.page.answer(one) is None), here[0] if here else None)
        near = (
            one for stretch in self._stretches.overlapping(span.start, span.end) for one in self._asked[stretch[:2]]
        )
        return next((one for one in near if span in self.page.standing_for(one)), None)

    def renew(self, spans: Iterable[Span]) -> frozenset[Span]:
        """Take in that a step has changed these; gives every span that may look different now."""
        touched = set(spans)
        for span in list(touched):
            touched.update(self._stretches.overlapping(span.start, span.end))
            touched.update(self._all_agreed.overlapping(span.start, span.end))
        for span in touched:
            (self._shown.add if self._stands(span) else self._shown.discard)(span)
        return frozenset(touched)

    def _stands(self, span: Span) -> bool:
        if span.label == UNDECIDED:
            return any(self.page.answer(one) is None for one in self._asked.get((span.start, span.end), ()))
        if span in self.page.state.by_span:
            return True
        if span not in self._agreed or span in self.page.state.answers:
            return False
        return self.page.labels.conflict(span, self.page.standing(span.start, span.end)) is None

    def _item(self, span: Span) -> Item:
        if span.label == UNDECIDED:
            return Item(span, None, ())
        agreed = (Suggestion(span, 1.0, "", AGREED),) if span in self._agreed else ()
        standing = self.page.state.by_span.get(span)
        note = self.page.state.annotations[standing].note if standing else ""
        return Item(span, standing or AnnotationId(AGREED), agreed, note)

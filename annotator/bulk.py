"""One answer to many marks, in any documents, as one step; where it is not allowed, or nothing to answer, a mark is left as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from annotator.draft import Draft
from annotator.errors import SpanNotAllowed
from annotator.marks import Found
from annotator.page import Item, Page
from annotator.records import DocumentId, Kind, LabelId, Span

Answer = Callable[[Draft, Page, Found], bool]
"""Draws up what is decided on a mark; False where there is nothing to decide. Raises SpanNotAllowed."""


def accept(draft: Draft, page: Page, mark: Found) -> bool:
    """Stand by a proposal, also by one that was rejected, and by what another person marked."""
    item = _item(page, mark)
    if mark.span is None or (item is not None and item.decided):
        return False
    draft.add(mark.span)
    return True


def reject(draft: Draft, page: Page, mark: Found) -> bool:
    """No to a proposal; an annotation is removed."""
    item = _item(page, mark)
    if item is None:
        return False
    (draft.remove if item.decided else draft.reject)(item)
    return True


def label_as(label: LabelId) -> Answer:
    """Mark the place with this label, instead of the one it has."""

    def give(draft: Draft, page: Page, mark: Found) -> bool:
        item, after = _item(page, mark), Span(mark.place.start, mark.place.end, label)
        if item is None or item.span == after:
            return accept(draft, page, Found(mark.place, label=label))
        draft.change(Kind.RELABEL, item, after)
        return True

    return give


def answer_all(draft: Draft, page: Page, marks: Iterable[Found], answer: Answer) -> int:
    """Draw up the answer to marks of one page; how many were left as they are."""
    left = 0
    for mark in marks:
        try:
            left += not answer(draft, page, mark)
        except SpanNotAllowed:
            left += 1
    return left


def by_document(marks: Iterable[Found]) -> dict[DocumentId, list[Found]]:
    """The marks of each document, in the order in which they come."""
    sorted_out: dict[DocumentId, list[Found]] = {}
    for mark in marks:
        sorted_out.setdefault(mark.place.document, []).append(mark)
    return sorted_out


def _item(page: Page, mark: Found) -> Item | None:
    return page.item(mark.span) if mark.span is not None else None

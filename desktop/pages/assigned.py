"""What is assigned in the project in hand: whose documents the list can show, and which of the reader's are kept blind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.page import Page
from annotator.records import DocumentId, Person
from desktop.desk import Desk
from desktop.pages.news import News
from desktop.pages.review_layout import ReviewLayout
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.review import Review


class Assigned(QObject):
    """Lets the list of documents, the head over the text and the list of spans tell it."""

    def __init__(self, desk: Desk, file: FileThread, layout: ReviewLayout, news: News) -> None:
        super().__init__(layout)
        self._desk, self._file = desk, file
        self._documents, self._head, self._spans = layout.documents, layout.head, layout.spans
        self._blind: frozenset[DocumentId] = frozenset()
        desk.shown.connect(lambda page, _again: self._show(page))
        news.arrived.connect(self.ask)
        self.ask()

    def ask(self) -> None:
        """Read again what is assigned."""

        def look(review: Review) -> tuple[list[Person], frozenset[DocumentId]]:
            assignments = review.project.assignments
            return assignments.people(), assignments.blind_for(review.person.id)

        self._file.call(look, lambda found: self._take(*found))

    def _take(self, people: list[Person], blind: frozenset[DocumentId]) -> None:
        self._documents.show_assigned(people if len(people) > 1 else [])
        self._blind = blind
        self._show(self._desk.page)

    def _show(self, page: Page | None) -> None:
        blind = page is not None and page.document.id in self._blind
        self._head.show_blind(blind)
        self._spans.show_blind(blind)

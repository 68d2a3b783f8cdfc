"""How far the document and the project are: told in the list of documents, the head over the text and the status line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.page import Page
from annotator.quality.effort import Pace
from annotator.review import Changes
from desktop.desk import Desk
from desktop.pages.review_layout import ReviewLayout
from desktop.panels.documents_model import number_text
from desktop.panels.status_line import StatusLine
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.review import Review


class HowFar(QObject):
    """Follows the document in hand."""

    def __init__(self, desk: Desk, file: FileThread, layout: ReviewLayout, status: StatusLine) -> None:
        super().__init__(layout)
        self._desk, self._file, self._status = desk, file, status
        self._model, self._head = layout.documents.model, layout.head
        self._pace = Pace()
        self._left = 0
        self._model.fetched.connect(self._show_head)
        desk.shown.connect(lambda page, _again: self._show(page))
        desk.changed.connect(self._follow)

    def tell(self) -> None:
        """Tell all of it again, in the language in use now."""
        self.count_documents()
        if self._desk.page is not None:
            self._show(self._desk.page)
        self._status.show_pace(self._pace.hourly())

    def count_documents(self) -> None:
        """Say how many documents of the project are done."""

        def progress(review: Review) -> tuple[int, int]:
            return review.project.documents.progress(review.person.id)

        self._file.call(progress, lambda counts: self._status.show_documents(*counts))

    def _follow(self, changes: Changes) -> None:
        page = self._desk.page
        if page is None:
            return
        if changes.step is not None:
            self._pace.count(max(self._left - page.left_count, 1 if changes.spans else 0))
            self._status.show_pace(self._pace.hourly())
        if changes.documents:
            self.count_documents()
        self._show(page)

    def _show(self, page: Page) -> None:
        decided, left = page.decided_count, page.left_count
        row = self._model.row(page.document.id)
        if row is None:
            self._model.renew([page.document.id])
        else:
            state = {"status": page.status, "flag": page.flag, "note": page.note, "skipped": page.skipped}
            self._model.put(replace(row, decided=decided, left=left, **state))
        self._show_head()
        self._status.show_counts(decided, left)
        self._left = left

    def _show_head(self) -> None:
        page = self._desk.page
        row = self._model.row(page.document.id) if page else None
        if row is not None:
            self._head.show_document(number_text(row), row.name, row.words)

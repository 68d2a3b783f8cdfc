"""Where the reader was in each document, and where they go next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from annotator.page import Page
from annotator.records import DocumentId, Span
from annotator.review import Changes
from desktop.canvas.view import Canvas
from desktop.desk import Desk
from desktop.verbs import Verbs

Place = tuple[Span | None, int]
"""The current span, and how far the text is scrolled; -1 where the reader has not been yet."""


class Places:
    """Places of documents, for as long as their project is open. The text comes to the front of ``sheets`` for them."""

    def __init__(self, desk: Desk, canvas: Canvas, sheets: QStackedWidget, verbs: Verbs) -> None:
        self._desk, self._canvas, self._sheets, self._verbs = desk, canvas, sheets, verbs
        self._left: dict[DocumentId, Place] = {}
        self._wanted: Span | None = None

    @property
    def here(self) -> Place:
        """The place in the document in hand."""
        item = self._canvas.current
        return item.span if item else None, self._canvas.verticalScrollBar().value()

    def leave(self) -> None:
        """Remember the place in the document in hand: another one is to be opened."""
        if self._canvas.page is not None:
            self._left[self._canvas.page.document.id] = self.here

    def left(self, page: Page) -> Place:
        """Where the reader left a document."""
        return self._left.get(page.document.id, (None, -1))

    def take(self, page: Page, place: Place) -> None:
        """Go to the span that is wanted, or else to this place, or to the first undecided span where the reader has not been yet."""
        (current, scroll), wanted = place, self._wanted
        self._wanted = None
        shown = wanted or current
        item = page.item(shown) if shown else None
        if item is None and scroll < 0:
            item = self._verbs.first()
        if wanted is None and scroll >= 0:
            self._canvas.verticalScrollBar().setValue(scroll)
        self._canvas.set_current(item, scroll=wanted is not None or scroll < 0)

    def show_text(self) -> None:
        """Give the keys to the text of the document in hand."""
        self._sheets.setCurrentWidget(self._canvas)
        self._canvas.setFocus()

    def open_document(self, document: DocumentId) -> None:
        """Open a document where the reader left it."""
        if document == self._desk.document:
            self._sheets.setCurrentWidget(self._canvas)
        else:
            self.leave()
            self._desk.open(document)
        self._canvas.setFocus()

    def open_changes(self, changes: Changes) -> None:
        """Show the first span of what an undo or redo has changed, in its document."""
        self._sheets.setCurrentWidget(self._canvas)
        self._wanted = min(changes.spans, default=None)
        # What shows no span, such as the return to an earlier state, is seen where the reader is.
        seen = {changes.document} if changes.spans else changes.documents
        if self._desk.document not in seen:
            self.leave()
            self._desk.open(changes.document)

    def open(self, document: DocumentId, start: int, end: int) -> None:
        """Show a place of a document, with the span that stands there as the current one."""
        if document == self._desk.document and self._desk.page is not None:
            self._sheets.setCurrentWidget(self._canvas)
            self.look_at(start, end)
        else:
            self.leave()
            self._left[document] = (None, 0)
            look = Qt.ConnectionType.SingleShotConnection
            self._desk.shown.connect(lambda _page, _again: self.look_at(start, end), look)
            self._desk.open(document)
        self._canvas.setFocus()

    def go_to(self, span: Span) -> None:
        """Make a span of the document in hand the current one."""
        if self._desk.page is not None:
            self._sheets.setCurrentWidget(self._canvas)
            self._verbs.go_to(self._desk.page.item(span))

    def look_at(self, start: int, end: int) -> None:
        """Show a place of the text, with the span that stands there as the current one."""
        page = self._desk.page
        if page is None:
            return
        item = next((one for one in page.at(start) if one.span.start <= start and end <= one.span.end), None)
        if item is not None:
            self._verbs.go_to(item)
        else:
            self._canvas.set_current(None)
            self._canvas.move_caret(start, False)

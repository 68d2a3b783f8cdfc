"""What adjudicators have written to the annotators of a document: shown beside the span it is about, or where none is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.page import Item, Page
from annotator.project.adjudications import NoteToAnnotators, notes_to_annotators
from annotator.texts import _
from desktop.desk import Desk
from desktop.panels.current_span import CurrentSpanPanel
from desktop.panels.marks import isolated
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.review import Review


class AdjudicatorsNotes(QObject):
    """Asks for the notes on the document in hand."""

    def __init__(self, desk: Desk, file: FileThread, panel: CurrentSpanPanel) -> None:
        super().__init__(panel)
        self._desk, self._file, self._panel = desk, file, panel
        self._notes: tuple[NoteToAnnotators, ...] = ()
        panel.told = self.about
        desk.shown.connect(lambda _page, _again: self.ask())

    def about(self, item: Item | None) -> str:
        """The notes on the place of an item; without one those on the whole document, each with what it is about."""
        page = self._desk.page
        if page is None:
            return ""
        here = [one for one in self._notes if one.document == page.document.id]
        if item is None:
            return "\n".join(self._said(page, one, quote=True) for one in here)
        span = item.span
        near = [one for one in here if one.place and one.place[0] < span.end and span.start < one.place[1]]
        return "\n".join(self._said(page, one, quote=False) for one in near)

    def _said(self, page: Page, note: NoteToAnnotators, *, quote: bool) -> str:
        if not quote or note.place is None:
            return _("Adjudicator: {note}").format(note=isolated(note.text))
        text = " ".join(page.document.text[slice(*note.place)].split())
        return _("Adjudicator on “{text}”: {note}").format(text=isolated(text), note=isolated(note.text))

    def ask(self) -> None:
        """Ask for the notes anew."""
        document = self._desk.document
        if document is None:
            return

        def asking(review: Review) -> tuple[NoteToAnnotators, ...]:
            return notes_to_annotators(review.project, document)

        self._file.call(asking, self._take)

    def _take(self, notes: tuple[NoteToAnnotators, ...]) -> None:
        if notes or self._notes:
            self._notes = notes
            self._panel.show_notes()

"""What can be done with whole documents: go from one to the next, rename, correct, remove, erase, search in all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from annotator.errors import ProjectReadOnly
from annotator.records import Document, DocumentId, Record, Status
from annotator.review import Changes, PageReview
from annotator.texts import _
from desktop.desk import Desk
from desktop.dialogs.note import ask_note
from desktop.messages import Messages
from desktop.panels.documents_model import DocumentsModel
from desktop.panels.marks import isolated
from desktop.session import Session

if TYPE_CHECKING:
    from annotator.review import Review


class DocumentVerbs(QObject):
    """Answers the commands on documents; those of a menu name their document, the others take the one in hand.

    Signals:
        all_done: after the last document: how many are done, their spans, the suggestions left below the threshold.
        gone: the document in hand has left the list; another is to be opened.
    """

    all_done = Signal(int, int, int)
    gone = Signal()

    def __init__(
        self, session: Session, desk: Desk, model: DocumentsModel, messages: Messages, window: QWidget
    ) -> None:
        super().__init__(window)
        assert session.file is not None
        assert session.project is not None
        self._file = session.file
        self._project = session.project
        self._desk = desk
        self._model = model
        self._messages = messages
        self._window = window
        self.handlers: dict[str, Callable[[], object]] = {
            "document.next": lambda: self.turn(1),
            "document.previous": lambda: self.turn(-1),
            "document.skip": self.skip,
            "document.rename": lambda: self.for_open(self.rename),
            "document.revise": lambda: self.for_open(self.revise),
            "document.remove": lambda: self.for_open(self.remove),
            "document.erase": lambda: self.for_open(self.erase),
        }
        self._on_document = {
            "document.flag": self.flag,
            "document.note": self.note,
            "document.skip": self.turn_skipped,
            "document.rename": self.rename,
            "document.revise": self.revise,
            "document.remove": self.remove,
            "document.erase": self.erase,
        }

    def do(self, command: str, document: DocumentId) -> None:
        """Answer a command of the menu of the list."""
        self._on_document[command](document)

    def for_open(self, verb: Callable[[DocumentId], object]) -> None:
        if self._desk.document is not None:
            verb(self._desk.document)

    # Going from one to the next

    def turn(self, by: int) -> None:
        """Open the next or previous document of the list."""
        neighbour = self._model.neighbour(self._desk.document, by)
        if neighbour is not None:
            self._desk.open(neighbour)
        else:
            self._messages.tell(_("This is the last document.") if by > 0 else _("This is the first document."))

    def next_to_do(self) -> DocumentId | None:
        """The next in the list that is not known to be done, or left for later."""
        step = 1
        while (document := self._model.neighbour(self._desk.document, step)) is not None:
            row = self._model.row(document)
            if row is None or (row.status is not Status.DONE and not row.skipped):
                return document
            step += 1
        return None

    def go_on(self) -> None:
        """From a finished document to the next one to do, wherever it stands; after the last say what was done."""
        following = self.next_to_do()
        if following is not None:
            self._desk.open(following)
            return
        here, order = self._desk.document, self._model.order

        def look(review: Review) -> tuple[DocumentId | None, tuple[int, int, int]]:
            return review.project.documents.first_to_do(review.person.id, order, here), _totals(review)

        self._file.call(look, lambda found: self._go_or_end(*found))

    def open_first(self) -> None:
        """Open the first document to do, or else the first of all."""
        order = self._model.order

        def look(review: Review) -> DocumentId | None:
            documents, person = review.project.documents, review.person.id
            return documents.first_to_do(person, order) or next(iter(documents.ids(person, order=order)), None)

        self._file.call(look, lambda found: self._desk.open(found) if found else self.gone.emit())

    def _go_or_end(self, following: DocumentId | None, totals: tuple[int, int, int]) -> None:
        if following is not None:
            self._desk.open(following)
        else:
            self.all_done.emit(*totals)

    def skip(self) -> None:
        """Leave the document in hand for later, and go on to the next one to do."""
        page = self._desk.page
        if page is None:
            return
        if not page.skipped and page.status is not Status.DONE:
            changes = self._desk.perform(lambda review: review.set_skipped(True))
            if changes is None:
                return
            self._messages.tell(changes.message)
        here, order, following = page.document.id, self._model.order, self.next_to_do()
        if following is not None:
            self._desk.open(following)
            return
        none = _("There is no other document to do.")
        self._file.call(
            lambda review: review.project.documents.first_to_do(review.person.id, order, here),
            lambda found: self._desk.open(found) if found else self._messages.tell(none),
        )

    # One document

    def turn_skipped(self, document: DocumentId) -> None:
        """Leave a document for later, or no longer."""
        row = self._model.row(document)
        if row is not None:
            self._decide(document, lambda review: review.set_skipped(not row.skipped))

    def flag(self, document: DocumentId) -> None:
        row = self._model.row(document)
        if row is not None:
            self._decide(document, lambda review: review.set_flag(not row.flag))

    def note(self, document: DocumentId) -> None:
        row = self._model.row(document)
        if row is None:
            return
        sentence = _("Note on “{name}”").format(name=isolated(row.title or row.name))
        if (written := ask_note(self._window, sentence, row.note)) is not None:
            self._decide(document, lambda review: review.set_note(written))

    def rename(self, document: DocumentId) -> None:
        from desktop.dialogs.sheet import ask_name

        row = self._model.row(document)
        if row is None or not self._may_write():
            return
        sentence = _("The name stands in lists and in exports; the text is not touched.")
        name = ask_name(self._window, _("Rename document"), sentence, _("Rename"), row.name)
        if name and name != row.name:
            self._desk.ask(lambda review: review.rename(document, name), self._tell)

    def revise(self, document: DocumentId) -> None:
        """Ask for the corrected text of a document; what was decided moves over."""
        if self._may_write():
            self._file.call(lambda review: review.project.documents.get(document), self._ask_for_correction)

    def remove(self, document: DocumentId) -> None:
        """Take a document out of lists and exports; undo brings it back."""
        if not self._may_write():
            return
        following = self._model.neighbour(document, 1) or self._model.neighbour(document, -1)
        in_hand = document == self._desk.document

        def removed(changes: Changes) -> None:
            self._tell(changes)
            self._model.reload()
            if in_hand:
                self._open_or_leave(following)

        if in_hand:
            self._desk.close()
        self._desk.ask(lambda review: review.remove_document(document), removed)

    def erase(self, document: DocumentId) -> None:
        """Delete a document for good, after asking twice."""
        row = self._model.row(document)
        if row is None or not self._may_write():
            return
        question = _("Erase “{name}” for good?").format(name=isolated(row.title or row.name))
        detail = _(
            "Its text, suggestions and decisions are deleted, in this project and its backups. This cannot be undone."
        )
        if not self._messages.ask(question, _("Erase"), detail):
            return
        if not self._messages.ask(_("Really erase? There is no way back."), _("Erase for good")):
            return
        following = self._model.neighbour(document, 1) or self._model.neighbour(document, -1)
        in_hand = document == self._desk.document
        if in_hand:
            self._desk.close()

        def erasing(review: Review) -> None:
            from annotator.project.erase import erase

            erase(review.project, document)

        def erased(_nothing: object) -> None:
            self._messages.tell(_("Erased."))
            self._model.reload()
            if in_hand:
                self._open_or_leave(following)

        self._file.call(erasing, erased, self._messages.fail)

    def _ask_for_correction(self, document: Document) -> None:
        from desktop.dialogs.text import ask_corrected_text

        corrected = ask_corrected_text(self._window, document.name, document.text)
        if corrected is None:
            return
        record = Record(corrected, document.name, source=replace(document.source, sha256=""), meta=document.meta)

        def revised(made: DocumentId) -> None:
            self._messages.tell(_("The corrected text stands in the place of the old one."))
            self._model.reload()
            self._desk.forget_ahead()
            self._desk.open(made)

        self._file.call(lambda review: review.revise(document.id, record), revised, self._messages.fail)

    def _decide(self, document: DocumentId, verb: Callable[[PageReview], Changes]) -> None:
        """A verb of a page, on the page in hand or on another document."""
        if document == self._desk.document:
            self._desk.perform(verb)
            return

        def deciding(review: Review) -> Changes:
            review.open(document)
            return verb(review)

        if self._may_write():
            self._desk.ask(deciding, self._tell)

    def _open_or_leave(self, following: DocumentId | None) -> None:
        if following is not None:
            self._desk.open(following)
        else:
            self.gone.emit()

    def _tell(self, changes: Changes) -> None:
        self._messages.tell(changes.message)
        self._model.renew(changes.documents)

    def _may_write(self) -> bool:
        if self._project.read_only:
            self._messages.fail(ProjectReadOnly(path=self._project.path))
        return not self._project.read_only


def _totals(review: Review) -> tuple[int, int, int]:
    """Of the documents this person has finished: how many, their spans, and what was left undecided in them."""
    documents = review.project.documents
    done = documents.ids(review.person.id, status=Status.DONE)
    rows = documents.rows(done, review.person.id)
    return len(done), sum(row.decided for row in rows), sum(row.left for row in rows)

"""Turning from document to document on the page of an adjudicator, and what stands there before the first and after the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.project.adjudications import settlement
from annotator.records import DocumentId
from annotator.texts import _
from desktop.adjudicator import AdjudicationDesk, AdjudicatorsFile
from desktop.messages import Messages
from desktop.pages.adjudicate_layout import AdjudicateLayout
from desktop.pages.adjudicate_verbs import AdjudicatorsVerbs

if TYPE_CHECKING:
    from annotator.adjudicating import Adjudication


class CaseDocuments(QObject):
    """Opens documents. While another page is in front nothing here takes the keys."""

    def __init__(
        self,
        layout: AdjudicateLayout,
        desk: AdjudicationDesk,
        verbs: AdjudicatorsVerbs,
        file: AdjudicatorsFile,
        messages: Messages,
    ) -> None:
        super().__init__(layout)
        self._layout, self._desk, self._verbs, self._file, self._messages = layout, desk, verbs, file, messages
        self._model = layout.cases.model
        layout.cases.document_chosen.connect(self._open_chosen)
        layout.settled.look_again_requested.connect(self._look_again)

    def open(self, document: DocumentId) -> None:
        """Open a document that is to be adjudicated, or is; the note that is being written on another is kept."""
        self._layout.this.keep_note()
        self._desk.open(document)

    def turn(self, by: int) -> None:
        """To the next or previous document of the list."""
        following = self._model.neighbour(self._desk.document, by)
        if following is None:
            self._messages.tell(_("This is the last document.") if by > 0 else _("This is the first document."))
        else:
            self.open(following)

    def go_on(self) -> None:
        """The document is adjudicated: on to the next that needs it, or say that all are."""
        self._model.open -= {self._desk.document}
        following = self._model.after(self._desk.document)
        if following is not None:
            self.open(following)
        else:
            self._show_settled()

    def check_listed(self) -> None:
        """The documents have come: open one where none is open, or say why there is none."""
        model, document = self._model, self._desk.document
        if model.which != "all" and document is not None:
            return
        if not model.ids and model.which == "all":
            self._show_nothing()
        elif model.ids and model.place(document) < 0:
            following = model.after(None)
            if following is None:
                self._show_settled()
            else:
                self.open(following)

    def _open_chosen(self, document: DocumentId) -> None:
        if document == self._desk.document and self._desk.page is not None:
            self._show_text()
        else:
            self.open(document)
        self._layout.canvas.setFocus()

    def _look_again(self) -> None:
        if self._desk.page is None and self._model.ids:
            self.open(self._model.ids[0])
        self._show_text()
        self._layout.canvas.setFocus()

    def _show_text(self) -> None:
        self._layout.sheets.setCurrentWidget(self._layout.canvas)

    def _show_settled(self) -> None:
        """At once; the figures follow, as with many documents they take a while."""
        settled = self._layout.settled
        settled.show_settlement(None)
        self._layout.sheets.setCurrentWidget(settled)
        if self._layout.isVisible():
            settled.setFocus()
        self._file.call_in_parts(lambda adjudication: settlement(adjudication.project), settled.show_settlement)

    def _show_nothing(self) -> None:
        """Nobody has finished a document together with another."""

        def assigned(adjudication: Adjudication) -> bool:
            return bool(adjudication.project.assignments.assigned())

        layout = self._layout
        self._desk.close()
        layout.canvas.show_page(None)
        layout.head.show_document("", "")
        self._verbs.go_to(None)
        self._file.call(assigned, layout.nothing.show_assigned)
        layout.sheets.setCurrentWidget(layout.nothing)
        if self._layout.isVisible():
            layout.nothing.setFocus()

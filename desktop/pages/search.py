"""Search in all documents: asked of the file, shown in the place of the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.panels.documents import DocumentsPanel
from desktop.panels.results import LIMIT, ResultsPanel
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.records import Place


class SearchAll(QObject):
    """Finds places and lets one be chosen.

    Signals:
        place_wanted: a document, start and end.
        closed: the documents are shown again.
    """

    place_wanted = Signal(str, int, int)
    closed = Signal()

    def __init__(
        self, file: FileThread, lists: QStackedWidget, documents: DocumentsPanel, results: ResultsPanel
    ) -> None:
        super().__init__(results)
        self._file = file
        self._lists = lists
        self._documents = documents
        self._results = results
        self._asked = ""
        results.place_chosen.connect(lambda hit: self.place_wanted.emit(hit.document, hit.start, hit.end))
        results.closed.connect(self.close)

    def find(self, query: str) -> None:
        """Look for a string; of several askings the last counts, an empty one gives the documents back."""
        self._asked = query.strip()
        if not self._asked:
            self.close()
            return
        query = self._asked
        self._file.call(lambda review: review.project.search.find(query, LIMIT), lambda hits: self._show(query, hits))

    def close(self) -> None:
        self._asked = ""
        self._lists.setCurrentWidget(self._documents)
        self.closed.emit()

    def _show(self, query: str, hits: list[Place]) -> None:
        if query == self._asked:
            self._results.show_hits(query, hits)
            self._lists.setCurrentWidget(self._results)
            self._results.list.setFocus()

"""The history on the review page: asked of the file, shown in the place of the documents, and the way back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.actions import Actions
from desktop.desk import Desk
from desktop.messages import Messages
from desktop.pages.review_layout import ReviewLayout
from desktop.panels.steps import HERE
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.past import Told
    from annotator.project.history import Way
    from annotator.records import DocumentId, StepId
    from annotator.review import Changes, Review

PAGE = 100
"""Steps that are read at a time."""
REST = 80
"""Milliseconds on a row after which it is asked what going back to it would change."""


class HistoryView(QObject):
    """Shows the history and goes back in it.

    Signals:
        place_wanted: a document, start and end.
        document_wanted: a document.
        returned: an earlier state holds again.
        closed: the documents are shown again.
    """

    place_wanted = Signal(str, int, int)
    document_wanted = Signal(str)
    returned = Signal()
    closed = Signal()

    def __init__(
        self, file: FileThread, desk: Desk, layout: ReviewLayout, actions: Actions, messages: Messages
    ) -> None:
        super().__init__(layout)
        self._file, self._desk, self._layout, self._actions, self._messages = file, desk, layout, actions, messages
        self._panel = panel = layout.steps
        self._asked = 0
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._ask_way)
        panel.scope_chosen.connect(lambda _scope: self.read())
        panel.model.more_wanted.connect(lambda: self.read(len(panel.model.steps) + PAGE))
        panel.pointed.connect(self._rest.start)
        panel.step_chosen.connect(self._show)
        panel.return_wanted.connect(self._go_back)
        panel.closed.connect(self.close)
        desk.saved.connect(lambda _committed: self._read_again())
        desk.shown.connect(lambda _page, _again: self._read_again())

    @property
    def is_open(self) -> bool:
        return self._layout.lists.currentWidget() is self._panel

    def open(self) -> None:
        """Show the history, and give it the keys."""
        dock = self._layout.end_dock
        if not dock.isVisibleTo(self._layout):
            self._actions.trigger("view.documents")
        if dock.folded:
            dock.tab.click()
        self._layout.lists.setCurrentWidget(self._panel)
        self._panel.list.setFocus()
        self.read()

    def close(self) -> None:
        self._layout.lists.setCurrentWidget(self._layout.documents)
        self.closed.emit()

    def read(self, count: int = PAGE) -> None:
        """Read so many steps anew; of several askings the last counts."""
        self._asked += 1
        asked, document = self._asked, self._document()

        def reading(review: Review) -> list[Told]:
            from annotator.past import told

            return told(review, document, limit=count)

        def show(steps: list[Told]) -> None:
            if asked == self._asked:
                self._panel.show_steps(steps, len(steps) < count)

        self._file.call(reading, show)

    def _read_again(self) -> None:
        if self.is_open:
            self.read(max(PAGE, len(self._panel.model.steps)))

    def _document(self) -> DocumentId | None:
        return self._desk.document if self._panel.scope.value == HERE else None

    def _target(self) -> tuple[StepId | None, DocumentId | None]:
        told = self._panel.model.step(self._panel.current)
        return told.past.step if told else None, self._document()

    def _ask_way(self) -> None:
        told = self._panel.model.step(self._panel.current)
        if told is not None and not told.past.own:
            self._panel.show_way(None)
            return
        target = self._target()

        def look(review: Review) -> Way:
            return review.project.history.way_to(review.person.id, *target)

        self._file.call(look, lambda way: self._panel.show_way(way) if target == self._target() else None)

    def _go_back(self) -> None:
        target = self._target()
        self._panel.back.setEnabled(False)
        self._desk.ask(lambda review: review.go_to_state(*target), self._tell)

    def _tell(self, changes: Changes) -> None:
        if changes.step is not None:
            self._messages.tell(changes.message)
            self._layout.documents.model.reload(rows=True)
            self.returned.emit()
        self._read_again()

    def _show(self, told: Told) -> None:
        if told.place:
            self.place_wanted.emit(told.document, *told.place)
        else:
            self.document_wanted.emit(told.document)

"""The pages that list places of all documents, search and consistency: in the place of the text, under the same keys."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.records import DocumentId, LabelId
from desktop.actions import BY_ID, Actions
from desktop.desk import Desk
from desktop.messages import Messages
from desktop.pages.consistency import ConsistencyPage
from desktop.pages.lines import Lines
from desktop.pages.search import SearchPage
from desktop.panels.consistency_sheet import ConsistencySheet
from desktop.panels.lines_panel import LinesPanel
from desktop.panels.search_sheet import SearchSheet
from desktop.session import Session

if TYPE_CHECKING:
    from annotator.labels import LabelSet
    from annotator.marks import Found


class Finding(QObject):
    """Brings a page to the front and takes the commands of the text while it is there; ``selected`` gives what is selected in the text.

    Attributes:
        handlers: the id of a command of the table → what it does.

    Signals:
        place_wanted: a document, start and end.
        turned: a page has come to the front, or has gone.
        decided: Changes that are in the file.
        labelled: the label that was given to lines.
        guidelines_requested: what the guidelines say of a label is wanted, by its id.
    """

    place_wanted = Signal(str, int, int)
    turned = Signal()
    decided = Signal(object)
    labelled = Signal(str)
    guidelines_requested = Signal(str)

    def __init__(
        self,
        sheets: QStackedWidget,
        session: Session,
        desk: Desk,
        actions: Actions,
        messages: Messages,
        selected: Callable[[], str],
    ) -> None:
        super().__init__(sheets)
        assert session.project is not None
        self._sheets, self._session, self._desk = sheets, session, desk
        self._actions, self._messages = actions, messages
        labels = session.project.labels
        self._before: QWidget | None = None
        search, consistency = SearchSheet(), ConsistencySheet(labels)
        self.search = SearchPage(search, self._lines(search.lines), desk, session.file)
        self.consistency = ConsistencyPage(consistency, self._lines(consistency.lines), desk, session, messages)
        self._fronts: dict[QWidget, Lines] = {search: self.search.lines, consistency: self.consistency.lines}
        self.handlers: dict[str, Callable[[], object]] = {
            "edit.find_all": lambda: self.open_search("" if self.in_front else selected()),
            "tools.consistency": self.open_consistency,
        }
        for sheet in self._fronts:
            sheets.addWidget(sheet)
            sheet.closed.connect(self.leave)
        sheets.currentChanged.connect(self.turned)

    @property
    def in_front(self) -> bool:
        """Whether one of the pages is what the reader sees."""
        return self._sheets.currentWidget() in self._fronts

    @property
    def _front(self) -> Lines:
        return self._fronts[self._sheets.currentWidget()]

    def open_search(self, text: str = "") -> None:
        """Bring the search to the front, for a text or for what it was last."""
        sheet = self.search.sheet
        self._bring(sheet)
        self.search.open(text)
        if text:
            sheet.lines.take_keys()
        else:
            sheet.field.setFocus()
            sheet.field.selectAll()

    def open_consistency(self) -> None:
        """Bring the consistency page to the front."""
        self._bring(self.consistency.sheet)
        self.consistency.open()
        self.consistency.sheet.setFocus()

    def leave(self) -> None:
        """Back to what stood there before."""
        if self.in_front and self._before is not None:
            self._sheets.setCurrentWidget(self._before)
            self._before.setFocus()

    def answer(self, command: str) -> bool:
        """Take a command of the text, if a page is in front: whether it was taken."""
        if not self.in_front or command in self.handlers:
            return False
        if command == "edit.find":
            self.open_search()
            return True
        self._front.do(command)
        return command in self._front.handlers or BY_ID[command].needs in ("document", "span")

    def label(self, label: LabelId) -> bool:
        """Give the chosen lines a label, if a page is in front: whether it was taken."""
        if self.in_front:
            self._front.label(label)
        return self.in_front

    @property
    def commands(self) -> frozenset[str]:
        """What can be done of what is otherwise for the text, while a page is in front."""
        return frozenset({"edit.find", *self._front.handlers}) if self.in_front else frozenset()

    def renew(self, documents: Collection[DocumentId]) -> bool:
        """Show again what stands in the lines of these documents on the page in front: whether one is."""
        if self.in_front:
            self._front.renew(documents)
        return self.in_front

    def show_labels(self, labels: LabelSet) -> None:
        """Follow a label set that has become another one."""
        for lines in self._fronts.values():
            lines.show_labels(labels)
        self.consistency.sheet.show_labels(labels)

    def retranslate(self) -> None:
        for page in (self.search, self.consistency):
            page.sheet.retranslate()
            page.retranslate()

    def _lines(self, panel: LinesPanel) -> Lines:
        assert self._session.project is not None
        assert self._session.file is not None
        project = self._session.project
        lines = Lines(panel, self._desk, self._session.file, project.labels, project.person.id)
        lines.told.connect(self._messages.tell)
        lines.decided.connect(self.decided)
        lines.labelled.connect(self.labelled)
        lines.guidelines_requested.connect(self.guidelines_requested)
        panel.list.command_requested.connect(self._show_keys)
        panel.list.opened.connect(self._open)
        panel.list.left.connect(self.leave)
        return lines

    def _bring(self, sheet: QWidget) -> None:
        if not self.in_front:
            self._before = self._sheets.currentWidget()
        self._sheets.setCurrentWidget(sheet)

    def _show_keys(self, command: str) -> None:
        if command == "help.keys":
            self._actions.trigger(command)

    def _open(self, found: Found) -> None:
        self.place_wanted.emit(found.place.document, found.place.start, found.place.end)

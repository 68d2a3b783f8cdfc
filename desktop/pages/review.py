"""The review page: what happens on it. Its parts stand in review_layout, its verbs in desktop/verbs.py and documents.py."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent

from annotator.errors import WarraqError
from annotator.page import Page
from annotator.records import DocumentId
from annotator.review import Changes
from desktop.actions import Actions, caps_of
from desktop.desk import Desk
from desktop.jumps import Jumps
from desktop.messages import Messages
from desktop.pages.adjudicators_notes import AdjudicatorsNotes
from desktop.pages.assigned import Assigned
from desktop.pages.docks import Docks
from desktop.pages.documents import DocumentVerbs
from desktop.pages.effort import EffortView
from desktop.pages.find_here import FindHere
from desktop.pages.finding import Finding
from desktop.pages.history import HistoryView
from desktop.pages.how_far import HowFar
from desktop.pages.news import News
from desktop.pages.notes import ReviewNotes
from desktop.pages.places import Places
from desktop.pages.review_layout import ReviewLayout
from desktop.pages.same_marks import LONG, SameMarks
from desktop.pages.span_dialogs import SpanDialogs
from desktop.pages.span_past import SpanPast
from desktop.pages.taking_back import TakingBack
from desktop.pages.text_keys import TextKeys
from desktop.pages.text_look import ReviewText
from desktop.pages.threshold import Threshold
from desktop.pages.trim_hint import TrimHint
from desktop.pages.zoom import Zoom
from desktop.panels.status_line import StatusLine
from desktop.session import Session
from desktop.settings import Settings
from desktop.verbs import Verbs

AHEAD = 700
"""Milliseconds without a decision after which the next document is read ahead."""


class ReviewPage(ReviewLayout):
    """Review of the project in hand. Made anew for each project that is opened.

    Attributes:
        handlers: the id of a command of the table → what it does here. The page connects them itself.
        desk: the document in hand.

    Signals:
        guidelines_requested: what the guidelines say of a label is wanted, by its id.
    """

    guidelines_requested = Signal(str)

    def __init__(
        self, session: Session, actions: Actions, messages: Messages, settings: Settings, status: StatusLine
    ) -> None:
        super().__init__()
        assert session.file is not None
        assert session.project is not None
        self._session, self._file, self._project = session, session.file, session.project
        self._actions, self._messages, self._settings, self._status = actions, messages, settings, status
        self._warmed = self._in_front = False
        self.desk = Desk(self._file, self._project, self)
        self.how_far = HowFar(self.desk, self._file, self, status)
        self.verbs = Verbs(self.desk, self.canvas, settings, self)
        self.places = Places(self.desk, self.canvas, self.sheets, self.verbs)
        self.docks = Docks(self, actions, settings)
        self.document_verbs = DocumentVerbs(session, self.desk, self.documents.model, messages, self)
        self.notes = ReviewNotes(self.desk, messages, self.strip, self.verbs.finish, self)
        self.span_dialogs = SpanDialogs(self.desk, self.verbs, self.canvas, actions, messages, self._file)
        self.news = News(session, self.desk, self)
        self.assigned = Assigned(self.desk, self._file, self, self.news)
        self.history = HistoryView(self._file, self.desk, self, actions, messages)
        self.effort = EffortView(self._file, self.desk, status, self)
        self._ahead = QTimer(self, singleShot=True, interval=AHEAD)
        self.same_marks = SameMarks(self.desk, self.canvas, self.current)
        self.threshold = Threshold(self.desk, self.head, self.canvas, settings, self._file)
        self.taking_back = TakingBack(self.desk, self._file, actions, self._enable)
        self.adjudicators_notes = AdjudicatorsNotes(self.desk, self._file, self.current)
        self.zoom = Zoom(self.canvas, settings, status.show_zoom)
        self.jumps = Jumps(self.verbs, self.canvas)
        self.text = ReviewText(self.desk, self.canvas, actions, messages, self.strip, settings)
        self.span_past = SpanPast(self.desk, self.canvas, self._file, self.current)
        self.find_here = FindHere(self.find, self.desk, self.canvas, self.places)
        self.finding = Finding(self.sheets, session, self.desk, actions, messages, self.find_here.selected)
        self.handlers = self._own_handlers() | self.verbs.handlers | self.document_verbs.handlers
        for part in (self.docks, self.jumps, self.text, self.find_here, self.finding, self.zoom):
            self.handlers |= part.handlers
        self._connect()
        self._begin()

    def _own_handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "edit.undo": lambda: self.desk.ask(lambda review: review.undo(), self._show_taken_back),
            "edit.redo": lambda: self.desk.ask(lambda review: review.redo(), self._show_taken_back),
            "edit.history": self.history.open,
            "tools.statistics": self.effort.show,
            "pane.next": lambda: self.turn_pane(1),
            "pane.previous": lambda: self.turn_pane(-1),
        }

    def _connect(self) -> None:
        for command in self.handlers:
            # A bound method of this object: the connection goes when the page does.
            self._actions[command].triggered.connect(self._answer)
        desk, verbs, canvas, message = self.desk, self.verbs, self.canvas, self._messages
        self._file.failed.connect(self._tell_failed)
        desk.shown.connect(self._show_page)
        desk.changed.connect(self._show_changes)
        desk.saving_changed.connect(self._show_saving)
        self._actions.tell = message.tell
        for speaker in (verbs, self.jumps):
            speaker.told.connect(message.tell)
        verbs.label_wanted.connect(self.span_dialogs.choose_label)
        verbs.note_wanted.connect(self.span_dialogs.write_note)
        verbs.same_wanted.connect(self.span_dialogs.choose_same_strings)
        verbs.finished.connect(self._finish)
        verbs.all_decided.connect(self.notes.say_all_decided)
        verbs.last_label_changed.connect(lambda: self.label_bar.set_last(verbs.last_label))
        self.document_verbs.all_done.connect(self._show_all_done)
        self.document_verbs.gone.connect(self._show_nothing)
        canvas.current_changed.connect(self._show_current)
        canvas.selection_changed.connect(self._enable)
        canvas.action_triggered.connect(self._actions.trigger)
        canvas.label_menu_requested.connect(self.span_dialogs.choose_label)
        canvas.context_menu_requested.connect(self.span_dialogs.show_menu)
        canvas.key_caps = caps_of
        canvas.read_only = self.documents.read_only = self._project.read_only
        TextKeys(canvas, self._actions, self._step_back)
        TrimHint(canvas, message)
        self._connect_panels()

    def _connect_panels(self) -> None:
        self.label_bar.label_chosen.connect(self._label)
        self.label_bar.set_requested.connect(lambda: self._actions.trigger("labels.edit"))
        self.label_bar.all_requested.connect(lambda: self._actions.trigger("span.label"))
        self.spans.span_chosen.connect(self.places.go_to)
        self.spans.menu_requested.connect(self.span_dialogs.show_spans_menu)
        self.documents.document_chosen.connect(self.places.open_document)
        self.documents.model.listed.connect(self._check_listed)
        self.documents.command_requested.connect(self.document_verbs.do)
        self.documents.import_requested.connect(lambda: self._actions.trigger("file.import"))
        self.empty.import_requested.connect(lambda: self._actions.trigger("file.import"))
        self.finish.command_requested.connect(self._actions.trigger)
        self.finish.look_again_requested.connect(self.places.show_text)
        self.finish.show_file(self._project.path if self._project.handed else None)
        self.finding.place_wanted.connect(self.places.open)
        self.finding.decided.connect(self._show_decided)
        self.finding.labelled.connect(self.verbs.remember)
        self.finding.turned.connect(self._turn)
        self.history.place_wanted.connect(self.places.open)
        self.history.document_wanted.connect(self.places.open_document)
        self.history.returned.connect(self.how_far.count_documents)
        self.history.closed.connect(self.canvas.setFocus)
        self.current.same_requested.connect(lambda: self._actions.trigger("span.same"))
        self._ahead.timeout.connect(self._fetch_ahead)
        for asking in (self.label_bar, self.span_dialogs, self.finding):
            asking.guidelines_requested.connect(self.guidelines_requested)
        self.news.arrived.connect(self._take_news)

    def _begin(self) -> None:
        settings = self._settings
        self.label_bar.show_labels(self._project.labels)
        self.label_bar.setEnabled(not self._project.read_only)
        self._status.show_saved(0, False)
        self._actions["view.doubtful"].setChecked(settings.doubtful_first)
        self.documents.arrange(*settings.list_of(self._project.path))
        self.documents.arranged.connect(lambda *list_: settings.remember_list(self._project.path, *list_))
        self.documents.model.show_project(self._file)
        self.document_verbs.open_first()
        self.how_far.count_documents()
        self.news.ask_for_suggestions()
        self.taking_back.ask()
        self._enable()

    def _tell_failed(self, error: WarraqError) -> None:
        """Something was asked of the file for a list or a counter, and it could not answer."""
        self._messages.fail(error)

    # For the window

    def open_document(self, document: DocumentId) -> None:
        """Open a document, one just added too."""
        if self.documents.model.place(document) < 0:
            self.documents.model.reload()
        self.how_far.count_documents()
        self.news.ask_for_suggestions()
        self.desk.open(document)

    @property
    def label_in_hand(self) -> str:
        """The label of the current span."""
        item = self.canvas.current
        return item.span.label if item else ""

    def come(self) -> None:
        """The page is in front from now on."""
        self._in_front = True
        self.adjudicators_notes.ask()
        self.threshold.follow()
        self._enable()
        self.sheets.currentWidget().setFocus()

    def go(self) -> None:
        """Another page is in front: the commands are that one's."""
        self._in_front = False

    def retranslate(self) -> None:
        super().retranslate()
        self.finding.retranslate()
        self.how_far.tell()
        self._show_saving()
        self.zoom.tell()

    # The document in hand

    def _show_page(self, page: Page, again: bool) -> None:
        place = self.places.here if again else self.places.left(page)
        if not again:
            self.sheets.setCurrentWidget(self.canvas)
        self.canvas.show_page(page)
        self.canvas.known = page.strings().__contains__ if len(page.document.text) <= LONG else None
        self.canvas.set_saving(self.desk.saving_spans())
        self.spans.show_page(page)
        self.find_here.follow(page)
        self.places.take(page, place)
        self._show_current()
        if not again:
            self.documents.set_current(page.document.id)
            self._ahead.start()
            if not self.is_typed_in():
                self.canvas.setFocus()

    def _check_listed(self) -> None:
        """The document in hand may have left the project, by an undo or in another window."""
        model = self.documents.model
        if model.filtered or self.desk.document is None or model.place(self.desk.document) >= 0:
            return
        self.document_verbs.open_first()

    def _show_changes(self, changes: Changes) -> None:
        page = self.desk.page
        if page is None:
            return
        self.canvas.refresh(changes.spans)
        self.spans.refresh(changes.spans)
        self._show_current()
        if changes.step is not None:
            self.desk.forget_ahead()
            self._ahead.start()

    def _show_current(self) -> None:
        item = self.canvas.current
        self.current.show_item(self.desk.page, item)
        self.spans.set_current(item.span if item else None)
        self.same_marks.follow()
        self._enable()

    def _fetch_ahead(self) -> None:
        following = self.document_verbs.next_to_do()
        if following is not None:
            self.desk.fetch_ahead(following)

    def _show_saving(self) -> None:
        self.canvas.set_saving(self.desk.saving_spans())
        self._status.show_saved(self.desk.saving, self.notes.unsaved)

    def _show_taken_back(self, changes: Changes) -> None:
        """After an undo or redo: what was done, in the lines in front, or else its document and its first span."""
        self._messages.tell(changes.message)
        self.documents.model.reload(rows=True)
        self._show_decided(changes)
        if not self.finding.renew(changes.documents):
            self.places.open_changes(changes)

    def _show_decided(self, changes: Changes) -> None:
        """Something was decided in other documents than that in hand, too."""
        self.documents.model.renew(changes.documents)
        self.how_far.count_documents()

    # Documents

    def _finish(self) -> None:
        self.places.leave()
        self.document_verbs.go_on()

    def _show_all_done(self, documents: int, spans: int, left: int) -> None:
        self.finish.show_done(documents, spans, left)
        self.sheets.setCurrentWidget(self.finish)
        self.finish.setFocus()

    def _show_nothing(self) -> None:
        """There is no document to show."""
        self.desk.close()
        self.canvas.show_page(None)
        self.spans.show_page(None)
        self.current.show_item(None, None)
        self.documents.set_current(None)
        self.head.show_document("", "", 0)
        self._status.show_nothing()
        self.sheets.setCurrentWidget(self.empty)
        if not self.is_typed_in():
            self.empty.setFocus()
        self._enable()

    def _take_news(self) -> None:
        """The project has changed: read again what is shown."""
        self.taking_back.ask()
        self.documents.model.reload(rows=True)
        self.desk.forget_ahead()
        self.how_far.count_documents()
        if self.desk.document is None:
            self.document_verbs.open_first()
        else:
            self.desk.reload()

    # Spans

    def _label(self, label: str) -> None:
        if self.finding.label(label):
            return
        if self.canvas.current or self.canvas.selection:
            self.verbs.label(label)
        else:
            self.verbs.remember(label)
        self.canvas.setFocus()

    # What can be done

    def _turn(self) -> None:
        """Another sheet has come to the front: the head tells of the document only."""
        self.head.setVisible(not self.finding.in_front)
        self._enable()

    def _enable(self) -> None:
        if not self._in_front:
            return
        self.taking_back.show()
        page = None if self.finding.in_front else self.desk.page
        there = {"project"} | ({"document"} if page else set()) | self.taking_back.there | self.finding.commands
        if page and (self.canvas.current or self.canvas.selection):
            there.add("span")
        self._actions.enable(frozenset(there), read_only=self._project.read_only)

    def _answer(self) -> None:
        command = self.sender().objectName()
        if self._in_front and not self.finding.answer(command):
            self.handlers[command]()

    def _step_back(self) -> bool:
        """Esc: out of the find bar, then away from the current span."""
        if self.canvas.selection:
            return False
        if self.find.isVisible():
            self.find.put_away()
        elif self.history.is_open:
            self.history.close()
        else:
            self.canvas.set_current(None)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._warmed and not self._project.read_only:
            self._warmed = True
            QTimer.singleShot(1500, self._session, self._session.prepare)

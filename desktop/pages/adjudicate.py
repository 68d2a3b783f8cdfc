"""The page of an adjudicator: what happens on it. Its parts stand in adjudicate_layout, its verbs in adjudicate_verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from annotator.adjudication_page import AdjudicationPage
from annotator.case_marks import UNDECIDED, CaseMarks
from annotator.page import Item
from annotator.project.adjudications import How
from annotator.quality.adjudication import Disagreement
from annotator.readers import Readers
from annotator.records import DocumentId, PersonId, Span
from annotator.review import Changes
from annotator.texts import _
from desktop.actions import BY_ID, Actions, caps_of
from desktop.adjudicator import AdjudicationDesk, AdjudicatorsFile
from desktop.canvas.people import PersonLane
from desktop.canvas.readings_bar import Choice
from desktop.messages import Messages
from desktop.pages.adjudicate_layout import AdjudicateLayout
from desktop.pages.adjudicate_status import AdjudicatorsStatus
from desktop.pages.adjudicate_verbs import AdjudicatorsVerbs
from desktop.pages.apparatus import Apparatus
from desktop.pages.case_documents import CaseDocuments
from desktop.pages.case_lists import CaseLists
from desktop.pages.case_notes import CaseNotes
from desktop.pages.settling import Settling
from desktop.pages.taking_back import TakingBack
from desktop.pages.text_keys import TextKeys
from desktop.pages.zoom import Zoom
from desktop.panels.disagreements_model import Entry, Key, key_of
from desktop.panels.documents_model import number_text
from desktop.panels.status_line import StatusLine
from desktop.session import Session
from desktop.settings import Settings

CALLED: Final = {
    "document.finish": lambda: _("Finish adjudication"),
    "document.next": lambda: _("Next document"),
    "document.previous": lambda: _("Previous document"),
    "document.note": lambda: _("Note to annotators"),
    "span.next": lambda: _("Next disagreement"),
    "span.previous": lambda: _("Previous disagreement"),
    "span.reject": lambda: _("Remove"),
}
"""What commands of the review are called while this page answers them."""
MENU: Final = (
    (*(f"adjudicate.{n}" for n in range(1, 10)), "adjudicate.neither", "adjudicate.own"),
    ("span.label", "edge.start", "edge.end", "span.reject"),
    ("document.note", "edit.copy", "adjudicate.names"),
)


class AdjudicatePage(AdjudicateLayout):
    """Adjudication in the project in hand.

    Attributes:
        desk: the document in hand.

    Signals:
        guidelines_requested: what the guidelines say of a label is wanted, by its id.
    """

    guidelines_requested = Signal(str)

    def __init__(self, session: Session, actions: Actions, messages: Messages, settings: Settings) -> None:
        super().__init__()
        assert session.file is not None
        assert session.project is not None
        self._session, self._project = session, session.project
        self._actions, self._messages = actions, messages
        self._in_front = self._placing = False
        self._wanted: Callable[[Key], bool] | None = None
        """What is to be current when a document is shown next: the first disagreement of which this is so."""
        self.marks: CaseMarks | None = None
        self.file = AdjudicatorsFile(session.file)
        self.desk = AdjudicationDesk(self.file, session.project, self)
        self.verbs = AdjudicatorsVerbs(self.desk, self.canvas, self)
        self.notes = CaseNotes(self.desk, messages, self.strip, self.verbs.finish, self)
        self.taking_back = TakingBack(self.desk, self.file, actions, self._enable)
        self.lists = CaseLists(self, self.file, session)
        self.settling = Settling(self.head, self.desk, session, messages, self._name, self._go_to_first)
        self.apparatus = Apparatus(self.this, self.verbs, self.desk, self.file)
        self.documents = CaseDocuments(self, self.desk, self.verbs, self.file, messages)
        self.open_document = self.documents.open
        self.status = AdjudicatorsStatus(self.desk, self.cases.model, session.project, self.notes)
        self.zoom = Zoom(self.canvas, settings)
        self.handlers: dict[str, Callable[[], object]] = self.verbs.handlers | self._own_handlers()
        self.handlers |= self.zoom.handlers
        self._connect()

    def _own_handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "edit.undo": lambda: self.desk.ask(lambda review: review.undo(), self._show_taken_back),
            "edit.redo": lambda: self.desk.ask(lambda review: review.redo(), self._show_taken_back),
            "adjudicate.names": self.turn_names,
            "document.next": lambda: self.documents.turn(1),
            "document.previous": lambda: self.documents.turn(-1),
            "document.note": self._write_note,
            "pane.next": lambda: self.turn_pane(1),
            "pane.previous": lambda: self.turn_pane(-1),
        }

    def _connect(self) -> None:
        for command in self.handlers:
            # A bound method of this object: the connection goes when the page does.
            self._actions[command].triggered.connect(self._answer)
        desk, verbs, canvas, messages = self.desk, self.verbs, self.canvas, self._messages
        desk.shown.connect(self._show_page)
        desk.changed.connect(self._show_changes)
        desk.saving_changed.connect(lambda: canvas.set_saving(desk.saving_spans()))
        verbs.told.connect(messages.tell)
        verbs.moved.connect(self._show_current)
        verbs.answered_all.connect(self.notes.say_all_answered)
        verbs.finished.connect(self.documents.go_on)
        verbs.guidelines_requested.connect(self.guidelines_requested)
        canvas.current_changed.connect(self._take_click)
        canvas.selection_changed.connect(self._enable)
        canvas.action_triggered.connect(self._actions.trigger)
        canvas.context_menu_requested.connect(self._show_menu)
        canvas.key_caps = caps_of
        canvas.read_only = self._project.read_only
        TextKeys(canvas, self._actions, self._step_back, "adjudicate")
        self.disagreements.chosen.connect(self._go_to_entry)
        self.lists.listed.connect(self.documents.check_listed)
        self.lists.listed.connect(self.status.tell)
        self.lists.found.connect(self._mark_current)
        self.cases.model.fetched.connect(self._show_head)
        self.agreement.page_requested.connect(lambda: self._actions.trigger("page.agreement"))
        self.head.names_requested.connect(self.turn_names)
        self.this.command_requested.connect(self._actions.trigger)
        self.this.left.connect(canvas.setFocus)
        self.this.guidelines_requested.connect(lambda: self._actions.trigger("help.guidelines"))
        self.this.set_read_only(self._project.read_only)
        self.settled.command_requested.connect(self._actions.trigger)
        self.nothing.command_requested.connect(self._actions.trigger)
        self._session.news.connect(self._take_news)

    # For the window

    @property
    def label_in_hand(self) -> str:
        """The label of the disagreement in hand, or else of the current span."""
        item = self.canvas.current
        span = self.verbs.base(self.verbs.current) if self.verbs.current else item.span if item else None
        return span.label if span else ""

    def open_place(self, document: DocumentId, start: int, end: int) -> None:
        """Open a document at its first disagreement in a stretch, or else where an answer is missing."""
        self._wanted = _at(document, start, end)
        self.sheets.setCurrentWidget(self.canvas)
        self.open_document(document)
        self.canvas.setFocus()

    def come(self) -> None:
        """It is in front from now on."""
        self._in_front = True
        self._take_news()
        self._show_current()
        self.status.show(True)
        self.sheets.currentWidget().setFocus()

    def go(self) -> None:
        """Another page is in front: the commands are that one's."""
        self.this.keep_note()
        self._in_front = False
        self._actions.call({})
        self.status.show(False)

    def speak_in(self, status: StatusLine) -> None:
        """Say in this line how far it is, while it is in front."""
        self.status.speak_in(status)

    def retranslate(self) -> None:
        super().retranslate()
        self._show_head()
        self.settling.show()
        self._show_current()
        self.status.tell()

    # The document in hand

    def _take_news(self) -> None:
        """The project may have changed: read again what is shown."""
        if not self._in_front:
            return
        self.apparatus.forget_guidelines()
        self.taking_back.ask()
        self.desk.forget_ahead()
        self.lists.read_all()
        self.desk.reload()

    def _show_page(self, page: AdjudicationPage, again: bool) -> None:
        scroll = self.canvas.verticalScrollBar().value()
        hidden = self.head.names.isChecked()
        self.verbs.readers = Readers(page.document.id, page.basis, page.names, hidden=hidden)
        self.marks = CaseMarks(page)
        self._placing = True
        self.canvas.show_page(self.marks)
        self._placing = False
        self.canvas.set_saving(self.desk.saving_spans())
        if not (again and self.sheets.currentWidget() is self.settled):
            self.sheets.setCurrentWidget(self.canvas)
        self.lists.follow(page)
        self._show_head()
        self.notes.say_stale(page, self.verbs.readers)
        wanted, self._wanted = self._wanted, None
        current = _first(page, wanted) if wanted else None
        if current is None and again and self.verbs.current in page.compared.disagreements:
            current = self.verbs.current
            self.canvas.verticalScrollBar().setValue(scroll)
        self.verbs.go_to(current or self.verbs.first())
        if again:
            self.lists.renew(page)
        elif not self.is_elsewhere() and self._in_front:
            self.canvas.setFocus()

    def _show_head(self) -> None:
        page = self.desk.case
        row = self.cases.model.row(page.document.id) if page else None
        if page is not None:
            self.head.show_document(number_text(row) if row else "", page.document.name)

    def _show_changes(self, changes: Changes) -> None:
        page = self.desk.case
        if page is None or self.marks is None:
            return
        self._placing = True
        self.canvas.refresh(self.marks.renew(changes.spans))
        self._placing = False
        self.lists.renew(page)
        self._show_current()

    def _show_current(self) -> None:
        """Show the disagreement in hand, or a span that was clicked on."""
        page, one, readers = self.desk.case, self.verbs.current, self.verbs.readers
        choices: list[Choice] = []
        self._placing = True
        if page is not None and one is not None and readers is not None:
            choices = self._choices(page, one, readers)
            standing = page.standing_for(one)
            start = min([one.start, *(span.start for span in standing)])
            end = max([one.end, *(span.end for span in standing)])
            item = Item(Span(start, end, UNDECIDED), None, ())
            self.canvas.show_case(item, self._lanes(one, readers), choices)
        else:
            item = self.canvas.current
            known = self.marks.item(item.span) if self.marks and item else None
            self.canvas.show_case(known if known and known.span.label != UNDECIDED else None, (), ())
        self._placing = False
        if self._in_front:
            answers = {choice.action: choice.name for choice in choices if choice.action[-1].isdecimal()}
            self._actions.call({command: words() for command, words in CALLED.items()} | answers)
        self._mark_current()
        self.apparatus.show()
        self.status.tell()
        self._enable()

    def _mark_current(self) -> None:
        """Mark the disagreement in hand in the list of all."""
        page, one = self.desk.case, self.verbs.current
        key = key_of(page.document.id, one) if page and one else None
        self.disagreements.bring_into_view(self.disagreements.model.set_current(key))

    def _lanes(self, one: Disagreement, readers: Readers) -> list[PersonLane]:
        found = [(person, one.of(person)) for person in readers.people]
        lanes = [PersonLane(readers.short(person), reading.spans) for person, reading in found if reading]
        system = one.of(None)
        return [*lanes, *([PersonLane(readers.name(None), system.spans, system=True)] if system else [])]

    def _choices(self, page: AdjudicationPage, one: Disagreement, readers: Readers) -> list[Choice]:
        """The answers by their keys; the one that stands leads."""
        answer, standing = page.answer(one), set(page.standing_for(one))
        readings = self.verbs.readings(one)
        names = [_(", ").join(readers.holders(reading)) for reading in readings]
        found = [
            (f"adjudicate.{n}", name, answer is not None and set(reading.spans) == standing)
            for n, (name, reading) in enumerate(zip(names, readings, strict=True), 1)
        ]
        if self.verbs.offers_both(one):
            both = answer is not None and answer.how is How.BOTH
            found.append((f"adjudicate.{len(found) + 1}", _("Both"), both))
        other = answer is not None and not any(chosen for _id, _name, chosen in found)
        found.append(("adjudicate.neither", _("Neither"), other and not standing))
        found.append(("adjudicate.own", _("Own…"), other and bool(standing)))
        return [Choice(command, caps_of(command), name, chosen) for command, name, chosen in found if command in BY_ID]

    def _take_click(self) -> None:
        """Another place of the text has become the current one, by the mouse."""
        if self._placing or self.verbs.editing or self.marks is None:
            return
        item = self.canvas.current
        self.verbs.current = self.marks.at(item.span) if item else None
        self._show_current()

    def _go_to_entry(self, entry: Entry) -> None:
        page, document = self.desk.case, entry.key[0]
        if page is not None and page.document.id == document:
            self.sheets.setCurrentWidget(self.canvas)
            self.verbs.go_to(_first(page, entry.key.__eq__) or self.verbs.first())
        else:
            self._wanted = entry.key.__eq__
            self.open_document(document)
        self.canvas.setFocus()

    def _show_taken_back(self, changes: Changes) -> None:
        """After an undo or redo: its document, at what it was about."""
        self._messages.tell(changes.message)
        self.lists.read_all()
        self._wanted = _at(changes.document, *min(changes.spans)[:2]) if changes.spans else None
        self.sheets.setCurrentWidget(self.canvas)
        if self.desk.document not in changes.documents:
            self.desk.open(changes.document)

    # Names, note, keys

    def turn_names(self) -> None:
        """Hide who has marked what, or show it again."""
        hidden = not (self.verbs.readers and self.verbs.readers.hidden)
        self.head.show_hidden(hidden)
        self._actions["adjudicate.names"].setChecked(hidden)
        self.lists.hide_names(hidden)
        page = self.desk.case
        if page is not None:
            self.verbs.readers = Readers(page.document.id, page.basis, page.names, hidden=hidden)
        self.settling.show()
        self._show_current()

    def _go_to_first(self) -> None:
        self.verbs.go_to(self.verbs.first())

    def _name(self, person: PersonId) -> str:
        return self.verbs.readers.name(person) if self.verbs.readers else ""

    def _write_note(self) -> None:
        if self.verbs.current is None:
            self._messages.tell(_("Step to a disagreement to write a note on it."))
            return
        if self.end_dock.folded:
            self.end_dock.tab.click()
        self.this.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_menu(self, place: QPoint) -> None:
        """Everything that can be done with what is current."""
        menu = QMenu(self)
        for group in MENU:
            menu.addActions([self._actions[command] for command in group])
            menu.addSeparator()
        menu.exec(place)

    def _step_back(self) -> bool:
        """Esc: away from the current disagreement."""
        if self.canvas.selection:
            return False
        self.verbs.current = None
        self.canvas.set_current(None)
        self._show_current()
        return True

    def _enable(self) -> None:
        if not self._in_front:
            return
        self.taking_back.show()
        page, one = self.desk.case, self.verbs.current
        there = {"project"} | self.taking_back.there
        if page is not None:
            there |= {command for command in self.handlers if not command.startswith(("adjudicate.", "edit."))}
            there |= {"edit.copy", "adjudicate.names"}
            there -= set() if one or self.canvas.current else {"span.reject", "edge.start", "edge.end"}
        self.head.set_usable(page is not None and not self._project.read_only)
        self._actions.enable(frozenset(there | ({"disagreement"} if one else set())), read_only=self._project.read_only)

    def _answer(self) -> None:
        if self._in_front:
            self.handlers[self.sender().objectName()]()


def _first(page: AdjudicationPage, wanted: Callable[[Key], bool]) -> Disagreement | None:
    """The first disagreement of a page that is wanted."""
    return next((one for one in page.compared.disagreements if wanted(key_of(page.document.id, one))), None)


def _at(document: DocumentId, start: int, end: int) -> Callable[[Key], bool]:
    """Whether a disagreement lies in a stretch of a document."""
    return lambda key: key[0] == document and key[1] < end and start < key[2]

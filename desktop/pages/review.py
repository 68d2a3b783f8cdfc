"""The review page: what happens on it. Its parts stand in review_layout, its verbs in desktop/verbs.py and documents.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMenu

from annotator.errors import WarraqError
from annotator.labels import Label
from annotator.page import Item, Page
from annotator.records import DocumentId, Span, Status, Step
from annotator.review import Changes, Place
from annotator.text.find import same_strings
from annotator.texts import _, language, ngettext
from desktop.actions import Actions, caps_of
from desktop.desk import Desk
from desktop.dialogs.label_list import LabelList
from desktop.dialogs.note import ask_note
from desktop.dialogs.same_strings import SameStringsDialog
from desktop.keys import command_for
from desktop.messages import Messages, Note
from desktop.pages.documents import DocumentVerbs
from desktop.pages.review_layout import ReviewLayout
from desktop.panels.documents_model import number_text
from desktop.panels.history import history
from desktop.panels.results import LIMIT
from desktop.panels.status_line import Pace, StatusLine
from desktop.session import Session
from desktop.settings import Settings
from desktop.verbs import Verbs

BUILT_IN = "warraq"
"""The built-in suggester, as annotator/jobs/model.py calls it; that module is too heavy for the window's process."""
AHEAD = 700
"""Milliseconds without a decision after which the next document is read ahead."""
SAME = 120
"""Milliseconds on one span after which its same strings are marked."""
LONG = 60_000
"""Code points of a text from which on its same strings are only looked for on demand."""
MENU = (
    ("span.accept", "span.reject", "span.label"),
    ("edge.start", "edge.end", "span.trim", "span.split", "span.merge", "span.wider", "span.narrower"),
    ("span.same", "document.note", "edit.copy"),
)


class ReviewPage(ReviewLayout):
    """Review of the project in hand. Made anew for each project that is opened.

    Attributes:
        handlers: the id of a command of the table → what it does here. The page connects them itself.
        desk: the document in hand.
    """

    def __init__(
        self, session: Session, actions: Actions, messages: Messages, settings: Settings, status: StatusLine
    ) -> None:
        super().__init__()
        assert session.file is not None
        assert session.project is not None
        self._session, self._file, self._project = session, session.file, session.project
        self._actions, self._messages, self._settings, self._status = actions, messages, settings, status
        self._places: dict[DocumentId, tuple[Span | None, int]] = {}
        self._go_to: Span | None = None
        self._pace = Pace()
        self._left = 0
        self._not_saved: Note | None = None
        self._hint: Note | None = None
        self._warmed = False
        self.desk = Desk(self._file, self._project, self)
        self.verbs = Verbs(self.desk, self.canvas, settings, self)
        self.document_verbs = DocumentVerbs(session, self.desk, self.documents.model, messages, self)
        self._ahead = QTimer(self, singleShot=True, interval=AHEAD)
        self._same = QTimer(self, singleShot=True, interval=SAME)
        self.handlers = {**self.verbs.handlers, **self.document_verbs.handlers, **self._own_handlers()}
        self._connect()
        self._begin()

    def _own_handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "edit.undo": lambda: self.desk.ask(lambda review: review.undo(), self._show_taken_back),
            "edit.redo": lambda: self.desk.ask(lambda review: review.redo(), self._show_taken_back),
            "edit.find": self.open_find,
            "view.zoom_in": lambda: self._zoom(self.canvas.zoom * 1.1),
            "view.zoom_out": lambda: self._zoom(self.canvas.zoom / 1.1),
            "view.zoom_reset": lambda: self._zoom(1.0),
            "view.spans": lambda: self._show_docks(),
            "view.documents": lambda: self._show_docks(),
            "pane.next": lambda: self._turn_pane(1),
            "pane.previous": lambda: self._turn_pane(-1),
        }

    def _connect(self) -> None:
        for command in self.handlers:
            # A bound method of this object: the connection goes when the page does.
            self._actions[command].triggered.connect(self._answer)
        desk, verbs, canvas, message = self.desk, self.verbs, self.canvas, self._messages
        desk.shown.connect(self._show_page)
        desk.changed.connect(self._show_changes)
        desk.saving_changed.connect(self._show_saving)
        desk.saved.connect(self._show_saved)
        desk.refused.connect(self._refuse)
        desk.not_saved.connect(self._show_not_saved)
        verbs.told.connect(message.tell)
        verbs.label_wanted.connect(self.open_label_list)
        verbs.note_wanted.connect(self.write_note)
        verbs.same_wanted.connect(self.open_same_strings)
        verbs.finished.connect(self._finish)
        verbs.all_decided.connect(self._say_all_decided)
        verbs.last_label_changed.connect(lambda: self.label_bar.set_last(verbs.last_label))
        self.document_verbs.all_done.connect(self._show_all_done)
        self.document_verbs.gone.connect(self._show_nothing)
        canvas.current_changed.connect(self._show_current)
        canvas.selection_changed.connect(self._enable)
        canvas.action_triggered.connect(self._actions.trigger)
        canvas.label_menu_requested.connect(self.open_label_list)
        canvas.context_menu_requested.connect(self._show_menu)
        canvas.zoom_changed.connect(self._zoom)
        canvas.key_caps = caps_of
        canvas.installEventFilter(self)
        self._connect_panels()

    def _connect_panels(self) -> None:
        self.label_bar.label_chosen.connect(self._label)
        self.label_bar.all_requested.connect(self.open_label_list)
        self.head.mode_chosen.connect(lambda mode: self._set_threshold(mode, self._settings.threshold))
        self.head.threshold_chosen.connect(lambda share: self._set_threshold(self._settings.mode, share))
        self.spans.span_chosen.connect(self._go_to_span)
        self.spans.menu_requested.connect(self._show_spans_menu)
        self.documents.document_chosen.connect(self._open_from_list)
        self.documents.command_requested.connect(self.document_verbs.do)
        self.documents.import_requested.connect(lambda: self._actions.trigger("file.import"))
        self.empty.import_requested.connect(lambda: self._actions.trigger("file.import"))
        self.finish.command_requested.connect(self._actions.trigger)
        self.finish.look_again_requested.connect(self._look_again)
        self.results.place_chosen.connect(self._open_place)
        self.results.closed.connect(self._close_results)
        self.current.same_requested.connect(lambda: self._actions.trigger("span.same"))
        self.current.history_requested.connect(self._show_history)
        self.find.found.connect(self.canvas.set_found)
        self.find.place_chosen.connect(lambda start, end: self._look_at(start, end))
        self.find.closed.connect(self.canvas.setFocus)
        self._ahead.timeout.connect(self._fetch_ahead)
        self._same.timeout.connect(self._show_same)
        self._session.changed.connect(self._take_news)

    def _begin(self) -> None:
        settings = self._settings
        self.label_bar.show_labels(self._project.labels)
        self._set_threshold(settings.mode, settings.threshold)
        self.canvas.zoom = settings.zoom
        self._status.show_zoom(self.canvas.zoom)
        self._status.show_saved(0, False)
        self._actions["view.spans"].setChecked(settings.show_spans)
        self._actions["view.documents"].setChecked(settings.show_documents)
        self._show_docks()
        self.documents.model.show_project(self._file)
        self.document_verbs.open_first()
        self._count_documents()
        self._ask_for_suggestions()
        self._enable()

    # For the window

    def open_document(self, document: DocumentId) -> None:
        """Open a document, one just added too."""
        if self.documents.model.place(document) < 0:
            self.documents.model.reload()
        self._count_documents()
        self._ask_for_suggestions()
        self.desk.open(document)

    def search_all(self, query: str) -> None:
        """Find a string in all documents; the places stand where the documents did, Enter opens one."""
        if not query.strip():
            return self._close_results()

        def show(hits: list[object]) -> None:
            self.results.show_hits(query.strip(), hits)
            self.lists.setCurrentWidget(self.results)
            if self.end_dock.folded:
                self.end_dock.tab.click()
            self.results.list.setFocus()

        return self._file.call(lambda review: review.project.search.find(query, LIMIT), show)

    # The document in hand

    def _show_page(self, page: Page, again: bool) -> None:
        scroll = self.canvas.verticalScrollBar().value()
        current = self.canvas.current.span if self.canvas.current else None
        if not again:
            self._forget_hint()
            current, scroll = self._places.get(page.document.id, (None, -1))
        self.sheets.setCurrentWidget(self.canvas)
        self.canvas.show_page(page)
        self.canvas.set_saving(self.desk.saving_spans())
        self.spans.show_page(page)
        if self.find.isVisible():
            self.find.set_text(page.document.text)
        self._restore(page, self._go_to or current, scroll)
        self._go_to = None
        self._show_document(page)
        self._left = page.left_count
        if not again:
            self.documents.set_current(page.document.id)
            self._ahead.start()
            if not self._in_a_list():
                self.canvas.setFocus()

    def _restore(self, page: Page, current: Span | None, scroll: int) -> None:
        """The span and the place that the reader left, or the first undecided one."""
        item = page.item(current) if current else None
        if item is None and scroll < 0:
            item = self.verbs.first()
        if self._go_to is None and scroll >= 0:
            self.canvas.verticalScrollBar().setValue(scroll)
        self.canvas.set_current(item, scroll=self._go_to is not None or scroll < 0)
        self._show_current()

    def _show_document(self, page: Page) -> None:
        """Everything that tells how far the document is."""
        row = self.documents.model.row(page.document.id)
        if row is None:
            self.documents.model.renew([page.document.id])
        else:
            decided, left = page.decided_count, page.left_count
            row = replace(row, decided=decided, left=left, status=page.status, flag=page.flag, note=page.note)
            self.documents.model.put(row)
        number = number_text(row) if row else ""
        self.head.show_document(number or " ", page.document.name, row.words if row else 0)
        self._status.show_counts(page.decided_count, page.left_count)
        self._enable()

    def _show_changes(self, changes: Changes) -> None:
        page = self.desk.page
        if page is None:
            return
        self.canvas.refresh(changes)
        self.spans.refresh(changes.spans)
        self._show_document(page)
        self._show_current()
        if changes.step is not None:
            self._pace.count(max(self._left - page.left_count, 1 if changes.spans else 0))
            self._status.show_pace(self._pace.hourly())
            self.desk.forget_ahead()
            self._ahead.start()
        if changes.documents:
            self._count_documents()
        self._left = page.left_count

    def _show_current(self) -> None:
        item = self.canvas.current
        self.current.show_item(self.desk.page, item)
        self.spans.set_current(item.span if item else None)
        self.canvas.set_same([])
        self._same.start()
        self._enable()

    def _show_same(self) -> None:
        page, item = self.desk.page, self.canvas.current
        if page is None or item is None or len(page.document.text) > LONG:
            return
        text, span = page.document.text, item.span
        same = same_strings(text, text[span.start : span.end])
        self.canvas.set_same([place for place in same if place != (span.start, span.end)])
        assert self.desk.verbs is not None
        self.current.show_same(len(self.desk.verbs.same_strings(item)))

    def _remember_place(self) -> None:
        page, item = self.canvas.page, self.canvas.current
        if page is not None:
            place = self.canvas.verticalScrollBar().value()
            self._places[page.document.id] = (item.span if item else None, place)

    def _fetch_ahead(self) -> None:
        following = self.document_verbs.next_to_do()
        if following is not None:
            self.desk.fetch_ahead(following)

    def _count_documents(self) -> None:
        def progress(review: object) -> tuple[int, int]:
            return review.project.documents.progress(review.person.id)

        self._file.call(progress, lambda counts: self._status.show_documents(*counts))

    # Saving

    def _show_saving(self) -> None:
        self.canvas.set_saving(self.desk.saving_spans())
        self._status.show_saved(self.desk.saving, self._not_saved is not None)

    def _show_saved(self, _committed: object) -> None:
        if self._not_saved is not None:
            self._take_note_away()

    def _refuse(self, error: WarraqError) -> None:
        self._messages.fail(error)

    def _show_not_saved(self, error: WarraqError, step: Step) -> None:
        kept = _("What was saved before stands; the span is as it was.")
        again = (_("Try again"), lambda: self._send_again(step))
        self._not_saved = self._messages.fail(error, kept, again)
        self._not_saved.answered.connect(self._forget_not_saved)
        self._show_saving()

    def _send_again(self, step: Step) -> None:
        self.desk.send_again(step)

    def _take_note_away(self) -> None:
        note, self._not_saved = self._not_saved, None
        if note is not None:
            self.strip.remove(note)
        self._show_saving()

    def _forget_not_saved(self) -> None:
        self._not_saved = None
        self._show_saving()

    def _show_taken_back(self, changes: Changes) -> None:
        """After an undo or redo: its document and its first span, and what was done."""
        self._messages.tell(changes.message)
        self.documents.model.reload()
        self.documents.model.renew(changes.documents)
        self._count_documents()
        spans = sorted(changes.spans)
        self._go_to = spans[0] if spans else None
        if changes.document != self.desk.document:
            self._remember_place()
            self.desk.open(changes.document)

    # Documents

    def _open_from_list(self, document: DocumentId) -> None:
        if document != self.desk.document or self.sheets.currentWidget() is not self.canvas:
            self._remember_place()
            self.desk.open(document)
        self.canvas.setFocus()

    def _finish(self) -> None:
        self._remember_place()
        self.document_verbs.go_on()

    def _show_all_done(self, documents: int, spans: int, left: int) -> None:
        self.finish.show_done(documents, spans, left)
        self.sheets.setCurrentWidget(self.finish)
        self.finish.setFocus()

    def _look_again(self) -> None:
        self.sheets.setCurrentWidget(self.canvas)
        self.canvas.setFocus()

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
        self._enable()

    def _take_news(self) -> None:
        """A job has changed the project: read again what is shown."""
        self.documents.model.show_project(self._file)
        self.desk.forget_ahead()
        self._count_documents()
        self._ask_for_suggestions()
        if self.desk.document is None:
            self.document_verbs.open_first()
        else:
            self.desk.reload()

    def _ask_for_suggestions(self) -> None:
        """Where a document has none from the built-in suggester yet."""
        if self._project.read_only:
            return

        def missing(review: object) -> bool:
            return bool(review.project.suggestions.missing(BUILT_IN))

        def ask(wanted: bool) -> None:
            if wanted and not any(job.name in ("suggest", "import_files") for job in self._session.worker.jobs):
                self._session.suggest()

        self._file.call(missing, ask)

    def _open_place(self, hit: object) -> None:
        if hit.document == self.desk.document and self.desk.page is not None:
            self._look_at(hit.start, hit.end)
            self.canvas.setFocus()
            return
        self._remember_place()
        self._places[hit.document] = (None, 0)
        self.desk.shown.connect(
            lambda _page, _again: self._look_at(hit.start, hit.end), Qt.ConnectionType.SingleShotConnection
        )
        self.desk.open(hit.document)
        self.canvas.setFocus()

    def _close_results(self) -> None:
        self.lists.setCurrentWidget(self.documents)
        self.canvas.setFocus()

    # Spans

    def _go_to_span(self, span: Span) -> None:
        if self.desk.page is not None:
            self.verbs.go_to(self.desk.page.item(span))

    def _look_at(self, start: int, end: int) -> None:
        """Show a place of the text, with the span that stands there as the current one."""
        page = self.desk.page
        if page is None:
            return
        item = next((one for one in page.at(start) if one.span.start <= start and end <= one.span.end), None)
        if item is not None:
            self.verbs.go_to(item)
        else:
            self.canvas.set_current(None)
            self.canvas.move_caret(start, False)

    def _label(self, label: str) -> None:
        if self.canvas.current or self.canvas.selection:
            self.verbs.label(label)
        else:
            self.verbs.remember(label)
        self.canvas.setFocus()

    def open_label_list(self, place: QPoint | None = None) -> None:
        """Let the user choose a label for the selection, or else for the current span."""
        page, item = self.desk.page, self.canvas.current
        stretch = self.canvas.selection or ((item.span.start, item.span.end) if item else None)
        if page is None or stretch is None:
            self._messages.tell(_("Select words, or step to a span, to give it a label."))
            return
        if place is None:
            rect = self.canvas.rect_of(*stretch)
            rtl = self.canvas.layoutDirection() is Qt.LayoutDirection.RightToLeft
            place = self.canvas.viewport().mapToGlobal(
                (rect.bottomRight() if rtl else rect.bottomLeft()) + QPoint(0, 6)
            )
        standing = [span for span in page.standing(*stretch) if self.canvas.selection or span != item.span]

        def refused(label: Label) -> str:
            conflict = page.labels.conflict(Span(*stretch, label.id), standing)
            return conflict.reason() if conflict else ""

        chooser = LabelList(self, page.labels, refused)
        chooser.label_chosen.connect(self._label)
        chooser.open_at(place)

    def write_note(self) -> None:
        """Write a note on the current annotation, or else on the document."""
        page, item = self.desk.page, self.canvas.current
        if page is None:
            return
        if item is not None and item.decided:
            text = page.document.text[item.span.start : item.span.end]
            written = ask_note(self, _("Note on “{name}”").format(name=" ".join(text.split())), item.note)
            if written is not None:
                self.desk.perform(lambda review: review.set_note(written, item))
        else:
            written = ask_note(self, _("Note on this document"), page.note)
            if written is not None:
                self.desk.perform(lambda review: review.set_note(written))

    def open_same_strings(self) -> None:
        """Let the user tick where the current string is to stand as well, here and in the other documents."""
        page, item, verbs = self.desk.page, self.canvas.current, self.desk.verbs
        if page is None or item is None or verbs is None:
            return
        text = " ".join(page.document.text[item.span.start : item.span.end].split())
        label = page.labels.get(item.span.label).name(language())

        def everywhere(deliver: Callable[[list[Place]], object]) -> None:
            def look(review: object) -> list[Place]:
                review.open(page.document.id)
                return review.same_strings_everywhere(item)

            self._file.call(look, lambda places: deliver(places) if dialog.isVisible() else None)

        dialog = SameStringsDialog(self, text, label, verbs.same_strings(item), everywhere)
        if dialog.run():
            self._apply(dialog.chosen, item)
        dialog.deleteLater()

    def _apply(self, places: list[Place], item: Item) -> None:
        """Mark these places like the item, which is accepted with them; as one step."""
        label, here = item.span.label, self.desk.document
        if all(place.document == here for place in places):
            changes = self.desk.perform(lambda review: review.apply_to(places, label))
            if changes:
                self._messages.tell(_marked(len(places)))
            return

        def applied(changes: Changes) -> None:
            self._messages.tell(_marked(len(places)))
            self.documents.model.renew(changes.documents)

        self.desk.ask(lambda review: review.apply_everywhere(places, label), applied)

    def _say_all_decided(self) -> None:
        page = self.desk.page
        if page is None or self._hint is not None:
            return
        done = page.status is Status.DONE
        text = _("All is decided, and the document is done.") if done else _("All is decided in this document.")
        verb = _("Next document") if done else _("Finish")
        self._hint = self._messages.warn(
            text, "", (f"{verb}  \u2066{caps_of('document.finish')}\u2069", self.verbs.finish), icon="circle-check"
        )
        self._hint.answered.connect(self._drop_hint)

    def _drop_hint(self) -> None:
        self._hint = None

    def _forget_hint(self) -> None:
        if self._hint is not None:
            self.strip.remove(self._hint)
            self._hint = None

    def _show_history(self) -> None:
        page, item = self.desk.page, self.canvas.current
        if page is not None and item is not None:
            self._file.call(lambda review: history(review, page.document.id, item), self.current.show_history)

    # Find, zoom, panes, menus

    def open_find(self) -> None:
        """Open the find bar, with what is selected."""
        page, stretch = self.desk.page, self.canvas.selection
        if page is not None:
            query = page.document.text[slice(*stretch)] if stretch else ""
            self.find.open(page.document.text, query, self.canvas.caret)

    def _set_threshold(self, mode: str, share: float) -> None:
        self._settings.mode, self._settings.threshold = mode, share
        self.head.show_threshold(mode, share)
        self.canvas.set_threshold(mode, share)

    def _zoom(self, zoom: float) -> None:
        self.canvas.zoom = zoom
        self._settings.zoom = self.canvas.zoom
        self._status.show_zoom(self.canvas.zoom)

    def _show_docks(self) -> None:
        self._settings.show_spans = self._actions["view.spans"].isChecked()
        self._settings.show_documents = self._actions["view.documents"].isChecked()
        self.start_dock.setVisible(self._settings.show_spans)
        self.end_dock.setVisible(self._settings.show_documents)

    def _turn_pane(self, by: int) -> None:
        panes = self.panes()
        focused = QApplication.focusWidget()
        place = next((n for n, pane in enumerate(panes) if focused is not None and _holds(pane, focused)), -by)
        panes[(place + by) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def _in_a_list(self) -> bool:
        """Whether the reader walks through a list, where opening a document must not take the keys away."""
        focused = QApplication.focusWidget()
        return focused is not None and any(_holds(panel, focused) for panel in (self.find, self.documents.field))

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        for group in MENU:
            for command in group:
                menu.addAction(self._actions[command])
            menu.addSeparator()
        menu.exec(place)

    def _show_spans_menu(self, spans: list[Span], place: QPoint) -> None:
        page = self.desk.page
        if page is None:
            return
        items = [item for span in spans if (item := page.item(span))]
        waiting = [item for item in items if not item.decided]
        menu = QMenu(self)
        accept = menu.addAction(ngettext("Accept {n}", "Accept {n}", len(waiting)))
        accept.setEnabled(bool(waiting))
        accept.triggered.connect(lambda: self.verbs.accept_all(waiting))
        reject = menu.addAction(ngettext("Reject or remove {n}", "Reject or remove {n}", len(items)))
        reject.triggered.connect(lambda: self.verbs.reject_all(items))
        menu.exec(place)

    def _enable(self) -> None:
        page = self.desk.page
        there = {"project"} | ({"document"} if page else set())
        if page and (self.canvas.current or self.canvas.selection):
            there.add("span")
        self._actions.enable(frozenset(there))

    def _answer(self) -> None:
        self.handlers[self.sender().objectName()]()

    # Keys of the text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The canvas answers caret, selection and a moving edge itself; its other keys are commands."""
        if watched is not self.canvas or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        assert isinstance(event, QKeyEvent)
        command = command_for(event)
        if self.canvas.draft is not None and (command is None or command.id not in ("edge.start", "edge.end")):
            # An edge in hand takes every key but the one for the other edge.
            return command is not None and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if command is not None:
            self._actions.trigger(command.id)
            return True
        return event.key() == Qt.Key.Key_Escape and self._step_back()

    def _step_back(self) -> bool:
        """Esc: out of the find bar, then out of the results, then away from the current span."""
        if self.canvas.selection:
            return False
        if self.find.isVisible():
            self.find.put_away()
        elif self.lists.currentWidget() is self.results:
            self._close_results()
        else:
            self.canvas.set_current(None)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._warmed and not self._project.read_only:
            self._warmed = True
            QTimer.singleShot(1500, self._session.worker, self._session.worker.warm_up)


def _holds(widget: QObject, focused: QObject) -> bool:
    found: QObject | None = focused
    while found is not None and found is not widget:
        found = found.parent()
    return found is widget


def _marked(count: int) -> str:
    return ngettext("{n} place marked alike", "{n} places marked alike", count)

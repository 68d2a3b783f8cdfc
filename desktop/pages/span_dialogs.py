"""What a span may ask of the user: a label from the list, a note, the same strings to tick; and its menus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from annotator.labels import Label
from annotator.page import Item
from annotator.records import Place, Span
from annotator.review import Changes
from annotator.texts import _, language, ngettext
from desktop.actions import Actions
from desktop.canvas.view import Canvas
from desktop.desk import Desk
from desktop.dialogs.label_list import LabelList
from desktop.dialogs.note import ask_note
from desktop.dialogs.same_strings import SameStringsDialog
from desktop.messages import Messages
from desktop.panels.marks import isolated
from desktop.store import FileThread
from desktop.verbs import Verbs

if TYPE_CHECKING:
    from annotator.review import Review

MENU = (
    ("span.accept", "span.reject", "span.label"),
    ("edge.start", "edge.end", "span.trim", "span.split", "span.merge", "span.wider", "span.narrower"),
    ("span.same", "document.note", "edit.copy", "paragraph.direction"),
)


class SpanDialogs(QObject):
    """Opens what the verbs of the text need an answer for, over the canvas.

    Signals:
        guidelines_requested: what the guidelines say of a label is wanted, by its id.
    """

    guidelines_requested = Signal(str)

    def __init__(
        self, desk: Desk, verbs: Verbs, canvas: Canvas, actions: Actions, messages: Messages, file: FileThread
    ) -> None:
        super().__init__(canvas)
        self._desk, self._verbs, self._canvas = desk, verbs, canvas
        self._actions, self._messages, self._file = actions, messages, file

    @property
    def _over(self) -> QWidget:
        return self._canvas.window()

    def choose_label(self, place: QPoint | None = None) -> None:
        """Let the user choose a label for the selection, or else for the current span; at a place on the screen."""
        page, item = self._desk.page, self._canvas.current
        stretch = self._canvas.selection or ((item.span.start, item.span.end) if item else None)
        if page is None or stretch is None:
            self._messages.tell(_("Select words, or step to a span, to give it a label."))
            return
        standing = [span for span in page.standing(*stretch) if self._canvas.selection or span != item.span]

        def refused(label: Label) -> str:
            conflict = page.labels.conflict(Span(*stretch, label.id), standing)
            return conflict.reason() if conflict else ""

        likely = item.span.label if item and not self._canvas.selection else self._verbs.last_label
        chooser = LabelList(self._over, page.labels, refused, likely)
        chooser.label_chosen.connect(self._label)
        chooser.guidelines_requested.connect(self.guidelines_requested)
        chooser.open_at(place or self._below(stretch))

    def write_note(self) -> None:
        """Write a note on the current annotation, or else on the document."""
        page, item = self._desk.page, self._canvas.current
        if page is None:
            return
        on_span = item if item is not None and item.decided else None
        if on_span is not None:
            sentence, note = _("Note on “{name}”").format(name=isolated(self._text(on_span))), on_span.note
        else:
            sentence, note = _("Note on this document"), page.note
        written = ask_note(self._over, sentence, note)
        if written is not None:
            self._desk.perform(lambda review: review.set_note(written, on_span))

    def choose_same_strings(self) -> None:
        """Let the user tick where the current string is to stand as well, here and in the other documents."""
        page, item, verbs = self._desk.page, self._canvas.current, self._desk.verbs
        if page is None or item is None or verbs is None:
            return
        label = page.labels.get(item.span.label).name(language())

        def everywhere(deliver: Callable[[list[Place]], object]) -> None:
            def look(review: Review) -> list[Place]:
                return review.same_strings_everywhere(page.document.id, item.span)

            self._file.call(look, deliver)

        dialog = SameStringsDialog(self._over, self._text(item), label, verbs.same_strings(item), everywhere)
        if dialog.run():
            self._apply(dialog.chosen, item)
        dialog.deleteLater()

    def show_menu(self, place: QPoint) -> None:
        """Everything that can be done at the current span or the selection."""
        menu = QMenu(self._over)
        for group in MENU:
            for command in group:
                menu.addAction(self._actions[command])
            menu.addSeparator()
        menu.exec(place)

    def show_spans_menu(self, spans: list[Span], place: QPoint) -> None:
        """What can be done with all of a row of the list."""
        page = self._desk.page
        if page is None:
            return
        items = [item for span in spans if (item := page.item(span))]
        waiting = [item for item in items if not item.decided]
        menu = QMenu(self._over)
        accept = menu.addAction(ngettext("Accept {n}", "Accept {n}", len(waiting)))
        accept.setEnabled(bool(waiting) and not self._canvas.read_only)
        accept.triggered.connect(lambda: self._verbs.accept_all(waiting))
        reject = menu.addAction(ngettext("Reject or remove {n}", "Reject or remove {n}", len(items)))
        reject.setEnabled(not self._canvas.read_only)
        reject.triggered.connect(lambda: self._verbs.reject_all(items))
        menu.exec(place)

    def _apply(self, places: list[Place], item: Item) -> None:
        """Mark these places like the item, as one step."""
        label = item.span.label

        def tell(changes: Changes) -> None:
            marked = len(places) - changes.left
            left = ngettext("{n} left as it was", "{n} left as they were", changes.left)
            parts = [
                ngettext("{n} place marked alike", "{n} places marked alike", marked),
                left if changes.left else "",
            ]
            self._messages.tell(" · ".join(part for part in parts if part))

        if any(place.document != self._desk.document for place in places):
            self._desk.ask(lambda review: review.apply_everywhere(places, label), tell)
        elif changes := self._desk.perform(lambda review: review.apply_to(places, label)):
            tell(changes)

    def _label(self, label: str) -> None:
        self._verbs.label(label)
        self._canvas.setFocus()

    def _text(self, item: Item) -> str:
        assert self._desk.page is not None
        return " ".join(self._desk.page.document.text[item.span.start : item.span.end].split())

    def _below(self, stretch: tuple[int, int]) -> QPoint:
        rect = self._canvas.rect_of(*stretch)
        rtl = self._canvas.layoutDirection() is Qt.LayoutDirection.RightToLeft
        corner = rect.bottomRight() if rtl else rect.bottomLeft()
        return self._canvas.viewport().mapToGlobal(corner + QPoint(0, 6))

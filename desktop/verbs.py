"""What the keys of the text do: each verb of the table for the document in hand, and where it leads the reader next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from annotator.page import Item, Page
from annotator.records import LabelId, Manner, Span, Status, reading_order
from annotator.review import Changes
from annotator.text.words import trims
from annotator.texts import _, ngettext
from desktop.canvas.view import Canvas
from desktop.desk import Desk
from desktop.settings import Settings

NEAR = 4_000
"""Code points that are looked through at a time for the next span, so that a long document costs no more."""


class Verbs(QObject):
    """Answers the commands on spans.

    Attributes:
        handlers: the id of a command of the table → what it does.
        last_label: what Enter gives a selection.

    Signals:
        told: what was done, in words.
        label_wanted: the list of labels is to be shown at the span.
        note_wanted: the note of the current span or of the document is to be edited.
        same_wanted: the list of same strings is to be shown.
        finished: the document is done and the next one is wanted.
        all_decided: Enter found nothing left to decide.
        last_label_changed: ask ``last_label``.
    """

    told = Signal(str)
    label_wanted = Signal()
    note_wanted = Signal()
    same_wanted = Signal()
    finished = Signal()
    all_decided = Signal()
    last_label_changed = Signal()

    def __init__(self, desk: Desk, canvas: Canvas, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._canvas = canvas
        self._settings = settings
        self.last_label: LabelId | None = None
        self._doubtful: list[Span] = []
        self._doubtful_page: Page | None = None
        self.handlers: dict[str, Callable[[], object]] = {
            "span.accept": self.accept,
            "span.reject": self.reject,
            "span.label": self.label_wanted.emit,
            "span.next": lambda: self.step(1),
            "span.previous": lambda: self.step(-1),
            "span.wider": lambda: self.nest(-1),
            "span.narrower": lambda: self.nest(1),
            "span.trim": self.trim,
            "span.split": self.split,
            "span.merge": self.merge,
            "span.same": self.same_wanted.emit,
            "edge.start": lambda: canvas.begin_edge("start"),
            "edge.end": lambda: canvas.begin_edge("end"),
            "view.doubtful": self.change_order,
            "document.finish": self.finish,
            "document.reopen": self.reopen,
            "document.flag": self.flag,
            "document.note": self.note_wanted.emit,
            "edit.copy": self.copy,
            **{f"label.{n}": lambda key=str(n): self.label_by_key(key) for n in range(1, 10)},
        }
        canvas.edge_moved.connect(self.resize)

    @property
    def page(self) -> Page | None:
        return self._desk.page

    # Deciding

    def accept(self) -> None:
        """Accept the current one and go on; with a selection: add it with the last label."""
        page, item = self.page, self._canvas.current
        if page is None:
            return
        if self._canvas.selection:
            if self.last_label is None:
                self.label_wanted.emit()
            else:
                self.label(self.last_label)
        elif item is None or item.decided:
            self._go_on(item.span if item else self._here())
        elif self._perform(lambda review: review.accept(item, seen=self._canvas.seen(item))):
            self._go_on(item.span)

    def accept_all(self, items: list[Item]) -> None:
        """Accept several at once."""
        self._perform(lambda review: review.accept(*items, manner=Manner.BULK))

    def reject(self) -> None:
        """Reject a suggestion and go on; remove an annotation and go to what follows it."""
        item = self._canvas.current
        if item is None:
            return
        if self._perform(lambda review: review.reject(item, seen=self._canvas.seen(item))):
            self._go_on(item.span, decided_too=item.decided)

    def reject_all(self, items: list[Item]) -> None:
        """Reject, or remove, several at once."""
        self._perform(lambda review: review.reject(*items, manner=Manner.BULK))

    def label(self, label: LabelId) -> None:
        """Give the selection, or else the current span, this label."""
        stretch, item = self._canvas.selection, self._canvas.current
        if self.page is None:
            return
        if stretch:
            self._become(Span(*stretch, label), lambda review: review.add(*stretch, label))
        elif item is None:
            self.told.emit(_("Select words, or step to a span, to give it a label."))
            return
        elif item.span.label == label:
            if not item.decided:
                self._become(item.span, lambda review: review.accept(item, seen=self._canvas.seen(item)))
        else:
            after = Span(item.span.start, item.span.end, label)
            self._become(after, lambda review: review.relabel(item, label, seen=self._canvas.seen(item)))
        self.remember(label)

    def label_by_key(self, key: str) -> None:
        label = self.page.labels.by_key(key) if self.page else None
        if label is not None:
            self.label(label.id)

    def resize(self, start: int, end: int) -> None:
        """Give the current span other edges."""
        item = self._canvas.current
        if item is not None:
            after = Span(start, end, item.span.label)
            self._become(after, lambda review: review.resize(item, start, end, seen=self._canvas.seen(item)))

    def trim(self) -> None:
        """The next trim step of the current span, or of the selection."""
        page, item, stretch = self.page, self._canvas.current, self._canvas.selection
        if page is None:
            return
        start, end = stretch or ((item.span.start, item.span.end) if item else (0, 0))
        steps = trims(page.document.text, start, end) if end > start else []
        if not steps:
            self.told.emit(_("There is nothing to trim here."))
        elif stretch:
            self._canvas.select(*steps[0])
        else:
            self.resize(*steps[0])

    def split(self) -> None:
        item, at = self._canvas.current, self._canvas.caret
        if item is None:
            item = next(iter(self.page.at(at)), None) if self.page else None
        if item is not None:
            changes = self._perform(lambda review: review.split(item, at))
            if changes:
                self._go_to_first(changes, item.span.label)

    def merge(self) -> None:
        item = self._canvas.current
        if item is not None and (changes := self._perform(lambda review: review.merge(item))):
            self._go_to_first(changes, item.span.label)

    def flag(self) -> None:
        page = self.page
        if page is not None:
            self._perform(lambda review: review.set_flag(not page.flag))

    def finish(self) -> None:
        """Accept what is left at or above the threshold, declare the document done, and ask for the next."""
        page, threshold = self.page, self._settings.threshold
        if page is None:
            return
        manner = Manner.READ if self._settings.mode == "read" else Manner.BULK
        waiting = any(item.score >= threshold for item in page.undecided())
        to_do = page.status is not Status.DONE or waiting
        if not to_do or self._perform(lambda review: review.finish(threshold, manner=manner, seen=self._canvas.seen)):
            self.finished.emit()

    def reopen(self) -> None:
        """Take back that the document is done."""
        if self.page is not None and self.page.status is Status.DONE:
            self._perform(lambda review: review.set_status(Status.IN_PROGRESS))

    # Going about

    def step(self, by: int) -> None:
        """To the next or previous undecided span; from the last to the first and back."""
        page = self.page
        if page is None:
            return
        item = self._canvas.current
        found = self._beside(item.span if item else self._here(), by)
        if found is None:
            found = self._beside(None, by)
        if found is None:
            self.all_decided.emit()
        else:
            self.go_to(found)

    def nest(self, by: int) -> None:
        """To the nested span that is wider (-1) or narrower (1) than the current one."""
        page, item = self.page, self._canvas.current
        if page is None or item is None or page.item(item.span) is None:
            return
        span = item.span
        near = page.inside(span.start, span.end)
        chain = [one for one in near if one.span.contains(span) or span.contains(one.span)]
        chain.sort(key=lambda one: (-(one.span.end - one.span.start), reading_order(one.span)))
        place = [one.span for one in chain].index(span) + by
        if 0 <= place < len(chain):
            self.go_to(chain[place])
        else:
            self.told.emit(_("There is no wider span here.") if by < 0 else _("There is no narrower span here."))

    def go_to(self, item: Item | None) -> None:
        """Make an item the current one."""
        if self._canvas.selection:
            self._canvas.clear_selection()
        self._canvas.set_current(item)

    def copy(self) -> None:
        """Copy the selection, or else the text of the current span."""
        item = self._canvas.current
        stretch = self._canvas.selection or ((item.span.start, item.span.end) if item else None)
        if stretch and self.page:
            QGuiApplication.clipboard().setText(self.page.document.text[slice(*stretch)])
            self.told.emit(_("Copied."))

    def first(self) -> Item | None:
        """The first undecided span of the document."""
        return self._beside(None, 1)

    def change_order(self) -> None:
        """Step through the text, or from the most doubtful span to the surest."""
        self._settings.doubtful_first = not self._settings.doubtful_first
        self._doubtful = []
        self.told.emit(
            _("The most doubtful spans come first.")
            if self._settings.doubtful_first
            else _("Spans come as in the text.")
        )

    def _go_on(self, span: Span, *, decided_too: bool = False) -> None:
        """To the next undecided span; at the end of the document to the first that was passed over."""
        page = self.page
        assert page is not None
        found = self._beside(span, 1, decided_too=decided_too)
        if found is None and page.left_count:
            found = self._beside(None, 1)
            left = ngettext("{n} left above", "{n} left above", page.left_count)
            self.told.emit(_("End of the document: {left}.").format(left=left))
        if found is not None:
            self.go_to(found)
        else:
            self.all_decided.emit()

    def _beside(self, span: Span | None, by: int, *, decided_too: bool = False) -> Item | None:
        """The next (1) or previous (-1) undecided span in stepping order; without a span the first or last of all."""
        page = self.page
        if page is None or not (decided_too or page.left_count):
            return None
        if self._settings.doubtful_first:
            return self._by_doubt(page, span, by)
        ahead = self._forward(page, span) if by > 0 else self._backward(page, span)
        return next((item for item in ahead if decided_too or not item.decided), None)

    def _by_doubt(self, page: Page, span: Span | None, by: int) -> Item | None:
        """The next or previous in the order of doubt; what has been proposed since that was made counts once it is through."""
        if self._doubtful_page is not page:
            self._doubtful_page, self._doubtful = page, []
        place = self._doubtful.index(span) + by if span in self._doubtful else (0 if by > 0 else -1)
        ahead = self._doubtful[place:] if by > 0 else self._doubtful[place::-1]
        found = next((item for item in map(page.item, ahead) if item and not item.decided), None)
        if found is None:
            self._doubtful = page.by_doubt()
            items = (item for item in map(page.item, self._doubtful[::by]) if item and not item.decided)
            found = next((item for item in items if item.span != span), None)
        return found

    def _forward(self, page: Page, span: Span | None) -> Iterator[Item]:
        start = span.start if span else 0
        while start < len(page.document.text):
            for item in page.inside(start, start + NEAR):
                new = item.span.start >= start
                if new and (span is None or reading_order(item.span) > reading_order(span)):
                    yield item
            start += NEAR

    def _backward(self, page: Page, span: Span | None) -> Iterator[Item]:
        end = span.start + 1 if span else len(page.document.text)
        while end > 0:
            start = max(0, end - NEAR)
            for item in reversed(page.inside(start, end)):
                new = start <= item.span.start < end
                if new and (span is None or reading_order(item.span) < reading_order(span)):
                    yield item
            end = start

    def _here(self) -> Span:
        """The caret as a place in stepping order."""
        caret = self._canvas.caret
        return Span(caret, len(self._canvas.text) + 1, LabelId(""))

    # Doing

    def _perform(self, verb: Callable[..., Changes]) -> Changes | None:
        was_done = self.page is not None and self.page.status is Status.DONE
        changes = self._desk.perform(verb)
        if changes is None:
            return None
        reopened = was_done and self.page is not None and self.page.status is Status.IN_PROGRESS
        self.told.emit(
            _("{what}; the document is open again").format(what=changes.message) if reopened else changes.message
        )
        return changes

    def _become(self, after: Span, verb: Callable[..., Changes]) -> None:
        """Do what makes this span, and stay at it."""
        if self._perform(verb) and self.page is not None:
            self.go_to(self.page.item(after))

    def _go_to_first(self, changes: Changes, label: LabelId) -> None:
        """To the first of the spans that a split or a merge has made."""
        assert self.page is not None
        made = [self.page.item(span) for span in sorted(changes.spans, key=reading_order) if span.label == label]
        self.go_to(next((item for item in made if item and item.decided), None))

    def remember(self, label: LabelId | None) -> None:
        """Let Enter give a selection this label from now on; with None it asks for one."""
        if label != self.last_label:
            self.last_label = label
            self.last_label_changed.emit()

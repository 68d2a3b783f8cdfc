"""Jumps through a document: to the next span of the same label, and to the most doubtful one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.page import Item, Page
from annotator.records import DocumentId, LabelId, Span
from annotator.texts import _
from desktop.canvas.view import Canvas
from desktop.verbs import Verbs


class Jumps(QObject):
    """Answers the commands that jump.

    Attributes:
        handlers: the id of a command of the table → what it does.

    Signals:
        told: why there was no jump, or that a turn began again, in words.
    """

    told = Signal(str)

    def __init__(self, verbs: Verbs, canvas: Canvas) -> None:
        super().__init__(verbs)
        self._verbs = verbs
        self._canvas = canvas
        self._document: DocumentId | None = None
        self._turn: list[Span] = []
        """What was proposed when this turn began, the most doubtful first."""
        self._place = -1
        self._been: set[Span] = set()
        self.handlers: dict[str, Callable[[], object]] = {
            "span.next_alike": lambda: self.alike(1),
            "span.previous_alike": lambda: self.alike(-1),
            "span.doubtful": self.doubtful,
            "span.doubtful_back": self.back,
        }

    def alike(self, by: int) -> None:
        """To the next (1) or previous (-1) span of the current one's label, or else of the label used last."""
        page, item = self._verbs.page, self._canvas.current
        label = item.span.label if item else self._verbs.last_label
        if page is None or label is None:
            self.told.emit(_("Step to a span first: the jump goes to the next with its label."))
            return
        caret = self._canvas.caret
        here = item.span if item else Span(caret, len(page.document.text) + 1, LabelId(""))
        found = page.alike(here, label, by)
        if found is None or found == item:
            self.told.emit(_("There is no other span with this label."))
        else:
            self._verbs.go_to(found)

    def doubtful(self) -> None:
        """To the most doubtful undecided span where this turn has not been; once through, a turn begins again."""
        page = self._verbs.page
        if page is None:
            return
        if page.document.id != self._document:
            self._begin(page)
        found = self._next(page)
        if found is None and page.left_count:
            self._begin(page)
            found = self._next(page)
            self.told.emit(_("Once more from the most doubtful span."))
        if not page.left_count:
            self._verbs.all_decided.emit()
        elif found is None:
            self.told.emit(_("There is no other undecided span."))
        else:
            self._verbs.go_to(found)

    def back(self) -> None:
        """To the span where this turn was before, decided or not."""
        page = self._verbs.page
        if page is None or page.document.id != self._document:
            return
        for place in range(self._place, -1, -1):
            item = page.item(self._turn[place]) if self._turn[place] in self._been else None
            if item is not None and item != self._canvas.current:
                self._place = place
                self._verbs.go_to(item)
                return
        self.told.emit(_("There is no more doubtful span to go back to."))

    def _begin(self, page: Page) -> None:
        self._document, self._turn, self._place, self._been = page.document.id, page.by_doubt(), -1, set()

    def _next(self, page: Page) -> Item | None:
        for place in range(self._place + 1, len(self._turn)):
            item = page.item(self._turn[place])
            if item is None or item.decided:
                continue
            self._place = place
            self._been.add(item.span)
            if item != self._canvas.current:
                return item
        return None

"""The find bar: finds a string in the open document, its spelling and proclitics aside, and steps from one place to the next."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit

from annotator.text.find import occurrences
from annotator.texts import _, number
from desktop.panels.dock import add_icon, icon_button, name_button

SLICE = 0.008
"""Seconds a search may hold the window up before it lets others have their turn."""


def found_by_paragraph(text: str, query: str) -> Iterator[list[tuple[int, int]]]:
    """The places of the query in the text, paragraph by paragraph."""
    start = 0
    for paragraph in text.splitlines(keepends=True):
        yield [(start + first, start + last) for first, last in occurrences(paragraph, query)]
        start += len(paragraph)


class FindBar(QFrame):
    """A row under the head of the canvas.

    Signals:
        found: every place known so far, as (start, end).
        place_chosen: start and end of the place to show.
        closed: it was put away.
    """

    found = Signal(object)
    place_chosen = Signal(int, int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self.places: list[tuple[int, int]] = []
        self._text = ""
        self._at = -1
        self._caret = 0
        self._searching: Iterator[list[tuple[int, int]]] = iter(())
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._search_on)
        self.field = QLineEdit(clearButtonEnabled=True)
        add_icon(self.field, "search")
        self.count = QLabel()
        self.count.setProperty("role", "secondary")
        self._previous = icon_button("chevron-up")
        self._next = icon_button("chevron-down")
        self._close = icon_button("x")
        self._lay_out()
        self.field.textChanged.connect(self._search)
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        self._close.clicked.connect(self.put_away)
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        self.field.setMaximumWidth(360)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        row.addStretch()
        for button in (self._previous, self._next, self._close):
            row.addWidget(button)

    def open(self, text: str, query: str, caret: int) -> None:
        """Show the bar for a document; the places after the caret come first."""
        self._caret = caret
        self.set_text(text)
        self.show()
        if query:
            self.field.setText(query)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def set_text(self, text: str) -> None:
        """Another document was opened; an open bar finds in it."""
        self._text = text
        self._search()

    def put_away(self) -> None:
        self._turns.stop()
        self.hide()
        self.found.emit([])
        self.closed.emit()

    def step(self, by: int) -> None:
        """Go to the next place, or to the one before; after the last comes the first."""
        if not self.places:
            return
        self._at = (self._at + by) % len(self.places)
        self._tell()
        self.place_chosen.emit(*self.places[self._at])

    def retranslate(self) -> None:
        self.field.setPlaceholderText(_("Find in this document"))
        self.field.setAccessibleName(_("Find in this document"))
        name_button(self._previous, _("Previous place"), _("Previous place") + " (\u2066Shift+Enter\u2069)")
        name_button(self._next, _("Next place"), _("Next place") + " (\u2066Enter\u2069)")
        name_button(self._close, _("Close"), _("Close") + " (\u2066Esc\u2069)")
        self._tell()

    def _search(self) -> None:
        self.places, self._at = [], -1
        query = self.field.text().strip()
        self._searching = found_by_paragraph(self._text, query) if query else iter(())
        self._search_on()

    def _search_on(self) -> None:
        until = perf_counter() + SLICE
        for places in self._searching:
            self.places += places
            if perf_counter() > until:
                self._turns.start()
                break
        else:
            self._turns.stop()
        self.found.emit(self.places)
        self._go_to_first()
        self._tell()

    def _go_to_first(self) -> None:
        """Once, as soon as there is a place after the caret, or none more to wait for."""
        if self._at >= 0 or not self.places:
            return
        first = bisect_left(self.places, (self._caret, self._caret))
        if first == len(self.places) and self._turns.isActive():
            return
        self._at = first % len(self.places)
        self.place_chosen.emit(*self.places[self._at])

    def _tell(self) -> None:
        if self.places:
            said = _("{place} of {total}").format(place=number(self._at + 1), total=number(len(self.places)))
        else:
            said = _("Not found") if self.field.text().strip() and not self._turns.isActive() else ""
        self.count.setText(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.key() == Qt.Key.Key_F3:
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

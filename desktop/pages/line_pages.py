"""Fills a list of lines with what is wanted: asked of the file a page at a time, more as the reader scrolls down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.finding import LIMIT, Cursor, Results, find
from annotator.marks import Wanted
from desktop.panels.lines_panel import LinesPanel
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.review import Review

MORE = 150
"""Lines that are fetched when the end comes into view."""
MOST = 2_000
"""Lines that are fetched when all are to be chosen."""


class LinePages(QObject):
    """Asks for one thing at a time; of several the last counts.

    Attributes:
        wanted: what is asked for; None while nothing is.
        looked: the share (0–1) of the documents looked through.

    Signals:
        came: lines have come, or the search has got further.
    """

    came = Signal()

    def __init__(self, panel: LinesPanel, file: FileThread) -> None:
        super().__init__(panel)
        self._panel, self._model, self._file = panel, panel.model, file
        self.wanted: Wanted | None = None
        self.looked = 1.0
        self._cursor: Cursor | None = None
        self._enough = LIMIT
        self._choosing_all = False
        panel.model.more_wanted.connect(self._fetch_more)
        panel.list.all_requested.connect(self._choose_all)

    @property
    def more(self) -> bool:
        """Whether further lines may follow those that have come."""
        return self._cursor is not None

    @property
    def looking(self) -> bool:
        """Whether a page of lines is still being filled."""
        return self.wanted is not None and self.looked < 1 and len(self._model.lines) < self._enough

    def show(self, wanted: Wanted | None) -> None:
        """Show the first of what is wanted, instead of what stands."""
        self.wanted, self._cursor, self._enough, self._choosing_all = wanted, None, LIMIT, False
        self.looked = 0.0 if wanted else 1.0
        self._model.show_lines([])
        if wanted is not None:
            self._ask()
        self.came.emit()

    def _ask(self) -> None:
        wanted, cursor, limit = self.wanted, self._cursor, self._enough - len(self._model.lines)

        def look(review: Review) -> Results:
            assert wanted is not None
            return find(review.project, wanted, cursor, limit=limit)

        self._file.call(look, lambda results: self._take(wanted, cursor, results))

    def _take(self, wanted: Wanted | None, cursor: Cursor | None, results: Results) -> None:
        if wanted is not self.wanted or cursor != self._cursor:
            return
        first = not self._model.lines
        self._cursor, self.looked = results.cursor, results.looked
        going_on = self.more and len(self._model.lines) + len(results.found) < self._enough
        self._model.add_lines(results.found, more=self.more and not going_on)
        if first and results.found:
            self._panel.list.go_to(0)
        if going_on:
            self._ask()
        elif self._choosing_all:
            self._panel.list.selectAll()
            self._choosing_all = False
        self.came.emit()

    def _fetch_more(self) -> None:
        if self.more:
            self._enough = len(self._model.lines) + MORE
            self._ask()

    def _choose_all(self) -> None:
        """Choose all lines; those that have not come yet are fetched first, up to a bound."""
        if not self.more or len(self._model.lines) >= MOST:
            self._panel.list.selectAll()
        elif not self._choosing_all:
            self._choosing_all, self._enough = True, MOST
            self._ask()

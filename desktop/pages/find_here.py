"""Finding in the document in hand: the find bar, and the text it searches."""

from __future__ import annotations

from collections.abc import Callable

from annotator.page import Page
from desktop.canvas.view import Canvas
from desktop.desk import Desk
from desktop.pages.places import Places
from desktop.panels.find import FindBar


class FindHere:
    """Lets the bar search the text of the desk, and shows on the canvas what it finds.

    Attributes:
        handlers: the id of a command of the table → what it does here.
    """

    def __init__(self, bar: FindBar, desk: Desk, canvas: Canvas, places: Places) -> None:
        self._bar, self._desk, self._canvas = bar, desk, canvas
        self.handlers: dict[str, Callable[[], object]] = {"edit.find": self.open}
        bar.found.connect(canvas.set_found)
        bar.place_chosen.connect(places.look_at)
        bar.closed.connect(canvas.setFocus)

    def open(self) -> None:
        """Open the bar, with what is selected."""
        if self._desk.page is not None:
            self._bar.open(self._desk.page.document.text, self.selected(), self._canvas.caret)

    def selected(self) -> str:
        """What is selected in the text."""
        page, stretch = self._desk.page, self._canvas.selection
        return page.document.text[slice(*stretch)] if page and stretch else ""

    def follow(self, page: Page) -> None:
        """Search another text from now on."""
        if self._bar.isVisible():
            self._bar.set_text(page.document.text)

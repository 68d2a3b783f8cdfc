"""What was decided about a span before: all of it in its panel, the last of it at the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.page import Item
from desktop.canvas.view import Canvas
from desktop.desk import Desk
from desktop.pages.same_marks import LONG
from desktop.panels.current_span import CurrentSpanPanel
from desktop.panels.history import history
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.review import Review


class SpanPast(QObject):
    """Asks the file for canvas and panel."""

    def __init__(self, desk: Desk, canvas: Canvas, file: FileThread, panel: CurrentSpanPanel) -> None:
        super().__init__(canvas)
        self._desk, self._canvas, self._file, self._panel = desk, canvas, file, panel
        canvas.ask_past = self._ask_last
        panel.history_requested.connect(self._show_all)

    def _ask_last(self, item: Item, deliver: Callable[[str], None]) -> None:
        """What was decided last, in a line; of a long document the file is not asked between two keys."""
        page = self._desk.page
        if page is None or not item.decided or len(page.document.text) > LONG:
            return
        document = page.document.id

        def last(review: Review) -> str:
            lines = history(review, document, item)[-1:]
            return "".join(" · ".join((line.who, line.what, line.end)) for line in lines)

        self._file.call(last, deliver, lambda _error: None)

    def _show_all(self) -> None:
        page, item = self._desk.page, self._canvas.current
        if page is not None and item is not None:
            self._file.call(lambda review: history(review, page.document.id, item), self._panel.show_history)

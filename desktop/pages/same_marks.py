"""Marks the same strings as the current span's in the text, and counts them, once the reader rests on a span."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator.text.find import same_strings, string_key
from desktop.canvas.view import Canvas
from desktop.desk import Desk
from desktop.panels.current_span import CurrentSpanPanel

REST = 120
"""Milliseconds on one span after which its same strings are marked."""
LONG = 60_000
"""Code points of a text from which on its same strings are only looked for on demand."""


class SameMarks(QObject):
    """Follows the current span of a canvas."""

    def __init__(self, desk: Desk, canvas: Canvas, panel: CurrentSpanPanel) -> None:
        super().__init__(canvas)
        self._desk = desk
        self._canvas = canvas
        self._panel = panel
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._mark)

    def follow(self) -> None:
        """The current span, or what stands in the text, is another."""
        self._canvas.set_same([])
        self._rest.start()

    def _mark(self) -> None:
        verbs, item = self._desk.verbs, self._canvas.current
        if verbs is None or item is None or len(verbs.page.document.text) > LONG:
            return
        text, span = verbs.page.document.text, item.span
        same = same_strings(text, string_key(text, span.start, span.end))
        self._canvas.set_same([place for place in same if place != (span.start, span.end)])
        self._panel.show_same(len(verbs.same_strings(item)))

"""Says in the status line what the next trim would leave of a selection, once the reader has made one."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator.text.words import trims
from annotator.texts import _
from desktop.actions import caps_of
from desktop.bidi import left_to_right
from desktop.canvas.view import Canvas
from desktop.messages import Messages
from desktop.panels.marks import isolated

REST = 120
"""Milliseconds that a selection has to stay as it is."""
SHOWN = 40
"""Characters of the text that are told."""


class TrimHint(QObject):
    """Follows the selection of a canvas."""

    def __init__(self, canvas: Canvas, messages: Messages) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._messages = messages
        self._hint = self._said = ""
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._tell)
        canvas.selection_changed.connect(self._follow)
        messages.told.connect(self._hear)

    def _follow(self) -> None:
        self._rest.start()
        if self._hint and self._said == self._hint:
            self._messages.tell("")

    def _tell(self) -> None:
        text, stretch, key = self._canvas.text, self._canvas.selection, caps_of("span.trim")
        steps = trims(text, *stretch) if stretch and key else []
        if steps:
            left = " ".join(text[slice(*steps[0])].split())
            shown = left[:SHOWN].rstrip() + "…" if len(left) > SHOWN else left
            self._hint = _("{key} trims to “{text}”").format(key=left_to_right(key), text=isolated(shown))
            self._messages.tell(self._hint)

    def _hear(self, text: str) -> None:
        self._said = text

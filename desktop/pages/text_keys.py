"""The keys of the text: what the canvas does not answer itself is a command of the table, or a page further."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider

from desktop.actions import Actions, Scope
from desktop.canvas.view import Canvas
from desktop.keys import command_for

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OTHER_EDGE = ("edge.start", "edge.end", "adjudicate.own")
_PAGES = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class TextKeys(QObject):
    """Filters the key presses of a canvas. ``step_back`` answers Esc, and says whether it did."""

    def __init__(
        self, canvas: Canvas, actions: Actions, step_back: Callable[[], bool], scope: Scope = "canvas"
    ) -> None:
        super().__init__(canvas)
        self._scope = scope
        self._canvas = canvas
        self._actions = actions
        self._step_back = step_back
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        command = command_for(event, self._scope)
        if self._canvas.draft is not None and (command is None or command.id not in _OTHER_EDGE):
            # An edge in hand takes every key but the one for the other edge.
            return command is not None and event.key() not in _ENTER
        if command is not None:
            self._actions.trigger(command.id)
            return True
        if event.key() in _PAGES and not event.modifiers():
            self._canvas.verticalScrollBar().triggerAction(_PAGES[Qt.Key(event.key())])
            return True
        return event.key() == Qt.Key.Key_Escape and self._step_back()

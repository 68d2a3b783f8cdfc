"""The canvas for screen readers: a document with a caret, its selection, and the current span in words."""

# ruff: noqa: N802 - Qt names these methods

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
    QAccessibleTextUpdateEvent,
)
from PySide6.QtWidgets import QAccessibleWidget

from annotator.text.offsets import Offsets
from desktop.canvas.wording import spoken

if TYPE_CHECKING:
    from desktop.canvas.view import Canvas

_kept: dict[int, CanvasAccessible] = {}
"""The interfaces made so far: Qt holds them without owning their Python half."""
_installed: list[object] = []


class CanvasText(QAccessibleTextInterface):
    """The text of a canvas with its caret and selection, in UTF-16 units, as screen readers count."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas

    def characterCount(self) -> int:
        return self._offsets().utf16_length

    def cursorPosition(self) -> int:
        return self._offsets().to_utf16(self._canvas.caret)

    def setCursorPosition(self, position: int) -> None:
        self._canvas.move_caret(self._offsets().from_utf16(position))

    def text(self, start: int, end: int) -> str:
        offsets = self._offsets()
        start, end = (max(0, min(unit, offsets.utf16_length)) for unit in (start, end))
        return offsets.text[offsets.from_utf16(start) : offsets.from_utf16(end)]

    def characterRect(self, offset: int) -> QRect:
        place = self._offsets().from_utf16(offset)
        rect = self._canvas.rect_of(place, place + 1)
        return rect.translated(self._canvas.viewport().mapToGlobal(QPoint()))

    def offsetAtPoint(self, point: QPoint) -> int:
        position = self._canvas.viewport().mapFromGlobal(point)
        return self._offsets().to_utf16(self._canvas.letter_at(position.toPointF())[0])

    def selectionCount(self) -> int:
        return int(self._canvas.selection is not None)

    def selection(self, _index: int) -> tuple[int, int]:
        start, end = self._canvas.selection or (0, 0)
        return self._offsets().to_utf16(start), self._offsets().to_utf16(end)

    def addSelection(self, start: int, end: int) -> None:
        self._canvas.select(self._offsets().from_utf16(start), self._offsets().from_utf16(end))

    def removeSelection(self, _index: int) -> None:
        self._canvas.clear_selection()

    def setSelection(self, _index: int, start: int, end: int) -> None:
        self.addSelection(start, end)

    def scrollToSubstring(self, start: int, end: int) -> None:
        self._canvas.bring_into_view(self._offsets().from_utf16(start), self._offsets().from_utf16(end))

    def _offsets(self) -> Offsets:
        return self._canvas.paragraphs.offsets


class CanvasAccessible(QAccessibleWidget):
    """A read-only document; its description is the current span."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, QAccessible.Role.Document, canvas.accessibleName())
        self._canvas = canvas
        self._text = CanvasText(canvas)

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self._canvas.accessibleName()
        if kind in (QAccessible.Text.Value, QAccessible.Text.Description):
            return current_words(self._canvas) if kind == QAccessible.Text.Description else self._canvas.text
        return super().text(kind)

    def state(self) -> QAccessible.State:
        state = super().state()
        state.readOnly = True
        state.multiLine = True
        state.selectableText = True
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:
        if kind == QAccessible.InterfaceType.TextInterface:
            return self._text
        return super().interface_cast(kind)


def install() -> None:
    """Let Qt find the interface of a canvas."""
    if not _installed:
        _installed.append(_make)
        QAccessible.installFactory(_make)


def current_words(canvas: Canvas) -> str:
    """The current span in words; nothing if there is none."""
    if canvas.current is None or canvas.page is None:
        return ""
    return spoken(canvas.current, canvas.text, canvas.page.labels, canvas.key_caps)


def announce(canvas: Canvas) -> None:
    """Say the current span."""
    words = current_words(canvas)
    if QAccessible.isActive() and words:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(canvas, words))


def text_changed(canvas: Canvas) -> None:
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleTextUpdateEvent(canvas, 0, "", canvas.text))


def caret_moved(canvas: Canvas) -> None:
    if QAccessible.isActive():
        place = canvas.paragraphs.offsets.to_utf16(canvas.caret)
        QAccessible.updateAccessibility(QAccessibleTextCursorEvent(canvas, place))


def selection_changed(canvas: Canvas) -> None:
    if QAccessible.isActive():
        start, end = (canvas.paragraphs.offsets.to_utf16(i) for i in canvas.selection or (canvas.caret,) * 2)
        QAccessible.updateAccessibility(QAccessibleTextSelectionEvent(canvas, start, end))


def _make(_key: str, object_: QObject) -> QAccessibleInterface | None:
    from desktop.canvas.view import Canvas

    if not isinstance(object_, Canvas):
        return None
    made = CanvasAccessible(object_)
    key = id(object_)
    _kept[key] = made
    object_.destroyed.connect(lambda _gone=None: _kept.pop(key, None))
    return made

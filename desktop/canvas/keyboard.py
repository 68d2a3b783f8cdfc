"""The keys that the canvas itself answers: caret, selection, a moving edge, and Esc. All others are actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desktop.canvas.caret import Side, by_letter, by_word

if TYPE_CHECKING:
    from desktop.canvas.sheet import Row, Sheet
    from desktop.canvas.view import Canvas

_ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_MOVES: Final = (*_ARROWS, Qt.Key.Key_Home, Qt.Key.Key_End)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_OTHERS: Final = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Keyboard:
    """Moves the caret of a canvas, and the edge of its current span."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._goal: float | None = None
        """The place in the column that ↑ and ↓ keep to."""

    def answers(self, event: QKeyEvent) -> bool:
        """Whether the key is the canvas's own at this moment, so that no action takes it."""
        if event.modifiers() & _OTHERS or self._canvas.sheet is None:
            return False
        if event.key() in _MOVES:
            return True
        editing = self._canvas.draft is not None
        plain = not event.modifiers() & (_SHIFT | _CONTROL)
        if event.key() == Qt.Key.Key_Escape:
            return plain and (editing or self._canvas.selection is not None)
        return editing and plain and event.key() in _ENTER

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key asks for; whether it did."""
        if not self.answers(event):
            return False
        if event.key() in _MOVES:
            self._move(event)
        elif self._canvas.draft is not None:
            self._canvas.end_edge(keep=event.key() in _ENTER)
        else:
            self._canvas.clear_selection()
        return True

    def _move(self, event: QKeyEvent) -> None:
        canvas, control = self._canvas, bool(event.modifiers() & _CONTROL)
        if canvas.draft is not None:
            canvas.move_edge(self._target(event, canvas.draft.offset, canvas.draft.side, control))
            return
        selecting = bool(event.modifiers() & _SHIFT)
        canvas.move_caret(self._target(event, canvas.caret, self._side(event, selecting), control), selecting)

    def _side(self, event: QKeyEvent, selecting: bool) -> Side:
        """A selection that grows at its end goes from word end to word end; all else from word start to word start."""
        forward = self._is_forward(event, self._canvas.caret)
        start = self._canvas.anchor if selecting else self._canvas.caret + 1
        after = self._canvas.caret > start or (self._canvas.caret == start and forward)
        return "end" if after else "start"

    def _target(self, event: QKeyEvent, offset: int, side: Side, control: bool) -> int:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._beside(offset, down=key == Qt.Key.Key_Down)
        self._goal = None
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return self._line_end(offset, control, end=key == Qt.Key.Key_End)
        forward = self._is_forward(event, offset)
        if control:
            return by_word(self._canvas.paragraphs, offset, forward=forward, side=side)
        return by_letter(self._canvas.text, offset, forward=forward)

    def _is_forward(self, event: QKeyEvent, offset: int) -> bool:
        """← goes forward in a right-to-left paragraph, → in the others, also inside a run against the paragraph."""
        return (event.key() == Qt.Key.Key_Left) == self._row(offset).rtl

    def _line_end(self, offset: int, document: bool, *, end: bool) -> int:
        if document:
            return len(self._canvas.text) if end else 0
        row = self._row(offset)
        shift = row.line.start - row.line.shape.start
        return row.line.shape.last + shift if end else row.line.start

    def _beside(self, offset: int, *, down: bool) -> int:
        """The place above or below; the start or end of the text where there is no further line."""
        row = self._row(offset)
        if self._goal is None:
            self._goal = row.line.caret(offset)[0]
        beside = self._sheet.following(row) if down else self._sheet.preceding(row)
        if beside is None:
            return len(self._canvas.text) if down else 0
        return beside.line.offset_at(self._goal)

    @property
    def _sheet(self) -> Sheet:
        assert self._canvas.sheet is not None
        return self._canvas.sheet

    def _row(self, offset: int) -> Row:
        return self._sheet.row_of(offset)

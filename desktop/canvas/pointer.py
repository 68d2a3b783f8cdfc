"""The mouse on the canvas: clicks, drag, hover, and dragging an edge of the current span."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from annotator.page import Item
from annotator.text.sentences import sentence_at
from annotator.text.words import snap, word_at
from desktop.canvas.caret import Side
from desktop.canvas.wording import deception, edge_notes, tooltip

if TYPE_CHECKING:
    from desktop.canvas.view import Canvas

AskPast = Callable[[Item, Callable[[str], None]], None]

REST_MILLISECONDS: Final = 150
"""After so long on a span its past is asked for, to be there when the tooltip is."""
HOVER_MILLISECONDS: Final = 400
NEAR_EDGE: Final = 4
"""Pixels from an edge of the current span within which it can be taken."""
THIRD_CLICK: Final = 250
"""Milliseconds after a double click in which a third may follow; only then the labels are offered."""
_SCROLL_EVERY: Final = 30
_LONGEST_SCROLL: Final = 40


class Pointer:
    """Answers the mouse for a canvas. Positions are those of its viewport."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._pressed: QPoint | None = None
        self._letter = (0, 0)
        """The letter on which the drag began."""
        self._edge: Side | None = None
        self._dragging = False
        self._at = QPointF()
        self._control = False
        self._tip = QTimer(canvas, singleShot=True, interval=HOVER_MILLISECONDS)
        self._tip.timeout.connect(self._show_tip)
        self._doubled_at = QPoint()
        self._doubled = QTimer(canvas, singleShot=True, interval=THIRD_CLICK)
        self._doubled.timeout.connect(lambda: self._ask_for_label(self._doubled_at))
        self._rest = QTimer(canvas, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._ask_past)
        self._on_sign = False
        self._past = ""
        """What was decided last about the span under the pointer, once that is known."""
        self._scroll = QTimer(canvas, interval=_SCROLL_EVERY)
        self._scroll.timeout.connect(self._scroll_on)

    def press(self, event: QMouseEvent) -> None:
        self.leave()
        third = self._doubled.isActive()
        self._doubled.stop()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if third:
            self._canvas.select(*sentence_at(self._canvas.text, self._canvas.letter_at(event.position())[0]))
            return
        self._pressed = event.position().toPoint()
        self._letter = self._canvas.letter_at(event.position())
        self._edge = self._edge_at(event.position())
        self._dragging = False

    def move(self, event: QMouseEvent) -> None:
        self._at, self._control = event.position(), _control(event)
        if self._pressed is None:
            self._hover(event)
            return
        away = (event.position().toPoint() - self._pressed).manhattanLength()
        if not self._dragging and away < QApplication.startDragDistance():
            return
        if not self._dragging and self._edge:
            self._canvas.begin_edge(self._edge)
        self._dragging = True
        self._drag()
        inside = self._canvas.viewport().rect().contains(event.position().toPoint())
        (self._scroll.stop if inside else self._scroll.start)()

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self._scroll.stop()
        self._at, self._control = event.position(), _control(event)
        if not self._dragging:
            self._click(event)
        elif self._edge:
            self._drag()
            self._canvas.end_edge(keep=True)
        else:
            self._drag()
            self._ask_for_label(event.globalPosition().toPoint())

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word under the pointer, without its proclitics."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        start, end = self._canvas.letter_at(event.position())
        word = word_at(self._canvas.text, start)
        if word is None or start == end:
            return
        self._canvas.select(*(word if _control(event) else self._snapped(*word)))
        self._doubled_at = event.globalPosition().toPoint()
        self._doubled.start()

    def menu_place(self, event: QContextMenuEvent) -> QPoint:
        """Where on the screen a menu is wanted.

        By mouse the span or the place under it becomes the current one, unless something is selected; by key the current stays.
        """
        canvas = self._canvas
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            start, end = canvas.selection or (
                (canvas.current.span.start, canvas.current.span.end) if canvas.current else (canvas.caret,) * 2
            )
            return canvas.viewport().mapToGlobal(canvas.rect_of(start, end).bottomLeft())
        position = event.pos().toPointF()
        items = canvas.items_at(position)
        if not canvas.selection:
            if not items or canvas.current not in items:
                canvas.set_current(items[0] if items else None, scroll=False)
            canvas.put_caret(canvas.offset_at(position))
        return event.globalPos()

    def leave(self) -> None:
        self._tip.stop()
        self._rest.stop()
        self._on_sign = False
        QToolTip.hideText()
        self._canvas.set_hovered(None)

    def _click(self, event: QMouseEvent) -> None:
        """Take the innermost span under the pointer as the current one; the one beneath, if it is that already.

        The caret goes there, so that a span can be split there; with Shift the selection is stretched to there.
        """
        canvas, position = self._canvas, event.position()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._letter = (canvas.anchor, canvas.anchor)
            self._drag()
            return
        items, current = canvas.items_at(position), canvas.current
        place = items.index(current) + 1 if current in items else 0
        canvas.set_current(items[place % len(items)] if items else None)
        canvas.put_caret(canvas.offset_at(position))

    def _drag(self) -> None:
        start, end = self._canvas.letter_at(self._at)
        if self._edge:
            draft = self._canvas.draft
            if draft is not None:
                offset = start if self._edge == "start" else end
                other = draft.end if self._edge == "start" else draft.start
                snapped = self._snapped(min(offset, other), max(offset, other))
                if not self._control:
                    offset = snapped[0] if self._edge == "start" else snapped[1]
                self._canvas.move_edge(offset)
            return
        first, last = self._letter
        start, end = min(first, start), max(last, end)
        backwards = self._canvas.letter_at(self._at)[0] < first
        self._canvas.select(*((start, end) if self._control else self._snapped(start, end)), backwards=backwards)

    def _snapped(self, start: int, end: int) -> tuple[int, int]:
        return snap(self._canvas.text, start, end, self._canvas.known)

    def _ask_for_label(self, place: QPoint) -> None:
        if self._canvas.selection:
            self._canvas.label_menu_requested.emit(place)

    def _edge_at(self, position: QPointF) -> Side | None:
        current = self._canvas.current
        takes = current is not None and not self._canvas.read_only
        return self._canvas.edge_at(position, current.span, NEAR_EDGE) if takes else None

    def _hover(self, event: QMouseEvent) -> None:
        items = self._canvas.items_at(event.position())
        item = items[0] if items else None
        on_edge = self._edge_at(event.position()) is not None
        self._canvas.viewport().setCursor(Qt.CursorShape.SplitHCursor if on_edge else Qt.CursorShape.IBeamCursor)
        on_sign = item is None and self._canvas.sign_at(event.position())
        if item != self._canvas.hovered or on_sign != self._on_sign:
            QToolTip.hideText()
            self._canvas.set_hovered(item)
            self._on_sign, self._past = on_sign, ""
            self._tip.start()
            self._rest.start()

    def _ask_past(self) -> None:
        hovered = self._canvas.hovered
        if hovered:
            self._canvas.ask_past(hovered, lambda line: self._keep_past(hovered, line))

    def _keep_past(self, item: Item, line: str) -> None:
        if item == self._canvas.hovered:
            self._past = line

    def _show_tip(self) -> None:
        viewport = self._canvas.viewport()
        place = viewport.mapToGlobal(self._at.toPoint() + QPoint(0, 12))
        if said := deception() if self._on_sign else self._said():
            QToolTip.showText(place, said, viewport)

    def _said(self) -> str:
        """All that is known of the span under the pointer by now."""
        hovered, page = self._canvas.hovered, self._canvas.page
        if hovered is None or page is None:
            return ""
        notes = edge_notes(self._canvas.text, hovered.span, self._canvas.key_caps)
        return tooltip(hovered, page.labels, [*notes, self._past])

    def _scroll_on(self) -> None:
        """Scroll while a selection is dragged past the edge of the viewport."""
        height = self._canvas.viewport().height()
        past = min(self._at.y(), 0.0) + max(self._at.y() - height, 0.0)
        bar = self._canvas.verticalScrollBar()
        bar.setValue(bar.value() + round(max(-_LONGEST_SCROLL, min(_LONGEST_SCROLL, past))))
        self._drag()


def _control(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

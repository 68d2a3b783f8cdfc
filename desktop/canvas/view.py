"""The canvas: one document with its spans, to read, to step through and to mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QWheelEvent

from annotator.page import Item, Page
from annotator.records import Span
from annotator.text.words import Known
from annotator.texts import _
from desktop.canvas import accessible, people
from desktop.canvas.action_bar import ActionBar
from desktop.canvas.bar import Bar
from desktop.canvas.blink import Blink
from desktop.canvas.caret import EdgeDraft, Side
from desktop.canvas.keyboard import Keyboard
from desktop.canvas.look import Colours, Mode
from desktop.canvas.measures import BAR_SPACE
from desktop.canvas.pointer import AskPast, Pointer
from desktop.canvas.scene import Scene, Stretch, paint, ring_near
from desktop.canvas.seen import Seen
from desktop.canvas.sheet import Row, Sheet
from desktop.canvas.sheet_view import SheetView
from desktop.canvas.wording import KeyCaps
from desktop.theme import Theme

ZOOM_STEP: Final = 1.1
_WATCHED: Final = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ActivationChange)
"""After these the text is in view, or no longer."""


class Canvas(SheetView):
    """Shows a page. Offsets are code points of the document; spans and stretches are ``[start, end)``.

    Attributes:
        key_caps: gives the key cap of an action id, for the action bar.
        read_only: nothing can be decided: the action bar is greyed, edges cannot be taken.
        known: tells snapping whether a string is a name on its own.
        ask_past: asks what was decided last about an item; the line is delivered when it is known.

    Signals:
        current_changed, selection_changed: ask ``current``, ``selection``.
        edge_moved(start, end): the current span was given new edges, by one resize.
        action_triggered(id): a button of the action bar was clicked; the id is one of ``desktop/actions.py``.
        label_menu_requested(QPoint), context_menu_requested(QPoint): at that point of the screen.
        zoom_changed(float): by Ctrl and the wheel; 1.0 is 100 %.
    """

    current_changed = Signal()
    selection_changed = Signal()
    edge_moved = Signal(int, int)
    action_triggered = Signal(str)
    label_menu_requested = Signal(object)
    context_menu_requested = Signal(object)
    zoom_changed = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.key_caps: KeyCaps = lambda _action: ""
        self.read_only = False
        self.known: Known | None = None
        self.ask_past: AskPast = lambda _item, _deliver: None
        self._scene = Scene()
        self._colours = Colours(theme, None)
        self._seen = Seen(self._spans_between)
        self._keyboard = Keyboard(self)
        self._pointer = Pointer(self)
        self._blink = Blink(self, lambda: self._update_stretch(self.caret, self.caret))
        self._bars: list[Bar] = []
        self._bar = ActionBar(self.viewport(), theme)
        self._add_bar(self._bar)
        self.setAccessibleName(_("Text of the document"))
        accessible.install()

    @property
    def current(self) -> Item | None:
        return self._scene.current

    @property
    def hovered(self) -> Item | None:
        return self._scene.hovered

    @property
    def draft(self) -> EdgeDraft | None:
        """The current span while one of its edges is being moved."""
        return self._scene.draft

    @property
    def selection(self) -> Stretch | None:
        return self._scene.selection

    @property
    def caret(self) -> int:
        return self._scene.caret

    @property
    def anchor(self) -> int:
        """Where the selection was begun."""
        return self._scene.anchor

    # What is shown

    def show_page(self, page: Page | None) -> None:
        """Show a page from its beginning, with no current span; None shows blank paper."""
        self._seen = Seen(self._spans_between)
        self._colours = Colours(self._theme, page.labels if page else None)
        self._scene = Scene(states=replace(self._scene.states, saving=frozenset()))
        for bar in self._bars:
            bar.hide()
        self._show(page)
        accessible.text_changed(self)

    def refresh(self, spans: Set[Span]) -> None:
        """Show these spans as the page has them now, and nothing else anew."""
        if self.page is None or self.sheet is None:
            return
        if self.page.state.directions != self.paragraphs.directions:
            self._read_text()
            self._rebuild()
        if self.current:
            self._scene.current = self.page.item(self.current.span)
        self._remark(self.sheet, self.page, spans)

    def set_current(self, item: Item | None, scroll: bool = True) -> None:
        """Make an item the current one: ringed, its action bar under it, and in view if ``scroll``."""
        before = self.current
        if item != before:
            self._take_current(item)
        if item and scroll:
            self._bring_current_into_view(item)
        if item != before:
            accessible.announce(self)
            self.current_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._colours = Colours(theme, self.page.labels if self.page else None)
        for bar in self._bars:
            bar.set_theme(theme)
        self._place_bar()
        self.viewport().update()

    def retranslate(self) -> None:
        """Speak the language in use now: names on chips, action bar; and follow the keys in use."""
        self.setAccessibleName(_("Text of the document"))
        for bar in self._bars:
            bar.renew()
        self._rebuild()

    def set_saving(self, spans: Set[Span]) -> None:
        """The spans whose step is not in the file yet."""
        before, saving = self._scene.states.saving, frozenset(spans)
        self._scene.states = replace(self._scene.states, saving=saving)
        self._update_spans(before ^ saving)

    def set_threshold(self, mode: Mode, threshold: float) -> None:
        """In ``read`` mode suggestions at or above the threshold (0–1) show that they will be accepted."""
        self._scene.states = replace(self._scene.states, mode=mode, threshold=threshold)
        self.viewport().update()

    def set_found(self, found: Sequence[Stretch]) -> None:
        """What a search found here, none inside another."""
        self._scene.found = sorted(found)
        self.viewport().update()

    def set_same(self, same: Sequence[Stretch]) -> None:
        """The same strings as the current span's, none inside another."""
        self._scene.same = sorted(same)
        self.viewport().update()

    def set_hovered(self, item: Item | None) -> None:
        if item != self.hovered:
            before, self._scene.hovered = self.hovered, item
            self._update_spans(found.span for found in (before, item) if found)

    def seen(self, shown: Item | Span) -> float:
        """For how many seconds the span has been in view in an active window, since its page was shown."""
        return self._seen.seconds(shown if isinstance(shown, Span) else shown.span)

    # Caret, selection, edges

    def select(self, start: int, end: int, *, backwards: bool = False) -> None:
        """Select a stretch, the caret at its end, or at its start if it was made backwards."""
        anchor, caret = (end, start) if backwards else (start, end)
        self._put_caret(anchor, caret, shown=self._scene.caret_shown)

    def clear_selection(self) -> None:
        self._put_caret(self.caret, self.caret, shown=self._scene.caret_shown)

    def put_caret(self, offset: int) -> None:
        """The caret there, nothing selected."""
        self._put_caret(offset, offset, shown=True)

    def move_caret(self, offset: int, selecting: bool = False) -> None:
        """The caret there and in view, the selection stretched to it or given up."""
        self._put_caret(self.anchor if selecting else offset, offset, shown=True)
        self.bring_into_view(offset, offset)

    def begin_edge(self, side: Side) -> None:
        """Let the arrows move that edge of the current span; the other edge stays where it was moved to."""
        if self.current:
            span = self.current.span
            draft = self.draft or EdgeDraft((span.start, span.end), span.start, span.end, side)
            self._set_draft(draft.on(side))

    def move_edge(self, offset: int) -> None:
        """Move the edge in hand there; the other edge stops it."""
        if self.draft:
            self._set_draft(self.draft.moved(offset))
            self.bring_into_view(offset, offset)

    def end_edge(self, keep: bool) -> None:
        """Let go of the edge: kept, as one ``edge_moved`` if anything moved, or given back."""
        draft = self.draft
        self._set_draft(None)
        if draft and keep and draft.changed:
            self.edge_moved.emit(draft.start, draft.end)

    def _act(self, action: str) -> None:
        """A button of the bar was clicked: what ends a move of an edge is done here, the rest elsewhere."""
        if action in ("edge.keep", "edge.back"):
            self.end_edge(keep=action == "edge.keep")
        else:
            self.action_triggered.emit(action)

    def _take_current(self, item: Item | None) -> None:
        self._set_draft(None)
        before, self._scene.current = self.current, item
        if item:
            self._put_caret(item.span.start, item.span.start, shown=False)
        self._place_gap()
        self._settle()
        self._update_spans(found.span for found in (before, item) if found)

    def _put_caret(self, anchor: int, caret: int, *, shown: bool) -> None:
        before = self.selection
        touched = [self.anchor, self.caret, anchor, caret]
        self._scene.anchor, self._scene.caret, self._scene.caret_shown = anchor, caret, shown and self.hasFocus()
        self._blink.begin(self._scene.caret_shown)
        if before or self.selection:
            self._update_stretch(min(touched), max(touched))
        else:
            self._update_stretches((offset, offset) for offset in touched)
        if bool(self.selection) != bool(before):
            self._place_bar()
        if self.selection != before:
            accessible.selection_changed(self)
            self.selection_changed.emit()
        elif shown:
            accessible.caret_moved(self)

    def _set_draft(self, draft: EdgeDraft | None) -> None:
        before, self._scene.draft = self.draft, draft
        self._update_stretches((found.start, found.end) for found in (before, draft) if found)
        self._update_stretches(found.was for found in (before, draft) if found)
        self._place_bar()

    # Painting and placing

    def _paint(self, painter: QPainter, sheet: Sheet, top: int, bottom: int) -> None:
        paint(painter, sheet, self._scene, self._colours, top, bottom, caret=self._blink.on)

    def _settled(self) -> None:
        self._place_bar()
        self._watch()

    def _place_gap(self) -> None:
        """Open the space for the action bar under the last line of the current span, and for lanes of people under each of its
        lines; only what moves is repainted."""
        if self.sheet is None:
            return
        before, opened = self.sheet.gap_rows(), self.sheet.opened
        after = list(self.sheet.rows_of(self.current.span.start, self.current.span.end)) if self.current else []
        if not self.sheet.open_gaps(after, BAR_SPACE, self._lanes_height):
            return
        places = [row.bottom for row in (*before, *after[-1:])]
        moved = opened != self.sheet.opened
        self._update_heights(min(places), self._bottom if moved else max(places) + 2 * opened)

    def _place_bar(self) -> None:
        near = ring_near(self.sheet, self._scene) if self.sheet else None
        bar = self._bar_for(self.current, near[0]) if near and self.current else None
        for other in self._bars:
            other.setVisible(other is bar)
        if near is None or bar is None or self.sheet is None:
            return
        row, x = near
        bar.setEnabled(not self.read_only)
        bar.stand_at(x, row.bottom + self._lanes_height - self._top, (self.sheet.left, self.sheet.right), rtl=row.rtl)

    def _add_bar(self, bar: Bar) -> None:
        self._bars.append(bar)
        bar.triggered.connect(self._act)

    def _bar_for(self, item: Item, row: Row) -> Bar:
        """The bar that belongs under an item, made ready."""
        moving, selecting = self.draft is not None, self.selection is not None
        self._bar.show_item(item, self.key_caps, text_rtl=row.rtl, moving=moving, selecting=selecting)
        return self._bar

    def _bring_current_into_view(self, item: Item) -> None:
        """With what stands under it."""
        self.bring_into_view(item.span.start, item.span.end, BAR_SPACE + self._lanes_height)

    @property
    def _lanes_height(self) -> int:
        return people.height(self._scene.people, self._measures)

    def _spans_between(self, start: int, end: int) -> Iterable[Span]:
        return [item.span for item in self.page.inside(start, end)] if self.page else ()

    def _watch(self) -> None:
        watched = self.isVisible() and self.isActiveWindow()
        self._seen.look_at(self.in_view if watched else None)

    # Qt

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._keyboard.answers(event):
            event.accept()
            return True
        done = super().event(event)
        if event.type() in _WATCHED:
            self._watch()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keyboard.press(event):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer.leave()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.context_menu_requested.emit(self._pointer.menu_place(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom = self.zoom * ZOOM_STEP ** (event.angleDelta().y() / 120)
            self.zoom_changed.emit(self.zoom)
            event.accept()
            return
        super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._blink.begin(self._scene.caret_shown)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._blink.rest()

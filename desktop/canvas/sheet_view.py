"""A scrolling view of a sheet that keeps the reader's place: heights may change anywhere, the lines in view stay."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QEasingCurve, QPointF, QRect, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QStyle

from annotator.page import Item, Page
from annotator.records import Span
from desktop.canvas.measures import Measures, bounded_zoom
from desktop.canvas.paragraphs import Paragraphs
from desktop.canvas.sheet import Row, Sheet
from desktop.canvas.text_look import AS_SHIPPED, TextLook
from desktop.theme import Theme

SCROLL_MILLISECONDS: Final = 120
_SETTLING: Final = 6
"""Rounds of laying out what came into view by laying out what was in view: two are usual."""
_MANY: Final = 60
"""From so many changed spans on the whole view is painted anew."""
_IDLE: Final = 4
"""Milliseconds between two paragraphs laid out ahead, in which keys come first."""


@dataclass(frozen=True)
class _Anchor:
    """A place of the text whose line keeps its height on screen."""

    offset: int
    y: int


class SheetView(QAbstractScrollArea):
    """Shows the sheet of a page. Positions are pixels of the viewport, which always counts from the left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.page: Page | None = None
        self.paragraphs = Paragraphs("")
        self.sheet: Sheet | None = None
        self._theme = theme
        self._zoom = 1.0
        self._look = AS_SHIPPED
        self._anchor: _Anchor | None = None
        self._in_view: tuple[int, int] | None = None
        self._settling = False
        self._animation = QVariantAnimation(self, duration=SCROLL_MILLISECONDS, easingCurve=QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(lambda value: self.verticalScrollBar().setValue(value))
        self._ahead = QTimer(self, singleShot=True, interval=_IDLE)
        self._ahead.timeout.connect(self._lay_out_ahead)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(480)
        self.viewport().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # For owners of the view

    @property
    def text(self) -> str:
        return self.paragraphs.text

    @property
    def zoom(self) -> float:
        """1.0 is 100 %: text of 21 pixels."""
        return self._zoom

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        zoom = bounded_zoom(zoom)
        if zoom != self._zoom:
            self._zoom = zoom
            self._rebuild()

    @property
    def look(self) -> TextLook:
        """How the text is shown."""
        return self._look

    @look.setter
    def look(self, look: TextLook) -> None:
        before, self._look = self._look, look
        if look.diacritics != before.diacritics:
            self._read_text()
        if look != before:
            self._rebuild()

    @property
    def in_view(self) -> tuple[int, int] | None:
        """The stretch of text that is in view."""
        return self._in_view

    def bring_into_view(self, start: int, end: int, below: int = 0) -> None:
        """Scroll just so far that a stretch, with so many pixels below its last line, stands well in view."""
        if self.sheet is None:
            return
        first, last = self.sheet.row_of(start), self.sheet.row_of(max(start, end - 1))
        view, margin = self.viewport().height(), self._measures.line(1) // 2
        top, bottom = first.top - margin, last.bottom + below + margin
        if top >= self._top and bottom <= self._bottom:
            return
        fits = bottom - top <= view
        third = first.top - view // 3
        self._scroll_to(min(max(third, bottom - view), top) if fits else top)

    def items_at(self, position: QPointF) -> list[Item]:
        """The items under a point, innermost first."""
        return self.sheet.items_at(position.x(), position.y() + self._top) if self.sheet else []

    def letter_at(self, position: QPointF) -> tuple[int, int]:
        """The letter nearest to a point."""
        return self.sheet.letter_at(position.x(), position.y() + self._top) if self.sheet else (0, 0)

    def offset_at(self, position: QPointF) -> int:
        """The place between two letters nearest to a point."""
        return self.sheet.offset_at(position.x(), position.y() + self._top) if self.sheet else 0

    def edge_at(self, position: QPointF, span: Span, within: float) -> Literal["start", "end"] | None:
        """Which edge of a span is at a point, give or take some pixels."""
        return self.sheet.edge_at(position.x(), position.y() + self._top, span, within) if self.sheet else None

    def sign_at(self, position: QPointF) -> bool:
        """Whether a point is on the sign of a line that reads other than it is stored."""
        return self.sheet is not None and self.sheet.sign_at(position.x(), position.y() + self._top)

    def rect_of(self, start: int, end: int) -> QRect:
        """Where a stretch of text stands, as far as it is on its first line; a caret's place if it is empty."""
        if self.sheet is None:
            return QRect()
        row = self.sheet.row_of(start)
        caret = row.line.caret(start)[0]
        pieces = row.line.pieces(start, end) or [(caret, caret)]
        x0, x1 = pieces[0][0] + self.sheet.left, pieces[-1][1] + self.sheet.left
        return QRect(round(x0), row.top - self._top, max(1, round(x1 - x0)), self.sheet.measures.text)

    # For the canvas built on it

    def _paint(self, painter: QPainter, sheet: Sheet, top: int, bottom: int) -> None:
        """Paint what lies between two heights of the sheet, the painter's origin at its top."""
        raise NotImplementedError

    def _place_gap(self) -> None:
        """Open the space that what is current needs between the lines."""

    def _settled(self) -> None:
        """Everything in view is laid out and in its place now."""

    @property
    def _top(self) -> int:
        return self.verticalScrollBar().value()

    @property
    def _bottom(self) -> int:
        return self._top + self.viewport().height()

    def _show(self, page: Page | None) -> None:
        """Show a page from its beginning."""
        self._animation.stop()
        self.page = page
        self._read_text()
        self._anchor = self._in_view = self.sheet = None
        # Always there while a page is: a bar that came and went would change the width of the column.
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policies.ScrollBarAlwaysOn if page else policies.ScrollBarAlwaysOff)
        self.verticalScrollBar().setValue(0)
        self._rebuild()

    def _read_text(self) -> None:
        """Divide the text of the page into paragraphs as they are to be shown now."""
        text = self.page.document.text if self.page else ""
        directions = self.page.state.directions if self.page else {}
        self.paragraphs = Paragraphs(text, directions, diacritics=self._look.diacritics)

    @property
    def _measures(self) -> Measures:
        return Measures(self._zoom, self._look)

    def _rebuild(self) -> None:
        """Lay the page out anew, for another width, zoom, or language."""
        width = self.viewport().width()
        self.sheet = Sheet(self.page, self.paragraphs, self._measures, width) if self.page else None
        self._place_gap()
        self._settle()
        self.viewport().update()

    def _settle(self) -> None:
        """Lay out what is in view, so that the anchor's line stays where it was on screen."""
        if self.sheet is None or self._settling:
            return
        self._settling = True
        scrolled = self._top
        for _round in range(_SETTLING):
            before = self._top
            rows = list(self.sheet.rows(self._top, self._bottom))
            self._set_range(self.sheet.height)
            self.verticalScrollBar().setValue(self._top + self._drift(self.sheet))
            if self._top == before:
                break
        self._anchor = self._new_anchor(rows)
        self._in_view = (rows[0].line.start, rows[-1].line.end) if rows else None
        self._settling = False
        if self._top != scrolled:
            self.viewport().update()
        self._ahead.start()
        self._settled()

    def _lay_out_ahead(self) -> None:
        """Between two events, lay out a paragraph that a scroll will bring into view; then learn how high all others are.

        So scrolling finds its lines ready, and the numbers of lines and the scroll bar become exact.
        """
        if self.sheet is None or not self.isVisible() or not self.in_view:
            return
        before = self.sheet.height
        more = self.sheet.lay_out_ahead(self._top, self._bottom)
        if self.sheet.height != before:
            self._settle()
        elif more:
            self._ahead.start()

    def _drift(self, sheet: Sheet) -> int:
        """By how much the anchor's line has moved down on screen."""
        if self._anchor is None:
            return 0
        return sheet.row_of(self._anchor.offset).top - self._top - self._anchor.y

    def _new_anchor(self, rows: list[Row]) -> _Anchor | None:
        """The first line that is wholly in view, or the one that is."""
        whole = next((row for row in rows if row.top >= self._top), rows[0] if rows else None)
        return _Anchor(whole.line.start, whole.top - self._top) if whole else None

    def _remark(self, sheet: Sheet, page: Page, spans: Set[Span]) -> None:
        """Put the marks of these spans anew, and repaint their lines."""
        if len(spans) > _MANY:
            sheet.flow.remark(min(span.start for span in spans), max(span.end for span in spans))
            self.viewport().update()
            spans = frozenset()
        spans = _with_rivals(page, spans)
        for span in spans:
            self._remark_one(sheet, span)
        self._place_gap()
        self._settle()
        self._update_spans(spans)

    def _remark_one(self, sheet: Sheet, span: Span) -> None:
        """If the lines of the span need other room, all below them moves."""
        height = sheet.height
        sheet.flow.remark(span.start, span.end)
        if sheet.height != height and self.in_view:
            top = sheet.row_of(max(span.start, self.in_view[0])).top if span.end > self.in_view[0] else self._top
            self._update_heights(top, self._bottom)

    def _set_range(self, height: int) -> None:
        bar, view = self.verticalScrollBar(), self.viewport().height()
        line = self._measures.line(1)
        bar.setPageStep(max(line, view - line))
        bar.setSingleStep(line)
        bar.setRange(0, max(0, height - view))

    def _scroll_to(self, value: int) -> None:
        """Scroll smoothly over a short way; farther, and where the system wants no motion, at once."""
        bar = self.verticalScrollBar()
        value = max(bar.minimum(), min(bar.maximum(), value))
        self._animation.stop()
        moves = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0
        if not moves or not self.isVisible() or abs(value - self._top) > 1.5 * self.viewport().height():
            bar.setValue(value)
            return
        self._animation.setStartValue(self._top)
        self._animation.setEndValue(value)
        self._animation.start()

    def _update_stretch(self, start: int, end: int) -> None:
        """Repaint the lines of a stretch, if they are in view."""
        shown = self.in_view
        if self.sheet and shown and start <= shown[1] and shown[0] <= end:
            top, bottom = self.sheet.extent(max(start, shown[0]), min(max(end, start + 1), shown[1]))
            self._update_heights(top, bottom)

    def _update_stretches(self, stretches: Iterable[tuple[int, int]]) -> None:
        for start, end in stretches:
            self._update_stretch(start, end)

    def _update_spans(self, spans: Iterable[Span]) -> None:
        self._update_stretches((span.start, span.end) for span in spans)

    def _update_heights(self, top: int, bottom: int) -> None:
        self.viewport().update(QRect(0, top - self._top, self.viewport().width(), bottom - top))

    # Qt

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        if self._settling:
            return
        if self._anchor and abs(dy) < self.viewport().height():
            self._anchor = _Anchor(self._anchor.offset, self._anchor.y + dy)
        else:
            self._anchor = None
        self._settle()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._rebuild()
        else:
            self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        area = event.rect()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(area, self._theme.colour("paper"))
            if self.sheet:
                painter.translate(0, -self._top)
                self._paint(painter, self.sheet, area.top() + self._top, area.bottom() + 1 + self._top)


def _with_rivals(page: Page, spans: Set[Span]) -> Set[Span]:
    """These spans, with the proposals that cross them, which may be disputed now or no longer."""
    near = {item.span for span in spans for item in page.inside(span.start, span.end) if not item.decided}
    return spans | {one for one in near if any(one.crosses(span) for span in spans)}

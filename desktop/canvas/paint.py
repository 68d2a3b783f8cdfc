"""Painting one page: boxes behind the letters, the letters, then lanes and chips below them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from annotator.page import Item
from annotator.records import Span
from annotator.texts import language, number
from desktop import icons, theme
from desktop.canvas.chips import AFTER_MOON, MOON, SIDE, ChipNames
from desktop.canvas.invisibles import place_names
from desktop.canvas.lanes import Form
from desktop.canvas.layout import Chip, Line, Mark
from desktop.canvas.look import Colours, LabelColours, Mode, Moon, SpanLook, dash_pattern, line_style, look_of
from desktop.canvas.measures import PAST_LETTERS, Measures

BOX_RADIUS: Final = 3
RING_RADIUS: Final = 4
RING_AWAY: Final = 2
TICK: Final = 5
LOWER: Final = 3
"""How much lower the box of an inner span begins."""
LOWEST: Final = 9
CARET_WIDTH: Final = 2
FLAG: Final = 4
GRIP_WIDTH: Final = 6
GRIP_HEIGHT: Final = 10
HATCH: Final = 6
"""Pixels from one line of a hatch to the next."""
SIGN: Final = 14
"""The side of the sign in the margin."""
# Made once: putting flags together takes longer than drawing.
_IN_CHIP: Final = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
_AT_LEFT, _AT_RIGHT = (
    side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
    for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
)
_IN_MARGIN: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom

Pieces = Iterable[tuple[float, float]]


@dataclass(frozen=True)
class States:
    """What decides how each item looks."""

    saving: Set[Span] = frozenset()
    mode: Mode = "step"
    threshold: float = 0.8


class PagePainter:
    """Paints lines with one painter. x counts from the column's left side, y is the top of the line on the viewport."""

    def __init__(
        self, painter: QPainter, colours: Colours, measures: Measures, names: ChipNames, states: States
    ) -> None:
        self._painter = painter
        self._colours = colours
        self._measures = measures
        self._names = names
        self._states = states

    def look(self, mark: Mark) -> SpanLook:
        states = self._states
        return look_of(mark.item, states.saving, states.mode, states.threshold, disputed=mark.disputed)

    def boxes(self, line: Line, y: float, hovered: Item | None) -> None:
        """The tints behind the words, outer ones first."""
        for mark in sorted(line.marks, key=lambda mark: mark.depth):
            colours = self._colours.of(mark.item.span.label)
            look = self.look(mark)
            tint = self._colours.paper if look.hatched else colours.tint if look.whole_tint else colours.faint
            outline = colours.line if mark.item == hovered else None
            for x0, x1 in mark.pieces:
                rect = self._box_rect(x0, x1, y, mark.depth)
                self._box(rect, tint, outline)
                if look.hatched:
                    self._hatch(rect)

    def draft(self, pieces: Pieces, y: float, item: Item) -> None:
        """The box of a span whose edge is being moved."""
        for x0, x1 in pieces:
            self._box(self._box_rect(x0, x1, y, 0), self._colours.of(item.span.label).tint, None)

    def selection(self, pieces: Pieces, y: float) -> None:
        for x0, x1 in pieces:
            self._painter.fillRect(
                QRectF(x0, y + self._measures.box_top, x1 - x0, self._measures.box_height), self._colours.selection
            )

    def ring(self, pieces: Pieces, y: float, depth: int) -> None:
        """The ring of the current span: behind the letters, so that it covers none."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(self._colours.accent, 2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for x0, x1 in pieces:
            away = RING_AWAY + 1
            rect = self._box_rect(x0, x1, y, depth).adjusted(-away, -away, away, away)
            self._painter.drawRoundedRect(rect, RING_RADIUS, RING_RADIUS)

    def leader(self, x: float, y: float, bottom: float) -> None:
        """From the ring at the line's top y down to the action bar."""
        top = y + self._measures.box_top + self._measures.box_height + RING_AWAY
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(self._colours.accent, 1.5))
        self._painter.drawLine(QPointF(x, top), QPointF(x, bottom))

    def letters(self, line: Line, y: float, top: int) -> None:
        """The letters in one ink. ``top`` is the line's own place in its layout, which the line adds by itself."""
        self._painter.setPen(self._colours.text_ink)
        line.text.draw(self._painter, QPointF(0, y - top))

    def invisibles(self, line: Line, y: float, found: Iterable[tuple[int, int, str]], room: float) -> None:
        """The names of what is not seen: small frames above the letters, each with a thread to its place; none on another."""
        small, height = self._measures.small, self._measures.name_height
        self._painter.setFont(theme.interface_font(8 * small))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._painter.fontMetrics().horizontalAdvance
        named = [(_middle(line, start, end), name) for start, end, name in found]
        places = place_names([(x, width(name) + 5.0) for x, name in named], room)
        for (x, name), (x0, x1) in zip(named, places, strict=True):
            rect = QRectF(x0, y, x1 - x0, height).adjusted(0.5, 0.5, -0.5, -0.5)
            from_frame = QPointF(min(max(x, rect.left() + 1), rect.right() - 1), rect.bottom())
            self._painter.setPen(QPen(self._colours.cap, 1))
            self._painter.setBrush(self._colours.paper)
            self._painter.drawLine(from_frame, QPointF(x, y + self._measures.box_top))
            self._painter.drawRoundedRect(rect, 2, 2)
            if x1 - x0 >= width(name):
                self._painter.setPen(self._colours.second)
                self._painter.drawText(rect, _IN_CHIP, name)

    def deception(self, x: float, y: float) -> None:
        """The sign of a line that reads other than it is stored, its middle at x in the margin."""
        sign = _sign(self._colours.second.name())
        middle = y + self._measures.box_top + self._measures.box_height / 2
        self._painter.drawPixmap(QPointF(x - SIGN / 2, middle - SIGN / 2), sign)

    def lanes(self, line: Line, y: float) -> None:
        """The lines, ticks and chips under the words."""
        for mark in line.marks:
            self.lane(mark, self.look(mark), y + self._measures.text + self._measures.lane * mark.lane)

    def lane(self, mark: Mark, look: SpanLook, y: float) -> None:
        """The line, ticks and chip of one span in a lane with its top at y."""
        colours = self._colours.of(mark.item.span.label)
        self._lane_line(mark, look, colours.line, y + self._measures.lane_line)
        self._lane_ticks(mark, look, colours.line, y + self._measures.lane_line)
        if mark.chip:
            self._chip(mark, mark.chip, look, colours, y + self._measures.chip_top)

    def track(self, width: float, y: float) -> None:
        """The hairline across the column on which a person's spans stand."""
        self._painter.fillRect(QRectF(0, y + self._measures.lane_line, width, 1), self._colours.track)

    def beside(self, text: str, rect: QRectF, *, at_right: bool) -> None:
        """A name in the margin, at a side of its place."""
        self._painter.setFont(self.font_beside())
        self._painter.setPen(self._colours.second)
        self._painter.drawText(rect, _AT_RIGHT if at_right else _AT_LEFT, text)

    def font_beside(self) -> QFont:
        """The font of names in the margin."""
        return theme.interface_font(11 * self._measures.small)

    @property
    def names(self) -> ChipNames:
        return self._names

    def line_number(self, count: int, x: float, y: float) -> None:
        """The number of a line, its middle at x."""
        self._painter.setFont(theme.interface_font(11))
        self._painter.setPen(self._colours.second)
        rect = QRectF(x - 30, y + self._measures.baseline - 12, 60, 16)
        self._painter.drawText(rect, _IN_MARGIN, number(count))

    def found(self, pieces: Pieces, y: float) -> None:
        """The dotted box of what was searched for."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._painter.setPen(QPen(self._colours.edge, 1, Qt.PenStyle.DotLine))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for x0, x1 in pieces:
            self._painter.drawRect(self._box_rect(x0, x1, y, 0).adjusted(-1, -1, 1, 1).toRect())

    def same(self, pieces: Pieces, y: float) -> None:
        """The underscore of a string that is the same as the current span's."""
        below = y + self._measures.box_top + self._measures.box_height + 1
        for x0, x1 in pieces:
            self._painter.fillRect(QRectF(x0, below, x1 - x0, 1), self._colours.second)

    def caret(self, x: float, leftwards: bool, mixed: bool, y: float) -> None:
        """The caret; in mixed text with a flag that points where the text goes on."""
        top, height = y + self._measures.box_top, self._measures.box_height
        self._painter.fillRect(QRectF(x - CARET_WIDTH / 2, top, CARET_WIDTH, height), self._colours.text_ink)
        if mixed:
            flag = QRectF(x - FLAG - CARET_WIDTH / 2 if leftwards else x + CARET_WIDTH / 2, top, FLAG, 2)
            self._painter.fillRect(flag, self._colours.text_ink)

    def moving_edge(self, x: float, y: float) -> None:
        """The edge that the arrows move, with its grip."""
        top, height = y + self._measures.box_top, self._measures.box_height
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._colours.accent)
        self._painter.drawRect(QRectF(x - 1, top, 2, height + RING_AWAY))
        grip = QRectF(x - GRIP_WIDTH / 2, top + height - 2, GRIP_WIDTH, GRIP_HEIGHT)
        self._painter.drawRoundedRect(grip, 2, 2)

    def old_edge(self, x: float, y: float) -> None:
        """Where the moving edge was."""
        top = y + self._measures.box_top
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._painter.setPen(QPen(self._colours.accent, 1, Qt.PenStyle.DotLine))
        self._painter.drawLine(QLineF(round(x), top, round(x), top + self._measures.box_height))

    def _box_rect(self, x0: float, x1: float, y: float, depth: int) -> QRectF:
        lower = min(LOWER * depth, LOWEST)
        top = y + self._measures.box_top + lower
        return QRectF(x0 - PAST_LETTERS, top, x1 - x0 + 2 * PAST_LETTERS, self._measures.box_height - lower)

    def _box(self, rect: QRectF, tint: QColor, outline: QColor | None) -> None:
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(Qt.PenStyle.NoPen if outline is None else QPen(outline, 1))
        self._painter.setBrush(tint)
        self._painter.drawRoundedRect(rect, BOX_RADIUS, BOX_RADIUS)

    def _hatch(self, rect: QRectF) -> None:
        """Lines at 45°, upwards to the right, over the whole of a box."""
        apart = HATCH * 2**0.5
        self._painter.save()
        self._painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        self._painter.setPen(QPen(self._colours.edge, 1))
        for place in range(math.ceil((rect.width() + rect.height()) / apart)):
            x = rect.left() + place * apart
            self._painter.drawLine(QPointF(x, rect.top()), QPointF(x - rect.height(), rect.bottom()))
        self._painter.restore()

    def _lane_line(self, mark: Mark, look: SpanLook, colour: QColor, y: float) -> None:
        pen = QPen(colour, look.line, line_style(look), Qt.PenCapStyle.FlatCap)
        if look.dashes:
            pen.setDashPattern(dash_pattern(look))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, look.line % 1 != 0)
        self._painter.setPen(pen)
        middle = y + look.line / 2
        self._painter.drawLine(QPointF(mark.x0, middle), QPointF(mark.x1, middle))

    def _lane_ticks(self, mark: Mark, look: SpanLook, colour: QColor, y: float) -> None:
        """Ticks stand at the true edges, none where the span only wraps to another line."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for x in (mark.start_x, mark.end_x):
            if x is not None:
                self._tick(x, mark, look, colour, y)

    def _tick(self, x: float, mark: Mark, look: SpanLook, colour: QColor, y: float) -> None:
        x = min(max(x - look.tick / 2, mark.x0), mark.x1 - look.tick)
        self._painter.fillRect(QRectF(x, y - TICK + 1, look.tick, TICK), colour)

    def _chip(self, mark: Mark, chip: Chip, look: SpanLook, colours: LabelColours, y: float) -> None:
        rect = QRectF(chip.x0, y, chip.x1 - chip.x0, self._measures.chip_height)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chip.form is Form.SWATCH:
            self._swatch(rect, look, colours)
            return
        if look.filled_chip:
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(colours.tint if look.whole_tint else colours.faint)
            self._painter.drawRoundedRect(rect, BOX_RADIUS, BOX_RADIUS)
        rtl = language() == "ar"
        inner = rect.adjusted(SIDE, 0, -SIDE, 0)
        if look.moon:
            inner = self._moon_before(look.moon, inner, rtl, colours.line)
        self._painter.setFont(self._names.font)
        self._painter.setPen(colours.text)
        self._painter.drawText(inner, _IN_CHIP, self._names.text(mark.item.span.label, chip.form))

    def _moon_before(self, moon: Moon, inner: QRectF, rtl: bool, colour: QColor) -> QRectF:
        """Draw the moon at the side where the name begins; gives what is left for the name."""
        size, taken = MOON * self._measures.small, (MOON + AFTER_MOON) * self._measures.small
        x = inner.right() - size if rtl else inner.left()
        self._moon(moon, QRectF(x, inner.center().y() - size / 2, size, size), colour)
        return inner.adjusted(0, 0, -taken, 0) if rtl else inner.adjusted(taken, 0, 0, 0)

    def _moon(self, moon: Moon, rect: QRectF, colour: QColor) -> None:
        rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        self._painter.setPen(QPen(colour, 1))
        self._painter.setBrush(colour if moon is Moon.FULL else Qt.BrushStyle.NoBrush)
        self._painter.drawEllipse(rect)
        if moon is Moon.HALF:
            self._painter.setBrush(colour)
            self._painter.drawPie(rect, -90 * 16, 180 * 16)

    def _swatch(self, rect: QRectF, look: SpanLook, colours: LabelColours) -> None:
        side = min(rect.width(), 8 * self._measures.small)
        square = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        if look.moon:
            self._moon(look.moon, square.adjusted(0.5, 0.5, -0.5, -0.5), colours.line)
            return
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colours.line)
        self._painter.drawRoundedRect(square, 2, 2)


def _middle(line: Line, start: int, end: int) -> float:
    """Where a character that is not seen stands: in the middle of its room, or where the letters beside it meet."""
    pieces = line.pieces(start, end)
    return (pieces[0][0] + pieces[0][1]) / 2 if pieces else line.caret(start)[0]


@cache
def _sign(colour: str) -> QPixmap:
    return icons.pixmap("triangle-alert", SIGN, 2, colour)

"""One reading of a disagreement: its key, who holds it, and its spans marked in a line of their context."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QPainter, QPaintEvent, QPen, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle

from annotator.labels import LabelSet
from annotator.records import Span, reading_order
from annotator.text.direction import Direction, base_direction
from annotator.text.offsets import Offsets
from annotator.texts import _
from desktop import theme
from desktop.canvas.lanes import Stretch, assign_lanes
from desktop.canvas.wording import label_name
from desktop.panels.concordance import whole_words
from desktop.panels.lines_list import draw_chip
from desktop.panels.marks import draw_key, draw_text, end_side, key_width, label_colour, start_side
from desktop.theme import document_font, interface_font

HEIGHT: Final = 64
LOW: Final = 32
"""The height of a reading in which nothing is marked."""
AROUND: Final = 60
"""Code points of context before and after a disagreement."""
_SIDE: Final = 12


class ReadingRow(QAbstractButton):
    """A reading to take."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(interface_font(12))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self._cap = ""
        self._labels: LabelSet | None = None
        self._text = ""
        self._place = (0, 0)
        self._spans: Sequence[Span] = ()

    def show_reading(
        self, cap: str, holders: str, labels: LabelSet, text: str, place: tuple[int, int], spans: Sequence[Span]
    ) -> None:
        """Show who holds which spans of a text, in the place ``[start, end)`` of the disagreement."""
        self._cap, self._labels, self._text, self._place, self._spans = cap, labels, text, place, spans
        self.setText(holders)
        self.updateGeometry()
        marked = [f"“{text[span.start : span.end]}” {label_name(labels, span.label)}" for span in spans]
        self.setAccessibleName(_(", ").join([holders, *(marked or [_("nothing marked")])]))
        self.setAccessibleDescription(cap)
        self.setToolTip(holders)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT if self._spans else LOW)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)
        self.update()

    def nextCheckState(self) -> None:  # noqa: N802
        """Pressing asks for the answer; what stands is shown once it does."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._draw_ground(painter)
            start = _SIDE
            if self._cap:
                width = key_width(self.font(), self._cap)
                draw_key(painter, QRectF(self._part(start, width, 8, 16)), self._cap)
                start += width + 8
            painter.setFont(self.font())
            end = self._draw_chips(painter)
            painter.setPen(theme.current().colour("ink" if self.isChecked() else "ink-2"))
            side = start_side(self._turned)
            names = self._part(start, end - start - 8, 6, 20)
            draw_text(painter, names, self.text(), align=side, rtl=self._turned)
            if self._spans:
                line = self._part(_SIDE, self.width() - 2 * _SIDE, 28, HEIGHT - 32)
                draw_in_context(painter, line, self._text, self._place, self._spans, self._labels)

    def _draw_ground(self, painter: QPainter) -> None:
        look = theme.current()
        if self.isChecked() or self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), look.colour("press" if self.isDown() else "sel"))
        if self.isChecked():
            painter.fillRect(self._part(0, 3, 0, self.height()), look.colour("accent"))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("text-ink"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _draw_chips(self, painter: QPainter) -> int:
        """Draw the labels at the end of the first line; gives where they begin."""
        end = self.width() - _SIDE
        if self._labels is None:
            return end
        if not self._spans:
            painter.setPen(theme.current().colour("ink-2"))
            words = _("nothing marked")
            width = painter.fontMetrics().horizontalAdvance(words) + 2
            draw_text(painter, self._part(end - width, width, 6, 20), words, align=end_side(self._turned))
            return end - width
        for label in dict.fromkeys(span.label for span in self._spans[:3]):
            rect = self._part(0, end, 7, 18)
            # Set to the end: a chip draws itself at the start of what it is given.
            width = draw_chip(painter, QRect(-500, 0, 84, 18), self._labels, label, turned=False)
            rect = self._part(end - width, width, 7, 18)
            draw_chip(painter, rect, self._labels, label, turned=self._turned)
            end -= width + 4
        return end

    @property
    def _turned(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _part(self, start: int, width: int, top: int, height: int) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(start, top, width, height))


def draw_in_context(
    painter: QPainter,
    rect: QRect,
    text: str,
    place: tuple[int, int],
    spans: Sequence[Span],
    labels: LabelSet | None,
) -> None:
    """Draw a line of text round a place in it, spans tinted and underlined; half words at the sides are left out."""
    begun, ended = max(0, place[0] - AROUND), place[1] + AROUND
    whole = "".join(" " if letter.isspace() else letter for letter in text[begun:ended])
    units = Offsets(whole)
    layout = _set(whole, document_font(16))
    line = layout.lineAt(0)
    x0, x1 = _extent(line, units.to_utf16(place[0] - begun), units.to_utf16(min(place[1], ended) - begun))
    rtl = layout.textOption().textDirection() == Qt.LayoutDirection.RightToLeft
    spare = max(0.0, rect.width() - (x1 - x0)) / 2
    near = min(spare, rect.width() * 0.3)
    origin = QPointF(rect.right() - near - x1 if rtl else rect.left() + near - x0, rect.top())
    painter.save()
    painter.setClipRect(whole_words(rect, layout, origin.x(), whole))
    ordered = sorted(spans, key=reading_order)
    depths = assign_lanes([Stretch(span.start, span.end, span.start, span.end) for span in ordered])
    bottom = origin.y() + line.height() - 1
    for span, depth in zip(ordered, depths, strict=True):
        y0, y1 = _extent(line, units.to_utf16(span.start - begun), units.to_utf16(span.end - begun))
        box = QRectF(origin.x() + y0, origin.y() + 3, y1 - y0, line.height() - 5)
        known = labels.get(span.label) if labels is not None and span.label in labels else None
        if known is not None and labels is not None:
            painter.fillRect(box, label_colour(labels, known, "tint"))
        colour = (
            label_colour(labels, known) if known is not None and labels is not None else theme.current().colour("ink")
        )
        painter.fillRect(QRectF(box.left(), bottom - 2 + 3 * depth, box.width(), 2), colour)
    painter.setPen(theme.current().colour("text-ink"))
    layout.draw(painter, origin)
    painter.restore()


def _set(whole: str, font: QFont) -> QTextLayout:
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    rtl = base_direction(whole) is Direction.RTL
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout = QTextLayout(whole, font)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    return layout


def _extent(line: QTextLine, start: int, end: int) -> tuple[float, float]:
    """From where to where the letters of a stretch stand, in UTF-16 units."""
    rects = [run.boundingRect() for run in line.glyphRuns(start, max(1, end - start))]
    if not rects:
        x = line.cursorToX(start)[0]
        return x, x
    return min(rect.left() for rect in rects), max(rect.right() for rect in rects)

"""A string in its context, as concordances set it: the string's start in one column, letters joined as in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextLayout, QTextOption

from annotator.labels import LabelSet
from annotator.marks import Found, MarkState
from annotator.records import Place
from annotator.text.direction import Direction, base_direction
from desktop import theme
from desktop.panels.marks import label_colour

_GAP = re.compile(r"\s+")
KEYWORD_AT = 0.42
"""Where the column of the string's start stands, as a share of the width counted from where the text begins."""


@dataclass(frozen=True, eq=False)
class SetLine:
    """A place in its context, set in a rectangle with the place's start in the column."""

    rect: QRect
    place: Place
    layout: QTextLayout
    origin: QPointF
    whole: str

    @classmethod
    def of(cls, rect: QRect, place: Place, font: QFont) -> SetLine:
        """Set a place; of what does not fit words are left out at both ends."""
        before = _flat(place.before)
        whole = before + _flat(place.text) + _flat(place.after)
        layout = _set_line(whole, font)
        rtl = layout.textOption().textDirection() == Qt.LayoutDirection.RightToLeft
        column = rect.right() - rect.width() * KEYWORD_AT if rtl else rect.left() + rect.width() * KEYWORD_AT
        line = layout.lineAt(0)
        start = line.cursorToX(_units(before))[0]
        return cls(
            rect, place, layout, QPointF(column - start, rect.top() + (rect.height() - line.height()) / 2), whole
        )

    def stretch(self, start: int, end: int) -> tuple[float, float]:
        """From where to where ``[start, end)`` of the document stands, as seen from the left."""
        begin = self.place.start - len(self.place.before)
        edges = [self._x(min(max(0, edge - begin), len(self.whole))) for edge in (start, end)]
        return min(edges), max(edges)

    def clip(self) -> QRectF:
        """The part of the rectangle that holds no half words at its sides."""
        gaps = [self._x(match.start()) for match in _GAP.finditer(self.whole)]
        ends = [self._x(0), self._x(len(self.whole))]
        inside = [x for x in gaps + ends if self.rect.left() <= x <= self.rect.right()]
        if len(inside) < 2:
            return QRectF(self.rect)
        top, bottom = self.rect.top(), self.rect.bottom() + 1
        return QRectF(QPointF(min(inside), top), QPointF(max(inside), bottom))

    def draw(self, painter: QPainter) -> None:
        painter.setPen(theme.current().colour("text-ink"))
        self.layout.draw(painter, self.origin)

    def _x(self, place: int) -> float:
        return self.origin.x() + self.layout.lineAt(0).cursorToX(_units(self.whole[:place]))[0]


def draw_concordance(painter: QPainter, rect: QRect, found: Found, font: QFont, labels: LabelSet | None) -> None:
    """One line of text with its string marked as the canvas marks it; words that do not fit are left out at both ends."""
    line = SetLine.of(rect, found.place, font)
    start, end = line.stretch(found.place.start, found.place.end)
    painter.save()
    painter.setClipRect(line.clip())
    _draw_mark(painter, QRectF(start, rect.top() + 2, end - start, rect.height() - 5), found, labels)
    line.draw(painter)
    painter.restore()


def _draw_mark(painter: QPainter, box: QRectF, found: Found, labels: LabelSet | None) -> None:
    """Tint and line of a decided string, dashed of a suggested one; a line in ink where there is no mark."""
    look = theme.current()
    pen = QPen(look.colour("text-ink"), 1.5)
    if found.label is not None and labels is not None and found.label in labels:
        label = labels.get(found.label)
        decided = found.state is MarkState.DECIDED
        if found.state is not MarkState.REJECTED:
            painter.fillRect(box, _thinned(label_colour(labels, label, "tint"), 1.0 if decided else 0.55))
            pen = QPen(label_colour(labels, label), 2)
    if found.state is MarkState.SUGGESTED:
        pen.setDashPattern([2.5, 1.5])
    elif found.state is MarkState.REJECTED:
        pen = QPen(look.colour("ink-2"), 1)
        pen.setDashPattern([1, 2])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(box.bottomLeft(), box.bottomRight())


def _thinned(colour: QColor, share: float) -> QColor:
    thinned = QColor(colour)
    thinned.setAlphaF(share)
    return thinned


def _set_line(whole: str, font: QFont) -> QTextLayout:
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


def _flat(text: str) -> str:
    """Without line breaks, each space kept, so that places stay where they are."""
    return "".join(" " if character.isspace() else character for character in text)


def _units(text: str) -> int:
    """The length as Qt counts it."""
    return len(text.encode("utf-16-le")) // 2

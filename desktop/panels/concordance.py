"""A string in its context, as concordances set it: the string's start in one column, letters joined as in the text."""

from __future__ import annotations

import re
from collections.abc import Callable

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


Boxes = Callable[[int, int], QRectF]
"""Gives the box behind ``[start, end)`` of the document, as the line shows it."""


def draw_concordance(painter: QPainter, rect: QRect, found: Found, font: QFont, labels: LabelSet | None) -> None:
    """One line of text with its string marked as the canvas marks it; words that do not fit are left out at both ends."""
    place = found.place
    draw_context(
        painter,
        rect,
        place,
        font,
        place.start,
        lambda box: _draw_mark(painter, box(place.start, place.end), found, labels),
    )


def draw_context(
    painter: QPainter,
    rect: QRect,
    place: Place,
    font: QFont,
    at: int,
    draw_marks: Callable[[Boxes], None],
    column_at: float = KEYWORD_AT,
) -> None:
    """A place in its context, the letter ``at`` of the document in the column; what ``draw_marks`` draws lies behind the text."""
    before, text = _flat(place.before), _flat(place.text)
    whole = before + text + _flat(place.after)
    begin = place.start - len(before)
    layout = _set_line(whole, font)
    line = layout.lineAt(0)

    def across(offset: int) -> float:
        return float(line.cursorToX(_units(whole[: offset - begin]))[0])

    rtl = layout.textOption().textDirection() == Qt.LayoutDirection.RightToLeft
    column = rect.right() - rect.width() * column_at if rtl else rect.left() + rect.width() * column_at
    origin = QPointF(column - across(at), rect.top() + (rect.height() - line.height()) / 2)

    def box(start: int, end: int) -> QRectF:
        first, last = (_units(whole[: max(0, offset - begin)]) for offset in (start, end))
        # Where their letters stand: the cursor does not tell where a run against the line begins.
        letters = [run.boundingRect() for run in line.glyphRuns(first, last - first)] if last > first else []
        edges = [x for one in letters for x in (one.left(), one.right())] or [across(start), across(end)]
        left, right = min(edges), max(edges)
        return QRectF(left + origin.x(), rect.top() + 2, right - left, rect.height() - 5)

    painter.save()
    painter.setClipRect(_whole_words(rect, layout, origin.x(), whole))
    draw_marks(box)
    painter.setPen(theme.current().colour("text-ink"))
    layout.draw(painter, origin)
    painter.restore()


def _whole_words(rect: QRect, layout: QTextLayout, origin: float, whole: str) -> QRectF:
    """The part of a rectangle that holds no half words at its sides."""
    line, inside = layout.lineAt(0), []
    for match in _GAP.finditer(whole):
        x = origin + line.cursorToX(_units(whole[: match.start()]))[0]
        if rect.left() <= x <= rect.right():
            inside.append(x)
    ends = [origin + line.cursorToX(_units(whole[:place]))[0] for place in (0, len(whole))]
    inside += [x for x in ends if rect.left() <= x <= rect.right()]
    return (
        QRectF(QPointF(min(inside), rect.top()), QPointF(max(inside), rect.bottom() + 1))
        if len(inside) > 1
        else QRectF(rect)
    )


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

"""Small signs that lists, bars and docks draw alike: states, key caps, swatches, chips, text of either direction."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from annotator.labels import Label, LabelSet
from annotator.text.direction import Direction, base_direction
from desktop import theme


class Mark(StrEnum):
    """How far something is: all decided, some, none; left for later; and the one at hand."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    SKIPPED = "skipped"
    CURRENT = "current"


def draw_mark(painter: QPainter, centre: QPointF, mark: Mark, mirrored: bool = False) -> None:
    """A state, 10 px wide; the tick never turns with the interface, what points onwards does."""
    x, y = centre.x(), centre.y()
    pen = QPen(theme.current().colour("accent" if mark is Mark.CURRENT else "ink"), 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match mark:
        case Mark.ALL:
            pen.setWidthF(1.75)
            painter.setPen(pen)
            painter.drawPolyline([QPointF(x - 4.5, y), QPointF(x - 1.5, y + 3), QPointF(x + 4.5, y - 3.5)])
        case Mark.SOME:
            painter.setPen(pen)
            painter.drawLine(QPointF(x - 4, y), QPointF(x + 4, y))
        case Mark.NONE:
            pen.setWidthF(1.5)
            pen.setColor(theme.current().colour("ink-2"))
            pen.setDashPattern([0.1, 2.35])
            painter.setPen(pen)
            painter.drawEllipse(centre, 4.2, 4.2)
        case Mark.SKIPPED:
            pen.setWidthF(1.5)
            painter.setPen(pen)
            onwards = -1 if mirrored else 1
            for tip in (x - 0.5 * onwards, x + 4 * onwards):
                back = tip - 3.5 * onwards
                painter.drawPolyline([QPointF(back, y - 3.5), QPointF(tip, y), QPointF(back, y + 3.5)])
        case Mark.CURRENT:
            pen.setWidthF(2)
            painter.setPen(pen)
            painter.drawEllipse(centre, 3.8, 3.8)
    painter.restore()


def draw_hair(painter: QPainter, rect: QRect, token: str = "hair") -> None:
    """A line at the foot of a row."""
    painter.setPen(QPen(theme.current().colour(token), 1))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def draw_swatch(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, 2, 2)
    painter.restore()


def draw_key(painter: QPainter, rect: QRectF, key: str) -> None:
    """A key cap: its letter as it stands on the key, in no one's digits."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.current().colour("raise"))
    painter.setPen(QPen(theme.current().colour("cap"), 1))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.drawLine(rect.bottomLeft() + QPointF(2, -1.5), rect.bottomRight() + QPointF(-2, -1.5))
    painter.setFont(sized(painter.font(), 10, QFont.Weight.Medium))
    painter.setPen(theme.current().colour("ink-2"))
    painter.drawText(rect.adjusted(0, 0, 0, -1), Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


def key_width(font: QFont, key: str) -> int:
    return max(16, QFontMetrics(sized(font, 10, QFont.Weight.Medium)).horizontalAdvance(key) + 8)


def draw_bar(painter: QPainter, rect: QRect, share: float, mirrored: bool) -> None:
    """How much of a whole is done, filled from the start."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().colour("track"))
    painter.drawRoundedRect(rect, 1.5, 1.5)
    full = round(rect.width() * share)
    if full:
        start = rect.right() + 1 - full if mirrored else rect.left()
        painter.setBrush(theme.current().colour("ink-2"))
        painter.drawRoundedRect(QRect(start, rect.top(), full, rect.height()), 1.5, 1.5)
    painter.restore()


def draw_text(
    painter: QPainter, rect: QRect, text: str, *, align: Qt.AlignmentFlag, rtl: bool | None = None, elide: bool = True
) -> None:
    """One line of text in its own direction (or the one given), set to a side of the rectangle as seen."""
    if rtl is None:
        rtl = runs_right_to_left(text)
    if elide:
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    option = QTextOption(absolute(align) | Qt.AlignmentFlag.AlignVCenter)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    painter.drawText(QRectF(rect), text, option)


@lru_cache(maxsize=4096)
def runs_right_to_left(text: str) -> bool:
    """The direction of a line of text by itself."""
    return base_direction(text) is Direction.RTL


def isolated(text: str) -> str:
    """Words of either direction within a sentence of the interface, which keeps its own."""
    return f"\u2068{text}\u2069"


def absolute(align: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    """The same side whatever the direction of the text."""
    return align | Qt.AlignmentFlag.AlignAbsolute


def start_side(mirrored: bool) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft


def end_side(mirrored: bool) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight


def sized(font: QFont, pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The same face in another size and weight."""
    changed = QFont(font)
    changed.setPixelSize(round(pixels))
    changed.setWeight(weight)
    return changed


def label_colour(labels: LabelSet, label: Label, part: str = "line") -> QColor:
    """The ``line``, ``tint`` or ``text`` of a label in the theme in use."""
    return QColor(getattr(labels.colours(label.id, theme.current().name), part))


def mirrored(option: QStyleOptionViewItem) -> bool:
    return option.direction is Qt.LayoutDirection.RightToLeft


def part(option: QStyleOptionViewItem, start: int, width: int, top: int = 0, height: int = 0) -> QRect:
    """A part of a row, counted from its start and its top; of the whole height unless told."""
    whole = option.rect
    rect = QRect(whole.left() + start, whole.top() + top, width, height or whole.height())
    return QStyle.visualRect(option.direction, whole, rect)


def draw_ground(painter: QPainter, option: QStyleOptionViewItem, current: bool) -> None:
    """What lies behind a row: whether it is current, pointed at, or has the keys."""
    pointed = option.state & QStyle.StateFlag.State_MouseOver
    focused = option.state & QStyle.StateFlag.State_HasFocus
    if current or pointed or focused:
        painter.fillRect(option.rect, theme.current().colour("sel"))
    if current:
        painter.fillRect(part(option, 0, 3), theme.current().colour("accent"))
    if focused:
        painter.setPen(QPen(theme.current().colour("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

"""A string in its context, as concordances set it: the string's start in one column, letters joined as in the text."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.records import Place
from annotator.text.direction import Direction, base_direction
from desktop import theme
from desktop.panels.marks import draw_ground, draw_text, mirrored, part, sized, start_side
from desktop.theme import document_font

PLACE = Qt.ItemDataRole.UserRole
ROW_HEIGHT = 32
KEYWORD_AT = 0.42
"""Where the column of the string's start stands, as a share of the width counted from where the text begins."""


def draw_concordance(painter: QPainter, rect: QRect, place: Place, font: QFont) -> None:
    """One line of text with its string underlined; what does not fit is cut at both ends."""
    before, text = _flat(place.before), _flat(place.text)
    whole = before + text + _flat(place.after)
    layout, end = _set_line(whole, font, _units(before), _units(text))
    line = layout.lineAt(0)
    start_x, end_x = line.cursorToX(_units(before))[0], line.cursorToX(end)[0]
    rtl = layout.textOption().textDirection() == Qt.LayoutDirection.RightToLeft
    column = rect.right() - rect.width() * KEYWORD_AT if rtl else rect.left() + rect.width() * KEYWORD_AT
    origin = QPointF(column - start_x, rect.top() + (rect.height() - line.height()) / 2)
    painter.save()
    painter.setClipRect(rect)
    painter.setPen(theme.current().colour("text-ink"))
    layout.draw(painter, origin)
    keyword = QRectF(QPointF(min(start_x, end_x), 0), QPointF(max(start_x, end_x), 1)).translated(origin)
    painter.fillRect(
        QRectF(keyword.left(), rect.bottom() - 4, keyword.width(), 1.5), theme.current().colour("text-ink")
    )
    painter.restore()


def _set_line(whole: str, font: QFont, start: int, length: int) -> tuple[QTextLayout, int]:
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
    return layout, start + length


def _flat(text: str) -> str:
    """Without line breaks, each space kept, so that places stay where they are."""
    return "".join(" " if character.isspace() else character for character in text)


def _units(text: str) -> int:
    """The length as Qt counts it."""
    return len(text.encode("utf-16-le")) // 2


class PlacesModel(QAbstractListModel):
    """Places of a string; with ``ticks`` each can be left out.

    Signals:
        ticked: which places are ticked has changed.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None, *, ticks: bool) -> None:
        super().__init__(parent)
        self.places: list[Place] = []
        self._ticks = ticks
        self._left_out: set[int] = set()

    def show_places(self, places: list[Place]) -> None:
        self.beginResetModel()
        self.places, self._left_out = places, set()
        self.endResetModel()
        self.ticked.emit()

    def chosen(self) -> list[Place]:
        return [place for n, place in enumerate(self.places) if n not in self._left_out]

    def toggle(self, row: int) -> None:
        self._left_out ^= {row}
        self.dataChanged.emit(self.index(row), self.index(row))
        self.ticked.emit()

    def tick_all(self, on: bool) -> None:
        self._left_out = set() if on else set(range(len(self.places)))
        if self.places:
            self.dataChanged.emit(self.index(0), self.index(len(self.places) - 1))
        self.ticked.emit()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.places)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        place = self.places[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{place.before}{place.text}{place.after}"
            case Qt.ItemDataRole.CheckStateRole if self._ticks:
                left_out = index.row() in self._left_out
                return Qt.CheckState.Unchecked if left_out else Qt.CheckState.Checked
            case _ if role == PLACE:
                return place
        return None


class PlacesDelegate(QStyledItemDelegate):
    """A place in one line: tick, document, text in context; in a narrow list the document stands above."""

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self._narrow = narrow
        self._font = document_font(15 if narrow else 16)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:
        return QSize(0, 52 if self._narrow else ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        place: Place = index.data(PLACE)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        painter.save()
        draw_ground(painter, option, False)
        width = option.rect.width()
        painter.setFont(sized(option.font, 12))
        painter.setPen(theme.current().colour("ink-2"))
        side = start_side(mirrored(option))
        if self._narrow:
            draw_text(painter, part(option, 12, width - 24, 2, 20), place.name, align=side, rtl=False)
            draw_concordance(painter, part(option, 12, width - 24, 20, 30), place, self._font)
        else:
            if state is not None:
                _draw_tick(painter, part(option, 12, 16, 8, 16), state == Qt.CheckState.Checked)
            draw_text(painter, part(option, 40, 110), place.name, align=side, rtl=False)
            draw_concordance(painter, part(option, 158, width - 170), place, self._font)
        painter.restore()


def _draw_tick(painter: QPainter, rect: QRect, on: bool) -> None:
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(look.colour("edge"))
    painter.setBrush(look.colour("text-ink") if on else look.colour("field"))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if on:
        pen = painter.pen()
        pen.setColor(look.colour("paper"))
        pen.setWidthF(1.75)
        painter.setPen(pen)
        x, y = rect.center().x() + 0.5, rect.center().y() + 0.5
        painter.drawPolyline([QPointF(x - 4, y), QPointF(x - 1, y + 3), QPointF(x + 4, y - 3)])
    painter.restore()

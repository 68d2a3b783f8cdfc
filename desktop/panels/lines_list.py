"""The one list of concordance lines: state, label, text with the string's start in one column, document."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem

from annotator.labels import LabelSet
from annotator.marks import Found, MarkState
from annotator.records import LabelId
from annotator.texts import _, percent
from desktop import icons, theme
from desktop.canvas.wording import label_name
from desktop.keys import command_for
from desktop.panels.concordance import draw_concordance
from desktop.panels.dock import ROW, OpeningList, RowDelegate
from desktop.panels.lines_model import LinesModel
from desktop.panels.marks import (
    Mark,
    draw_ground,
    draw_mark,
    draw_text,
    end_side,
    label_colour,
    mirrored,
    part,
    sized,
    start_side,
)
from desktop.theme import document_font

ROW_HEIGHT = 32
CHIP = 34
CHIP_WIDTH = 84
SCORE = 122
TEXT = 176
NAME_WIDTH = 110
_MARKS = {MarkState.DECIDED: Mark.ALL, MarkState.SUGGESTED: Mark.NONE}


class LinesDelegate(RowDelegate):
    """A place in one line; in a list to tick, the tick stands for state and label."""

    height = ROW_HEIGHT

    def __init__(self, model: LinesModel) -> None:
        super().__init__()
        self._model = model
        self._font = document_font(16)

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        found: Found = index.data(ROW)
        turned, width = mirrored(option), option.rect.width()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.current().colour("sel"))
        draw_ground(painter, option, not self._model.ticks and self.is_current(option, index))
        painter.setFont(sized(option.font, 12))
        painter.setPen(theme.current().colour("ink-2"))
        room = min(NAME_WIDTH, width // 6)
        name = part(option, width - room - 12, room)
        draw_text(painter, name, found.place.name, align=end_side(turned), rtl=False)
        start = 40 if self._model.ticks else TEXT
        if self._model.ticks:
            _draw_tick(painter, part(option, 12, 16, 8, 16), index.data(Qt.ItemDataRole.CheckStateRole))
        else:
            self._draw_state(painter, option, found)
        line = part(option, start, width - start - room - 24)
        draw_concordance(painter, line, found, self._font, self._model.labels)

    def _draw_state(self, painter: QPainter, option: QStyleOptionViewItem, found: Found) -> None:
        turned, labels = mirrored(option), self._model.labels
        place = part(option, 12, 16, 8, 16)
        if found.state in _MARKS:
            draw_mark(painter, QPointF(place.center()) + QPointF(0.5, 0.5), _MARKS[found.state])
        elif found.state is MarkState.REJECTED:
            icons.icon("x", 14).paint(painter, place)
        if found.label is not None and labels is not None:
            draw_chip(painter, part(option, CHIP, CHIP_WIDTH, 7, 18), labels, found.label, found.state, turned=turned)
        elif found.within is not None and labels is not None:
            said = _("in {label}").format(label=label_name(labels, found.within))
            draw_text(painter, part(option, CHIP, CHIP_WIDTH + 40), said, align=start_side(turned))
        if found.state is MarkState.SUGGESTED and found.score is not None:
            draw_text(painter, part(option, SCORE, 38), percent(found.score), align=end_side(turned), rtl=turned)


def draw_chip(
    painter: QPainter,
    rect: QRect,
    labels: LabelSet,
    label: LabelId,
    state: MarkState = MarkState.DECIDED,
    *,
    turned: bool,
    more: str = "",
) -> int:
    """A label's name at the start of a rectangle: filled where it is decided, struck out where it was rejected; gives its width."""
    look = theme.current()
    known = labels.get(label) if label in labels else None
    name = label_name(labels, label) + more
    font = sized(painter.font(), 11, QFont.Weight.Medium)
    font.setStrikeOut(state is MarkState.REJECTED)
    width = min(rect.width(), QFontMetrics(font).horizontalAdvance(name) + 12)
    chip = QRectF(rect.right() + 1 - width if turned else rect.left(), rect.top(), width, rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if state is MarkState.DECIDED and known is not None:
        painter.setBrush(label_colour(labels, known, "tint"))
        painter.drawRoundedRect(chip, 3, 3)
    struck = known is None or state is MarkState.REJECTED
    painter.setPen(look.colour("ink-2") if struck else label_colour(labels, known, "text"))
    painter.setFont(font)
    draw_text(painter, chip.toRect().adjusted(4, 0, -4, 0), name, align=Qt.AlignmentFlag.AlignHCenter)
    painter.restore()
    return width


class LinesList(OpeningList):
    """Keys and clicks on lines: they are chosen, several at once, and acted upon.

    Signals:
        command_requested: the id of a command of the table, meant for the chosen lines.
        all_requested: all lines are to be chosen, those too that have not come yet.
    """

    command_requested = Signal(str)
    all_requested = Signal()

    def __init__(self, model: LinesModel) -> None:
        super().__init__(model, LinesDelegate(model))
        self._lines = model
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def chosen_rows(self) -> list[int]:
        """The rows that are chosen, from the first on."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def go_to(self, row: int) -> None:
        """Choose this row alone, the last one where there are fewer."""
        row = min(row, len(self._lines.lines) - 1)
        if row >= 0:
            self.setCurrentIndex(self._lines.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_for(event)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().data(ROW))
        elif command is not None:
            self.command_requested.emit(command.id)
        elif not event.text().strip() or not event.text().isprintable():
            QListView.keyPressEvent(self, event)  # a letter that means nothing here must not jump about

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        QListView.mouseReleaseEvent(self, event)  # a click only selects


def _draw_tick(painter: QPainter, rect: QRect, state: Qt.CheckState) -> None:
    look, on = theme.current(), state == Qt.CheckState.Checked
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

"""Tables of figures as they are set on paper: no grid but hairs between rows, figures in columns, label chips, intervals as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from annotator.labels import LabelSet
from annotator.quality.intervals import Estimate
from annotator.records import LabelId
from annotator.texts import _, number
from desktop import theme
from desktop.canvas.wording import label_name
from desktop.panels.lines_list import draw_chip
from desktop.panels.marks import draw_text, label_colour, mirrored, sized, start_side

ROW = 28
TALL = 42
"""Rows with a second line."""
HEAD = 26
CELL = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
"""Figures stand under each other by their last digit in either direction."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: words, a label's chip, or the line of an interval."""

    text: str = ""
    below: str = ""
    """A second line, in secondary ink."""
    strong: bool = False
    quiet: bool = False
    label: LabelId | None = None
    estimate: Estimate | None = None
    """Drawn as a dot on the line of its interval, 0 at the start, in the colour of the label."""
    tip: str = ""
    figure: bool = True
    """Whether it is a number, set at the end of its column."""

    @property
    def said(self) -> str:
        return " ".join(part for part in (self.text, self.below or self.tip) if part)


@dataclass(frozen=True, slots=True)
class Column:
    """Its head, and how wide it is; 0 takes what is left."""

    name: str
    width: int = 0
    figure: bool = True
    axis: bool = False
    """Whether its head is an axis from 0 to 100."""
    tip: str = ""


class PaperModel(QAbstractTableModel):
    """Rows of cells."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: Sequence[Column] = ()
        self.rows: Sequence[Sequence[Cell]] = ()
        self.labels: LabelSet | None = None

    def show(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        self.beginResetModel()
        self.columns, self.rows = columns, rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def cell(self, index: QModelIndex) -> Cell:
        return self.rows[index.row()][index.column()]

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        cell = self.cell(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.words(cell)
            case Qt.ItemDataRole.ToolTipRole:
                return cell.tip or None
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = [self.words(self.rows[index.row()][0]), self.columns[index.column()].name, self.words(cell)]
                return _(", ").join(dict.fromkeys(part for part in parts if part))
            case _ if role == CELL:
                return cell
        return None

    def words(self, cell: Cell) -> str:
        """What a cell says, its label by name."""
        if cell.label is not None and not cell.text and self.labels is not None and cell.estimate is None:
            return label_name(self.labels, cell.label)
        return cell.said

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        # While the model is being reset a header asks for sections that are gone.
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or None
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, table: PaperTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        look, cell, rect = theme.current(), index.data(CELL), option.rect
        painter.save()
        self._draw_ground(painter, option, index)
        inner = rect.adjusted(4, 0, -4, 0)
        turned = mirrored(option)
        if cell.estimate is not None:
            _draw_interval(painter, inner, cell, self._table.model().labels, turned)
        elif cell.label is not None and not cell.text:
            painter.setFont(option.font)
            middle = rect.top() + (rect.height() - 18) // 2
            place = QRect(inner.left(), middle, inner.width(), 18)
            draw_chip(painter, place, self._table.model().labels, cell.label, turned=turned)
        else:
            weight = QFont.Weight.DemiBold if cell.strong else QFont.Weight.Normal
            painter.setFont(sized(option.font, 13, weight))
            painter.setPen(look.colour("ink-2" if cell.quiet else "ink"))
            column = self._table.model().columns[index.column()]
            side = _RIGHT if column.figure and cell.figure else start_side(turned)
            if cell.below:
                inner, below = (
                    inner.adjusted(0, 3, 0, -rect.height() // 2 + 2),
                    inner.adjusted(0, rect.height() // 2 - 1, 0, -3),
                )
                self._draw_below(painter, option, below, cell.below, side)
                painter.setFont(sized(option.font, 13, weight))
                painter.setPen(look.colour("ink-2" if cell.quiet else "ink"))
            draw_text(painter, inner, cell.text, align=side, rtl=turned if column.figure else None)
        painter.restore()

    def _draw_below(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, words: str, side: Qt.AlignmentFlag
    ) -> None:
        painter.setFont(sized(option.font, 12))
        painter.setPen(theme.current().colour("ink-2"))
        draw_text(painter, rect, words, align=side)

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        look, rect = theme.current(), option.rect
        table = self._table
        current = table.chooses and index.row() == table.currentIndex().row()
        pointed = table.chooses and option.state & QStyle.StateFlag.State_MouseOver
        if (current and table.hasFocus()) or pointed or index.row() == table.chosen_row:
            painter.fillRect(rect, look.colour("sel"))
        if index.row() == table.chosen_row and not index.column():
            bar = QStyle.visualRect(option.direction, rect, QRect(rect.left(), rect.top(), 3, rect.height()))
            painter.fillRect(bar, look.colour("accent"))
        painter.setPen(QPen(look.colour("hair"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _draw_interval(painter: QPainter, rect: QRect, cell: Cell, labels: LabelSet | None, turned: bool) -> None:
    """A dot on its interval, on a hair from 0 to 100."""
    look, found = theme.current(), cell.estimate
    assert found is not None
    colour = look.colour("text-ink")
    if cell.label is not None and labels is not None and cell.label in labels:
        colour = label_colour(labels, labels.get(cell.label))
    left, width, middle = rect.left() + 5.0, rect.width() - 10.0, rect.center().y() + 0.5

    def place(share: float) -> QPointF:
        return QPointF(left + width * ((1 - share) if turned else share), middle)

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("hair"), 2))
    painter.drawLine(place(0), place(1))
    if found.low is not None and found.high is not None:
        painter.setPen(QPen(colour, 2))
        painter.drawLine(place(found.low), place(found.high))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(place(found.value), 4, 4)


class _Head(QHeaderView):
    """Heads in secondary ink over a rule; an axis has its ends and its middle named."""

    def __init__(self, table: PaperTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setFixedHeight(HEAD)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(16)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        if section >= len(self._table.model().columns):
            return
        look, turned = theme.current(), self._table.isRightToLeft()
        column = self._table.model().columns[section]
        painter.save()
        painter.fillRect(rect, look.colour("paper"))
        painter.setPen(QPen(look.colour("edge"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(sized(self.font(), 12))
        painter.setPen(look.colour("ink-2"))
        inner = rect.adjusted(4, 0, -4, -2)
        if column.axis:
            for share in (0.0, 0.5, 1.0):
                centre = inner.left() + 5 + (inner.width() - 10) * ((1 - share) if turned else share)
                place = QRect(round(centre) - 20, inner.top(), 40, inner.height()).intersected(rect)
                flags = Qt.AlignmentFlag.AlignHCenter
                if share == 1.0:
                    flags = Qt.AlignmentFlag.AlignLeft if turned else Qt.AlignmentFlag.AlignRight
                draw_text(painter, place, number(100 * share), align=flags, rtl=False, elide=False)
        else:
            side = _RIGHT if column.figure else start_side(turned)
            draw_text(painter, inner, column.name, align=side)
        painter.restore()


def bring_into_view(view: QAbstractItemView, rect: QRect) -> None:
    """Let the page in which a table stands scroll to a part of it."""
    above = view.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        place = view.viewport().mapTo(above.widget(), rect.center())
        above.ensureVisible(place.x(), place.y(), 0, rect.height() + HEAD)


class PaperTable(QTableView):
    """A table as high as its rows, in a page that scrolls, or one that ``scrolls`` itself. Where it ``chooses``, Enter, Space or
    a click chooses a row.

    Signals:
        chosen: the row that was entered or clicked.
    """

    chosen = Signal(int)

    def __init__(self, *, row: int = ROW, chooses: bool = False, scrolls: bool = False) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.chooses = chooses
        self.chosen_row = -1
        self._scrolls = scrolls
        self._model = PaperModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalHeader(_Head(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row)
        self.verticalHeader().setMinimumSectionSize(row)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if not scrolls:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], labels: LabelSet | None) -> None:
        """Show these rows in the place of what stands; the current row stays."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self._model.labels = labels
        self._model.show(columns, rows)
        head = self.horizontalHeader()
        for section, each in enumerate(columns):
            stretch = not each.width
            mode = QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Fixed
            head.setSectionResizeMode(section, mode)
            if not stretch:
                self.setColumnWidth(section, each.width)
        if rows:
            self.setCurrentIndex(self._model.index(min(max(row, 0), len(rows) - 1), max(column, 0)))
        if not self._scrolls:
            self.setFixedHeight(self.sizeHint().height())

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        self.viewport().update()
        if self.hasFocus():
            bring_into_view(self, self.visualRect(current))

    def sizeHint(self) -> QSize:
        rows = self.verticalHeader().defaultSectionSize() * self._model.rowCount()
        return QSize(240, 200 if self._scrolls else HEAD + rows + 4)

    def minimumSizeHint(self) -> QSize:
        fixed = sum(column.width or 60 for column in self._model.columns)
        return QSize(fixed + 4, 80 if self._scrolls else self.sizeHint().height())

    def show_chosen(self, row: int) -> None:
        """Mark a row as the chosen one; -1 none."""
        self.chosen_row = row
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self.chooses and event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.chosen.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if entered and self.chooses and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

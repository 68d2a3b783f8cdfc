"""Tables of figures as they are set on paper: no grid but hairs between rows, figures in columns, label chips, intervals as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from annotator.labels import LabelSet
from annotator.quality.intervals import Estimate
from annotator.records import LabelId
from annotator.texts import _, number
from desktop import theme
from desktop.canvas.wording import label_name
from desktop.panels.figures_table import FIGURES, HEAD, ROW, FiguresHead, FiguresTable, draw_interval
from desktop.panels.lines_list import draw_chip
from desktop.panels.marks import draw_hair, draw_text, label_colour, mirrored, sized, start_side

TALL = 42
"""Rows with a second line."""
CELL = Qt.ItemDataRole.UserRole


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
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        look, cell, rect, model = theme.current(), index.data(CELL), option.rect, index.model()
        painter.save()
        self._draw_ground(painter, option, index)
        inner = rect.adjusted(4, 0, -4, 0)
        turned = mirrored(option)
        if cell.estimate is not None:
            self._draw_interval(painter, inner, cell, model.labels, turned)
        elif cell.label is not None and not cell.text:
            painter.setFont(option.font)
            middle = rect.top() + (rect.height() - 18) // 2
            place = QRect(inner.left(), middle, inner.width(), 18)
            draw_chip(painter, place, model.labels, cell.label, turned=turned)
        else:
            weight = QFont.Weight.DemiBold if cell.strong else QFont.Weight.Normal
            painter.setFont(sized(option.font, 13, weight))
            painter.setPen(look.colour("ink-2" if cell.quiet else "ink"))
            column = model.columns[index.column()]
            side = FIGURES if column.figure and cell.figure else start_side(turned)
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
        look, rect, table = theme.current(), option.rect, option.widget
        current = table.chooses and index.row() == table.currentIndex().row()
        pointed = table.chooses and option.state & QStyle.StateFlag.State_MouseOver
        if (current and table.hasFocus()) or pointed or index.row() == table.chosen_row:
            painter.fillRect(rect, look.colour("sel"))
        if index.row() == table.chosen_row and not index.column():
            bar = QStyle.visualRect(option.direction, rect, QRect(rect.left(), rect.top(), 3, rect.height()))
            painter.fillRect(bar, look.colour("accent"))
        draw_hair(painter, rect)

    def _draw_interval(self, painter: QPainter, rect: QRect, cell: Cell, labels: LabelSet | None, turned: bool) -> None:
        assert cell.estimate is not None
        colour = theme.current().colour("text-ink")
        if cell.label is not None and labels is not None and cell.label in labels:
            colour = label_colour(labels, labels.get(cell.label))
        start, middle = rect.left() + 5.0, rect.center().y() + 0.5
        ends = QPointF(start, middle), QPointF(start + rect.width() - 10.0, middle)
        draw_interval(painter, *(reversed(ends) if turned else ends), cell.estimate, QPen(colour, 2))


class _Head(FiguresHead):
    """An axis has its ends and its middle named."""

    def draw(self, painter: QPainter, rect: QRect, section: int) -> None:
        column, turned = self.model().columns[section], self.isRightToLeft()
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
            side = FIGURES if column.figure else start_side(turned)
            draw_text(painter, inner, column.name, align=side)


class PaperTable(FiguresTable):
    """A table as high as its rows, in a page that scrolls, or one that ``scrolls`` itself.

    Signals:
        chosen: the row that was entered or clicked.
    """

    chosen = Signal(int)

    def __init__(self, *, row: int = ROW, chooses: bool = False, scrolls: bool = False) -> None:
        super().__init__(PaperModel(), _Delegate())
        self.chooses = chooses
        self.chosen_row = -1
        self._scrolls = scrolls
        self.setHorizontalHeader(_Head(Qt.Orientation.Horizontal, self))
        self.horizontalHeader().setFixedHeight(HEAD)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row)
        self.verticalHeader().setMinimumSectionSize(row)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
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
            self.stand_at(row, column)
        if not self._scrolls:
            self.setFixedHeight(self.sizeHint().height())

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

    def enter(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())

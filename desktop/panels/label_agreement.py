"""How far annotators agree on each label: a table, the worst first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPointF, QSize, QSortFilterProxyModel, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.labels import LabelSet
from annotator.quality.agreement.explained import figure, interval, name, short_name
from annotator.quality.agreement.record import Estimate, LabelAgreement, Measure
from annotator.texts import _, number
from desktop import theme
from desktop.canvas.wording import label_name
from desktop.panels.figures_table import FIGURES, FiguresTable, draw_interval
from desktop.panels.lines_list import draw_chip
from desktop.panels.marks import draw_hair, label_colour, mirrored, part

ROW: Final = Qt.ItemDataRole.UserRole
SORTED: Final = Qt.ItemDataRole.UserRole + 1
LABEL, SPANS, F1, LINE = range(4)
"""The first columns; each further measure has one after them."""
_BEFORE: Final = LINE + 1
_CHIP: Final = 88
_NUMBER: Final = 48


class LabelAgreementModel(QAbstractTableModel):
    """The labels and their figures."""

    def __init__(self, labels: LabelSet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.labels = labels
        self.rows: tuple[LabelAgreement, ...] = ()
        self.measures: tuple[Measure, ...] = ()

    def show_labels(self, rows: Sequence[LabelAgreement]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        found = [measure for measure in Measure if any(measure in one.figures for one in rows)]
        self.measures = tuple(measure for measure in found if measure is not Measure.F1)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else _BEFORE + len(self.measures)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        measure = self._measure(section)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                names = {LABEL: _("Label"), SPANS: _("Spans"), LINE: ""}
                return short_name(measure) if measure and section != LINE else names[section]
            case Qt.ItemDataRole.ToolTipRole if measure is not None:
                return name(measure)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(section)
        return None

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        row, section = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(row, section)
            case Qt.ItemDataRole.AccessibleTextRole if section == LINE:
                return interval(self._estimate(row, section))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(section)
            case _ if role == ROW:
                return row
            case _ if role == SORTED:
                if section in (LABEL, SPANS):
                    return [label_name(self.labels, row.label), row.spans][section]
                value = self._estimate(row, section).value
                return math.inf if value is None else value
        return None

    def _shown(self, row: LabelAgreement, section: int) -> str:
        match section:
            case 0:
                return label_name(self.labels, row.label)
            case 1:
                return number(row.spans)
            case 3:
                return ""
        return figure(self._estimate(row, section))

    def _measure(self, section: int) -> Measure | None:
        if section in (F1, LINE):
            return Measure.F1
        return self.measures[section - _BEFORE] if section >= _BEFORE else None

    def _estimate(self, row: LabelAgreement, section: int) -> Estimate:
        measure = self._measure(section)
        return row.figures.get(measure, Estimate(None)) if measure else Estimate(None)


def _side(section: int) -> Qt.AlignmentFlag:
    return (Qt.AlignmentFlag.AlignLeading if section == LABEL else FIGURES) | Qt.AlignmentFlag.AlignVCenter


class _LabelDelegate(QStyledItemDelegate):
    """A label as its chip, F1 with its interval as a dot on a line from 0 at the start to 1."""

    def __init__(self, model: LabelAgreementModel) -> None:
        super().__init__()
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:
        return QSize(56, 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        look, row = theme.current(), index.data(ROW)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.colour("sel"))
        draw_hair(painter, option.rect)
        painter.setFont(option.font)
        painter.setPen(look.colour("ink-2" if index.column() == SPANS else "ink"))
        if index.column() == LABEL:
            place = part(option, 4, option.rect.width() - 8, 3, 17)
            draw_chip(painter, place, self._model.labels, row.label, turned=mirrored(option))
        elif index.column() == LINE:
            self._draw_line(painter, option, row)
        else:
            if index.column() == F1:
                font = option.font
                font.setWeight(font.Weight.DemiBold)
                painter.setFont(font)
            painter.drawText(option.rect.adjusted(8, 0, -8, 0), _side(index.column()), index.data())
        painter.restore()

    def _draw_line(self, painter: QPainter, option: QStyleOptionViewItem, row: LabelAgreement) -> None:
        labels, look, rect = self._model.labels, theme.current(), option.rect.adjusted(8, 0, -8, 0)
        colour = label_colour(labels, labels.get(row.label)) if row.label in labels else look.colour("ink-2")
        pen = QPen(colour, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        start, length = (rect.right(), -rect.width()) if mirrored(option) else (rect.left(), rect.width())
        zero = QPointF(start, rect.center().y() + 0.5)
        draw_interval(painter, zero, zero + QPointF(length, 0), row.figures[Measure.F1], pen)


class _Sorted(QSortFilterProxyModel):
    """By one column, whose head says which way."""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        shown = super().headerData(section, orientation, role)
        if role == Qt.ItemDataRole.DisplayRole and section == self.sortColumn() and shown:
            return f"{shown} {'↑' if self.sortOrder() is Qt.SortOrder.AscendingOrder else '↓'}"
        return shown


class LabelAgreementTable(FiguresTable):
    """The table of them; a click on the head of a column sorts by it."""

    chooses = False

    def __init__(self, model: LabelAgreementModel) -> None:
        sorting = _Sorted()
        sorting.setSourceModel(model)
        sorting.setSortRole(SORTED)
        super().__init__(sorting, _LabelDelegate(model))
        self.setSortingEnabled(True)
        self.sortByColumn(F1, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        across = self.horizontalHeader()
        across.setProperty("ground", "paper")
        across.setHighlightSections(False)
        across.setMinimumSectionSize(40)
        model.modelReset.connect(self._fit)

    def _fit(self) -> None:
        """Columns as wide as their heads need; the line takes what is left."""
        across, metrics = self.horizontalHeader(), self.fontMetrics()
        for section in range(across.count()):
            if section == LINE:
                across.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
                continue
            words = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
            least = _CHIP if section == LABEL else _NUMBER
            across.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            across.resizeSection(section, max(least, metrics.horizontalAdvance(words.rstrip(" ↑↓") + " ↓") + 14))

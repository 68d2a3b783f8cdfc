"""How far each two annotators agree, by one measure: a table of them against each other."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QItemSelection, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.quality.agreement.explained import figure
from annotator.quality.agreement.record import Agreement, Measure, PairAgreement
from annotator.records import Person
from annotator.texts import _, ngettext
from desktop import theme
from desktop.panels.figures_table import FiguresTable, draw_ring
from desktop.panels.marks import sized

PAIR = Qt.ItemDataRole.UserRole
CELL: Final = QSize(72, 32)
MOST_ROWS: Final = 7
"""More rows are scrolled."""
_HEAD: Final = 40
FEW: Final = 5
"""Up to so many annotators share the width; more are scrolled."""
_NO_TINT: Final = 0.5
"""Cells of this value or less have no tint; one of 1 is tinted as the diagonal is."""


class MatrixModel(QAbstractTableModel):
    """The values of one measure, by pairs of annotators."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.people: tuple[Person, ...] = ()
        self.measure = Measure.F1
        self._pairs: dict[frozenset[str], PairAgreement] = {}

    def show_agreement(self, found: Agreement) -> None:
        self.beginResetModel()
        self.people = found.annotators
        self._pairs = {frozenset(person.id for person in pair.annotators): pair for pair in found.pairs}
        self.endResetModel()

    def show_measure(self, measure: Measure) -> None:
        self.measure = measure
        if self.people:
            last = len(self.people) - 1
            self.dataChanged.emit(self.index(0, 0), self.index(last, last))

    def pair(self, row: int, column: int) -> PairAgreement | None:
        """Of two that share documents; nothing on the diagonal."""
        return self._pairs.get(frozenset({self.people[row].id, self.people[column].id}))

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.people)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return self.rowCount(parent)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        if self.pair(index.row(), index.column()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, _orientation: Qt.Orientation, role: int = 0) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.people[section].name
        return None

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        pair = self.pair(index.row(), index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                same = index.row() == index.column()
                return "" if same else figure(pair.figures[self.measure]) if pair else "·"
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole if pair is not None:
                names = [self.people[place].name for place in (index.row(), index.column())]
                shared = ngettext("{n} document", "{n} documents", pair.documents)
                return _(", ").join([*names, figure(pair.figures[self.measure]), shared])
            case _ if role == PAIR:
                return pair
        return None


class _MatrixDelegate(QStyledItemDelegate):
    """The value in a tint between paper and track; the chosen cell is ringed."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        look, model = theme.current(), index.model()
        assert isinstance(model, MatrixModel)
        pair: PairAgreement | None = index.data(PAIR)
        value = 1.0 if index.row() == index.column() else pair.figures[model.measure].value if pair else None
        painter.save()
        painter.fillRect(option.rect, _tint(value))
        painter.setPen(QPen(look.colour("hair"), 1))
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setFont(sized(option.font, 13, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal))
        painter.setPen(look.colour("text-ink" if pair else "ink-2"))
        painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, index.data())
        if chosen:
            draw_ring(painter, QRectF(option.rect).adjusted(1, 1, -2, -2), "accent")
        painter.restore()


def _tint(value: float | None) -> QBrush:
    paper, track = theme.current().colour("paper"), theme.current().colour("track")
    share = 0.0 if value is None else max(0.0, min(1.0, (value - _NO_TINT) / (1 - _NO_TINT)))
    parts = zip(paper.getRgb()[:3], track.getRgb()[:3], strict=True)
    return QBrush(QColor(*(round(one + (other - one) * share) for one, other in parts)))


class MatrixTable(FiguresTable):
    """The table of them; arrow keys and clicks choose a pair.

    Signals:
        chosen: the PairAgreement of the cell.
    """

    chosen = Signal(object)

    def __init__(self, model: MatrixModel) -> None:
        super().__init__(model, _MatrixDelegate())
        self._quiet = False
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        for header in (across, down):
            header.setProperty("ground", "paper")
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        down.setTextElideMode(Qt.TextElideMode.ElideRight)
        across.setMinimumSectionSize(56)
        across.setFixedHeight(_HEAD)
        down.setDefaultSectionSize(CELL.height())
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMaximumWidth(132)
        self.selectionModel().selectionChanged.connect(self._tell)
        model.modelReset.connect(self._fit)

    def choose(self, pair: PairAgreement | None) -> None:
        """Show which pair is chosen, without telling anyone."""
        model = self.model()
        assert isinstance(model, MatrixModel)
        self._quiet = True
        places = [(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
        current = self.currentIndex()
        if pair is None:
            self.clearSelection()
        elif not current.isValid() or current.data(PAIR) != pair or not self.selectionModel().isSelected(current):
            self.setCurrentIndex(
                next((model.index(*place) for place in places if model.pair(*place) == pair), QModelIndex())
            )
        self._quiet = False

    def _tell(self, selected: QItemSelection) -> None:
        if not self._quiet and selected.indexes():
            self.chosen.emit(selected.indexes()[0].data(PAIR))

    def enter(self, index: QModelIndex) -> None:
        self.selectionModel().select(index, self.selectionModel().SelectionFlag.Select)

    def _fit(self) -> None:
        across, few = self.horizontalHeader(), self.model().columnCount() <= FEW
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch if few else QHeaderView.ResizeMode.Fixed)
        across.setDefaultSectionSize(CELL.width())
        rows = min(self.model().rowCount(), MOST_ROWS)
        bar = 0 if few else self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(_HEAD + CELL.height() * rows + bar + 2 * self.frameWidth() + 2)

"""Which label was taken for which, as a matrix whose cells choose the errors they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem

from annotator.labels import LabelSet
from annotator.quality.confusion import Confusion
from annotator.quality.mistakes import NOTHING
from annotator.records import LabelId
from annotator.texts import _, ngettext, number
from desktop import theme
from desktop.canvas.wording import label_name
from desktop.panels.figures_table import HEAD, ROW, FiguresHead, FiguresTable, draw_ring
from desktop.panels.marks import draw_hair, draw_text, sized, start_side

SHOWN = 8
"""Labels that are shown by themselves, those met most often; the rest are one row and column together."""
CELL_WIDTH, LEAST_WIDTH = 38, 28
NAMES = 66


@dataclass(frozen=True, slots=True)
class Group:
    """A row and column: a label, several that are folded together, or nothing."""

    labels: frozenset[str]
    name: str

    @property
    def folded(self) -> bool:
        return len(self.labels) > 1


@dataclass(frozen=True, slots=True)
class Matrix:
    """The counts of groups: of gold (row) met by proposals (column)."""

    groups: tuple[Group, ...] = ()
    counts: tuple[tuple[int, ...], ...] = ()


def matrix(confusion: Confusion, labels: LabelSet, shown: int = SHOWN) -> Matrix:
    """The labels met most often first, the others folded into one, nothing the last."""
    places = range(len(confusion.labels) - 1)

    def met(place: int) -> int:
        return sum(confusion.counts[place]) + sum(row[place] for row in confusion.counts)

    often = sorted(places, key=lambda place: -met(place))
    # One label alone needs no folding: it takes no more room than the row in its place.
    alone = often if len(often) <= shown + 1 else often[:shown]
    parts = [[place] for place in alone]
    if rest := often[len(alone) :]:
        parts.append(rest)
    parts.append([len(confusion.labels) - 1])
    groups = tuple(_group([confusion.labels[place] for place in part], labels) for part in parts)
    counts = tuple(
        tuple(sum(confusion.counts[row][column] for row in rows for column in columns) for columns in parts)
        for rows in parts
    )
    return Matrix(groups, counts)


def _group(members: Sequence[str], labels: LabelSet) -> Group:
    if members == [NOTHING]:
        return Group(frozenset(members), _("none"))
    name = label_name(labels, LabelId(members[0])) if len(members) == 1 else _("rest")
    return Group(frozenset(members), name)


class _Model(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.matrix = Matrix()

    def show(self, shown: Matrix) -> None:
        self.beginResetModel()
        self.matrix = shown
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.matrix.groups)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return self.rowCount(parent)

    def data(self, index: QModelIndex, role: int = 0) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return number(self.matrix.counts[index.row()][index.column()])
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.said(index)
        return None

    def said(self, index: QModelIndex) -> str:
        gold, proposed = self.matrix.groups[index.row()], self.matrix.groups[index.column()]
        times = self.matrix.counts[index.row()][index.column()]
        return said(gold, proposed, times)

    def headerData(self, section: int, _orientation: Qt.Orientation, role: int = 0) -> object:
        # While the model is being reset a header asks for sections that are gone.
        known = section < len(self.matrix.groups)
        if known and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.matrix.groups[section].name
        return None


def said(gold: Group, proposed: Group, times: int) -> str:
    """“ORG taken for GPE, 3 times”."""
    if NOTHING in gold.labels:
        how = _("{proposed} proposed where there is nothing")
    elif NOTHING in proposed.labels:
        how = _("{gold} not found")
    else:
        how = _("{gold} right or with other edges") if gold == proposed else _("{gold} taken for {proposed}")
    words = how.format(gold=gold.name, proposed=proposed.name)
    return _(", ").join([words, ngettext("{n} time", "{n} times", times)])


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        look, rect, table = theme.current(), option.rect, option.widget
        row, column = index.row(), index.column()
        count = table.matrix.counts[row][column]
        right = row == column and NOTHING not in table.matrix.groups[row].labels
        painter.save()
        if right:
            painter.fillRect(rect, look.colour("track"))
        draw_hair(painter, rect)
        nothing = row == column and NOTHING in table.matrix.groups[row].labels
        weight = QFont.Weight.DemiBold if count and not right else QFont.Weight.Normal
        painter.setFont(sized(option.font, 13, weight))
        painter.setPen(look.colour("ink" if count else "ink-2"))
        draw_text(
            painter, rect, "" if nothing else number(count) if count else "·", align=Qt.AlignmentFlag.AlignHCenter
        )
        chosen = (row, column) == table.chosen_cell
        if chosen or (table.hasFocus() and index == table.currentIndex()):
            draw_ring(painter, QRectF(rect).adjusted(1, 1, -1, -2), "accent" if chosen else "text-ink")
        painter.restore()


class _Names(FiguresHead):
    """The names of rows or columns; one that is too long for its column gives up all but three letters."""

    def draw(self, painter: QPainter, rect: QRect, section: int) -> None:
        name = self.model().matrix.groups[section].name
        if self.orientation() is Qt.Orientation.Vertical:
            draw_text(painter, rect.adjusted(4, 0, -4, -2), name, align=start_side(self.isRightToLeft()))
            return
        painter.setFont(sized(self.font(), 11))
        if QFontMetrics(painter.font()).horizontalAdvance(name) > rect.width() - 2:
            name = name[:3]
        draw_text(painter, rect.adjusted(0, 0, 0, -2), name, align=Qt.AlignmentFlag.AlignHCenter, elide=False)


class ConfusionMatrix(FiguresTable):
    """Rows are gold, columns what was proposed. Entering a cell chooses it, once more lets it go.

    Attributes:
        matrix: what is shown.
        chosen_cell: its row and column; (-1, -1) for none.

    Signals:
        chosen: a cell was chosen or let go; ask ``labels``.
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__(_Model(), _Delegate())
        self.chosen_cell = (-1, -1)
        self.setHorizontalHeader(_Names(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Names(Qt.Orientation.Vertical, self))
        self.horizontalHeader().setFixedHeight(HEAD)
        self.horizontalHeader().setDefaultSectionSize(CELL_WIDTH)
        self.verticalHeader().setFixedWidth(NAMES)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def matrix(self) -> Matrix:
        return self._model.matrix

    @property
    def labels(self) -> tuple[frozenset[str], frozenset[str]]:
        """Those of gold and proposal in the chosen cell; none where none is chosen."""
        row, column = self.chosen_cell
        if row < 0:
            return frozenset(), frozenset()
        return self.matrix.groups[row].labels, self.matrix.groups[column].labels

    def show_matrix(self, shown: Matrix) -> None:
        """Show this; a cell of the same labels stays the chosen one."""
        gold, proposed = self.labels
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self._model.show(shown)
        of = [group.labels for group in shown.groups]
        self.chosen_cell = (of.index(gold), of.index(proposed)) if gold in of and proposed in of else (-1, -1)
        if shown.groups:
            self.stand_at(row, column)
        self.setFixedHeight(self.sizeHint().height())

    def choose(self, row: int, column: int) -> None:
        """Choose a cell, or let go the one that is chosen already."""
        self.chosen_cell = (-1, -1) if (row, column) == self.chosen_cell else (row, column)
        self.viewport().update()
        self.chosen.emit()

    def let_go(self) -> None:
        """Choose none, without telling anyone."""
        self.chosen_cell = (-1, -1)
        self.viewport().update()

    def caption(self) -> str:
        """What the chosen cell counts; without one, how the matrix is read."""
        row, column = self.chosen_cell
        if row < 0:
            return ""
        return said(self.matrix.groups[row], self.matrix.groups[column], self.matrix.counts[row][column])

    def sizeHint(self) -> QSize:
        count = len(self.matrix.groups)
        across = NAMES + count * self.horizontalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height() if across > self.width() else 0
        return QSize(across + 4, HEAD + count * ROW + 4 + bar)

    def minimumSizeHint(self) -> QSize:
        return QSize(NAMES + min(len(self.matrix.groups), SHOWN + 2) * LEAST_WIDTH, self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        count = max(1, len(self.matrix.groups))
        room = (self.viewport().width() - 1) // count
        self.horizontalHeader().setDefaultSectionSize(min(48, max(LEAST_WIDTH, room)))
        self.setFixedHeight(self.sizeHint().height())

    def enter(self, index: QModelIndex) -> None:
        self.choose(index.row(), index.column())

"""What tables of figures have in common: paper instead of a grid, heads that only say, cells that are entered, intervals as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QScrollArea, QStyledItemDelegate, QTableView

from desktop import theme
from desktop.panels.marks import draw_hair, sized

if TYPE_CHECKING:
    from annotator.quality.agreement.record import Estimate as OfAgreement
    from annotator.quality.intervals import Estimate

ROW: Final = 28
HEAD: Final = 26
FIGURES: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
"""Figures stand under each other by their last digit in either direction."""


class FiguresTable(QTableView):
    """A table that is read. Where it ``chooses``, Enter and Space enter the current cell; a click does where it selects nothing.

    Signals:
        left: Esc was pressed; the page hears of it too.
    """

    left = Signal()
    chooses = True

    def __init__(self, model: QAbstractItemModel, delegate: QStyledItemDelegate) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self._model, self._delegate = model, delegate  # the view does not keep them
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)

    def enter(self, index: QModelIndex) -> None:
        """Take the cell as chosen."""

    def stand_at(self, row: int, column: int) -> None:
        """Make this cell the current one, or that which is nearest to it."""
        model = self.model()
        rows, columns = model.rowCount(), model.columnCount()
        self.setCurrentIndex(model.index(min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        self.viewport().update()
        if self.hasFocus():
            self._bring_into_view(self.visualRect(current))

    def _bring_into_view(self, rect: QRect) -> None:
        """Let the page in which the table stands scroll to a part of it."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            place = self.viewport().mapTo(above.widget(), rect.center())
            above.ensureVisible(place.x(), place.y(), 0, rect.height() + HEAD)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        enters = self.chooses and self.selectionMode() is QAbstractItemView.SelectionMode.NoSelection
        if enters and event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.enter(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if entered and self.chooses and self.currentIndex().isValid():
            self.enter(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.ignore()
        else:
            super().keyPressEvent(event)


class FiguresHead(QHeaderView):
    """Heads over a rule, or names of rows over hairs; ``draw`` writes one."""

    def __init__(self, orientation: Qt.Orientation, table: FiguresTable) -> None:
        super().__init__(orientation, table)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(16)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        across, model = self.orientation() is Qt.Orientation.Horizontal, self.model()
        # While the model is being reset a header asks for sections that are gone.
        if section >= (model.columnCount() if across else model.rowCount()):
            return
        painter.save()
        painter.fillRect(rect, theme.current().colour("paper"))
        draw_hair(painter, rect, "edge" if across else "hair")
        painter.setFont(sized(self.font(), 12))
        painter.setPen(theme.current().colour("ink-2" if across else "ink"))
        self.draw(painter, rect, section)
        painter.restore()

    def draw(self, painter: QPainter, rect: QRect, section: int) -> None:
        raise NotImplementedError


def draw_interval(painter: QPainter, zero: QPointF, one: QPointF, found: Estimate | OfAgreement, pen: QPen) -> None:
    """A dot on the line of its interval, on a hair from 0 to 1."""

    def place(share: float) -> QPointF:
        return zero + (one - zero) * max(0.0, min(1.0, share))

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.current().colour("hair"), 2))
    painter.drawLine(zero, one)
    if found.value is None:
        return
    if found.low is not None and found.high is not None:
        painter.setPen(pen)
        painter.drawLine(place(found.low), place(found.high))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    painter.drawEllipse(place(found.value), 4, 4)


def draw_ring(painter: QPainter, rect: QRectF, token: str) -> None:
    """Round a cell that is chosen, or has the keys."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.current().colour(token), 2))
    painter.drawRoundedRect(rect, 3, 3)

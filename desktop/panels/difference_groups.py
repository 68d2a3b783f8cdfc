"""The kinds of difference between labels, the most frequent first: how often each is met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from annotator.labels import LabelSet
from annotator.quality.agreement.explained import difference_name
from annotator.quality.agreement.record import DifferenceGroup
from annotator.texts import _, number
from desktop import theme
from desktop.canvas.wording import label_name
from desktop.panels.dock import ROW, RowDelegate
from desktop.panels.lines_list import draw_chip
from desktop.panels.marks import draw_bar, draw_ground, draw_text, end_side, mirrored, part, sized, start_side

ROW_HEIGHT: Final = 44
_COUNT: Final = 44


class DifferenceGroupsModel(QAbstractListModel):
    """All differences in the first row, then the groups."""

    def __init__(self, labels: LabelSet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.groups: tuple[DifferenceGroup, ...] = ()
        self.labels = labels

    def show_groups(self, groups: Sequence[DifferenceGroup]) -> None:
        self.beginResetModel()
        self.groups = tuple(groups)
        self.endResetModel()

    @property
    def count(self) -> int:
        """How many differences there are."""
        return sum(group.count for group in self.groups)

    def row_of(self, group: DifferenceGroup | None) -> int:
        """Where the differences of the same kind and labels stand; all of them where there are none of that kind."""
        asked = (group.kind, group.labels) if group else None
        return next((row for row, one in enumerate(self.groups, 1) if (one.kind, one.labels) == asked), 0)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.groups) + bool(self.groups)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        group = self.groups[index.row() - 1] if index.row() else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return difference_name(group.kind).capitalize() if group else _("All differences")
            case Qt.ItemDataRole.AccessibleTextRole:
                names = [label_name(self.labels, label) for label in group.labels] if group else []
                said = [index.data(), *names, number(group.count if group else self.count)]
                return _(", ").join(said)
            case _ if role == ROW:
                return group
        return None


class DifferenceGroupsDelegate(RowDelegate):
    height = ROW_HEIGHT

    def __init__(self, model: DifferenceGroupsModel) -> None:
        super().__init__()
        self._model = model

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        group: DifferenceGroup | None = index.data(ROW)
        look, turned, width = theme.current(), mirrored(option), option.rect.width()
        draw_ground(painter, option, self.is_current(option, index))
        room = width - _COUNT - 28
        painter.setFont(sized(option.font, 13, QFont.Weight.DemiBold if group is None else QFont.Weight.Normal))
        painter.setPen(look.colour("ink"))
        name = part(option, 12, room, *((2, 20) if group else (0, 0)))
        draw_text(painter, name, index.data(), align=start_side(turned))
        count = part(option, width - _COUNT - 12, _COUNT, *((2, 20) if group else (0, 0)))
        draw_text(
            painter, count, number(group.count if group else self._model.count), align=end_side(turned), rtl=False
        )
        if group is None:
            return
        start = 12
        for label in group.labels:
            start += draw_chip(painter, part(option, start, 92, 23, 17), self._model.labels, label, turned=turned) + 6
        most = max(one.count for one in self._model.groups)
        bar = part(option, width - 72 - 12, 72, 30, 3)
        draw_bar(painter, bar, group.count / most, turned)

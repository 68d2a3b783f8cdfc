"""Strings that may be wrong somewhere: each with its labels and how often they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from annotator.labels import LabelSet
from annotator.quality.consistency import Fault, Group
from annotator.texts import _, ngettext, number
from desktop import theme
from desktop.canvas.wording import label_name
from desktop.panels.dock import ROW, RowDelegate
from desktop.panels.lines_list import draw_chip
from desktop.panels.marks import Mark, draw_ground, draw_mark, draw_text, mirrored, part, sized, start_side
from desktop.theme import document_font

ROW_HEIGHT = 32
_CHIPS = 4


def unmarked_text(group: Group) -> str:
    """“unmarked ×3”, for a string that is passed over in places."""
    return ngettext("unmarked ×{n}", "unmarked ×{n}", group.unmarked)


class GroupsModel(QAbstractListModel):
    """The groups; those that have been put right since stay, with a tick, until others are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.groups: list[Group] = []
        self.right: set[tuple[Fault, str]] = set()
        self.labels: LabelSet | None = None

    def show_groups(self, groups: Sequence[Group]) -> None:
        self.beginResetModel()
        self.groups = list(groups)
        self.endResetModel()

    def remove(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.groups[row]
        self.endRemoveRows()

    def set_right(self, group: Group, right: bool) -> None:
        """Say whether a group has been put right."""
        key = (group.fault, group.string)
        (self.right.add if right else self.right.discard)(key)
        for row, one in enumerate(self.groups):
            if (one.fault, one.string) == key:
                self.dataChanged.emit(self.index(row), self.index(row))

    def is_right(self, group: Group) -> bool:
        return (group.fault, group.string) in self.right

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.groups)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        group = self.groups[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return group.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return _(", ").join([group.text, *self._counted(group)])
            case _ if role == ROW:
                return group
        return None

    def _counted(self, group: Group) -> list[str]:
        assert self.labels is not None
        counted = [f"{label_name(self.labels, label)} ×{number(count)}" for label, count in group.labels]
        return counted + ([unmarked_text(group)] if group.unmarked else [])


class GroupsDelegate(RowDelegate):
    height = ROW_HEIGHT

    def __init__(self, model: GroupsModel) -> None:
        super().__init__()
        self._model = model
        self._font = document_font(16)

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        group: Group = index.data(ROW)
        turned, width, labels = mirrored(option), option.rect.width(), self._model.labels
        draw_ground(painter, option, self.is_current(option, index))
        if self._model.is_right(group):
            draw_mark(painter, part(option, 12, 16, 8, 16).center().toPointF(), Mark.ALL)
        text = (width - 60) * 2 // 5
        painter.setFont(self._font)
        painter.setPen(theme.current().colour("text-ink"))
        draw_text(painter, part(option, 40, text), group.text, align=start_side(turned))
        painter.setFont(sized(option.font, 12))
        start = 40 + text + 16
        for label, count in group.labels[:_CHIPS]:
            if labels is not None:
                place = part(option, start, max(0, width - start - 16), 7, 18)
                start += draw_chip(painter, place, labels, label, turned=turned, more=f" ×{number(count)}") + 6
        painter.setPen(theme.current().colour("ink-2"))
        if group.unmarked:
            rest = part(option, start + 4, max(0, width - start - 16))
            draw_text(painter, rest, unmarked_text(group), align=start_side(turned), rtl=turned)

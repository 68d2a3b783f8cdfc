"""The labels of a set as rows: colour, name, key, how often each is used; moved by dragging or by keys."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QStyleOptionViewItem

from annotator.labels import Label, LabelSet
from annotator.project.label_use import Use
from annotator.records import LabelId
from annotator.texts import _, language, ngettext, number
from desktop import theme
from desktop.panels.dock import RowDelegate
from desktop.panels.marks import (
    draw_ground,
    draw_key,
    draw_swatch,
    draw_text,
    end_side,
    label_colour,
    mirrored,
    part,
    sized,
    start_side,
)

LABEL = Qt.ItemDataRole.UserRole
ROW_HEIGHT = 28


class LabelRows(QListWidget):
    """The list at the start of the editor; retired labels stand last.

    Signals:
        label_chosen: the id of the label in hand.
        label_moved: its id, and its new place among those that can be given.
    """

    label_chosen = Signal(str)
    label_moved = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self.labels: LabelSet | None = None
        self.uses: Mapping[LabelId, Use] | None = None
        self.setAccessibleName(_("Labels"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._delegate = _Row(self)
        self.setItemDelegate(self._delegate)
        self._filling = False
        self.currentItemChanged.connect(lambda item, _before: self._tell(item))
        self.model().rowsMoved.connect(lambda *_move: self._tell_moved())

    @property
    def chosen(self) -> LabelId | None:
        item = self.currentItem()
        return item.data(LABEL) if item else None

    def show_labels(self, labels: LabelSet, chosen: LabelId | None) -> None:
        """Show a set, with this label in hand, or the one at its place."""
        place = max(0, self.currentRow())
        order = [*labels, *labels.retired]
        same = self.labels is not None and [self.item(row).data(LABEL) for row in range(self.count())] == [
            label.id for label in order
        ]
        self.labels = labels
        self._filling = True
        if not same:
            self.clear()
            for _label in order:
                self.addItem(QListWidgetItem())
        for row, label in enumerate(order):
            self._fill(self.item(row), label)
        found = next((row for row, label in enumerate(order) if label.id == chosen), min(place, len(order) - 1))
        self._filling = False
        if self.currentRow() != found:
            self.setCurrentRow(found)
        elif not same:
            self._tell(self.currentItem())
        self.viewport().update()

    def show_uses(self, uses: Mapping[LabelId, Use]) -> None:
        """Show how often each label is used."""
        self.uses = uses
        if self.labels is not None:
            self.show_labels(self.labels, self.chosen)

    def _fill(self, item: QListWidgetItem, label: Label) -> None:
        item.setText(label.name(language()))
        item.setData(LABEL, label.id)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, self._spoken(label))
        item.setToolTip(label.title(language()))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags if label.retired else flags | Qt.ItemFlag.ItemIsDragEnabled)

    def _spoken(self, label: Label) -> str:
        parts = [label.title(language())]
        if label.key:
            parts.append(_("key {key}").format(key=label.key))
        if label.retired:
            parts.append(_("retired"))
        if self.uses is not None:
            parts.append(ngettext("{n} span", "{n} spans", self.use(label.id).annotations))
        return _(", ").join(parts)

    def use(self, label: LabelId) -> Use:
        """How much a label is used, as far as that is counted; a new one not at all."""
        return (self.uses or {}).get(label, Use())

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._filling:
            self.label_chosen.emit(item.data(LABEL))

    def _tell_moved(self) -> None:
        """Once the list is done with the drop, as the answer may fill it anew."""
        label, place = self.chosen, self.currentRow()
        QTimer.singleShot(0, self, lambda: self.label_moved.emit(label, place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier and self.chosen is not None:
            self.label_moved.emit(self.chosen, max(0, self.currentRow() + by))
            return
        super().keyPressEvent(event)


class _Row(RowDelegate):
    height = ROW_HEIGHT

    def __init__(self, rows: LabelRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        labels = self._rows.labels
        if labels is None or index.data(LABEL) not in labels:
            return
        label, look, turned = labels.get(index.data(LABEL)), theme.current(), mirrored(option)
        option.state &= ~option.state.State_HasFocus
        draw_ground(painter, option, bool(option.state & option.state.State_Selected))
        draw_swatch(painter, QRectF(part(option, 12, 9, (ROW_HEIGHT - 9) // 2, 9)), label_colour(labels, label))
        painter.setPen(look.colour("ink-2" if label.retired else "ink"))
        painter.setFont(sized(option.font, 13, QFont.Weight.Medium))
        draw_text(painter, part(option, 30, 96), index.data(), align=start_side(turned))
        if label.key:
            draw_key(painter, QRectF(part(option, 132, 16, 6, 16)), label.key)
        painter.setFont(sized(option.font, 12))
        painter.setPen(look.colour("ink-2"))
        rest = part(option, 132 + (24 if label.key else 0), option.rect.width() - 142 - (24 if label.key else 0))
        draw_text(painter, rest, self._end(label, labels), align=end_side(turned), rtl=turned)

    def _end(self, label: Label, labels: LabelSet) -> str:
        """The count; of a retired label what it has become."""
        if label.retired:
            into = labels.get(label.into).name(language()) if label.into else ""
            return _("now {label}").format(label=into) if into else _("retired")
        count = self._rows.use(label.id).annotations
        return number(count) if count else ""

"""The list of all labels at the span: typing filters it in either language, Enter gives the label."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.labels import Label, LabelSet
from annotator.records import LabelId
from annotator.text.folding import fold
from annotator.texts import _, language
from desktop import theme
from desktop.keys import command_for
from desktop.panels.dock import DockList, RowDelegate, add_icon
from desktop.panels.label_words import label_tooltip
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

WIDTH = 320
ROW_HEIGHT = 28
SHOWN = 11
LABEL = Qt.ItemDataRole.UserRole
REFUSED = Qt.ItemDataRole.UserRole + 1


def matching(labels: LabelSet, query: str) -> list[Label]:
    """The labels that the query begins or names, in either language; those whose short name it begins come first."""
    wanted = fold(query.strip())
    if not wanted:
        return list(labels)
    ranked = [(_rank(label, wanted), label) for label in labels]
    return [label for rank, label in sorted(ranked, key=lambda pair: pair[0]) if rank < 3]


def _rank(label: Label, wanted: str) -> int:
    short = [fold(name) for name in (label.id, *label.names.values(), label.key)]
    if any(name.startswith(wanted) for name in short):
        return 0
    # The article is seldom typed: «مكان» finds «المكان».
    words = [word for title in label.titles.values() for word in fold(title).split()]
    if any(word.startswith(wanted) or word.removeprefix("ال").startswith(wanted) for word in words):
        return 1
    return 2 if any(wanted in name for name in short) else 3


class _LabelsModel(QAbstractListModel):
    def __init__(self, labels: LabelSet, refused: Callable[[Label], str]) -> None:
        super().__init__()
        self._labels = labels
        self._refused = {label.id: refused(label) for label in labels}
        self.shown = list(labels)

    def filter(self, query: str) -> None:
        self.beginResetModel()
        found = matching(self._labels, query)
        self.shown = sorted(found, key=lambda label: bool(self._refused[label.id]))
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        label = self.shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return label.name(language())
            case Qt.ItemDataRole.ToolTipRole:
                return self._refused[label.id] or label_tooltip(label)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{label.title(language())} {self._refused[label.id]}".strip()
        return {LABEL: label, REFUSED: self._refused[label.id]}.get(role)


class _LabelsDelegate(RowDelegate):
    height = ROW_HEIGHT

    def __init__(self, labels: LabelSet) -> None:
        super().__init__()
        self._labels = labels

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        label: Label = index.data(LABEL)
        turned, look = mirrored(option), theme.current()
        selected = bool(option.state & option.state.State_Selected)
        option.state &= ~option.state.State_HasFocus
        draw_ground(painter, option, False)
        if selected:
            painter.fillRect(option.rect, look.colour("sel"))
            painter.fillRect(part(option, 0, 3), look.colour("accent"))
        if label.key:
            draw_key(painter, QRectF(part(option, 10, 16, 6, 16)), label.key)
        draw_swatch(painter, QRectF(part(option, 36, 9, 10, 9)), label_colour(self._labels, label))
        painter.setFont(sized(option.font, 13, QFont.Weight.Medium))
        painter.setPen(look.colour("edge" if index.data(REFUSED) else "ink"))
        name = label.name(language())
        draw_text(painter, part(option, 54, 110), name, align=start_side(turned))
        used = 54 + QFontMetrics(painter.font()).horizontalAdvance(name) + 16
        painter.setFont(sized(option.font, 12))
        painter.setPen(look.colour("edge" if index.data(REFUSED) else "ink-2"))
        rest = part(option, used, option.rect.width() - used - 12)
        title = label.title(language())
        if title != name:
            draw_text(painter, rest, title, align=end_side(turned))


class LabelList(QFrame):
    """A pop-up; a digit gives its label at once, Enter the one chosen, at first ``likely``; Esc or a click beside ends it.

    Signals:
        label_chosen: the id of the label.
        guidelines_requested: what the guidelines say of the label in hand is wanted, by its id.
    """

    label_chosen = Signal(str)
    guidelines_requested = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        labels: LabelSet,
        refused: Callable[[Label], str] = lambda _label: "",
        likely: LabelId | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("label-list")
        self.setStyleSheet(
            "#label-list {{ background: {0}; border: 1px solid {1}; }} QListView {{ background: {0}; border: none; }}".format(
                theme.current().hex("raise"), theme.current().hex("cap")
            )
        )
        self._labels = labels
        self._model = _LabelsModel(labels, refused)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Label, in Arabic or English"))
        self.field.setAccessibleName(_("Label, in Arabic or English"))
        add_icon(self.field, "tag")
        self.list = DockList(self._model, _LabelsDelegate(labels))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._none = QLabel(_("No label is called that."))
        self._none.setProperty("role", "secondary")
        self._none.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for widget in (self.field, self._none, self.list):
            column.addWidget(widget)
        self.setFixedWidth(WIDTH)
        self.setFixedHeight(min(SHOWN, len(labels)) * ROW_HEIGHT + 60)
        self.field.textChanged.connect(self._filter)
        self.list.chosen.connect(lambda index: self._choose(index))
        self.field.installEventFilter(self)
        self._filter("")
        self._choose_row(likely)

    def open_at(self, place: QPoint) -> None:
        """Show the list at a place on the screen, pushed inside it."""
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        turned = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = place.x() - (self.width() if turned else 0)
        x = max(room.left(), min(x, room.right() - self.width()))
        y = min(place.y(), room.bottom() - self.height())
        self.move(x, y)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose_row(self, likely: LabelId | None) -> None:
        place = next((n for n, label in enumerate(self._model.shown) if label.id == likely), 0)
        self.list.setCurrentIndex(self._model.index(place))

    def _filter(self, query: str) -> None:
        if query.isdecimal() and (keyed := self._labels.by_key(str(int(query)))):
            self._give(keyed.id)
            return
        self._model.filter(query)
        self._none.setVisible(not self._model.shown)
        self.list.setCurrentIndex(self._model.index(0))

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        self._give(index.data(LABEL).id)

    def _give(self, label: LabelId) -> None:
        self.close()
        self.label_chosen.emit(label)

    def _move(self, by: int) -> None:
        count = self._model.rowCount()
        if count:
            self.list.setCurrentIndex(self._model.index((self.list.currentIndex().row() + by) % count))

    def eventFilter(self, watched: object, event: object) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QKeyEvent.Type.KeyPress:
            command, index = command_for(event, "window"), self.list.currentIndex()
            if command is not None and command.id == "help.guidelines" and index.isValid():
                label = index.data(LABEL).id
                self.close()
                self.guidelines_requested.emit(label)
                return True
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Tab:
                    self._move(1)
                    return True
                case Qt.Key.Key_Up | Qt.Key.Key_Backtab:
                    self._move(-1)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._choose(self.list.currentIndex())
                    return True
                case Qt.Key.Key_Escape:
                    self.close()
                    return True
        return super().eventFilter(watched, event)

"""What the docks have in common: a head with a title, a count and buttons, and a list that answers to keys and the mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from desktop import icons, theme
from desktop.panels.marks import draw_text, start_side
from desktop.theme import interface_font

T = TypeVar("T")
WIDTH = 264
HEAD = 36
ROW = Qt.ItemDataRole.UserRole
"""What a row stands for."""


class DockHead(QWidget):
    """Title, count, and room for buttons at the end."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        self.setFixedHeight(HEAD)
        self.title = QLabel()
        self.title.setFont(interface_font(13, QFont.Weight.DemiBold))
        self.count = QLabel()
        self.count.setProperty("role", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addStretch()
        for button in buttons:
            row.addWidget(button)


class ElidedLabel(QWidget):
    """A line in secondary ink that gives way, with dots, where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)
        self._text = ""

    def show_text(self, text: str) -> None:
        self._text = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 2, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(theme.current().colour("ink-2"))
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            draw_text(painter, self.rect(), self._text, align=start_side(mirrored))


def rule() -> QFrame:
    """A hairline between parts."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line


def icon_button(icon: str) -> QToolButton:
    """A button that shows only an icon; ``name_button`` says in words what it does."""
    button = QToolButton()
    icons.show(button, icon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def menu_button(icon: str, menu: QMenu) -> QToolButton:
    """An icon that opens a menu."""
    button = icon_button(icon)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(menu)
    return button


def fill(menu: QMenu, values: Iterable[T], choose: Callable[[T], object]) -> dict[T, QAction]:
    """Let one of these values be chosen in a menu, the first at the beginning; gives its actions, which are still to be named."""
    group = QActionGroup(menu)
    actions = {value: QAction(menu, checkable=True) for value in values}
    for value, action in actions.items():
        group.addAction(action)
        action.triggered.connect(lambda _checked, chosen=value: choose(chosen))
    menu.addActions(list(actions.values()))
    next(iter(actions.values())).setChecked(True)
    return actions


def add_icon(field: QLineEdit, icon: str) -> None:
    """A 14 px icon at the start of a field."""
    icons.show(field.addAction(icons.icon(icon, 14), QLineEdit.ActionPosition.LeadingPosition), icon, 14)


def name_button(button: QToolButton, text: str, tooltip: str = "") -> None:
    """Say in words what a button with an icon does."""
    button.setAccessibleName(text)
    button.setToolTip(tooltip or text)


class RowDelegate(QStyledItemDelegate):
    """Rows of one height. ``draw`` paints a row; what it sets on the painter does not outlast it."""

    height = 24

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:
        return QSize(0, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        if isinstance(option.widget, DockList) and not option.widget.is_to_be_drawn(option.rect):
            return
        painter.save()
        self.draw(painter, option, index)
        painter.restore()

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        raise NotImplementedError

    @staticmethod
    def is_current(option: QStyleOptionViewItem, index: QModelIndex) -> bool:
        """Whether the row is the current one of its list."""
        return isinstance(option.widget, QListView) and option.widget.currentIndex() == index


class DockList(QListView):
    """A list in which a click or Enter chooses a row and a letter typed does nothing to the document.

    Signals:
        chosen: the row clicked or entered.
        menu_requested: the row under a right click or the menu key, and the place on the screen.
    """

    chosen = Signal(QModelIndex)
    menu_requested = Signal(QModelIndex, object)

    def __init__(self, model: QAbstractItemModel, delegate: RowDelegate, ground: str = "") -> None:
        super().__init__()
        if ground:
            self.setProperty("ground", ground)
        self._delegate = delegate  # the view does not keep it
        self.setModel(model)
        self.setItemDelegate(delegate)
        self._drawing = QRegion()
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)

    def is_to_be_drawn(self, rect: QRect) -> bool:
        """Whether a row lies in what is being drawn: Qt asks for every row between the first and the last one."""
        return self._drawing.intersects(rect)

    def dataChanged(self, first: QModelIndex, last: QModelIndex, _roles: object = ()) -> None:  # noqa: N802
        # Qt would draw the whole list again; rows are all of one height, so that nothing else changes.
        for row in range(first.row(), last.row() + 1):
            self.update(first.siblingAtRow(row))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._drawing = event.region()
        super().paintEvent(event)

    def _ask_for_menu(self, place: object) -> None:
        index = self.indexAt(place)
        if index.isValid():
            self.menu_requested.emit(index, self.viewport().mapToGlobal(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class OpeningList(DockList):
    """A list on paper of what can be gone to: Enter or a double click opens a row, Esc leaves the list.

    Signals:
        opened: what the row stands for.
        left: Esc was pressed.
    """

    opened = Signal(object)
    left = Signal()

    def __init__(self, model: QAbstractItemModel, delegate: RowDelegate) -> None:
        super().__init__(model, delegate, "paper")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(ROW))
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.data(ROW))

"""The toolbar of a project: undo, redo, suggest, finish; its pages; search in all documents, language, theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolBar,
    QToolButton,
    QWidget,
)

from annotator.texts import _
from desktop import icons, theme
from desktop.actions import Actions, caps_of
from desktop.panels.marks import draw_key, key_width

_GAP = 6
_SIDE = 4
_WIDE, _NARROW = 260, 120
"""Pixels of the search field: with its key cap, and where the window is narrow."""


class KeyedButton(QToolButton):
    """A button of a command: icon, words, key cap, from start to end."""

    def __init__(self, action: QAction, *, words: bool = True, key: bool = False) -> None:
        super().__init__()
        self._words = words
        self._key = key
        self.setDefaultAction(action)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # It is called otherwise while some pages are in front.
        action.changed.connect(self._name)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(self.defaultAction().iconText())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + _GAP * (len(self._widths()) + 1) + 4, 28)

    @property
    def _cap(self) -> str:
        return caps_of(self.defaultAction().objectName()) if self._key else ""

    def _widths(self) -> list[int]:
        widths = [16]
        if self._words:
            widths.append(self.fontMetrics().horizontalAdvance(self.defaultAction().iconText()) + 1)
        if self._cap:
            widths.append(key_width(self.font(), self._cap))
        return widths

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground = QStyleOptionToolButton()
        self.initStyleOption(ground)
        ground.text, ground.icon = "", QIcon()
        look = theme.current()
        with QStylePainter(self) as painter:
            painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, ground)
            start = _GAP + 2
            places = []
            for width in self._widths():
                places.append(self._place(start, width))
                start += width + _GAP
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            self.defaultAction().icon().paint(painter, places.pop(0), Qt.AlignmentFlag.AlignCenter, mode)
            if self._words:
                painter.setPen(look.colour("ink" if self.isEnabled() else "edge"))
                painter.drawText(places.pop(0), Qt.AlignmentFlag.AlignCenter, self.defaultAction().iconText())
            if self._cap:
                draw_key(painter, QRectF(places.pop(0)), self._cap)

    def _place(self, start: int, width: int) -> QRect:
        place = QRect(start, (self.height() - 16) // 2, width, 16)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)


class SearchField(QLineEdit):
    """Search in all documents, with its key cap while it is empty.

    Signals:
        left: Esc was pressed in it.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_WIDE, 28)
        self._sign = QAction(self)
        icons.show(self._sign, "search", 14)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self.retranslate()

    def retranslate(self) -> None:
        self.setPlaceholderText(_("Search all documents…"))
        self.setAccessibleName(_("Search all documents"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or self.hasFocus() or self.width() < _WIDE:
            return
        cap = caps_of("edit.find_all")
        if not cap:
            return
        width = key_width(self.font(), cap)
        place = QRect(self.width() - width - 7, (self.height() - 16) // 2, width, 16)
        with QPainter(self) as painter:
            draw_key(painter, QRectF(QStyle.visualRect(self.layoutDirection(), self.rect(), place)), cap)


class ToolBar(QToolBar):
    """The bar under the menu while a project is open."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self.setMovable(False)
        self.setObjectName("toolbar")
        self.setFixedHeight(40)
        self.search = SearchField()
        self.language = KeyedButton(actions["view.language"])
        self.addWidget(_room(_SIDE))
        for command in ("edit.undo", "edit.redo"):
            self.addWidget(KeyedButton(actions[command], words=False))
        self.addWidget(_upright())
        self.addWidget(KeyedButton(actions["document.suggest"]))
        self.addWidget(KeyedButton(actions["document.finish"], key=True))
        self.addWidget(_upright())
        for command in ("page.review", "page.quality", "page.adjudicate"):
            self.addWidget(KeyedButton(actions[command]))
        self.addWidget(_stretch())
        self.addWidget(_centred(self.search))
        self.addWidget(_upright())
        self.addWidget(self.language)
        self.addWidget(KeyedButton(actions["view.theme"], words=False))
        self.addWidget(_room(_SIDE))
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(_("Toolbar"))
        self.search.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The search field gives way, so that nothing else drops out of the bar."""
        others = self.sizeHint().width() - self.search.width()
        self.search.setFixedWidth(max(_NARROW, min(_WIDE, event.size().width() - others)))
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        # The bar has nothing to be hidden or moved by a menu of its own.
        return True if event.type() == QEvent.Type.ContextMenu else super().event(event)


def _centred(widget: QWidget, margin: int = 0) -> QWidget:
    """The widget in the middle of the bar's height, which a bar would not see to."""
    room = QWidget()
    room.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
    row = QHBoxLayout(room)
    row.setContentsMargins(margin, 0, margin, 0)
    row.addWidget(widget)
    return room


def _upright() -> QWidget:
    line = QFrame()
    line.setProperty("role", "upright")
    line.setFixedHeight(18)
    return _centred(line, 8)


def _room(width: int) -> QWidget:
    room = QWidget()
    room.setFixedWidth(width)
    return room


def _stretch() -> QWidget:
    room = QWidget()
    room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return room

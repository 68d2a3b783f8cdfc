"""The toolbar of a project: undo, redo, suggest, finish; search in all documents, language, theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolBar, QToolButton, QWidget

from annotator.texts import _
from desktop import icons
from desktop.actions import Actions, caps_of
from desktop.panels.marks import draw_key, key_width


class KeyedButton(QToolButton):
    """A button of a command that shows its key cap after its words."""

    def __init__(self, action: QAction, *, words: bool = True, key: bool = False) -> None:
        super().__init__()
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
        self._key = key
        self.setToolButtonStyle(style)
        self.setDefaultAction(action)
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def _cap(self) -> str:
        return caps_of(self.defaultAction().objectName()) if self._key else ""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint + QSize(key_width(self.font(), self._cap) + 6, 0) if self._cap else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._cap:
            return
        width = key_width(self.font(), self._cap)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = 7 if mirrored else self.width() - width - 7
        with QPainter(self) as painter:
            painter.setOpacity(1 if self.isEnabled() else 0.5)
            draw_key(painter, QRectF(QRect(left, (self.height() - 16) // 2, width, 16)), self._cap)


class SearchField(QLineEdit):
    """Search in all documents, with its key cap while it is empty.

    Signals:
        left: Esc was pressed in it.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(260)
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
        if self.text() or self.hasFocus():
            return
        cap = caps_of("edit.find_all")
        width = key_width(self.font(), cap)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = 7 if mirrored else self.width() - width - 7
        with QPainter(self) as painter:
            draw_key(painter, QRectF(QRect(left, (self.height() - 16) // 2, width, 16)), cap)


class ToolBar(QToolBar):
    """The bar under the menu while a project is open."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self.setMovable(False)
        self.setObjectName("toolbar")
        self.search = SearchField()
        self.language = KeyedButton(actions["view.language"])
        for command in ("edit.undo", "edit.redo"):
            self.addWidget(KeyedButton(actions[command], words=False))
        self.addSeparator()
        self.addWidget(KeyedButton(actions["document.suggest"]))
        self.addWidget(KeyedButton(actions["document.finish"], key=True))
        self.addWidget(_stretch())
        self.addWidget(self.search)
        self.addSeparator()
        self.addWidget(self.language)
        self.addWidget(KeyedButton(actions["view.theme"], words=False))
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(_("Toolbar"))
        self.search.retranslate()
        for button in self.findChildren(KeyedButton):
            button.updateGeometry()

    def event(self, event: QEvent) -> bool:
        # The bar has nothing to be hidden or moved by a menu of its own.
        return True if event.type() == QEvent.Type.ContextMenu else super().event(event)


def _stretch() -> QWidget:
    room = QWidget()
    room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return room

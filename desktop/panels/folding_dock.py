"""A dock that folds into a tab at the edge of the window where there is no room for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desktop import theme
from desktop.panels.dock import WIDTH
from desktop.theme import interface_font

TAB = 28
WIDEST = 420


class _Tab(QAbstractButton):
    """The name of a folded dock, written along the edge."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(TAB)
        self.setFont(interface_font(13))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(TAB, QFontMetrics(self.font()).horizontalAdvance(self.text()) + 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() or self.isDown():
                painter.fillRect(self.rect(), look.colour("press" if self.isDown() else "sel"))
            if self.hasFocus():
                painter.setPen(QPen(look.colour("text-ink"), 2))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.setFont(self.font())
            painter.setPen(look.colour("ink"))
            turned = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            # Read from the side of the canvas: downwards at the one edge, upwards at the other.
            painter.translate(TAB if turned else 0, 12 if turned else 12 + self._length())
            painter.rotate(90 if turned else -90)
            painter.drawText(QRectF(0, 0, self._length(), TAB), Qt.AlignmentFlag.AlignCenter, self.text())

    def _length(self) -> float:
        return QFontMetrics(self.font()).horizontalAdvance(self.text()) + 8


class FoldingDock(QWidget):
    """Holds one widget; folded, only a tab with its name is left.

    Signals:
        unfolded: the tab was pressed.
    """

    unfolded = Signal()

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.content = content
        self.tab = _Tab()
        self.tab.clicked.connect(self._unfold)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(content)
        row.addWidget(self.tab)
        self.set_folded(False)

    @property
    def folded(self) -> bool:
        return self.tab.isVisibleTo(self)

    def set_folded(self, folded: bool) -> None:
        self.tab.setVisible(folded)
        self.content.setVisible(not folded)
        self.setMinimumWidth(TAB if folded else 200)
        self.setMaximumWidth(TAB if folded else WIDEST)

    def name(self, text: str) -> None:
        self.tab.setText(text)
        self.tab.setAccessibleName(text)
        self.tab.setToolTip(text)
        self.tab.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(TAB if self.folded else WIDTH, super().sizeHint().height())

    def _unfold(self) -> None:
        self.set_folded(False)
        self.unfolded.emit()

"""A few choices side by side of which one holds: step or read, here or everywhere."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from desktop import theme
from desktop.panels.marks import sized
from desktop.theme import interface_font

HEIGHT = 26


class _Choice(QAbstractButton):
    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFont(interface_font(13))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized(self.font(), 13, QFont.Weight.DemiBold))
        return QSize(metrics.horizontalAdvance(self.text()) + 24, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipPath(self._outline())
            ground = "press" if self.isChecked() or self.isDown() else "sel" if self.underMouse() else "field"
            painter.fillRect(self.rect(), look.colour(ground))
            painter.setFont(sized(self.font(), 13, QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal))
            painter.setPen(look.colour("ink"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
            painter.setClipping(False)
            painter.setPen(QPen(look.colour("text-ink" if self.hasFocus() else "edge"), 2 if self.hasFocus() else 1))
            painter.drawPath(self._outline())

    def _outline(self) -> QPainterPath:
        """Round where the row of choices ends, straight where the next one follows."""
        buttons = self.group().buttons()
        first, last = self is buttons[0], self is buttons[-1]
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            first, last = last, first
        rect = QRectF(self.rect()).adjusted(0.5 if first else -0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(rect, 4, 4)
        if not first:
            path = path.united(_half(rect.adjusted(0, 0, -8, 0)))
        if not last:
            path = path.united(_half(rect.adjusted(8, 0, 0, 0)))
        return path


def _half(rect: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRect(rect)
    return path


class Segment(QWidget):
    """Choices by a name of the program's; ``say`` gives them words.

    Signals:
        chosen: the name of the choice that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._buttons = {name: _Choice() for name in names}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name, button in self._buttons.items():
            group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(lambda _checked, pressed=name: self.chosen.emit(pressed))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def value(self) -> str:
        """The name of the choice that holds."""
        return next((name for name, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, name: str) -> None:
        """Let a choice hold, without telling anyone."""
        self._buttons[name].setChecked(True)

    def say(self, name: str, words: str, tooltip: str = "") -> None:
        button = self._buttons[name]
        button.setText(words)
        button.setAccessibleName(words)
        button.setToolTip(tooltip)
        button.updateGeometry()

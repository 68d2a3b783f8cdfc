"""What the bars under the line of a current item have in common: their ground, and buttons with key caps."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from annotator.texts import language
from desktop import icons, theme
from desktop.canvas.measures import BAR_SPACE
from desktop.theme import Theme

HEIGHT: Final = 30
SHADE: Final = 8
"""Room around the bar for its shadow."""
_RADIUS: Final = 5
SIDE: Final = 8
BETWEEN: Final = 7
_ICON: Final = 14
_CAP_SIDE: Final = 5
_CAP_HEIGHT: Final = 16


class BarButton(QAbstractButton):
    """A button of the bar: icon, verb, key cap. It never takes the focus from the text."""

    def __init__(self, action: str, name: str, icon: str, cap: str, look: Theme, *, main: bool = False) -> None:
        super().__init__()
        self.action = action
        self._icon = icon
        self._cap = cap
        self._look = look
        self._main = main
        self._keyed = True
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._cap_font = theme.interface_font(10, QFont.Weight.Medium)
        weight = QFont.Weight.Medium if main else QFont.Weight.Normal
        self.setFont(theme.interface_font(13, weight))
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Call the button so, on its face, in its tooltip and to screen readers."""
        self.setText(name)
        self.setToolTip(f"{name} ({self._cap})" if self._cap else name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._cap)
        self.updateGeometry()

    def set_keyed(self, keyed: bool) -> None:
        """Whether the key does what the button does; where it does not, neither its cap nor the main colour shows."""
        if keyed != self._keyed:
            self._keyed = keyed
            self.update()

    @property
    def _leads(self) -> bool:
        return self._main and self._keyed and self.isEnabled()

    def sizeHint(self) -> QSize:
        width = SIDE + _ICON + BETWEEN + QFontMetricsF(self.font()).horizontalAdvance(self.text()) + SIDE
        if self._cap:
            width += BETWEEN + self._cap_width()
        return QSize(round(width), HEIGHT - 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter)
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            if mirrored:
                painter.translate(self.width(), 0)
            self._paint_parts(painter, mirrored)

    def _paint_parts(self, painter: QPainter, mirrored: bool) -> None:
        x = float(SIDE)
        x = self._paint_icon(painter, x, mirrored) + BETWEEN
        x = self._paint_text(painter, x, mirrored) + BETWEEN
        if self._cap and self._keyed:
            self._paint_cap(painter, x, mirrored)

    def _paint_ground(self, painter: QPainter) -> None:
        if not self._leads and not self.underMouse() and not self.isDown():
            return
        ground = self._look.colour("accent" if self._leads else "press" if self.isDown() else "sel")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground.darker(112) if self._leads and self.isDown() else ground)
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)

    def _paint_icon(self, painter: QPainter, x: float, mirrored: bool) -> float:
        token = "on-accent" if self._leads else "ink-2" if self.isEnabled() else "edge"
        pixmap = icons.icon(self._icon, _ICON, token=token).pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF())
        painter.drawPixmap(self._rect(x, _ICON, _ICON, mirrored).topLeft(), pixmap)
        return x + _ICON

    def _paint_text(self, painter: QPainter, x: float, mirrored: bool) -> float:
        painter.setFont(self.font())
        painter.setPen(self._look.colour("on-accent" if self._leads else "ink" if self.isEnabled() else "edge"))
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        rect = self._rect(x, width, self.height(), mirrored)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, self.text())
        return x + width

    def _paint_cap(self, painter: QPainter, x: float, mirrored: bool) -> None:
        rect = self._rect(x, self._cap_width(), _CAP_HEIGHT, mirrored).adjusted(0.5, 0.5, -0.5, -0.5)
        ink = self._look.colour("on-accent" if self._leads else "ink-2")
        frame = QColor(ink)
        frame.setAlphaF(0.5)
        painter.setPen(QPen(frame if self._leads else self._look.colour("cap"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush if self._leads else self._look.colour("field"))
        painter.drawRoundedRect(rect, 3, 3)
        painter.setFont(self._cap_font)
        painter.setPen(ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, self._cap)

    def _cap_width(self) -> float:
        return max(_CAP_HEIGHT, QFontMetricsF(self._cap_font).horizontalAdvance(self._cap) + 2 * _CAP_SIDE)

    def _rect(self, x: float, width: float, height: float, mirrored: bool) -> QRectF:
        """A place counted from where the button begins, in the middle of its height."""
        return QRectF(-x - width if mirrored else x, (self.height() - height) / 2, width, height)


class Bar(QWidget):
    """A row of buttons on a ground of its own, raised over the paper.

    Signals:
        triggered: the id of the action that was clicked.
    """

    triggered = Signal(str)

    def __init__(self, parent: QWidget, look: Theme) -> None:
        super().__init__(parent)
        self._look = look
        self._made: tuple[object, ...] = ()
        self._ground = QPixmap()
        self._ground_of: tuple[QSize, float, Theme] | None = None
        self._buttons: dict[str, BarButton] = {}
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(1)
        self.hide()

    def set_theme(self, look: Theme) -> None:
        self._look = look
        self.renew()

    def renew(self) -> None:
        """Make the buttons anew when the bar is next shown: their keys, or what can be done, have changed."""
        self._made = ()

    def stand_at(self, x: float, top: int, column: tuple[float, float], *, rtl: bool) -> None:
        """Stand in the space that opens at ``top``, beginning at ``x`` as its line runs, within the column from left to right."""
        width = self.width() - 2 * SHADE
        left, right = column
        left = min(max(x - width if rtl else x, left), max(left, right - width))
        self.move(round(left) - SHADE, top + (BAR_SPACE - HEIGHT) // 2 - SHADE)

    def _begin(self) -> bool:
        """Take the buttons away, to be made anew; gives whether the interface runs to the left."""
        rtl = language() == "ar"
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        self._clear()
        self._buttons.clear()
        near, far = SHADE + 3, SHADE + 10
        self._row.setContentsMargins(far if rtl else near, near, near if rtl else far, near)
        return rtl

    def _add(self, button: BarButton) -> None:
        button.clicked.connect(lambda _checked=False: self.triggered.emit(button.action))
        self._buttons[button.action] = button
        self._put(button)

    def _put(self, widget: QWidget) -> None:
        """At the end of the row, shown at once: the row would show it later, and not reckon with it until then."""
        self._row.addWidget(widget)
        widget.show()

    def _fit(self) -> None:
        """Take the width that the buttons shown now need."""
        self._row.invalidate()
        self.setFixedSize(self.sizeHint().width(), HEIGHT + 2 * SHADE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        wanted = (self.size(), ratio, self._look)
        if wanted != self._ground_of:
            self._ground_of = wanted
            self._ground = self._painted_ground(ratio)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._ground)

    def _painted_ground(self, ratio: float) -> QPixmap:
        """The bar without its buttons: painted once, for its soft shadow takes longer than all else in the frame."""
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.transparent)
        bar = QRectF(self.rect()).adjusted(SHADE, SHADE, -SHADE, -SHADE)
        with QPainter(ground) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_shadow(painter, bar)
            painter.setPen(QPen(self._look.colour("cap"), 1))
            painter.setBrush(self._look.colour("raise"))
            painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        return ground

    def _paint_shadow(self, painter: QPainter, bar: QRectF) -> None:
        """A soft shadow of a few faint layers, 2 pixels down."""
        shadow = self._look.colour("shadow")
        shadow.setAlphaF(shadow.alphaF() / 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shadow)
        for spread in range(6):
            rect = bar.translated(0, 2).adjusted(-spread, -spread, spread, spread)
            painter.drawRoundedRect(rect, _RADIUS + spread, _RADIUS + spread)

    def _clear(self) -> None:
        while (taken := self._row.takeAt(0)) is not None:
            if widget := taken.widget():
                widget.hide()
                widget.deleteLater()

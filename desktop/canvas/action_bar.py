"""The bar under the current span: what can be done with it, each with its key, and who proposed it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QWidget

from annotator.page import Item
from annotator.texts import _, language
from desktop import icons, theme
from desktop.canvas.wording import KeyCaps, evidence
from desktop.theme import Theme

HEIGHT: Final = 30
SHADE: Final = 8
"""Room around the bar for its shadow."""
_RADIUS: Final = 5
_SIDE: Final = 8
_BETWEEN: Final = 7
_ICON: Final = 14
_CAP_SIDE: Final = 5
_CAP_HEIGHT: Final = 16
_EDGE_CAPS: Final = {"edge.keep": "Enter", "edge.back": "Esc"}
_OF_A_SPAN: Final = ("span.accept", "span.reject", "span.label", "edge.start", "edge.end")
_OF_AN_EDGE: Final = ("edge.keep", "edge.back", "edge.start", "edge.end")


class _Button(QAbstractButton):
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
        width = _SIDE + _ICON + _BETWEEN + QFontMetricsF(self.font()).horizontalAdvance(self.text()) + _SIDE
        if self._cap:
            width += _BETWEEN + self._cap_width()
        return QSize(round(width), HEIGHT - 6)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter)
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            if mirrored:
                painter.translate(self.width(), 0)
            x = float(_SIDE)
            x = self._paint_icon(painter, x, mirrored) + _BETWEEN
            x = self._paint_text(painter, x, mirrored) + _BETWEEN
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


class ActionBar(QWidget):
    """Shows what can be done with one item, or with the edge in hand.

    Signals:
        triggered: the id of the action that was clicked; ``edge.keep`` and ``edge.back`` are the canvas's own.
    """

    triggered = Signal(str)

    def __init__(self, parent: QWidget, look: Theme) -> None:
        super().__init__(parent)
        self._look = look
        self._made: tuple[object, ...] = ()
        self._shown: tuple[object, ...] = ()
        self._ground = QPixmap()
        self._ground_of: tuple[QSize, float, Theme] | None = None
        self._buttons: dict[str, _Button] = {}
        self._evidence = QLabel()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Actions of the current span"))
        self._row = QHBoxLayout(self)
        self._row.setSpacing(1)
        self.hide()

    def set_theme(self, look: Theme) -> None:
        self._look = look
        self.renew()

    def renew(self) -> None:
        """Make the buttons anew when the bar is next shown: their keys, or what can be done, have changed."""
        self._made = ()

    def show_item(
        self, item: Item, caps: KeyCaps, *, text_rtl: bool, moving: bool = False, selecting: bool = False
    ) -> None:
        """Make the bar for an item. The icons of the edges turn with the text, all else with the interface.

        While an edge is moving it says how to keep it and how to give it back. While something is selected, Enter and
        the label key belong to the selection, so the bar does not claim them.
        """
        made = (text_rtl, language(), self._look)
        if made != self._made:
            self._made = made
            self._make(caps, text_rtl)
        for action in ("span.accept", "span.label"):
            self._buttons[action].set_keyed(not selecting)
        words = _("← → move it, with Ctrl by word") if moving else evidence(item)
        shown = (words, item.decided, moving)
        if shown != self._shown:
            self._shown = shown
            self._evidence.setText(words)
            for action, button in self._buttons.items():
                button.setVisible(action in (_OF_AN_EDGE if moving else _OF_A_SPAN))
            self._buttons["span.accept"].setVisible(not moving and not item.decided)
            self._buttons["span.reject"].set_name(_("Remove") if item.decided else _("Reject"))
            self._row.invalidate()
            self.setFixedSize(self.sizeHint().width(), HEIGHT + 2 * SHADE)

    def _make(self, caps: KeyCaps, text_rtl: bool) -> None:
        rtl = language() == "ar"
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        self._clear()
        self._shown = ()
        near, far = SHADE + 3, SHADE + 10
        self._row.setContentsMargins(far if rtl else near, near, near if rtl else far, near)
        for action, name, icon in self._actions(text_rtl):
            cap = _EDGE_CAPS.get(action) or caps(action)
            button = _Button(action, name, icon, cap, self._look, main=action in ("span.accept", "edge.keep"))
            button.clicked.connect(lambda _checked=False, action=action: self.triggered.emit(action))
            self._buttons[action] = button
            self._row.addWidget(button)
        self._row.addSpacing(8)
        self._evidence = QLabel()
        self._evidence.setFont(theme.interface_font(12))
        self._evidence.setStyleSheet(f"color: {self._look.hex('ink-2')}; background: transparent")
        self._row.addWidget(self._evidence)

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

    def _actions(self, text_rtl: bool) -> list[tuple[str, str, str]]:
        """Id, name and icon of each button."""
        start, end = ("arrow-right-to-line", "arrow-left-to-line")
        if not text_rtl:
            start, end = end, start
        return [
            ("span.accept", _("Accept"), "check"),
            ("edge.keep", _("Keep edge"), "check"),
            ("edge.back", _("Give back"), "undo"),
            ("span.reject", _("Reject"), "x"),
            ("span.label", _("Label"), "tag"),
            ("edge.start", _("Start"), start),
            ("edge.end", _("End"), end),
        ]

    def _clear(self) -> None:
        while (taken := self._row.takeAt(0)) is not None:
            if widget := taken.widget():
                widget.hide()
                widget.deleteLater()

"""Lucide icons, tinted from the theme's tokens, sharp on every screen, turned where the interface is mirrored."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

import resources
from desktop import theme

TURNING: Final = frozenset(
    {"undo", "redo", "chevron-left", "chevron-right", "flag", "file-plus", "message-square-text", "list-filter"}
)
"""Icons that turn with the interface. The two of a span's edges turn with the text instead: their owner takes the other one."""
_STROKE: Final = 'stroke-width="1.75"'
_SCALES: Final = (1, 2)


def icon(name: str, size: int = 16, token: str = "ink-2") -> QIcon:
    """A Lucide icon in the theme in use: ``token`` at rest, ``edge`` when disabled, ``ink`` when pressed."""
    mirrored = name in TURNING and QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return _icon(name, size, mirrored, token, theme.current())


def show(target: QAbstractButton | QAction | QLabel, name: str, size: int = 16, token: str = "ink-2") -> None:
    """Give a control its icon, and let ``refresh`` give it again when the theme changes."""
    for key, value in (("icon-name", name), ("icon-size", size), ("icon-token", token)):
        target.setProperty(key, value)
    made = icon(name, size, token=token)
    if isinstance(target, QLabel):
        target.setPixmap(made.pixmap(QSize(size, size), target.devicePixelRatioF()))
        return
    target.setIcon(made)
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(size, size))


def refresh(root: QObject) -> None:
    """Tint again what ``show`` has dressed under this object, and the buttons that clear a field."""
    kinds: tuple[type[QObject], ...] = (QWidget, QAction)
    for target in (child for kind in kinds for child in root.findChildren(kind)):
        if name := target.property("icon-name"):
            show(target, name, target.property("icon-size"), target.property("icon-token"))
    for field in root.findChildren(QLineEdit):
        if field.isClearButtonEnabled():
            # It takes its icon from the stylesheet only when it is made.
            field.setClearButtonEnabled(False)
            field.setClearButtonEnabled(True)


@lru_cache(maxsize=512)
def _icon(name: str, size: int, mirrored: bool, token: str, look: theme.Theme) -> QIcon:
    made = QIcon()
    shades = (
        (QIcon.Mode.Normal, QIcon.State.Off, token),
        (QIcon.Mode.Normal, QIcon.State.On, "ink" if token == "ink-2" else token),
        (QIcon.Mode.Disabled, QIcon.State.Off, "edge"),
    )
    for mode, state, shade in shades:
        for scale in _SCALES:
            made.addPixmap(pixmap(name, size, scale, look.hex(shade), mirrored), mode, state)
    return made


def pixmap(name: str, size: int, scale: int, colour: str, mirrored: bool = False) -> QPixmap:
    """An icon in one colour, ``size`` wide on a screen of that scale."""
    drawn = QPixmap(size * scale, size * scale)
    drawn.fill(Qt.GlobalColor.transparent)
    with QPainter(drawn) as painter:
        QSvgRenderer(QByteArray(_svg(name, colour).encode())).render(painter, QRectF(drawn.rect()))
    if mirrored:
        drawn = drawn.transformed(QTransform.fromScale(-1, 1))
    drawn.setDevicePixelRatio(scale)
    return drawn


def _svg(name: str, colour: str) -> str:
    return _drawing(name).replace("currentColor", colour).replace('stroke-width="2"', _STROKE)


@cache
def _drawing(name: str) -> str:
    return resources.path("icons", f"{name}.svg").read_text("utf-8")

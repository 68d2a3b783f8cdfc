"""Text of either direction in an interface of either direction."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel


def mirrored() -> bool:
    """Whether the interface runs from right to left."""
    return QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


def at_start(label: QLabel) -> QLabel:
    """The label with its text at the start of the interface, whatever the direction of the text."""
    side = Qt.AlignmentFlag.AlignRight if mirrored() else Qt.AlignmentFlag.AlignLeft
    label.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    return label


def left_to_right(text: str) -> str:
    """A path, an address or a key kept in its own order among Arabic words."""
    return f"\u2066{text}\u2069"


def in_order(text: str) -> str:
    """What has no letter of the interface's to go by, such as a number with its sign or two names, in the order of the interface."""
    return ("\u200f" if mirrored() else "\u200e") + text

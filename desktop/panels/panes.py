"""The panes of a page, among which F6 goes round."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def has_keys(widget: QWidget) -> bool:
    """Whether a widget, or one in it, has the keys."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def turn_pane(panes: Iterable[QWidget], by: int) -> None:
    """Give the keys to the next or previous of these panes, in reading order, passing over those that are not there to be used."""
    seen = [pane for pane in panes if pane.isVisible() and pane.isEnabled()]
    place = next((n for n, pane in enumerate(seen) if has_keys(pane)), -by)
    if seen:
        seen[(place + by) % len(seen)].setFocus(Qt.FocusReason.TabFocusReason)

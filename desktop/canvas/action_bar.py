"""The bar under the current span: what can be done with it, each with its key, and who proposed it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QLabel, QWidget

from annotator.page import Item
from annotator.texts import _, language
from desktop import theme
from desktop.canvas.bar import Bar, BarButton
from desktop.canvas.wording import KeyCaps, evidence
from desktop.theme import Theme

_EDGE_CAPS: Final = {"edge.keep": "Enter", "edge.back": "Esc"}
_OF_A_SPAN: Final = ("span.accept", "span.reject", "span.label", "edge.start", "edge.end")
_OF_AN_EDGE: Final = ("edge.keep", "edge.back", "edge.start", "edge.end")


class ActionBar(Bar):
    """Shows what can be done with one item, or with the edge in hand; ``edge.keep`` and ``edge.back`` are the canvas's own."""

    def __init__(self, parent: QWidget, look: Theme) -> None:
        super().__init__(parent, look)
        self._shown: tuple[object, ...] = ()
        self._evidence = QLabel()
        self.setAccessibleName(_("Actions of the current span"))

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
            self._fit()

    def _make(self, caps: KeyCaps, text_rtl: bool) -> None:
        self._begin()
        self._shown = ()
        for action, name, icon in self._actions(text_rtl):
            cap = _EDGE_CAPS.get(action) or caps(action)
            self._add(BarButton(action, name, icon, cap, self._look, main=action in ("span.accept", "edge.keep")))
        self._row.addSpacing(8)
        self._evidence = QLabel()
        self._evidence.setFont(theme.interface_font(12))
        self._evidence.setStyleSheet(f"color: {self._look.hex('ink-2')}; background: transparent")
        self._put(self._evidence)

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

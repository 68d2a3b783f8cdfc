"""Which command a key press in the text means, on any keyboard layout: pure functions of what the press carries."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desktop.actions import COMMANDS, Command, Scope, belongs_to_text, keys_of

_ROWS: Final = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")


def _rows(*first_codes: int) -> dict[int, str]:
    return {
        first + place: letter for first, row in zip(first_codes, _ROWS, strict=True) for place, letter in enumerate(row)
    }


_MAC: Final = (
    "A:0 S:1 D:2 F:3 H:4 G:5 Z:6 X:7 C:8 V:9 B:11 Q:12 W:13 E:14 R:15 Y:16 T:17 1:18 2:19 3:20 4:21 6:22 5:23 9:25 7:26 "
    "8:28 0:29 O:31 U:32 I:34 P:35 L:37 J:38 K:40 N:45 M:46"
)

POSITIONS: Final[dict[str, dict[int, str]]] = {
    # platform → scan code of a key → what stands on it on a US keyboard
    "linux": _rows(10, 24, 38, 52),
    "win32": _rows(2, 16, 30, 44),
    "darwin": {int(code): letter for letter, code in (pair.split(":") for pair in _MAC.split())},
}

_HERE: Final = POSITIONS.get(sys.platform, POSITIONS["linux"])

_NAMED: Final[dict[int, str]] = {
    Qt.Key.Key_Return: "Return",
    Qt.Key.Key_Enter: "Return",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Tab",
    Qt.Key.Key_Delete: "Del",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Insert: "Ins",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "PgUp",
    Qt.Key.Key_PageDown: "PgDown",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    **{Qt.Key.Key_F1.value + n: f"F{n + 1}" for n in range(24)},
}
_HELD: Final = {
    Qt.KeyboardModifier.ControlModifier: "Ctrl+",
    Qt.KeyboardModifier.AltModifier: "Alt+",
    Qt.KeyboardModifier.MetaModifier: "Meta+",
}


def canonical_key(
    key: int,
    text: str,
    scan_code: int,
    modifiers: Qt.KeyboardModifier,
    positions: Mapping[int, str] = _HERE,
) -> str:
    """The press as the table of commands spells it, ``Shift+G`` or ``1``; empty where it can mean none.

    A Latin letter counts as typed, an Arabic one as the letter of its key; digits count in any script, and by the
    place of their key where a bare press types something else (as on AZERTY). Other signs count with Ctrl only: each
    layout has them elsewhere.
    """
    held = "".join(name for modifier, name in _HELD.items() if modifiers & modifier)
    shift = "Shift+" if modifiers & Qt.KeyboardModifier.ShiftModifier else ""
    place = positions.get(scan_code, "")
    if key in _NAMED:
        return held + shift + _NAMED[key]
    if text in ("?", "؟"):
        return held + "?"
    if digit := _digit(text) or (place if place.isdecimal() and not shift else ""):
        return held + digit
    letter = _latin_letter(key, text) or place
    if letter.isalpha():
        return held + shift + letter
    sign = chr(key) if "Ctrl+" in held and Qt.Key.Key_Exclam <= key <= Qt.Key.Key_AsciiTilde else ""
    return held + sign if sign else ""


def _digit(text: str) -> str:
    value = unicodedata.decimal(text, None) if len(text) == 1 else None
    return "" if value is None else str(value)


def _latin_letter(key: int, text: str) -> str:
    """The Latin letter that was typed, if one was; with Ctrl held the text is no letter, but the key tells."""
    if text and text.isprintable():
        return text.upper() if len(text) == 1 and text.isascii() and text.isalpha() else ""
    return chr(key) if Qt.Key.Key_A <= key <= Qt.Key.Key_Z else ""


def key_of(event: QKeyEvent) -> str:
    """The press as the table of commands spells it; empty where it can mean none."""
    # macOS tells the place of a key by its virtual key.
    scan_code = event.nativeVirtualKey() if sys.platform == "darwin" else event.nativeScanCode()
    return canonical_key(event.key(), event.text(), scan_code, event.modifiers())


def command_for(event: QKeyEvent, scope: Scope = "canvas") -> Command | None:
    """The command that the key press means in the text (``canvas``, ``adjudicate``), or elsewhere in the window, if any."""
    return commands_by_key(scope).get(key_of(event))


@cache
def commands_by_key(scope: Scope) -> dict[str, Command]:
    """What each key means there; on the page of an adjudicator those of its own go before those of any text. To be forgotten (``cache_clear``) when the keys change."""
    if scope == "adjudicate":
        own = {key: command for command in COMMANDS if command.scope == scope for key in keys_of(command)}
        return commands_by_key("canvas") | own
    return {
        key: command
        for command in COMMANDS
        for key in keys_of(command)
        if command.scope != "adjudicate" and (command.scope == "canvas" or belongs_to_text(key)) == (scope == "canvas")
    }

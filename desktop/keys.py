"""Which command a key press in the text means, on any keyboard layout: pure functions of what the press carries."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desktop.actions import COMMANDS, Command, Scope, keys_of

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
    place of their key where a bare press types something else (as on AZERTY).
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
    return held + shift + letter if letter.isalpha() else ""


def _digit(text: str) -> str:
    value = unicodedata.decimal(text, None) if len(text) == 1 else None
    return "" if value is None else str(value)


def _latin_letter(key: int, text: str) -> str:
    """The Latin letter that was typed, if one was; with Ctrl held the text is no letter, but the key tells."""
    if text and text.isprintable():
        return text.upper() if len(text) == 1 and text.isascii() and text.isalpha() else ""
    return chr(key) if Qt.Key.Key_A <= key <= Qt.Key.Key_Z else ""


def command_for(event: QKeyEvent, scope: Scope = "canvas") -> Command | None:
    """The command of that scope that the key press means, if any."""
    # macOS tells the place of a key by its virtual key.
    scan_code = event.nativeVirtualKey() if sys.platform == "darwin" else event.nativeScanCode()
    return _BY_KEY[scope].get(canonical_key(event.key(), event.text(), scan_code, event.modifiers()))


_BY_KEY: Final[dict[Scope, dict[str, Command]]] = {
    scope: {key: command for command in COMMANDS if command.scope == scope for key in keys_of(command)}
    for scope in ("window", "canvas")
}

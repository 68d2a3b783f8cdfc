"""Which command a key press means, on any layout."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from desktop.actions import COMMANDS, keys_of
from desktop.keys import POSITIONS, canonical_key, command_for

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
ALT = Qt.KeyboardModifier.AltModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


@pytest.mark.parametrize(
    ("key", "text", "scan_code", "modifiers", "meant"),
    [
        pytest.param(Qt.Key.Key_X, "x", 53, NONE, "X", id="letter"),
        pytest.param(Qt.Key.Key_X, "X", 53, NONE, "X", id="caps lock"),
        pytest.param(Qt.Key.Key_G, "G", 42, SHIFT, "Shift+G", id="shifted letter"),
        pytest.param(0x621, "ء", 53, NONE, "X", id="X on an Arabic layout"),
        pytest.param(0x644, "لا", 56, NONE, "B", id="lam-alef, two letters on one key"),
        pytest.param(0x64E, "َ", 42, SHIFT, "Shift+G", id="a mark on an Arabic layout"),
        pytest.param(0x444, "ф", 38, NONE, "A", id="Cyrillic"),
        pytest.param(Qt.Key.Key_A, "a", 24, NONE, "A", id="AZERTY: as typed, not by place"),
        pytest.param(Qt.Key.Key_Ampersand, "&", 10, NONE, "1", id="AZERTY: 1 without shift"),
        pytest.param(Qt.Key.Key_1, "1", 10, SHIFT, "1", id="AZERTY: 1 with shift"),
        pytest.param(Qt.Key.Key_Exclam, "!", 10, SHIFT, "", id="QWERTY: an exclamation mark is no 1"),
        pytest.param(Qt.Key.Key_3, "٣", 12, NONE, "3", id="Arabic digit"),
        pytest.param(Qt.Key.Key_3, "۳", 12, NONE, "3", id="Persian digit"),
        pytest.param(Qt.Key.Key_5, "5", 84, KEYPAD, "5", id="number pad"),
        pytest.param(Qt.Key.Key_Question, "?", 61, SHIFT, "?", id="question mark"),
        pytest.param(0x61F, "؟", 61, SHIFT, "?", id="Arabic question mark"),
        pytest.param(Qt.Key.Key_Return, "\r", 36, NONE, "Return", id="Enter"),
        pytest.param(Qt.Key.Key_Enter, "\r", 104, KEYPAD, "Return", id="Enter of the number pad"),
        pytest.param(Qt.Key.Key_Space, " ", 65, NONE, "Space", id="space"),
        pytest.param(Qt.Key.Key_Backtab, "", 23, SHIFT, "Shift+Tab", id="shift tab"),
        pytest.param(Qt.Key.Key_Z, "\x1a", 52, CTRL, "Ctrl+Z", id="control"),
        pytest.param(Qt.Key.Key_Return, "\r", 36, CTRL, "Ctrl+Return", id="control enter"),
        pytest.param(Qt.Key.Key_Shift, "", 50, SHIFT, "", id="shift alone"),
        pytest.param(Qt.Key.Key_F5, "", 71, NONE, "F5", id="function key"),
        pytest.param(Qt.Key.Key_Backspace, "\b", 22, NONE, "Backspace", id="backspace"),
        pytest.param(Qt.Key.Key_Left, "", 113, CTRL | SHIFT, "Ctrl+Shift+Left", id="arrow"),
        pytest.param(
            Qt.Key.Key_Plus, "+", 21, CTRL | SHIFT, "Ctrl++", id="control and a sign, whatever it takes to type it"
        ),
        pytest.param(Qt.Key.Key_Plus, "+", 21, ALT | SHIFT, "", id="a sign without control"),
        pytest.param(0x62C, "ج", 34, NONE, "", id="an Arabic letter on a key that has no Latin one"),
        pytest.param(Qt.Key.Key_Comma, ",", 59, NONE, "", id="punctuation"),
    ],
)
def test_canonical_key(key: int, text: str, scan_code: int, modifiers: Qt.KeyboardModifier, meant: str) -> None:
    assert canonical_key(key, text, scan_code, modifiers, POSITIONS["linux"]) == meant


@pytest.mark.parametrize("platform", POSITIONS)
def test_every_letter_and_digit_has_a_place(platform: str) -> None:
    places = POSITIONS[platform].values()
    assert len(set(places)) == len(places) == 36


def press(key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


def test_every_key_of_the_text_finds_its_command() -> None:
    named = {"Return": Qt.Key.Key_Return, "Space": Qt.Key.Key_Space, "Tab": Qt.Key.Key_Tab, "Del": Qt.Key.Key_Delete}
    for command in COMMANDS:
        for spelling in keys_of(command) if command.scope == "canvas" else ():
            shift, plain = SHIFT if "Shift+" in spelling else NONE, spelling.removeprefix("Shift+")
            key = named.get(plain) or Qt.Key(ord(plain))
            assert command_for(press(key, "" if plain in named else plain, shift)) is command


def test_with_control_held_nothing_is_meant() -> None:
    assert command_for(press(Qt.Key.Key_X, "\x18", CTRL)) is None
    assert command_for(press(Qt.Key.Key_Return, "\r", CTRL)) is None


def test_control_on_an_arabic_layout_means_the_key_of_the_same_place() -> None:
    undo = QKeyEvent(QEvent.Type.KeyPress, 0x626, CTRL, 52, 0, 0, "ئ")
    assert command_for(undo, "window").id == "edit.undo"

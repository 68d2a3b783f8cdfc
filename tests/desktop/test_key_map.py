"""The reader's own keys: what can be one, what clashes, and that no setting breaks the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from desktop import key_map
from desktop.actions import BY_ID, COMMANDS, Actions, caps_of, keys_of
from desktop.keys import command_for

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _keys_as_shipped() -> Iterator[None]:
    yield
    key_map.use({})


def press(key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_key_as_shipped_could_be_chosen(command: object) -> None:
    assert [key_map.refusal(key) for key in command.keys if key_map.refusal(key)] == []


def test_keys_as_shipped_do_not_clash() -> None:
    assert key_map.clashes(key_map.shipped()) == {}


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("Esc", "steps back"),
        ("Left", "moves in the text"),
        ("Ctrl+Shift+End", "moves in the text"),
        ("PgUp", "moves in the text"),
        ("Alt+F4", "system"),
        ("Meta+L", "system"),
        ("Shift+F10", "system"),
        ("", "other keyboards"),
        (",", "other keyboards"),
        ("Ctrl+", "other keyboards"),
        ("Shift+3", "other keyboards"),
        ("ctrl+k", "other keyboards"),
        ("Ctrl+K, Ctrl+L", "other keyboards"),
        ("ش", "other keyboards"),
    ],
)
def test_what_can_be_no_key_is_refused_with_the_reason(key: str, reason: str) -> None:
    assert reason in key_map.refusal(key)


@pytest.mark.parametrize(
    "key", ["A", "Shift+A", "7", "F5", "Ctrl+F5", "Backspace", "Shift+PgUp", "Ctrl++", "Ctrl+,", "?"]
)
def test_what_can_be_a_key(key: str) -> None:
    assert key_map.refusal(key) == ""


def test_a_clash_names_both_commands() -> None:
    keys = key_map.shipped() | {"span.accept": ("T",), "file.new": ("Ctrl+Z",)}
    assert key_map.clashes(keys) == {
        "span.accept": {"T": "span.trim"},
        "span.trim": {"T": "span.accept"},
        "file.new": {"Ctrl+Z": "edit.undo"},
        "edit.undo": {"Ctrl+Z": "file.new"},
    }


def test_only_what_differs_is_kept_and_comes_back() -> None:
    keys = key_map.shipped() | {"span.accept": ("A", "Ctrl+J"), "span.trim": ()}
    assert key_map.own(keys) == {"span.accept": ["A", "Ctrl+J"], "span.trim": []}
    key_map.use(key_map.own(keys))
    assert key_map.in_use() == keys


def test_faulty_entries_fall_back_and_the_others_count() -> None:
    setting = {
        "span.accept": ["A"],
        "span.frobnicate": ["Q"],
        "span.reject": ["Esc"],
        "span.trim": ["Shift+A", "nonsense"],
        "span.split": ["M"],  # clashes with merge as shipped
        "label.1": ["Q"],
        "label.2": ["Q"],
    }
    assert key_map.sound(setting) == {"span.accept": ("A",)}


def test_two_commands_may_change_places() -> None:
    assert key_map.sound({"span.trim": ["S"], "span.split": ["T"]}) == {"span.trim": ("S",), "span.split": ("T",)}


def test_a_change_that_leans_on_a_faulty_one_falls_back_too() -> None:
    assert key_map.sound({"span.trim": ["S"], "span.split": ["Esc"]}) == {}


some_keys = st.sampled_from([key for command in COMMANDS for key in command.keys] + ["A", "Esc", "nonsense", "Ctrl+J"])


@given(st.dictionaries(st.sampled_from([*BY_ID, "file.unknown"]), st.lists(some_keys, max_size=3), max_size=12))
def test_no_setting_gives_a_key_to_two_commands(setting: dict[str, list[str]]) -> None:
    sound = key_map.sound(setting)
    assert key_map.clashes(key_map.shipped() | sound) == {}
    assert all(set(keys) <= set(setting[command]) for command, keys in sound.items())
    assert not any(map(key_map.refusal, sum(sound.values(), ())))


def test_keys_count_at_once_in_the_text_in_menus_and_in_tooltips(qapp: QApplication) -> None:
    window = QWidget()
    actions = Actions(window)
    key_map.use({"span.accept": ["A"], "edit.undo": ["Ctrl+J"]})
    actions.retranslate()
    assert keys_of(BY_ID["span.accept"]) == ("A",)
    assert command_for(press(Qt.Key.Key_A, "a")) is BY_ID["span.accept"]
    assert command_for(press(Qt.Key.Key_Return, "\r")) is None
    assert actions["edit.undo"].shortcuts() == [QKeySequence("Ctrl+J")]
    assert "Ctrl+J" in actions["edit.undo"].toolTip()
    assert caps_of("span.accept") == "A"


def test_a_bare_key_of_a_window_command_counts_in_the_text_alone(qapp: QApplication) -> None:
    window = QWidget()
    actions = Actions(window)
    key_map.use({"document.next": ["D", "F8"], "span.trim": ["Ctrl+T"]})
    actions.retranslate()
    assert actions["document.next"].shortcuts() == [QKeySequence("F8")]
    assert command_for(press(Qt.Key.Key_D, "d")) is BY_ID["document.next"]
    assert command_for(press(Qt.Key.Key_D, "d"), "window") is None
    assert command_for(press(Qt.Key.Key_T, "\x14", CTRL)) is BY_ID["span.trim"]
    assert actions["span.trim"].shortcuts() == []

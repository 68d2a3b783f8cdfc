"""The one table of commands: complete, in both languages, without clashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

import resources
from annotator import texts
from annotator.labels import load
from desktop.actions import BY_ID, COMMANDS, MENUS, Actions, caps_of, key_cap, keys_of, text_of


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_command_is_complete(command: object) -> None:
    assert command.menu in MENUS
    assert not command.icon or resources.path("icons", f"{command.icon}.svg").exists()
    for key in keys_of(command):
        assert QKeySequence(key).count() == 1
        assert QKeySequence(key)[0].key().name != "Key_unknown"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_command_speaks_arabic(command: object) -> None:
    texts.use("ar")
    assert any("\u0600" <= letter <= "\u06ff" for letter in text_of(command)) or command.id == "view.language"
    assert all("\u0600" <= letter <= "\u06ff" or not letter.isalpha() for letter in texts._(MENUS[command.menu]))


@pytest.mark.parametrize("scope", ["window", "canvas", "adjudicate"])
def test_no_key_means_two_commands(scope: str) -> None:
    keys = Counter(key for command in COMMANDS if command.scope in (scope, "window") for key in keys_of(command))
    assert [key for key, count in keys.items() if count > 1] == []


def test_bare_letters_and_digits_belong_to_the_text_alone() -> None:
    for command in COMMANDS:
        for key in keys_of(command):
            assert command.scope in ("canvas", "adjudicate") or "Ctrl+" in key or key.split("+")[-1].startswith("F")


def test_keys_of_the_text_are_shown_but_are_no_shortcuts(qapp: QApplication) -> None:
    window = QWidget()
    actions = Actions(window)
    accept, undo = actions["span.accept"], actions["edit.undo"]
    assert accept.shortcuts() == []
    assert "Enter" in accept.text()
    assert undo.shortcuts() == [QKeySequence("Ctrl+Z")]


def test_actions_call_their_handlers_once_enabled(qapp: QApplication) -> None:
    window = QWidget()
    actions = Actions(window)
    called: list[str] = []
    actions.connect({"edit.undo": lambda: called.append("undo")})
    actions.enable(frozenset())
    actions.trigger("edit.undo")
    actions.enable(frozenset({"project", "undo"}))
    actions.trigger("edit.undo")
    assert called == ["undo"]


def test_nothing_that_writes_can_be_had_for_reading_only_and_it_says_why(qapp: QApplication) -> None:
    window = QWidget()
    actions, told = Actions(window), []
    actions.tell = told.append
    actions.enable(frozenset({"project", "document", "span", "undo"}), read_only=True)
    usable = {command.id for command, action in actions if action.isEnabled()}
    assert {"span.next", "file.export", "span.wider"} <= usable
    assert not usable & {"span.accept", "label.3", "edge.start", "edit.undo", "document.rename", "file.import"}
    actions.trigger("span.reject")
    assert "reading only" in told[0]
    assert "reading only" in actions["span.reject"].toolTip()
    actions.enable(frozenset({"project", "document", "span"}))
    assert actions["span.reject"].toolTip().startswith("Reject")


def test_undo_says_what_it_would_take_back(qapp: QApplication) -> None:
    window = QWidget()
    actions = Actions(window)
    actions.show_taking_back("acceptance of “طوكيو”", "")
    assert actions["edit.undo"].text().startswith("Undo: acceptance of “طوكيو”")
    assert "acceptance" in actions["edit.undo"].toolTip()
    assert actions["edit.undo"].iconText() == "Undo"
    assert actions["edit.redo"].text().startswith("Redo")


def test_handler_of_an_unknown_command_is_an_error(qapp: QApplication) -> None:
    window = QWidget()
    actions = Actions(window)
    with pytest.raises(KeyError):
        actions.connect({"file.frobnicate": lambda: None})


def test_language_command_names_the_other_language() -> None:
    assert text_of(BY_ID["view.language"]) == "العربية"
    texts.use("ar")
    assert text_of(BY_ID["view.language"]) == "English"


@pytest.mark.parametrize(
    ("key", "cap"),
    [("Ctrl+Return", "Ctrl+Enter"), ("Ctrl++", "Ctrl++"), ("Del", "Delete"), ("Shift+Tab", "Shift+Tab"), ("Left", "←")],
)
def test_key_caps(key: str, cap: str) -> None:
    assert key_cap(key) == cap


def test_question_mark_is_the_readers_own() -> None:
    assert caps_of("help.keys") == "?"
    texts.use("ar")
    assert caps_of("help.keys") == "؟"


def test_retranslating_renames(speaking: Callable[[str], None]) -> None:
    window = QWidget()
    actions = Actions(window)
    english = actions["file.new"].text()
    speaking("ar")
    actions.retranslate()
    assert actions["file.new"].text() != english


def test_digits_are_called_by_the_labels_that_have_them() -> None:
    window = QWidget()
    actions = Actions(window)
    actions.show_labels(load("conll"))
    shown = {id: actions[id].iconText() for id in (f"label.{n}" for n in range(1, 10)) if actions[id].isVisible()}
    assert list(shown.values()) == [label.name("en") for label in load("conll") if label.key]
    actions.show_labels(None)
    assert actions["label.9"].isVisible()

"""Changing keys: any key press can be taken, a clash is said at both commands and has to be settled."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from annotator.labels import load
from desktop import key_map
from desktop.actions import Actions
from desktop.dialogs import key_editor
from desktop.dialogs.key_editor import KeyEditor
from desktop.dialogs.key_help import CHANGE, key_dialog
from desktop.dialogs.key_rows import CLASH, KEYS
from desktop.settings import Settings

pytestmark = pytest.mark.usefixtures("dressed")
Key, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def editor(qtbot) -> Iterator[KeyEditor]:
    window = QWidget()
    actions = Actions(window)
    actions.show_labels(load("wojood"))
    made = KeyEditor(None, actions)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    key_map.use({})


def shown(editor: KeyEditor, command: str, role: int) -> object:
    return editor.rows.index_of(command).data(role)


def give(editor: KeyEditor, command: str, key: Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    editor.choose(command)
    editor.change.click()
    QTest.keyClick(editor.field, key, modifiers)


def test_a_pressed_key_becomes_the_only_key(editor: KeyEditor) -> None:
    give(editor, "span.accept", Key.Key_A)
    assert shown(editor, "span.accept", KEYS) == ("A",)
    assert editor.chosen == {"span.accept": ["A"]}
    assert editor.list.hasFocus()


def test_one_more_key_no_key_and_back(editor: KeyEditor) -> None:
    editor.choose("span.reject")
    editor.add.click()
    QTest.keyClick(editor.field, Key.Key_Backspace)
    assert shown(editor, "span.reject", KEYS) == ("X", "Del", "Backspace")
    editor.clear.click()
    assert editor.chosen == {"span.reject": []}
    editor.restore.click()
    assert editor.chosen == {}


@pytest.mark.parametrize(
    ("event", "taken"),
    [
        (QKeyEvent(QEvent.Type.KeyPress, 0x634, NONE, 38, 0, 0, "ش"), "A"),
        (QKeyEvent(QEvent.Type.KeyPress, Key.Key_A, NONE, 24, 0, 0, "a"), "A"),
        (QKeyEvent(QEvent.Type.KeyPress, Key.Key_Tab, Qt.KeyboardModifier.ControlModifier, 23, 0, 0, ""), "Ctrl+Tab"),
        (QKeyEvent(QEvent.Type.KeyPress, Key.Key_K, Qt.KeyboardModifier.ControlModifier, 45, 0, 0, "\x0b"), "Ctrl+K"),
    ],
    ids=["Arabic layout", "AZERTY", "a key that moves the focus", "a key of the window"],
)
def test_a_key_is_taken_as_the_table_spells_it(editor: KeyEditor, event: QKeyEvent, taken: str) -> None:
    editor.choose("view.theme")
    editor.change.click()
    QApplication.sendEvent(editor.field, event)
    assert shown(editor, "view.theme", KEYS) == (taken,)


def test_a_refused_key_is_explained_and_the_next_one_counts(editor: KeyEditor) -> None:
    give(editor, "span.accept", Key.Key_Left)
    assert "moves in the text" in editor.said.text()
    assert editor.chosen == {}
    QTest.keyClick(editor.field, Key.Key_A)
    assert editor.chosen == {"span.accept": ["A"]}


def test_escape_leaves_the_key_as_it_is_and_the_dialog_open(editor: KeyEditor) -> None:
    give(editor, "span.accept", Key.Key_Escape)
    assert editor.chosen == {}
    assert editor.isVisible()
    assert editor.list.hasFocus()


def test_a_clash_is_said_at_both_commands_and_can_be_settled(editor: KeyEditor) -> None:
    give(editor, "span.accept", Key.Key_T)
    assert "Trim" in shown(editor, "span.accept", CLASH)
    assert "Accept" in shown(editor, "span.trim", CLASH)
    assert not editor.primary.isEnabled()
    assert "Trim" in editor.said.text()
    editor.take_over.click()
    assert editor.chosen == {"span.accept": ["T"], "span.trim": []}
    assert editor.primary.isEnabled()
    assert not shown(editor, "span.trim", CLASH)


def test_all_as_shipped(editor: KeyEditor) -> None:
    give(editor, "span.accept", Key.Key_T)
    give(editor, "label.1", Key.Key_A)
    editor.restore_all.click()
    assert editor.chosen == {}
    assert editor.primary.isEnabled()


@pytest.mark.parametrize(
    ("typed", "found"), [("trim", "span.trim"), ("تشذيب", "span.trim"), ("ctrl+k", "edit.palette"), ("شخص", "label.1")]
)
def test_commands_are_found_by_name_in_both_languages_and_by_key(editor: KeyEditor, typed: str, found: str) -> None:
    editor.filter.setText(typed)
    assert editor.list.currentIndex().row() == editor.rows.index_of(found).row()


def test_enter_in_the_list_asks_for_a_key_and_delete_takes_it_away(editor: KeyEditor) -> None:
    editor.choose("span.trim")
    editor.list.setFocus()
    QTest.keyClick(editor.list, Key.Key_Return)
    QTest.keyClick(editor.field, Key.Key_A)
    assert editor.chosen == {"span.trim": ["A"]}
    QTest.keyClick(editor.list, Key.Key_Delete)
    assert editor.chosen == {"span.trim": []}


def test_changed_keys_are_kept_and_in_use(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    window = QWidget()
    actions = Actions(window)

    def change(dialog: KeyEditor) -> bool:
        give(dialog, "span.accept", Key.Key_A)
        return True

    monkeypatch.setattr(KeyEditor, "run", change)
    assert key_editor.change_keys(window, actions, settings)
    assert settings.keys == {"span.accept": ["A"]}
    assert key_map.in_use()["span.accept"] == ("A",)
    monkeypatch.setattr(KeyEditor, "run", lambda _dialog: False)
    assert not key_editor.change_keys(window, actions, settings)
    key_map.use({})


def test_the_page_of_keys_shows_those_in_use_and_leads_to_changing_them() -> None:
    key_map.use({"span.trim": ["Shift+Q"], "label.3": ["Y"]})
    dialog = key_dialog(None)
    caps = {label.text().strip("\u2066\u2069") for label in dialog.findChildren(QLabel)}
    assert {"Shift+Q", "Y", "2", "9"} <= caps
    dialog.buttons.itemAt(0).widget().click()
    assert dialog.result() == CHANGE
    key_map.use({})


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_control_has_a_name_and_none_is_cut_off(language: str, speaking: Callable[[str], None]) -> None:
    speaking(language)
    window = QWidget()
    dialog = KeyEditor(None, Actions(window))
    dialog.show()
    give(dialog, "span.accept", Key.Key_T)
    QApplication.processEvents()
    for control in dialog.findChildren(QWidget):
        if control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isVisible():
            assert control.accessibleName() or control.text()
    for button in (dialog.change, dialog.restore, dialog.take_over, dialog.primary, dialog.restore_all):
        assert button.width() >= button.sizeHint().width()
    dialog.close()

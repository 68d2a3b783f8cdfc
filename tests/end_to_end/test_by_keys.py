"""A whole document with keys only: reviewed, closed, reopened, undone past the restart, exported."""

from __future__ import annotations

import json
from itertools import cycle

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from annotator.records import LabelId, Span, Status
from desktop import key_map
from desktop.canvas.action_bar import ActionBar
from desktop.dialogs.key_editor import KeyEditor

Key = Qt.Key


def review_document(app) -> set[Span]:
    """Answer every suggestion of the document in hand by a key; gives what was decided to stand."""
    decided: set[Span] = set()
    actions = cycle(["accept", "accept", "reject", "accept", "relabel", "accept", "widen"])
    for action in actions:
        item = app.canvas.current
        if item is None or item.decided or not app.page.left_count:
            break
        match action:
            case "accept":
                app.key(Key.Key_Return)
                decided.add(item.span)
            case "reject":
                app.key(Key.Key_X)
            case "relabel":
                app.key(Key.Key_5)
                relabelled = Span(item.span.start, item.span.end, LabelId("LOC"))
                if app.page.state.by_span.get(relabelled):
                    decided.add(relabelled)
                app.key(Key.Key_Tab)
            case "widen":
                app.key(Key.Key_E)
                # Towards the end of the text: in a left-to-right paragraph the eye goes the other way.
                latin = app.text[item.span.start : item.span.end].isascii()
                app.key(Key.Key_Right if latin else Key.Key_Left)
                app.key(Key.Key_Return)
                widened = Span(item.span.start, item.span.end + 1, item.span.label)
                if app.page.state.by_span.get(widened):
                    decided.add(widened)
                app.key(Key.Key_Tab)
    return decided


def add_by_selecting(app) -> Span:
    """Mark the last word of the text, by caret and digit."""
    app.key(Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    app.key(Key.Key_Right, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    start, end = app.canvas.selection
    app.key(Key.Key_7)
    return Span(start, end, LabelId("DATE"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_document_is_reviewed_undone_past_a_restart_and_exported(
    open_app, project_path, tmp_path, answer_dialog, language
):
    app = open_app(project_path, language)
    document = app.page.document
    decided = review_document(app)
    assert app.page.left_count == 0
    decided.add(add_by_selecting(app))
    assert set(app.page.annotated) == decided
    app.ctrl(Key.Key_Return)
    app.wait(lambda: app.page.document.id != document.id)
    app.settle()
    app.window.close()

    app = open_app(project_path, language)
    assert app.page.document.id != document.id  # it opens where there is work left
    app.ctrl(Key.Key_Z)
    app.wait(lambda: app.page.document.id == document.id)
    assert app.page.status is Status.IN_PROGRESS
    assert set(app.page.annotated) == decided
    added = max(decided)
    app.ctrl(Key.Key_Z)
    app.wait(lambda: added not in app.page.annotated)
    app.ctrl(Key.Key_Y)
    app.wait(lambda: added in app.page.annotated)
    app.ctrl(Key.Key_Y)
    app.wait(lambda: app.page.status is Status.DONE)
    assert set(app.page.annotated) == decided

    out = tmp_path / "gold.jsonl"

    def export(dialog) -> None:
        dialog.path.field.setText(str(out))
        app.key(Key.Key_Return, on=dialog.primary)

    timer = answer_dialog(export)
    app.ctrl(Key.Key_E)
    app.wait(out.exists)
    timer.stop()
    (record,) = map(json.loads, out.read_text("utf-8").splitlines())
    assert record["text"] == document.text
    assert {Span(span["start"], span["end"], LabelId(span["label"])) for span in record["spans"]} == decided


def test_stepping_rejecting_and_undoing_show_what_the_file_holds(open_app, project_path):
    app = open_app(project_path)
    first = app.canvas.current.span
    app.key(Key.Key_X)
    app.key(Key.Key_Return)
    app.key(Key.Key_Return)
    app.settle()
    for _step in range(3):
        app.ctrl(Key.Key_Z)
    app.settle()
    app.wait(lambda: app.page.decided_count == 0 and app.page.item(first) is not None)


def test_no_canvas_key_decides_from_a_field_a_list_or_a_button(open_app, project_path):
    """Every bare key of the table, pressed wherever else the focus may be."""
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit

    app = open_app(project_path)
    app.window.activateWindow()
    kinds = (QLineEdit, QAbstractItemView, QAbstractButton, QComboBox, QAbstractSpinBox)
    widgets = [
        widget
        for kind in kinds
        for widget in app.window.findChildren(kind)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget is not app.canvas
    ]
    assert len(widgets) > 8
    keys = [Key.Key_X, Key.Key_Delete, Key.Key_B, Key.Key_E, Key.Key_T, Key.Key_G, Key.Key_S, Key.Key_M, Key.Key_F]
    keys += [Key.Key_N, Key.Key_P, Key.Key_L, Key.Key_J, Key.Key_K, Key.Key_U, *(Key(Key.Key_1 + n) for n in range(9))]
    for widget in widgets:
        widget.setFocus()
        for key in keys:
            app.key(key, on=widget)
        assert QApplication.activeModalWidget() is None
    app.settle()
    with_decisions = []
    app.window.session.file.call(lambda review: review.project.decisions.count(), with_decisions.append)
    app.wait(lambda: bool(with_decisions))
    assert with_decisions == [0]


def test_reviewing_with_own_keys(open_app, project_path):
    app = open_app(project_path, "ar", keys={"span.accept": ["A"], "label.5": ["H"], "document.next": ["D"]})
    first = app.canvas.current.span
    app.key(Key.Key_Return)
    assert app.canvas.current.span == first
    app.key(Key.Key_A)
    assert first in app.page.annotated
    second = app.canvas.current.span
    app.key(Key.Key_H)
    assert Span(second.start, second.end, LabelId("LOC")) in app.page.annotated
    document = app.page.document.id
    app.key(Key.Key_D)
    app.wait(lambda: app.page.document.id != document)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_key_is_changed_by_keys_and_counts_without_a_restart(open_app, project_path, answer_dialog, language):
    app = open_app(project_path, language)

    def change(editor) -> None:
        assert isinstance(editor, KeyEditor)
        app.type("accept", on=editor.filter)
        editor.choose("span.accept")
        app.key(Key.Key_Return, on=editor.list)
        app.key(Key.Key_A, on=editor.field)
        app.key(Key.Key_Return, on=editor.primary)

    timers = []

    def ask_to_change(help_page) -> None:
        timers.append(answer_dialog(change))
        app.key(Key.Key_Space, on=help_page.buttons.itemAt(0).widget())

    timers.append(answer_dialog(ask_to_change))
    app.key(Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    app.wait(lambda: key_map.in_use()["span.accept"] == ("A",))
    assert app.window.settings.keys == {"span.accept": ["A"]}
    assert "A" in app.window.commands["span.accept"].text()
    buttons = app.canvas.findChild(ActionBar).findChildren(QAbstractButton)
    caps = {button.action: button.accessibleDescription() for button in buttons if button.isVisible()}
    assert caps["span.accept"] == "A"
    span = app.canvas.current.span
    app.canvas.setFocus()
    app.key(Key.Key_A)
    assert span in app.page.annotated


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_document_is_reviewed_on_an_arabic_layout(open_app, project_path, language):
    """Keys as they come from ``setxkbmap ara``: Arabic text, the scan codes of a PC keyboard under Linux."""
    app = open_app(project_path, language)
    ctrl = Qt.KeyboardModifier.ControlModifier
    first = app.canvas.current
    app.press("ء", 53)  # X
    assert app.page.item(first.span) is None
    second = app.canvas.current.span
    app.press("٥", 14)
    relabelled = Span(second.start, second.end, LabelId("LOC"))
    assert relabelled in app.page.annotated
    app.press("لا", 56)  # B
    assert app.canvas.draft.side == "start"
    app.key(Key.Key_Escape)
    label = app.canvas.current.span.label
    app.press("ت", 44)  # J
    assert app.canvas.current.span.label == label
    app.settle()
    app.press("ئ", 52, ctrl)  # Ctrl+Z
    app.wait(lambda: relabelled not in app.page.annotated)
    app.press("ئ", 52, ctrl)
    app.wait(lambda: app.page.item(first.span) is not None)
    app.press("ب", 41)  # F
    assert app.page.flag


def test_digits_of_an_azerty_layout_give_labels(open_app, project_path):
    app = open_app(project_path)
    shift = Qt.KeyboardModifier.ShiftModifier
    for text, scan_code, held, label in (("(", 14, Qt.KeyboardModifier.NoModifier, "LOC"), ("4", 13, shift, "GPE")):
        span = app.canvas.current.span
        app.press(text, scan_code, held)
        assert Span(span.start, span.end, LabelId(label)) in app.page.annotated
        app.key(Key.Key_Tab)

"""The label set editor, driven by keys and mouse on the real window: what is edited, told before, and changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from annotator.label_change import apply
from annotator.label_editing import LabelChange, crossed
from annotator.labels import load
from annotator.project.project import Project
from annotator.records import LabelId
from annotator.review import Review
from desktop.dialogs import sheet
from desktop.dialogs.label_editor import LabelEditor
from desktop.dialogs.label_form import NestingList
from desktop.dialogs.label_retiring import NewLabelDialog, RetireDialog
from desktop.main_window import MainWindow
from desktop.session import Session
from desktop.settings import Settings


@pytest.fixture(autouse=True)
def _jobs_on_labels_here(run_here: Callable[..., list[str]]) -> None:
    run_here("label_uses", "preview_labels", "change_labels")


@pytest.fixture
def project_path(closed_project: Path, project: Project) -> Path:
    """A project in which Fatima has finished the first document."""
    review = Review(project, project.people.named("Fatima"))
    review.open(project.documents.find("001"))
    review.finish(0.0)
    return closed_project


@pytest.fixture
def session(
    dressed: QApplication, settings: Settings, project_path: Path, wait: Callable[..., None]
) -> Iterator[Session]:
    """The project in hand, without a window."""
    made = Session(settings)
    made.open(project_path)
    wait(lambda: made.project is not None)
    yield made
    made.end()


@pytest.fixture
def window(open_window: Callable[..., MainWindow], project_path: Path, wait: Callable[..., None]) -> MainWindow:
    made = open_window(project_path)
    wait(lambda: made.review.desk.page is not None)
    return made


@pytest.fixture
def edit(wait: Callable[..., None]) -> Iterator[Callable[[Session, QWidget | None], LabelEditor]]:
    """Opens the editor, with the labels counted; none is left open."""
    opened: list[LabelEditor] = []

    def open_editor(session: Session, parent: QWidget | None = None) -> LabelEditor:
        made = LabelEditor(parent, session)
        opened.append(made)
        made.show()
        wait(lambda: made.rows.uses is not None)
        return made

    yield open_editor
    for one in opened:
        one.labels = one._begun
        one._go_back()
        one.reject()
        one.deleteLater()


@pytest.fixture
def editor(session: Session, edit: Callable[..., LabelEditor]) -> LabelEditor:
    return edit(session)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[sheet.Sheet], object]], None]:
    """What is done to the dialogs that the editor asks by; False steps back."""

    def answer(do: Callable[[sheet.Sheet], object]) -> None:
        monkeypatch.setattr(sheet.Sheet, "run", lambda self: do(self) is not False)

    return answer


def type_into(field: QWidget, text: str) -> None:
    field.setFocus()
    field.selectAll()
    for letter in text:  # QTest knows no key for an Arabic letter
        QApplication.sendEvent(field, QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


def choose(editor: LabelEditor, label: str) -> None:
    """Go to a label in the list by the arrow keys."""
    editor.rows.setFocus()
    QTest.keyClick(editor.rows, Qt.Key.Key_Home)
    while editor.rows.chosen != label:
        before = editor.rows.currentRow()
        QTest.keyClick(editor.rows, Qt.Key.Key_Down)
        assert editor.rows.currentRow() > before


def order(editor: LabelEditor) -> list[str]:
    return [label.id for label in editor.labels]


# Editing


def test_what_is_typed_changes_the_label_at_once(editor: LabelEditor) -> None:
    choose(editor, "GPE")
    type_into(editor.form.names["ar"], "دولة")
    type_into(editor.form.titles["en"], "State")
    type_into(editor.form.descriptions["en"], "A state.")
    type_into(editor.form.examples, "one")
    label = editor.labels.get("GPE")
    assert (label.name("ar"), label.title("en"), label.description["en"]) == ("دولة", "State", "A state.")
    assert label.examples == ("one",)
    assert editor.labels.get("PERS") == load("wojood").get("PERS")


def test_a_name_that_is_taken_is_refused_at_its_field(editor: LabelEditor) -> None:
    choose(editor, "LOC")
    type_into(editor.form.names["en"], "GPE")
    fault = editor.form._faults["names.en"]
    assert fault.isVisible()
    assert "name of GPE already" in fault.words
    assert not editor.primary.isEnabled()
    QTest.keyClicks(editor.form.names["en"], "S")
    assert not fault.isVisible()
    assert editor.primary.isEnabled()
    assert editor.labels.get("LOC").name("en") == "GPES"


def test_a_fault_goes_with_the_label_it_is_about(editor: LabelEditor) -> None:
    choose(editor, "LOC")
    type_into(editor.form.names["en"], "GPE")
    choose(editor, "ORG")
    assert editor.primary.isEnabled()
    assert editor.form.names["en"].text() == "ORG"


def test_a_key_is_taken_from_the_label_that_has_it(editor: LabelEditor) -> None:
    choose(editor, "TIME")
    box = editor.form.key
    assert "PERS" in box.itemText(box.findData("1"))
    box.setFocus()
    QTest.keyClicks(box, "1")
    box.activated.emit(box.currentIndex())
    assert editor.labels.by_key("1").id == "TIME"
    assert editor.labels.get("PERS").key == ""


def test_a_colour_is_chosen_by_the_mouse_and_by_arrow_keys(editor: LabelEditor) -> None:
    choose(editor, "LAW")
    swatches = editor.form.family.buttons
    QTest.mouseClick(swatches["people"], Qt.MouseButton.LeftButton)
    assert editor.labels.get("LAW").family == "people"
    QTest.keyClick(swatches["people"], Qt.Key.Key_Right)
    assert editor.labels.get("LAW").family == "places"


def test_nesting_is_ticked_by_the_space_key(editor: LabelEditor) -> None:
    choose(editor, "ORG")

    def press(listed: NestingList, label: str) -> None:
        row = order(editor).index(label)
        listed.setFocus()
        listed.setCurrentRow(row)
        QTest.keyClick(listed, Qt.Key.Key_Space)

    press(editor.form.inside, "GPE")
    press(editor.form.holds, "PERS")
    assert editor.labels.may_nest("ORG", "GPE")
    assert not editor.labels.may_nest("PERS", "ORG")
    assert editor.labels.may_nest("GPE", "ORG")


def test_labels_move_by_keys_by_buttons_and_by_dragging(editor: LabelEditor, wait: Callable[..., None]) -> None:
    choose(editor, "OCC")
    QTest.keyClick(editor.rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert order(editor)[:2] == ["OCC", "PERS"]
    assert not editor.up.isEnabled()
    editor.down.click()
    assert order(editor)[:2] == ["PERS", "OCC"]
    assert editor.rows.chosen == "OCC"
    editor.rows.model().moveRow(QModelIndex(), 1, QModelIndex(), 4)  # what a drop does
    wait(lambda: order(editor)[:4] == ["PERS", "ORG", "GPE", "OCC"])
    assert editor.rows.chosen == "OCC"


def test_a_new_label_is_asked_for_its_id_and_then_filled_in(
    editor: LabelEditor, answering: Callable[..., None]
) -> None:
    said: list[tuple[str, bool]] = []

    def ask(dialog: sheet.Sheet) -> None:
        assert isinstance(dialog, NewLabelDialog)
        for text in ("PERS", "two words", "WORK"):
            dialog.field.setText(text)
            said.append((dialog.fault, dialog.primary.isEnabled()))

    answering(ask)
    QTest.mouseClick(editor.add, Qt.MouseButton.LeftButton)
    assert [enabled for _fault, enabled in said] == [False, False, True]
    assert all(said[place][0] for place in (0, 1))
    assert editor.rows.chosen == "WORK"
    assert order(editor)[-1] == "WORK"
    assert editor.gone.text() == "Delete"
    editor.gone.click()
    assert "WORK" not in editor.labels


def test_a_used_label_is_retired_and_an_unused_one_deleted(editor: LabelEditor, answering: Callable[..., None]) -> None:
    def into_org(dialog: sheet.Sheet) -> None:
        assert isinstance(dialog, RetireDialog)
        assert "GPE" not in [dialog.heir.itemData(row) for row in range(dialog.heir.count())]
        dialog.heir.setCurrentIndex(dialog.heir.findData("ORG"))

    answering(into_org)
    choose(editor, "GPE")
    assert editor.gone.text() == "Retire…"
    editor.gone.click()
    assert editor.labels.get("GPE").into == "ORG"
    choose(editor, "GPE")
    assert not editor.form.names["en"].isEnabled()
    editor.gone.click()
    assert not editor.labels.get("GPE").retired
    choose(editor, "UNIT")
    assert editor.gone.text() == "Delete"
    editor.gone.click()
    assert "UNIT" not in editor.labels


def test_what_becomes_of_the_spans_is_kept(editor: LabelEditor, answering: Callable[..., None]) -> None:
    answering(lambda dialog: dialog.ways["remove"].click())
    choose(editor, "GPE")
    editor.gone.click()
    assert editor.change.removed == {"GPE"}
    assert editor.labels.get("GPE").into is None
    choose(editor, "GPE")
    editor.gone.click()
    assert editor.change.removed == frozenset()


def test_another_set_can_be_begun_from(editor: LabelEditor, tmp_path: Path) -> None:
    editor.begin_with("conll")
    assert order(editor) == ["PER", "LOC", "ORG", "MISC"]
    # What the project uses stays known; the rest goes.
    assert {label.id for label in editor.labels.retired} == {"GPE", "NORP", "OCC", "PERS"}
    bad = tmp_path / "bad.toml"
    bad.write_text("labels = [", "utf-8")
    editor.begin_with(str(bad))
    assert "bad.toml" in editor._trouble.words
    assert order(editor) == ["PER", "LOC", "ORG", "MISC"]


# Preview and change


def test_the_change_is_told_then_made_and_shown_everywhere(
    edit: Callable[..., LabelEditor], window: MainWindow, answering: Callable[..., None], wait: Callable[..., None]
) -> None:
    editor = edit(window.session, window)
    window.review.verbs.remember(LabelId("GPE"))
    answering(lambda dialog: dialog.heir.setCurrentIndex(dialog.heir.findData("LOC")))
    choose(editor, "GPE")
    editor.gone.click()
    choose(editor, "OCC")
    type_into(editor.form.names["en"], "OFFICE")
    editor.primary.click()
    wait(lambda: editor.pages.currentWidget() is editor.preview)
    assert editor.preview.sentences[0] == "The label “OCC” is called “OFFICE” now. What changes: name."
    assert "The label “GPE” is retired: its spans become “LOC”." in editor.preview.sentences
    assert window.session.project.labels == load("wojood")
    editor.primary.click()
    wait(lambda: editor.result() == QDialog.DialogCode.Accepted)
    wait(lambda: "GPE" not in [label.id for label in window.session.project.labels])
    wait(lambda: window.review.desk.page.labels == window.session.project.labels)
    page = window.review.canvas.page
    assert {item.span.label for item in page.items()} == {"LOC", "PERS"}
    texts = [button.text() for button in window.review.label_bar._buttons]
    assert "OFFICE" in texts
    assert "GPE" not in texts
    assert window.commands["label.2"].iconText() == "OFFICE"
    assert not window.commands["label.4"].isVisible()
    assert window.review.verbs.last_label is None
    window.commands.trigger("edit.undo")
    wait(lambda: any(item.span.label == "GPE" for item in window.review.canvas.page.items()))


def test_stepping_back_from_the_preview_keeps_the_edits(editor: LabelEditor, wait: Callable[..., None]) -> None:
    choose(editor, "OCC")
    type_into(editor.form.names["en"], "OFFICE")
    editor.primary.click()
    wait(lambda: editor.pages.currentWidget() is editor.preview)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.pages.currentIndex() == 0
    assert editor.isVisible()
    assert editor.labels.get("OCC").name("en") == "OFFICE"


def test_nothing_is_changed_where_nothing_was_edited(editor: LabelEditor, wait: Callable[..., None]) -> None:
    editor.primary.click()
    wait(lambda: editor.pages.currentWidget() is editor.preview)
    assert editor.preview.sentences == []
    assert not editor.primary.isEnabled()


def test_edits_are_not_thrown_away_unasked(editor: LabelEditor, answering: Callable[..., None]) -> None:
    asked: list[str] = []

    def stay(dialog: sheet.Sheet) -> bool:
        asked.append(dialog.primary.text())
        return False

    answering(stay)
    editor.crossing.click()
    editor.cancel.click()
    assert asked == ["Discard the edits"]
    assert editor.isVisible()
    answering(lambda _dialog: True)
    editor.cancel.click()
    assert not editor.isVisible()


def test_a_set_that_was_changed_elsewhere_is_told_and_kept(
    editor: LabelEditor, project: Project, wait: Callable[..., None]
) -> None:
    for _turn in apply(project, LabelChange(crossed(project.labels, True))):
        pass
    choose(editor, "OCC")
    type_into(editor.form.names["en"], "OFFICE")
    editor.primary.click()
    wait(lambda: bool(editor._trouble.words))
    assert "changed elsewhere" in editor._trouble.words
    assert editor.isVisible()
    assert editor.primary.isEnabled()
    assert project.labels.get("OCC").name("en") == "OCC"


def test_a_change_in_another_window_reaches_this_one(
    window: MainWindow, project: Project, wait: Callable[..., None]
) -> None:
    for _turn in apply(project, LabelChange(crossed(project.labels, True))):
        pass
    window.review.news._look_round()
    wait(lambda: window.session.project.labels.crossing)
    wait(lambda: window.review.desk.page.labels.crossing)


def test_the_command_opens_the_editor_by_the_menu(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[LabelEditor] = []
    monkeypatch.setattr(LabelEditor, "run", lambda self: opened.append(self) or False)
    window.commands.trigger("labels.edit")
    assert len(opened) == 1


def test_a_project_for_reading_has_no_editor(
    open_window: Callable[..., MainWindow], project_path: Path, wait: Callable[..., None]
) -> None:
    window = open_window()
    window.session.open(project_path, read_only=True)
    wait(lambda: window.review is not None and window.review.desk.page is not None)
    assert not window.commands["labels.edit"].isEnabled()
    assert window.commands["help.guidelines"].isEnabled()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_control_has_a_name_and_no_word_is_cut_off(
    language: str,
    session: Session,
    speaking: Callable[[str], None],
    edit: Callable[..., LabelEditor],
    check_controls: Callable[[QWidget], None],
) -> None:
    speaking(language)
    labels = load("wojood")
    for dialog in (edit(session), RetireDialog(None, labels, labels.get("PERS"), 3), NewLabelDialog(None, str)):
        check_controls(dialog)


# What a label means, where it is given


def test_label_bar_and_list_tell_what_a_label_means(window: MainWindow) -> None:
    from desktop.dialogs.label_list import LabelList

    label = load("wojood").get("ORG")
    button = next(one for one in window.review.label_bar._buttons if one.label.id == "ORG")
    listed = LabelList(window, load("wojood"))
    row = next(row for row in range(21) if listed._model.shown[row].id == "ORG")
    for tip in (button.toolTip(), listed._model.index(row).data(Qt.ItemDataRole.ToolTipRole)):
        assert label.description["en"] in tip
        assert label.examples[0] in tip
    listed.close()


def test_a_tooltip_shows_no_look_of_an_untrusted_set() -> None:
    from annotator.labels import LabelSet
    from desktop.panels.label_words import label_tooltip

    given = {"id": "A", "titles": {"en": "<b>x</b>"}, "examples": ["<img src='http://a/b.png'>"]}
    tip = label_tooltip(LabelSet.from_json({"id": "x", "labels": [given]}).get("A"))
    assert "<img" not in tip
    assert "&lt;b&gt;" in tip


def test_the_swatch_and_rows_are_where_the_mouse_is(editor: LabelEditor) -> None:
    row = order(editor).index("NORP")
    place = editor.rows.visualItemRect(editor.rows.item(row)).center()
    QTest.mouseClick(editor.rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert editor.form.names["en"].text() == "NORP"

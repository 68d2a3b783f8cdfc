"""Search and consistency in the place of the text: found, labelled, undone and opened, by keys and by the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.project.project import Project
from annotator.quality.consistency import Fault
from annotator.review import Review
from desktop.dialogs.label_list import LabelList
from tests.conftest import PATIENCE


@pytest.fixture
def three(make_project, open_page):
    """Three documents with Tokyo in five places, one of them proposed."""
    return open_page(make_project("زار [طوكيو GPE] ثم طوكيو", "في طوكيو وطوكيو", "عاد من طوكيو"))


def search(opened, text=""):
    opened.page.finding.open_search(text)
    opened.settle()
    return opened.page.finding.search.sheet


def lines(sheet):
    return [(line.place.name, line.place.text, line.label, line.state.value) for line in sheet.lines.model.lines]


def states(sheet):
    return [f"{line.state.value} {line.label or ''}".strip() for line in sheet.lines.model.lines]


def choose(sheet, combo, value):
    place = combo.findData(value)
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def click(opened, sheet, row, *, held=Qt.KeyboardModifier.NoModifier, button=Qt.MouseButton.LeftButton):
    listed = sheet.lines.list
    opened.bot.mouseClick(listed.viewport(), button, held, listed.visualRect(listed.model().index(row)).center())


def test_a_search_lists_places_with_what_stands_there(three):
    sheet = search(three, "طوكيو")
    assert three.page.sheets.currentWidget() is sheet
    assert lines(sheet)[0] == ("000", "طوكيو", "GPE", "suggested")
    assert states(sheet)[1:] == ["unmarked"] * 4
    assert sheet.lines.list.hasFocus()
    assert not three.page.head.isVisible()


def test_what_is_typed_is_looked_for_and_enter_goes_to_the_lines(three):
    sheet = search(three)
    assert sheet.field.hasFocus()
    sheet.field.insert("طوك")
    three.wait(lambda: len(sheet.lines.model.lines) == 5)
    three.press("Return", on=sheet.field)
    assert sheet.lines.list.hasFocus()


def test_what_is_selected_in_the_text_is_looked_for(three):
    three.canvas.select(0, 3)
    three.actions.trigger("edit.find_all")
    three.settle()
    assert lines(three.page.finding.search.sheet) == [("000", "زار", None, "unmarked")]


def test_one_key_labels_all_chosen_lines_and_one_undo_takes_it_back(three):
    sheet = search(three, "طوكيو")
    three.press("ctrl+A", "4", on=sheet.lines.list)
    three.settle()
    assert states(sheet) == ["decided GPE"] * 5
    assert three.told[-1] == "5 decisions"
    three.actions.trigger("edit.undo")
    three.settle()
    assert states(sheet) == ["suggested GPE"] + ["unmarked"] * 4
    assert three.page.sheets.currentWidget() is sheet
    three.actions.trigger("edit.redo")
    three.settle()
    assert states(sheet) == ["decided GPE"] * 5
    assert three.page.desk.page.decided_count == 2


def test_space_accepts_and_x_rejects_one_after_the_other(make_project, open_page):
    opened = open_page(make_project("[طوكيو GPE] و[طوكيو GPE] و[طوكيو GPE]"))
    sheet = search(opened, "طوكيو")
    opened.press("Space", "x", on=sheet.lines.list)
    opened.settle()
    assert states(sheet) == ["decided GPE", "rejected GPE", "suggested GPE"]
    assert sheet.lines.list.chosen_rows() == [2]


def test_lines_are_chosen_with_shift_and_left_where_it_is_not_allowed(make_project, open_page):
    opened = open_page(make_project("[أنتوني بلينكن PERS] قال بلينكن"))
    opened.press("Return")
    opened.settle()
    sheet = search(opened, "بلينكن")
    opened.press("shift+Down", on=sheet.lines.list)
    assert len(sheet.lines.list.chosen_rows()) == 2
    opened.press("1", on=sheet.lines.list)
    opened.settle()
    assert states(sheet) == ["unmarked", "decided PERS"]
    assert "1 left as it was" in opened.told[-1]


def test_enter_opens_the_place_and_search_comes_back_as_it_was(three):
    sheet = search(three, "طوكيو")
    three.press("Down", "Down", "Return", on=sheet.lines.list)
    three.settle()
    assert three.page.sheets.currentWidget() is three.canvas
    assert three.canvas.text == "في طوكيو وطوكيو"
    assert three.canvas.hasFocus()
    three.canvas.select(3, 8)
    three.press("4")
    three.settle()
    assert search(three) is three.page.sheets.currentWidget()
    assert states(sheet)[2] == "decided GPE"
    three.press("Escape", on=sheet.lines.list)
    assert three.page.sheets.currentWidget() is three.canvas


def test_by_the_mouse_alone(three):
    sheet = search(three, "طوكيو")
    click(three, sheet, 1)
    click(three, sheet, 3, held=Qt.KeyboardModifier.ControlModifier)
    button = next(one for one in three.page.label_bar._buttons if one.label.id == "LOC")
    three.bot.mouseClick(button, Qt.MouseButton.LeftButton)
    three.settle()
    assert states(sheet) == ["suggested GPE", "decided LOC", "unmarked", "decided LOC", "unmarked"]
    click(three, sheet, 0)
    menu = three.page.finding.search.lines.menu(sheet.lines.model.index(0))
    next(action for action in menu.actions() if action.text().startswith("Accept")).trigger()
    three.settle()
    assert states(sheet)[0] == "decided GPE"
    listed = sheet.lines.list
    at = listed.visualRect(listed.model().index(4)).center()
    three.bot.mouseDClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=at)
    three.settle()
    assert three.canvas.text == "عاد من طوكيو"


def test_the_label_list_opens_at_the_lines(three):
    sheet = search(three, "طوكيو")
    three.press("l", on=sheet.lines.list)
    chooser = next(one for one in QApplication.topLevelWidgets() if isinstance(one, LabelList) and one.isVisible())
    three.press("3", on=chooser.field)
    three.settle()
    assert states(sheet)[0] == "decided ORG"


def test_keys_of_the_hidden_text_do_nothing(three):
    sheet = search(three, "طوكيو")
    three.press("m", "s", "t", "f", "ctrl+Return", on=sheet.lines.list)
    three.actions.trigger("document.finish")
    three.settle()
    assert three.stored() == set()
    assert not three.page.desk.page.flag


def test_filters_narrow_what_is_found_and_find_without_a_text(three):
    sheet = search(three, "طوكيو")
    choose(sheet, sheet.state, "unmarked")
    three.settle()
    assert states(sheet) == ["unmarked"] * 4
    choose(sheet, sheet.reach, "here")
    three.settle()
    assert states(sheet) == ["unmarked"]
    sheet.ask_for("")
    choose(sheet, sheet.label, "GPE")
    three.settle()
    assert states(sheet) == ["suggested GPE"]
    choose(sheet, sheet.score, "doubtful")
    three.settle()
    assert states(sheet) == []
    assert sheet.lines._nothing.text() == "There is no such mark."


def test_more_lines_come_on_scrolling_down_and_all_can_be_chosen(make_project, open_page):
    opened = open_page(make_project(*(f"طوكيو {n} طوكيو" for n in range(140))))
    sheet = search(opened, "طوكيو")
    assert len(sheet.lines.model.lines) < 280
    assert "first" in sheet.lines._count.text()
    sheet.lines.list.verticalScrollBar().setValue(sheet.lines.list.verticalScrollBar().maximum())
    opened.settle()
    opened.wait(lambda: len(sheet.lines.model.lines) > 150)
    opened.press("ctrl+A", on=sheet.lines.list)
    opened.wait(lambda: len(sheet.lines.list.chosen_rows()) == 280)


def test_the_marks_of_another_person_are_only_shown(make_project, open_page):
    path = make_project("[طوكيو GPE]")
    with Project.open(path) as project:
        other = Review(project, project.people.named("B"))
        other.accept(other.open(project.documents.ids()[0]).items()[0])
    opened = open_page(path)
    sheet = search(opened, "طوكيو")
    assert states(sheet) == ["suggested GPE"]
    choose(sheet, sheet.person, sheet.person.itemData(1))
    opened.settle()
    assert states(sheet) == ["decided GPE"]
    opened.press("x", on=sheet.lines.list)
    opened.settle()
    assert states(sheet) == ["decided GPE"]
    assert "another person" in opened.told[-1]


def test_a_document_of_the_list_comes_before_the_search(three):
    search(three, "طوكيو")
    panel = three.page.documents
    for place in (1, 1, 0):
        search(three)
        panel.document_chosen.emit(panel.model.ids[place])
        three.settle()
        assert three.page.sheets.currentWidget() is three.canvas
        assert three.page.desk.document == panel.model.ids[place]


def test_a_project_for_reading_only_finds_and_refuses(make_project, open_page, monkeypatch):
    path = make_project("[طوكيو GPE]")
    monkeypatch.setattr("annotator.project.connection.is_writable", lambda _path: False)
    opened = open_page(path)
    sheet = search(opened, "طوكيو")
    opened.press("Space", on=sheet.lines.list)
    opened.settle()
    assert "reading only" in opened.notes[0]
    assert states(sheet) == ["suggested GPE"]


class TestConsistency:
    @pytest.fixture
    def opened(self, make_project, open_page):
        path = make_project("[طوكيو GPE] و[بكين GPE] و[بكين GPE]", "[طوكيو LOC] و[طوكيو LOC]", "زار بكين")
        with Project.open(path) as project:
            review = Review(project, project.people.named("فاطمة"))
            for document in project.documents.ids():
                review.page = review.load(document)  # memory would propose what is to be passed over
                review.finish(0.5)
        return open_page(path)

    @pytest.fixture
    def sheet(self, opened):
        page = opened.page.finding.consistency
        opened.actions.trigger("tools.consistency")
        opened.bot.waitUntil(lambda: page._found is not None, timeout=PATIENCE)
        opened.settle()
        return page.sheet

    def names(self, sheet):
        return [group.text for group in sheet.model.groups]

    def turn_to(self, opened, sheet, fault):
        button = sheet.faults._buttons[fault.value]
        opened.bot.mouseClick(button, Qt.MouseButton.LeftButton)
        opened.settle()

    def test_a_group_is_put_right_by_one_button_and_one_undo(self, opened, sheet):
        assert self.names(sheet) == ["طوكيو"]
        assert states(sheet) == ["decided GPE", "decided LOC", "decided LOC"]
        alike = next(one for one in sheet.findChildren(QPushButton) if one.text() == "All as LOC")
        opened.bot.mouseClick(alike, Qt.MouseButton.LeftButton)
        opened.settle()
        assert states(sheet) == ["decided LOC"] * 3
        assert sheet.model.is_right(sheet.model.groups[0])
        opened.actions.trigger("edit.undo")
        opened.settle()
        assert states(sheet) == ["decided GPE", "decided LOC", "decided LOC"]
        assert not sheet.model.is_right(sheet.model.groups[0])

    def test_what_was_put_right_is_gone_when_the_groups_are_shown_again(self, opened, sheet):
        opened.press("4", on=sheet.lines.list)
        opened.press("Down", "shift+Down", "4", on=sheet.lines.list)
        opened.settle()
        assert states(sheet) == ["decided GPE"] * 3
        self.turn_to(opened, sheet, Fault.UNMARKED)
        self.turn_to(opened, sheet, Fault.LABELS)
        assert self.names(sheet) == []
        assert sheet._nothing.text() == "Nothing inconsistent."

    def test_a_name_that_was_passed_over_is_marked_from_its_line(self, opened, sheet):
        self.turn_to(opened, sheet, Fault.UNMARKED)
        assert self.names(sheet) == ["بكين"]
        assert states(sheet) == ["decided GPE", "decided GPE", "unmarked"]
        opened.press("Down", "Down", "4", on=sheet.lines.list)
        opened.settle()
        assert states(sheet) == ["decided GPE"] * 3
        assert sheet.model.is_right(sheet.model.groups[0])

    def test_what_is_right_so_does_not_come_again_until_it_is_asked_for(self, opened, sheet):
        right = next(one for one in sheet.findChildren(QPushButton) if one.text() == "It is right so")
        opened.bot.mouseClick(right, Qt.MouseButton.LeftButton)
        opened.settle()
        assert self.names(sheet) == []
        sheet.again_requested.emit()
        opened.bot.waitUntil(lambda: not opened.page.finding.consistency._looking, timeout=PATIENCE)
        assert self.names(sheet) == ["بكين"]
        self.turn_to(opened, sheet, Fault.LABELS)
        assert self.names(sheet) == []
        sheet.ask_again_requested.emit()
        opened.wait(lambda: opened.page.finding.consistency._looking)
        opened.bot.waitUntil(lambda: not opened.page.finding.consistency._looking, timeout=PATIENCE)
        self.turn_to(opened, sheet, Fault.LABELS)
        assert self.names(sheet) == ["طوكيو"]

    def test_nothing_begun_says_so(self, three):
        page = three.page.finding.consistency
        three.actions.trigger("tools.consistency")
        three.bot.waitUntil(lambda: not page._looking, timeout=PATIENCE)
        assert "begin with one" in page.sheet._said.text()


def test_the_pages_speak_arabic_in_place(three):
    from annotator import texts

    sheet = search(three, "طوكيو")
    texts.use("ar")
    three.page.retranslate()
    assert sheet.label.itemText(1) == "شخص"
    assert sheet.lines.model.rowCount() == 5
    assert three.page.grab().save(str(three.path.with_suffix(".png")))


def test_lines_are_drawn_at_any_width(three):
    sheet = search(three, "طوكيو")
    for width in (1400, 900, 700):
        three.page.window().resize(width, 700)
        assert not sheet.lines.list.grab().isNull()
        assert sheet.lines.list.indexAt(QPoint(5, 5)).row() == 0

"""Reviewing by keys alone: every decision is in the file, and the reader is led on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.project.project import Project
from annotator.records import Status
from desktop.dialogs.label_list import LabelList

BLINKEN = "[وزير الخارجية [الأميركي NORP] OCC] [أنتوني بلينكن PERS] في [طوكيو GPE] اليوم"


def test_opens_at_the_first_undecided_span_outer_before_inner(make_project, open_page):
    page = open_page(make_project(BLINKEN))
    assert page.current == "وزير الخارجية الأميركي OCC"


def test_enter_accepts_and_goes_on(make_project, open_page):
    page = open_page(make_project(BLINKEN))
    page.press("Return", "Return")
    assert page.current == "أنتوني بلينكن PERS"
    assert page.stored() == {"وزير الخارجية الأميركي OCC", "الأميركي NORP"}


def test_rejecting_the_outer_leaves_the_inner(make_project, open_page):
    page = open_page(make_project(BLINKEN))
    page.press("x")
    assert page.current == "الأميركي NORP"
    assert page.stored() == set()
    assert page.page.desk.page.left_count == 3


def test_tab_and_shift_tab_step_and_go_round(make_project, open_page):
    page = open_page(make_project(BLINKEN))
    page.press("Tab")
    assert page.current == "الأميركي NORP"
    page.press("shift+Backtab", "shift+Backtab")
    assert page.current == "طوكيو GPE"
    page.press("Tab")
    assert page.current == "وزير الخارجية الأميركي OCC"


def test_passed_over_ones_come_again_at_the_end(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] و[بكين GPE]"))
    page.press("Tab", "Return")
    assert page.current == "طوكيو GPE"
    assert "1 left" in page.told[-1]
    page.press("Return")
    assert page.notes == ["All is decided in this document."]


def test_a_digit_relabels_the_current_span(make_project, open_page):
    page = open_page(make_project(BLINKEN))
    page.press("Tab", "Tab", "Tab", "5")
    assert page.current == "طوكيو LOC"
    assert page.stored() == {"طوكيو LOC"}


def test_selection_takes_a_label_by_digit_and_the_next_by_enter(make_project, open_page):
    page = open_page(make_project("سافر أحمد ومحمود إلى [طوكيو GPE]"))
    page.canvas.select(5, 9)
    page.press("1")
    assert page.current == "أحمد PERS"
    page.canvas.select(11, 16)
    page.press("Return")
    assert page.stored() == {"أحمد PERS", "محمود PERS"}


def test_enter_on_a_selection_asks_for_a_label_where_none_was_used(make_project, open_page):
    page = open_page(make_project("سافر أحمد إلى [طوكيو GPE]"))
    page.canvas.select(5, 9)
    page.press("Return")
    chooser = page.page.window().findChild(LabelList)
    chooser.field.setText("شخ")
    page.press("Return", on=chooser.field)
    assert page.stored() == {"أحمد PERS"}


@pytest.mark.parametrize("digit", ["1", "١"])
def test_a_digit_in_the_label_list_gives_its_label_at_once(make_project, open_page, digit):
    page = open_page(make_project("سافر أحمد إلى [طوكيو GPE]"))
    page.canvas.select(5, 9)
    page.press("l")
    page.page.window().findChild(LabelList).field.setText(digit)
    assert page.stored() == {"أحمد PERS"}


def test_the_label_list_begins_at_the_last_label(make_project, open_page):
    page = open_page(make_project("سافر أحمد ومحمود إلى [طوكيو GPE]"))
    page.canvas.select(5, 9)
    page.press("1")
    page.canvas.select(11, 16)
    page.press("l")
    chooser = page.page.window().findChildren(LabelList)[-1]
    page.press("Return", on=chooser.field)
    assert page.stored() == {"أحمد PERS", "محمود PERS"}


def test_edges_move_as_one_resize_and_escape_gives_back(make_project, open_page):
    page = open_page(make_project("في [وطوكيو GPE] اليوم"))
    page.press("b", "Left", "Return")
    assert page.current == "طوكيو GPE"
    assert page.stored() == {"طوكيو GPE"}
    page.press("e", "Right", "Escape")
    assert page.current == "طوكيو GPE"


def test_trim_takes_the_proclitic_off(make_project, open_page):
    page = open_page(make_project("زار [والصين GPE] أمس"))
    page.press("t")
    assert page.stored() == {"الصين GPE"}
    page.press("t")
    assert page.told[-1] == "There is nothing to trim here."


def test_wider_and_narrower(make_project, open_page):
    page = open_page(make_project(BLINKEN))
    page.press("shift+g")
    assert page.current == "الأميركي NORP"
    page.press("g")
    assert page.current == "وزير الخارجية الأميركي OCC"


def test_split_and_merge(make_project, open_page):
    page = open_page(make_project("[أحمد محمود PERS] سافر"))
    page.press("Return")
    page.page.verbs.go_to(page.page.desk.page.items()[0])
    page.canvas.put_caret(4)
    page.press("s")
    assert page.stored() == {"أحمد PERS", "محمود PERS"}
    assert page.current == "أحمد PERS"
    page.press("m")
    assert page.stored() == {"أحمد محمود PERS"}


def test_ctrl_enter_finishes_and_turns_to_the_next(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]", "[بكين GPE]"))
    first = page.page.desk.document
    page.press("ctrl+Return")
    page.settle()
    assert page.current == "بكين GPE"
    assert page.stored(first) == {"طوكيو GPE"}
    page.press("ctrl+Return")
    page.settle()
    assert page.page.sheets.currentWidget() is page.page.finish


def test_finishing_leaves_what_is_below_the_threshold(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] و[بكين GPE]", score=0.5))
    page.press("Return", "ctrl+Return")
    page.settle()
    assert page.page.desk.page.status is Status.DONE
    assert page.stored() == {"طوكيو GPE"}
    assert page.page.desk.page.left_count == 1


def test_editing_a_finished_document_reopens_it(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] و[بكين GPE]", score=0.5))
    page.press("ctrl+Return")
    page.settle()
    page.page.finish.look_again_requested.emit()
    page.press("Return")
    assert page.page.desk.page.status is Status.IN_PROGRESS
    assert "open again" in page.told[-1]


def test_undo_and_redo_over_documents(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] [بكين GPE]", "[لندن GPE]"))
    first = page.page.desk.document
    page.press("Return")
    page.actions.trigger("document.next")
    page.settle()
    page.actions.trigger("edit.undo")
    page.settle()
    assert page.page.desk.document == first
    assert page.current == "طوكيو GPE"
    assert page.told[-1].startswith("Taken back")
    assert page.stored() == set()
    page.actions.trigger("edit.redo")
    page.settle()
    assert page.stored() == {"طوكيو GPE"}


def test_nothing_to_undo_is_said_in_the_status_line(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"))
    page.actions.trigger("edit.undo")
    page.settle()
    assert page.told[-1] == "There is nothing to take back."
    assert page.notes == []


def test_what_the_label_set_refuses_is_explained_and_cleared_by_the_next_step(make_project, open_page):
    page = open_page(make_project("[أنتوني بلينكن PERS] في [طوكيو GPE]"))
    page.press("Return")
    page.canvas.select(3, 10)
    page.press("4")
    assert "cannot stand here" in page.notes[0]
    page.canvas.clear_selection()
    page.press("Tab", "Return")
    assert all("cannot" not in note for note in page.notes)


def test_flag(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"))
    page.press("f")
    page.settle()
    row = page.page.documents.model.row(page.page.desk.document)
    assert row.flag


def test_copy(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] اليوم"))
    page.actions.trigger("edit.copy")
    assert QApplication.clipboard().text() == "طوكيو"


@pytest.mark.parametrize("key", ["x", "1", "Return", "Space", "Tab", "t", "p", "f", "Delete"])
def test_keys_of_the_text_decide_nothing_elsewhere(make_project, open_page, key, monkeypatch):
    page = open_page(make_project(BLINKEN))
    monkeypatch.setattr(QApplication, "activePopupWidget", lambda: None)
    widgets = [page.page.spans.field, page.page.documents.field, page.page.documents.list, page.page.label_bar.all]
    before = page.page.desk.page.version
    for widget in widgets:
        widget.setFocus()
        page.press(key, on=widget)
    for popup in page.page.window().findChildren(LabelList):
        popup.close()
    page.settle()
    assert page.page.desk.page.version == before


def test_escape_steps_back_to_no_current_span(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"))
    page.press("Escape")
    assert page.current == ""
    page.press("Return")
    assert page.current == "طوكيو GPE"


def test_f6_goes_round_the_panes(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"))
    page.page.window().activateWindow()
    seen = []
    for _step in range(3):
        page.actions.trigger("pane.next")
        seen.append(QApplication.focusWidget())
    assert set(seen) == {page.page.spans.list, page.canvas, page.page.documents.list}


def test_focus_is_where_keys_count(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"))
    assert page.canvas.focusPolicy() & Qt.FocusPolicy.StrongFocus


def test_page_keys_scroll(make_project, open_page):
    page = open_page(make_project("\n".join(["سطر من [طوكيو GPE] طويل"] * 60)))
    bar = page.canvas.verticalScrollBar()
    before = bar.value()
    page.press("PageDown")
    assert bar.value() > before


def test_keys_on_an_arabic_layout_count(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"))
    event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, 12, 0, 0, "٣")
    QApplication.sendEvent(page.canvas, event)
    assert page.current == "طوكيو ORG"


def test_doubtful_spans_first(open_page, make_project):
    path = make_project("[طوكيو GPE] ثم [بلينكن PERS] ثم [هانوي GPE]", score=0.9)
    with Project.open(path) as project:
        [document] = project.documents.ids()
        text = project.documents.get(document).text
        doubts = [("بلينكن", 0.55), ("طوكيو", 0.7)]
        project.db.execute("UPDATE suggestion SET score = 0.99")
        for string, score in doubts:
            project.db.execute("UPDATE suggestion SET score = ? WHERE start = ?", [score, text.index(string)])
        project.db.conn.commit()
    page = open_page(path)
    page.actions.trigger("view.doubtful")
    page.canvas.set_current(None)
    seen = []
    for _step in range(3):
        page.press("Tab" if not seen else "Return")
        seen.append(page.current)
    assert seen == ["بلينكن PERS", "طوكيو GPE", "هانوي GPE"]
    page.actions.trigger("view.doubtful")
    assert page.told[-1] == "Spans come as in the text."


def test_what_was_decided_is_proposed_at_once_where_it_stands_again(open_page, make_project):
    page = open_page(make_project("[نوفايا زاريا LOC] قرب نوفايا زاريا ثم نوفايا زاريا"))
    page.press("Return")
    page.wait(lambda: page.page.desk.page.left_count == 2)
    assert {item.reason for item in page.page.desk.page.undecided()} == {"accepted before in this project"}


def test_what_was_rejected_is_not_asked_again(open_page, make_project):
    source = "[حماس ORG] كبير ثم [حماس ORG] بالغ ثم [حماس ORG] شديد"
    page = open_page(make_project(source, score=0.6))
    page.press("x", "x")
    page.wait(lambda: page.page.desk.page.left_count == 0)
    page.press("ctrl+Z")
    page.wait(lambda: page.page.desk.page.left_count > 0)

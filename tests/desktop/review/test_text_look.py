"""How the text is shown on the review page: chosen, kept, and what is odd in it told."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from annotator.records import Status
from desktop.canvas.text_look import TextLook
from desktop.dialogs.text_look import TextLookPopup
from desktop.pages.text_look import look_of

DECEIVING = "if access != \u202euser\u202c then"


def test_what_is_chosen_shows_at_once_and_is_kept(make_project, open_page):
    page = open_page(make_project("قَالَ [محمد PERS]"))
    page.actions.trigger("view.text")
    popup = page.page.window().findChild(TextLookPopup)
    popup.face.setCurrentIndex(popup.face.findData("amiri"))
    assert page.canvas.look.face == "amiri"
    popup.spacing.chosen.emit("wide")
    popup.column.chosen.emit("narrow")
    popup.diacritics.setChecked(False)
    popup.invisibles.setChecked(True)
    chosen = TextLook("amiri", "wide", "narrow", diacritics=False, invisibles=True)
    assert page.canvas.look == chosen
    assert look_of(page.page._settings) == chosen
    assert not page.actions["view.diacritics"].isChecked()
    popup.close()
    page.actions.trigger("view.diacritics")
    page.actions.trigger("view.invisibles")
    assert (page.canvas.look.diacritics, page.canvas.look.invisibles) == (True, False)
    assert page.canvas.text == "قَالَ محمد"


def test_the_direction_of_a_paragraph_goes_round_is_kept_and_undone(make_project, open_page):
    page = open_page(make_project("سطر أول\nزار [طوكيو GPE]"))
    directions = []
    for _turn in range(3):
        page.actions.trigger("paragraph.direction")
        page.settle()
        directions.append(dict(page.page.desk.page.state.directions))
    assert directions == [{8: "ltr"}, {8: "rtl"}, {}]
    assert page.page.desk.page.status is Status.NEW
    page.actions.trigger("edit.undo")
    page.settle()
    assert page.canvas.paragraphs.directions == {8: "rtl"}
    assert page.canvas.paragraphs[1].rtl


def test_a_document_that_reads_otherwise_says_so_when_it_opens(make_project, open_page):
    page = open_page(make_project(DECEIVING, "نص [طوكيو GPE]"))
    page.page.documents.document_chosen.emit(page.page.documents.model.ids[0])
    page.settle()
    (note,) = page.page.strip.notes()
    assert "read other than" in note.text
    page.page.documents.document_chosen.emit(page.page.documents.model.ids[1])
    page.settle()
    assert page.notes == []
    page.page.documents.document_chosen.emit(page.page.documents.model.ids[0])
    page.settle()
    button = next(b for b in page.page.strip.notes()[0].findChildren(QPushButton))
    button.click()
    assert page.canvas.look.invisibles
    assert page.notes == []


def test_an_edge_with_what_is_not_seen_is_told_beside_the_span_and_t_mends_it(make_project, open_page):
    page = open_page(make_project("زار [\u200fطوكيو GPE] اليوم"))
    told = page.page.current._edges
    assert "RLM" in told.text()
    assert told.isVisible()
    page.press("t")
    assert page.current == "طوكيو GPE"
    assert not told.isVisible()


def test_the_tooltip_learns_who_decided_last(make_project, open_page):
    page = open_page(make_project("زار [طوكيو GPE] و[بكين GPE]"))
    page.press("Return")
    item = page.page.desk.page.items()[0]
    said = []
    page.canvas.ask_past(item, said.append)
    page.settle()
    assert "فاطمة · accepted" in said[0]
    page.canvas.ask_past(page.page.desk.page.items()[1], said.append)
    page.settle()
    assert len(said) == 1

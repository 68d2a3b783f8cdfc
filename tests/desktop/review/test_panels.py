"""Find bar, documents, labels, pace, search in all documents, narrow windows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from shiboken6 import isValid

from annotator.jobs import assign, finish
from annotator.labels import load
from annotator.project.project import Project
from annotator.records import Status
from desktop.dialogs.label_list import matching
from desktop.dialogs.same_strings import SameStringsDialog
from desktop.panels.find import FindBar, found_by_paragraph
from tests.desktop.review.conftest import PERSON


@pytest.mark.parametrize(
    ("query", "first"),
    [("gp", "GPE"), ("بلد", "GPE"), ("شخ", "PERS"), ("مدينه", "GPE"), ("person", "PERS"), ("7", "DATE"), ("zzz", None)],
)
def test_the_label_list_is_filtered_in_either_language(query, first):
    found = matching(load("wojood"), query)
    assert (found[0].id if found else None) == first


def test_found_behind_proclitics_and_spelling_over_paragraphs():
    text = "زار الصين.\nعاد من والصين\n\nوللصين"
    found = [text[start:end] for places in found_by_paragraph(text, "الصين") for start, end in places]
    assert found == ["الصين", "الصين", "لصين"]


def test_the_find_bar_begins_after_the_caret_and_goes_round(qtbot):
    bar = FindBar()
    qtbot.addWidget(bar)
    chosen = []
    bar.place_chosen.connect(lambda start, _end: chosen.append(start))
    bar.open("طوكيو ثم طوكيو ثم طوكيو", "طوكيو", 3)
    bar.step(1)
    bar.step(1)
    assert chosen == [9, 18, 0]
    assert bar.count.text() == "1 of 3"
    bar.field.setText("بكين")
    assert bar.count.text() == "Not found"


def test_documents_are_listed_filtered_and_opened(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]", "[بكين GPE]", "[لندن GPE]"))
    model, panel = page.page.documents.model, page.page.documents
    page.press("ctrl+Return")
    page.settle()
    panel.states.setCurrentIndex(panel.states.findData(Status.DONE.value))
    panel.states.activated.emit(panel.states.currentIndex())
    page.settle()
    assert len(model.ids) == 1
    panel.document_chosen.emit(model.ids[0])
    page.settle()
    assert page.canvas.text == "طوكيو"


def test_going_back_finds_the_span_that_was_left(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] [بكين GPE] [لندن GPE]", "[باريس GPE]"))
    page.press("Tab", "Tab")
    page.page.documents.document_chosen.emit(page.page.documents.model.ids[1])
    page.settle()
    page.page.documents.document_chosen.emit(page.page.documents.model.ids[0])
    page.settle()
    assert page.current == "لندن GPE"


def test_rename_and_remove_and_their_undo(make_project, open_page, monkeypatch):
    page = open_page(make_project("[طوكيو GPE]", "[بكين GPE]"))
    first = page.page.desk.document
    monkeypatch.setattr("desktop.dialogs.sheet.ask_name", lambda *_words: "الاسم")
    page.actions.trigger("document.rename")
    page.settle()
    assert page.page.documents.model.row(first).name == "الاسم"
    page.actions.trigger("document.remove")
    page.settle()
    assert first not in page.page.documents.model.ids
    assert page.canvas.text == "بكين"
    page.actions.trigger("edit.undo")
    page.settle()
    assert first in page.page.documents.model.ids
    assert page.page.desk.document == first
    page.actions.trigger("edit.redo")
    page.settle()
    assert page.page.desk.document != first


def test_a_corrected_text_takes_the_place_of_the_old(make_project, open_page, monkeypatch):
    page = open_page(make_project("زار [طوكيو GPE] امس"))
    page.press("Return")
    monkeypatch.setattr(
        "desktop.dialogs.text.ask_corrected_text", lambda _parent, _name, text: text.replace("امس", "أمس")
    )
    page.actions.trigger("document.revise")
    page.settle()
    assert page.canvas.text == "زار طوكيو أمس"
    assert page.page.desk.page.decided_count == 1
    assert len(page.page.documents.model.ids) == 1


def test_erase_asks_twice(make_project, open_page, monkeypatch):
    page = open_page(make_project("[طوكيو GPE]", "[بكين GPE]"))
    asked = []
    monkeypatch.setattr("desktop.messages.Messages.ask", lambda *words: asked.append(words) or True)
    page.actions.trigger("document.erase")
    page.settle()
    assert len(asked) == 2
    assert len(page.page.documents.model.ids) == 1
    assert page.canvas.text == "بكين"


def test_narrow_windows_fold_the_docks(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"), width=1100)
    assert page.page.end_dock.folded
    assert not page.page.start_dock.folded
    page.page.window().resize(900, 700)
    assert page.page.start_dock.folded
    page.page.end_dock.tab.click()
    assert not page.page.end_dock.folded
    assert page.canvas.width() >= 480


def test_places_can_be_left_out(qtbot, make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] ثم طوكيو ثم طوكيو"))
    page.press("Return")
    item = page.page.desk.page.items()[0]
    dialog = SameStringsDialog(
        None, "طوكيو", "GPE", page.page.desk.verbs.same_strings(item), lambda deliver: deliver([])
    )
    qtbot.addWidget(dialog)
    dialog.model.toggle(0)
    assert [place.start for place in dialog.chosen] == [18]
    assert dialog.primary.text() == "Mark 1 place"
    dialog.model.tick_all(False)
    assert not dialog.primary.isEnabled()


def test_places_that_come_when_the_dialog_was_left_are_let_go(qtbot):
    asked = []
    dialog = SameStringsDialog(None, "طوكيو", "GPE", [], asked.append)
    dialog.reject()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)
    asked[0]([])


def test_the_last_document_leads_to_what_was_done(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"))
    page.press("ctrl+Return")
    page.settle()
    assert page.page.sheets.currentWidget() is page.page.finish
    assert "1 document reviewed, with 1 span" in page.page.finish._done.text()


def test_what_was_done_stays_in_front_when_news_come_and_an_undo_shows_the_text(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"))
    page.press("ctrl+Return")
    page.settle()
    with Project.open(page.path) as elsewhere:
        elsewhere.people.named("علي")
    page.page.news.arrived.emit()
    page.settle()
    assert page.page.sheets.currentWidget() is page.page.finish
    page.actions.trigger("edit.undo")
    page.settle()
    assert page.page.sheets.currentWidget() is page.canvas


def test_a_span_chosen_after_the_last_document_shows_the_text(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"))
    page.press("ctrl+Return")
    page.settle()
    page.page.spans.span_chosen.emit(page.page.desk.page.items()[0].span)
    assert page.page.sheets.currentWidget() is page.canvas


def test_after_the_last_document_of_an_annotators_file_it_is_to_be_given_back(make_project, open_page):
    handed = finish(assign(make_project("[طوكيو GPE]"), [PERSON], overlap=1.0, blind_share=0.0, each=1)).files[0].path
    page = open_page(handed)
    page.press("ctrl+Return")
    page.settle()
    said = page.page.finish
    assert handed.name in said._next.text()
    assert said._folder.isVisible()
    assert said._folder.hasFocus()
    assert not said._import.isVisible()


def test_an_empty_project_says_what_to_do(make_project, open_page):
    page = open_page(make_project())
    assert page.page.sheets.currentWidget() is page.page.empty
    assert page.page.empty.focusProxy().hasFocus()


def test_language_and_theme_change_in_place(make_project, open_page):
    from annotator import texts

    page = open_page(make_project("[طوكيو GPE]"))
    texts.use("ar")
    page.page.retranslate()
    page.page.wear()
    assert page.page.spans.head.title.text() == "مقاطع الوثيقة"
    assert page.current == "طوكيو GPE"


def test_history_tells_who_decided_what(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"))
    page.press("5")
    page.page.current._history.setChecked(True)
    page.settle()
    assert "label changed" in [cells[1].text() for cells in page.page.current._cells]

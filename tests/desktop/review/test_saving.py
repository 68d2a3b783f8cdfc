"""What is shown as saved is in the file; what could not be saved goes back and says so; two windows on one file."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from annotator.errors import DiskFull
from annotator.project.decisions import Decisions
from annotator.project.project import Project
from annotator.review import Review


def fail_once(monkeypatch, path):
    """Let the disk be full for the next step."""
    append = Decisions.append
    failed = []

    def refuse(self, step):
        if not failed:
            failed.append(step)
            raise DiskFull(path=path)
        return append(self, step)

    monkeypatch.setattr(Decisions, "append", refuse)
    return failed


def test_a_span_is_drawn_as_being_saved_until_the_file_has_it(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] و[بكين GPE]"))
    page.press("Return")
    assert {span.label for span in page.page.desk.saving_spans()} == {"GPE"}
    page.settle()
    assert page.page.desk.saving_spans() == set()


def test_a_failed_save_puts_the_span_back_and_stays_until_answered(make_project, open_page, monkeypatch):
    page = open_page(make_project("[طوكيو GPE] و[بكين GPE]"))
    fail_once(monkeypatch, page.path)
    page.press("Return")
    assert page.page.desk.page.left_count == 1
    page.settle()
    assert page.page.desk.page.left_count == 2
    assert "disk is full" in page.notes[0]
    assert page.page.notes.unsaved
    page.press("Tab", "Return")
    page.settle()
    assert "disk is full" in page.notes[0]


def test_trying_again_saves_what_failed(make_project, open_page, monkeypatch):
    page = open_page(make_project("[طوكيو GPE] و[بكين GPE]"))
    fail_once(monkeypatch, page.path)
    page.press("Return")
    page.settle()
    again = next(one for one in page.page.strip.notes()[0].findChildren(QPushButton) if one.text() == "Try again")
    again.click()
    page.settle()
    assert page.stored() == {"طوكيو GPE"}
    assert page.page.desk.page.left_count == 1
    assert page.notes == []
    assert not page.page.notes.unsaved


def test_decisions_made_while_a_page_is_read_again_are_on_it(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] و[بكين GPE]"))
    page.page.desk.reload()
    page.press("Return")
    page.settle()
    assert page.page.desk.page.left_count == 1
    assert page.current == "بكين GPE"


def test_what_another_window_decided_appears_with_the_next_step(make_project, open_page):
    path = make_project("[طوكيو GPE] و[بكين GPE] و[لندن GPE]")
    one, other = open_page(path), open_page(path)
    one.press("Return")
    one.settle()
    other.press("Tab", "Return")
    other.settle()
    assert other.page.desk.page.left_count == 1
    assert other.stored() == {"طوكيو GPE", "بكين GPE"}
    assert other.current == "لندن GPE"


def test_undo_takes_back_what_this_window_did_not_the_others(make_project, open_page):
    path = make_project("[طوكيو GPE] و[بكين GPE]")
    one, other = open_page(path), open_page(path)
    other.press("Tab", "Return")
    other.settle()
    one.press("Return")
    one.settle()
    one.actions.trigger("edit.undo")
    one.settle()
    assert one.stored() == {"بكين GPE"}


def test_closing_right_after_a_key_loses_nothing(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] و[بكين GPE]"))
    document = page.page.desk.document
    page.press("Return", "Return")
    page.session.close()
    with Project.open(page.path, read_only=True) as project:
        person = project.people.all()[0]
        assert len(project.decisions.state(document, person.id).by_span) == 2


def test_a_project_for_reading_only_shows_and_refuses(make_project, open_page, monkeypatch):
    path = make_project("[طوكيو GPE] و[بكين GPE]")
    monkeypatch.setattr("annotator.project.connection.is_writable", lambda _path: False)
    page = open_page(path)
    assert page.current == "طوكيو GPE"
    page.press("Return")
    assert "reading only" in page.told[-1]
    page.page.verbs.accept()
    assert "reading only" in page.notes[0]
    assert page.page.desk.page.left_count == 2


def test_memory_shows_in_a_document_fetched_ahead(make_project, open_page):
    page = open_page(make_project("سافر أحمد إلى [طوكيو GPE]", "عاد أحمد من [بكين GPE]"))
    page.page._fetch_ahead()
    page.settle()
    page.canvas.select(5, 9)
    page.press("1")
    page.actions.trigger("document.finish")
    page.settle()
    texts = [page.canvas.text[item.span.start : item.span.end] for item in page.page.desk.page.items()]
    assert "أحمد" in texts


def test_same_strings_everywhere_in_one_step(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] ثم طوكيو", "زار طوكيو"))
    other = page.page.documents.model.ids[1]
    page.press("Return")
    item = page.page.desk.page.items()[0]
    page.page.verbs.go_to(item)
    here = page.page.desk.verbs.same_strings(item)
    page.settle()
    found = []

    def look(review: Review):
        return review.same_strings_everywhere(page.page.desk.document, item.span)

    page.session.file.call(look, found.extend)
    page.settle()
    page.page.span_dialogs._apply([*here, *found], item)
    page.settle()
    assert page.stored(other) == {"طوكيو GPE"}
    assert page.page.desk.page.decided_count == 2
    page.actions.trigger("edit.undo")
    page.settle()
    assert page.stored(other) == set()

"""The list of documents: leaving one for later, filters and orders and that they are kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from annotator.project.project import Project
from annotator.review import Review
from desktop.panels.documents_model import state_text


@pytest.fixture
def page(make_project, open_page):
    return open_page(make_project("[طوكيو GPE]", "[بكين GPE]", "[لندن GPE]"))


def listed(page) -> list[int]:
    """The places, in order of import, of what is listed."""
    page.settle()
    every = []
    page.session.file.call(lambda review: review.project.documents.ids(), every.extend)
    page.settle()
    return [every.index(document) for document in page.page.documents.model.ids]


def choose(page, shown: str) -> None:
    states = page.page.documents.states
    states.setCurrentIndex(states.findData(shown))
    states.activated.emit(states.currentIndex())
    page.settle()


def test_a_skipped_document_comes_last_and_is_taken_up_by_deciding(page):
    first = page.page.desk.document
    page.press("k")
    page.settle()
    assert page.canvas.text == "بكين"
    row = page.page.documents.model.row(first)
    assert row.skipped
    assert state_text(row).endswith("skipped")
    page.press("ctrl+Return")
    page.settle()
    page.press("ctrl+Return")
    page.settle()
    assert page.page.desk.document == first
    page.press("Return")
    page.settle()
    assert not page.page.documents.model.row(first).skipped
    assert page.stored() == {"طوكيو GPE"}


def test_skipping_the_only_one_left_says_so_and_can_be_undone(page):
    page.press("ctrl+Return")
    page.settle()
    page.press("ctrl+Return")
    page.settle()
    last = page.page.desk.document
    page.press("k")
    page.settle()
    assert page.page.desk.document == last
    assert page.told[-1] == "There is no other document to do."
    page.actions.trigger("edit.undo")
    page.settle()
    assert not page.page.desk.page.skipped


def test_the_list_shows_what_was_skipped_flagged_or_noted(page, monkeypatch):
    monkeypatch.setattr("desktop.pages.documents.ask_note", lambda *_words: "راجع")
    first, second, third = page.page.documents.model.ids
    for command, document in (("document.skip", second), ("document.flag", third), ("document.note", first)):
        page.page.documents.command_requested.emit(command, document)
        page.settle()
    for shown, expected in (("skipped", [1]), ("flagged", [2]), ("noted", [0]), ("", [0, 1, 2])):
        choose(page, shown)
        assert listed(page) == expected
    page.page.documents.command_requested.emit("document.skip", second)
    choose(page, "skipped")
    assert listed(page) == []


def test_filter_and_order_are_kept_for_the_project(page, open_page):
    page.page.documents._orders["length"].trigger()
    choose(page, "skipped")
    again = open_page(page.path)
    assert again.page.documents.states.currentData() == "skipped"
    assert again.page.documents.model.order == "length"
    assert listed(again) == []


def test_disputed_documents_come_first_and_say_so(make_project, open_page):
    path = make_project("[طوكيو GPE]", "[بكين GPE] و[سيول GPE]")
    with Project.open(path) as project:
        second = project.documents.ids()[1]
        for name, count in (("فاطمة", 2), ("Omar", 1)):
            review = Review(project, project.people.named(name))
            review.open(second)
            for item in review.page.undecided()[:count]:
                review.accept(item)
    page = open_page(path)
    page.page.documents._orders["disagreement"].trigger()
    assert listed(page) == [1, 0]
    page.wait(lambda: page.page.documents.model.row(second) is not None)
    index = page.page.documents.model.index(0)
    assert "50% disputed" in index.data(Qt.ItemDataRole.AccessibleTextRole)

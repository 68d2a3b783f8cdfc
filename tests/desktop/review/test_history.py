"""The history in the window: its steps, the way back by keys and by the mouse, and the history of a span."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from annotator.project.project import Project
from annotator.records import LabelId
from annotator.review import Review
from desktop.panels.steps import words


@pytest.fixture
def page(make_project, open_page):
    """Two spans decided in the first document, one in the second, which is in hand."""
    opened = open_page(make_project("[طوكيو GPE] و[سيول GPE]", "[بكين GPE] و[هانوي GPE]"))
    opened.press("Return", "x")
    opened.actions.trigger("document.next")
    opened.settle()
    opened.press("Return")
    opened.settle()
    return opened


def rows(page) -> list[str]:
    """What stands in the list, the steps that do not hold in brackets."""
    model = page.page.steps.model
    told = [model.step(row) for row in range(model.rowCount())]
    return [words(one) if one is None or one.past.holds else f"[{words(one)}]" for one in told]


def show(page, scope: str = "all") -> None:
    page.actions.trigger("edit.history")
    page.settle()
    page.page.steps.scope._buttons[scope].click()
    page.settle()


def point(page, row: int) -> None:
    """Make a row the current one by the arrow keys, and wait for what is said of it."""
    steps = page.page.steps
    for _press in range(20):
        if steps.current == row:
            break
        page.press("Down" if steps.current < row else "Up", on=steps.list)
    assert steps.current == row
    page.wait(lambda: not page.page.history._rest.isActive())
    page.settle()


def test_steps_of_this_document_or_of_everything(page):
    show(page, "here")
    assert rows(page) == ["acceptance of “بكين”", "Before the first step"]
    show(page)
    assert rows(page) == [
        "acceptance of “بكين”",
        "rejection of “سيول”",
        "acceptance of “طوكيو”",
        "Before the first step",
    ]
    assert page.page.steps.model.present == 0
    assert page.page.steps.list.hasFocus() or page.page.steps.scope._buttons["all"].hasFocus()


def test_back_to_a_state_and_undone_by_keys_alone(page):
    first, second = page.page.documents.model.ids
    show(page)
    page.page.steps.list.setFocus()
    point(page, 2)
    assert page.page.steps.change.text() == "Takes back 2 steps. Changes 2 documents."
    page.press("Tab", on=page.page.steps.list)
    assert page.page.steps.back.hasFocus()
    page.press("Space", on=page.page.steps.back)
    page.settle()
    assert (page.stored(first), page.stored(second)) == ({"طوكيو GPE"}, set())
    assert page.page.desk.document == second
    assert page.page.desk.page.decided_count == 0
    assert page.told[-1] == "return to an earlier state"
    assert rows(page)[:3] == ["[acceptance of “بكين”]", "[rejection of “سيول”]", "acceptance of “طوكيو”"]
    assert page.page.steps.model.present == page.page.steps.current == 2
    page.actions.trigger("edit.undo")
    page.settle()
    assert page.stored(second) == {"بكين GPE"}
    assert rows(page)[0] == "acceptance of “بكين”"


def test_the_beginning_of_one_document_leaves_the_other(page):
    first, second = page.page.documents.model.ids
    show(page, "here")
    page.page.steps.list.setFocus()
    point(page, 1)
    page.page.steps.back.click()
    page.settle()
    assert (page.stored(first), page.stored(second)) == ({"طوكيو GPE"}, set())
    page.actions.trigger("edit.undo")
    page.settle()
    page.actions.trigger("edit.redo")
    page.settle()
    assert (page.stored(first), page.stored(second)) == ({"طوكيو GPE"}, set())


def test_what_is_as_it_stands_offers_no_way(page):
    show(page)
    page.page.steps.list.setFocus()
    point(page, 0)
    assert not page.page.steps.back.isEnabled()
    assert page.page.steps.change.text() == "This is how things stand."


def test_a_double_click_shows_the_place_a_click_does_not(page):
    first, second = page.page.documents.model.ids
    show(page)
    listed = page.page.steps.list
    at = listed.visualRect(page.page.steps.model.index(2)).center()
    page.bot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=at)
    page.settle()
    assert page.page.desk.document == second
    page.bot.mouseDClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=at)
    page.settle()
    assert page.page.desk.document == first
    assert page.current == "طوكيو GPE"


def test_enter_shows_the_place_and_esc_gives_the_documents_back(page):
    show(page)
    page.page.steps.list.setFocus()
    point(page, 2)
    page.press("Return", on=page.page.steps.list)
    page.settle()
    assert page.current == "طوكيو GPE"
    assert page.canvas.hasFocus()
    assert page.page.history.is_open
    page.press("Escape", "Escape")
    assert not page.page.history.is_open
    assert page.page.lists.currentWidget() is page.page.documents


def test_new_steps_come_to_the_top_and_the_history_follows_the_document(page):
    show(page, "here")
    page.canvas.setFocus()
    page.press("Return")
    page.settle()
    assert rows(page)[0] == "acceptance of “هانوي”"
    page.actions.trigger("document.previous")
    page.settle()
    assert rows(page) == ["rejection of “سيول”", "acceptance of “طوكيو”", "Before the first step"]


def test_to_what_another_did_there_is_no_way(make_project, open_page):
    path = make_project("[طوكيو GPE] و[سيول GPE]")
    with Project.open(path) as project:
        other = Review(project, project.people.named("Omar"))
        other.accept(other.open(project.documents.ids()[0]).items()[0])
    page = open_page(path)
    show(page, "here")
    page.page.steps.list.setFocus()
    point(page, 0)
    assert not page.page.steps.back.isEnabled()
    assert "by you" in page.page.steps.change.text()
    listed = page.page.steps.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert listed.startswith("acceptance of “طوكيو”")


def test_a_long_history_is_read_as_the_reader_comes_to_its_end(make_project, open_page, monkeypatch):
    monkeypatch.setattr("desktop.pages.history.PAGE", 2)
    page = open_page(make_project("[طوكيو GPE] و[سيول GPE] و[بكين GPE] و[هانوي GPE] و[باريس GPE]"))
    page.press(*["Return"] * 5)
    show(page)
    page.wait(lambda: page.page.steps.model.whole)
    assert len(rows(page)) == 6


def test_a_narrow_window_unfolds_the_dock_for_the_history(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"), width=1100)
    assert page.page.end_dock.folded
    page.actions.trigger("edit.history")
    assert not page.page.end_dock.folded
    assert page.page.steps.isVisible()


def test_the_history_of_a_span_tells_runs_rejections_and_changes_oldest_first(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] اليوم"))
    page.press("x")
    page.actions.trigger("edit.undo")
    page.settle()
    page.press("5")
    page.settle()
    page.canvas.set_current(page.page.desk.page.items()[0])
    assert page.canvas.current.span.label == LabelId("LOC")
    page.page.current._history.setChecked(True)
    page.settle()
    told = [(cells[0].text(), cells[1].text()) for cells in page.page.current._cells if cells[1].text()]
    assert told == [("فاطمة", "rejected, taken back"), ("فاطمة", "label changed")]

"""Undo and redo are greyed where they have nothing to do, and say what they would do."""

from __future__ import annotations

from desktop.actions import Actions


def state(actions: Actions) -> tuple[bool, bool]:
    return actions["edit.undo"].isEnabled(), actions["edit.redo"].isEnabled()


def test_undo_and_redo_follow_the_steps(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] [بكين GPE]"))
    assert state(page.actions) == (False, False)
    page.press("Return")
    assert state(page.actions) == (True, False)
    page.settle()
    assert page.actions["edit.undo"].text().startswith("Undo: acceptance of “طوكيو”")
    page.actions.trigger("edit.undo")
    page.settle()
    assert state(page.actions) == (False, True)
    assert page.actions["edit.redo"].text().startswith("Redo: acceptance of “طوكيو”")
    page.actions.trigger("edit.redo")
    page.settle()
    assert state(page.actions) == (True, False)


def test_what_was_decided_before_a_restart_can_be_taken_back(make_project, open_page):
    path = make_project("[طوكيو GPE]")
    first = open_page(path)
    first.press("x")
    first.settle()
    first.session.close()
    page = open_page(path)
    assert "rejection" in page.actions["edit.undo"].text()


def test_changes_of_whole_documents_count(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE]"))
    page.page.desk.ask(lambda review: review.rename(page.page.desk.document, "x"), lambda _changes: None)
    page.settle()
    assert "new name" in page.actions["edit.undo"].text()

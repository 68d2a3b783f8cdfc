"""Deciding in two documents, closing, reopening, going back in the history, and undoing that."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

Key = Qt.Key


def annotated(app, document) -> set:
    """What the file holds for a document."""
    found = []
    app.window.session.file.call(
        lambda review: review.project.decisions.spans(document, review.person.id), found.extend
    )
    app.settle()
    return set(found)


@pytest.mark.parametrize("mouse", [False, True], ids=["keys", "mouse"])
def test_a_state_before_a_restart_is_had_again_and_given_up_again(open_app, project_path, mouse):
    app = open_app(project_path)
    first = app.page.document.id
    for _span in range(3):
        app.key(Key.Key_Return)
    app.settle()
    wanted = annotated(app, first)
    app.key(Key.Key_X)
    app.ctrl(Key.Key_PageDown)
    app.wait(lambda: app.page.document.id != first)
    second = app.page.document.id
    app.key(Key.Key_Return)
    app.key(Key.Key_5)
    app.settle()
    decided = annotated(app, second)
    assert len(wanted) == 3
    assert len(decided) >= 1
    app.window.close()

    app = open_app(project_path)
    app.wait(lambda: app.page.document.id == first)
    app.ctrl(Key.Key_H)
    app.settle()
    steps = app.review.steps
    app.wait(steps.isVisible)
    whole = steps.scope._buttons["all"]
    if mouse:
        QTest.mouseClick(whole, Qt.MouseButton.LeftButton)
    else:
        app.key(Key.Key_Space, on=whole)
    app.wait(lambda: steps.model.rowCount() == 7)
    if mouse:
        at = steps.list.visualRect(steps.model.index(3)).center()
        QTest.mouseClick(steps.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    else:
        for key in (Key.Key_Home, Key.Key_Down, Key.Key_Down, Key.Key_Down):
            app.key(key, on=steps.list)
    app.wait(lambda: steps.change.text() == "Takes back 3 steps. Changes 2 documents.")
    if mouse:
        QTest.mouseClick(steps.back, Qt.MouseButton.LeftButton)
    else:
        app.key(Key.Key_Space, on=steps.back)
    app.settle()
    assert (annotated(app, first), annotated(app, second)) == (wanted, set())
    assert set(app.page.annotated) == wanted
    app.ctrl(Key.Key_Z)
    app.settle()
    app.wait(lambda: steps.model.present == 0)
    assert (annotated(app, first), annotated(app, second)) == (wanted, decided)
    assert app.page.left_count > 0

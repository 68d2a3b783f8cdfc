"""Two windows on one file decide and undo at once; neither corrupts nor overwrites what the other did."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from annotator.project.check import Checked, check
from annotator.project.project import Project
from annotator.records import Kind

Key = Qt.Key


def stored(path, app):
    """What the file holds of the document before a reader."""
    with Project.open(path, read_only=True) as project:
        return set(project.decisions.spans(app.page.document.id, app.page.person))


@pytest.mark.parametrize("reviewer", ["فاطمة الزهراء", "عمر الخطيب"])
def test_two_windows_on_one_file(open_app, project_path, reviewer):
    one, two = open_app(project_path), open_app(project_path, reviewer=reviewer)
    document = one.page.document.id
    assert two.page.document.id == document
    for _turn in range(6):
        one.key(Key.Key_Return)
        two.key(Key.Key_Tab)
        two.key(Key.Key_Tab)
        two.key(Key.Key_Return)
        one.key(Key.Key_X)
    for app in (one, two):
        app.settle()
    for app in (one, two):
        app.window.commands["edit.undo"].trigger()
        app.settle()
    for app in (one, two):
        app.wait(lambda app=app: set(app.page.annotated) == stored(project_path, app))
        app.window.close()

    with Project.open(project_path) as project:
        assert check(project) == Checked((), ())
        log = project.decisions.of_document(document)
        session = {decision.step: decision.session for decision in log}
        undone = [decision for decision in log if decision.kind is Kind.UNDO]
        assert len({decision.session for decision in undone}) == 2
        assert all(session[decision.body["undoes"]] == decision.session for decision in undone)
        assert len({decision.clock for decision in log}) == len(log)

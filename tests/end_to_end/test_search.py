"""From the search to the gold: found in all documents, labelled with one key, taken back with one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from annotator.marks import MarkState

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize("language", ["ar", "en"])
def test_three_lines_of_two_documents_are_labelled_with_one_key_and_undone(open_app, project_path, language):
    app = open_app(project_path, language)
    app.key(Key.Key_F, CONTROL | SHIFT)
    sheet = app.review.finding.search.sheet
    app.wait(sheet.field.hasFocus)
    sheet.field.insert("الصين")
    app.wait(lambda: len(sheet.lines.model.lines) > 3)
    app.settle()
    model, listed = sheet.lines.model, sheet.lines.list
    # The last line of one document and the first two of the next.
    names = [line.place.name for line in model.lines]
    first = next(row for row in range(len(names) - 2) if names[row] != names[row + 1] == names[row + 2])
    before = list(model.lines)
    app.key(Key.Key_Return, on=sheet.field)
    assert listed.hasFocus()
    for _line in range(first):
        app.key(Key.Key_Down, on=listed)
    for _line in range(2):
        app.key(Key.Key_Down, SHIFT, on=listed)
    app.key(Key.Key_5, on=listed)
    app.settle()
    changed = [(line.label, line.state) for line in model.lines[first : first + 3]]
    assert changed == [("LOC", MarkState.DECIDED)] * 3
    app.ctrl(Key.Key_Z)
    app.wait(lambda: model.lines == before)
    app.ctrl(Key.Key_Y)
    app.wait(lambda: [line.label for line in model.lines[first : first + 3]] == ["LOC"] * 3)
    app.key(Key.Key_Return, on=listed)
    app.wait(lambda: app.review.sheets.currentWidget() is app.canvas)
    app.settle()
    assert app.page.document.id == model.lines[first + 2].place.document
    assert app.canvas.current.span.label == "LOC"

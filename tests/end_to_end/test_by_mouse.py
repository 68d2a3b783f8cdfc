"""Reviewing by the mouse in the mirrored interface."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication

from annotator.records import LabelId, Span, Status
from desktop.canvas.action_bar import ActionBar
from desktop.dialogs.label_list import LABEL, LabelList
from desktop.toolbar import KeyedButton


def bar_button(app, action: str) -> QAbstractButton:
    """A button of the action bar at the current span."""
    bar = app.canvas.findChild(ActionBar)
    return next(button for button in bar.findChildren(QAbstractButton) if getattr(button, "action", "") == action)


def tool_button(app, command: str) -> QAbstractButton:
    buttons = app.window.toolbar.findChildren(KeyedButton)
    return next(button for button in buttons if button.defaultAction() is app.window.commands[command])


def press(app, button) -> None:
    app.bot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_document_is_reviewed_with_the_mouse_alone(open_app, project_path):
    app = open_app(project_path, language="ar")
    assert app.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    start_dock, canvas = app.review.start_dock, app.canvas
    assert (
        start_dock.mapTo(app.window, start_dock.rect().center()).x()
        > canvas.mapTo(app.window, canvas.rect().center()).x()
    )
    document = app.page.document
    items = [item for item in app.page.undecided() if item.span.start > 20]
    accepted, rejected = items[0], next(item for item in items[1:] if not item.span.overlaps(items[0].span))

    app.click(app.letter(accepted.span.start))
    while app.canvas.current.span != accepted.span:  # nested spans: the one beneath at the next click
        app.click(app.letter(accepted.span.start))
    press(app, bar_button(app, "span.accept"))
    assert accepted.span in app.page.state.by_span

    app.click(app.letter(rejected.span.start))
    while app.canvas.current.span != rejected.span:
        app.click(app.letter(rejected.span.start))
    press(app, bar_button(app, "span.reject"))
    assert app.page.item(rejected.span) is None

    # A drag over a word gets its label from the list that opens at the pointer.
    word = app.text.index("الديمقراطية")
    free = Span(word, word + len("الديمقراطية"), LabelId("ORG"))
    assert not app.page.inside(free.start, free.end)
    app.drag(app.letter(free.start), app.letter(free.end - 1))
    app.wait(lambda: app.window.findChild(LabelList) is not None and app.window.findChild(LabelList).isVisible())
    chooser = app.window.findChild(LabelList)
    rows = chooser.findChild(QAbstractItemView)
    labels = [rows.model().index(place, 0).data(LABEL).id for place in range(rows.model().rowCount())]
    place = labels.index("ORG")
    centre = rows.visualRect(rows.model().index(place, 0)).center()
    app.bot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert free in app.page.state.by_span

    press(app, tool_button(app, "document.finish"))
    app.wait(lambda: app.page.document.id != document.id)
    app.settle()

    press(app, tool_button(app, "edit.undo"))
    app.wait(lambda: app.page.document.id == document.id)
    assert app.page.status is Status.IN_PROGRESS
    assert QApplication.activeModalWidget() is None

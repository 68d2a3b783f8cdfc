"""Reviewing by the mouse, in the mirrored interface and in the other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QMenu

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


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_document_is_reviewed_with_the_mouse_alone(open_app, project_path, language):
    app = open_app(project_path, language=language)
    mirrored = app.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert mirrored == (language == "ar")
    start_dock, canvas = app.review.start_dock, app.canvas
    dock_x = start_dock.mapTo(app.window, start_dock.rect().center()).x()
    assert (dock_x > canvas.mapTo(app.window, canvas.rect().center()).x()) == mirrored
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


def go_to(app, span: Span) -> None:
    app.click(app.letter(span.start))
    while app.canvas.current.span != span:
        app.click(app.letter(span.start))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_edges_are_dragged_spans_split_and_the_text_zoomed_by_the_mouse(
    open_app, project_path, answer_dialog, language
):
    app = open_app(project_path, language=language)
    items = [item.span for item in app.page.undecided() if item.span.start > 20 and item.span.end - item.span.start > 8]
    lone = [span for span in items if len(app.page.inside(span.start, span.end)) == 1]
    dragged, halved = (span for span in lone if " " in app.text[span.start : span.end]), None
    dragged = next(dragged)
    halved = next(span for span in lone if span.start > dragged.end and " " in app.text[span.start : span.end])

    go_to(app, dragged)
    rows = app.canvas.sheet.rows_of(dragged.start, dragged.end)
    assert len(list(rows)) == 1
    rect = app.canvas.rect_of(dragged.start, dragged.end)
    first_word = dragged.start + app.text[dragged.start : dragged.end].index(" ")
    # The end of an Arabic span stands on its left; the pointer takes it within a few pixels.
    app.drag(QPoint(rect.left(), rect.center().y()), app.canvas.rect_of(first_word - 1, first_word).center())
    shorter = Span(dragged.start, first_word, dragged.label)
    assert app.page.item(shorter).decided

    go_to(app, halved)
    space = halved.start + app.text[halved.start : halved.end].index(" ")
    gap = app.canvas.rect_of(space, space + 1)

    def split(menu) -> None:
        assert isinstance(menu, QMenu)
        action = app.window.commands["span.split"]
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    timer = answer_dialog(split)
    place = app.canvas.viewport().mapToGlobal(gap.center())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, gap.center(), place)
    QApplication.sendEvent(app.canvas.viewport(), event)
    timer.stop()
    assert app.page.item(Span(halved.start, space, halved.label)).decided
    assert app.page.item(Span(space + 1, halved.end, halved.label)).decided

    at, zoom = QPointF(gap.center()), app.canvas.zoom
    turn = (QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier)
    wheel = QWheelEvent(at, QPointF(place), *turn, Qt.ScrollPhase.NoScrollPhase, False)
    assert wheel.type() is QEvent.Type.Wheel
    QApplication.sendEvent(app.canvas.viewport(), wheel)
    assert app.canvas.zoom > zoom


def test_every_command_can_be_had_by_the_mouse(open_app, project_path):
    app = open_app(project_path)
    in_menus = {action for menu in app.window.menuBar().actions() for action in menu.menu().actions()}
    assert {command.id for command, action in app.window.commands if action not in in_menus} == set()

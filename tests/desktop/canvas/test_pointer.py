"""What the mouse does: it takes words as the guidelines have them, sentences, spans beneath, and places to split."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.records import LabelId, Span
from desktop.canvas import Canvas

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Shown = Callable[..., Canvas]


def letter(canvas: Canvas, offset: int) -> QPoint:
    return canvas.rect_of(offset, offset + 1).center()


def drag(canvas: Canvas, first: int, last: int, held: Qt.KeyboardModifier = NONE) -> None:
    view = canvas.viewport()
    start, end = letter(canvas, first), letter(canvas, last)
    QTest.mousePress(view, LEFT, held, start)
    for share in (0.5, 1.0):
        QTest.mouseMove(view, start + (end - start) * share)
    QTest.mouseRelease(view, LEFT, held, end)


def taken(canvas: Canvas) -> str:
    return canvas.text[slice(*canvas.selection)] if canvas.selection else ""


@pytest.mark.parametrize(
    ("text", "dragged", "kept"),
    [
        ("عاد من (والصين)، ثم", "(والصين)،", "الصين"),
        ("قال “بالصين”. ثم", "“بالصين”.", "الصين"),
        ("سافر لليابان أمس", "لليابان", "ليابان"),
        ("زار بكين أمس", "بكين", "بكين"),
        ("وصل إلى واشنطن، أمس", "واشنطن،", "واشنطن"),
        ("في 16 آذار/مارس، أعلن", "آذار/مارس،", "آذار/مارس"),
        ("جائحة كوفيد-19. ثم", "كوفيد-19.", "كوفيد-19"),
        ("مع وزير خارجيته أمس", "وزير خارجيته", "وزير خارجيته"),
    ],
)
def test_a_drag_leaves_proclitics_and_punctuation_outside(shown: Shown, text: str, dragged: str, kept: str) -> None:
    canvas = shown(text)
    start = text.index(dragged)
    drag(canvas, start, start + len(dragged) - 1)
    assert taken(canvas) == kept
    drag(canvas, start, start + len(dragged) - 1, CTRL)
    assert taken(canvas) == dragged


@pytest.mark.parametrize(("word", "kept"), [("(والصين)،", "الصين"), ("لليابان", "ليابان"), ("بكين", "بكين")])
def test_a_double_click_takes_the_word_alone_and_offers_labels(
    shown: Shown, qtbot: QtBot, word: str, kept: str
) -> None:
    canvas = shown(f"زار {word} أمس")
    with qtbot.waitSignal(canvas.label_menu_requested) as asked:
        QTest.mouseDClick(canvas.viewport(), LEFT, NONE, letter(canvas, canvas.text.index(kept) + 1))
    assert taken(canvas) == kept
    assert canvas.viewport().mapFromGlobal(asked.args[0]) == letter(canvas, canvas.text.index(kept) + 1)


def test_a_triple_click_takes_the_sentence_and_offers_nothing(shown: Shown, qtbot: QtBot) -> None:
    canvas = shown("زار طوكيو. ثم عاد إلى بكين. انتهى")
    asked: list[QPoint] = []
    canvas.label_menu_requested.connect(asked.append)
    at = letter(canvas, canvas.text.index("عاد") + 1)
    QTest.mouseDClick(canvas.viewport(), LEFT, NONE, at)
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, at)
    assert taken(canvas) == "ثم عاد إلى بكين."
    qtbot.wait(300)
    assert asked == []
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, at)
    assert taken(canvas) == ""


def test_shift_and_a_click_stretch_the_selection(shown: Shown) -> None:
    canvas = shown("زار طوكيو ثم عاد إلى بكين")
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, letter(canvas, 4))
    QTest.mouseClick(canvas.viewport(), LEFT, SHIFT, letter(canvas, canvas.text.index("عاد") + 2))
    assert taken(canvas) == "طوكيو ثم عاد"


def test_a_click_puts_the_caret_there_also_in_a_span(shown: Shown) -> None:
    canvas = shown("أحمد محمود سافر", [Span(0, 10, LabelId("PERS"))])
    rect = canvas.rect_of(5, 6)
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, QPoint(rect.right() - 1, rect.center().y()))
    assert canvas.current == canvas.page.items()[0]
    assert canvas.caret == 5


def test_the_menu_of_a_right_click_is_about_that_place(shown: Shown) -> None:
    canvas = shown("أحمد محمود سافر", [Span(0, 10, LabelId("PERS"))])
    rect = canvas.rect_of(5, 6)
    at = QPoint(rect.right() - 1, rect.center().y())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.viewport().mapToGlobal(at))
    QApplication.sendEvent(canvas.viewport(), event)
    assert canvas.current == canvas.page.items()[0]
    assert canvas.caret == 5


def test_a_right_click_leaves_the_selection(shown: Shown) -> None:
    canvas = shown("أحمد محمود سافر")
    canvas.select(0, 4)
    at = letter(canvas, 12)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.viewport().mapToGlobal(at))
    QApplication.sendEvent(canvas.viewport(), event)
    assert canvas.selection == (0, 4)


def test_no_edge_can_be_dragged_where_nothing_can_be_changed(shown: Shown) -> None:
    canvas = shown("أحمد محمود سافر", [Span(0, 4, LabelId("PERS"))])
    canvas.read_only = True
    canvas.set_current(canvas.page.items()[0])
    moved: list[int] = []
    canvas.edge_moved.connect(lambda start, _end: moved.append(start))
    rect = canvas.rect_of(0, 4)
    view = canvas.viewport()
    QTest.mousePress(view, LEFT, NONE, QPoint(rect.left(), rect.center().y()))
    for offset in (7, 9):
        QTest.mouseMove(view, letter(canvas, offset))
    QTest.mouseRelease(view, LEFT, NONE, letter(canvas, 9))
    assert moved == []

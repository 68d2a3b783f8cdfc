"""The canvas under the keyboard and the mouse of a reviewer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from annotator import texts
from annotator.page import Page
from annotator.records import LabelId, Span
from annotator.review import PageReview
from annotator.text.direction import Direction
from annotator.text.offsets import grapheme_boundaries
from desktop import theme
from desktop.canvas import Canvas, wording
from desktop.canvas.measures import BAR_SPACE

Shown = Callable[..., Canvas]
KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier
TEXT = "زار وزير الخارجية الأميركي أنتوني بلينكن طوكيو وبكين يوم الأحد."
MIXED = "قالت شركة OpenAI Inc. في 16 آذار 2024 😊 إن لأوكرانيا 3-1 هدفًا."


def span(text: str, words: str, label: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), LabelId(label))


OCC = span(TEXT, "وزير الخارجية الأميركي", "OCC")
NORP = span(TEXT, "الأميركي", "NORP")
PERS = span(TEXT, "أنتوني بلينكن", "PERS")
BEIJING = span(TEXT, "بكين", "GPE")
SPANS = (OCC, NORP, PERS, BEIJING)


def press(canvas: Canvas, *keys: Qt.Key, modifier: Qt.KeyboardModifier = MODIFIER.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(canvas, key, modifier)


def middle(canvas: Canvas, start: int, end: int) -> QPoint:
    return canvas.rect_of(start, end).center()


def mouse(canvas: Canvas, kind: QEvent.Type, at: QPoint, modifier: Qt.KeyboardModifier) -> None:
    released = kind == QEvent.Type.MouseButtonRelease
    buttons = Qt.MouseButton.NoButton if released else Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    place = canvas.viewport().mapToGlobal(at)
    event = QMouseEvent(kind, QPointF(at), QPointF(place), button, buttons, modifier)
    QApplication.sendEvent(canvas.viewport(), event)


def drag(canvas: Canvas, first: QPoint, last: QPoint, modifier: Qt.KeyboardModifier = MODIFIER.NoModifier) -> None:
    mouse(canvas, QEvent.Type.MouseButtonPress, first, modifier)
    mouse(canvas, QEvent.Type.MouseMove, first + QPoint(30, 0), modifier)
    mouse(canvas, QEvent.Type.MouseMove, last, modifier)
    mouse(canvas, QEvent.Type.MouseButtonRelease, last, modifier)


def click(canvas: Canvas, at: QPoint) -> None:
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, MODIFIER.NoModifier, at)


def test_lines_and_marks_have_the_measures_of_the_look(shown: Shown) -> None:
    canvas = shown(TEXT + "\n" + "سطر آخر")
    sheet = canvas.sheet
    assert sheet
    first, second = (sheet.row_of(offset) for offset in (0, len(TEXT) + 2))
    assert first.line.height == 55
    assert second.top - first.bottom == 6
    nested = shown(TEXT, SPANS).sheet
    assert nested
    assert nested.row_of(0).line.height == 55 + 18
    assert nested.width <= 834


def test_paint_changes_no_letter_and_no_width(shown: Shown) -> None:
    bare, marked = shown(TEXT), shown(TEXT, SPANS)
    assert bare.sheet
    assert marked.sheet
    widths = [sheet.row_of(0).line.text.naturalTextWidth() for sheet in (bare.sheet, marked.sheet)]
    marked.grab()
    assert widths[0] == widths[1] == marked.sheet.row_of(0).line.text.naturalTextWidth()


@pytest.mark.parametrize("text", [TEXT, MIXED, "In Tokyo قال الوزير on 3 May.", "سطر\nثان\r\nثالث"])
def test_the_caret_visits_each_grapheme_once_both_ways(shown: Shown, text: str) -> None:
    canvas = shown(text)
    canvas.put_caret(0)
    rtl = canvas.paragraphs[0].rtl
    forward, back = (KEY.Key_Left, KEY.Key_Right) if rtl else (KEY.Key_Right, KEY.Key_Left)
    boundaries = grapheme_boundaries(text)
    visited = [0]
    while visited[-1] < len(text):
        press(canvas, forward)
        visited.append(canvas.caret)
    assert visited == boundaries
    while canvas.caret > 0:
        press(canvas, back)
        visited.append(canvas.caret)
    assert visited[len(boundaries) :] == boundaries[-2::-1]


def test_left_is_back_in_a_left_to_right_paragraph(shown: Shown) -> None:
    canvas = shown("سلام\nHello")
    canvas.put_caret(7)
    press(canvas, KEY.Key_Left)
    assert canvas.caret == 6
    canvas.put_caret(2)
    press(canvas, KEY.Key_Left)
    assert canvas.caret == 3


def test_home_end_up_and_down(shown: Shown) -> None:
    canvas = shown("كلمة " * 60)
    press(canvas, KEY.Key_Down)
    line = canvas.caret
    assert line > 20
    press(canvas, KEY.Key_End)
    press(canvas, KEY.Key_Home)
    assert canvas.caret == line
    press(canvas, KEY.Key_Up)
    assert canvas.caret == 0
    press(canvas, KEY.Key_End, modifier=MODIFIER.ControlModifier)
    assert canvas.caret == len(canvas.text)


def test_control_goes_by_words_and_proclitics(shown: Shown) -> None:
    canvas = shown(TEXT)
    beijing = TEXT.index("وبكين")
    canvas.put_caret(beijing - 1)
    press(canvas, KEY.Key_Left, modifier=MODIFIER.ControlModifier)
    assert canvas.caret == beijing
    press(canvas, KEY.Key_Left, modifier=MODIFIER.ControlModifier)
    assert canvas.caret == beijing + 1


def test_shift_selects_and_escape_gives_up(shown: Shown, qtbot: QtBot) -> None:
    canvas = shown(TEXT)
    canvas.put_caret(4)
    with qtbot.waitSignal(canvas.selection_changed):
        press(canvas, KEY.Key_Left, KEY.Key_Left, modifier=MODIFIER.ShiftModifier)
    assert canvas.selection == (4, 6)
    press(canvas, KEY.Key_Right, KEY.Key_Right, KEY.Key_Right, modifier=MODIFIER.ShiftModifier)
    assert canvas.selection == (3, 4)
    press(canvas, KEY.Key_Escape)
    assert canvas.selection is None


def test_a_growing_selection_ends_at_word_ends(shown: Shown) -> None:
    canvas = shown(TEXT)
    canvas.put_caret(OCC.start)
    for _ in range(3):
        press(canvas, KEY.Key_Left, modifier=MODIFIER.ShiftModifier | MODIFIER.ControlModifier)
    assert canvas.selection == (OCC.start, OCC.end)


def test_click_takes_the_innermost_and_again_the_one_beneath(shown: Shown, qtbot: QtBot) -> None:
    canvas = shown(TEXT, SPANS)
    with qtbot.waitSignal(canvas.current_changed):
        click(canvas, middle(canvas, NORP.start, NORP.end))
    assert canvas.current
    assert canvas.current.span == NORP
    click(canvas, middle(canvas, NORP.start, NORP.end))
    assert canvas.current.span == OCC
    click(canvas, QPoint(300, 650))
    assert canvas.current is None


def test_click_on_a_chip_takes_its_span(shown: Shown) -> None:
    canvas = shown(TEXT, SPANS)
    assert canvas.sheet
    row = canvas.sheet.row_of(OCC.start)
    mark = next(mark for mark in row.line.marks if mark.item.span == OCC)
    assert mark.chip
    x = (mark.chip.x0 + mark.chip.x1) / 2 + canvas.sheet.left
    click(canvas, QPoint(round(x), row.top + 35 + 18 + 10))
    assert canvas.current
    assert canvas.current.span == OCC


def test_every_drawn_piece_is_hit_and_gives_its_span(shown: Shown) -> None:
    chance = Random(7)
    places = sorted({chance.randrange(len(MIXED) - 8) for _ in range(14)})
    spans = [Span(start, start + chance.choice([1, 3, 8]), LabelId("PERS")) for start in places]
    canvas = shown(MIXED, spans, width=520)
    assert canvas.sheet
    for one in spans:
        for row in canvas.sheet.rows_of(one.start, one.end):
            for x0, x1 in row.line.pieces(one.start, one.end):
                at = QPointF((x0 + x1) / 2 + canvas.sheet.left, row.top + 20)
                items = canvas.items_at(at)
                assert one in [item.span for item in items]
                lengths = [item.span.end - item.span.start for item in items]
                assert lengths == sorted(lengths)


def test_drag_selects_the_word_without_its_proclitic(shown: Shown, qtbot: QtBot) -> None:
    canvas = shown(TEXT)
    beijing = TEXT.index("وبكين")
    asked: list[QPoint] = []
    canvas.label_menu_requested.connect(asked.append)
    canvas.known = lambda name: name == "بكين"
    drag(canvas, middle(canvas, beijing, beijing + 1), middle(canvas, beijing + 3, beijing + 4))
    assert canvas.selection == (BEIJING.start, BEIJING.end)
    assert len(asked) == 1


def test_double_click_selects_a_word(shown: Shown) -> None:
    canvas = shown(TEXT)
    at = middle(canvas, NORP.start + 2, NORP.start + 3)
    QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, MODIFIER.NoModifier, at)
    assert canvas.selection == (NORP.start, NORP.end)


@pytest.mark.parametrize("text", [TEXT, MIXED, "In Tokyo قال الوزير (45) on 3 May."])
def test_without_snapping_a_drag_gives_back_its_letters(shown: Shown, text: str) -> None:
    canvas = shown(text)
    boundaries = grapheme_boundaries(text)
    chance = Random(3)
    for _ in range(25):
        first, last = sorted(chance.sample(range(len(boundaries) - 1), 2))
        letters = [(boundaries[i], boundaries[i + 1]) for i in (first, last)]
        if any(text[start:end].isspace() for start, end in letters):
            continue
        drag(canvas, *(middle(canvas, *letter) for letter in letters), modifier=MODIFIER.ControlModifier)
        assert canvas.selection == (letters[0][0], letters[1][1])


def test_moving_an_edge_is_one_resize(shown: Shown, qtbot: QtBot) -> None:
    canvas = shown(TEXT, SPANS)
    canvas.set_current(canvas.page.item(PERS))
    moved: list[tuple[int, int]] = []
    canvas.edge_moved.connect(lambda start, end: moved.append((start, end)))
    canvas.begin_edge("end")
    press(canvas, KEY.Key_Left, KEY.Key_Left)
    canvas.begin_edge("start")
    press(canvas, KEY.Key_Right)
    assert moved == []
    press(canvas, KEY.Key_Return)
    assert moved == [(PERS.start - 1, PERS.end + 2)]
    assert canvas.draft is None


def test_an_edge_moves_by_words_and_stops_at_the_other(shown: Shown) -> None:
    canvas = shown(TEXT, SPANS)
    canvas.set_current(canvas.page.item(OCC))
    canvas.begin_edge("end")
    press(canvas, KEY.Key_Right, modifier=MODIFIER.ControlModifier)
    assert canvas.draft
    assert canvas.draft.end == TEXT.index(" الأميركي")
    press(canvas, *[KEY.Key_Right] * 40)
    assert canvas.draft.end == OCC.start + 1


def test_escape_gives_the_edge_back(shown: Shown) -> None:
    canvas = shown(TEXT, SPANS)
    canvas.set_current(canvas.page.item(PERS))
    moved: list[int] = []
    canvas.edge_moved.connect(lambda start, _end: moved.append(start))
    canvas.begin_edge("start")
    press(canvas, KEY.Key_Left, KEY.Key_Escape)
    assert canvas.draft is None
    assert moved == []


def test_dragging_an_edge_of_the_current_span_resizes_it(shown: Shown) -> None:
    canvas = shown(TEXT, SPANS)
    canvas.set_current(canvas.page.item(PERS))
    moved: list[tuple[int, int]] = []
    canvas.edge_moved.connect(lambda start, end: moved.append((start, end)))
    rect = canvas.rect_of(PERS.start, PERS.end)
    drag(canvas, QPoint(rect.left(), rect.center().y()), middle(canvas, PERS.end + 3, PERS.end + 4))
    assert moved == [(PERS.start, TEXT.index(" وبكين"))]


def test_the_space_for_the_action_bar_moves_only_what_is_below(shown: Shown) -> None:
    text = "\n".join([TEXT] * 6)
    canvas = shown(text, [Span(len(TEXT) + 1, len(TEXT) + 4, LabelId("PERS"))])
    sheet = canvas.sheet
    assert sheet
    tops = [sheet.row_of(i * (len(TEXT) + 1)).top for i in range(6)]
    canvas.set_current(canvas.page.items()[0])
    after = [sheet.row_of(i * (len(TEXT) + 1)).top for i in range(6)]
    assert after[:2] == tops[:2]
    assert after[2:] == [top + BAR_SPACE for top in tops[2:]]
    canvas.set_current(None)
    assert [sheet.row_of(i * (len(TEXT) + 1)).top for i in range(6)] == tops


def test_the_action_bar_covers_no_line_and_tells_its_action(shown: Shown, qtbot: QtBot) -> None:
    canvas = shown(TEXT, SPANS)
    canvas.set_current(canvas.page.item(PERS))
    buttons = [button for button in canvas.findChildren(QAbstractButton) if button.isVisible()]
    assert [button.text() for button in buttons] == ["Accept", "Reject", "Label", "Start", "End"]
    assert all(button.toolTip() and button.focusPolicy() == Qt.FocusPolicy.NoFocus for button in buttons)
    with qtbot.waitSignal(canvas.action_triggered) as told:
        QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert told.args == ["span.accept"]
    assert canvas.hasFocus()


def test_the_action_bar_has_room_for_its_buttons_when_the_text_turns(shown: Shown) -> None:
    spans = [Span(0, 4, LabelId("PERS")), Span(11, 16, LabelId("GPE"))]
    canvas = shown("زار المكان\nTokyo and Kyoto", spans)
    for span in (*spans, spans[0]):
        canvas.set_current(canvas.page.item(span))
        QApplication.processEvents()
        buttons = [button for button in canvas.findChildren(QAbstractButton) if button.isVisible()]
        assert len(buttons) == 5
        assert [button.width() for button in buttons] == [button.sizeHint().width() for button in buttons]


def test_the_place_is_kept_when_width_or_zoom_change(shown: Shown) -> None:
    text = "\n".join(f"{number} {TEXT * 3}" for number in range(200))
    canvas = shown(text)
    canvas.verticalScrollBar().setValue(9000)
    read = canvas.in_view[0] + 250
    canvas.zoom = 1.5
    assert canvas.in_view[0] <= read <= canvas.in_view[1]
    canvas.resize(700, 700)
    assert canvas.in_view[0] <= read <= canvas.in_view[1]


def test_scrolling_up_over_estimated_paragraphs_moves_by_what_was_scrolled(shown: Shown) -> None:
    text = "\n".join(TEXT * (1 + number % 5) for number in range(300))
    canvas = shown(text, [Span(i, i + 3, LabelId("PERS")) for i in range(0, len(text) - 9, 40)])
    bar = canvas.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    for _ in range(30):
        anchor = canvas.in_view[0]
        before = canvas.rect_of(anchor, anchor + 1).top()
        bar.setValue(bar.value() - 200)
        assert canvas.rect_of(anchor, anchor + 1).top() == before + 200


def test_only_what_was_scrolled_to_has_been_seen(shown: Shown, qtbot: QtBot) -> None:
    text = "\n".join([TEXT] * 100)
    last = Span(len(text) - 5, len(text) - 1, LabelId("PERS"))
    canvas = shown(text, [OCC, last])
    canvas.activateWindow()
    qtbot.waitUntil(canvas.isActiveWindow)
    qtbot.waitUntil(lambda: canvas.seen(OCC) > 0)
    assert canvas.seen(last) == 0
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: canvas.seen(last) > 0)


def test_keys_of_others_are_left_to_them(shown: Shown) -> None:
    canvas = shown(TEXT, SPANS)
    for key in (KEY.Key_Return, KEY.Key_X, KEY.Key_Tab, KEY.Key_PageDown, KEY.Key_Escape):
        event = QKeyEvent(QEvent.Type.KeyPress, key, MODIFIER.NoModifier)
        QApplication.sendEvent(canvas, event)
        assert not event.isAccepted() or key == KEY.Key_Tab


@pytest.mark.parametrize("text", ["", "\n\n", "\x00\x07\ud800", "a" * 5000, "\u202eabc سلام\u202c", "👨‍👩‍👧‍👦 سلام"])
def test_strange_texts_are_drawn_and_walked_through(shown: Shown, text: str) -> None:
    canvas = shown(text)
    canvas.put_caret(0)
    press(canvas, KEY.Key_Left, KEY.Key_Down, KEY.Key_End, KEY.Key_Home, KEY.Key_Right)
    canvas.grab()
    assert 0 <= canvas.caret <= len(text)


def test_no_page_is_blank_paper(qtbot: QtBot) -> None:
    canvas = Canvas(theme.DARK)
    qtbot.addWidget(canvas)
    canvas.show_page(None)
    canvas.show()
    click(canvas, QPoint(20, 20))
    press(canvas, KEY.Key_Left)
    colour = canvas.grab().toImage().pixelColor(10, 10)
    assert colour == theme.DARK.colour("paper")


def test_numbers_of_lines_become_exact_without_scrolling_there(shown: Shown, qtbot: QtBot) -> None:
    text = "\n".join(TEXT * (1 + number % 7) for number in range(60))
    canvas = shown(text)
    bar = canvas.verticalScrollBar()
    qtbot.waitUntil(lambda: canvas.sheet is not None and not canvas.sheet.flow.measure_some(1))
    told = canvas.sheet.row_of(len(text) - 1).number
    counted = sum(len(canvas.sheet.flow.layout(index).lines) for index in range(60))
    assert told == counted
    bar.setValue(bar.maximum())
    assert canvas.in_view[1] == len(text)


def bar(canvas: Canvas) -> list[str]:
    buttons = canvas.viewport().findChildren(QAbstractButton)
    return [button.text() for button in buttons if button.isVisible()]


def test_the_bar_says_how_to_keep_an_edge_and_how_to_give_it_back(shown: Shown) -> None:
    canvas = shown(TEXT, SPANS)
    canvas.set_current(canvas.page.item(PERS))
    assert bar(canvas) == ["Accept", "Reject", "Label", "Start", "End"]
    canvas.begin_edge("start")
    assert bar(canvas) == ["Keep edge", "Give back", "Start", "End"]
    press(canvas, KEY.Key_Right)
    moved = []
    canvas.edge_moved.connect(lambda start, end: moved.append((start, end)))
    next(b for b in canvas.viewport().findChildren(QAbstractButton) if b.text() == "Keep edge").click()
    assert moved == [(PERS.start - 1, PERS.end)]
    assert bar(canvas)[0] == "Accept"


def test_reasons_are_told_in_the_language_in_use(page_of: Callable[..., Page]) -> None:
    page = page_of(TEXT, [PERS])
    known = page.items()[0].suggestions[0]._replace(reason="known person")
    item = replace(page.items()[0], suggestions=(known,))
    texts.use("ar")
    assert "known" not in wording.tooltip(item, page.labels)
    texts.use("en")
    assert "known person" in wording.tooltip(item, page.labels)


def test_rivals_are_hatched_until_one_is_answered(shown: Shown) -> None:
    far = span(TEXT, "بلينكن طوكيو وبكين يوم", "EVENT")
    canvas = shown(TEXT, [OCC, PERS, far], width=480)
    assert canvas.page
    assert canvas.sheet

    def hatched() -> dict[str, set[bool]]:
        looks: dict[str, set[bool]] = {}
        for row in canvas.sheet.rows(0, 700):
            for mark in row.line.marks:
                looks.setdefault(mark.item.span.label, set()).add(mark.disputed)
        return looks

    assert hatched() == {"OCC": {False}, "PERS": {True}, "EVENT": {True}}
    changes = PageReview(canvas.page, lambda _step: None).reject(canvas.page.item(PERS))
    canvas.refresh(changes.spans)
    assert hatched() == {"OCC": {False}, "EVENT": {False}}


def test_a_hatched_box_has_no_tint(shown: Shown) -> None:
    canvas = shown(TEXT, [PERS, PERS._replace(label=LabelId("DATE"))])
    rect = canvas.rect_of(PERS.start, PERS.end)
    picture = canvas.viewport().grab().toImage()
    edge, paper = theme.LIGHT.colour("edge"), theme.LIGHT.colour("paper")
    row = [picture.pixelColor(x, rect.top() + 9) for x in range(rect.left(), rect.right())]
    assert paper in row
    assert any(abs(colour.lightness() - edge.lightness()) < 30 for colour in row)


def test_a_paragraph_runs_as_it_was_told_and_back(shown: Shown) -> None:
    canvas = shown(TEXT + "\nسطر ثان")
    assert canvas.page
    review = PageReview(canvas.page, lambda _step: None)
    start = canvas.rect_of(0, 1).center().x()
    canvas.refresh(review.set_direction(0, Direction.LTR).spans)
    assert [canvas.paragraphs[i].rtl for i in range(2)] == [False, True]
    assert canvas.rect_of(0, 1).center().x() != start
    canvas.refresh(review.set_direction(0, None).spans)
    assert canvas.rect_of(0, 1).center().x() == start


def test_what_was_decided_last_is_asked_for_when_the_pointer_rests_and_told_if_it_has_come(
    shown: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("desktop.canvas.pointer.QToolTip.showText", lambda _place, words, _widget: said.append(words))
    canvas = shown(TEXT, [PERS])
    canvas.ask_past = lambda item, deliver: deliver(f"asked of {item.span.label}")
    QTest.mouseMove(canvas.viewport(), middle(canvas, PERS.start, PERS.end))
    qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    assert "asked of PERS" in said[0]


def test_a_menu_beside_all_spans_is_for_the_place_under_the_pointer(shown: Shown) -> None:
    canvas = shown(TEXT + "\nسطر ثان بلا مقاطع", [PERS])
    canvas.set_current(canvas.page.item(PERS))
    asked: list[QPoint] = []
    canvas.context_menu_requested.connect(asked.append)
    for start, current in ((PERS.start, PERS), (len(TEXT) + 6, None)):
        at = middle(canvas, start, start + 1)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.viewport().mapToGlobal(at))
        canvas.contextMenuEvent(event)
        assert (canvas.current and canvas.current.span) == current
    assert canvas.paragraphs.index_at(canvas.caret) == 1
    assert len(asked) == 2

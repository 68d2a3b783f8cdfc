"""The names of what is not seen stand apart, over a text that stays as it is; lines that read otherwise carry a sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from annotator.records import LabelId, Span
from annotator.text.offsets import grapheme_boundaries
from desktop.canvas import Canvas, wording
from desktop.canvas.invisibles import place_names
from desktop.canvas.measures import Measures
from desktop.canvas.text_look import TextLook

Shown = Callable[..., Canvas]
ROOM = 300.0
DECEIVING = "سطر أول\nif access != \u202euser\u202c then\nسطر ثالث"


@given(st.lists(st.tuples(st.floats(0, ROOM), st.floats(6, 40)), max_size=40))
def test_names_never_meet_and_stay_on_the_line(wishes: list[tuple[float, float]]) -> None:
    places = place_names(wishes, ROOM)
    for one, other in zip(sorted(places), sorted(places)[1:], strict=False):
        assert one[1] <= other[0] + 1e-6
    assert all(-1e-6 <= x0 <= x1 <= ROOM + 1e-6 for x0, x1 in places)


def test_a_name_alone_stands_over_its_place() -> None:
    assert place_names([(100.0, 20.0)], ROOM) == [(90.0, 110.0)]
    assert place_names([(295.0, 20.0)], ROOM) == [(280.0, 300.0)]


def picture(canvas: Canvas) -> QImage:
    return canvas.viewport().grab().toImage()


def test_names_are_shown_on_demand_and_move_no_letter(shown: Shown) -> None:
    text = "قال\u200f لل\u200cصين\u00a05 الصـــين"
    canvas = shown(text)
    assert canvas.sheet
    before = [(letter.x0, letter.x1) for letter in canvas.sheet.row_of(0).line.shape.letters]
    bare = picture(canvas)
    canvas.look = replace(canvas.look, invisibles=True)
    line = canvas.sheet.row_of(0).line
    assert [(letter.x0, letter.x1) for letter in line.shape.letters] == before
    assert line.height == Measures().line(1) + Measures().name_height
    assert picture(canvas) != bare
    canvas.look = replace(canvas.look, invisibles=False)
    assert picture(canvas) == bare


def test_a_line_that_reads_otherwise_has_a_sign_beside_it_and_no_other(shown: Shown) -> None:
    canvas = shown(DECEIVING)
    assert canvas.sheet
    rows = list(canvas.sheet.rows(0, 700))
    assert [canvas.sheet.is_deceptive(row) for row in rows] == [False, True, False]
    margin = QPointF(canvas.sheet.right + 8, rows[1].top + 20)
    assert canvas.sign_at(margin)
    assert not canvas.sign_at(margin - QPointF(60, 0))
    assert not canvas.sign_at(QPointF(margin.x(), rows[0].top + 20))


def test_an_edge_that_holds_what_is_not_seen_is_told_with_its_remedy(shown: Shown) -> None:
    text = "زار \u200fالصين اليوم"
    span = Span(4, 10, LabelId("GPE"))
    canvas = shown(text, [span])
    canvas.key_caps = {"span.trim": "T"}.get
    (note,) = wording.edge_notes(text, span, canvas.key_caps)
    assert note == "It begins with: right-to-left mark (RLM). T trims it."
    item = canvas.page.item(span)
    assert note in wording.spoken(item, text, canvas.page.labels, canvas.key_caps)
    assert note in wording.tooltip(item, canvas.page.labels, [note])


@pytest.mark.parametrize(
    "look", [TextLook("amiri"), TextLook(spacing="wide"), TextLook(column="narrow"), TextLook(diacritics=False)]
)
def test_the_reader_s_place_is_kept_when_the_look_changes(shown: Shown, look: TextLook) -> None:
    text = "\n".join(f"{number} قَالَ وزير الخارجية الأميركي " * 3 for number in range(200))
    canvas = shown(text)
    canvas.verticalScrollBar().setValue(7000)
    assert canvas.in_view
    read = canvas.in_view[0] + 100
    canvas.look = look
    assert canvas.in_view[0] <= read <= canvas.in_view[1]


def test_without_diacritics_the_caret_visits_each_letter_and_selects_what_is_stored(shown: Shown) -> None:
    text = "قَالَ مُحَمَّدٌ"
    canvas = shown(text)
    canvas.look = TextLook(diacritics=False)
    canvas.put_caret(0)
    visited = [0]
    while visited[-1] < len(text):
        QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        visited.append(canvas.caret)
    assert visited == grapheme_boundaries(text)
    assert canvas.text[slice(*canvas.selection)] == text

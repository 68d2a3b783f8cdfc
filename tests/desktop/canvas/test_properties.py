"""What holds of every text and every look of it: what is drawn is hit, what is dragged over is selected, ink lies in its pieces."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.page import Page
from annotator.records import LabelId, Span
from annotator.text.offsets import grapheme_boundaries
from desktop import theme
from desktop.canvas import Canvas
from desktop.canvas.layout import ParagraphLayout
from desktop.canvas.measures import Measures
from desktop.canvas.paragraphs import Paragraphs
from desktop.canvas.text_look import FACES, TextLook

WORDS = [
    "قال",
    "لأسباب",
    "والصين",
    "مُحَمَّدٌ",
    "لِلرَّئِيسِ",
    "الأميركي",
    "شيء",
    "لَا",
    "OpenAI",
    "the",
    "fi",
    "2024",
    "3-1",
    "16.5%",
    "١٢",
]
WORDS += [
    "(كوفيد-19)",
    "«بوست»",
    "“2 + 2”",
    "https://t.co/a",
    "@name",
    "😊",
    "👨\u200d👩",
    "ال\u200cصين",
    "الصـــين",
    "5\u00a0م",
    "،",
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=2, max_size=16).map(" ".join)
LOOKS = [
    TextLook(),
    TextLook("amiri", diacritics=False),
    TextLook("scheherazade", "wide", "narrow"),
    TextLook("plex", "tight"),
]
DIRECTIONS = st.sampled_from(["", "rtl", "ltr"])
MARGIN = 20
SLOW = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


@st.composite
def stretches(draw: st.DrawFn, text: str) -> tuple[int, int]:
    """A stretch of whole letters that begins and ends with something to see."""
    boundaries = grapheme_boundaries(text)
    first = draw(st.integers(0, len(boundaries) - 2))
    last = draw(st.integers(first + 1, min(len(boundaries) - 1, first + 20)))
    start, end = boundaries[first], boundaries[last]
    assume(not text[start].isspace() and not text[end - 1].isspace())
    return start, end


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    theme.load_fonts()
    made = Canvas(theme.LIGHT)
    qtbot.addWidget(made)
    made.resize(560, 700)
    made.show()
    return made


def show(canvas: Canvas, page: Page, look: TextLook, direction: str) -> None:
    if direction:
        page.state.directions[0] = direction
    canvas.look = look
    canvas.show_page(page)


@SLOW
@given(text=TEXTS, look=st.sampled_from(LOOKS), direction=DIRECTIONS, data=st.data())
def test_every_drawn_piece_is_hit_innermost_first(
    canvas: Canvas, page_of: Callable[..., Page], text: str, look: TextLook, direction: str, data: st.DataObject
) -> None:
    spans = [Span(*data.draw(stretches(text)), LabelId(label)) for label in ("PERS", "GPE", "ORG")]
    show(canvas, page_of(text, spans), look, direction)
    assert canvas.sheet
    for one in spans:
        drawn = 0
        for row in canvas.sheet.rows_of(one.start, one.end):
            for x0, x1 in row.line.pieces(one.start, one.end):
                drawn += 1
                at = QPointF((x0 + x1) / 2 + canvas.sheet.left, row.top + canvas.sheet.measures.baseline - 4)
                items = [item.span for item in canvas.items_at(at)]
                assert one in items
                lengths = [span.end - span.start for span in items]
                assert lengths == sorted(lengths)
        assert drawn


@SLOW
@given(text=TEXTS, look=st.sampled_from(LOOKS), direction=DIRECTIONS, data=st.data())
def test_a_drag_from_the_first_to_the_last_letter_gives_the_span_back(
    canvas: Canvas, page_of: Callable[..., Page], text: str, look: TextLook, direction: str, data: st.DataObject
) -> None:
    start, end = data.draw(stretches(text))
    show(canvas, page_of(text), look, direction)
    boundaries = grapheme_boundaries(text)
    first = canvas.rect_of(start, boundaries[bisect_right(boundaries, start)])
    last = canvas.rect_of(boundaries[bisect_left(boundaries, end) - 1], end)
    assume(first.center() != last.center() and min(first.width(), last.width()) > 2)
    drag_exactly(canvas, first.center(), last.center())
    assert canvas.selection == (start, end)


def drag_exactly(canvas: Canvas, first: QPoint, last: QPoint) -> None:
    """With snapping off."""
    kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease)
    for kind, at in zip(kinds, (first, first + QPoint(30, 0), last, last), strict=True):
        held = kind != QEvent.Type.MouseButtonRelease
        event = QMouseEvent(
            kind,
            QPointF(at),
            QPointF(canvas.viewport().mapToGlobal(at)),
            Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
        )
        QApplication.sendEvent(canvas.viewport(), event)


@SLOW
@given(text=TEXTS, look=st.sampled_from(LOOKS), direction=DIRECTIONS, width=st.sampled_from([330, 900]), data=st.data())
def test_the_ink_of_a_span_lies_in_its_pieces_and_no_other(
    canvas: Canvas, text: str, look: TextLook, direction: str, width: int, data: st.DataObject
) -> None:
    start, end = data.draw(stretches(text))
    paragraphs = Paragraphs(text, {0: direction} if direction else {}, diacritics=look.diacritics)
    layout = laid_out(paragraphs, look, width)
    assume(not any(parts_a_shape(layout, place) for place in (start, end)))
    inside, others = ink(layout, start, end, width)
    assert inside > 0.85, f"{text[:start]}[{text[start:end]}]{text[end:]}"
    assert others < 0.25, f"{text[:start]}[{text[start:end]}]{text[end:]}"


def laid_out(paragraphs: Paragraphs, look: TextLook, width: int) -> ParagraphLayout:
    measures = Measures(1.0, look)
    font = theme.document_font(measures.font, measures.face.family)
    font.setWordSpacing(measures.word_space)
    return ParagraphLayout(paragraphs[0], font, measures, width)


def parts_a_shape(layout: ParagraphLayout, place: int) -> bool:
    """Whether one glyph, or two that overlap, stand for letters on both sides: such an edge can only be about right."""
    text, unit = layout.paragraph.text, layout.paragraph.offsets.to_utf16(place)
    before = text[:place].rstrip("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u200c")
    if before.endswith("ل") and text[place : place + 1] in tuple("اأإآ"):
        return True
    glyphs = [run.stringIndexes() for line in layout.lines for run in line.text.glyphRuns(-1, -1, ALL)]
    known = {index for indexes in glyphs for index in indexes}
    return 0 < place < len(text) and not text[place].isspace() and unit not in known


ALL = QTextLayout.GlyphRunRetrievalFlag.RetrieveAll


def ink(layout: ParagraphLayout, start: int, end: int, width: int) -> tuple[float, float]:
    """Of the ink of a stretch, the share inside its pieces; and the ink of others inside, as a share of its own."""
    image = QImage(width + 2 * MARGIN, layout.height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    red = QTextLayout.FormatRange()
    red.start = layout.paragraph.offsets.to_utf16(start)
    red.length = layout.paragraph.offsets.to_utf16(end) - red.start
    red.format = QTextCharFormat()
    red.format.setForeground(QColor(255, 0, 0))
    with QPainter(image) as painter:
        painter.setPen(Qt.GlobalColor.black)
        layout.draw_letters(painter, QPointF(MARGIN, 0), [red])
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[:, : image.width()].astype(int)
    # Pictures in colour are no ink that could be told apart.
    reddish = np.clip(pixels[:, :, 2] - pixels[:, :, 1], 0, 255) * (abs(pixels[:, :, 1] - pixels[:, :, 0]) < 8)
    black = 255 - pixels.max(axis=2)
    within = np.zeros(reddish.shape, bool)
    for line in layout.lines:
        for x0, x1 in line.pieces(start, end):
            within[line.top : line.top + line.height, int(x0 + MARGIN) : int(x1 + MARGIN) + 1] = True
    whole = int(reddish.sum())
    return (reddish[within].sum() / whole, black[within].sum() / whole) if whole else (1.0, 0.0)


@SLOW
@given(text=TEXTS, face=st.sampled_from(list(FACES)), direction=DIRECTIONS)
def test_without_diacritics_letters_stand_as_if_there_were_none_and_offsets_are_as_stored(
    canvas: Canvas, text: str, face: str, direction: str
) -> None:
    bare = "".join(character for character in text if not "\u064b" <= character <= "\u0652")
    directions = {0: direction} if direction else {}
    look = TextLook(face, diacritics=False)
    hidden = laid_out(Paragraphs(text, directions, diacritics=False), look, 400)
    plain = laid_out(Paragraphs(bare, directions), look, 400)
    assert [line.text.naturalTextWidth() for line in hidden.lines] == [
        line.text.naturalTextWidth() for line in plain.lines
    ]
    assert hidden.lines[0].start == 0
    assert hidden.lines[-1].end == len(text)
    assert all(one.end == other.start for one, other in pairwise(hidden.lines))
    letters = [(letter.start, letter.end) for line in hidden.lines for letter in line.shape.letters]
    seen = [place for place in pairwise(grapheme_boundaries(text)) if not text[place[0]].isspace()]
    assert set(seen) <= set(letters)


@pytest.mark.parametrize("face", FACES)
def test_boxes_cover_the_letters_of_a_face_and_lines_hold_their_marks(canvas: Canvas, face: str) -> None:
    measures = Measures(1.0, TextLook(face))
    plain = "زار وزير الخارجية الأميركي لويد أوستن إلى طوكيو، ثم بكين ويوكوهاما؛ حجّ مغبرّ كُلِّف خُطَّةً Typing (fjord) 16"
    vowelled = "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ قَالَ مُحَمَّدٌ لِلرَّئِيسِ لَاسِيَّمَا أُولَىٰ كِتَابٍ حَجٍّ إِسْلَامِيٍّ"
    for text, top, bottom, share in (
        (plain, measures.box_top, measures.box_top + measures.box_height, 0.97),
        (vowelled, 0, measures.text + measures.lane_line, 0.995),
    ):
        rows = rows_of_ink(laid_out(Paragraphs(text), TextLook(face), 2000), 2000)
        assert rows[top:bottom].sum() > share * rows.sum()


def rows_of_ink(layout: ParagraphLayout, width: int) -> np.ndarray:
    """The ink in each row of pixels, from the top of the first line on."""
    image = QImage(width, layout.height, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        layout.draw_letters(painter, QPointF(0, 0))
    return (255 - np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).astype(int)).sum(axis=1)

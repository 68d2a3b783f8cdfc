"""The ink of a span's letters lies within its pieces, and no other letters do; marks leave the text alone."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTextCharFormat, QTextLayout
from pytestqt.qtbot import QtBot

from annotator.text.offsets import grapheme_boundaries
from desktop import theme
from desktop.canvas.layout import ParagraphLayout
from desktop.canvas.measures import Measures
from desktop.canvas.paragraphs import Paragraphs

ARABIC = (
    "لأسباب بعد “2 + 2” إلى abc def 45 (كوفيد-19) للولايات لا شيء، @SecBlinken قال: 16 آذار/مارس https://t.co/yaB "
    "06:20 م و«واشنطن بوست» 5.5% قَالَ مُحَمَّدٌ 😊 لِلرَّئِيسِ لأوكرانيا السلام."
)
LATIN = "In 2022 the president قال الرئيس الأميركي (3-1) said: وزير لأسباب 45 كيلو and أحمد went to office fi."
EMBEDDED = "قال \u202bالرئيس abc\u202c ثم \u2068fine words\u2069 هنا."
MARGIN = 20
LAM, ALEFS = "ل", "اأإآ"


def letters_of_the_span_and_others(text: str, start: int, end: int, width: int) -> tuple[float, float]:
    """Of the span's ink, the share inside its pieces; and the ink of others inside, as a share of the span's."""
    paragraph = Paragraphs(text)[0]
    font = theme.document_font(21)
    font.setWordSpacing(2)
    layout = ParagraphLayout(paragraph, font, Measures(), width)
    image = QImage(width + 2 * MARGIN, layout.height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    red = QTextLayout.FormatRange()
    red.start = paragraph.offsets.to_utf16(start)
    red.length = paragraph.offsets.to_utf16(end) - red.start
    red.format = QTextCharFormat()
    red.format.setForeground(QColor(255, 0, 0))
    with QPainter(image) as painter:
        painter.setPen(Qt.GlobalColor.black)
        layout.draw_letters(painter, QPointF(MARGIN, 0), [red])
    columns = [
        (line.top, line.top + line.height, int(x0 + MARGIN), int(x1 + MARGIN) + 1)
        for line in layout.lines
        for x0, x1 in line.pieces(start, end)
    ]
    return _shares(image, columns)


def _shares(image: QImage, columns: list[tuple[int, int, int, int]]) -> tuple[float, float]:
    height, width = image.height(), image.width()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine() // 4, 4)[:, :width]
    green, red = pixels[:, :, 1].astype(int), pixels[:, :, 2].astype(int)
    reddish, black = np.clip(red - green, 0, 255), 255 - red
    within = np.zeros((height, width), bool)
    for top, bottom, x0, x1 in columns:
        within[top:bottom, x0:x1] = True
    span = int(reddish.sum())
    return (reddish[within].sum() / span, black[within].sum() / span) if span else (1.0, 0.0)


def parts_a_lam_alef(text: str, offset: int) -> bool:
    """Naskh draws lam-alef as one shape whose halves overlap: an edge inside it can only be about right."""
    return 0 < offset < len(text) and text[offset - 1] == LAM and text[offset] in ALEFS


@pytest.mark.parametrize("text", [ARABIC, LATIN, EMBEDDED], ids=["arabic", "latin", "embedded"])
@pytest.mark.parametrize("width", [900, 330])
def test_ink_lies_within_the_pieces(qtbot: QtBot, text: str, width: int) -> None:
    theme.load_fonts()
    chance = random.Random(width)
    boundaries = grapheme_boundaries(text)
    for _ in range(45):
        start = boundaries[bisect_right(boundaries, chance.randrange(len(text))) - 1]
        end = boundaries[bisect_left(boundaries, min(len(text), start + chance.choice([1, 2, 3, 5, 9, 20])))]
        if text[start:end].isspace() or parts_a_lam_alef(text, start) or parts_a_lam_alef(text, end):
            continue
        inside, others = letters_of_the_span_and_others(text, start, end, width)
        said = f"{text[:start]}[{text[start:end]}]{text[end:]}"
        assert inside > 0.85, said
        assert others < 0.2, said


def test_an_edge_inside_lam_alef_leaves_both_sides_some_of_it(qtbot: QtBot) -> None:
    theme.load_fonts()
    text = "ثم لأوكرانيا"
    layout = ParagraphLayout(Paragraphs(text)[0], theme.document_font(21), Measures(), 400)
    (lam,) = layout.lines[0].pieces(3, 4)
    (name,) = layout.lines[0].pieces(4, len(text))
    assert lam[0] == name[1]
    assert lam[1] - lam[0] > 3


def test_a_span_over_mixed_text_falls_into_visual_pieces(qtbot: QtBot) -> None:
    theme.load_fonts()
    text = "شركة alpha beta الكبرى"
    layout = ParagraphLayout(Paragraphs(text)[0], theme.document_font(21), Measures(), 600)
    start, end = text.index("شركة"), text.index("alpha") + 5
    pieces = layout.lines[0].pieces(start, end)
    assert len(pieces) == 2, "beta stands between alpha and the Arabic on screen"
    assert layout.lines[0].pieces(0, len(text)) == [(pytest.approx(layout.lines[0].pieces(0, len(text))[0][0]), 600.0)]

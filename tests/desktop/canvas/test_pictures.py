"""The canvas against kept pictures. ``WARRAQ_PICTURES=renew`` draws them anew; look at them before they are committed.

Another patch version of Qt or FreeType draws letters a shade otherwise, so pictures are compared smaller and in grey, and
some points may differ. A chip that has moved, a lane that is missing or another order of the words is more than that.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from annotator import labels
from annotator.page import Page
from annotator.project.state import DocumentState
from annotator.records import Annotation, AnnotationId, Document, DocumentId, PersonId, Span, Suggestion
from desktop import theme
from desktop.canvas.look import Colours
from desktop.canvas.measures import Measures
from desktop.canvas.paragraphs import Paragraphs
from desktop.canvas.scene import Scene, paint
from desktop.canvas.sheet import Sheet
from desktop.canvas.text_look import AS_SHIPPED, TextLook

KEPT = Path(__file__).parent / "pictures"
WIDTH = 640
SMALLER = 3
"""How many pixels of the canvas one of the comparison stands for, each way."""
DIFFERENT = 28
"""Shades of 256 from which on a point differs."""
TOLERATED = 0.004
"""Share of the points that may differ."""

NESTED = "أجرى [وزير [الخارجية ORG] [الأميركي NORP] OCC] [أنتوني بلينكن PERS] [محادثات [[طوكيو GPE] الأخيرة DATE] EVENT] في [[بحر [الصين GPE] LOC] الجنوبي LOC]."
MIXED = "قالت [شركة OpenAI Inc. ORG] في [16 آذار/مارس 2024 DATE] إن [GPT-4 PRODUCT] أفضل.\nIn [2022 DATE] the [president الرئيس الأميركي OCC] met [3-1 CARDINAL]."
UNSEEN = "قال\u200f [لل\u200cصين GPE] و\u2068[OpenAI ORG]\u2069 5\u00a0كيلو [الصـــين GPE]\nif access != \u202euser\u202c then"
VOWELLED = "قَالَ [مُحَمَّدٌ PERS] [لِلرَّئِيسِ OCC] إِنَّ [ٱلسَّلَامَ EVENT] قَرِيبٌ."
SUBWORD = "و[الصين GPE] ل[لولايات المتحدة GPE] ب[طوكيو GPE]ها [ل PERS]أ[وكرانيا GPE]"
RIVALS = "زار [[وزير الخارجية OCC] PERS] [[هانوي GPE] DATE] [اليوم DATE]"


@dataclass(frozen=True)
class Shown:
    """A text written with brackets, the labels whose spans are decided, and how it is shown."""

    source: str
    decided: tuple[str, ...] = ()
    look: TextLook = AS_SHIPPED
    zoom: float = 1.0
    theme: theme.Theme = theme.LIGHT
    current: int | None = None
    """The place of the current span among all."""


PICTURES = {
    "nested": Shown(NESTED, ("OCC", "GPE"), current=0),
    "mixed": Shown(MIXED, ("ORG",)),
    "subword": Shown(SUBWORD, current=1),
    "split": Shown("[شركة alpha ORG] beta الكبرى [و12 CARDINAL] نصف", current=0),
    "dark": Shown(NESTED, ("EVENT", "NORP"), theme=theme.DARK, current=2),
    "zoomed": Shown(NESTED, ("OCC",), zoom=1.6),
    "unseen": Shown(UNSEEN, look=TextLook(invisibles=True)),
    "vowelled": Shown(VOWELLED),
    "bare": Shown(VOWELLED, look=TextLook(diacritics=False)),
    "hatched": Shown(RIVALS, current=0),
    "amiri": Shown(NESTED, ("OCC",), TextLook("amiri")),
    "scheherazade": Shown(VOWELLED, look=TextLook("scheherazade", "wide")),
    "plex": Shown(MIXED, look=TextLook("plex", "tight")),
}
Draw = Callable[[Shown], QImage]


@pytest.fixture
def draw(qtbot: QtBot, doc: Callable[..., Any]) -> Draw:
    """What the canvas paints, without a window."""
    theme.load_fonts()

    def drawn(shown: Shown) -> QImage:
        marked = doc(shown.source)
        page = page_of(marked.text, marked.spans, shown.decided)
        paragraphs = Paragraphs(marked.text, diacritics=shown.look.diacritics)
        sheet = Sheet(page, paragraphs, Measures(shown.zoom, shown.look), WIDTH)
        list(sheet.rows(0, 10_000))  # heights are exact once all is laid out
        scene = Scene(current=None if shown.current is None else page.items()[shown.current])
        picture = QImage(WIDTH, sheet.height - sheet.measures.under + 8, QImage.Format.Format_RGB32)
        picture.fill(shown.theme.colour("paper"))
        with QPainter(picture) as painter:
            paint(painter, sheet, scene, Colours(shown.theme, page.labels), 0, picture.height(), caret=False)
        return picture

    return drawn


def page_of(text: str, spans: Iterable[Span], decided: Iterable[str]) -> Page:
    """Annotations of the labels that are decided, suggestions of several scores for all other spans."""
    document, person = Document(DocumentId("d"), "d", text), PersonId("p")
    state = DocumentState(document.id, person)
    for number, span in enumerate(span for span in spans if span.label in decided):
        made = AnnotationId(str(number))
        state.annotations[made] = Annotation(made, document.id, person, span)
        state.by_span[span] = made
    proposed = [Suggestion(span, (0.95, 0.8, 0.5)[span.start % 3]) for span in spans if span not in state.by_span]
    return Page(document, state, proposed, labels.load("wojood"))


def shades(picture: QImage) -> np.ndarray:
    """The picture smaller and in grey, 0 to 255."""
    size = QSize(picture.width() // SMALLER, picture.height() // SMALLER)
    small = picture.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    grey = small.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].astype(int)


def difference(one: QImage, other: QImage) -> float:
    """The share of points that differ; all of them where the sizes do."""
    if one.size() != other.size():
        return 1.0
    return float((abs(shades(one) - shades(other)) > DIFFERENT).mean())


@pytest.mark.parametrize("name", PICTURES)
def test_the_canvas_looks_as_it_did(draw: Draw, name: str, tmp_path: Path) -> None:
    now, kept = draw(PICTURES[name]), KEPT / f"{name}.png"
    if os.environ.get("WARRAQ_PICTURES") == "renew":
        now.save(str(kept))
        return
    share = difference(now, QImage(str(kept)))
    if share > TOLERATED:
        actual = tmp_path / kept.name
        now.save(str(actual))
        pytest.fail(f"{share:.2%} of the picture differ from {kept}: now it is {actual}")


BEFORE = Shown("أجرى [وزير الخارجية [الأميركي NORP] OCC] [أنتوني بلينكن PERS]")


@pytest.mark.parametrize(
    "changed",
    [
        Shown("أجرى [وزير [الخارجية ORG] [الأميركي NORP] OCC] [أنتوني بلينكن PERS]"),
        Shown(BEFORE.source, ("NORP",)),
        Shown("أجرى [وزير الخارجية الأميركي OCC] [أنتوني بلينكن PERS]"),
        Shown("أجرى [وزير الأميركي [الخارجية NORP] OCC] [أنتوني بلينكن PERS]"),
        Shown("أجرى وزير [الخارجية [الأميركي NORP] OCC] [أنتوني بلينكن PERS]"),
        Shown(BEFORE.source, theme=theme.DARK),
        Shown(BEFORE.source, zoom=1.05),
    ],
    ids=["a span more", "decided", "a lane less", "another order", "another edge", "dark", "larger"],
)
def test_a_change_would_be_seen(draw: Draw, changed: Shown) -> None:
    assert difference(draw(BEFORE), draw(BEFORE)) == 0
    assert difference(draw(BEFORE), draw(changed)) > TOLERATED


def test_a_chip_that_has_moved_would_be_seen_and_softer_letters_would_not(draw: Draw) -> None:
    picture = draw(BEFORE)
    lanes = 10 + Measures().text
    moved, softer = QImage(picture), QImage(picture)
    with QPainter(moved) as painter:
        painter.drawImage(0, lanes + 5, picture.copy(24, lanes + 5, WIDTH - 24, 14))
    assert difference(picture, moved) > TOLERATED
    with QPainter(softer) as painter:
        painter.setOpacity(0.25)
        painter.drawImage(1, 0, picture)
    assert difference(picture, softer) < TOLERATED

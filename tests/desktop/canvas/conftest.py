"""Pages to draw: texts written with brackets, decided or suggested."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from pytestqt.qtbot import QtBot

from annotator.labels import load
from annotator.page import Page
from annotator.project.state import DocumentState
from annotator.records import Document, DocumentId, PersonId, Span, Suggestion
from desktop import theme
from desktop.canvas import Canvas

MakePage = Callable[..., Page]
Shown = Callable[..., Canvas]


@pytest.fixture
def page_of() -> MakePage:
    """A page of a text with suggestions of a score."""

    def make(text: str, spans: Iterable[Span] = (), score: float = 0.95) -> Page:
        document = Document(DocumentId("d"), "d.txt", text)
        suggestions = [Suggestion(span, score, "a reason", "rules") for span in spans]
        return Page(document, DocumentState(document.id, PersonId("p")), suggestions, load("wojood"))

    return make


@pytest.fixture
def shown(qtbot: QtBot, page_of: MakePage) -> Shown:
    """A canvas of 912 × 700 that shows a text with its suggestions."""
    theme.load_fonts()

    def make(text: str, spans: Iterable[Span] = (), score: float = 0.95, width: int = 912) -> Canvas:
        canvas = Canvas(theme.LIGHT)
        qtbot.addWidget(canvas)
        canvas.resize(width, 700)
        canvas.show_page(page_of(text, spans, score))
        canvas.show()
        canvas.activateWindow()
        qtbot.waitUntil(canvas.isActiveWindow)
        canvas.setFocus()
        return canvas

    return make

"""The canvas against its budgets: ``python tests/benchmarks/bench_canvas.py``; with QT_QPA_PLATFORM=xcb on a screen."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import resources
from annotator.labels import load
from annotator.page import Page
from annotator.project.state import DocumentState
from annotator.records import Document, DocumentId, LabelId, PersonId, Span, Suggestion
from annotator.review import PageReview
from annotator.text.words import words
from desktop import dress, theme
from desktop.canvas import Canvas

LABELS = ("PERS", "GPE", "ORG", "OCC", "DATE")


def sample(count: int, spans: int) -> tuple[Document, list[Suggestion]]:
    """A document of so many words, of the sample texts over and over, with spans spread over it, a fifth nested."""
    text = "\n".join(file.read_text("utf-8") for file in sorted(resources.path("seeds").glob("*.txt")))
    text = "\n".join([text] * (1 + count // len(words(text))))
    places = words(text)[:count]
    every = count / (spans * 0.8)
    suggestions = []
    for number in range(round(spans * 0.8)):
        first = min(round(number * every), count - 3)
        start, end = places[first][0], places[first + number % 3][1]
        suggestions.append(_suggestion(start, end, LABELS[number % 5], number))
        if number % 4 == 0:
            suggestions.append(_suggestion(places[first][0], places[first][1], "NORP", number))
    return Document(DocumentId("d"), "d", text[: places[-1][1]]), suggestions


def _suggestion(start: int, end: int, label: str, number: int) -> Suggestion:
    return Suggestion(Span(start, end, LabelId(label)), 0.6 + number % 40 / 100, "a reason", "rules")


def milliseconds(function: Callable[[], object]) -> float:
    begun = time.perf_counter()
    function()
    QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000


def stepping(canvas: Canvas, page: Page) -> Iterator[float]:
    """A key that accepts the current span and goes on, until the frame is painted."""
    review = PageReview(page, lambda _step: None)
    current = page.items()[0]

    def answer() -> None:
        nonlocal current
        changes = review.accept(current)
        canvas.set_saving(changes.spans)
        canvas.refresh(changes.spans)
        ahead = page.inside(current.span.end, current.span.end + 1000)
        current = next(item for item in ahead if item.span.start >= current.span.end)
        canvas.set_current(current)

    canvas.set_current(current)
    QApplication.processEvents()
    while True:
        yield milliseconds(answer)
        QTest.qWait(130)  # as between two keys of a very fast reviewer; a scroll has come to rest by then


def scrolling(canvas: Canvas) -> Iterator[float]:
    bar = canvas.verticalScrollBar()
    bar.setValue(0)
    while bar.value() < bar.maximum():
        yield milliseconds(lambda: bar.setValue(bar.value() + bar.pageStep()))
        QTest.qWait(20)


def caret(canvas: Canvas) -> Iterator[float]:
    canvas.put_caret(0)
    while True:
        yield milliseconds(lambda: QTest.keyClick(canvas, Qt.Key.Key_Left))


def report(what: str, budget: float, found: list[float]) -> None:
    ranks = quantiles(found, n=20) if len(found) > 1 else found * 20
    print(f"{what:<44}{ranks[9]:>8.1f}{ranks[18]:>8.1f}{max(found):>8.1f}{budget:>8.0f}")


def measure(count: int, spans: int, opening: float, stepping_budget: float) -> None:
    document, suggestions = sample(count, spans)
    page = Page(document, DocumentState(document.id, PersonId("p")), suggestions, load("wojood"))
    canvas = Canvas(theme.LIGHT)
    canvas.resize(912, 760)
    canvas.show()
    QTest.qWaitForWindowExposed(canvas)
    name = f"{count:,} words, {spans:,} spans: "
    report(name + "first paint", opening, [milliseconds(lambda: canvas.show_page(page))])
    report(name + "scroll a page", stepping_budget, list(islice(scrolling(canvas), 100)))
    canvas.verticalScrollBar().setValue(0)
    report(name + "key to frame", stepping_budget, list(islice(stepping(canvas, page), 60)))
    report(name + "caret", stepping_budget, list(islice(caret(canvas), 150)))
    canvas.close()


def main() -> None:
    application = QApplication([])
    theme.load_fonts()
    dress.dress(application, theme.LIGHT)
    print(f"{'milliseconds':<44}{'p50':>8}{'p95':>8}{'most':>8}{'budget':>8}")
    measure(600, 150, 100, 16)
    measure(200_000, 40_000, 300, 33)


if __name__ == "__main__":
    main()

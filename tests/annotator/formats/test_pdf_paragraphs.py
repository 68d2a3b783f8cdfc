"""Lines of a page become paragraphs where it is certain that one goes on in the next, and nowhere else."""

from __future__ import annotations

import pytest

from annotator.formats.pdf_lines import Line
from annotator.formats.pdf_paragraphs import paragraphs

WIDTH = 400.0


def page(*lines: tuple[str, float], start: float = 0, step: float = 20, size: float = 12) -> list[Line]:
    """Lines of a column, each with the room that is left at its end; a word takes 30 points."""
    return [
        Line(text, start, WIDTH - room, 700 - step * row, size, first=30.0) for row, (text, room) in enumerate(lines)
    ]


def test_a_full_line_goes_on_in_the_next() -> None:
    lines = page(("وصل أنتوني", 0), ("بلينكن إلى", 20), ("القاهرة.", 200), ("وقال", 10), ("إنه", 5), ("وصل.", 300))
    assert paragraphs(lines) == ["وصل أنتوني بلينكن إلى القاهرة.", "وقال إنه وصل."]


def test_nothing_is_lost_or_changed_on_the_way() -> None:
    assert paragraphs([]) == []
    assert paragraphs(page(("سطر", 0))) == ["سطر"]
    names = page(("محمد", 300), ("عبد الرحمن", 250), ("سعاد حسني بنت محمد", 0), ("ليلى", 310), ("هند", 320))
    assert paragraphs(names) == [line.text for line in names]
    cells = page(("أ\tب", 0), ("ج\tد", 0), ("ه\tو", 0))
    assert paragraphs(cells) == ["أ\tب", "ج\tد", "ه\tو"]


FULL = (("كلام طويل", 0), ("يملأ السطر", 0), ("كله", 0))


@pytest.mark.parametrize(
    "after",
    [
        page(("فقرة", 100), start=20),  # a first line further in
        page(("فقرة", 100), size=9),
        page(("٢. بند", 100)),
        page(("• بند", 100)),
        page(("خلية\tخلية", 100)),
    ],
)
def test_what_begins_something_new_is_not_joined(after: list[Line]) -> None:
    (new,) = (Line(line.text, line.start, line.end, 640, line.size, line.first) for line in after)
    assert paragraphs([*page(*FULL), new]) == ["كلام طويل يملأ السطر كله", new.text]


def test_a_greater_distance_parts_paragraphs() -> None:
    lines = [*page(*FULL), Line("فقرة", 0, 300, 630, 12, 30)]
    assert paragraphs(lines) == ["كلام طويل يملأ السطر كله", "فقرة"]


def test_a_first_line_may_stand_further_in_or_out() -> None:
    body = [Line(line.text, line.start, line.end, line.y - 20, line.size, line.first) for line in page(*FULL)]
    assert paragraphs([Line("بدء", 25, WIDTH, 700, 12, 30), *body]) == ["بدء كلام طويل يملأ السطر كله"]
    item = [Line(line.text, 25, line.end, line.y, line.size, line.first) for line in body]
    assert paragraphs([Line("1. بدء", 0, WIDTH, 700, 12, 30), *item]) == ["1. بدء كلام طويل يملأ السطر كله"]


def test_a_hyphen_at_the_end_of_a_line_stays_without_a_space() -> None:
    assert paragraphs(page(("the inter-", 0), ("national and", 0), ("more", 0)))[0] == "the inter-national and more"

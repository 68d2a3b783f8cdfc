"""What models from elsewhere share: windows over long texts, tags that become spans, edges."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.suggest.outside.edges import Edges
from annotator.suggest.outside.tags import Tagged, by_word, spans
from annotator.suggest.outside.windows import windows

texts = st.text(st.sampled_from("ابو طِ .؟\n😊«»"), max_size=120)


def pieces(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\w{1,2}|\S", text)]


@given(texts, st.integers(-3, 20))
def test_every_place_counts_in_one_window_that_is_not_too_long(text: str, most: int) -> None:
    found = list(windows(text, pieces(text), most))
    reach = 0
    for window in found:
        assert window.first == reach
        assert window.start <= window.first <= window.last <= window.end
        assert len(pieces(text[window.start : window.end])) <= max(1, most) + 1
        reach = window.last
    assert not text[reach:].strip()


def parts(text: str, most: int) -> list[str]:
    return [text[window.start : window.end] for window in windows(text, pieces(text), most)]


def test_windows_end_where_sentences_or_lines_do() -> None:
    assert parts("اب اب. اب اب. اب اب", 7) == ["اب اب. اب اب. ", "اب اب"]
    assert parts("اب اب\nاب اب\nاب", 3) == ["اب اب\n", "اب اب\nاب"]
    assert parts("قال د. اب: نعم", 20) == ["قال د. اب: نعم"]


def test_windows_of_one_long_sentence_overlap_by_words() -> None:
    assert parts("اب ات اث اج اح اخ اد", 4) == ["اب ات اث اج ", "اج اح اخ اد"]


# Tags


def tagged(text: str, tags: str) -> list[tuple[str, str]]:
    places = [match.span() for match in re.finditer(r"\S+", text)]
    words = [Tagged(start, end, tag, 0.5) for (start, end), tag in zip(places, tags.split(), strict=True)]
    return [(text[one.start : one.end], one.tag) for one in spans(text, words)]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("B-X I-X O B-X", ["a b", "d"]),
        ("B-X B-X I-X I-X", ["a", "b c d"]),
        ("I-X I-X B-X O", ["a b", "c"]),
        ("B-X E-X S-X S-X", ["a b", "c", "d"]),
        ("B-X L-X U-X I-X", ["a b", "c", "d"]),
        ("B-X M-X E-X E-X", ["a b c", "d"]),
        ("X X O X", ["a b", "d"]),
        ("O O O O", []),
    ],
)
def test_schemes_of_tags(tags: str, expected: list[str]) -> None:
    assert tagged("a b c d", tags) == [(string, "X") for string in expected]


def test_another_label_begins_another_span() -> None:
    assert tagged("a b c", "B-X I-Y Z") == [("a", "X"), ("b", "Y"), ("c", "Z")]


def test_no_span_passes_the_end_of_a_line() -> None:
    assert tagged("a b\nc", "B-X I-X I-X") == [("a b", "X"), ("c", "X")]


def test_the_score_is_the_mean_of_the_words() -> None:
    words = [Tagged(0, 1, "B-X", 1.0), Tagged(2, 3, "I-X", 0.5)]
    assert [one.score for one in spans("a b", words)] == [0.75]


def test_a_word_takes_the_tag_of_its_first_piece() -> None:
    text = "طوكيو،  بكين 😊"
    given_pieces = [(0, 2), (2, 6), (5, 6), (7, 8), (8, 10), (10, 12), (12, 14)]
    tagged_pieces = [Tagged(start, end, str(start), 1.0) for start, end in given_pieces]
    words = [(text[one.start : one.end], one.tag) for one in by_word(text, tagged_pieces)]
    assert words == [("طوكيو", "0"), ("،", "2"), ("بكين", "7"), ("😊", "12")]


# Edges


def settled(text: str, selected: str) -> str:
    start = text.index(selected)
    first, last = Edges(text).settle(start, start + len(selected))
    return text[first:last]


@pytest.mark.parametrize(
    ("text", "selected", "expected"),
    [
        ("زار والصين أمس", "والصين", "الصين"),
        ("سافر إلى وطوكيو", "وطوكيو", "طوكيو"),
        ("زار واشنطن أمس", "واشنطن", "واشنطن"),
        ("قال بلينكن أمس", "بلينكن", "بلينكن"),
        ("لوزراء خارجية الرباعية", "لوزراء خارجية", "وزراء خارجية"),
        ("زار  طوكيو ، ثم", "  طوكيو ، ", "طوكيو"),
        ("زار طُوكْيُوَ ثم", "طُوكْيُو", "طُوكْيُوَ"),
        ("زار طوكيو ثم", "وكي", "طوكيو"),
        ("قال وزلفرد كذا", "زلفرد", "زلفرد"),
        ("دفع $50 أمس", "$50", "$50"),
        ("حزب «الأمة» فاز", "«الأمة»", "«الأمة»"),
        ("قال ، ثم", " ، ", ""),
        ("والصين", "و", ""),
    ],
)
def test_edges_as_a_reviewer_would_set_them(text: str, selected: str, expected: str) -> None:
    assert settled(text, selected) == expected


@given(texts, st.data())
def test_edges_stay_in_the_text_and_settle_at_once(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edges = Edges(text)
    first, last = edges.settle(start, end)
    assert 0 <= first <= last <= len(text)
    assert edges.settle(first, last) == (first, last) or first == last

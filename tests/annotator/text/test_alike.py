"""Places found again in a text that differs in white space and spelling alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.alike import Letters, carried

STORED = "قالَ وزيرُ الخارجيّةِ الأميركيّ أنتوني بلينكن،\r\nفي لاهاي: «ســـنزور آسيا»."
NAME = "الأميركيّ أنتوني بلينكن"


def bare(text: str) -> str:
    return "".join(one for one in text if not unicodedata.combining(one))


OTHERS = {
    "line ends": STORED.replace("\r\n", "\n"),
    "spaces that cannot break": STORED.replace(" ", "\u00a0"),
    "words apart": STORED.replace("،", " ،").replace(":", " : "),
    "all in one line": " ".join(STORED.split()),
    "decomposed": unicodedata.normalize("NFD", STORED),
    "composed": unicodedata.normalize("NFC", STORED),
    "presentation forms": STORED.replace("لا", "\ufefb").replace("بلينكن", "\ufe91\ufee0\ufef4\ufee8\ufedc\ufee6"),
    "no marks": bare(STORED),
    "no tatweel": STORED.replace("ـ", ""),
    "letters made alike": STORED.replace("أ", "ا").replace("ة", "ه").replace("آ", "ا"),
    "marks of direction": "\u200f" + STORED.replace("\r\n", "\u200f\r\n"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_is_found_where_it_stands_in_the_other(name: str) -> None:
    there, here = Letters(OTHERS[name]), Letters(STORED)
    assert there.text == here.text
    start = here.before(STORED.index(NAME))
    first, last = there.original(start, start + len(Letters(NAME).text))
    edges = carried(first, last, there, here)
    assert edges is not None
    assert STORED[slice(*edges)] == NAME


def test_a_part_of_a_ligature_is_the_whole() -> None:
    there, here = Letters("لاهاي"), Letters("\ufefbهاي")
    assert carried(0, 1, there, here) == (0, 1)
    assert carried(2, 5, there, here) == (1, 4)


def test_what_holds_no_letter_has_no_place() -> None:
    assert carried(2, 3, Letters("في لاهاي"), Letters("في\nلاهاي")) is None


def test_other_words_are_not_alike() -> None:
    assert Letters("في لاهاي").text != Letters("في لاهي").text


@given(st.text(st.sampled_from("ابج نَـ\n\u00a0x"), max_size=20), st.data())
def test_in_the_same_text_a_stretch_keeps_its_letters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    letters = Letters(text)
    edges = carried(start, end, letters, letters)
    wanted = Letters(text[start:end]).text
    assert (edges is None) == (not wanted)
    if edges:
        assert Letters(text[slice(*edges)]).text == wanted

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.offsets import Offsets, grapheme_boundaries, next_grapheme, previous_grapheme

GREETING = "قَالَ مُحَمَّدٌ 😊 لِلرَّئِيسِ"
pieces = [
    "ا",
    "لا",
    "مُ",
    "حَّ",
    "ـ",
    " ",
    "\n",
    "\r\n",
    "😊",
    "👩‍👩‍👧",
    "🇵🇸",
    "👍🏽",
    "\u200f",
    "\u2067",
    "𐤀",
    "e\u0301",
    "가",
    "a",
    "\u0600",
]
texts = st.lists(st.sampled_from(pieces), max_size=30).map("".join) | st.text(max_size=30)


def test_the_same_place_in_three_units():
    offsets = Offsets(GREETING)
    place = GREETING.rindex(" ") + 1
    assert (place, offsets.to_utf16(place), offsets.to_grapheme(place)) == (18, 19, 11)
    assert (offsets.from_utf16(19), offsets.from_grapheme(11)) == (18, 18)


def test_inside_a_pair_or_grapheme_means_its_own_beginning():
    offsets = Offsets("ا😊مُ")
    assert [offsets.from_utf16(unit) for unit in range(6)] == [0, 1, 1, 2, 3, 4]
    assert [offsets.to_grapheme(place) for place in range(5)] == [0, 1, 2, 2, 3]


@pytest.mark.parametrize("offset", [-1, 4])
def test_an_offset_outside_the_text_is_an_error(offset):
    offsets = Offsets("ابت")
    for convert in (offsets.to_utf16, offsets.from_utf16, offsets.to_grapheme, offsets.from_grapheme):
        with pytest.raises(IndexError):
            convert(offset)


@given(texts)
def test_utf16_units_are_those_of_the_encoding_and_come_back(text):
    offsets = Offsets(text)
    assert offsets.utf16_length == len(text.encode("utf-16-le", "surrogatepass")) // 2
    for place in range(len(text) + 1):
        unit = offsets.to_utf16(place)
        assert unit == len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
        assert offsets.from_utf16(unit) == place


@given(texts)
def test_graphemes_are_counted_and_come_back(text):
    offsets = Offsets(text)
    assert offsets.grapheme_length == len(regex.findall(r"\X", text))
    for number in range(offsets.grapheme_length + 1):
        assert offsets.to_grapheme(offsets.from_grapheme(number)) == number


@given(texts.map(lambda text: text * 8))
def test_stepping_by_grapheme_visits_every_boundary_both_ways(text):
    boundaries = grapheme_boundaries(text)
    place, forward = 0, [0]
    while place < len(text):
        place = next_grapheme(text, place)
        forward.append(place)
    backward = [place]
    while place > 0:
        place = previous_grapheme(text, place)
        backward.append(place)
    assert forward == boundaries
    assert backward[::-1] == boundaries


def test_stepping_starts_inside_a_grapheme_too():
    assert next_grapheme("مُحَ", 1) == 2
    assert previous_grapheme("مُحَ", 3) == 2
    assert (next_grapheme("", 0), previous_grapheme("", 0)) == (0, 0)

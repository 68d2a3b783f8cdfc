"""Display paragraphs cover the text: nothing lost, nothing altered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.text.direction import Direction
from desktop.canvas.paragraphs import LONGEST, Paragraphs

ENDS = ("\n", "\r\n", "\r", "\u2028", "\u2029")


@given(st.lists(st.tuples(st.text(alphabet="سلام abc😊 \u064b.", max_size=12), st.sampled_from(ENDS)), max_size=8))
def test_every_character_is_in_one_paragraph_or_a_line_end(lines: list[tuple[str, str]]) -> None:
    text = "".join(line + end for line, end in lines)
    paragraphs = Paragraphs(text)
    rest, place = [], 0
    for i in range(len(paragraphs)):
        paragraph = paragraphs[i]
        rest.append(text[place : paragraph.start])
        assert text[paragraph.start : paragraph.end] == paragraph.text
        assert paragraphs.index_at(paragraph.start) == i
        place = paragraph.end
    assert set("".join([*rest, text[place:]])) <= set("".join(ENDS))


def test_odd_characters_are_signs_of_the_same_length() -> None:
    paragraph = Paragraphs("a\x00b\x0bc\ud800d\ufffce\tf")[0]
    assert paragraph.display == "a\ufffdb\ufffdc\ufffdd\ufffde\tf"
    assert paragraph.text == "a\x00b\x0bc\ud800d\ufffce\tf"


def test_long_paragraphs_are_cut_at_sentence_ends() -> None:
    sentence = "قال الوزير إن بلاده تدعم الحوار. "
    paragraphs = Paragraphs(sentence * 200)
    assert len(paragraphs) > 3
    for i in range(len(paragraphs)):
        assert paragraphs.length(i) <= LONGEST
        assert paragraphs[i].text.endswith(". ")
        assert paragraphs[i].closes == (i == len(paragraphs) - 1)


def test_a_cut_never_parts_a_letter_from_its_marks() -> None:
    paragraphs = Paragraphs("بَ" * 3000)
    assert all(paragraphs[i].text[0] == "ب" for i in range(len(paragraphs)))


def test_direction_comes_from_the_text_and_holds_for_all_its_pieces() -> None:
    paragraphs = Paragraphs("قال abc\nHello سلام\n123\n" + "Long words. سلام. " * 300)
    assert [paragraphs[i].direction for i in range(4)] == [Direction.RTL, Direction.LTR, Direction.RTL, Direction.LTR]
    assert {paragraphs[i].direction for i in range(3, len(paragraphs))} == {Direction.LTR}


def test_an_empty_text_has_one_empty_paragraph() -> None:
    assert len(Paragraphs("")) == 1
    assert Paragraphs("")[0].blank

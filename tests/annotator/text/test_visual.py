import unicodedata

from annotator.text.visual import visual


def test_letters_are_joined_and_ordered_from_the_left():
    assert visual("سلام") == "ﻡﻼﺳ"


def test_latin_and_numbers_keep_their_order_within_the_line():
    shown = visual("في 19 قال John (BBC)")
    assert unicodedata.normalize("NFKC", shown) == "John (BBC) لاق 19 يف"


def test_each_line_has_its_own_direction():
    assert visual("سلام\nHello سلام") == "ﻡﻼﺳ\nHello ﻡﻼﺳ"


def test_marks_stay():
    assert "\u064e" in visual("قَال")


def test_empty_lines_stay_empty():
    assert visual("") == ""
    assert visual("\n\n") == "\n\n"


def test_a_lone_surrogate_is_shown_as_a_question_mark():
    assert visual("a\ud800b") == "a?b"

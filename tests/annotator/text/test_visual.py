import unicodedata

from annotator.text.visual import visual


def test_letters_are_joined_and_ordered_from_the_left():
    assert visual("سلام") == "ﻡﻼﺳ"


def test_latin_and_numbers_keep_their_order_within_the_line():
    shown = visual("قال John (19)")
    assert shown.startswith("(19) John")
    assert unicodedata.normalize("NFKC", shown[-3:]) == "لاق"


def test_each_line_has_its_own_direction():
    assert visual("سلام\nHello سلام") == "ﻡﻼﺳ\nHello ﻡﻼﺳ"


def test_marks_stay():
    assert "\u064e" in visual("قَال")


def test_empty_lines_stay_empty():
    assert visual("") == ""
    assert visual("\n\n") == "\n\n"

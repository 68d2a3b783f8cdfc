import unicodedata

from annotator.text.visual import has_presentation_forms, seems_visual, visual


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


def test_letters_in_the_order_of_the_screen_are_suspected() -> None:
    text = "زار وزير الخارجية الصيني العاصمة اليابانية، وقال إن الزيارة مهمة للمنطقة."
    assert not seems_visual(text)
    assert seems_visual(text[::-1])
    assert seems_visual(visual(text))
    # Words of the language that look so by chance.
    assert not seems_visual("أهلا وسهلا ومثلا وفعلا وكلا")
    assert not seems_visual("")


def test_signs_that_have_no_other_form_are_no_presentation_forms() -> None:
    assert has_presentation_forms("ﻻ")
    assert not has_presentation_forms("لا ﷺ ﴿آية﴾ \ufeff")

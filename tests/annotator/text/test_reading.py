"""From what is seen back to what is read, and the signs that this went wrong."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.drawn import doubts, without_strange
from annotator.text.reading import read

LOOKS = str.maketrans("()[]«»", ")(][»«")
ARABIC = "وقبل أن يلتقي هو وأوستن برئيس وزراء اليابان"


def seen(text: str, base: str = "R") -> list[str]:
    """The letters from the left; python-bidi does not turn brackets."""
    return list(get_display(text, base_dir=base))


@pytest.mark.parametrize(
    "text",
    [
        "زار New York في 2022",
        "شركة AT&T الأميركية",
        "(بين قوسين) «أهلا» و50% من",
        "من 16/3/2021 إلى 19-25 يوما",
        "كتب J. K. Rowling رواية",
        "النص: 3.5 مليون؛ هل؟ نعم!",
        "قال [1] إن",
        "١٩٩٠-٢٠٠٠ عاما و١٬٢٣٤٫٥",
        "الذكاء الاصطناعي (AI) هو",
        "كوفيد-19، و2+2.",
        "في 2022، AI هو",
        "هاتف iPhone 15 جديد",
        "انظر https://example.com/a?b=1 الآن",
        "1. البند الأول",
        "- بند",
        "شركة Google LLC و(Apple Inc.) عن",
        "(https://example.com/a) و(info@example.org).",
    ],
)
def test_a_line_is_read_as_it_was_written(text: str) -> None:
    assert read([seen(text), seen(ARABIC)]) == [text, ARABIC]
    turned = seen(text) if set(text) & set("()[]") else list(get_display(text, base_dir="R").translate(LOOKS))
    assert read([turned, seen(ARABIC)]) == [text, ARABIC]


def test_brackets_are_turned_where_they_stand_for_how_they_look() -> None:
    text = "قال (أهلا) و«نعم» [هنا]"
    assert read(["".join(seen(text)).translate(LOOKS)]) == [text]


def test_a_line_from_the_left() -> None:
    text = "The visit of وزير الخارجية 2022 وزير to Riyadh (KSA) in 2022"
    assert read([seen(text, "L")]) == [text]
    assert read([list("plain (text)")]) == ["plain (text)"]
    assert read([]) == []


def test_a_line_of_latin_words_among_arabic_ones_runs_from_the_left() -> None:
    text = "It holds القاهرة and مصر العربية as names of places, 100% sure."
    address = "https://example.org وبريدها info@example.org."
    assert read([seen(ARABIC), seen(text, "L"), seen(address)]) == [ARABIC, text, address]


def test_a_bracket_is_turned_by_itself_where_others_of_the_page_stand_right() -> None:
    line = "شركة (Apple Inc.) الأميركية"
    turned = "".join(seen(line)).translate(LOOKS)
    assert read([seen("قال (أهلا) و(سهلا) [هنا]"), turned, seen("في (2022)")])[1] == line


def test_cells_keep_their_order() -> None:
    assert read([list("10\t11\tدحأ")]) == ["أحد\t11\t10"]
    assert read([list("B\tA\tدحأ"), seen(ARABIC)])[0] == "أحد\tA\tB"


def test_marks_stay_on_their_letters() -> None:
    assert read([["دٌ", "مَّ", "حَ", "مُ"]]) == ["مُحَمَّدٌ"]


WORDS = st.lists(st.sampled_from(["زار", "وزير", "في", "2022", "3.5", "١٩٩٠", "كوفيد-19"]), min_size=1, max_size=8)


@given(WORDS, st.sampled_from([" ", "، ", ": ", " - "]))
def test_arabic_words_and_numbers_in_any_order(words: list[str], between: str) -> None:
    text = between.join(["قال", *words])
    assert read([seen(text)]) == [text]


def test_no_doubt_about_good_text() -> None:
    good = "أهلا وسهلا، مثلا ﷺ ثلاثة أشهر 😊.\nزار وزير الخارجية الأميركي مدينة طوكيو.\nشكلا ة"
    assert list(doubts(good)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ﺯﺍﺭ وزير", "3 letters"),
        ("زار وزير\nةيجراخلا ريزو راز\nةنيدم لا", "2 lines seem to run backwards"),
        ("األمير واإلسلام والسلام", "2 words"),
        ("الأوىل إىل بلى على", "2 words"),
        ("أه ًلا كتابٌه مُحَمَُد أولاً شيئًا هُدًى", "3 vowel marks"),
        ("الخاHGرج واABل وCDن خaر", "4 signs"),
        ("زار \x01\x02\ufffd\ue001", "4 signs"),
    ],
)
def test_doubts(text: str, said: str) -> None:
    (doubt,) = doubts(text)
    assert said in doubt


def test_what_is_no_letter_becomes_the_sign_of_one() -> None:
    assert without_strange("أ\x00ب\x1f\n\tج\uffff") == "أ\ufffdب\ufffd\n\tج\ufffd"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.folding import fold
from annotator.text.words import bare_forms, cuts, differ_by_proclitics, snap, trims, word_at, words

pieces = "ابولفكالصين وَبِ ـ ،.()«»\"'-/@123٣٫%\n\u200f\u2067\ufeff\u00a0aZ😊"
texts = st.text(st.sampled_from(pieces), max_size=40)
names = [
    "واشنطن",
    "بكين",
    "بورما",
    "لاوس",
    "كيشي",
    "وانغ",
    "فلسطين",
    "لبنان",
    "ليبيا",
    "بغداد",
    "اليابان",
    "الولايات المتحدة",
]
known = {fold(name) for name in names}.__contains__


def whole(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


def snapped(text: str, selected: str, known=None) -> str:
    start = text.index(selected)
    first, last = snap(text, start, start + len(selected), known)
    return text[first:last]


def trimmed(text: str, selected: str) -> list[str]:
    start = text.index(selected)
    return [text[first:last] for first, last in trims(text, start, start + len(selected))]


@pytest.mark.parametrize(
    "word",
    [
        "آذار/مارس",
        "كوفيد-19",
        "تاي-يول",
        "تاي’يول",
        "2+2",
        "06:20",
        "١٢٬٣٤٥٫٦",
        "16.5%",
        "@SecBlinken",
        "https://t.co/yaBNCjXUg4",
        "news@example.org",
        "example.com",
        "U.S.",
        "G20",
        "الصـــينِ",
        "كأس_العالم",
        "ال\u200cصين",
    ],
)
def test_these_are_one_word(word):
    assert whole(f"قال «{word}»، ثم") == ["قال", word, "ثم"]


def test_punctuation_and_signs_are_no_words():
    assert whole("اليوم.وقال: (نعم)؛ #الصين — ...") == ["اليوم", "وقال", "نعم", "الصين"]


def test_a_full_stop_after_an_address_is_not_in_it():
    assert whole("في https://t.co/a. ثم") == ["في", "https://t.co/a", "ثم"]


def test_the_word_at_a_place_or_ending_there():
    text = "قال كوفيد-19، ثم"
    assert [word_at(text, i) for i in (0, 3, 4, 10, 12)] == [(0, 3), (0, 3), (4, 12), (4, 12), (4, 12)]
    assert word_at(text, 13) is None
    assert word_at("", 0) is None


@given(texts, st.data())
def test_the_word_at_a_place_is_one_of_the_words(text, data):
    i = data.draw(st.integers(0, len(text)))
    expected = [word for word in words(text) if word[0] <= i < word[1]] or [
        word for word in words(text) if word[1] == i
    ]
    assert word_at(text, i) == (expected[0] if expected else None)


@pytest.mark.parametrize(
    ("word", "rests"),
    [
        ("وبالصين", ["بالصين", "الصين"]),
        ("وَبِالصِّينِ", ["بِالصِّينِ", "الصِّينِ"]),
        ("وـبلينكن", ["بلينكن", "لينكن"]),
        ("لليابان", ["ليابان"]),
        ("وللصين", ["للصين", "لصين"]),
        ("واشنطن", ["اشنطن"]),
        ("أوبالصين", ["وبالصين", "بالصين", "الصين"]),
        ("و\u200fالصين", ["الصين"]),
        ("أمريكا", []),
        ("الصين", []),
        ("سيقول", []),
        ("وب", []),
        ("و", []),
        ("", []),
    ],
)
def test_cuts_are_what_may_be_proclitics(word, rests):
    assert [word[cut:] for cut in cuts(word)] == rests


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("والصين", "الصين"),
        ("وبالصين", "الصين"),
        ("للولايات", "الولايات"),
        ("لليابان", "اليابان"),
        ("ليابان", "اليابان"),
        ("للبنان", "لبنان"),
        ("للغة", "اللغه"),
        ("وللأردن", "الاردن"),
        ("بِمِصْرَ", "مصر"),
    ],
)
def test_a_name_is_among_the_bare_forms_of_its_word(word, form):
    assert form in bare_forms(word)


def test_a_word_without_proclitics_has_no_bare_forms():
    assert bare_forms("الصين") == []


@pytest.mark.parametrize(
    ("text", "selected", "expected"),
    [
        ("زار والصين", "لصي", "الصين"),
        ("زار وبالصين أمس", "وبالصين ", "الصين"),
        ("سافر وبإيران", "وبإيران", "إيران"),
        ("قال وَأوستن", "أوستن", "أوستن"),
        ("قال وَأوستن", "وَأوستن", "أوستن"),
        ("حركة ( حماس ).", "حركة ( حماس", "حركة ( حماس )"),
        ("هدية للصين", "للصين", "لصين"),
        ("قال (واشنطن)،", "(واشنطن)،", "واشنطن"),
        ("قال “واشنطن بوست”", "نطن بو", "واشنطن بوست"),
        ("قال \u200fالصين\u200f ", " \u200fالصين\u200f ", "الصين"),
        ("حلف الأطلسي (ناتو).", "حلف الأطلسي (ناتو).", "حلف الأطلسي (ناتو)"),
        ("جائحة كوفيد-19 هنا", "جائحة كوف", "جائحة كوفيد"),
        ("التحالف الأمريكي-الياباني", "الأمريك", "الأمريكي"),
        ("في 3.5% منها", "3", "3.5%"),
        ("انظر https://t.co/a.", "t.co", "https://t.co/a"),
        ("مدير وكالات الأنباء", "وكالات", "وكالات"),
    ],
)
def test_a_selection_snaps_to_words_without_what_is_evidently_outside(text, selected, expected):
    assert snapped(text, selected) == expected


@pytest.mark.parametrize(
    "word", [*names[:-2], "والد", "والدة", "والي", "بالي", "بالون", "فالح", "كالسيوم", "والتر", "بالاو", "وكالة"]
)
def test_a_name_that_begins_with_such_a_letter_stays_whole(word):
    assert snapped(f"قال {word} أمس", word) == word
    assert snapped(f"قال {word} أمس", word, known) == word


def test_known_names_are_found_behind_proclitics():
    assert snapped("بين وواشنطن", "وواشنطن", known) == "واشنطن"
    assert snapped("شكر للبنان", "للبنان", known) == "لبنان"
    assert snapped("شكر لليابان", "لليابان", known) == "ليابان"
    assert snapped("وللولايات المتحدة", "وللولايات المتحدة", known) == "لولايات المتحدة"


def test_a_word_of_the_text_is_found_behind_proclitics():
    text = "طوكيو وسيول، ثم وطوكيو وبطوكيو ووزير"
    assert snapped(text, "وطوكيو") == "طوكيو"
    assert snapped(text, "وبطوكيو") == "طوكيو"
    assert snapped(text, "وسيول") == "وسيول"
    assert snapped(text, "ووزير") == "ووزير"
    assert snapped("واشنطن، ولا اشنطن، واشنطن", "واشنطن") == "واشنطن"
    assert snapped("كوفي أنان وفي", "كوفي أنان") == "كوفي أنان"


def test_an_edge_set_by_hand_behind_a_possible_proclitic_stays_unless_the_whole_is_known():
    assert snapped("قال وبلينكن", "بلينكن") == "بلينكن"
    assert snapped("قال واشنطن", "اشنطن", known) == "واشنطن"
    assert snapped("قال محمد", "حمد") == "محمد"


def test_a_selection_without_words_loses_only_blanks():
    assert snapped("أ  —\u200f  ب", " —\u200f ") == "—"
    assert snapped("أ   ب", "  ") == ""


@given(texts, st.data())
def test_snapping_gives_whole_words_and_again_the_same(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = snap(text, start, end)
    assert 0 <= first <= last <= len(text)
    assert not text[first:last] or (not text[first].isspace() and not text[last - 1].isspace())
    assert snap(text, first, last)[1] == last


def test_trimming_offers_punctuation_then_proclitics():
    assert trimmed("قال (وبالصين)، ثم", "(وبالصين)،") == ["وبالصين", "بالصين", "الصين"]
    assert trimmed("قال وبالصين", "وبالصين") == ["بالصين", "الصين"]
    assert trimmed("قال للصين", "للصين") == ["لصين"]


def test_trimming_never_takes_the_article_for_a_proclitic():
    assert trimmed("قال للصين", "لصين") == []
    assert trimmed("قال الصين", "الصين") == []


@given(texts, st.data())
def test_each_trim_is_narrower(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for first, last in trims(text, start, end):
        assert start <= first < last <= end
        assert (first, last) != (start, end)


@pytest.mark.parametrize(
    ("text", "one", "other", "expected"),
    [
        ("والصين", (0, 6), (1, 6), True),
        ("والصين", (1, 6), (0, 6), True),
        ("وبالصين", (0, 7), (2, 7), True),
        ("وبالصين", (1, 7), (2, 7), True),
        ("وَالصين", (0, 7), (2, 7), True),
        ("لليابان", (0, 7), (1, 7), True),
        ("والصين الشعبية", (0, 14), (1, 14), True),
        ("الصين", (0, 5), (2, 5), False),
        ("والصين الشعبية", (0, 14), (1, 6), False),
        ("في الصين", (0, 8), (3, 8), False),
        ("«الصين", (0, 6), (1, 6), False),
        ("والصين", (0, 6), (0, 6), False),
        ("سوالصين", (1, 7), (2, 7), False),
        ("قلعة-والصين", (5, 11), (6, 11), True),
    ],
)
def test_edges_that_differ_by_proclitics(text, one, other, expected):
    assert differ_by_proclitics(text, one, other) is expected

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.folding import Folded, fold, is_mark

pieces = "ابجوي ةىأؤئآٱءلﻻﷲﷺ٣۳9aÉß\u064e\u0651\u0670\u0640\u0654\u200c\u200d\u200f\u2067\ufeff\u00ad\u00a0ـ½—’«\n\U0001e900😊"
texts = st.text(st.sampled_from(pieces), max_size=30) | st.text(max_size=20)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("مُحَمَّدٌ", "محمد"),
        ("ٱلرَّحْمَٰنِ", "الرحمن"),
        ("الصـــين", "الصين"),
        ("أإآٱ ا\u0654 ا\u0653", "اااا ا ا"),
        ("مؤتمر شئون ماء", "موتمر شيون ماء"),
        ("مستشفى غزة", "مستشفي غزه"),
        ("گوگل کیف", "كوكل كيف"),
        ("پاریس ڤيتنام چاد", "باريس فيتنام جاد"),
        ("٢٠٢٤ ۲۰۲۴ 2024", "2024 2024 2024"),
        ("ﷲ ﻻ ﺍﻟﺼﻴﻦ", "الله لا الصين"),
        ("الو\u200cلا\u200dيات\u200f \ufeffال\u00adمتحدة", "الولايات المتحده"),
        ("هونغ\u00a0كونغ", "هونغ كونغ"),
        ("Zürich İZMİR", "zurich izmir"),
        ("كوفيد–19 «تاي’يول»", 'كوفيد-19 "تاي\'يول"'),
        ("سطر\r\nسطر\u2029", "سطر\n\nسطر\n"),
    ],
)
def test_variants_of_spelling_fold_to_one_form(written, folded):
    assert fold(written) == folded


@given(texts)
def test_each_character_folds_by_itself_however_many_there_are(text):
    others = "".join(map(chr, range(0xC0, 0x100)))
    folded = "".join(map(fold, text))
    assert (fold(text), fold(others + text)) == (folded, fold(others) + folded)


@given(texts)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_a_composed_text_folds_as_its_decomposed_form(text):
    arabic = "".join(c for c in text if unicodedata.name(c, "").startswith("ARABIC LETTER"))
    assert fold(unicodedata.normalize("NFD", arabic)) == fold(arabic)


@given(texts, st.data())
def test_a_folded_stretch_leads_back_to_what_it_is_the_folding_of(text, data):
    folded = Folded(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.original(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end] in fold(text[first:last])
    assert fold(text[first:last]).startswith(folded.text[start:end]) or folded.position(first) < start
    if first < last:
        assert fold(text[first]), "begins with what vanishes"
        assert last == len(text) or not is_mark(text[last])


@given(texts)
def test_positions_count_the_folded_characters_before(text):
    folded = Folded(text)
    assert [folded.position(i) for i in range(len(text) + 1)] == [len(fold(text[:i])) for i in range(len(text) + 1)]


def test_an_edge_never_falls_between_a_letter_and_its_marks():
    text = "وَالصِّينِ، \u200fاليوم"
    folded = Folded(text)
    start = folded.text.index("الصين")
    first, last = folded.original(start, start + 5)
    assert text[first:last] == "الصِّينِ"
    first, last = folded.original(start + 7, start + 12)
    assert text[first:last] == "اليوم"


def test_a_part_of_a_ligature_stands_for_the_whole():
    folded = Folded("عبد ﷲ بن")
    assert folded.text == "عبد الله بن"
    assert folded.original(5, 6) == (4, 5)
    assert folded.original(0, 6) == (0, 5)


def test_an_empty_stretch_has_a_place():
    folded = Folded("ـوَ")
    assert folded.original(0, 0) == (1, 1)
    assert folded.original(1, 1) == (3, 3)
    assert Folded("").original(0, 0) == (0, 0)

"""Where a sentence begins and ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.sentences import sentence_at


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        ("زار طوكيو. ثم عاد؟ نعم", "زار", "زار طوكيو."),
        ("زار طوكيو. ثم عاد؟ نعم", "عاد", "ثم عاد؟"),
        ("زار طوكيو. ثم عاد؟ نعم", "نعم", "نعم"),
        ("قال: “عاد.” ثم سكت.", "عاد", "قال: “عاد.”"),
        ("بلغ 3.5 في المئة! حقًّا.", "المئة", "بلغ 3.5 في المئة!"),
        ("التقى د. أحمد الوزير. ثم غادر.", "الوزير", "التقى د. أحمد الوزير."),
        ("عنوان\nزار طوكيو.", "زار", "زار طوكيو."),
        ("عنوان\nزار طوكيو.", "عنوان", "عنوان"),
        ("زار… ثم عاد", "ثم", "ثم عاد"),
    ],
)
def test_the_sentence_around_a_word(text: str, at: str, sentence: str) -> None:
    start, end = sentence_at(text, text.index(at))
    assert text[start:end] == sentence


@given(st.text(alphabet="اب .؟!\n”3", max_size=40).filter(bool), st.data())
def test_sentences_hold_their_letter_and_agree_with_each_other(text: str, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(text) - 1))
    start, end = sentence_at(text, i)
    assert 0 <= start <= end <= len(text)
    assert "\n" not in text[start:end]
    assert text[start:end] == text[start:end].strip()
    if not text[i].isspace():
        assert start <= i < end
        assert all(sentence_at(text, j) == (start, end) for j in range(start, end))

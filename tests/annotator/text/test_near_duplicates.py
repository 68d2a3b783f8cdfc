from __future__ import annotations

from annotator.text.near_duplicates import NearDuplicates

WORDS = [f"كلمة{'ابتثجحخدذر'[n % 10]}{n}" for n in range(200)]
TEXT = " ".join(WORDS)


def test_a_few_words_and_spelling_apart_is_nearly_the_same() -> None:
    near = NearDuplicates()
    others = ["نص آخر تمامًا عن أمر آخر", TEXT + " زيادة", TEXT.replace("كلمةا", "كلمةأ"), " ".join(WORDS[:100])]
    assert [near.add(text) for text in [TEXT, *others]] == [[], [], [0], [0, 2], []]


def test_of_many_that_are_alike_the_first_stand_for_all() -> None:
    near = NearDuplicates()
    found = [near.add(f"{TEXT} {number}") for number in range(40)]
    assert found[:3] == [[], [0], [0, 1]]
    assert all(found[1:])
    assert max(map(len, found)) < 20
    assert near.add("نص آخر تمامًا عن أمر آخر") == []
    assert near.add("نص آخر تمامًا عن أمر آخر") == [40]


def test_short_texts_count_as_a_whole() -> None:
    near = NearDuplicates()
    assert [near.add(text) for text in ("زار", "زَارَ", "زار طوكيو", "!!", "؟")] == [[], [0], [], [], []]
    assert near.add("زار طوكيو") == [2]

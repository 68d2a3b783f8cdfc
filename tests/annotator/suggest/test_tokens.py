import pytest

from annotator.suggest.knowledge import knowledge


def cut(text: str) -> list[str]:
    return [text[token.start : token.end] for token in knowledge().tokenizer(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("والصين", ["و", "الصين"]),
        ("وبالصين", ["وب", "الصين"]),
        ("لليابان", ["ل", "ليابان"]),
        ("للولايات", ["ل", "لولايات"]),
        ("للبنان", ["ل", "لبنان"]),
        ("وَبِالصِّينِ", ["وَبِ", "الصِّينِ"]),
        ("بـالرياض", ["بـ", "الرياض"]),
        ("بمصر وسوريا", ["ب", "مصر", "و", "سوريا"]),
        ("و20 دولة", ["و", "20", "دولة"]),
    ],
)
def test_evident_proclitics_are_tokens(text: str, tokens: list[str]) -> None:
    assert cut(text) == tokens


@pytest.mark.parametrize(
    "word",
    [
        "واشنطن",
        "بكين",
        "لبنان",
        "باريس",
        "والد",
        "وزير",
        "ولاية",
        "كوبا",
        "فلسطين",
        "ليبيا",
        "بعد",
        "كاليفورنيا",
        "فالنسيا",
    ],
)
def test_a_word_s_own_letters_stay(word: str) -> None:
    assert cut(word) == [word]


def test_a_name_that_no_list_knows_is_cut_if_it_stands_alone_elsewhere() -> None:
    assert cut("قال خنفشور") == ["قال", "خنفشور"]
    assert cut("وخنفشور قال") == ["وخنفشور", "قال"]
    assert cut("خنفشور وخنفشور") == ["خنفشور", "و", "خنفشور"]


def test_the_norm_has_the_alef_that_is_not_written() -> None:
    assert [token.norm for token in knowledge().tokenizer("لليابان وللبنان")] == ["ل", "اليابان", "ول", "لبنان"]

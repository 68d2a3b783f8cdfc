import pytest

from annotator.suggest.grammar import Chart, parse


def found(pattern: str, text: str, **kinds: list[tuple[int, int]]) -> str | None:
    """The words that a pattern means where it first matches."""
    words = text.split()
    chart = Chart(words)
    for kind, places in kinds.items():
        for start, end in places:
            chart.add(kind, start, end)
    parsed = parse(pattern)
    for place in range(len(words)):
        match = parsed.find(chart, place)
        if match:
            return " ".join(words[slice(*match)])
    return None


def test_words_are_compared_folded() -> None:
    assert found("الأولى", "المره الاولي") == "الاولي"


def test_the_longest_match_counts() -> None:
    assert found("ا ب* ج?", "ا ب ب ج د") == "ا ب ب ج"


def test_what_is_greedy_gives_back_when_the_rest_needs_it() -> None:
    assert found("ا ب* ب ج", "ا ب ب ج") == "ا ب ب ج"


def test_counts() -> None:
    assert found("ب{2,3}", "ب ا ب ب ب ب") == "ب ب ب"
    assert found("ب+", "ا ب ب") == "ب ب"


def test_choices_and_groups() -> None:
    assert found("(ا ب|ا) ج", "ا ج") == "ا ج"
    assert found("(ا|ب)+ ج", "ا ب ا ج") == "ا ب ا ج"


def test_context_is_left_out() -> None:
    assert found("ا < ب > ج", "ا ب ج") == "ب"
    assert found("ا < ب > ج", "ا ب د") is None


def test_kinds_may_hold_several_words() -> None:
    assert (
        found("office < PERS >", "رئيس الوزراء فلان الفلاني", office=[(0, 1), (0, 2)], PERS=[(2, 4)]) == "فلان الفلاني"
    )


def test_what_must_not_stand_after_or_before() -> None:
    assert found("ا !ب", "ا ب") is None
    assert found("ا !ب", "ا ج") == "ا"
    assert found("~ا < ب >", "ا ب ج ب") == "ب"
    assert found("~ا < ب >", "ا ب") is None
    assert found("~month < ب >", "ا ب", month=[(0, 1)]) is None


@pytest.mark.parametrize("pattern", ["", "( ا", "ا )", "ا?", "< ا", "ا > ب <", "| )", "* ا", "ا ( | "])
def test_faulty_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(pattern)


def test_every_rule_begins_with_something() -> None:
    from annotator.suggest.rules import read_all

    assert all(rule.pattern.first for rule in read_all())

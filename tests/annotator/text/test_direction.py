import unicodedata
from itertools import pairwise

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.direction import Direction, base_direction, runs

RTL, LTR = Direction.RTL, Direction.LTR

letters = "ابوA b9٣-+.,:/%$ ()[]!«»،\u064e\u200f\u200e\u200d"
mixed = st.text(st.sampled_from(letters), max_size=24)


def kinds(text: str, base: Direction = RTL) -> list[tuple[str, str]]:
    return [(text[run.start : run.end], run.kind) for run in runs(text, 0, len(text), base)]


def displayed(text: str, base: Direction) -> str:
    """The text in the order in which the runs put it on screen, as the bidirectional algorithm reverses levels."""
    levels = {"R": 1, "L": 2 if base is RTL else 0, "digit": 2}
    places = [
        (place, levels[run.kind]) for run in runs(text, 0, len(text), base) for place in range(run.start, run.end)
    ]
    for level in (2, 1):
        reordered: list[tuple[int, int]] = []
        run: list[tuple[int, int]] = []
        for item in [*places, (-1, -1)]:
            if item[1] >= level:
                run.append(item)
            else:
                reordered += [*reversed(run), item]
                run = []
        places = reordered[:-1]
    return "".join(text[place] for place, _level in places)


def shown(text: str) -> str:
    """Without what has no width, and with each pair of brackets as one sign: mirroring is not what is compared."""
    plain = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Mn"))
    return plain.translate(str.maketrans(")]»", "([«"))


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("قال John", RTL),
        ("John قال", LTR),
        ("19 - قال", RTL),
        ("", RTL),
        ("  \n", RTL),
        ("2024/1/5", RTL),
        ("\u2067قال\u2069 John", LTR),
        ("\u200f John", RTL),
        ("\ud800 John", LTR),
    ],
)
def test_a_paragraph_goes_as_its_first_strong_character_and_right_to_left_without_one(text, direction):
    assert base_direction(text) is direction


def test_spaces_and_marks_between_equal_directions_join_them():
    assert kinds("قال (وَزير)، أمس") == [("قال (وَزير)، أمس", "R")]
    assert kinds("قال John F. Kennedy أمس") == [("قال ", "R"), ("John F. Kennedy", "L"), (" أمس", "R")]


def test_numbers_are_runs_of_their_own_in_arabic_and_belong_to_latin_around_them():
    assert kinds("كوفيد-19 و3.5%") == [("كوفيد-", "R"), ("19", "digit"), (" و", "R"), ("3.5", "digit"), ("%", "R")]
    assert kinds("حرب G20 هنا") == [("حرب ", "R"), ("G20", "L"), (" هنا", "R")]


def test_a_date_with_colons_is_one_run_and_a_score_is_not():
    assert kinds("في 06:20") == [("في ", "R"), ("06:20", "digit")]
    assert kinds("فاز 3-1") == [("فاز ", "R"), ("3", "digit"), ("-", "R"), ("1", "digit")]


def test_brackets_go_with_what_they_hold():
    assert kinds("قال John (B) أمس")[1] == ("John (B)", "L")


def test_an_isolate_is_resolved_by_itself():
    text = "قال \u2066John، 19\u2069 أمس"
    assert ("John، 19", "L") in kinds(text)
    assert kinds("قال \u2068ب 1\u2069") == [("قال \u2068ب ", "R"), ("1", "digit"), ("\u2069", "R")]


def test_only_the_stretch_asked_for_is_cut_but_the_whole_paragraph_counts():
    text = "قال John F. Kennedy أمس"
    assert [(run.start, run.end, run.kind) for run in runs(text, 5, 12, RTL)] == [(5, 12, "L")]
    assert runs(text, 3, 3, RTL) == []


@given(mixed, st.sampled_from([RTL, LTR]))
def test_runs_cover_the_text_in_order_and_neighbours_differ(text, base):
    found = runs(text, 0, len(text), base)
    assert [place for run in found for place in range(run.start, run.end)] == list(range(len(text)))
    assert all(a.kind != b.kind for a, b in pairwise(found))


@given(mixed, st.sampled_from([RTL, LTR]))
def test_runs_put_the_text_on_screen_as_python_bidi_does(text, base):
    text = text.strip(" ")
    expected = get_display(text, base_dir="R" if base is RTL else "L")
    assert shown(displayed(text, base)) == shown(expected)

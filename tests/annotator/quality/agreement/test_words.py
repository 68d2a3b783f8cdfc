"""The label of each word, and pairs of spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.quality.agreement.pairing import Pair, paired
from annotator.quality.agreement.words import Words, outermost
from annotator.quality.difference import Difference, difference
from annotator.records import LabelId, Span
from annotator.text.words import words

LABELS = {LabelId(label): number for number, label in enumerate(["PERS", "OCC", "GPE", "NORP", "DATE"], 1)}


def labelled(made) -> list[str]:
    names = ["–", *LABELS]
    found = Words(words(made.text))
    return [names[code] for code in found.outer_labels(made.spans, LABELS)]


def test_a_word_has_the_label_of_its_outermost_span(doc):
    made = doc("قال [وزير الخارجية [الأميركي NORP] OCC] [بلينكن PERS] أمس")
    assert labelled(made) == ["–", "OCC", "OCC", "OCC", "PERS", "–"]


def test_a_proclitic_left_out_makes_no_difference(doc):
    assert labelled(doc("زار و[الصين GPE]")) == labelled(doc("زار [والصين GPE]")) == ["–", "GPE"]


def test_of_several_spans_in_a_word_the_one_that_covers_most_of_it_counts(doc):
    assert labelled(doc("التحالف [الأمريكي NORP]-[الياباني GPE]")) == ["–", "NORP"]
    assert labelled(doc("التحالف [الياباني NORP]-[الكوري GPE]")) == ["–", "NORP"]
    assert labelled(doc("التحالف [الكوري NORP]-[الياباني GPE]")) == ["–", "GPE"]


def test_members_are_in_a_span_at_any_depth(doc):
    made = doc("[وزير [الصين GPE] OCC] اليوم")
    found = Words(words(made.text)).members(made.spans, LABELS)
    assert found[LABELS["OCC"] - 1].tolist() == [True, True, False]
    assert found[LABELS["GPE"] - 1].tolist() == [False, True, False]
    assert not found[LABELS["DATE"] - 1].any()


def test_spans_that_cross_are_both_outermost():
    spans = [Span(0, 5, LabelId("GPE")), Span(3, 9, LabelId("OCC")), Span(4, 9, LabelId("PERS"))]
    assert outermost(spans) == spans[:2]


SPANS = st.builds(
    lambda start, length, label: Span(start, start + length, label),
    st.integers(0, 15),
    st.integers(1, 8),
    st.sampled_from(sorted(LABELS)),
)


@given(st.lists(SPANS, unique=True), st.lists(SPANS, unique=True))
def test_each_span_is_in_one_pair_and_pairs_overlap(first, second):
    pairs = list(paired(first, second))
    assert sorted(pair.first for pair in pairs if pair.first) == sorted(first)
    assert sorted(pair.second for pair in pairs if pair.second) == sorted(second)
    both = [pair for pair in pairs if pair.first and pair.second]
    assert all(pair.first.overlaps(pair.second) for pair in both)
    assert sum(pair.equal for pair in both) == len(set(first) & set(second))
    alone = [
        [pair.first for pair in pairs if pair.second is None],
        [pair.second for pair in pairs if pair.first is None],
    ]
    assert not any(one.overlaps(other) for one in alone[0] for other in alone[1])
    assert {(pair.second, pair.first) for pair in paired(second, first)} == {
        (pair.first, pair.second) for pair in pairs
    }


def test_equal_edges_before_more_letters_and_equal_labels_first():
    outer, inner = Span(0, 20, LabelId("OCC")), Span(14, 20, LabelId("NORP"))
    wide, other = Span(0, 19, LabelId("OCC")), Span(14, 20, LabelId("GPE"))
    assert set(paired([outer, inner], [wide, other])) == {Pair(outer, wide), Pair(inner, other)}
    twice = [Span(0, 4, LabelId("GPE")), Span(0, 4, LabelId("NORP"))]
    assert Pair(twice[1], twice[1]) in set(paired(twice, [Span(0, 4, LabelId("NORP"))]))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("زار [الصين GPE]", "زار [الصين GPE]", None),
        ("زار [الصين GPE]", "زار الصين", Difference.ONE_ONLY),
        ("زار الصين", "زار [الصين GPE]", Difference.ONE_ONLY),
        ("زار [الصين GPE]", "زار [الصين NORP]", Difference.LABEL),
        ("زار [والصين GPE]", "زار و[الصين GPE]", Difference.PROCLITIC),
        ("ل[للصين GPE]", "لل[لصين GPE]", Difference.EDGES),
        ("[وبالصين GPE] شرقا", "وب[الصين GPE] شرقا", Difference.PROCLITIC),
        ("و[بحر الصين GPE]", "[وبحر الصين GPE]", Difference.PROCLITIC),
        ("[والصين اليوم GPE]", "و[الصين GPE] اليوم", Difference.EDGES),
        ("[بحر الصين GPE]", "بحر [الصين GPE]", Difference.EDGES),
        ("[بحر الصين GPE]", "بحر [الصين OCC]", Difference.LABEL_AND_EDGES),
    ],
)
def test_how_two_differ(doc, first, second, expected):
    one, other = doc(first), doc(second)
    assert one.text == other.text
    assert [difference(one.text, pair.first, pair.second) for pair in paired(one.spans, other.spans)] == [expected]

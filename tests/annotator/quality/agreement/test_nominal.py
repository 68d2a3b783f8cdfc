"""Kappas and nominal alpha on published examples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.quality.agreement.nominal import alpha, cohen, coincidences, coincidences_in, fleiss

COHEN_1960 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
"""Two psychologists on 200 people, in three categories: .70 observed, .41 by chance."""

FLEISS_1971 = """
0 0 0 6 0; 0 3 0 0 3; 0 1 4 0 1; 0 0 0 0 6; 0 3 0 3 0; 2 0 4 0 0; 0 0 4 0 2; 2 0 3 1 0; 2 0 0 4 0; 0 0 0 0 6
1 0 0 5 0; 1 1 0 4 0; 0 3 3 0 0; 1 0 0 5 0; 0 2 0 3 1; 0 0 5 0 1; 3 0 0 1 2; 5 1 0 0 0; 0 2 0 4 0; 1 0 2 0 3
0 0 0 0 6; 0 1 0 5 0; 0 2 0 1 3; 2 0 0 4 0; 1 0 0 4 1; 0 5 0 1 0; 4 0 0 0 2; 0 2 0 4 0; 1 0 5 0 0; 0 0 0 0 6
"""
"""Six psychiatrists on 30 patients, in five categories."""

KRIPPENDORFF_2011 = {
    "A, two observers and two values": (["1211111121", "2221121111"], 0.095),
    "B, two observers and five values": (["112243335441", "212223335444"], 0.692),
    "C, four observers, missing data": (["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 0.743),
}
"""Computing Krippendorff's Alpha-Reliability: a row for each observer, a digit for each unit."""


def table(text: str) -> np.ndarray:
    return np.array(
        [[int(count) for count in row.split()] for row in text.replace("\n", ";").split(";") if row.strip()]
    )


def counts(ratings: list[str]) -> np.ndarray:
    """Of ratings, a row for each rater and a sign for each item, how many gave each digit."""
    return np.array([[column.count(digit) for digit in "12345"] for column in zip(*ratings, strict=True)])


def test_cohens_own_example():
    both = np.array(COHEN_1960)
    assert cohen(both.sum(), both.trace(), both.sum(axis=1), both.sum(axis=0)) == pytest.approx(0.29 / 0.59)


def test_fleiss_own_example():
    assert fleiss(coincidences(table(FLEISS_1971))) == pytest.approx(0.430, abs=0.0005)


def test_the_example_of_artstein_and_poesio():
    """Inter-Coder Agreement for Computational Linguistics (2008): two coders, 100 utterances, three acts; π of two is Fleiss'."""
    both = np.array([[46, 6, 0], [0, 32, 0], [0, 6, 10]])
    items = [np.eye(3, dtype=int)[one] + np.eye(3, dtype=int)[other] for one, other in np.ndindex(3, 3)]
    rated = coincidences(np.repeat(items, both.ravel(), axis=0))
    assert cohen(100, both.trace(), both.sum(axis=1), both.sum(axis=0)) == pytest.approx((0.88 - 0.396) / (1 - 0.396))
    assert fleiss(rated) == pytest.approx((0.88 - 0.4014) / (1 - 0.4014))
    assert alpha(rated) == pytest.approx(1 - 0.12 * 199 / (200 * (1 - 0.4014)))


@pytest.mark.parametrize("example", KRIPPENDORFF_2011)
def test_krippendorffs_own_examples(example):
    ratings, expected = KRIPPENDORFF_2011[example]
    assert alpha(coincidences(counts(ratings))) == pytest.approx(expected, abs=0.0005)


def test_coincidences_as_they_are_published():
    found = coincidences(counts(KRIPPENDORFF_2011["C, four observers, missing data"][0]))
    assert found.totals.tolist() == [9, 13, 10, 5, 3]
    assert found.alike == pytest.approx(7 + 10 + 8 + 4 + 3)


def test_one_category_alone_says_nothing():
    found = coincidences(np.array([[2, 0], [2, 0]]))
    assert np.isnan(alpha(found))
    assert np.isnan(fleiss(found))
    assert np.isnan(cohen(2, 2, [2, 0], [2, 0]))
    assert np.isnan(alpha(coincidences(np.zeros((0, 3), int))))


def test_an_item_with_one_rater_does_not_count():
    some = table(FLEISS_1971)
    found = coincidences(np.vstack([some, [[1, 0, 0, 0, 0]]]))
    assert (found.items, fleiss(found)) == (30, fleiss(coincidences(some)))


RATINGS = st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=30)


@given(RATINGS)
def test_agreement_is_never_above_one_and_one_where_all_are_alike(ratings):
    by_item = np.array([[row.count(value) for value in range(4)] for row in ratings])
    for figure in (fleiss(coincidences(by_item)), alpha(coincidences(by_item))):
        assert np.isnan(figure) or figure <= 1 + 1e-12
    alike = np.array([[3 * (row[0] == value) for value in range(4)] for row in ratings])
    for figure in (fleiss(coincidences(alike)), alpha(coincidences(alike))):
        assert np.isnan(figure) or figure == pytest.approx(1)


@given(RATINGS)
def test_categories_each_for_itself_are_categories_against_the_rest(ratings):
    by_item = np.array([[row.count(value) for value in range(4)] for row in ratings])
    apart = coincidences_in(by_item.T, 3)
    for value in range(4):
        one = coincidences(np.column_stack([by_item[:, value], 3 - by_item[:, value]]))
        assert apart.totals[value].tolist() == one.totals.tolist()
        assert (apart.items[value], apart.alike[value]) == (one.items, pytest.approx(float(one.alike)))
        assert apart.agreed[value] == pytest.approx(float(one.agreed))

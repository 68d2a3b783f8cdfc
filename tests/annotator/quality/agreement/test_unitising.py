"""Unitising alpha on the examples of its author, and on documents added up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.quality.agreement.unitising import Continuum, Disagreement, distance, units
from annotator.records import LabelId, Span


def whole(rows: np.ndarray) -> np.ndarray:
    return rows.sum(axis=0)


def disagreement(length: int, *pairs: tuple[str, str]) -> Disagreement:
    """Of a continuum and the units of two observers, written ``start-end start-end``."""
    continuum = Continuum([length] * len(pairs))
    for place, (first, second) in enumerate(pairs):
        continuum.add(place, edges(first), edges(second))
    return continuum.disagreements([whole])[0]


def edges(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((int(start), int(end)) for start, end in (unit.split("-") for unit in text.split()))


def test_the_example_of_2004():
    """Content Analysis, 2nd edition, page 254: a continuum from 150 to 450 and the categories c and k."""
    c = disagreement(300, ("75-145 220-250", "70-150 205-225 250-270"))
    k = disagreement(300, ("30-90 150-200", "30-90 150-200"))
    assert (c.observed / 300, c.expected / 300) == (pytest.approx(0.0144, abs=5e-5), pytest.approx(0.0532, abs=5e-5))
    assert (k.observed, k.expected / 300) == (0, pytest.approx(0.0490, abs=5e-5))
    assert (c.alpha, k.alpha) == (pytest.approx(0.7286, abs=5e-5), 1)
    assert (c + k).alpha == pytest.approx(0.8591, abs=5e-4)


@pytest.mark.parametrize(
    ("first", "second", "observed", "expected", "alpha"),
    [
        ("2-10 14-20", "4-8 15-17", 0.03125, 0.06990, 0.553),
        ("0-2 2-10 10-14 14-20 20-24", "0-4 4-8 8-15 15-17 17-24", 0.38715, 0.41445, 0.066),
    ],
    ids=["Bertha and Bill", "Heather and Hill"],
)
def test_examples_of_1995(first, second, observed, expected, alpha):
    """On the reliability of unitizing continuous data, page 57: 24 units of length, each divided without end."""
    fine = 50_000
    found = disagreement(24 * fine, tuple(_stretched(those, fine) for those in (first, second)))
    assert found.observed / (24 * fine) == pytest.approx(observed, abs=1e-5)
    assert found.expected / (24 * fine) == pytest.approx(expected, abs=1e-5)
    assert found.alpha == pytest.approx(alpha, abs=5e-4)


def _stretched(text: str, by: int) -> str:
    return " ".join(f"{start * by}-{end * by}" for start, end in edges(text))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("5-11", "5-11", 0),
        ("5-11", "4-6", 1 + 25),
        ("5-11", "", 36),
        ("", "5-11", 36),
        ("5-11", "11-13", 36 + 4),
        ("5-11", "5-8 8-11", 9 + 9),
        ("1-2 5-11 20-22", "1-2 6-10 20-23", 1 + 1 + 1),
    ],
)
def test_the_distance_of_units(first, second, expected):
    assert distance(edges(first), edges(second)) == distance(edges(second), edges(first)) == expected


def test_documents_in_which_neither_marked_anything_make_agreement_rarer_by_chance():
    one = disagreement(100, ("10-20", "12-20"))
    more = disagreement(100, ("10-20", "12-20"), ("", ""), ("", ""))
    assert more.alpha > one.alpha
    left_out = Continuum([100, 100, 100])
    left_out.add(0, edges("10-20"), edges("12-20"))
    assert left_out.disagreements([whole])[0].alpha == pytest.approx(float(more.alpha))


def test_without_units_it_is_not_defined():
    assert np.isnan(disagreement(100, ("", "")).alpha)
    assert np.isnan(Continuum([100]).disagreements([whole])[0].alpha)


def test_units_are_the_outermost_spans_of_a_label():
    org, gpe = LabelId("ORG"), LabelId("GPE")
    spans = [Span(5, 9, org), Span(0, 10, org), Span(2, 4, gpe), Span(8, 12, org), Span(12, 14, org)]
    assert units(spans) == {org: ((0, 10), (12, 14)), gpe: ((2, 4),)}


UNITS = st.lists(st.integers(0, 60), max_size=8, unique=True).map(
    lambda those: tuple(zip(sorted(those)[0::2], sorted(those)[1::2], strict=False))
)


@given(st.lists(st.tuples(UNITS, UNITS), min_size=1, max_size=4))
def test_the_two_may_change_places_and_agree_with_themselves(documents):
    def of(pairs):
        continuum = Continuum([60] * len(pairs))
        for place, (first, second) in enumerate(pairs):
            continuum.add(place, first, second)
        return float(continuum.disagreements([whole])[0].alpha)

    found = of(documents)
    assert found == pytest.approx(of([(second, first) for first, second in documents]), nan_ok=True)
    assert found <= 1 or np.isnan(found)
    alike = of([(first, first) for first, _second in documents])
    assert alike == 1 or np.isnan(alike)

"""Gamma: the published example, the best alignment, chance."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.quality.agreement import gamma
from annotator.quality.agreement.gamma import Weights, alignment_cost, disorder
from annotator.records import LabelId, Span

pytest.importorskip("scipy")

ALEX = "2-9/1 11-17/2 24-30/5 32-36/6 36-44/6 44-60/7"
PAUL = "2-9/1 11-17/3 19-25/5 32-44/6"
SUZAN = "2-9/1 11-17/4 21-27/5 32-36/6 36-40/6 40-44/6"
"""The example that the authors' software comes with; there a difference in position weighs three times."""
SOFTWARE = Weights(3, 1)


def made(text: str) -> np.ndarray:
    """Units written ``start-end/label``."""
    found = [(*unit.split("/")[0].split("-"), unit.split("/")[1]) for unit in text.split()]
    return np.array(found, dtype=float).reshape(-1, 3)


def test_the_example_of_the_authors_software():
    people = [made(text) for text in (ALEX, PAUL, SUZAN)]
    units_each = sum(map(len, people)) / 3
    assert alignment_cost(people, SOFTWARE) / units_each == pytest.approx(0.96, abs=0.005)
    found = disorder(people, 60, 25, np.random.default_rng(0), SOFTWARE)
    assert 1 - found.observed / found.expected == pytest.approx(0.455, abs=0.05)


def test_alike_is_one_and_the_same_seed_gives_the_same():
    people = [made(ALEX), made(ALEX)]
    found = disorder(people, 60, 30, np.random.default_rng(0))
    assert (found.observed, found.expected > 1) == (0, True)
    again = [disorder([made(ALEX), made(PAUL)], 60, 30, np.random.default_rng(7)) for _time in range(2)]
    assert again[0] == again[1]
    assert gamma.gamma(np.array(0.0), np.array(found.expected)) == 1


def test_spans_of_one_alone_cost_one_each():
    nothing = np.empty((0, 3))
    assert alignment_cost([made(PAUL), nothing], Weights()) == 4
    found = disorder([made(PAUL), nothing], 60, 50, np.random.default_rng(0))
    assert 1 - found.observed / found.expected < 0.1
    assert disorder([nothing, nothing], 60, 5, np.random.default_rng(0)).expected == 0
    assert np.isnan(gamma.gamma(np.array(0.0), np.array(0.0)))


def test_units_of_spans():
    spans = [Span(3, 9, LabelId("GPE")), Span(5, 9, LabelId("NORP"))]
    assert gamma.units(spans, {LabelId("NORP"): 1, LabelId("GPE"): 2}).tolist() == [[3, 9, 2], [5, 9, 1]]


def test_few_documents_are_sampled_more():
    assert [gamma.samples_for(documents) for documents in (1, 3, 100)] == [300, 100, 30]


UNITS = st.lists(
    st.builds(
        lambda start, length, label: (start, start + length, label),
        st.integers(0, 30),
        st.integers(1, 9),
        st.integers(1, 2),
    ),
    max_size=3,
).map(lambda found: np.array(found, dtype=float).reshape(-1, 3))


def _cost(first, second) -> float:
    if first is None or second is None:
        return 1.0
    apart = abs(first[0] - second[0]) + abs(first[1] - second[1])
    return (apart / (first[1] - first[0] + second[1] - second[0])) ** 2 + (first[2] != second[2])


def _least(people) -> float:
    """By trying all alignments: the units of each annotator dealt to as many places as there are units."""
    places = sum(map(len, people))
    pairs = len(people) * (len(people) - 1) / 2
    dealt = [set(permutations([*map(tuple, units), *[None] * (places - len(units))])) for units in people[1:]]
    first = [*map(tuple, people[0]), *[None] * (places - len(people[0]))]
    return min(
        sum(
            sum(_cost(one, other) for number, one in enumerate(column) for other in column[:number]) / pairs
            for column in zip(first, *others, strict=True)
            if any(unit is not None for unit in column)
        )
        for others in product(*dealt)
    )


@settings(max_examples=40)
@given(UNITS, UNITS)
def test_of_two_the_alignment_is_the_best_there_is(first, second):
    if len(first) + len(second):
        assert alignment_cost([first, second], Weights()) == pytest.approx(_least([first, second]))


@settings(max_examples=15)
@given(UNITS.map(lambda units: units[:2]), UNITS.map(lambda units: units[:1]), UNITS.map(lambda units: units[:1]))
def test_of_three_too(first, second, third):
    people = [first, second, third]
    if sum(map(len, people)):
        assert alignment_cost(people, Weights()) == pytest.approx(_least(people))

"""The tagger's probabilities are those of the model: the sum over all ways to tag a row."""

import itertools
import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.suggest.features import OFFSETS, features_of, segments
from annotator.suggest.knowledge import knowledge
from annotator.suggest.tagger import LEAST, Tagged, Tagger, columns

GROUPS = [["GPE", "PERS"], ["ORG"]]
WIDTH = sum(map(len, columns(GROUPS)))
WORDS = ["زار", "بلينكن", "طوكيو"]


def tagger(seed: int) -> Tagger:
    """Random weights for the words of the texts here, and for going from tag to tag."""
    random = np.random.default_rng(seed)
    weights = {
        f"w={word}": [
            (OFFSETS.index(offset) * WIDTH + column, float(random.normal()))
            for offset in (-1, 0, 1)
            for column in range(WIDTH)
        ]
        for word in WORDS
    }
    return Tagger(GROUPS, weights, random.normal(size=(WIDTH, WIDTH)).astype(np.float32), knowledge())


def may_follow(before: str, tag: str) -> bool:
    inside = tag[0] in "IL"
    return (before[0] in "BI") == inside and (not inside or before[2:] == tag[2:])


def by_enumeration(model: Tagger, norms: list[str]) -> dict[tuple[int, int, str], float]:
    finds = [()] * len(norms)
    scores = np.zeros((len(norms), WIDTH))
    for place, row in enumerate(features_of(norms, finds, knowledge())):
        for feature in row:
            offset, name = feature.split("|", 1)
            for at, weight in model.weights.get(name, ()):
                if at // WIDTH == OFFSETS.index(int(offset)):
                    scores[place, at % WIDTH] += weight
    chances: defaultdict[tuple[int, int, str], float] = defaultdict(float)
    first = 0
    for tags in columns(GROUPS):
        column = {tag: first + place for place, tag in enumerate(tags)}
        first += len(tags)
        whole = 0.0
        of_group: defaultdict[tuple[int, int, str], float] = defaultdict(float)
        for way in itertools.product(tags, repeat=len(norms)):
            if way[0][0] in "IL" or way[-1][0] in "BI" or not all(map(may_follow, way, way[1:])):
                continue
            score = sum(scores[place, column[tag]] for place, tag in enumerate(way))
            score += sum(model.transitions[column[a], column[b]] for a, b in itertools.pairwise(way))
            whole += math.exp(score)
            for start, tag in enumerate(way):
                if tag[0] in "BU":
                    end = next(place for place in range(start, len(way)) if way[place][0] in "LU") + 1
                    of_group[start, end, tag[2:]] += math.exp(score)
        for span, chance in of_group.items():
            chances[span] = chance / whole
    return chances


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.integers(0, 10**6))
def test_probabilities_are_exact(words: list[str], seed: int) -> None:
    norms = [*words, "."]
    model = tagger(seed)
    found = {
        (one.start, one.end, one.label): one.probability for one in model(norms, [()] * len(norms), [(0, len(norms))])
    }
    expected = by_enumeration(model, norms)
    assert found == pytest.approx({span: chance for span, chance in expected.items() if span in found}, abs=1e-4)
    assert {span for span, chance in expected.items() if chance > LEAST + 1e-3} <= found.keys()


def test_each_row_is_tagged_by_itself_wherever_it_stands_among_longer_ones() -> None:
    model = tagger(3)
    norms = ["زار", "بلينكن", "طوكيو", ".", "بلينكن", ".", "طوكيو", "زار", "."]
    together = model(norms, [()] * len(norms), segments(norms))
    apart = [one for row in segments(norms) for one in model(norms, [()] * len(norms), [row])]

    def key(one: Tagged) -> tuple[int, int, str]:
        return one.start, one.end, one.label

    assert [(key(a), pytest.approx(a.probability)) for a in sorted(together, key=key)] == [
        (key(b), b.probability) for b in sorted(apart, key=key)
    ]


def test_a_text_that_ends_without_a_sign_ends_as_a_line_does() -> None:
    model, norms = tagger(5), ["زار", "بلينكن"]
    open_end = model(norms, [()] * 2, [(0, 2)])
    closed = [one for one in model([*norms, "\n"], [()] * 3, [(0, 3)]) if one.end < 3]
    assert [(one.start, one.end, one.label, one.probability) for one in open_end] == [
        (one.start, one.end, one.label, one.probability) for one in closed
    ]


def test_no_words_have_no_spans() -> None:
    assert tagger(1)([], [], []) == []


def test_long_rows_are_cut_and_none_is_lost() -> None:
    norms = ["كلمه"] * 1000 + ["."] + ["كلمه"] * 7
    rows = segments(norms, longest=150)
    assert [place for start, end in rows for place in range(start, end)] == list(range(1008))
    assert max(end - start for start, end in rows) == 150

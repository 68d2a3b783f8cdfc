"""How sure scores are: intervals of shares, and by drawing documents."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.quality.draws import middle
from annotator.quality.intervals import ROUNDS, Gain, differences, resampled, scored, scored_alone
from annotator.quality.scores import WIDTH
from annotator.quality.wilson import ONE_SIDE, wilson


def counted(rows):
    """Tallies of documents with one label: each (gold, proposed, right), all pairs right."""
    found = np.zeros((len(rows), 2, WIDTH), np.int32)
    for place, (gold, proposed, right) in enumerate(rows):
        found[place] = gold, proposed, right, right, right, right, right
    return found


def test_wilsons_interval():
    # Brown, Cai and DasGupta 2001, and by hand: (1 + 1.92/10 ± 1.96·√(1.92/20)/…).
    assert wilson(0, 0) == (0, 1)
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(88, 88, ONE_SIDE).low == pytest.approx(0.97, abs=1e-3)


def test_documents_that_are_all_alike_leave_no_doubt():
    strict = scored(counted([(10, 8, 6)] * 30)).micro.strict
    assert strict.precision == (0.75, 0.75, 0.75)
    assert strict.recall == pytest.approx((0.6, 0.6, 0.6))
    assert strict.counts.correct == 180


def test_the_interval_is_that_of_the_mean_where_documents_are_of_one_size():
    # 100 documents of one span, 80 right: the draws are binomial, of deviation √(0.8 · 0.2 / 100) = 0.04.
    strict = scored(counted([(1, 1, 1)] * 80 + [(1, 1, 0)] * 20)).micro.strict
    assert strict.f1.low == pytest.approx(0.8 - 1.96 * 0.04, abs=0.015)
    assert strict.f1.high == pytest.approx(0.8 + 1.96 * 0.04, abs=0.015)


def test_a_document_is_drawn_whole():
    # The same spans in two documents: all depends on which is drawn.
    strict = scored(counted([(50, 50, 50), (50, 50, 0)])).micro.strict
    assert strict.f1 == (0.5, 0, 1)


def test_one_document_has_no_interval():
    found = scored(counted([(10, 8, 6)]))
    assert found.micro.strict.precision == (0.75, None, None)
    assert found.labels[0].strict.recall == (0.6, None, None)


def test_nothing_at_all_can_be_scored():
    assert scored(counted([])).micro.strict.f1.value == 1


def test_draws_are_the_same_every_time_and_add_up_to_as_many_documents():
    ones = np.ones((7, 3), np.int32)
    assert (resampled(ones) == 7).all()
    table = np.arange(21).reshape(7, 3)
    assert (resampled(table) == resampled(table)).all()
    assert len(resampled(table)) == ROUNDS


def test_labels_and_their_mean_have_intervals_of_their_own():
    table = np.zeros((40, 3, WIDTH), np.int32)
    table[:, 0] = table[:, -1] = (1, 1, 1, 1, 1, 1, 1)
    table[20:, 1] = (1, 1, 0, 0, 0, 0, 0)
    table[20:, -1] += table[20:, 1]
    found = scored(table)
    assert [score.strict.f1 for score in found.labels] == [(1, 1, 1), (0, 0, 0)]
    assert found.macro.strict.f1 == (0.5, 0.5, 0.5)
    assert found.micro.strict.f1.value == pytest.approx(2 / 3)
    assert found.macro.strict.counts is None


def test_draws_without_the_label_say_nothing_of_it():
    """A label that stands in one of ten documents is in two thirds of the draws alone: there is no interval, least of all up to 1."""
    table = np.zeros((10, 3, WIDTH), np.int32)
    table[:, 0] = table[:, -1] = (1, 1, 1, 1, 1, 1, 1)
    table[0, 1] = (1, 0, 0, 0, 0, 0, 0)
    table[0, -1] += table[0, 1]
    found = scored(table)
    assert found.labels[1].strict.f1 == (0, None, None)
    assert found.macro.strict.f1.value == 0.5
    assert 0.5 == found.macro.strict.f1.low < found.macro.strict.f1.high == 1


def test_few_draws_without_anything_are_left_out():
    """Three of 20 documents have spans, of each the same share is found: in some 4 % of the draws there is nothing to find."""
    found = scored(counted([(5, 5, 2)] * 3 + [(0, 0, 0)] * 17)).micro.strict
    empty = (resampled(np.array([1] * 3 + [0] * 17)[:, None]) == 0).mean()
    assert 0.025 < empty < 0.05
    assert found.f1 == pytest.approx((0.4, 0.4, 0.4))


def test_the_middle_of_draws_is_as_numpy_has_it():
    chance = np.random.default_rng(1)
    draws = chance.random((1000, 3, 2))
    assert middle(draws) == pytest.approx(np.quantile(draws, [0.025, 0.975], axis=0))
    draws[:40, 0], draws[:60, 1] = np.nan, np.nan
    assert middle(draws)[:, 0] == pytest.approx(np.quantile(draws[40:, 0], [0.025, 0.975], axis=0))
    assert np.isnan(middle(draws)[:, 1]).all()
    assert np.isnan(middle(np.empty((0, 2)))).all()


def test_what_two_runs_share_does_not_count_against_their_difference():
    chance = np.random.default_rng(3)
    hard = chance.integers(0, 10, 200)
    one = counted([(10, 10, right + (place % 4 == 0)) for place, right in enumerate(np.minimum(hard, 9))])
    other = counted([(10, 10, right) for right in np.minimum(hard, 9)])
    f1 = differences(one, other).micro["strict"].f1
    assert f1.value == pytest.approx(0.025)
    assert 0 < f1.low < f1.value < f1.high
    assert f1.p < 0.01
    # Apart from each other their intervals overlap widely.
    assert scored_alone(one[:, -1]).strict.f1.low < scored_alone(other[:, -1]).strict.f1.value


def test_runs_that_are_the_same_do_not_differ():
    one = counted([(10, 10, right) for right in range(10)])
    assert differences(one, one).micro["partial"].f1 == Gain(0, 0, 0, 1)


def test_two_documents_prove_nothing():
    better, worse = counted([(10, 10, 9), (10, 10, 8)]), counted([(10, 10, 5), (10, 10, 4)])
    assert differences(better, worse).labels[0].p == 0.5

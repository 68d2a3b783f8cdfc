"""The proposed threshold: from scores at first, from answers as they come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.quality.threshold import STEPS, TARGET, propose

SHARES = st.floats(0, 1)


def test_scores_alone_decide_before_anything_was_answered():
    proposal = propose([], [0.99] * 50 + [0.6] * 50)
    assert proposal.threshold == 0.65
    assert proposal.share == pytest.approx(0.99)


def test_suggestions_that_are_right_more_often_than_they_say_lower_it():
    scores = [0.99, 0.7] * 20
    assert propose([(0.72, True)] * 2000, scores).threshold < propose([], scores).threshold


def test_suggestions_that_are_wrong_more_often_than_they_say_raise_it():
    scores = [0.99] * 40
    assert propose([], scores).threshold == STEPS[0]
    assert propose([(0.82, False)] * 20, scores).threshold == 0.85


def test_nothing_is_proposed_where_nothing_is_sure_enough():
    assert propose([], [0.5, 0.6]) is None
    assert propose([(0.99, False)] * 100, []) is None
    assert propose([], []) is None


def test_a_few_right_answers_are_not_enough():
    assert propose([(0.9, True)] * 30, []) is None
    assert propose([(0.9, True)] * 90, []).threshold == STEPS[0]
    assert propose([(0.9, True)] * 30, [], target=0.9).threshold == STEPS[0]


def test_only_what_is_at_or_above_a_threshold_speaks_for_it():
    answers = [(0.6, False)] * 20 + [(0.6, True)] * 80 + [(0.85, True)] * 200
    assert propose(answers, []).threshold == 0.65


@given(st.lists(st.tuples(SHARES, st.booleans())), st.lists(SHARES))
def test_what_is_proposed_keeps_the_target(answers, scores):
    proposal = propose(answers, scores)
    if proposal is not None:
        assert proposal.threshold in STEPS
        assert TARGET - 1e-9 <= proposal.share <= 1 + 1e-9

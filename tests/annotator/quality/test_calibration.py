"""Score against precision, and the threshold that is safe; scores by amount of gold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.quality.calibration import BINS, Judgements
from annotator.quality.growth import amounts
from annotator.quality.scores import WIDTH
from annotator.quality.threshold import propose
from annotator.quality.words import calibration_sentences

JUDGED = st.lists(
    st.tuples(st.sampled_from([0, 0.05, 0.4, 0.45, 0.7, 0.85, 0.949, 0.95, 1.0]), st.booleans()), max_size=60
)


def calibration(judged, waiting=(), **options):
    made = Judgements()
    for part in (judged[::2], judged[1::2]):
        made.add(np.array([score for score, _right in part]), np.array([right for _score, right in part], np.bool_))
    return made.result(np.array(waiting), **options)


def test_precision_by_score():
    found = calibration([(0.92, True)] * 9 + [(0.94, False)] + [(0.5, True)] * 10)
    there = {round(one.low, 2): one for one in found.bins if one.count}
    assert there.keys() == {0.5, 0.9}
    assert (there[0.9].count, there[0.9].right, there[0.9].precision) == (10, 9, 0.9)
    assert there[0.9].interval == pytest.approx((0.596, 0.982), abs=1e-3)
    # |0.9 − 0.922| and |1 − 0.5|, ten each.
    assert found.error == pytest.approx((0.022 + 0.5) / 2)
    assert not found.flat


def test_every_score_has_its_bin():
    found = calibration([(place / BINS, True) for place in range(BINS + 1)])
    assert [one.count for one in found.bins] == [1] * (BINS - 1) + [2]
    assert all(one.low <= one.score <= one.high for one in found.bins)


def test_the_safe_threshold_and_what_it_accepts():
    judged = [(0.95, True)] * 200 + [(0.7, True)] * 60 + [(0.7, False)] * 40
    found = calibration(judged)
    assert found.proposal.threshold == 0.75
    assert found.accepted() == (200, 200)
    loose = calibration(judged, target=0.8)
    assert (loose.proposal.threshold, loose.accepted()) == (0.4, (300, 260))
    assert found.with_target(0.8) == loose
    none = calibration([(0.9, False)] * 10)
    assert (none.proposal, none.accepted()) == (None, (0, 0))


def test_scores_that_are_all_the_same_say_nothing():
    assert calibration([(1.0, True)] * 5).flat
    assert not calibration([(0.91, True), (0.94, False)]).flat
    assert calibration_sentences(calibration([(1.0, True)]))[0].startswith("All scores are the same")
    assert calibration([]).flat
    assert calibration_sentences(calibration([])) == ["Nothing was proposed in the documents that count."]


@given(JUDGED, st.lists(st.sampled_from([0.1, 0.5, 0.9, 0.99]), max_size=20))
def test_the_threshold_is_the_one_of_the_read_mode(judged, waiting):
    ours, theirs = calibration(judged, waiting).proposal, propose(judged, waiting)
    assert (ours is None) == (theirs is None)
    if ours and theirs:
        assert ours.threshold == theirs.threshold
        assert ours.share == pytest.approx(theirs.share)


def test_the_score_by_amount_of_gold_follows_the_order_of_finishing():
    counted = np.zeros((3, WIDTH), np.int32)
    counted[:, 0] = counted[:, 1] = 10
    for place, right in enumerate((2, 10, 6)):
        counted[place, 2:] = right
    found = amounts(counted, np.array([1, 2, 0]))
    assert [(one.documents, one.spans, one.score.f1.value) for one in found] == [
        (1, 10, 1),
        (2, 20, pytest.approx(0.8)),
        (3, 30, pytest.approx(0.6)),
    ]
    assert found[0].score.f1.low is None
    assert found[2].score.f1.low < 0.6 < found[2].score.f1.high


def test_many_documents_are_told_at_a_few_amounts():
    counted = np.ones((5_000, WIDTH), np.int32)
    found = amounts(counted, np.arange(5_000))
    assert len(found) <= 20
    assert (found[0].documents, found[-1].documents) == (1, 5_000)

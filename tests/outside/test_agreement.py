"""Our measures of agreement against the libraries for them, on works made at random."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.quality.agreement.gamma import Weights, alignment_cost, disorder
from annotator.quality.agreement.nominal import alpha, cohen, coincidences, fleiss

SEEDS = range(20)


def ratings(seed: int, raters: int) -> np.ndarray:
    """Of raters (rows) and words, most of them unmarked; who does not agree guesses."""
    random = np.random.default_rng(seed)
    truth = random.choice(6, 200, p=[0.7, 0.1, 0.05, 0.05, 0.05, 0.05])
    guessed = random.integers(0, 6, (raters, 200))
    return np.where(random.random((raters, 200)) < 0.8, truth, guessed)


def counted(rated: np.ndarray) -> np.ndarray:
    return np.array([[int((column == value).sum()) for value in range(6)] for column in rated.T])


@pytest.mark.parametrize("seed", SEEDS)
def test_cohens_kappa_as_scikit_learn_has_it(seed: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    one, other = ratings(seed, 2)
    bins = np.bincount(one, minlength=6), np.bincount(other, minlength=6)
    assert cohen(200, (one == other).sum(), *bins) == pytest.approx(metrics.cohen_kappa_score(one, other))


@pytest.mark.parametrize("seed", SEEDS)
def test_fleiss_kappa_as_statsmodels_has_it(seed: int) -> None:
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    counts = counted(ratings(seed, 4))
    assert fleiss(coincidences(counts)) == pytest.approx(inter_rater.fleiss_kappa(counts))


@pytest.mark.parametrize("seed", SEEDS)
def test_nominal_alpha_with_missing_data_as_krippendorff_has_it(seed: int) -> None:
    library = pytest.importorskip("krippendorff")
    rated = ratings(seed, 3).astype(float)
    rated[np.random.default_rng(seed).random(rated.shape) < 0.3] = np.nan
    expected = library.alpha(reliability_data=rated, level_of_measurement="nominal")
    assert alpha(coincidences(counted(rated))) == pytest.approx(expected)


def works(seed: int, annotators: int) -> list[np.ndarray]:
    """Units of annotators in 2,000 characters, some nested, moved, relabelled or left out."""
    random = np.random.default_rng(seed)
    starts = np.sort(random.choice(1960, 30, replace=False))
    units = np.column_stack([starts, starts + random.integers(3, 40, 30), random.integers(0, 5, 30)]).astype(float)
    found = []
    for _annotator in range(annotators):
        mine = units[random.random(30) > 0.1].copy()
        mine[random.random(len(mine)) < 0.2, 1] += 2
        mine[random.random(len(mine)) < 0.1, 2] = 0
        found.append(mine)
    return found


@pytest.mark.parametrize(("seed", "annotators"), [(1, 2), (2, 2), (3, 2), (4, 3)])
def test_gamma_as_pygamma_agreement_has_it(seed: int, annotators: int) -> None:
    """The best alignment to the number, chance as near as samples of 100 are.

    Of three annotators its chance is some 3 % lower: a place that was excluded for one random shift may be given back by the next.
    """
    library = pytest.importorskip("pygamma_agreement")
    segment = pytest.importorskip("pyannote.core").Segment
    people = works(seed, annotators)
    continuum = library.Continuum()
    for number, units in enumerate(people):
        for start, end, label in units:
            continuum.add(str(number), segment(start, end), str(int(label)))
    continuum.bound_inf, continuum.bound_sup = 0.0, 2000.0
    np.random.seed(seed)
    sampler = library.ShuffleContinuumSampler()
    theirs = continuum.compute_gamma(library.CombinedCategoricalDissimilarity(), sampler=sampler, n_samples=100)
    size = sum(map(len, people)) / annotators
    assert alignment_cost(people, Weights()) / size == pytest.approx(float(theirs.observed_disorder), rel=1e-5)
    ours = disorder(people, 2000, 100, np.random.default_rng(seed))
    assert ours.expected / size == pytest.approx(float(theirs.expected_disorder), rel=0.06)
    assert 1 - ours.observed / ours.expected == pytest.approx(float(theirs.gamma), abs=0.02)

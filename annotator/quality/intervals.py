"""How sure a score is: intervals by bootstrap over documents, and the paired bootstrap of two runs on the same ones.

Spans of one document are not independent of each other, so documents are drawn, with replacement, as many as there are: a thousand times.
The interval holds 95 % of the scores of the draws. The draws are the same every time. A draw in which there is nothing to find and
nothing found says nothing of a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from annotator.quality.columns import Floats
from annotator.quality.draws import TAILS, middle
from annotator.quality.scores import SCHEMAS, Counted, Counts, Schema, Tally, measures, measures_with_macro

ROUNDS: Final = 1_000
_SEED: Final = 20_130_906
_AT_ONCE: Final = 50
"""Rounds that are added up in one go."""
_STRICT: Final = SCHEMAS.index("strict")
_F1: Final = 2


class Estimate(NamedTuple):
    """A value with its 95 % interval; that is unknown where too few documents say something of it."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class SchemaScore:
    """The score by one schema; a mean over labels has no counts."""

    precision: Estimate
    recall: Estimate
    f1: Estimate
    counts: Counts | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The scores by all four schemas."""

    strict: SchemaScore
    exact: SchemaScore
    partial: SchemaScore
    type: SchemaScore
    gold: int = 0
    proposed: int = 0

    def schema(self, schema: Schema) -> SchemaScore:
        found: SchemaScore = getattr(self, schema)
        return found


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores over all labels, their mean over labels, and those of each label (by its place)."""

    micro: Score
    macro: Score
    labels: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """A measure of one run less that of another: 95 % interval, and how likely chance alone makes so great a difference (0–1)."""

    value: float
    low: float | None = None
    high: float | None = None
    p: float | None = None
    """By both sides: twice the share of the draws that show none or the opposite, one such draw added.

    It is never less than so many documents can show: that all of them agree in the sign has a chance of two in 2 ** documents.
    """


class Measures(NamedTuple):
    precision: Gain
    recall: Gain
    f1: Gain


def resampled(counted: npt.NDArray[np.number], rounds: int = ROUNDS) -> Floats:
    """What the documents, the first axis, add up to in each round of drawing as many of them with replacement."""
    documents = len(counted)
    flat = counted.reshape(documents, -1).astype(np.float32)
    chance = np.random.default_rng(_SEED)
    sums = np.empty((rounds, flat.shape[1]), np.float64)
    for begin in range(0, rounds, _AT_ONCE):
        times = np.empty((min(_AT_ONCE, rounds - begin), documents), np.float32)
        for one in times:
            one[:] = np.bincount(chance.integers(0, documents, documents, np.int32), minlength=documents)
        sums[begin : begin + len(times)] = times @ flat
    return sums.reshape(rounds, *counted.shape[1:])


def scored(counted: Counted) -> Scored:
    """The scores of tallies [document, label, field], with their intervals by document."""
    totals = counted.sum(axis=0, dtype=np.int64)
    values = measures_with_macro(totals)
    bounds = None
    if len(counted) > 1:
        bounds = middle(measures_with_macro(resampled(counted), np.nan))
    scores = [_score(values, bounds, place) for place in range(len(values))]
    tallies = [Tally.of(numbers) for numbers in totals]
    labels = tuple(_with_counts(score, one) for score, one in zip(scores, tallies, strict=False))
    return Scored(labels[-1], scores[-1], labels[:-1])


def scored_alone(counted: Counted, rounds: int = ROUNDS) -> Score:
    """The scores of tallies [document, field]."""
    totals = counted.sum(axis=0, dtype=np.int64)
    bounds = None
    if len(counted) > 1:
        bounds = middle(measures(resampled(counted, rounds), np.nan))[:, None]
    return _with_counts(_score(measures(totals)[None], bounds, 0), Tally.of(totals))


@dataclass(frozen=True, slots=True)
class Differences:
    """What one run has more than another."""

    micro: Mapping[Schema, Measures]
    """Over all labels."""
    labels: tuple[Gain, ...]
    """Of the strict F1 of each label."""


def differences(one: Counted, other: Counted) -> Differences:
    """One run less another on the same documents in the same order, by their tallies [document, label, field].

    The same documents are drawn for both in every round.
    """
    values = measures(one.sum(axis=0)) - measures(other.sum(axis=0))
    draws = None
    if len(one) > 1:
        sums = resampled(np.stack([one, other], axis=1))
        draws = measures(sums[:, 0]) - measures(sums[:, 1])

    def difference(label: int, schema: int, measure: int) -> Gain:
        at = label, schema, measure
        drawn = None if draws is None else draws[:, label, schema, measure]
        return _difference(float(values[at]), drawn, len(one))

    whole = {
        schema: Measures(*(difference(-1, place, measure) for measure in range(3)))
        for place, schema in enumerate(SCHEMAS)
    }
    return Differences(whole, tuple(difference(label, _STRICT, _F1) for label in range(len(values) - 1)))


def _difference(value: float, draws: Floats | None, documents: int) -> Gain:
    if draws is None:
        return Gain(value)
    low, high = np.quantile(draws, TAILS)
    against = min(int((draws <= 0).sum()), int((draws >= 0).sum()))
    p = max(2 * (against + 1) / (len(draws) + 1), 2.0 ** (1 - min(documents, 1_000)))
    return Gain(value, float(low), float(high), min(1.0, p))


def _score(values: Floats, bounds: Floats | None, place: int) -> Score:
    """The score at a place of measures [place, schema, measure]."""

    def estimate(schema: int, measure: int) -> Estimate:
        at = place, schema, measure
        if bounds is None or np.isnan(bounds[0][at]):
            return Estimate(float(values[at]))
        return Estimate(float(values[at]), float(bounds[0][at]), float(bounds[1][at]))

    def score(schema: Schema) -> SchemaScore:
        at = SCHEMAS.index(schema)
        return SchemaScore(estimate(at, 0), estimate(at, 1), estimate(at, 2))

    return Score(score("strict"), score("exact"), score("partial"), score("type"))


def _with_counts(score: Score, tally: Tally) -> Score:
    schemas = {schema: replace(score.schema(schema), counts=tally.schema(schema)) for schema in SCHEMAS}
    return Score(**schemas, gold=tally.gold, proposed=tally.proposed)

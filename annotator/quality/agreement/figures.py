"""From what was counted in documents to figures: of pairs, of all annotators, of each document, with intervals.

Every figure is worked out for all labels together and for each label at once: the last axis is one for all, then one for
each label.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from annotator.quality.agreement.nominal import Coincidences, Numbers, alpha, cohen, fleiss, share
from annotator.quality.agreement.record import Estimate, Figures, Measure, known
from annotator.quality.agreement.resampling import interval
from annotator.quality.agreement.scopes import Places, Scope, Sums
from annotator.quality.agreement.tallies import DocumentTally, PairTally
from annotator.quality.agreement.unitising import Continuum, Disagreement
from annotator.records import LabelId

Measured = Mapping[Measure, Numbers]


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of two annotators, a row for each document that both have."""

    pair: tuple[int, int]
    places: Places
    columns: Mapping[str, Numbers]


def counted(tallies: Sequence[DocumentTally]) -> list[Counted]:
    """The pairs of annotators that share documents."""
    found: dict[tuple[int, int], list[int]] = {}
    for place, one in enumerate(tallies):
        for pair in one.pairs:
            found.setdefault(pair, []).append(place)
    return [
        Counted(pair, np.array(places), _columns([tallies[place].pairs[pair] for place in places]))
        for pair, places in sorted(found.items())
    ]


def _columns(tallies: Sequence[PairTally]) -> dict[str, Numbers]:
    names = PairTally.__dataclass_fields__
    return {name: np.array([getattr(one, name) for one in tallies], dtype=np.float64) for name in names}


def of_pair(both: Counted, scope: Scope) -> Measured:
    """The figures of two annotators from spans and words."""
    sums = scope(both.places)
    found = {name: sums(rows) for name, rows in both.columns.items()}
    words, first, second = found["words"][..., np.newaxis], found["first_in"], found["second_in"]
    same = words - first - second + 2 * found["both_in"]
    whole = Coincidences(found["words"], 2 * found["same"], found["same"], found["first"] + found["second"])
    inside = Coincidences(words, 2 * same, same, _in_or_out(first + second, 2 * words))
    kappa = cohen(found["words"], found["same"], found["first"], found["second"])
    kappa_inside = cohen(words, same, _in_or_out(first, words), _in_or_out(second, words))
    return {
        **_spans(found["matched"], found["credit"], found["marked"]),
        Measure.KAPPA: _with_labels(kappa, kappa_inside),
        Measure.ALPHA_NOMINAL: _with_labels(alpha(whole), alpha(inside)),
    }


def of_all(pairs: Sequence[Counted], tallies: Sequence[DocumentTally], scope: Scope) -> Measured:
    """The figures of all annotators from spans and words; of spans those of their pairs together."""
    names = ("matched", "credit", "marked")
    spans = [reduce(add, (scope(both.places)(both.columns[name]) for both in pairs)) for name in names]
    sums = scope(np.arange(len(tallies)))
    whole = _summed([one.labelled for one in tallies], sums)
    inside = _summed([one.inside for one in tallies], sums)
    return {
        **_spans(*spans),
        Measure.FLEISS: _with_labels(fleiss(whole), fleiss(inside)),
        Measure.ALPHA_NOMINAL: _with_labels(alpha(whole), alpha(inside)),
    }


def unitised(
    both: Counted, tallies: Sequence[DocumentTally], labels: Sequence[LabelId], scopes: Iterable[Scope]
) -> list[Disagreement]:
    """Observed and expected disagreement of two annotators for the unitising alpha, as each scope has them."""
    sums = [scope(both.places) for scope in scopes]
    by_label = [continuum.disagreements(sums) for continuum in _continua(both, tallies, labels)]
    nothing = np.zeros((len(both.places), 0))
    found = []
    for place, sum_up in enumerate(sums):
        none = sum_up(nothing)
        observed = [one[place].observed[..., np.newaxis] for one in by_label]
        expected = [one[place].expected[..., np.newaxis] for one in by_label]
        found.append(Disagreement(*(_with_all(np.concatenate([none, *those], -1)) for those in (observed, expected))))
    return found


def _continua(both: Counted, tallies: Sequence[DocumentTally], labels: Sequence[LabelId]) -> Sequence[Continuum]:
    shared = [tallies[place] for place in both.places]
    continua = {label: Continuum([one.length for one in shared]) for label in labels}
    first, second = both.pair
    for place, one in enumerate(shared):
        ones, others = one.units[first], one.units[second]
        for label in ones.keys() | others.keys():
            continua[label].add(place, ones.get(label, ()), others.get(label, ()))
    return list(continua.values())


def estimates(values: Measured, samples: Measured) -> list[Figures]:
    """For all labels, then for each one."""
    count = next(iter(values.values())).shape[-1]
    return [
        {
            measure: estimate(value_of(measure, each[place]), samples[measure][..., place])
            for measure, each in values.items()
        }
        for place in range(count)
    ]


def value_of(measure: Measure, number: float) -> float | None:
    """A number, or nothing for one that is not defined; F1 is 1 where nothing was marked, which is agreement too."""
    return 1.0 if math.isnan(number) and measure in (Measure.F1, Measure.F1_PARTIAL) else known(number)


def estimate(found: float | None, samples: Numbers) -> Estimate:
    ends = interval(samples) if found is not None else None
    return Estimate(found, *ends) if ends else Estimate(found)


def _spans(matched: Numbers, credit: Numbers, marked: Numbers) -> dict[Measure, Numbers]:
    """F1; not a number where nothing was marked."""
    return {Measure.F1: share(2 * matched, marked), Measure.F1_PARTIAL: share(credit, marked)}


def _summed(those: Sequence[Coincidences], sums: Sums) -> Coincidences:
    return Coincidences(*(sums(np.stack([getattr(one, name) for one in those])) for name in Coincidences.__slots__))


def _in_or_out(inside: Numbers, words: Numbers) -> Numbers:
    return np.stack([inside, words - inside], axis=-1)


def _with_labels(whole: Numbers, labels: Numbers) -> Numbers:
    return np.concatenate([whole[..., np.newaxis], labels], axis=-1)


def _with_all(labels: Numbers) -> Numbers:
    return _with_labels(labels.sum(axis=-1), labels)

"""Gamma: how well the spans of annotators can be aligned, against how well spans put at random can.

It is γ of Mathet, Widlöcher and Métivier, "The unified and holistic method gamma" (Computational Linguistics 41, 2015): the
sporadic positional dissimilarity and the categorial one (0 for the same label, 1 for another) weigh the same, a span left
alone costs 1, and the random spans are those of the annotators, each set shifted round the text by a distance of its own.
The alignment is the best there is: of two annotators an assignment, of more an integer program, both solved by SciPy.
``pygamma-agreement`` gives the same, but brings Numba and a solver under the GPL; tests/outside holds ours against it.
Spans may nest and cross as they like.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from annotator.errors import MeasureNeeds
from annotator.quality.agreement.nominal import Numbers
from annotator.quality.agreement.words import Labels
from annotator.records import Span

SAMPLES = 30
"""Random continua a document, at least; as many as the paper begins with."""
SAMPLES_IN_ALL = 300
"""So many are drawn where there are few documents: the chance disorder is then known to about 1 %."""

Units = NDArray[np.float64]
"""The spans of one annotator in one document: start, end and number of the label (columns)."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What a difference in position and one in label cost, as parts of what a span left alone costs."""

    position: float = 1.0
    label: float = 1.0


@dataclass(frozen=True, slots=True)
class Disorder:
    """Of a document: the disorder of the best alignment, and that of chance, both times the spans an annotator has.

    So they add up over documents, and one document by itself has the gamma of the paper.
    """

    observed: float
    expected: float


def gamma(observed: Numbers, expected: Numbers) -> Numbers:
    """From sums of disorders; not a number where there are no spans at all."""
    result = np.full(np.shape(expected), np.nan)
    np.divide(observed, expected, out=result, where=expected > 0)
    return 1 - result


def units(spans: Iterable[Span], labels: Labels) -> Units:
    found = [(span.start, span.end, labels[span.label]) for span in spans]
    return np.array(found, dtype=np.float64).reshape(-1, 3)


def require() -> None:
    """Raises MeasureNeeds where SciPy is missing."""
    if find_spec("scipy") is None:
        raise MeasureNeeds(measure="gamma", extra="gamma")


def samples_for(documents: int) -> int:
    """How many random continua are drawn of each document."""
    return max(SAMPLES, -(-SAMPLES_IN_ALL // max(1, documents)))


def disorder(
    annotators: Sequence[Units], length: int, samples: int, random: np.random.Generator, weights: Weights = Weights()
) -> Disorder:
    """Of a document of so many code points; needs SciPy."""
    size = _size(annotators)
    if not size:
        return Disorder(0.0, 0.0)
    drawn = [_shifted(annotators, length, random) for _sample in range(samples)]
    chance = np.mean([alignment_cost(those, weights) / _size(those) for those in drawn])
    return Disorder(alignment_cost(annotators, weights), float(chance) * size)


def alignment_cost(annotators: Sequence[Units], weights: Weights) -> float:
    """The disorder of the best alignment, not divided by the number of spans."""
    if len(annotators) == 2:
        return _assigned(annotators[0], annotators[1], weights)
    return _partitioned(annotators, weights)


def _assigned(first: Units, second: Units, weights: Weights) -> float:
    alone = float(len(first) + len(second))
    # Two that are further apart than both left alone cost are never aligned: their saving is none.
    saved = np.minimum(_dissimilarity(first, second, weights) - 2, 0)
    if not saved.any():
        return alone
    from scipy.optimize import linear_sum_assignment

    return alone + float(saved[linear_sum_assignment(saved)].sum())


def _partitioned(annotators: Sequence[Units], weights: Weights) -> float:
    """Each span stands in one unitary alignment, and together they cost least: a partition, of candidates that could pay."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    members, costs = _candidates(annotators, weights)
    if not len(costs):
        return 0.0
    sizes = [len(units) for units in annotators]
    begun = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    candidates, columns = np.nonzero(members < np.array(sizes))
    rows = begun[columns] + members[candidates, columns]
    matrix = csr_array((np.ones(len(rows)), (rows, candidates)), shape=(sum(sizes), len(costs)))
    found = milp(costs, constraints=LinearConstraint(matrix, 1, 1), integrality=1, bounds=Bounds(0, 1))
    return float(found.fun)


def _candidates(annotators: Sequence[Units], weights: Weights) -> tuple[NDArray[np.intp], Numbers]:
    """The unitary alignments that cost no more than their spans left alone: the place of each annotator's span (columns;
    past the last where there is none), and the cost.
    """
    count = len(annotators)
    pairs = count * (count - 1) / 2
    members, costs = np.arange(len(annotators[0]) + 1)[:, np.newaxis], np.zeros(len(annotators[0]) + 1)
    for place in range(1, count):
        added = np.zeros((len(members), len(annotators[place]) + 1))
        for before in range(place):
            added += _with_none(_dissimilarity(annotators[before], annotators[place], weights))[members[:, before]]
        whole = costs[:, np.newaxis] + added
        rows, columns = np.nonzero(whole <= pairs * count)
        members, costs = np.column_stack([members[rows], columns]), whole[rows, columns]
    empty = (members == np.array([len(units) for units in annotators])).all(axis=1)
    return members[~empty], costs[~empty] / pairs


def _with_none(matrix: Numbers) -> Numbers:
    """With a row and a column more, for no span."""
    return np.pad(matrix, ((0, 1), (0, 1)), constant_values=1.0)


def _dissimilarity(first: Units, second: Units, weights: Weights) -> Numbers:
    one, other = first[:, np.newaxis], second[np.newaxis]
    apart = np.abs(one[..., 0] - other[..., 0]) + np.abs(one[..., 1] - other[..., 1])
    lengths = one[..., 1] - one[..., 0] + other[..., 1] - other[..., 0]
    result: Numbers = weights.position * (apart / lengths) ** 2 + weights.label * (one[..., 2] != other[..., 2])
    return result


def _size(annotators: Sequence[Units]) -> float:
    """How many spans an annotator has on average."""
    return sum(map(len, annotators)) / len(annotators)


def _shifted(annotators: Sequence[Units], length: int, random: np.random.Generator) -> list[Units]:
    """A random continuum: for each annotator the spans of any of them, shifted; what leaves the text comes in at its start."""
    whole = np.concatenate(annotators)
    apart = float((whole[:, 1] - whole[:, 0]).mean()) / 2
    marked = [units for units in annotators if len(units)]
    drawn = [annotators[choice] for choice in random.integers(0, len(annotators), len(annotators))]
    if not any(map(len, drawn)):
        drawn[0] = marked[random.integers(0, len(marked))]
    places = np.arange(max(1, length))
    free = np.ones(len(places), dtype=np.bool_)
    shifted = []
    for units in drawn:
        pivot = random.choice(places[free] if free.any() else places)
        free &= np.abs(places - pivot) >= apart
        moved = units.copy()
        moved[:, :2] += pivot
        moved[moved[:, 0] > length, :2] -= length
        shifted.append(moved)
    return shifted

"""How a score grows with the gold that it is measured on, and how it went from run to run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from annotator.quality.columns import Ints
from annotator.quality.intervals import SchemaScore, scored_alone
from annotator.quality.scores import Counted
from annotator.records import RunId

POINTS: Final = 20
"""At so many amounts of gold the score is told."""
_ROUNDS: Final = 200
"""Of the bootstrap at each of them."""


@dataclass(frozen=True, slots=True)
class Amount:
    """The strict score, over all labels, on the documents that were finished first."""

    documents: int
    spans: int
    """Of gold, in them."""
    score: SchemaScore


@dataclass(frozen=True, slots=True)
class Moment:
    """The strict score of a run, over all labels, on those of the documents that it looked at."""

    run: RunId
    version: str
    at: str
    """When it began: UTC, ISO 8601."""
    documents: int
    score: SchemaScore


def moment(run: RunId, version: str, at: str, counted: Counted) -> Moment:
    """The score of a run by tallies [document, field]."""
    return Moment(run, version, at, len(counted), scored_alone(counted, _ROUNDS).strict)


def amounts(counted: Counted, order: Ints) -> tuple[Amount, ...]:
    """The score by amount of gold; ``order`` gives the documents of tallies [document, field] in the order of finishing.

    The amounts grow by the same share each time, so that the beginning is seen as well as the end.
    """
    if not len(order):
        return ()
    steps = np.unique(np.geomspace(1, len(order), POINTS).round().astype(np.int64)).tolist()
    found = []
    for count in steps:
        score = scored_alone(counted[order[:count]], _ROUNDS)
        found.append(Amount(count, score.gold, score.strict))
    return tuple(found)

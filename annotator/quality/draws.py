"""From what draws of documents gave to a 95 % interval."""

from __future__ import annotations

from typing import Final

import numpy as np

from annotator.quality.columns import Floats

TAILS: Final = (0.025, 0.975)
_DEFINED: Final = 0.95
"""The share of the draws that must give a figure."""


def middle(draws: Floats) -> Floats:
    """Between what the middle 95 % of the draws (the first axis) lie: low and high, along the first axis.

    A draw that gives no figure (not a number) is left out. Where more than one in twenty do not, as of a label that stands in few
    documents, the ends are not numbers either.
    """
    if not len(draws):
        return np.full((2, *draws.shape[1:]), np.nan)
    told = ~np.isnan(draws)
    ordered = np.sort(draws, axis=0)  # what is not a number comes last
    ends = [_at(ordered, share * np.maximum(told.sum(axis=0) - 1, 0)) for share in TAILS]
    return np.where(told.mean(axis=0) < _DEFINED, np.nan, np.stack(ends))


def _at(ordered: Floats, place: Floats) -> Floats:
    """What stands at a place between two, in proportion."""
    below = np.floor(place)
    low, high = (np.take_along_axis(ordered, at.astype(np.intp)[None], axis=0)[0] for at in (below, np.ceil(place)))
    found: Floats = low + (high - low) * (place - below)
    return found

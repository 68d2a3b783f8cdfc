"""Agreement on a label each: Cohen's and Fleiss' kappa, and Krippendorff's nominal alpha.

All follow from counts that add up over documents, so that a figure of one document, of all, and of a thousand samples
for an interval is the same few sums. Libraries take the ratings themselves instead, and ``krippendorff`` a matrix of
words by labels by labels, which a corpus does not fit into; tests/outside holds ours against them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
"""Figures, or sums that lead to them; what has several rows is worked out for each row."""


@dataclass(frozen=True, slots=True)
class Coincidences:
    """How often ratings of the same item meet, in sums over items; ``+`` by field is the whole of several documents.

    An item rated by fewer than two does not count.
    """

    items: Numbers
    alike: Numbers
    """Over the items, the pairs of their ratings that are alike, in each item divided by its raters less one."""
    agreed: Numbers
    """Over the items, the share of the pairs of its ratings that are alike."""
    totals: Numbers
    """The number of ratings, by category along the last axis."""


def coincidences(counts: NDArray[np.int_]) -> Coincidences:
    """Of items (rows) the number of raters that gave them each category (columns)."""
    raters = counts.sum(axis=1)
    counts, raters = counts[raters > 1], raters[raters > 1]
    pairs = (counts * (counts - 1)).sum(axis=1)
    alike = float((pairs / (raters - 1)).sum())
    agreed = float((pairs / (raters * (raters - 1))).sum())
    return Coincidences(_array(len(counts)), _array(alike), _array(agreed), _array(counts.sum(axis=0)))


def coincidences_in(members: NDArray[np.int_], raters: int) -> Coincidences:
    """Of categories (rows) and items (columns) the number of raters, of at least two, who see the item in the category:
    the coincidences of each category for itself, in it or not.
    """
    outside = raters - members
    pairs = (members * (members - 1) + outside * (outside - 1)).sum(axis=-1)
    totals = np.stack([members.sum(axis=-1), outside.sum(axis=-1)], axis=-1)
    items = np.full(len(members), members.shape[-1])
    return Coincidences(_array(items), pairs / (raters - 1), pairs / (raters * (raters - 1)), _array(totals))


def cohen(items: ArrayLike, agreed: ArrayLike, first: ArrayLike, second: ArrayLike) -> Numbers:
    """Cohen's kappa (1960): of so many items so many agreed on; ``first`` and ``second`` are how often each of the two
    gave each category (last axis). Not a number where both gave one category alone.
    """
    items, first, second = _array(items), _array(first), _array(second)
    expected = share((first * second).sum(axis=-1), items * items)
    return _beyond_chance(share(_array(agreed), items), expected)


def fleiss(found: Coincidences) -> Numbers:
    """Fleiss' kappa (1971), and where items have different numbers of raters the usual generalisation: the agreement of
    each item over its own pairs, and chance from all ratings together. Not a number where there is one category alone.
    """
    ratings = found.totals.sum(axis=-1)
    expected = share((found.totals**2).sum(axis=-1), ratings * ratings)
    return _beyond_chance(share(found.agreed, found.items), expected)


def alpha(found: Coincidences) -> Numbers:
    """Krippendorff's alpha for nominal data, with missing ratings ("Computing Krippendorff's Alpha-Reliability", 2011).

    Not a number where there is one category alone.
    """
    ratings = found.totals.sum(axis=-1)
    expected = share(ratings * ratings - (found.totals**2).sum(axis=-1), ratings * (ratings - 1))
    return 1 - share(share(ratings - found.alike, ratings), expected)


def _beyond_chance(observed: Numbers, expected: Numbers) -> Numbers:
    return share(observed - expected, 1 - expected)


def share(part: Numbers, whole: Numbers) -> Numbers:
    """A quotient, not a number where there is nothing to divide by."""
    result = np.full(np.broadcast(part, whole).shape, np.nan)
    np.divide(part, whole, out=result, where=np.abs(whole) > 1e-12)
    return result


def _array(values: ArrayLike) -> Numbers:
    return np.asarray(values, dtype=np.float64)

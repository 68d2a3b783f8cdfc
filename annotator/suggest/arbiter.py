"""Of many proposed spans, the best set that may stand together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.labels import LabelSet
from annotator.records import LabelId, Span, reading_order

_KEPT = 1e9
"""Worth of a span that stands already: no number of proposals outweighs it."""
_FOR_LENGTH = 1e-6
"""Worth of one more character, so that the longer of two equals wins."""


def consistent(items: Sequence[tuple[Span, float]], labels: LabelSet, standing: Sequence[Span] = ()) -> list[Span]:
    """The proposals with the highest worth that conflict neither among themselves nor with the spans that stand.

    ``items`` are spans with scores 0–1. The worth of a set is the sum of its squared scores: one sure span outweighs two
    doubtful ones. Comes in reading order, without the standing spans.
    """
    worth: dict[Span, float] = {}
    for span, score in items:
        worth[span] = max(worth.get(span, 0.0), score * score + _FOR_LENGTH * (span.end - span.start))
    worth.update(dict.fromkeys(standing, _KEPT))
    chosen: list[Span] = []
    for cluster in _clusters(sorted(worth, key=reading_order)):
        chosen += cluster if labels.crossing or len(cluster) == 1 else _best(cluster, worth, labels)
    return _allowed(chosen, labels, standing)


def _clusters(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Groups of spans that overlap directly or through others."""
    cluster: list[Span] = []
    end = 0
    for span in spans:
        if cluster and span.start >= end:
            yield cluster
            cluster = []
        cluster.append(span)
        end = max(end, span.end)
    if cluster:
        yield cluster


def _best(cluster: list[Span], worth: Mapping[Span, float], labels: LabelSet) -> list[Span]:
    """The best trees of spans in a cluster: for each span the best row that may nest in it, then the best row of all."""
    starts = [span.start for span in cluster]
    values: dict[Span, float] = {}
    nested: dict[Span, list[Span]] = {}

    # What nests in a span must be known when the span is reached: shorter ones first, of equal edges the leaves.
    for outer in sorted(cluster, key=lambda span: (span.end - span.start, len(_nests(labels, span)), span.label)):
        within = cluster[bisect_left(starts, outer.start) : bisect_left(starts, outer.end)]
        may_nest = _nests(labels, outer)
        inner = [span for span in within if span.end <= outer.end and span in values and span.label in may_nest]
        value, nested[outer] = _best_row(inner, values)
        values[outer] = value + worth[outer]

    chosen: list[Span] = []
    rows = [_best_row(cluster, values)[1]]
    while rows:
        for span in rows.pop():
            chosen.append(span)
            rows.append(nested[span])
    return chosen


def _nests(labels: LabelSet, span: Span) -> frozenset[LabelId]:
    return labels.nests.get(span.label, frozenset())


def _best_row(spans: Sequence[Span], values: Mapping[Span, float]) -> tuple[float, list[Span]]:
    """The spans side by side whose values sum highest (weighted interval scheduling), and the sum."""
    ends, sums, last = [0], [0.0], [(-1, Span(0, 0, LabelId("")))]
    for span in sorted(spans, key=lambda span: span.end):
        before = bisect_right(ends, span.start) - 1
        total = sums[before] + values[span]
        if total > sums[-1]:
            ends.append(span.end)
            sums.append(total)
            last.append((before, span))
    row: list[Span] = []
    at = len(last) - 1
    while at > 0:
        at, span = last[at]
        row.append(span)
    return sums[-1], row


def _allowed(chosen: Iterable[Span], labels: LabelSet, standing: Sequence[Span]) -> list[Span]:
    """What the label set allows of the chosen: standing spans may cross each other, proposals in a set that lets them."""
    kept = sorted(set(standing), key=reading_order)
    starts = [span.start for span in kept]
    stands = set(kept)
    allowed: list[Span] = []
    around: list[Span] = []
    for span in sorted({*chosen, *kept}, key=reading_order):
        around = [outer for outer in around if outer.end > span.start]
        if span not in stands:
            ahead = kept[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            if labels.conflict(span, {*around, *ahead}) is not None:
                continue
            allowed.append(span)
        around.append(span)
    return allowed

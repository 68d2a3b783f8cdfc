"""Which span of one annotator answers which of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.records import LabelId, Span, reading_order
from annotator.spans import SpanIndex


@dataclass(frozen=True, slots=True)
class Pair:
    """The spans of two annotators that answer to each other; one of them is missing where only one has marked something."""

    first: Span | None
    second: Span | None

    @property
    def equal(self) -> bool:
        return self.first == self.second

    @property
    def same_edges(self) -> bool:
        one, other = self.first, self.second
        return one is not None and other is not None and one[:2] == other[:2]

    @property
    def labels(self) -> tuple[LabelId, ...]:
        """The labels that are confused, or the one that is given, in order of name."""
        return tuple(sorted({span.label for span in (self.first, self.second) if span is not None}))

    @property
    def start(self) -> int:
        return min(span.start for span in (self.first, self.second) if span is not None)

    @property
    def end(self) -> int:
        return max(span.end for span in (self.first, self.second) if span is not None)


def paired(first: Iterable[Span], second: Iterable[Span]) -> Iterator[Pair]:
    """Each span once: pairs that overlap, one to one, and those that are left alone; in no particular order.

    The most overlap goes first, as the share of both together that they have in common (Jaccard), so that equal edges
    find each other; then equal labels; then what stands first in the text. So is every nested span answered by one.
    """
    one, other = set(first), set(second)
    for span in one & other:
        yield Pair(span, span)
    yield from _unequal(one - other, other - one)


def _unequal(one: set[Span], other: set[Span]) -> Iterator[Pair]:
    if one and other:
        index = SpanIndex(other)
        met = [(a, b) for a in one for b in index.overlapping(a.start, a.end)]
        for a, b in sorted(met, key=_preference):
            if a in one and b in other:
                one.remove(a)
                other.remove(b)
                yield Pair(a, b)
    yield from (Pair(span, None) for span in one)
    yield from (Pair(None, span) for span in other)


def _preference(met: tuple[Span, Span]) -> tuple[float, bool, tuple[int, int, str], tuple[int, int, str]]:
    one, other = met
    common = min(one.end, other.end) - max(one.start, other.start)
    together = max(one.end, other.end) - min(one.start, other.start)
    return -common / together, one.label != other.label, reading_order(one), reading_order(other)

"""Spans in reading order, found by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from annotator.records import Span, reading_order


class SpanIndex:
    """A sorted set of spans: in stepping order (by start, outer before inner), and quick to ask what overlaps a stretch."""

    def __init__(self, spans: Iterable[Span] = (), *, in_order: bool = False) -> None:
        """``in_order`` where the spans are known to come so, each once."""
        self._spans = list(spans) if in_order else sorted(dict.fromkeys(spans), key=reading_order)
        self._starts = [span.start for span in self._spans]
        self._longest = max((span.end - span.start for span in self._spans), default=0)

    def __len__(self) -> int:
        return len(self._spans)

    def __iter__(self) -> Iterator[Span]:
        return iter(self._spans)

    def __contains__(self, span: Span) -> bool:
        place = self.place(span)
        return place < len(self._spans) and self._spans[place] == span

    def place(self, span: Span) -> int:
        """How many spans come before it."""
        first, last = bisect_left(self._starts, span.start), bisect_right(self._starts, span.start)
        return bisect_left(self._spans, reading_order(span), first, last, key=reading_order)

    def onward(self, span: Span, by: int) -> Iterator[Span]:
        """The others in order from this span on (1) or back (-1), round the end to where it began; the span itself last."""
        count, place = len(self._spans), self.place(span)
        first = place + (span in self) if by > 0 else place - 1
        return (self._spans[(first + by * step) % count] for step in range(count))

    def add(self, span: Span) -> None:
        if span not in self:
            place = self.place(span)
            self._spans.insert(place, span)
            self._starts.insert(place, span.start)
            self._longest = max(self._longest, span.end - span.start)

    def discard(self, span: Span) -> None:
        place = self.place(span)
        if place < len(self._spans) and self._spans[place] == span:
            del self._spans[place], self._starts[place]

    def overlapping(self, start: int, end: int) -> list[Span]:
        """The spans that share a character with ``[start, end)``, in order."""
        first, last = bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end)
        return [span for span in self._spans[first:last] if span.end > start]

"""What annotators say of each word, as kappa and nominal alpha compare it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.records import LabelId, Span, reading_order
from annotator.spans import SpanIndex

Labels = Mapping[LabelId, int]
"""The labels that are compared, each with its number from 1 on; 0 is a word that is not marked."""


def outermost(spans: Iterable[Span]) -> list[Span]:
    """The spans that lie in no other, in reading order; of equal edges the first label by name."""
    found: list[Span] = []
    reached = -1
    for span in sorted(spans, key=reading_order):
        if span.end > reached:
            found.append(span)
            reached = span.end
    return found


class Words:
    """The words of a text, found by place."""

    def __init__(self, words: Sequence[tuple[int, int]]) -> None:
        """``words`` are their edges in order, as ``annotator.text.words.words`` gives them."""
        self._words = words
        self._starts = [start for start, _end in words]
        self._ends = [end for _start, end in words]

    def __len__(self) -> int:
        return len(self._words)

    def touched(self, span: Span) -> tuple[int, int]:
        """The words that share a character with the span, as ``[first, last)``."""
        return bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)

    def outer_labels(self, spans: Iterable[Span], labels: Labels) -> NDArray[np.intp]:
        """For each word the number of the label of its outermost span, 0 where it is not marked.

        A span marks the words that it shares a character with, so a proclitic left out makes no difference. Of several
        spans in one word the one that covers most of it counts, of equals the first.
        """
        codes = np.zeros(len(self), dtype=np.intp)
        outer = outermost(spans)
        reached = 0
        doubtful: set[int] = set()
        for span in outer:
            first, last = self.touched(span)
            codes[first:last] = labels[span.label]
            doubtful.update(range(first, min(reached, last)))
            reached = max(reached, last)
        index = SpanIndex(outer, in_order=True)
        for word in doubtful:
            start, end = self._words[word]
            met = index.overlapping(start, end)
            best = max(met, key=lambda span: min(end, span.end) - max(start, span.start))
            codes[word] = labels[best.label]
        return codes

    def members(self, spans: Iterable[Span], labels: Labels) -> NDArray[np.bool_]:
        """For each label (by its number less one) which words lie in a span of it, at any depth."""
        found = np.zeros((len(labels), len(self)), dtype=np.bool_)
        for span in spans:
            first, last = self.touched(span)
            found[labels[span.label] - 1, first:last] = True
        return found

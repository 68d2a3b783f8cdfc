"""Long texts in parts that a model can read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

_SENTENCE_END = regex.compile(r"(?:(?<=\w\w)[.!?؟…]+[\"'»”’)\]]*\s|\n)\s*")
_SPACE = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch ``[start, end)`` of a text, in code points; of what is found there counts what begins in ``[first, last)``."""

    start: int
    end: int
    first: int
    last: int


def windows(text: str, pieces: Sequence[tuple[int, int]], most: int) -> Iterator[Window]:
    """The text in windows of at most so many pieces, which are the places of its sub-words in their order.

    A window ends where a sentence or line does. Where one is too long for that, it ends at a word and the next one overlaps it, and
    what begins in the first half of the overlap is left to the first: every place counts in one window, with something around it.
    """
    starts = [start for start, _end in pieces]
    most = max(1, most)
    start = first = 0
    while True:
        past = bisect_left(starts, start) + most
        if past >= len(starts):
            if text[start:].strip():
                yield Window(start, len(text), first, len(text))
            return
        end, whole = _end(text, start, max(starts[past], start + 1))
        after = end if whole else _word(text, max(starts[past - most // 4], start + 1), end)
        last = (after + end) // 2
        yield Window(start, end, first, last)
        start, first = after, last


def _end(text: str, start: int, limit: int) -> tuple[int, bool]:
    """Where a window ends that may not pass the limit, and whether a sentence or line ends there."""
    middle = (start + limit) // 2
    for boundary in (_SENTENCE_END, _SPACE):
        ends = [match.end() for match in boundary.finditer(text, middle, limit)]
        if ends and ends[-1] > start:
            return ends[-1], boundary is _SENTENCE_END
    return limit, False


def _word(text: str, place: int, end: int) -> int:
    """The beginning of the first word at the place or after it, but before the end; or the end."""
    space = _SPACE.search(text, place - 1, end)
    return space.end() if space else min(place, end)

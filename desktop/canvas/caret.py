"""Where a caret or an edge goes from a place in the text. Pure: offsets in, offsets out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from annotator.text.offsets import next_grapheme, previous_grapheme
from annotator.text.words import cuts, words
from desktop.canvas.paragraphs import Paragraphs

Side = Literal["start", "end"]


def by_letter(text: str, offset: int, *, forward: bool) -> int:
    """The next or previous grapheme boundary; at either end of the text the end itself."""
    return next_grapheme(text, offset) if forward else previous_grapheme(text, offset)


def by_word(paragraphs: Paragraphs, offset: int, *, forward: bool, side: Side) -> int:
    """The next or previous edge of a word on that side; on the start side also where a proclitic may be cut off.

    Past the last of its paragraph it goes to the edge of the neighbouring one.
    """
    index = paragraphs.index_at(offset)
    start, end = paragraphs.span(index)
    stops = sorted({start + stop for stop in _stops(paragraphs.text[start:end], side)})
    place = bisect_right(stops, offset) if forward else bisect_left(stops, offset) - 1
    if 0 <= place < len(stops):
        return stops[place]
    if forward:
        last = index + 1 == len(paragraphs)
        return end if last or offset < end else paragraphs.span(index + 1)[0]
    return start if index == 0 or offset > start else paragraphs.span(index - 1)[1]


def _stops(text: str, side: Side) -> Iterator[int]:
    for start, end in words(text):
        if side == "end":
            yield end
        else:
            yield start
            yield from (start + cut for cut in cuts(text[start:end]))


@dataclass(frozen=True)
class EdgeDraft:
    """A span whose edges are being moved: where they were, where they are, and which one the arrows move."""

    was: tuple[int, int]
    start: int
    end: int
    side: Side

    @property
    def offset(self) -> int:
        """The place of the edge that moves."""
        return self.start if self.side == "start" else self.end

    @property
    def changed(self) -> bool:
        return (self.start, self.end) != self.was

    def on(self, side: Side) -> EdgeDraft:
        """The same draft with the arrows on the other edge."""
        return replace(self, side=side)

    def moved(self, offset: int) -> EdgeDraft:
        """The edge put there; a span keeps at least one character, so a place past the other edge changes nothing."""
        if self.side == "start":
            return replace(self, start=offset) if offset < self.end else self
        return replace(self, end=offset) if offset > self.start else self

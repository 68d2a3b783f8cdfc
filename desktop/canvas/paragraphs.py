"""The text as the canvas shows it: display paragraphs, each with its direction and its count of UTF-16 units."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import regex

from annotator.text.direction import Direction, base_direction
from annotator.text.invisibles import controls, deceptions, has_controls
from annotator.text.offsets import Offsets

LONGEST: Final = 2000
"""Characters of the longest display paragraph: Qt's cost of one layout grows faster than its length."""

# Begun by a set of characters, it is found twice as fast as by alternatives.
_LINE_END = re.compile("[\n\r\u2028\u2029](?:(?<=\r)\n)?")
_SENTENCE_END = re.compile(r"[.!?؟…۔。][»”\"')\]]*\s+")
_SPACE = re.compile(r"\s+")
_DIRECTION_SAMPLE = 1000
_ODD = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufffc]")
# Vowel signs and those of the Quran, on a letter; hamza and madda are part of theirs.
_DIACRITICS = regex.compile(
    r"(?<=[\p{L}\p{M}\u0640])[\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    r"\u08ca-\u08e1\u08e3-\u08ff]+"
)


class Drawn:
    """Between places in a text and UTF-16 units of what is drawn of it, some characters being left out.

    A unit stands for the character drawn there; what is left out goes with the one before it.
    """

    def __init__(self, text: str, hidden: Sequence[int]) -> None:
        """``hidden`` are the places left out, in order."""
        self._hidden = hidden
        self._drawn_before = [place - count for count, place in enumerate(hidden)]
        left_out = set(hidden)
        self.text = "".join(character for place, character in enumerate(text) if place not in left_out)
        self._offsets = Offsets(self.text)

    def to_utf16(self, i: int) -> int:
        return self._offsets.to_utf16(i - bisect_left(self._hidden, i))

    def from_utf16(self, u: int) -> int:
        drawn = self._offsets.from_utf16(u)
        return drawn + bisect_right(self._drawn_before, drawn)


@dataclass(frozen=True)
class Paragraph:
    """A display paragraph: ``[start, end)`` in code points of the document, line end left out."""

    index: int
    start: int
    end: int
    text: str
    direction: Direction
    closes: bool
    """Whether the paragraph of the document ends here, and is not only cut for display."""
    diacritics: bool = True
    """Whether vowel signs are drawn."""

    @property
    def rtl(self) -> bool:
        return self.direction is Direction.RTL

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @cached_property
    def display(self) -> str:
        """The text of the same length in every unit in which what Qt would obey or cannot hold is a sign."""
        return _ODD.sub("\ufffd", self.text)

    @property
    def drawn(self) -> str:
        """The text to draw: without vowel signs where they are not to be seen, so that letters join as if there were none."""
        return self.display if isinstance(self.offsets, Offsets) else self.offsets.text

    @cached_property
    def controlled(self) -> bool:
        """Whether characters in it turn the direction of others."""
        return has_controls(self.text)

    @cached_property
    def deceptions(self) -> list[int]:
        """Where controls make it read other than it is stored, counted from its start."""
        return deceptions(self.text, self.direction) if self.controlled else []

    @cached_property
    def offsets(self) -> Offsets | Drawn:
        """Between places in the text and units of what is drawn."""
        hidden = (
            [] if self.diacritics else [i for found in _DIACRITICS.finditer(self.text) for i in range(*found.span())]
        )
        return Drawn(self.display, hidden) if hidden else Offsets(self.text)


class Paragraphs:
    """The display paragraphs of a text, made when asked for.

    ``directions`` says in which direction a paragraph runs that begins at that offset, where it is not found from its text.
    """

    def __init__(self, text: str, directions: Mapping[int, str] | None = None, *, diacritics: bool = True) -> None:
        self.text = text
        self.directions = dict(directions or {})
        self._diacritics = diacritics
        self.starts: list[int] = []
        self._ends: list[int] = []
        self._line_starts: list[int] = []
        """For each display paragraph, where the paragraph of the document that it belongs to begins."""
        self._split()

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def offsets(self) -> Offsets:
        """Of the whole text."""
        return Offsets(self.text)

    def __getitem__(self, index: int) -> Paragraph:
        start, end, line_start = self.starts[index], self._ends[index], self._line_starts[index]
        chosen = self.directions.get(line_start)
        direction = Direction(chosen) if chosen else self.found_direction(index)
        closes = index + 1 == len(self) or self._line_starts[index + 1] != line_start
        return Paragraph(index, start, end, self.text[start:end], direction, closes, self._diacritics)

    @property
    def deceptive(self) -> bool:
        """Whether any paragraph reads other than it is stored."""
        with_controls = sorted({self.index_at(place) for place in controls(self.text)})
        return any(self[index].deceptions for index in with_controls)

    def line_start(self, index: int) -> int:
        """Where the paragraph of the document begins that this one belongs to."""
        return self._line_starts[index]

    def found_direction(self, index: int) -> Direction:
        """The direction that the text itself gives."""
        end, line_start = self._ends[index], self._line_starts[index]
        return base_direction(self.text[line_start : min(line_start + _DIRECTION_SAMPLE, max(end, line_start + 1))])

    def length(self, index: int) -> int:
        """Code points of one paragraph, without making it."""
        return self._ends[index] - self.starts[index]

    def index_at(self, offset: int) -> int:
        """The paragraph that holds the offset; a line end belongs to the paragraph before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def span(self, index: int) -> tuple[int, int]:
        return self.starts[index], self._ends[index]

    def _split(self) -> None:
        start = 0
        for line_end in _LINE_END.finditer(self.text):
            self._cut(start, line_end.start())
            start = line_end.end()
        if start < len(self.text) or not self.starts:
            self._cut(start, len(self.text))

    def _cut(self, start: int, end: int) -> None:
        line_start = start
        while end - start > LONGEST:
            cut = self._cut_place(start)
            self._add(start, cut, line_start)
            start = cut
        self._add(start, end, line_start)

    def _add(self, start: int, end: int, line_start: int) -> None:
        self.starts.append(start)
        self._ends.append(end)
        self._line_starts.append(line_start)

    def _cut_place(self, start: int) -> int:
        """After the last sentence end that leaves a good paragraph, else after a space, else between two letters."""
        for pattern in (_SENTENCE_END, _SPACE):
            ends = [found.end() for found in pattern.finditer(self.text, start + LONGEST // 4, start + LONGEST)]
            if ends:
                return ends[-1]
        cut = start + LONGEST
        while cut > start + LONGEST // 2 and unicodedata.category(self.text[cut])[0] in "MC":
            cut -= 1
        return cut

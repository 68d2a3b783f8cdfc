"""The text as the canvas shows it: display paragraphs, each with its direction and its count of UTF-16 units."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from annotator.text.direction import Direction, base_direction
from annotator.text.offsets import Offsets

LONGEST: Final = 2000
"""Characters of the longest display paragraph: Qt's cost of one layout grows faster than its length."""

_LINE_END = re.compile("\r\n|[\n\r\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.!?؟…۔。][»”\"')\]]*\s+")
_SPACE = re.compile(r"\s+")
_DIRECTION_SAMPLE = 1000
_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


_ODD = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufffc]")


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

    @property
    def rtl(self) -> bool:
        return self.direction is Direction.RTL

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @cached_property
    def display(self) -> str:
        """The text to draw, of the same length in every unit: what Qt would obey or cannot hold becomes a sign."""
        return _ODD.sub("\ufffd", self.text)

    @cached_property
    def controlled(self) -> bool:
        """Whether characters in it turn the direction of others."""
        return _DIRECTION_CONTROLS.search(self.text) is not None

    @cached_property
    def offsets(self) -> Offsets:
        return Offsets(self.text)


class Paragraphs:
    """The display paragraphs of a text, made when asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
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
        sample = self.text[line_start : min(line_start + _DIRECTION_SAMPLE, max(end, line_start + 1))]
        closes = index + 1 == len(self) or self._line_starts[index + 1] != line_start
        return Paragraph(index, start, end, self.text[start:end], base_direction(sample), closes)

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

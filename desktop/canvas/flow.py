"""The document from top to bottom: how high each paragraph is, laid out or estimated, and what lies at a height."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.page import Page
from desktop.canvas.chips import ChipNames
from desktop.canvas.layout import Line, ParagraphLayout
from desktop.canvas.measures import Measures
from desktop.canvas.paragraphs import Paragraphs
from desktop.canvas.sums import Sums

KEPT: Final = 48
"""Laid-out paragraphs kept at a time."""
_SAMPLE = "وزير الخارجية الأميركي في العاصمة اليابانية"


@dataclass(frozen=True)
class Gap:
    """The space opened under one line, for the action bar or for lanes of people."""

    paragraph: int
    line: int
    height: int


class Flow:
    """All paragraphs in a column of one width and zoom. Heights are pixels from the top of the document's first line.

    Only what is asked for is laid out. A paragraph that is laid out for the first time may turn out higher or lower
    than estimated: everything below it moves, and ``total`` changes.
    """

    def __init__(self, page: Page, paragraphs: Paragraphs, font: QFont, measures: Measures, width: int) -> None:
        self.paragraphs = paragraphs
        self.measures = measures
        self.width = width
        self.gaps: tuple[Gap, ...] = ()
        self._page = page
        self._font = font
        self._names = ChipNames(page.labels, measures)
        self._layouts: OrderedDict[int, ParagraphLayout] = OrderedDict()
        lines = list(self._estimated_lines())
        self._lines = Sums(lines)
        heights = {count: self._estimated_height(count) for count in set(lines)}
        self._heights = Sums(heights[count] for count in lines)
        self._unmeasured = set(range(len(paragraphs)))
        self._first_unmeasured = 0

    @property
    def total(self) -> int:
        return self._heights.before(len(self._heights))

    @property
    def names(self) -> ChipNames:
        return self._names

    def top(self, index: int) -> int:
        return self._heights.before(index)

    def height(self, index: int) -> int:
        return self._heights[index]

    def index_at(self, y: int) -> int:
        """The paragraph at a height; the first above the document, the last below."""
        return self._heights.find(max(0, y))

    def number_before(self, index: int) -> int:
        """How many lines stand before a paragraph, as far as they have been laid out, else as estimated."""
        return self._lines.before(index)

    def is_laid_out(self, index: int) -> bool:
        return index in self._layouts

    def measure_some(self, seconds: float) -> bool:
        """Learn the heights of paragraphs that are only estimated, from the top on, without keeping their layouts.

        Gives whether there were any.
        """
        end = time.monotonic() + seconds
        while self._first_unmeasured < len(self.paragraphs):
            index = self._first_unmeasured
            if index in self._unmeasured:
                self._measure(index, self._laid_out(index))
            self._first_unmeasured += 1
            if time.monotonic() > end:
                return True
        return bool(self._unmeasured)

    def layout(self, index: int) -> ParagraphLayout:
        """The paragraph laid out with its marks."""
        found = self._layouts.get(index)
        if found is None:
            found = self._layouts[index] = self._laid_out(index)
            self._measure(index, found)
            while len(self._layouts) > KEPT:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(index)
        return found

    def visible(self, top: int, bottom: int) -> Iterator[tuple[int, ParagraphLayout, int]]:
        """The paragraphs between two heights, laid out, each with its number and its top."""
        index = self.index_at(top)
        y = self.top(index)
        while y < bottom and index < len(self.paragraphs):
            layout = self.layout(index)
            yield index, layout, y
            y += self._heights[index]
            index += 1

    def lines(self, index: int, top: int) -> Iterator[tuple[Line, int]]:
        """The lines of a paragraph whose top is given, each with its own top, the spaces opened between them counted in."""
        for i, line in enumerate(self.layout(index).lines):
            yield line, top + line.top + self._shift(index, i)

    def line_top(self, index: int, line: int) -> int:
        return self.top(index) + self.layout(index).lines[line].top + self._shift(index, line)

    def place_of(self, offset: int) -> tuple[int, int]:
        """The paragraph and the line that hold a place of the document."""
        index = self.paragraphs.index_at(offset)
        return index, self.layout(index).line_of(offset)

    def line_at(self, y: int) -> tuple[int, int]:
        """The paragraph and the line at a height, or the nearest."""
        index = self.index_at(y)
        layout = self.layout(index)
        index = self.index_at(y)
        within = y - self.top(index)
        for gap in self.gaps:
            line = layout.lines[gap.line] if gap.paragraph == index else None
            if line is not None and within >= line.top + line.height:
                within = max(within - gap.height, line.top + line.height - 1)
        return index, self.layout(index).line_at(within)

    def open_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Open spaces under these lines, in their order, and close those that were open."""
        before, self.gaps = self.gaps, gaps
        for index in {gap.paragraph for gap in (*before, *gaps)}:
            if index in self._layouts:
                self._measure(index, self._layouts[index])
            else:  # Only one just closed can have been laid out so long ago that it was dropped.
                closed = sum(gap.height for gap in before if gap.paragraph == index)
                self._heights.put(index, self._heights[index] - closed)

    def remark(self, start: int, end: int) -> None:
        """Put the marks of a stretch of text anew, where it is laid out; the rest comes anew when it is."""
        first, last = self.paragraphs.index_at(start), self.paragraphs.index_at(max(start, end - 1))
        for index in range(first, last + 1):
            if index in self._layouts:
                self._arrange(self._layouts[index], start, end)
                self._measure(index, self._layouts[index])
            else:
                self._unmeasured.add(index)
                self._first_unmeasured = min(self._first_unmeasured, index)

    def _laid_out(self, index: int) -> ParagraphLayout:
        made = ParagraphLayout(self.paragraphs[index], self._font, self.measures, self.width)
        self._arrange(made, made.paragraph.start, made.paragraph.end)
        return made

    def _arrange(self, layout: ParagraphLayout, start: int, end: int) -> None:
        """Put the marks on the lines of a paragraph that share a place with ``[start, end)``."""
        paragraph = layout.paragraph
        items = self._page.inside(paragraph.start, paragraph.end)
        layout.arrange(items, self._names, start, end, self._page.disputed)

    def _measure(self, index: int, layout: ParagraphLayout) -> None:
        opened = sum(gap.height for gap in self.gaps if gap.paragraph == index)
        self._heights.put(index, layout.height + opened)
        self._lines.put(index, 0 if layout.paragraph.blank else len(layout.lines))
        self._unmeasured.discard(index)

    def _shift(self, index: int, line: int) -> int:
        return sum(gap.height for gap in self.gaps if gap.paragraph == index and line > gap.line)

    def _estimated_lines(self) -> Iterator[int]:
        letter = QFontMetricsF(self._font).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        # A line is seldom full: words do not break.
        to_a_line = max(1.0, self.width / letter * 0.96)
        for index in range(len(self.paragraphs)):
            yield math.ceil(self.paragraphs.length(index) / to_a_line)

    def _estimated_height(self, lines: int) -> int:
        if not lines:
            return self.measures.blank_line + self.measures.between_paragraphs
        return lines * self.measures.line(1) + self.measures.between_paragraphs

"""The page as a long sheet: a column of text on paper, and what lies where on it.

x is counted from the left of the viewport (the column stands at ``left``), y from the top of the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.page import Item, Page
from annotator.records import Span
from desktop import theme
from desktop.canvas.flow import Flow, Gap
from desktop.canvas.hit_test import items_at
from desktop.canvas.layout import Line
from desktop.canvas.measures import Measures
from desktop.canvas.paragraphs import Paragraphs

NUMBERED = 5
"""Every so many lines one carries its number."""
_AT_A_TIME = 0.004
"""Seconds for laying out ahead between two events."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line in its place on the sheet: its top, its number in the document, and whether its paragraph runs to the left."""

    line: Line
    paragraph: int
    place: int
    """Which line of its paragraph it is."""
    top: int
    number: int
    rtl: bool
    blank: bool
    last: bool
    """Whether its paragraph ends with it."""

    def holds_caret(self, offset: int) -> bool:
        """Whether a caret at that place of the document stands on this line."""
        line = self.line
        return line.start <= offset < line.end or (self.last and offset == line.end)

    @property
    def bottom(self) -> int:
        return self.top + self.line.height


class Sheet:
    """The geometry of one page at one width and zoom."""

    def __init__(self, page: Page, paragraphs: Paragraphs, measures: Measures, width: int) -> None:
        self.page = page
        self.paragraphs = paragraphs
        self.measures = measures
        margins = measures.start_margin + measures.end_margin
        room = width - margins
        column = max(120, room if measures.column is None else min(measures.column, room))
        spare = max(0, width - column - margins) // 2
        rtl = paragraphs[0].rtl
        self.left = spare + (measures.end_margin if rtl else measures.start_margin)
        self.width = column
        self.across = width
        font = theme.document_font(measures.font, measures.face.family)
        font.setWordSpacing(measures.word_space)
        self.flow = Flow(page, paragraphs, font, measures, column)

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def height(self) -> int:
        return self.measures.above + self.flow.total + self.measures.under

    def rows(self, top: int, bottom: int) -> Iterator[Row]:
        """The lines that show between two heights; lays out what has not been."""
        above = self.measures.above
        for index, _layout, y in self.flow.visible(top - above, bottom - above):
            for row in self._rows_of(index, y + above):
                if row.top < bottom and row.bottom > top:
                    yield row

    def lay_out_ahead(self, top: int, bottom: int) -> bool:
        """Lay out one paragraph just below or above two heights, or else learn the height of one; whether any was left."""
        above = self.measures.above
        for y in (bottom + 1, bottom + bottom - top, top - 1):
            index = self.flow.index_at(y - above)
            if not self.flow.is_laid_out(index):
                self.flow.layout(index)
                return True
        return self.flow.measure_some(_AT_A_TIME)

    def row_of(self, offset: int) -> Row:
        """The line that holds a place of the document."""
        index, place = self.flow.place_of(offset)
        return self._row(index, place)

    def row_at(self, y: float) -> Row:
        """The line at a height, or the nearest."""
        return self._row(*self.flow.line_at(int(y) - self.measures.above))

    def rows_of(self, start: int, end: int) -> Iterator[Row]:
        """The lines of a stretch of text, laid out for it."""
        row: Row | None = self.row_of(start)
        while row is not None and row.line.start < max(end, start + 1):
            yield row
            row = self.following(row)

    def following(self, row: Row) -> Row | None:
        """The next line of the document."""
        if row.place + 1 < len(self.flow.layout(row.paragraph).lines):
            return self._row(row.paragraph, row.place + 1)
        if row.paragraph + 1 < len(self.paragraphs):
            return self._row(row.paragraph + 1, 0)
        return None

    def preceding(self, row: Row) -> Row | None:
        """The line before."""
        if row.place:
            return self._row(row.paragraph, row.place - 1)
        if row.paragraph:
            return self._row(row.paragraph - 1, len(self.flow.layout(row.paragraph - 1).lines) - 1)
        return None

    def extent(self, start: int, end: int) -> tuple[int, int]:
        """From which height to which a stretch of text reaches, lanes and marks that stand out included."""
        first, last = self.row_of(start), self.row_of(max(start, end - 1))
        return first.top - 2, last.bottom + 2

    def items_at(self, x: float, y: float) -> list[Item]:
        """The items under a point, innermost first."""
        row = self.row_at(y)
        return items_at(row.line.marks, x - self.left, y - row.top, self.measures) if row.top <= y < row.bottom else []

    def letter_at(self, x: float, y: float) -> tuple[int, int]:
        """The letter nearest to a point, ``[start, end)``."""
        return self.row_at(y).line.letter_at(x - self.left)

    def offset_at(self, x: float, y: float) -> int:
        """The place between two letters nearest to a point."""
        return self.row_at(y).line.offset_at(x - self.left)

    def edge_at(self, x: float, y: float, span: Span, within: float) -> Literal["start", "end"] | None:
        """Which edge of a span is at a point of the words, give or take some pixels."""
        row = self.row_at(y)
        if y - row.top >= self.measures.text:
            return None
        start, end = row.line.edges(span.start, span.end)
        if start is not None and abs(start + self.left - x) <= within:
            return "start"
        return "end" if end is not None and abs(end + self.left - x) <= within else None

    def sign_at(self, x: float, y: float) -> bool:
        """Whether a point is on the sign of a line that reads other than it is stored."""
        row = self.row_at(y)
        beside = x < self.left if row.rtl else x > self.right
        return beside and row.top <= y < row.top + self.measures.text and self.is_deceptive(row)

    def is_deceptive(self, row: Row) -> bool:
        """Whether controls that turn the text about begin on the line."""
        paragraph = self.flow.layout(row.paragraph).paragraph
        return any(row.line.start <= paragraph.start + place < row.line.end for place in paragraph.deceptions)

    @property
    def opened(self) -> int:
        """Pixels of all spaces that are open between lines."""
        return sum(gap.height for gap in self.flow.gaps)

    def open_gaps(self, rows: Sequence[Row], bar: int, lanes: int) -> bool:
        """Open a space of so many pixels for the action bar under the last of these lines, and one for lanes of people under each;
        whether that changed anything."""
        heights = [lanes] * (len(rows) - 1) + [lanes + bar]
        gaps = tuple(Gap(row.paragraph, row.place, high) for row, high in zip(rows, heights, strict=False) if high)
        if gaps == self.flow.gaps:
            return False
        self.flow.open_gaps(gaps)
        return True

    def gap_rows(self) -> list[Row]:
        """The lines under which a space is open; that of the action bar is under the last."""
        return [self._row(gap.paragraph, gap.line) for gap in self.flow.gaps]

    def _rows_of(self, index: int, top: int) -> Iterator[Row]:
        before = self.flow.number_before(index)
        layout = self.flow.layout(index)
        rtl, blank = layout.paragraph.rtl, layout.paragraph.blank
        for place, (line, y) in enumerate(self.flow.lines(index, top)):
            last = place + 1 == len(layout.lines)
            yield Row(line, index, place, y, before + place + 1, rtl, blank, last)

    def _row(self, index: int, place: int) -> Row:
        layout = self.flow.layout(index)
        top = self.flow.line_top(index, place) + self.measures.above
        paragraph = layout.paragraph
        number = self.flow.number_before(index) + place + 1
        last = place + 1 == len(layout.lines)
        return Row(layout.lines[place], index, place, top, number, paragraph.rtl, paragraph.blank, last)

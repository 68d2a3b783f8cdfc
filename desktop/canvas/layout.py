"""One display paragraph laid out: its lines, and on each line the marks of its spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextLine, QTextOption

from annotator.page import Item
from annotator.records import Span
from desktop.canvas.chips import ChipNames
from desktop.canvas.lanes import Form, Stretch, Wish, assign_lanes, depths, place_chips
from desktop.canvas.measures import Measures
from desktop.canvas.paragraphs import Paragraph
from desktop.canvas.pieces import LineShape

Disputed = Callable[[Span], bool]
Pieces = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """Where a chip stands in its column, and what it shows."""

    x0: float
    x1: float
    form: Form


@dataclass(frozen=True, slots=True)
class Mark:
    """What one span takes of one line. Pixels are those of the column."""

    item: Item
    pieces: Pieces
    depth: int
    """In how many other spans it lies here."""
    lane: int
    start_x: float | None
    end_x: float | None
    """Where its true edges are, if they are on this line."""
    chip: Chip | None
    disputed: bool = False
    """Whether another proposal of the same words, or crossing them, waits beside it."""

    @property
    def x0(self) -> float:
        return self.pieces[0][0]

    @property
    def x1(self) -> float:
        return self.pieces[-1][1]


@dataclass
class Line:
    """A drawn line. ``top`` is counted from the paragraph's own top."""

    text: QTextLine
    shape: LineShape
    start: int
    end: int
    """``[start, end)`` in code points of the document."""
    top: int = 0
    height: int = 0
    marks: list[Mark] = field(default_factory=list)

    def pieces(self, start: int, end: int) -> list[tuple[float, float]]:
        """The visual pieces of a stretch of the document on this line."""
        shift = self.start - self.shape.start
        return self.shape.pieces(start - shift, end - shift)

    def caret(self, offset: int) -> tuple[float, bool]:
        """Where a caret stands on this line, and whether the text goes on to the left there."""
        return self.shape.caret(offset - self.start + self.shape.start)

    def edges(self, start: int, end: int) -> tuple[float | None, float | None]:
        """Where a span begins and ends on this line, None where it only wraps to another.

        A span in one piece begins and ends at its sides, as the paragraph runs, even where its first letters run
        against the paragraph; one that lies apart on screen at its first and last letters.
        """
        pieces = self.pieces(start, end)
        shift = self.start - self.shape.start
        begins = self.start <= start < self.end
        finishes = self.start < end <= self.end
        if len(pieces) == 1:
            near, far = pieces[0][::-1] if self.shape.rtl else pieces[0]
        else:
            near = self.shape.near_side(start - shift) if begins else 0
            far = self.shape.far_side(end - shift) if finishes else 0
        return near if begins else None, far if finishes else None

    def letter_at(self, x: float) -> tuple[int, int]:
        """The letter nearest to a place, ``[start, end)`` in the document; empty on a blank line."""
        letter = self.shape.letter_at(x)
        if letter is None:
            return self.start, self.start
        shift = self.start - self.shape.start
        return letter.start + shift, letter.end + shift

    def offset_at(self, x: float) -> int:
        return self.shape.offset_at(x) + self.start - self.shape.start


class ParagraphLayout:
    """The lines of a paragraph in a column of a given width. The letters are laid out once; marks come and go."""

    def __init__(self, paragraph: Paragraph, font: QFont, measures: Measures, width: int) -> None:
        self.paragraph = paragraph
        self.width = width
        self._measures = measures
        self._layout = QTextLayout(paragraph.drawn, font)
        self._layout.setTextOption(_text_option(paragraph.rtl))
        self._layout.setCacheEnabled(True)
        self.lines = list(self._make_lines())
        self.height = 0
        self.arrange([], None, paragraph.start, paragraph.end)

    def arrange(
        self,
        items: Sequence[Item],
        names: ChipNames | None,
        start: int,
        end: int,
        disputed: Disputed = lambda _span: False,
    ) -> None:
        """Put marks on the lines that share a place with ``[start, end)``, and all lines where their lanes leave room.

        ``items`` are all of the paragraph, in reading order; ``disputed`` is asked of those that are not decided.
        """
        top = 0
        for line in self.lines:
            if line.start <= end and start <= line.end:
                line.marks = self._marks(line, items, names, disputed)
            lanes = 1 + max((mark.lane for mark in line.marks), default=0)
            line.top = top
            line.height = self._measures.blank_line if self.paragraph.blank else self._measures.line(lanes)
            line.text.setPosition(QPointF(0, top + self._measures.baseline - line.text.ascent()))
            top += line.height
        self.height = top + (self._measures.between_paragraphs if self.paragraph.closes else 0)

    def line_at(self, y: float) -> int:
        """The index of the line at that height, or the nearest."""
        return max((i for i, line in enumerate(self.lines) if line.top <= y), default=0)

    def line_of(self, offset: int) -> int:
        """The index of the line that holds a place of the document."""
        return max((i for i, line in enumerate(self.lines) if line.start <= offset), default=0)

    def draw_letters(self, painter: QPainter, origin: QPointF, formats: Sequence[QTextLayout.FormatRange] = ()) -> None:
        """Draw the letters of all lines, without marks."""
        self._layout.draw(painter, origin, list(formats))

    def _make_lines(self) -> Iterable[Line]:
        start = self.paragraph.start
        self._layout.beginLayout()
        texts: list[QTextLine] = []
        while (text := self._layout.createLine()).isValid():
            text.setLineWidth(self.width)
            texts.append(text)
        self._layout.endLayout()
        for text in texts:
            shape = LineShape(self.paragraph, text)
            yield Line(text, shape, start + shape.start, start + shape.end)

    def _marks(self, line: Line, items: Sequence[Item], names: ChipNames | None, disputed: Disputed) -> list[Mark]:
        found: list[tuple[Item, Pieces]] = []
        for item in items:
            if item.span.start < line.end and line.start < item.span.end:
                pieces = tuple(line.pieces(item.span.start, item.span.end))
                if pieces:
                    found.append((item, pieces))
        if not found:
            return []
        stretches = [self._stretch(line, item, pieces) for item, pieces in found]
        lanes = assign_lanes(stretches)
        chips = self._chips(line, [item for item, _pieces in found], stretches, lanes, names)
        return [
            self._mark(line, item, pieces, depth, lane, chip, not item.decided and disputed(item.span))
            for (item, pieces), depth, lane, chip in zip(found, depths(stretches), lanes, chips, strict=True)
        ]

    def _mark(
        self, line: Line, item: Item, pieces: Pieces, depth: int, lane: int, chip: Chip | None, disputed: bool
    ) -> Mark:
        return Mark(item, pieces, depth, lane, *line.edges(item.span.start, item.span.end), chip, disputed)

    def _stretch(self, line: Line, item: Item, pieces: Pieces) -> Stretch:
        start, end = max(item.span.start, line.start), min(item.span.end, line.end)
        near, far = self._along(pieces[0][0], pieces[-1][1])
        return Stretch(start, end, near, far)

    def _along(self, x0: float, x1: float) -> tuple[float, float]:
        """Pixels of the column as counted along the reading direction, and back."""
        return (self.width - x1, self.width - x0) if self.paragraph.rtl else (x0, x1)

    def _chips(
        self, line: Line, items: list[Item], stretches: list[Stretch], lanes: list[int], names: ChipNames | None
    ) -> list[Chip | None]:
        chips: list[Chip | None] = [None] * len(items)
        if names is None:
            return chips
        for lane in set(lanes):
            here = [
                i for i, item in enumerate(items) if lanes[i] == lane and _starts_on(line, item) and item.span.label
            ]
            here.sort(key=lambda i: stretches[i].near)
            wishes = [self._wish(items[i], stretches[i], names) for i in here]
            ticks = [
                tick for i in range(len(items)) if lanes[i] == lane + 1 for tick in _ticks(line, items[i], stretches[i])
            ]
            for i, place in zip(here, place_chips(wishes, ticks, self.width), strict=True):
                chips[i] = Chip(*self._along(place.near, place.far), place.form)
        return chips

    def _wish(self, item: Item, stretch: Stretch, names: ChipNames) -> Wish:
        return names.wish(item.span.label, not item.decided, stretch.near, stretch.far)


def _ticks(line: Line, item: Item, stretch: Stretch) -> Iterable[float]:
    if _starts_on(line, item):
        yield stretch.near
    if _ends_on(line, item):
        yield stretch.far


def _starts_on(line: Line, item: Item) -> bool:
    return line.start <= item.span.start < line.end


def _ends_on(line: Line, item: Item) -> bool:
    return line.start < item.span.end <= line.end


def _text_option(rtl: bool) -> QTextOption:
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option

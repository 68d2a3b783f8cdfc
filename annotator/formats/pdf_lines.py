"""The lines of a PDF page as they are read. What its glyphs read as follows from where they stand.

PDFium's own lines and spaces are guesses that fail on marks, and on fonts that put a letter together from parts. So lines, spaces,
and the order of numbers, Latin words and brackets within an Arabic line are found anew from the places.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.formats.pdf_glyphs import Glyph, glyphs, turn_pieces
from annotator.text.direction import Direction, base_direction
from annotator.text.reading import read

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_OFF = 0.5
_SPACE = 0.15
_WIDE_SPACE = 0.21
_CELL = 2.0
"""Shares of the font's size: by how much a glyph may stand above or below its line, as small figures do; from which gap on there
is a space, beside a letter in one piece with its marks (which says badly how wide it is), and the end of a table's cell."""
_ALIGNED = 8
"""Of the glyphs of a line, so many tell how high it stands."""
_STROKES = 50
"""So many strokes may stretch a word at one place."""
_NEAR = 3
_BACK = 20
"""How far above what it follows a line may stand to be moved before it, as a share of the font's size, and over how many lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, and where it stands, in points."""

    text: str
    start: float
    end: float
    """Growing in the direction in which most lines of the page run."""
    y: float
    """Growing upwards."""
    size: float
    """Of its largest font."""
    first: float
    """The width of its first word."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is seen at one place of a line: a letter with its marks, or white space."""

    text: str
    start: float
    end: float


@dataclass(slots=True)
class _Row:
    """Glyphs on one height, in PDFium's order."""

    glyphs: list[Glyph]
    y: float
    """The mean of the first ones."""

    def add(self, glyph: Glyph) -> None:
        self.glyphs.append(glyph)
        if (count := len(self.glyphs)) <= _ALIGNED:
            self.y += (glyph.y - self.y) / count

    @property
    def start(self) -> float:
        return min(glyph.start for glyph in self.glyphs)

    @property
    def end(self) -> float:
        return max(glyph.end for glyph in self.glyphs)

    def holds(self, glyph: Glyph) -> bool:
        return abs(glyph.y - self.y) < _OFF * max(self.glyphs[0].size, glyph.size)


def page_lines(page: PdfTextPage) -> list[Line]:
    """The lines of a page's text, in the order in which they stand in the file, but for what stands above what it follows."""
    rows = _in_order(_rows(list(glyphs(page))))
    seen = [_from_the_left(row.glyphs) for row in rows]
    texts = read([[item.text for item in line] for line in seen])
    from_the_right = sum(1 if base_direction(text) is Direction.RTL else -1 for text in texts) > 0
    return [_line(text, line, row, from_the_right) for text, line, row in zip(texts, seen, rows, strict=True)]


def _rows(found: Sequence[Glyph]) -> list[_Row]:
    """The rows of letters, each from the left, with the marks on their letters."""
    rows: list[_Row] = []
    marks: list[tuple[int, int]] = []
    for place, glyph in enumerate(found):
        if glyph.is_mark:
            marks.append((place, len(rows)))
        elif rows and rows[-1].holds(glyph):
            rows[-1].add(glyph)
        else:
            rows.append(_Row([glyph], glyph.y))
    for row in rows:
        _find_direction(row.glyphs)
        row.glyphs.sort(key=lambda glyph: (glyph.x, glyph.end))
    turn_pieces(found)
    for place, near in marks:
        mark = found[place]
        beside = _beside(mark, found[max(place - 3, 0) : place], found[place + 1 : place + 4])
        if letter := beside or _under(mark, rows[max(near - 2, 0) : near + 2]):
            letter.marks.extend(mark.letters)
    return [row for row in rows if any(glyph.is_letter for glyph in row.glyphs)]


def _find_direction(row: Sequence[Glyph]) -> None:
    """Say of each glyph of a row whether PDFium has the letters of its word from the right; where nothing tells, as in the row."""
    steps = [_step(one, other) for one, other in pairwise(row)]
    whole = sum(steps)
    for place, glyph in enumerate(row):
        glyph.falling = (sum(steps[max(place - 1, 0) : place + 1]) or whole) <= 0


def _step(one: Glyph, other: Glyph) -> int:
    """1 where the second letter stands right of the first, -1 where left of it, 0 where they are not of one Arabic word."""
    apart = max(one.start, other.start) - min(one.end, other.end) > _SPACE * one.size
    if apart or not one.is_arabic or not other.is_arabic or other.x == one.x:
        return 0
    return 1 if other.x > one.x else -1


def _beside(mark: Glyph, before: Sequence[Glyph], after: Sequence[Glyph]) -> Glyph | None:
    """The letter before or after a mark in PDFium's order, where the mark stands on it."""
    beside = [next((glyph for glyph in glyphs if not glyph.is_mark), None) for glyphs in (before[::-1], after)]
    on = [glyph for glyph in beside if glyph and glyph.is_letter and _stands_on(mark, glyph)]
    return on[-1] if on and not on[0].falling else on[0] if on else None


def _stands_on(mark: Glyph, letter: Glyph) -> bool:
    return abs(mark.y - letter.y) < _OFF * letter.size and _distance(letter, mark.middle) < _SPACE * letter.size


def _under(mark: Glyph, rows: Sequence[_Row]) -> Glyph | None:
    """The letter under or above a mark by where they stand, in the nearest of some rows."""
    row = min(rows, key=lambda row: abs(row.y - mark.y), default=_Row([], 0))
    place = bisect_right(row.glyphs, mark.middle, key=lambda glyph: glyph.x)
    near = [glyph for glyph in row.glyphs[max(place - 3, 0) : place + 2] if glyph.is_letter]
    return min(near, key=lambda glyph: (_distance(glyph, mark.middle), abs(glyph.middle - mark.middle)), default=None)


def _distance(glyph: Glyph, x: float) -> float:
    return max(glyph.start - x, x - glyph.end, 0)


def _in_order(rows: Sequence[_Row]) -> list[_Row]:
    """The rows as they are, but one that stands a little above what it follows goes before it."""
    ordered: list[_Row] = []
    extents = {id(row): (row.start, row.end, row.y, row.glyphs[0].size) for row in rows}
    for row in rows:
        place = len(ordered)
        while place and len(ordered) - place < _BACK and _is_above(extents[id(row)], extents[id(ordered[place - 1])]):
            place -= 1
        ordered.insert(place, row)
    return ordered


def _is_above(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether a row stands in the same column as another, and not far above it."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return 0 < one[2] - other[2] < one[3] * _NEAR and common > min(one[1] - one[0], other[1] - other[0]) / 2


def _from_the_left(row: Sequence[Glyph]) -> list[_Seen]:
    """What is seen of a row from the left: a space or tab stands where there is a gap."""
    seen: list[_Seen] = []
    last: Glyph | None = None
    reach = 0.0
    spaced = False
    for place, glyph in enumerate(row):
        if glyph.is_space:
            spaced = True
        elif glyph.is_stroke and _is_in_word(row, place):
            reach = max(reach, glyph.end)
        else:
            gap = (glyph.start - reach) / max(last.size, glyph.size) if last else 0.0
            wide = glyph.is_composed or bool(last and last.is_composed)
            if last and (spaced or gap > (_WIDE_SPACE if wide else _SPACE)):
                seen.append(_Seen("\t" if gap > _CELL else " ", reach, glyph.start))
            seen.append(_Seen(glyph.text, glyph.start, glyph.end))
            last, reach, spaced = glyph, glyph.end, False
    return seen


def _is_in_word(row: Sequence[Glyph], place: int) -> bool:
    """Whether a stroke joins two Arabic letters."""
    before = next((glyph for glyph in reversed(row[max(place - _STROKES, 0) : place]) if not glyph.is_stroke), None)
    after = next((glyph for glyph in row[place : place + _STROKES] if not glyph.is_stroke), None)
    return bool(before and after and before.is_arabic and after.is_arabic)


def _line(text: str, seen: Sequence[_Seen], row: _Row, from_the_right: bool) -> Line:
    start, end = seen[0].start, max(item.end for item in seen)
    gaps = [item for item in seen if item.text.isspace()]
    size = max(glyph.size for glyph in row.glyphs)
    if from_the_right:
        return Line(text, -end, -start, row.y, size, end - gaps[-1].end if gaps else end - start)
    return Line(text, start, end, row.y, size, gaps[0].start - start if gaps else end - start)

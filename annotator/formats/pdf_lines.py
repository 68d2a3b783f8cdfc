"""The lines of a PDF page as they are read. A PDF holds glyphs at places; what they read as follows from where they stand.

PDFium knows which letters a glyph stands for, which follow each other, and where a space is. The order of numbers, Latin
words and brackets within an Arabic line is found anew from the places.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from ctypes import byref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.text.reading import read

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_SHADDA = "\u0651"
_GAP = 0.12
"""The share of a letter's height from which a gap is a space, between letters that PDFium has not side by side."""
_NEAR = 8
"""Of the heights in a row, so many of the last are looked at: a hostile page may have each letter on its own."""
_ALEFS = "اأإآ"


@dataclass(slots=True)
class _Glyph:
    order: int
    """Its place in PDFium's order, and that of its last letter."""
    last: int
    letters: str
    start: float
    end: float
    bottom: float
    top: float
    spaced: bool
    """Whether a space stands between it and the glyph before it in PDFium's order."""
    marks: list[str] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.start, self.end, self.bottom, self.top

    @property
    def cluster(self) -> str:
        return self.letters + "".join(sorted(self.marks, key=lambda mark: mark != _SHADDA))


@dataclass(slots=True)
class _Line:
    """Glyphs on one height, in PDFium's order."""

    bottom: float
    top: float
    glyphs: list[_Glyph]

    def holds(self, glyph: _Glyph) -> bool:
        return self.bottom < glyph.middle < self.top or glyph.bottom < (self.bottom + self.top) / 2 < glyph.top


def page_lines(page: PdfTextPage) -> list[str]:
    """The lines of a page's text, in the order in which they stand in the file."""
    rows = list(_rows(page))
    _turn_ligatures([glyph for row in rows for glyph in row])
    lines: list[_Line] = []
    for row in rows:
        for line in _bands(row):
            if lines and lines[-1].holds(line.glyphs[0]):
                lines[-1].glyphs.extend(line.glyphs)
            else:
                lines.append(line)
    return read([_from_the_left(line.glyphs) for line in lines])


def _rows(page: PdfTextPage) -> Iterator[list[_Glyph]]:
    """What PDFium takes for lines: sometimes two of the page, sometimes a part of one."""
    row: list[_Glyph] = []
    spaced = False
    for order, (letter, box) in enumerate(_letters(page)):
        if letter in "\r\n":
            if row:
                yield row
            row = []
        elif letter.isspace():
            spaced = True
        elif row and not spaced and row[-1].box == box and box[0] < box[1]:
            row[-1].letters += letter
            row[-1].last = order
        else:
            row.append(_Glyph(order, order, letter, *box, spaced))
            spaced = False
    if row:
        yield row


def _letters(page: PdfTextPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Each letter with its box: start, end, bottom and top, in points from the page's lower left corner."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    for place in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, place)
        letter = chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
        raw.FPDFText_GetLooseCharBox(page, place, byref(box))
        if raw.FPDFText_IsHyphen(page, place) == 1:
            letter = "-"  # PDFium has a sign of its own for one at the end of a line
        yield letter, (box.left, box.right, box.bottom, box.top)


def _turn_ligatures(glyphs: Sequence[_Glyph]) -> None:
    """PDFium turns the letters of one glyph round in some files and not in others. Where it does, lam-alef tells."""
    ligatures = [glyph for glyph in glyphs if len(glyph.letters) > 1 and _is_arabic(glyph.letters[0])]
    right = sum("ل" + alef in glyph.letters for glyph in ligatures for alef in _ALEFS)
    turned = sum(alef + "ل" in glyph.letters for glyph in ligatures for alef in _ALEFS)
    if turned > right:
        for glyph in ligatures:
            glyph.letters = glyph.letters[::-1]


def _is_arabic(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL")


def _bands(row: Sequence[_Glyph]) -> list[_Line]:
    """A row by the heights on which its glyphs stand, the highest first."""
    lines: list[_Line] = []
    for glyph in row:
        line = next((line for line in reversed(lines[-_NEAR:]) if line.holds(glyph)), None)
        if line:
            line.glyphs.append(glyph)
        else:
            lines.append(_Line(glyph.bottom, glyph.top, [glyph]))
    return sorted(lines, key=lambda line: -line.top)


def _from_the_left(glyphs: Sequence[_Glyph]) -> list[str]:
    """The letters of a line from the left with their marks, and a space where one is seen."""
    bases = sorted((glyph for glyph in glyphs if not _is_mark(glyph)), key=lambda glyph: (glyph.start, glyph.order))
    starts = [glyph.start for glyph in bases]
    seen: list[str] = []
    for mark in filter(_is_mark, glyphs):
        under = bisect_right(starts, (mark.start + mark.end) / 2) - 1
        if under >= 0:
            bases[under].marks.append(mark.letters)
        else:
            seen.append(mark.letters)
    for place, glyph in enumerate(bases):
        if place and _is_apart(bases[place - 1], glyph):
            seen.append(" ")
        seen.append(glyph.cluster)
    return seen


def _is_mark(glyph: _Glyph) -> bool:
    return unicodedata.category(glyph.letters[0]) == "Mn"


def _is_apart(one: _Glyph, other: _Glyph) -> bool:
    """Whether a space is seen between two glyphs, the first to the left of the other."""
    for before, after in ((one, other), (other, one)):
        if after.order - before.last <= 2 and after.spaced and after.order > before.order:
            return True
        if after.order - before.last == 1:
            return False
    return other.start - one.end > _GAP * (other.top - other.bottom)

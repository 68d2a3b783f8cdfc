"""What stands on a PDF page: glyphs at places, each with the letters that it stands for. PDFium knows both."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from ctypes import addressof, byref, c_double
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_SHADDA = "\u0651"
_MARKS = re.compile("[\u064b-\u0652\u0670]{2,}")
_TANWEEN = frozenset("\u064b\u064c\u064d")
_ALEFS = "اأإآٱ"
_SAME = 0.01
"""Points by which the letters of one glyph may lie apart."""
_FLAT = 0.12
"""How high a stroke is and lies, as a share of the font's size."""


@dataclass(slots=True)
class Glyph:
    """What stands at one place: mostly a letter, sometimes several, as lam-alef or a letter with its marks."""

    letters: list[str]
    x: float
    y: float
    """Where its pen is: points from the page's lower left corner."""
    start: float
    end: float
    size: float
    """Of its font."""
    falling: bool = True
    """Whether PDFium's order runs from the right around it: then that is the order of its letters too,"""
    turned: bool = False
    """unless PDFium has turned them round, as it does in some files with a piece that is several letters."""
    in_one: bool = False
    """Whether its letters are one piece, not several at one place."""
    shares: list[float] = field(default_factory=list)
    """Where the share of each letter starts, if PDFium has shared out the piece among them, the first on the right."""
    is_stroke: bool = False
    """Whether it looks like what stretches a word to the width of a column, and stands for no letter."""
    marks: list[str] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    @property
    def is_space(self) -> bool:
        return self.letters == [" "]

    @property
    def is_letter(self) -> bool:
        return not self.is_space and not self.is_stroke

    @property
    def is_mark(self) -> bool:
        return all(map(_is_mark, self.letters))

    @property
    def is_composed(self) -> bool:
        """Whether it is several letters, or one with marks, that may not end a word: those of the tanween end one."""
        return len(self.letters) > 1 and _TANWEEN.isdisjoint(self.letters)

    @property
    def is_arabic(self) -> bool:
        return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in self.letters)

    def take_in(self, other: Glyph) -> None:
        """Take in what stands at the same place."""
        self.in_one = _is_same(self.start, other.start) and _is_same(self.end, other.end)
        if _is_same(self.start, other.end) or _is_same(self.end, other.start) or self.shares:
            self.shares = [*(self.shares or [self.start]), other.start]
        self.letters += other.letters
        self.start, self.end = min(self.start, other.start), max(self.end, other.end)

    @property
    def text(self) -> str:
        """Its letters as they are read, and their marks."""
        letters = self.letters
        if self.is_arabic and len(self.shares) == len(letters):
            order = sorted(range(len(letters)), key=lambda place: -self.shares[place])
            letters = [letters[place] for place in order]
        elif self.is_arabic and self.falling is self.turned:
            letters = letters[::-1]
        if len(letters) == 1 and not self.marks:
            return letters[0]
        bases = [letter for letter in letters if not _is_mark(letter)]
        if (len(bases) == 1 and _is_mark(letters[0])) or _is_turned_lam_alef(bases):
            letters = letters[::-1]  # no mark goes before its letter
        return _MARKS.sub(_as_written, "".join((*letters, *self.marks)))


def glyphs(page: PdfTextPage) -> Iterator[Glyph]:
    """The glyphs of a page in PDFium's order, without the spaces and line ends that it adds."""
    last: Glyph | None = None
    for glyph in _letters(page):
        if last and _is_same(last.x, glyph.x) and _is_same(last.y, glyph.y) and last.is_letter and glyph.is_letter:
            last.take_in(glyph)
            continue
        if last:
            yield last
        last = glyph
    if last:
        yield last


def _letters(page: PdfTextPage) -> Iterator[Glyph]:
    """Each letter that is drawn; of white space what has a width."""
    from pypdfium2 import raw

    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = c_double(), c_double()
    size = 1.0
    known: int | None = None
    for place, letter in enumerate(_characters([raw.FPDFText_GetUnicode(page, i) for i in range(page.count_chars())])):
        piece = raw.FPDFText_GetTextObject(page, place)
        if not piece or not letter:
            continue  # PDFium has added it
        if addressof(piece.contents) != known:
            known = addressof(piece.contents)
            raw.FPDFText_GetMatrix(page, place, byref(matrix))
            size = abs(raw.FPDFText_GetFontSize(page, place)) * math.hypot(matrix.c, matrix.d) or 1.0
        if raw.FPDFText_IsHyphen(page, place) == 1:
            letter = "-"  # PDFium has a sign of its own for one at the end of a line
        raw.FPDFText_GetCharOrigin(page, place, byref(x), byref(y))
        raw.FPDFText_GetLooseCharBox(page, place, byref(box))
        if letter.isspace():
            if box.right - box.left < _SAME:
                continue
            letter = " "
        glyph = Glyph([letter], x.value, y.value, box.left, box.right, size)
        glyph.is_stroke = _is_unknown(letter) and _is_flat(page, place, glyph)
        yield glyph


def _characters(codes: Sequence[int]) -> Iterator[str]:
    """The character of each code; of two halves of one, in whichever order, with the second, and nothing with the first."""
    first = 0
    for code, following in zip(codes, (*codes[1:], 0), strict=False):
        if first:
            high, low = sorted((first, code))
            yield chr(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00)
            first = 0
        elif _is_half(code) and _is_half(following) and (code < 0xDC00) is not (following < 0xDC00):
            first = code
            yield ""
        else:
            yield "\ufffd" if _is_half(code) or code >= 0x110000 else chr(code)


def _is_half(code: int) -> bool:
    return 0xD800 <= code < 0xE000


def turn_pieces(found: Sequence[Glyph]) -> None:
    """Where PDFium turns the letters of one piece round, lam-alef tells."""
    for falling in (True, False):
        pieces = [glyph for glyph in found if glyph.in_one and glyph.falling is falling]
        turned = sum(_is_turned_lam_alef(glyph.letters if falling else glyph.letters[::-1]) for glyph in pieces)
        right = sum(_is_turned_lam_alef(glyph.letters[::-1] if falling else glyph.letters) for glyph in pieces)
        for glyph in pieces:
            glyph.turned = turned > right


def _is_turned_lam_alef(letters: Sequence[str]) -> bool:
    """Whether these are alef and lam in one: no font joins an alef with what follows."""
    return len(letters) == 2 and letters[0] in _ALEFS and letters[1] == "ل"


def _is_same(one: float, other: float) -> bool:
    return abs(one - other) < _SAME


def _is_unknown(letter: str) -> bool:
    return letter == "\ufffd" or unicodedata.category(letter) in ("Cc", "Co")


def _is_flat(page: PdfTextPage, place: int, glyph: Glyph) -> bool:
    """Whether a glyph is low and lies on the line."""
    _left, bottom, _right, top = page.get_charbox(place)
    return bool(0 < top - bottom < _FLAT * glyph.size and abs(bottom - glyph.y) < _FLAT * glyph.size)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


def _as_written(marks: re.Match[str]) -> str:
    """The marks of a letter, shadda first and none twice."""
    found: Sequence[str] = sorted(set(marks[0]), key=lambda mark: (mark != _SHADDA, mark))
    return "".join(found)

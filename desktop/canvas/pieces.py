"""Where the letters of a laid-out line stand on screen, and which pieces of it a stretch of text takes.

Letters of one direction lie side by side; a span over Arabic with Latin or digits inside may fall into several pieces.
``QTextLine.cursorToX`` is exact inside a run of one direction and wrong where a run against the paragraph begins, so
the ends of runs come from their glyphs and only what lies between from the cursor.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Final

from PySide6.QtGui import QGlyphRun, QTextLine

from annotator.text.direction import runs
from annotator.text.offsets import grapheme_boundaries
from desktop.canvas.paragraphs import Paragraph

_LAM: Final = "ل"
_ALEFS = frozenset("اأإآٱ")
_TOUCHING = 0.75


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one direction that lie side by side: ``[start, end)`` in the paragraph, pixels from x0 to x1."""

    start: int
    end: int
    x0: float
    x1: float
    rtl: bool

    @property
    def near(self) -> float:
        """The side from which the run is read."""
        return self.x1 if self.rtl else self.x0

    @property
    def far(self) -> float:
        return self.x0 if self.rtl else self.x1


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with its marks: ``[start, end)`` in the paragraph, and where it stands."""

    start: int
    end: int
    x0: float
    x1: float
    rtl: bool


class LineShape:
    """The letters of one line, in code points of its paragraph and pixels of its column."""

    def __init__(self, paragraph: Paragraph, line: QTextLine) -> None:
        self._paragraph = paragraph
        self._line = line
        self._units = paragraph.offsets.to_utf16
        self._display = paragraph.display
        self.rtl = paragraph.rtl
        self.start = paragraph.offsets.from_utf16(line.textStart())
        self.end = paragraph.offsets.from_utf16(line.textStart() + line.textLength())
        self.last = self.end
        """Where the letters end: spaces at the end of a line hang over and are not drawn upon."""
        while self.last > self.start and self._display[self.last - 1].isspace():
            self.last -= 1

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The runs of the line in stored order."""
        if self.last == self.start:
            return ()
        rtl = self._paragraph.rtl
        found = list(self._directions(self.start, self.last))
        if self._by_letter:
            found = [letter for run in found for letter in self._one_by_one(*run)]
        elif len(found) == 1 and found[0][2] == rtl:
            x0, x1 = sorted((self._cursor(self.start), self._cursor(self.last)))
            return (Run(self.start, self.last, x0, x1, rtl),)
        return tuple(Run(start, end, *self._extent(start, end), towards_left) for start, end, towards_left in found)

    @cached_property
    def _by_letter(self) -> bool:
        """Whether each letter is a run, where its glyph is, as the cursor cannot be trusted.

        Embeddings may turn anything, and a space that hangs at the end of the line but counts to a run against the
        paragraph shifts what the cursor tells.
        """
        hanging = self._directions(self.last, self.end)
        return self._paragraph.controlled or any(towards_left != self.rtl for _start, _end, towards_left in hanging)

    @property
    def mixed(self) -> bool:
        return len(self.runs) > 1

    def pieces(self, start: int, end: int) -> list[tuple[float, float]]:
        """The visual pieces of ``[start, end)`` from the leftmost on, touching ones joined; none if no letter shows."""
        start, end = self._whole(start, end)
        found = sorted(
            self._part(run, max(start, run.start), min(end, run.end))
            for run in self.runs
            if run.start < end and start < run.end
        )
        joined: list[tuple[float, float]] = []
        for x0, x1 in found:
            if joined and x0 - joined[-1][1] < _TOUCHING:
                joined[-1] = joined[-1][0], max(joined[-1][1], x1)
            elif x1 > x0:
                joined.append((x0, x1))
        return joined

    def caret(self, offset: int) -> tuple[float, bool]:
        """Where a caret before that letter stands, and whether the text goes on towards the left from there."""
        for run in self.runs:
            if run.start <= offset < run.end:
                return self._edge(run, offset), run.rtl
        if not self.runs:
            return self._cursor(self.start), self._paragraph.rtl
        last = self.runs[-1] if offset >= self.last else self.runs[0]
        return (last.far if offset >= self.last else last.near), last.rtl

    def near_side(self, offset: int) -> float:
        """The side from which the letter at the offset is read."""
        return self.caret(offset)[0]

    def far_side(self, offset: int) -> float:
        """The side to which the letter before the offset is read."""
        for run in self.runs:
            if run.start < offset <= run.end:
                return self._edge(run, offset)
        return self.caret(offset)[0]

    @cached_property
    def letters(self) -> tuple[Letter, ...]:
        """Every letter of the line with its marks, in stored order."""
        return tuple(letter for run in self.runs for letter in self._letters(run))

    def letter_at(self, x: float) -> Letter | None:
        """The letter at that place, or the nearest one; none on a blank line."""

        def distance(letter: Letter) -> float:
            return max(letter.x0 - x, x - letter.x1, 0.0)

        return min(self.letters, key=distance, default=None)

    def offset_at(self, x: float) -> int:
        """The place between two letters that is nearest."""
        letter = self.letter_at(x)
        if letter is None:
            return self.start
        first_half = (x > (letter.x0 + letter.x1) / 2) == letter.rtl
        return letter.start if first_half else letter.end

    def _letters(self, run: Run) -> Iterator[Letter]:
        boundaries = [run.start, *self._boundaries(run), run.end]
        for start, end in pairwise(boundaries):
            x0, x1 = self._part(run, start, end)
            yield Letter(start, end, x0, x1, run.rtl)

    def _boundaries(self, run: Run) -> Iterator[int]:
        for length in grapheme_boundaries(self._display[run.start : run.end])[1:-1]:
            yield run.start + length

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """The stretch within the line, its last letter with all its marks."""
        text = self._display
        start, end = max(start, self.start), min(end, self.last)
        while start < end < self.last and unicodedata.combining(text[end]):
            end += 1
        return start, end

    def _part(self, run: Run, start: int, end: int) -> tuple[float, float]:
        first, last = self._edge(run, start), self._edge(run, end)
        return min(first, last), max(first, last)

    def _edge(self, run: Run, offset: int) -> float:
        """Where the letters before the offset and those after it meet."""
        if offset <= run.start:
            return run.near
        if offset >= run.end:
            return run.far
        if self._by_letter:  # within one shape: its letters share it evenly
            boundaries = grapheme_boundaries(self._display[run.start : run.end])
            share = sum(run.start + boundary < offset for boundary in boundaries) / (len(boundaries) - 1)
            return run.near + (run.far - run.near) * share
        x = self._told(offset)
        if x is None or self._display[offset] in _ALEFS:
            x = self._in_lam_alef(run, offset, x)
        if x is None:
            # The letters before say where they end.
            x0, x1 = self._extent(run.start, offset)
            x = x0 if run.rtl else x1
        return min(max(x, run.x0), run.x1)

    def _in_lam_alef(self, run: Run, offset: int, x: float | None) -> float | None:
        """The middle of a lam-alef where Qt does not tell of a place within, or its alef has no advance in the font; else x."""
        lam = self._letter_before(offset, run.start)
        if self._display[offset] not in _ALEFS or self._display[lam] != _LAM:
            return x
        after = offset + 1
        while after < run.end and unicodedata.combining(self._display[after]):
            after += 1
        near, far = self._edge(run, lam), self._edge(run, after)
        return (near + far) / 2 if x is None or abs(far - x) <= _TOUCHING else x

    def _letter_before(self, offset: int, start: int) -> int:
        """The letter before a place, its marks passed over, not before ``start``."""
        letter = offset - 1
        while letter > start and unicodedata.combining(self._display[letter]):
            letter -= 1
        return letter

    def _cursor(self, offset: int) -> float:
        return self._line.cursorToX(self._units(offset))[0]

    def _told(self, offset: int) -> float | None:
        """Where Qt has its cursor; nothing where it tells of another place, as near the end of a run with marks or ligatures."""
        x, told_of = self._line.cursorToX(self._units(offset))
        return x if told_of == self._units(offset) else None

    def _directions(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """The runs of a stretch: each ``[start, end)`` and whether it is drawn from right to left."""
        for run in runs(self._display, start, end, self._paragraph.direction):
            yield run.start, run.end, run.kind == "R"

    def _one_by_one(self, start: int, end: int, rtl: bool) -> Iterator[tuple[int, int, bool]]:
        """The letters of a stretch; those that one shape stands for are one, as Qt cannot tell where a part of it is."""
        cuts = [start + length for length in grapheme_boundaries(self._display[start:end])]
        for shape, group in groupby(pairwise(cuts), lambda letter: self._shape(*letter)):
            letters = list(group)
            first, last = letters[0][0], letters[-1][1]
            glyphs = sum(len(run.glyphIndexes()) for run in self._glyphs(first, last))
            if isinstance(shape, str) or glyphs < len(letters):
                yield first, last, rtl
            else:
                yield from ((first, last, rtl) for first, last in letters)

    def _shape(self, start: int, end: int) -> tuple[list[int], ...] | str:
        """What a letter is drawn with: the numbers of its glyphs; of lam and alef, which overlap in any font, one name."""
        text, following = self._display, self._display[end : end + 1]
        if text[start] == _LAM and following in _ALEFS:
            return f"{_LAM}{end}"
        if text[start] in _ALEFS and start and text[self._letter_before(start, 0)] == _LAM:
            return f"{_LAM}{start}"
        return tuple(run.glyphIndexes() for run in self._glyphs(start, end))

    def _glyphs(self, start: int, end: int) -> Sequence[QGlyphRun]:
        first, last = self._units(start), self._units(end)
        return self._line.glyphRuns(first, last - first) if last > first else ()

    def _extent(self, start: int, end: int) -> tuple[float, float]:
        rects = [glyphs.boundingRect() for glyphs in self._glyphs(start, end)]
        if not rects:
            x = self._cursor(start)
            return x, x
        return min(rect.x() for rect in rects), max(rect.x() + rect.width() for rect in rects)

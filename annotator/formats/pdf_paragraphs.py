"""Lines of a PDF page joined to paragraphs, so that what a line end cuts in two, a name for one, is whole.

A line goes on in the next where that stands below it in the same column and font, and its first word would not have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from annotator.formats.pdf_lines import Line

_LIST_MARK = re.compile(r"[-–—•●▪◦*]\s|[(\[]?\w{1,3}[.)\]\-–](?:\s|(?=[^\W\d]))")
_CUT = re.compile(r"\w-$")
_ALIGNED = 0.6
_INDENT = 4.0
_SPACE = 0.5
_FURTHEST = 2.6
"""Shares of the font's size: by how much the starts of lines in a column may differ, by how much that of a paragraph's first line;
how wide a space may be, and how far apart two lines of a paragraph may stand."""
_FURTHER = 1.15
"""How far two lines of a paragraph may stand apart, as a share of what is usual on the page."""
_LONG = 3
"""So many lines of a column must reach its end, so that it is known where that is."""
_LINES = 1_000
"""A page with more is no text: one of a hostile file may have each letter on its own."""


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The text of each paragraph of a page; where it is not certain that a line goes on, it ends one."""
    found: list[str] = []
    for line, goes_on in zip(lines, _going_on(lines), strict=True):
        if not goes_on:
            found.append(line.text)
        else:
            found[-1] += line.text if _CUT.search(found[-1]) else f" {line.text}"
    return found


def _going_on(lines: Sequence[Line]) -> list[bool]:
    """Of each line whether it goes on with the one before."""
    if len(lines) > _LINES:
        return [False] * len(lines)
    pairs = list(pairwise(lines))
    pitch = _pitch(pairs)
    below = [_is_below(one, other, pitch) for one, other in pairs]
    full = [is_below and _is_full(one, other, lines) for (one, other), is_below in zip(pairs, below, strict=True)]
    # Where few are full it is no running text, but a list or verses.
    return [False, *full][: len(lines)] if 2 * sum(full) >= sum(below) else [False] * len(lines)


def _pitch(pairs: Sequence[tuple[Line, Line]]) -> float:
    """How far lines of a paragraph stand apart on the page, as a share of the font's size: paragraphs may stand further apart."""
    steps = sorted((one.y - other.y) / one.size for one, other in pairs if one.y > other.y and _is_alike(one, other))
    return steps[len(steps) // 4] if steps else 0.0


def _is_alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) < 0.1 * one.size


def _is_below(one: Line, other: Line, pitch: float) -> bool:
    """Whether a line may belong to the paragraph of the one before by where and how it stands."""
    step = (one.y - other.y) / one.size
    if not (0 < step <= min(_FURTHER * pitch, _FURTHEST) and _is_alike(one, other)):
        return False
    if "\t" in one.text or "\t" in other.text or _LIST_MARK.match(other.text):
        return False
    further_in = (other.start - one.start) / one.size
    return -_INDENT < further_in < (_INDENT if _LIST_MARK.match(one.text) else _ALIGNED)


def _is_full(one: Line, other: Line, lines: Sequence[Line]) -> bool:
    """Whether the first word of a line would not have fitted at the end of the one before."""
    size = one.size
    ends = [line.end for line in lines if -_INDENT < (other.start - line.start) / size < _ALIGNED]
    column = max(ends, default=0.0)
    known = sum(column - end < _INDENT * size for end in ends) >= _LONG
    return known and column - one.end < other.first + _SPACE * size

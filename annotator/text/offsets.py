"""Between code points, in which everything is stored, and the units in which others count: UTF-16 and graphemes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

import regex

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_GRAPHEME = regex.compile(r"\X")
# A grapheme surely begins after a space, unless what follows is a mark that sits on the space.
_SURE = regex.compile(r"(?<=\s)[^\p{M}\p{Cf}\p{Sk}\n]")


def grapheme_boundaries(text: str) -> list[int]:
    """Where graphemes begin, in code points, with the text's length at the end."""
    return [0, *(match.end() for match in _GRAPHEME.finditer(text))]


def next_grapheme(text: str, i: int) -> int:
    """The first grapheme boundary after ``i``, or the text's length."""
    for match in _GRAPHEME.finditer(text, _boundary_before(text, i + 1)):
        if match.end() > i:
            return int(match.end())
    return len(text)


def previous_grapheme(text: str, i: int) -> int:
    """The last grapheme boundary before ``i``, or 0."""
    boundary = found = _boundary_before(text, i)
    for match in _GRAPHEME.finditer(text, boundary):
        if match.end() >= i:
            break
        found = match.end()
    return int(found)


def _boundary_before(text: str, i: int) -> int:
    """A sure boundary before ``i``, near it where the text has spaces."""
    reach = 64
    while reach < i:
        sure = [match.start() for match in _SURE.finditer(text, i - reach, i)]
        if sure:
            return int(sure[-1])
        reach *= 4
    return 0


class Offsets:
    """Converts offsets of one text. All take 0 up to and with the length in their unit, and raise ``IndexError`` outside."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _astral(self) -> list[int]:
        """Code points of the characters that take two UTF-16 units: few or none, so that looking up is quick."""
        return [match.start() for match in _ASTRAL.finditer(self.text)]

    @cached_property
    def _astral_units(self) -> list[int]:
        return [position + before for before, position in enumerate(self._astral)]

    @cached_property
    def _graphemes(self) -> list[int]:
        return grapheme_boundaries(self.text)

    @cached_property
    def utf16_length(self) -> int:
        """The text's length in UTF-16 units."""
        return len(self.text) + len(self._astral)

    @property
    def grapheme_length(self) -> int:
        """The text's length in graphemes."""
        return len(self._graphemes) - 1

    def to_utf16(self, i: int) -> int:
        """The UTF-16 offset of a code point offset."""
        _check(i, len(self.text))
        return i + bisect_left(self._astral, i)

    def from_utf16(self, u: int) -> int:
        """The code point offset of a UTF-16 offset; inside a surrogate pair, that of its character."""
        _check(u, self.utf16_length)
        return u - bisect_left(self._astral_units, u)

    def to_grapheme(self, i: int) -> int:
        """The number of the grapheme that begins at, or holds, a code point offset."""
        _check(i, len(self.text))
        return bisect_right(self._graphemes, i) - 1

    def from_grapheme(self, g: int) -> int:
        """The code point offset at which a grapheme begins."""
        _check(g, self.grapheme_length)
        return self._graphemes[g]


def _check(offset: int, length: int) -> None:
    if not 0 <= offset <= length:
        raise IndexError(f"offset {offset} outside 0–{length}")

"""From the order in which letters are seen to the order in which they are read: the way back from what ``visual`` makes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Final

import regex

_LEFT, _RIGHT, _DIGIT, _ARABIC_DIGIT, _OTHER = "L", "R", "N", "A", ""
_IN_NUMBER: Final = frozenset(".,/:٫٬")
_CELL_END: Final = frozenset("\t")
_PARTS_RUNS: Final = frozenset("،؛؟()[]{}«»\t")
"""What hardly stands within words of the other direction."""
_OPENING: Final = "([{«‹"
_CLOSING: Final = ")]}»›"
_TURNED: Final = str.maketrans(_OPENING + _CLOSING + "<>", _CLOSING + _OPENING + "><")
_BRACKET: Final = regex.compile(r"[()\[\]{}«»‹›]")
_OPENS: Final = regex.compile(r"(?<!\S)[()\[\]{}«»‹›](?=\w)")
_CLOSES: Final = regex.compile(r"(?<=[\w\p{Po}])[()\[\]{}«»‹›](?![^\s\p{P}])")


def read(lines: Sequence[Sequence[str]]) -> list[str]:
    """Lines as they are read. A line is its letters from the left, each with the marks that sit on it.

    It is the Unicode algorithm backwards: where most letters are Arabic a line with an Arabic letter runs from the right,
    unless most of its words, the first and the last are Latin; elsewhere it runs as most of its own do. Numbers, and words of
    the other direction with what stands between them, keep their order. Brackets are turned round where they stand for how
    they look.
    """
    kinds = [[_kind(letter) for letter in line] for line in lines]
    arabic = _balance(chain.from_iterable(kinds)) >= 0
    found = _read_lines(lines, kinds, arabic, turned=False)
    signs = [sign for line in found for sign in _signs(line)]
    if signs.count(False) > signs.count(True):
        found = _read_lines(lines, kinds, arabic, turned=True)
    return [_with_pairs(line) if _RIGHT in of_line else line for line, of_line in zip(found, kinds, strict=True)]


def _read_lines(
    lines: Sequence[Sequence[str]], kinds: Sequence[Sequence[str]], arabic: bool, turned: bool
) -> list[str]:
    return [
        _right_to_left(line, of_line, turned)
        if _RIGHT in of_line and (_balance(of_line) >= 0 or (arabic and not _is_latin(line, of_line)))
        else "".join(_left_to_right(line, of_line, turned))
        for line, of_line in zip(lines, kinds, strict=True)
    ]


def _is_latin(line: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether a line begins and ends with a Latin word and most of its words are Latin, addresses counted as one."""
    words = [{_LEFT, _RIGHT}.intersection(kinds[start:end]) for start, end in _words(line)]
    strong = [word for word in words if word]
    if _RIGHT in strong[0] | strong[-1]:
        return False
    return sum(_LEFT in word for word in strong) > 2 * sum(_RIGHT in word for word in strong)


def _words(line: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for place, letter in enumerate((*line, " ")):
        if letter.isspace():
            yield start, place
            start = place + 1


def _signs(line: str) -> Iterator[bool]:
    """Of each bracket at the edge of a word, whether it stands as it is written there."""
    yield from (found[0] in _OPENING for found in _OPENS.finditer(line))
    yield from (found[0] in _CLOSING for found in _CLOSES.finditer(line))


def _with_pairs(line: str) -> str:
    """The line with brackets turned that stand as none is written there, and with them those within which they belong.

    Some files turn those beside Latin words and not the others of the page.
    """
    opens = {found.start() for found in _OPENS.finditer(line)}
    closes = {found.start() for found in _CLOSES.finditer(line)} - opens
    places = [found.start() for found in _BRACKET.finditer(line)]
    letters = list(line)
    for place in places:
        if (place in opens and line[place] in _CLOSING) or (place in closes and line[place] in _OPENING):
            letters[place] = line[place].translate(_TURNED)
    for place, following in pairwise(places):
        unsaid = place not in opens and place not in closes
        if unsaid and following in closes and letters[place] == letters[following]:
            letters[place] = letters[place].translate(_TURNED)
    for before, place in pairwise(places):
        unsaid = place not in opens and place not in closes
        if unsaid and letters[place] == letters[before] and letters[before] in _OPENING:
            letters[place] = letters[place].translate(_TURNED)
    return "".join(letters)


def _balance(kinds: Iterable[str]) -> int:
    """By how much letters from the right outnumber those from the left."""
    return sum((kind == _RIGHT) - (kind == _LEFT) for kind in kinds)


def _left_to_right(line: Sequence[str], kinds: Sequence[str], turned: bool) -> Iterator[str]:
    place = 0
    while place < len(line):
        if kinds[place] == _RIGHT:
            end = _run_end(line, kinds, place, (_RIGHT,), (_LEFT,), _CELL_END)
            yield _right_to_left(line[place:end], kinds[place:end], turned)
        else:
            end = place + 1
            yield line[place]
        place = end


def _right_to_left(line: Sequence[str], kinds: Sequence[str], turned: bool) -> str:
    pieces = []
    place = 0
    while place < len(line):
        if kinds[place] == _LEFT:
            end = _run_end(line, kinds, place, (_LEFT, _DIGIT), (_RIGHT, _ARABIC_DIGIT), _PARTS_RUNS)
        elif kinds[place] in (_DIGIT, _ARABIC_DIGIT):
            end = _number_end(line, kinds, place)
        else:
            end = place + 1
        piece = "".join(line[place:end])
        pieces.append(piece.translate(_TURNED) if turned and kinds[place] == _OTHER else piece)
        place = end
    return "".join(reversed(pieces))


def _run_end(
    line: Sequence[str],
    kinds: Sequence[str],
    start: int,
    own: Sequence[str],
    against: Sequence[str],
    parts: frozenset[str] = frozenset(),
) -> int:
    """Where a run of one direction ends: after the last of its own before what is against it or parts it from others."""
    end = start + 1
    for place in range(start + 1, len(line)):
        if kinds[place] in against or line[place] in parts:
            break
        if kinds[place] in own:
            end = place + 1
    return end


def _number_end(line: Sequence[str], kinds: Sequence[str], start: int) -> int:
    digits = (_DIGIT, _ARABIC_DIGIT)
    end = start + 1
    while end < len(line):
        inside = line[end] in _IN_NUMBER and end + 1 < len(line) and kinds[end + 1] in digits
        if not inside and kinds[end] not in digits:
            break
        end += 1
    return end


def _kind(letter: str) -> str:
    match unicodedata.bidirectional(letter[0]):
        case "L":
            return _LEFT
        case "R" | "AL":
            return _RIGHT
        case "EN":
            return _DIGIT
        case "AN":
            return _ARABIC_DIGIT
    return _OTHER

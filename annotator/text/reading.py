"""From the order in which letters are seen to the order in which they are read: the way back from what ``visual`` makes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

import regex

_LEFT, _RIGHT, _DIGIT, _ARABIC_DIGIT, _OTHER = "L", "R", "N", "A", ""
_IN_NUMBER: Final = frozenset(".,/:٫٬")
_PARTS_RUNS: Final = frozenset("،؛؟()[]{}«»")
"""What hardly stands within words of the other direction."""
_TURNED: Final = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_BRACKETS_RIGHT: Final = regex.compile(r"(?<!\S)[(\[{«‹](?=\w)|(?<=\w)[)\]}»›](?![^\s\p{P}])")
_BRACKETS_TURNED: Final = regex.compile(r"(?<!\S)[)\]}»›](?=\w)|(?<=\w)[(\[{«‹](?![^\s\p{P}])")


def read(lines: Sequence[Sequence[str]]) -> list[str]:
    """Lines as they are read. A line is its letters from the left, each with the marks that sit on it.

    It is the Unicode algorithm backwards: where most letters are Arabic every line with an Arabic letter runs from the
    right, elsewhere a line runs as most of its own do; numbers, and words of the other direction with what stands between
    them, keep their order. Brackets are turned round where they stand for how they look.
    """
    kinds = [[_kind(letter) for letter in line] for line in lines]
    arabic = _balance(chain.from_iterable(kinds)) >= 0
    found = _read_lines(lines, kinds, arabic, turned=False)
    text = "\n".join(found)
    if len(_BRACKETS_TURNED.findall(text)) > len(_BRACKETS_RIGHT.findall(text)):
        return _read_lines(lines, kinds, arabic, turned=True)
    return found


def _read_lines(
    lines: Sequence[Sequence[str]], kinds: Sequence[Sequence[str]], arabic: bool, turned: bool
) -> list[str]:
    return [
        _right_to_left(line, of_line, turned)
        if _RIGHT in of_line and (arabic or _balance(of_line) >= 0)
        else "".join(_left_to_right(line, of_line, turned))
        for line, of_line in zip(lines, kinds, strict=True)
    ]


def _balance(kinds: Iterable[str]) -> int:
    """By how much letters from the right outnumber those from the left."""
    return sum((kind == _RIGHT) - (kind == _LEFT) for kind in kinds)


def _left_to_right(line: Sequence[str], kinds: Sequence[str], turned: bool) -> Iterator[str]:
    place = 0
    while place < len(line):
        if kinds[place] == _RIGHT:
            end = _run_end(line, kinds, place, (_RIGHT,), (_LEFT,))
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

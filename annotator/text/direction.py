"""Writing direction: of a paragraph, and of the runs a line falls into on screen (Unicode's bidirectional algorithm)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import groupby
from typing import Literal

from bidi import get_base_level

Side = Literal["R", "L"]
Kind = Literal["R", "L", "digit"]
_NEUTRAL = ("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI")
_OPENS_ISOLATE = ("LRI", "RLI", "FSI")
_IGNORED = ("LRE", "RLE", "LRO", "RLO", "PDF", "BN")
_BRACKETS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "⟨": "⟩",
    "〈": "〉",
    "《": "》",
    "「": "」",
    "『": "』",
    "【": "】",
    "﴿": "﴾",
}
_NUMBER = ("EN", "AN")


class Direction(StrEnum):
    """Of a paragraph."""

    RTL = "rtl"
    LTR = "ltr"


@dataclass(frozen=True, slots=True)
class DirectionRun:
    """A stretch of text that is drawn in one direction: right to left, left to right, or a number (left to right too)."""

    start: int
    end: int
    kind: Kind


def base_direction(text: str) -> Direction:
    """The direction of a paragraph: that of its first strong character; right to left if it has none."""
    text = without_surrogates(text).strip()
    if not text or get_base_level(text):
        return Direction.RTL
    return Direction.LTR if any(_class(character) == "L" for character in text) else Direction.RTL


def without_surrogates(text: str) -> str:
    """The text with a question mark for each lone surrogate, which python-bidi does not take."""
    return text.encode("utf-8", "replace").decode("utf-8")


def runs(text: str, start: int, end: int, base: Direction) -> list[DirectionRun]:
    """The pieces of ``text[start:end]`` of one direction each, in stored order, as they fall in the whole paragraph.

    Spaces and punctuation between equal directions belong to them, others go with the paragraph. Embeddings and
    overrides are ignored, isolates are resolved by themselves.
    """
    kinds = _kinds(text, base)
    found = []
    for kind, group in groupby(range(start, end), kinds.__getitem__):
        places = list(group)
        found.append(DirectionRun(places[0], places[-1] + 1, kind))
    return found


@cache
def _class(character: str) -> str:
    return unicodedata.bidirectional(character) or "L"


@lru_cache(maxsize=256)
def _kinds(text: str, base: Direction) -> list[Kind]:
    strong: Side = "R" if base is Direction.RTL else "L"
    if base is Direction.RTL and not {_class(character) for character in set(text)} & {"L", "EN", "AN", "LRI", "FSI"}:
        return [strong for _place in text]
    classes = [_class(character) for character in text]
    kinds: list[Kind] = [strong for _place in text]
    for places, direction in _sequences(classes, strong):
        for place, resolved in zip(places, _resolve(text, places, classes, direction), strict=True):
            kinds[place] = "digit" if resolved in _NUMBER else "R" if resolved == "R" else "L"
    for place, name in enumerate(classes):
        if name in _IGNORED and place:
            kinds[place] = kinds[place - 1]
    return kinds


def _sequences(classes: list[str], strong: Side) -> Iterator[tuple[list[int], Side]]:
    """The places of the paragraph itself and of each isolate, with its direction; without ignored characters."""
    stack: list[tuple[list[int], Side]] = [([], strong)]
    for place, name in enumerate(classes):
        if name in _IGNORED:
            continue
        if name == "PDI" and len(stack) > 1:
            yield stack.pop()
        stack[-1][0].append(place)
        if name in _OPENS_ISOLATE:
            stack.append(([], _isolate_direction(classes, place)))
    yield from stack


def _isolate_direction(classes: list[str], place: int) -> Side:
    if classes[place] != "FSI":
        return "R" if classes[place] == "RLI" else "L"
    depth = 0
    for name in classes[place + 1 :]:
        depth += (name in _OPENS_ISOLATE) - (name == "PDI")
        if depth < 0:
            break
        if depth == 0 and name in ("L", "R", "AL"):
            return "L" if name == "L" else "R"
    return "L"


def _resolve(text: str, places: list[int], classes: list[str], strong: Side) -> list[str]:
    """The resolved class of each place: L, R, EN or AN. W, N0, N1, N2 name the rules of Unicode's UAX 9."""
    resolved = _weak([classes[place] for place in places], strong)
    _brackets(resolved, [text[place] for place in places], strong)
    _neutrals(resolved, strong)
    return resolved


def _weak(names: list[str], strong: str) -> list[str]:
    """W1 to W7: marks, numbers and what stands between and around them."""
    last = strong
    for i, name in enumerate(names):
        if name == "NSM":
            before = names[i - 1] if i else strong
            names[i] = "ON" if before in (*_OPENS_ISOLATE, "PDI") else before
        if names[i] in ("L", "R", "AL"):
            last = names[i]
        elif names[i] == "EN" and last == "AL":
            names[i] = "AN"
    names = ["R" if name == "AL" else name for name in names]
    for i in range(1, len(names) - 1):
        joins = names[i] == "CS" or (names[i] == "ES" and names[i - 1] == "EN")
        if joins and names[i - 1] in _NUMBER and names[i - 1] == names[i + 1]:
            names[i] = names[i - 1]
    names = _signs(names)
    last = strong
    for i, name in enumerate(names):
        if name in ("L", "R"):
            last = name
        elif name == "EN" and last == "L":
            names[i] = "L"
    return names


def _signs(names: list[str]) -> list[str]:
    """W5, W6: signs of percent and money beside a number belong to it, the others are neutral."""
    found: list[str] = []
    for name, group in groupby(names):
        count = len(list(group))
        after = names[len(found) + count : len(found) + count + 1]
        if name == "ET":
            name = "EN" if "EN" in (found[-1:] + after) else "ON"
        elif name in ("ES", "CS"):
            name = "ON"
        found.extend([name] * count)
    return found


def _brackets(names: list[str], characters: list[str], strong: str) -> None:
    """N0: a pair of brackets takes the direction of what is in it, or of what stands before it."""
    for opening, closing in _pairs(names, characters):
        inside = {_side(name) for name in names[opening + 1 : closing]}
        if strong in inside:
            side = strong
        elif inside & {"L", "R"}:
            side = next((_side(name) for name in reversed(names[:opening]) if _side(name)), strong)
        else:
            continue
        names[opening] = names[closing] = side


def _pairs(names: list[str], characters: list[str]) -> list[tuple[int, int]]:
    open_brackets: list[tuple[str, int]] = []
    found = []
    for place, character in enumerate(characters):
        if names[place] != "ON":
            continue
        if character in _BRACKETS:
            open_brackets.append((_BRACKETS[character], place))
        elif any(closing == character for closing, _place in open_brackets):
            while open_brackets[-1][0] != character:
                open_brackets.pop()
            found.append((open_brackets.pop()[1], place))
    return sorted(found)


def _side(name: str) -> str:
    return "R" if name in ("R", *_NUMBER) else "L" if name == "L" else ""


def _neutrals(names: list[str], strong: str) -> None:
    """N1, N2: neutral characters go with equal sides around them, else with the paragraph."""
    place, before = 0, strong
    for neutral, group in groupby(names[:], lambda name: name in _NEUTRAL):
        count = len(list(group))
        if neutral:
            after = _side(names[place + count]) if place + count < len(names) else strong
            names[place : place + count] = [before if before == after else strong] * count
        place += count
        before = _side(names[place - 1])

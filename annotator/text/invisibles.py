"""Characters that are not seen: what they are called, where a span's edge holds one, and where they turn a text about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import regex
from bidi import get_display

from annotator.text.direction import Direction, without_surrogates
from annotator.texts import _, mark

Side = Literal["start", "end"]

_CALLED: Final = {
    "\u00a0": ("NBSP", mark("no-break space")),
    "\u00ad": ("SHY", mark("soft hyphen")),
    "\u034f": ("CGJ", mark("grapheme joiner")),
    "\u061c": ("ALM", mark("Arabic letter mark")),
    "\u0640": ("TAT", mark("tatweel")),
    "\u200b": ("ZWSP", mark("zero-width space")),
    "\u200c": ("ZWNJ", mark("zero-width non-joiner")),
    "\u200d": ("ZWJ", mark("zero-width joiner")),
    "\u200e": ("LRM", mark("left-to-right mark")),
    "\u200f": ("RLM", mark("right-to-left mark")),
    "\u202a": ("LRE", mark("left-to-right embedding")),
    "\u202b": ("RLE", mark("right-to-left embedding")),
    "\u202c": ("PDF", mark("end of an embedding or override")),
    "\u202d": ("LRO", mark("left-to-right override")),
    "\u202e": ("RLO", mark("right-to-left override")),
    "\u202f": ("NNBSP", mark("narrow no-break space")),
    "\u2060": ("WJ", mark("word joiner")),
    "\u2066": ("LRI", mark("left-to-right isolate")),
    "\u2067": ("RLI", mark("right-to-left isolate")),
    "\u2068": ("FSI", mark("first-strong isolate")),
    "\u2069": ("PDI", mark("end of an isolate")),
    "\ufeff": ("BOM", mark("byte order mark")),
}
# A joiner between two pictures makes one of them, a variation selector chooses a picture, tags make a flag: there they are seen.
_JOINER: Final = r"(?<![^\w\s])\u200d|\u200d(?=[\w\s])"
_TAG: Final = r"(?<!\U0001F3F4[\U000E0020-\U000E007F]*)[\U000E0000-\U000E007F]"
_OTHERS: Final = (
    r"[[\p{Default_Ignorable_Code_Point}\u00a0\u202f\ufeff]--[\u200d\p{Variation_Selector}\U000E0000-\U000E007F]]"
)
_UNSEEN: Final = regex.compile(f"{_OTHERS}|{_JOINER}|{_TAG}", regex.V1)
_NAMED: Final = regex.compile(rf"(?:{_UNSEEN.pattern})|\u0640+", regex.V1)
_SPACE: Final = frozenset("\u00a0\u202f")
_HIJRI: Final = regex.compile(r"(?<![\p{L}\p{M}\u0640])ه\u0640+$")

_OPENING: Final = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_OVERRIDES: Final = "\u202d\u202e"
_ISOLATES: Final = "\u2066\u2067\u2068"
_RIGHT_TO_LEFT: Final = "\u202b\u202e\u2067"
_CONTROLS: Final = _OPENING + "\u202c\u2069"
_CONTROL: Final = regex.compile(f"[{_CONTROLS}]")


def name(character: str) -> str:
    """The short name that stands over it: ``ZWNJ``, or its number where it has none."""
    known = _CALLED.get(character)
    if known:
        return known[0]
    return "TAG" if "\U000e0000" <= character <= "\U000e007f" else f"U+{ord(character):04X}"


def full_name(character: str) -> str:
    """What it is called in the language in use, its short name with it."""
    if character in _CALLED:
        return f"{_(_CALLED[character][1])} ({name(character)})"
    return _("space") if character.isspace() else name(character)


def invisibles(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """What is not seen in ``text[start:end]``, white space apart: ``[start, end)`` of each, and its short name.

    Tatweels in a row are one.
    """
    for found in _NAMED.finditer(text, start, end):
        yield found.start(), found.end(), name(found[0][0])


@dataclass(frozen=True, slots=True)
class EdgeFault:
    """A character at a span's edge that is not seen."""

    side: Side
    character: str
    inside: bool
    """Within the span, where trimming takes it off; else between the span and the letter beside it."""

    def sentence(self) -> str:
        """What is at the edge, in the language in use."""
        what = full_name(self.character)
        if self.inside:
            said = _("It begins with: {what}") if self.side == "start" else _("It ends with: {what}")
        else:
            said = _("Just before it: {what}") if self.side == "start" else _("Just after it: {what}")
        return said.format(what=what)


def edge_faults(text: str, start: int, end: int) -> list[EdgeFault]:
    """What a span's edges hold or touch that is not seen: at most one a side, that within the span first."""
    faults = []
    if start < end and is_blank(text, start):
        faults.append(EdgeFault("start", text[start], inside=True))
    elif start > 1 and _parts(text[start - 1]) and _letter_beside(text, start - 1, -1):
        faults.append(EdgeFault("start", text[start - 1], inside=False))
    if start < end and is_blank(text, end - 1):
        faults.append(EdgeFault("end", text[end - 1], inside=True))
    elif end < len(text) and _parts(text[end]) and _letter_beside(text, end, 1):
        faults.append(EdgeFault("end", text[end], inside=False))
    return faults


def is_blank(text: str, i: int) -> bool:
    """Whether the character is white space, not seen, or a tatweel that belongs to no word: ``هـ`` (of the Hijra) needs its own."""
    character = text[i]
    if character == "\u0640":
        stop = i + 1
        while stop < len(text) and text[stop] == "\u0640":
            stop += 1
        return _HIJRI.search(text, max(0, i - 8), stop) is None
    return character.isspace() or _UNSEEN.match(text, i) is not None


def _parts(character: str) -> bool:
    """Whether it can stand between two letters of a word and not be seen."""
    return character == "\u0640" or (character not in _SPACE and _UNSEEN.match(character) is not None)


def _letter_beside(text: str, i: int, by: int) -> bool:
    while 0 <= i < len(text) and _parts(text[i]):
        i += by
    return 0 <= i < len(text) and text[i].isalnum()


def has_controls(text: str) -> bool:
    """Whether any character in the text turns the direction of others."""
    return any(control in text for control in _CONTROLS)


def controls(text: str) -> Iterator[int]:
    """Where characters stand that turn the direction of others."""
    return (found.start() for found in _CONTROL.finditer(text)) if has_controls(text) else iter(())


def deceptions(text: str, base: Direction) -> list[int]:
    """Where controls make a paragraph read other than it is stored (“Trojan source”); none if they change nothing.

    These are overrides, what is opened and not closed, and what embeds or isolates words against their own direction. An
    embedding or isolate that runs as its words do reads as it is stored, in its place.
    """
    if not has_controls(text):
        return []
    places = _suspect(text)
    opened = [place for place in places if text[place] in _OPENING]
    if not opened or _order(text, base) == _order("".join(_without(text, places)), base):
        return []
    return opened


def _suspect(text: str) -> list[int]:
    """The places of controls that may deceive, of those that close them too."""
    found: list[int] = []
    stack: list[int] = []
    for place in controls(text):
        character = text[place]
        if character in _OPENING:
            stack.append(place)
        elif character == "\u202c" and stack and text[stack[-1]] not in _ISOLATES:
            _close(text, stack.pop(), place, found)
        elif character == "\u2069" and any(text[begun] in _ISOLATES for begun in stack):
            while text[stack[-1]] not in _ISOLATES:  # what is still open within ends here too
                found.append(stack.pop())
            _close(text, stack.pop(), place, found)
    return sorted([*found, *stack])


def _close(text: str, start: int, end: int, found: list[int]) -> None:
    opened = text[start]
    if opened in _OVERRIDES or (opened != "\u2068" and _against(text[start + 1 : end], opened in _RIGHT_TO_LEFT)):
        found += [start, end]


def _against(words: str, rtl: bool) -> bool:
    """Whether the first letter of the words runs the other way."""
    strong = regex.search(r"\p{L}", words)
    return strong is not None and (regex.match(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]", strong[0]) is not None) != rtl


def _without(text: str, places: list[int]) -> Iterator[str]:
    left_out = set(places)
    return (character for place, character in enumerate(text) if place not in left_out)


def _order(text: str, base: Direction) -> str:
    """The letters and digits from the leftmost on."""
    shown = get_display(without_surrogates(text), base_dir="R" if base is Direction.RTL else "L")
    return "".join(filter(str.isalnum, shown))

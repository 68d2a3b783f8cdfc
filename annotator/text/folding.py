"""Folding: the form of a text in which spelling variants are equal, for matching only, aligned to the original.

What folds to what:

* marks (harakat, tanwin, shadda, superscript alef, Quranic signs, hamza and madda above or below, accents of other
  scripts), tatweel and invisible format characters vanish;
* أ إ آ ٱ become ا, ؤ becomes و, ئ and ى become ي, ة becomes ه; ء alone is a letter and stays;
* Persian and Urdu ک ی ہ ھ become ك ي ه; the letters borrowed for foreign sounds become those that replace them where a
  keyboard lacks them: پ ب, چ ج, ژ ز, ڤ ف, گ ك;
* every decimal digit becomes 0–9; presentation forms and ligatures their letters; Latin is in lower case;
* spaces become a space, line breaks stay breaks; dashes become ``-``, single quotes ``'``, double ones ``"``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property, lru_cache

_LETTERS = {
    **dict.fromkeys("ٱٲٳ", "ا"),
    **dict.fromkeys("ىیېےۍ", "ي"),
    **dict.fromkeys("ةہھەۃۀ", "ه"),
    **dict.fromkeys("کگ", "ك"),
    "پ": "ب",
    "چ": "ج",
    "ژ": "ز",
    "ڤ": "ف",
    "ٴ": "ء",
    "ـ": "",
    **dict.fromkeys("‘’‚‛ʼʻ´`′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    "−": "-",
    **dict.fromkeys("\t\x1f", " "),
    **dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
}
_VANISHING = {"Mn", "Me", "Cf"}
_JOINERS = "\u200c\u200d"


class _Table(dict[int, str]):
    """What each character folds to, found out when it is first met: the table of ``str.translate``."""

    def __missing__(self, code: int) -> str:
        folded, before = _once(chr(code)), chr(code)
        while folded != before:
            folded, before = "".join(map(_once, folded)), folded
        self[code] = folded
        return folded


def _once(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    category = unicodedata.category(character)
    if category in _VANISHING:
        return ""
    if category == "Zs":
        return " "
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    # A mark standing alone is written with a space or tatweel under it, which is no part of a word.
    parts = unicodedata.normalize("NFKD", character).casefold().lstrip(" ")
    letters = "".join(part for part in parts if unicodedata.category(part) not in _VANISHING)
    return unicodedata.normalize("NFC", letters)


_TABLE = _Table()
_OTHERS = re.compile(r"[^\n -@\[-_a-~\u0621\u0627\u0628\u062a-\u063a\u0641-\u0648\u064a\u060c\u061b\u061f]")
"""All but the plain letters and the signs between them, which fold to themselves."""
_MANY = 50
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """The form of the text used for matching. Folding twice changes nothing more."""
    others = set(_OTHERS.findall(text))
    if len(others) > _MANY:
        return text.translate(_TABLE)
    for character in others:  # few as a rule: so it takes a third of the time
        text = text.replace(character, _TABLE[ord(character)])
    return text


@lru_cache(maxsize=1)
def folded_words(text: str) -> tuple[str, tuple[str, ...]]:
    """The folded text, and its words as searching has them; remembered, as several look at the same text one after the other."""
    folded = fold(text)
    return folded, tuple(_WORD.findall(folded))


class Folded:
    """A folded text that knows where each of its characters stands in the original."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.text = fold(text)

    @cached_property
    def _origins(self) -> range | list[int]:
        """For each folded character the place of the one that it comes from."""
        folded = {character: _TABLE[ord(character)] for character in set(self.source)}
        if all(len(letters) == 1 for letters in folded.values()):
            return range(len(self.source))
        return [i for i, character in enumerate(self.source) for _ in folded[character]]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original whose folding ``text[start:end]`` is, with the marks of its last letter.

        A part of a ligature stands for the whole ligature. An empty stretch gives an empty one.
        """
        origins = self._origins
        first = origins[start] if start < len(origins) else len(self.source)
        if end <= start:
            return first, first
        return first, self._past_marks(origins[end - 1] + 1)

    def position(self, i: int) -> int:
        """The folded offset of an offset in the original: how many folded characters come before it."""
        return bisect_left(self._origins, i)

    def _past_marks(self, i: int) -> int:
        while i < len(self.source) and is_mark(self.source[i]):
            i += 1
        return i


def is_mark(character: str) -> bool:
    """Whether the character belongs to the letter before it: a mark, tatweel, or a joiner."""
    return character == "ـ" or character in _JOINERS or unicodedata.category(character) in ("Mn", "Me")

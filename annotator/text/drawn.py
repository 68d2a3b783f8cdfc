"""Signs that a text taken from drawn letters, as of a PDF, is not what was written: told, never put right in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from annotator.texts import ngettext

# Without ﷺ, ﷻ, ﷽, the sign of the rial and ornate brackets, which are written so.
_FORMS: Final = regex.compile(r"[\ufb50-\ufd3d\ufd50-\ufdcf\ufdf0-\ufdf9\ufe70-\ufefc]")
_NO_LETTER: Final = regex.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_CONTROL: Final = regex.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_AMONG: Final = regex.compile(r"(?<=[\u0621-\u064a])[A-Za-z]+(?=[\u0621-\u064a])")
_AMONG_LEAST: Final = 3
_WORD: Final = regex.compile(r"[\u0621-\u0652]{3,}")
_FORWARD: Final = regex.compile(r"[وفبك]?ال.*|.*[ةى]", regex.DOTALL)
_BACKWARD: Final = regex.compile(r"[ةى].*|.*لا[وفبك]?", regex.DOTALL)
_NEVER_FIRST: Final = "ةى"
_LIGATURE: Final = regex.compile(r"(?<![\p{L}\p{M}])[وفبك]?ا[أإآ]ل(?=\p{L})|(?<=\p{L})ىل(?!\p{L})")
_ASTRAY: Final = regex.compile(
    r"(?<![\p{L}\p{M}])[\u064b-\u0652]|[\u064b-\u0650\u0652]{2}|[\u064b-\u064d](?=[\u0621-\u0626\u0628-\u0648\u064a])|(?<![\p{L}\p{M}])ل(?:اً|ًا)(?!\p{L})"
)
"""A mark on no letter, two vowels on one, the ending of an indefinite word within one, or apart from it."""


def doubts(text: str) -> Iterator[str]:
    """What speaks against the text, each as a sentence without its end, in the language in use."""
    if count := len(_FORMS.findall(text)):
        yield ngettext(
            "{n} letter stands as it looks within a word (presentation form), not as the letter itself",
            "{n} letters stand as they look within a word (presentation forms), not as the letters themselves",
            count,
        )
    if count := sum(map(_is_backward, text.split("\n"))):
        yield ngettext(
            "{n} line seems to run backwards, from left to right",
            "{n} lines seem to run backwards, from left to right",
            count,
        )
    if count := len(_LIGATURE.findall(text)):
        yield ngettext(
            "in {n} word lam and alef seem to have changed places",
            "in {n} words lam and alef seem to have changed places",
            count,
        )
    if count := len(_ASTRAY.findall(text)):
        yield ngettext(
            "{n} vowel mark seems to have slipped from its letter",
            "{n} vowel marks seem to have slipped from their letters",
            count,
        )
    among = len(_AMONG.findall(text))
    if count := len(_NO_LETTER.findall(text)) + (among if among >= _AMONG_LEAST else 0):
        yield ngettext(
            "the file does not say which letter {n} sign is, so that a wrong one stands there",
            "the file does not say which letters {n} signs are, so that wrong ones stand there",
            count,
        )


def _is_backward(line: str) -> bool:
    """Whether its words begin as words end and end as they begin."""
    words = _WORD.findall(line)
    if not any(word[0] in _NEVER_FIRST for word in words):
        return False
    backward = sum(_BACKWARD.fullmatch(word) is not None for word in words)
    return backward > sum(_FORWARD.fullmatch(word) is not None for word in words)


def without_strange(text: str) -> str:
    """The text with the sign of an unknown letter, U+FFFD, for what is no letter at all: control characters."""
    return str(_CONTROL.sub("\ufffd", text))

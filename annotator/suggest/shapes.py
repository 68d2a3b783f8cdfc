"""What a word is by its form alone: digits, years, clock times, addresses, definite words, and words that may be a name."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import lru_cache

import regex

_SHAPES: tuple[tuple[regex.Pattern[str], tuple[str, ...]], ...] = tuple(
    (regex.compile(pattern), kinds)
    for pattern, kinds in (
        (r"[12]\d?|[3-9]|30|31|0[1-9]", ("digits", "day_number")),
        (r"1[0-9]{3}|20[0-9]{2}", ("digits", "year_number")),
        (r"[\d٫٬.,]*\d", ("digits",)),
        (r"[\d٫٬.,]*\d[%٪]", ("digits_percent",)),
        (r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?", ("clock",)),
        (r"(?:https?://|www\.).+", ("address",)),
        (r"[a-z0-9._%+-]+@[a-z0-9.-]+", ("address",)),
        (r"@[\w.]+", ("address",)),
        (r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/.*)?", ("address",)),
        (r"[a-z][a-z'’.]*", ("latin",)),
        (r"/", ("slash",)),
        (r"-", ("dash",)),
        (r"[،,]", ("comma",)),
        (r"\+", ("plus",)),
        (r"\"", ("quote",)),
        (r"\(", ("lparen",)),
        (r"\)", ("rparen",)),
        (r"\.", ("dot",)),
        (r"[$€£]", ("dollar_sign",)),
        (r"[ء-ي]", ("initial",)),
        (r"ال[ء-ي]{2,}", ("word", "article")),
        (r"[ء-ي]+", ("word",)),
    )
)
_ARABIC_WORD = regex.compile(r"[ء-ي]{2,}")
_DEFINITE = regex.compile(r"ال[ء-ي]{2,}")
# Verbs in the present, pronouns written onto a word, feminine adjectives and sound plurals are seldom a foreign name.
_NO_NAME = regex.compile(
    r"لل.*|وت.*|ي[^اوي].*(?:ون|ان)|س[يتن].{3,}|.*(?:ها|هم|هما|وا|.{3}ه|تين|ات|كم|يين|يون)|[ي][ء-ي]{2,3}"
)
_FAMILY = regex.compile(r"ال[^مت][ء-ي]*(?<!ه|ات|ون|ين)|ال[ء-ي]+ي")
_HAMZA = ("أ", "إ", "آ")
_TANWIN = "\u064b"
_NO_PART_OF_A_NAME = frozenset(
    [
        "month",
        "weekday",
        "relative",
        "the_unit",
        "the_units",
        "ordinal",
        "title",
        "courtesy",
        "GPE",
        "state_the",
        "office",
        "whole",
    ]
)
_ALSO_A_NAME = frozenset({"GPE", "PERS", "ORG", "given_word", "family_word"})


@lru_cache(maxsize=100_000)
def shapes(norm: str) -> tuple[str, ...]:
    """The kinds that the form of a word shows."""
    for pattern, kinds in _SHAPES:
        if pattern.fullmatch(norm):
            return kinds
    return ()


def unlisted(
    written: str, norm: str, words: Mapping[str, Mapping[str, float]], begins: Container[str]
) -> tuple[str, ...]:
    """What an Arabic word may be by what the lists say of it, or do not say.

    ``name``: it may be part of a foreign name; ``definite``: a word with the article that may stand in the name of a body;
    ``definite_name``: one that may be a family name. ``written`` is the word as it stands in the text, ``words`` are the lexicon's
    single words with their kinds, ``begins`` the words that its longer entries begin with.
    """
    known = words.get(norm, {})
    # Folding makes إلدون look as if it had the article.
    if _DEFINITE.fullmatch(norm) and not written.startswith(_HAMZA):
        kinds = () if _NO_PART_OF_A_NAME & known.keys() else ("definite",)
        may_be_family = "family" in known or (not known and _FAMILY.fullmatch(norm) and norm[2:] not in words)
        return (*kinds, "definite_name") if may_be_family else kinds
    if "given" in known or "family" in known:
        return ("name",)
    if "common" in known or norm in begins or not _ARABIC_WORD.fullmatch(norm) or _NO_NAME.fullmatch(norm):
        return ()
    if norm.endswith("ا") and "common" in words.get(norm[:-1], ()):  # an accusative (جدلا), its tanwin not written
        return ()
    if _TANWIN in written or (norm[0] in "وفبكل" and "common" in words.get(norm[1:], ())):
        return ()
    return ("name",) if all(_may_name(kind, score) for kind, score in known.items()) else ()


def _may_name(kind: str, score: float) -> bool:
    return kind == "currency" or (kind in _ALSO_A_NAME and score < 0.92)

"""Words for the suggester: proclitics that evidence tells apart are tokens of their own, the text is never altered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import regex

from annotator.suggest.lexicons import Lexicon, normal
from annotator.text.folding import fold
from annotator.text.words import PART, cuts

_TOKEN = regex.compile(rf"{PART.pattern}|\n|[^\s]")
_MOST_CACHED = 200_000
SURE = 0.8
"""An entry of this score speaks for a cut even against a word of daily use."""
FREQUENT = 11
"""A word of this frequency (decibels above one in a hundred million) may speak for a cut by itself,"""
MORE_AFTER_AND, MORE = 7, 13
"""if it is by so many decibels more frequent than the whole, after و and ف, and after ب, ك and ل."""
LIKELY = 0.6
"""An entry of this score speaks for a cut of a word that no list knows."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or part of one, ``[start, end)`` in code points; ``norm`` is its folded form with the alef that ``لل`` swallows."""

    start: int
    end: int
    norm: str


class Tokenizer:
    """Cuts proclitics off by the evidence of a lexicon and of the text itself."""

    def __init__(self, lexicon: Lexicon, frequency: Mapping[str, int]) -> None:
        self._lexicon = lexicon
        self._frequency = frequency
        self._cache: dict[str, tuple[int, ...]] = {}

    def __call__(self, text: str) -> list[Token]:
        """The tokens of a text, spaces left out; a line break is a token."""
        places = [(*match.span(), match.group()) for match in _TOKEN.finditer(text)]
        seen = {fold(word) for _start, _end, word in places if len(word) > 3}
        tokens: list[Token] = []
        for start, end, word in places:
            cut = self._cut(word, seen)
            if cut:
                tokens.append(Token(start, start + cut, fold(word[:cut])))
            tokens.append(Token(start + cut, end, self._norm(word, cut)))
        return tokens

    def _norm(self, word: str, cut: int) -> str:
        rest = normal(word[cut:])
        if cut and fold(word[:cut])[-1:] == "ل":
            return next(form for form in _readings(rest) if self._known(form) or form == rest)
        return rest

    def _cut(self, word: str, seen: Collection[str]) -> int:
        """How many characters at the word's beginning are proclitics."""
        if len(word) < 3 and not word[-1].isdigit():
            return 0
        known = self._cache.get(word)
        if known is None:
            if len(self._cache) > _MOST_CACHED:
                self._cache.clear()
            known = self._cache[word] = tuple(self._evident_cuts(word))
        if known or len(word) < 5 or self._lexicon.words.get(fold(word)):
            return known[0] if known else 0
        # The same word without its first letters elsewhere in the text: a name that no list knows.
        return next((cut for cut in cuts(word) if len(word) - cut > 3 and fold(word[cut:]) in seen), 0)

    def _evident_cuts(self, word: str) -> Iterator[int]:
        whole = fold(word)
        kinds = self._lexicon.words.get(whole, {})
        if any(kind != "common" and score >= 0.5 for kind, score in kinds.items()) or whole in self._lexicon.begins:
            return
        for cut in cuts(word) or _before_digits(word):
            rest = fold(word[cut:])
            before = fold(word[:cut])[-1:]
            readings = _readings(rest) if before == "ل" else [rest]
            if any(self._speaks_for_cut(before, form, "common" in kinds) for form in readings):
                yield cut
        if len(whole) > 4 and whole not in self._lexicon.begins:
            yield from self._frequent_cuts(word, self._frequency.get(whole, 0))

    def _frequent_cuts(self, word: str, whole: int) -> Iterator[int]:
        """Cuts after which a far more frequent word remains, or one that begins with a hamza."""
        for cut in cuts(word):
            rest, before = fold(word[cut:]), fold(word[:cut])[-1:]
            if before == "و" and len(rest) > 4 and word[cut] in "أإآ":
                yield cut
            if len(rest) > 3:
                frequency = max(self._frequency.get(form, 0) for form in (_readings(rest) if before == "ل" else [rest]))
                if frequency >= FREQUENT and frequency - whole > (MORE_AFTER_AND if before in "وف" else MORE):
                    yield cut

    def _speaks_for_cut(self, before: str, rest: str, whole_is_common: bool) -> bool:
        if rest[:1].isdigit():
            return True
        if rest.startswith("ال") and len(rest) > 4 and (before in "وبل" or rest in self._lexicon.words):
            return True
        kinds = self._lexicon.words.get(rest, {})
        score = max((score for kind, score in kinds.items() if kind != "common"), default=0.0)
        if rest in self._lexicon.begins:
            score = max(score, 0.6)
        return len(rest) > 2 and score >= (SURE if whole_is_common else LIKELY)

    def _known(self, form: str) -> bool:
        return form in self._lexicon.words or form in self._lexicon.begins


def _before_digits(word: str) -> list[int]:
    return [1] if word[0] in "وفبكل" and fold(word[1:])[:1].isdigit() else []


def _readings(rest: str) -> list[str]:
    """What may stand after ل: with the article, whose alef is not written, or without."""
    if rest.startswith("ال"):
        return [rest]
    if rest.startswith("ل"):
        return ["ا" + rest, rest]
    return [rest]

"""Where spans begin and end: models read words with their proclitics on, reviewers mark names without them."""

from __future__ import annotations

from bisect import bisect_right

from annotator.suggest.knowledge import knowledge
from annotator.text.folding import fold
from annotator.text.words import PART, cuts

_LOOSE = set("،؛,;:.!?؟…")


class Edges:
    """Settles spans of one text as the built-in suggester would: on whole words, proclitics cut by the same evidence."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = [match.span() for match in PART.finditer(text)]
        self._begins = [start for start, _end in self._words]
        self._tokens = [token.start for token in knowledge().tokenizer(text)]

    def settle(self, start: int, end: int) -> tuple[int, int]:
        """The span without blanks and sentence marks around it, widened to words, without proclitics; empty where nothing is left."""
        while start < end and self._loose(start):
            start += 1
        while start < end and self._loose(end - 1):
            end -= 1
        first, last = self._word(start), self._word(end - 1)
        if start < end and first:
            start = self._begin(first, start)
        if start < end and last:
            end = last[1]
        return start, max(start, end)

    def _loose(self, i: int) -> bool:
        character = self._text[i]
        return character.isspace() or not fold(character) or (character in _LOOSE and not self._word(i))

    def _word(self, i: int) -> tuple[int, int] | None:
        """The word that holds the character."""
        place = bisect_right(self._begins, i) - 1
        return self._words[place] if place >= 0 and i < self._words[place][1] else None

    def _begin(self, word: tuple[int, int], start: int) -> int:
        """Where the word begins after its proclitics; a model that sets an edge behind what may be one is believed."""
        place = bisect_right(self._tokens, word[0])
        if place < len(self._tokens) and self._tokens[place] < word[1]:
            return self._tokens[place]
        return start if start - word[0] in cuts(self._text[slice(*word)]) else word[0]

"""What was decided before, proposed again: strings are looked up by their folded form, with proclitics outside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from annotator.records import MEMORY, LabelId, Span, Suggestion
from annotator.text.find import word_forms
from annotator.text.folding import Folded, fold
from annotator.text.words import cuts, words
from annotator.texts import mark

Counts: TypeAlias = Mapping[LabelId, tuple[int, int]]
"""How often a string was accepted and rejected, by label."""

REASON = mark("accepted before in this project")
REJECTED = mark("rejected before in this project")
_UNSEEN = 0.4
"""How probable a string is that was accepted elsewhere, but that nothing else proposes here."""
_REJECTION = 0.5
"""A rejection tells less than an acceptance: the same string may be a name in the next place."""
_APART = re.compile(r"[^\w]+")


def recall(
    text: str, known: Mapping[str, Counts], proposed: Mapping[Span, float] | None = None, *, least: float = 0.5
) -> list[Suggestion]:
    """Suggestions for the strings of the text that are known, the longest for each label.

    ``known`` maps strings (their ``string_key``) to accepted and rejected counts by label, ``proposed`` spans of other suggesters to
    their scores: these get a new one, however low, where the string is known. The score is the other suggester's, counted as one
    decision, with all decisions on the string; below ``least`` (0–1) nothing is proposed that nobody else proposes.
    """
    proposed = proposed or {}
    found: list[Suggestion] = []
    covered: dict[LabelId, int] = {}
    for start, end, string in _candidates(text, _longest(known)):
        for suggestion in _proposals(start, end, known.get(string, {}), proposed):
            if suggestion.span in proposed:
                found.append(suggestion)
            elif suggestion.score >= least and end > covered.get(suggestion.span.label, 0):
                covered[suggestion.span.label] = end
                found.append(suggestion)
    return found


def _candidates(text: str, longest: Mapping[str, int]) -> Iterator[tuple[int, int, str]]:
    """Stretches of the text that may be known, with the string to look up: from each word on, the longest first."""
    folded = Folded(text)
    places = words(text)
    for index, (word, word_end) in enumerate(places):
        if longest.keys().isdisjoint(word_forms(text[word:word_end])):
            continue
        first_end = folded.position(word_end)
        for start in (word, *(word + cut for cut in cuts(text[word:word_end]))):
            begin = folded.position(start)
            for alef in _readings(text, start, folded.text[begin : begin + 1]):
                most = longest.get(alef + folded.text[begin:first_end], 0)
                for _start, end in reversed(places[index : index + most]):
                    yield start, end, alef + " ".join(folded.text[begin : folded.position(end)].split())


def _longest(known: Iterable[str]) -> dict[str, int]:
    """For each word that a known string begins with, how many words the longest of them may have."""
    longest: dict[str, int] = {}
    for string in known:
        first = string.split(" ", 1)[0]
        # Marks after the first word count with its neighbours; each may stand between two words.
        count = len(_APART.findall(string)) + 1
        for word in {first, _APART.split(first, maxsplit=1)[0]}:
            longest[word] = max(count, longest.get(word, 0))
    return longest


def _readings(text: str, start: int, begin: str) -> tuple[str, ...]:
    """What may have to be put before a string: after ل the alef of the article is not written (لليابان, but لاوس)."""
    lacks_alef = begin == "ل" and fold(text[max(0, start - 2) : start]).endswith("ل")
    return ("ا", "") if lacks_alef else ("",)


def _proposals(start: int, end: int, counts: Counts, proposed: Mapping[Span, float]) -> Iterator[Suggestion]:
    decisions = sum(accepted + _REJECTION * rejected for accepted, rejected in counts.values())
    for label, (accepted, rejected) in counts.items():
        span = Span(start, end, label)
        if accepted or span in proposed:
            score = (accepted + proposed.get(span, _UNSEEN)) / (decisions + 1)
            yield Suggestion(span, round(score, 3), REASON if accepted >= rejected else REJECTED, MEMORY)

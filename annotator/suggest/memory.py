"""What was decided before, proposed again: strings are looked up by their folded form, with proclitics outside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from annotator.records import LabelId, Span, Suggestion
from annotator.text.folding import Folded, fold
from annotator.text.words import cuts, words
from annotator.texts import mark

Counts: TypeAlias = Mapping[LabelId, tuple[int, int]]
"""How often a string was accepted and rejected, by label."""

REASON = mark("accepted before in this project")
_APART = re.compile(r"[^\w]+")


def key(text: str, start: int, end: int) -> str:
    """The string under which a span is remembered: folded, single spaces, and the alef that ``لل`` leaves unwritten."""
    string = " ".join(fold(text[start:end]).split())
    return "ا" + string if _lacks_alef(text, start) else string


def recall(text: str, known: Mapping[str, Counts], *, least: float = 0.5) -> list[Suggestion]:
    """Suggestions for the strings of the text that are known, the longest for each label.

    ``known`` maps ``key`` strings to accepted and rejected counts by label. The score is the rule of succession: accepted
    plus one, over all decisions on the string plus two; below ``least`` (0–1) nothing is proposed.
    """
    longest = _longest(known)
    folded = Folded(text)
    places = [(start, end, folded.position(end)) for start, end in words(text)]
    found: list[Suggestion] = []
    covered: dict[LabelId, int] = {}
    for index, (word, word_end, first_end) in enumerate(places):
        for start in (word, *(word + cut for cut in cuts(text[word:word_end]))):
            alef, begin = "ا" if _lacks_alef(text, start) else "", folded.position(start)
            most = longest.get(alef + folded.text[begin:first_end], 0)
            for _start, end, folded_end in reversed(places[index : index + most]):
                counts = known.get(alef + " ".join(folded.text[begin:folded_end].split()), {})
                for suggestion in _proposals(start, end, counts, least):
                    label = suggestion.span.label
                    if end > covered.get(label, 0):
                        covered[label] = end
                        found.append(suggestion)
    return found


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


def _lacks_alef(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] == text[start : start + 1] == "ل"


def _proposals(start: int, end: int, counts: Counts, least: float) -> Iterator[Suggestion]:
    decisions = sum(accepted + rejected for accepted, rejected in counts.values())
    for label, (accepted, _rejected) in counts.items():
        score = (accepted + 1) / (decisions + 2)
        if accepted and score >= least:
            yield Suggestion(Span(start, end, label), round(score, 3), REASON, "memory")

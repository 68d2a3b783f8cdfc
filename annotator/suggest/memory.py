"""What was decided before, proposed again: strings are looked up by their folded form, with proclitics outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from annotator.records import MEMORY, LabelId, Span, Suggestion
from annotator.text.find import longest_by_first, stretches
from annotator.texts import mark

Counts: TypeAlias = Mapping[LabelId, tuple[int, int]]
"""How often a string was accepted and rejected, by label."""

REASON = mark("accepted before in this project")
REJECTED = mark("rejected before in this project")
LEAST = 0.5
"""How probable a string has to be (0–1) that nothing else proposes."""
_UNSEEN = 0.4
"""How probable a string is that was accepted elsewhere, but that nothing else proposes here."""
_REJECTION = 0.5
"""A rejection tells less than an acceptance: the same string may be a name in the next place."""


def recall(text: str, known: Mapping[str, Counts], proposed: Mapping[Span, float] | None = None) -> list[Suggestion]:
    """Suggestions for the strings of the text that are known, the longest for each label.

    ``known`` maps strings (their ``string_key``) to accepted and rejected counts by label, ``proposed`` spans of other suggesters to
    their scores: these get a new one, however low, where the string is known. The score is the other suggester's, counted as one
    decision, with all decisions on the string; below ``LEAST`` (0–1) nothing is proposed that nobody else proposes.
    """
    proposed = proposed or {}
    found: list[Suggestion] = []
    covered: dict[LabelId, int] = {}
    for start, end, string in stretches(text, longest_by_first(known)):
        for suggestion in _proposals(start, end, known.get(string, {}), proposed):
            if suggestion.span in proposed:
                found.append(suggestion)
            elif suggestion.score >= LEAST and end > covered.get(suggestion.span.label, 0):
                covered[suggestion.span.label] = end
                found.append(suggestion)
    return found


def _proposals(start: int, end: int, counts: Counts, proposed: Mapping[Span, float]) -> Iterator[Suggestion]:
    decisions = sum(accepted + _REJECTION * rejected for accepted, rejected in counts.values())
    for label, (accepted, rejected) in counts.items():
        span = Span(start, end, label)
        if accepted or span in proposed:
            score = (accepted + proposed.get(span, _UNSEEN)) / (decisions + 1)
            yield Suggestion(span, round(score, 3), REASON if accepted >= rejected else REJECTED, MEMORY)

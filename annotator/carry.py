"""Carrying spans over to the corrected form of a text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from difflib import SequenceMatcher

from annotator.records import Span
from annotator.text.words import words


def carry(old: str, new: str, spans: Iterable[Span]) -> tuple[list[Span], list[Span]]:
    """Spans of a text found again in its corrected form: those whose letters are unchanged, and those that a change touches.

    Aligns the two texts word by word; the second list holds the place a touched span has come to, its edges widened to
    whole words, and leaves out spans of which nothing is left.
    """
    places, targets = words(old), words(new)
    matcher = SequenceMatcher(
        None, [old[slice(*at)] for at in places], [new[slice(*at)] for at in targets], autojunk=False
    )
    moved: dict[int, int] = {}
    for a, b, size in matcher.get_matching_blocks():
        moved.update(zip(range(a, a + size), range(b, b + size), strict=True))
    starts = [start for start, _end in places]
    kept, doubtful = [], []
    for span in spans:
        first = max(0, bisect_right(starts, span.start) - 1)
        last = max(first, bisect_left(starts, span.end) - 1)
        found = [moved[place] for place in range(first, last + 1) if place in moved]
        if not found:
            continue
        start = targets[found[0]][0] + (span.start - places[first][0])
        end = start + span.end - span.start
        if len(found) == last - first + 1 and new[start:end] == old[span.start : span.end]:
            kept.append(Span(start, end, span.label))
        else:
            doubtful.append(Span(targets[found[0]][0], targets[found[-1]][1], span.label))
    return kept, doubtful

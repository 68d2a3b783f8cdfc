"""Where sentences begin in a tokenised text, for the formats that write it sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.records import Span, reading_order

_END = frozenset(".!?؟۔…")


def sentence_starts(text: str, tokens: Sequence[tuple[int, int]], spans: Iterable[Span]) -> set[int]:
    """The places among the tokens at which a sentence begins: the first, and those after a line end or a full stop.

    None begins inside a span, so that no span reaches over two.
    """
    opening = sorted(spans, key=reading_order)
    opened = reach = 0
    starts = set()
    for place, (start, _end) in enumerate(tokens):
        while opened < len(opening) and opening[opened].start < start:
            reach = max(reach, opening[opened].end)
            opened += 1
        if not place or (reach <= start and _ended(text, tokens[place - 1], start)):
            starts.add(place)
    return starts


def _ended(text: str, token: tuple[int, int], next_start: int) -> bool:
    """Whether a sentence ends with a token: a line does, or it is a mark that ends one, with a space behind it."""
    start, end = token
    return "\n" in text[end:next_start] or (end < next_start and text[start:end] in _END)

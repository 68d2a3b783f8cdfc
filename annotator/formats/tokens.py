"""Spans brought onto tokens: how words are cut, what happens to a span that begins or ends inside one, and one level out of many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from annotator.formats.report import Change, Report
from annotator.records import Span, reading_order
from annotator.text.folding import fold
from annotator.text.words import cuts, words

Token = tuple[int, int]
NESTINGS = ("all", "outer", "inner")
SUBWORDS = ("split", "widen", "skip")
TOKENS = ("words", "spaces", "cut")

# White space is what str.isspace calls so: \x1c to \x1f too, by which readers would find a token empty.
_SIGN = regex.compile(r"(?=[^\s\x1c-\x1f])\X")
_SOLID = regex.compile(r"[^\s\x1c-\x1f]+")
_SHORTEST_REST = 3
"""Letters of what is left of a word when its proclitic is cut by the evidence of another word: shorter ones mislead."""


def tokens(text: str, kind: str) -> list[Token]:
    """The tokens of a text as code points ``[start, end)``, never white space.

    ``words``: words, and each sign between them alone; ``spaces``: what stands between white space; ``cut``: words without
    the proclitics whose rest is a word of its own in the same text.
    """
    if kind == "spaces":
        return [match.span() for match in _SOLID.finditer(text)]
    found: list[Token] = []
    position = 0
    for start, end in words(text):
        found += _signs(text, position, start)
        found.append((start, end))
        position = end
    found += _signs(text, position, len(text))
    return split(found, _proclitic_ends(text, found)) if kind == "cut" else found


def _signs(text: str, start: int, end: int) -> list[Token]:
    """What stands between words, a grapheme each."""
    if start == end or text[start:end].isspace():
        return []
    return [match.span() for match in _SIGN.finditer(text, start, end)]


def _proclitic_ends(text: str, found: Sequence[Token]) -> list[int]:
    whole = Counter(fold(text[start:end]) for start, end in found)
    ends = []
    for start, end in found:
        word = text[start:end]
        for length in cuts(word):
            rest = fold(word[length:])
            if len(rest) >= _SHORTEST_REST and whole[rest]:
                ends.append(start + length)
                break
    return ends


def split(found: Sequence[Token], at: Iterable[int]) -> list[Token]:
    """The tokens, cut at places inside them."""
    places = sorted(set(at))
    result: list[Token] = []
    for start, end in found:
        inside = places[bisect_right(places, start) : bisect_left(places, end)]
        edges = [start, *inside, end]
        result += pairwise(edges)
    return result


def with_gaps(text: str, found: Sequence[Token]) -> tuple[list[str], list[bool]]:
    """The tokens and those of white space between them, and whether a space follows each, as spaCy has it: together the text, exactly."""
    pieces: list[str] = []
    spaces: list[bool] = []
    position = 0
    for start, end in [*found, (len(text), len(text))]:
        gap = text[position:start]
        if gap.startswith(" ") and pieces:
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            pieces.append(gap)
            spaces.append(False)
        if start < end:
            pieces.append(text[start:end])
            spaces.append(False)
        position = end
    return pieces, spaces


@dataclass(frozen=True, slots=True)
class Tokenised:
    """A text in tokens, with spans whose edges are edges of tokens."""

    tokens: list[Token]
    spans: list[Span]


def fit(
    text: str,
    spans: Iterable[Span],
    found: Sequence[Token],
    subword: str,
    flat: bool,
    report: Report,
    crossing: bool = True,
) -> Tokenised:
    """Bring spans onto tokens by a policy for those inside words; where the format is flat, leave one level of them.

    Without ``crossing`` those that cross an earlier one are left out. What is changed or left out is noted in the report.
    """
    starts = [start for start, _end in found]
    ends = [end for _start, end in found]
    kept = _on_tokens(text, spans, starts, ends, subword, report)
    if flat:
        kept = _one_level(text, kept, report)
    elif not crossing:
        kept = _uncrossed(text, kept, report)
    if subword != "split":
        return Tokenised(list(found), kept)
    cut = split(found, [edge for span in kept for edge in (span.start, span.end)])
    for start in _cut_words(starts, ends, kept):
        report.note(Change.SPLIT, text[start : ends[bisect_left(starts, start)]])
    return Tokenised(cut, kept)


def trimmed(text: str, spans: Iterable[Span], found: Sequence[Token], report: Report) -> list[Span]:
    """The spans without white space at their edges, in reading order; those of white space alone are left out."""
    return _on_tokens(text, spans, [start for start, _end in found], [end for _start, end in found], "split", report)


def _on_tokens(
    text: str, spans: Iterable[Span], starts: Sequence[int], ends: Sequence[int], subword: str, report: Report
) -> list[Span]:
    fitted: dict[Span, None] = {}
    for span in spans:
        first = bisect_right(ends, span.start)
        last = bisect_left(starts, span.end) - 1
        if first > last:
            report.note(Change.BLANK, repr(text[span.start : span.end]))
            continue
        start, end = max(span.start, starts[first]), min(span.end, ends[last])
        if (start, end) != (span.start, span.end):
            report.note(Change.TRIMMED, text[start:end])
        if (start, end) != (starts[first], ends[last]) and subword != "split":
            if subword == "skip":
                report.note(Change.SKIPPED, text[start:end])
                continue
            report.note(Change.WIDENED, text[starts[first] : ends[last]])
            start, end = starts[first], ends[last]
        fitted[Span(start, end, span.label)] = None
    return sorted(fitted, key=reading_order)


def _cut_words(starts: Sequence[int], ends: Sequence[int], spans: Iterable[Span]) -> list[int]:
    """Starts of the tokens that have an edge of a span inside them."""
    cut: set[int] = set()
    for span in spans:
        for edge in (span.start, span.end):
            token = bisect_right(starts, edge) - 1
            if starts[token] < edge < ends[token]:
                cut.add(starts[token])
    return sorted(cut)


def choose(spans: Iterable[Span], nesting: str) -> list[Span]:
    """All spans, the ``outer`` ones that lie in no other, or the ``inner`` ones that hold no other; in reading order.

    Of equal edges the first in reading order counts as the outer one.
    """
    ordered = sorted(spans, key=reading_order)
    if nesting == "outer":
        kept: list[Span] = []
        reach = -1
        for span in ordered:
            if span.end > reach:
                kept.append(span)
                reach = span.end
        return kept
    if nesting == "inner":
        kept = []
        first_end: float = float("inf")
        for span in reversed(ordered):
            if span.end < first_end:
                kept.append(span)
                first_end = span.end
        return kept[::-1]
    return ordered


def _one_level(text: str, spans: Sequence[Span], report: Report) -> list[Span]:
    """The spans that overlap no earlier one: the outermost, and of crossing ones the first."""
    kept: list[Span] = []
    for span in spans:
        if kept and span.start < kept[-1].end:
            change = Change.NESTED if kept[-1].contains(span) else Change.CROSSING
            report.note(change, text[span.start : span.end])
        else:
            kept.append(span)
    return kept


def _uncrossed(text: str, spans: Sequence[Span], report: Report) -> list[Span]:
    """The spans that nest in each other or stand apart: of crossing ones the first."""
    kept: list[Span] = []
    around: list[Span] = []
    for span in spans:
        while around and around[-1].end <= span.start:
            around.pop()
        if around and span.end > around[-1].end:
            report.note(Change.CROSSING, text[span.start : span.end])
        else:
            around.append(span)
            kept.append(span)
    return kept

"""From a tag for each word to spans: B-, I-, L- or E-, U- or S-, in any of the usual schemes, or bare labels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from annotator.text.words import PART

_WORD = regex.compile(rf"{PART.pattern}|\S")
_TAG = regex.compile(r"(?:([BIEMLSU])-)?(.*)", regex.DOTALL)
_BEGIN, _END = "BSU", "ELSU"


@dataclass(frozen=True, slots=True)
class Tagged:
    """The stretch ``[start, end)`` of a text, in code points, with a tag and how sure it is, 0–1."""

    start: int
    end: int
    tag: str
    score: float


def by_word(text: str, pieces: Iterable[Tagged]) -> list[Tagged]:
    """The words and signs of the text, each with the tag of its first piece; a word without any piece is left out."""
    words = [match.span() for match in _WORD.finditer(text)]
    ends = [end for _start, end in words]
    first: dict[int, Tagged] = {}
    for piece in pieces:
        start = piece.end - len(text[piece.start : piece.end].lstrip())
        place = bisect_right(ends, start)
        # A space that is a piece of its own is the first piece of the word after it.
        reach = piece.end if start < piece.end else start + 1
        while place < len(words) and words[place][0] < reach:
            first.setdefault(place, piece)
            place += 1
    return [Tagged(words[place][0], words[place][1], piece.tag, piece.score) for place, piece in sorted(first.items())]


def spans(text: str, words: Iterable[Tagged]) -> Iterator[Tagged]:
    """The spans that the words' tags make, with the label as tag; the score is the mean of the words'. None passes a line's end."""
    run: list[Tagged] = []
    label = ""
    for word in words:
        prefix, kind = _parts(word.tag)
        goes_on = run and kind == label and prefix not in _BEGIN and "\n" not in text[run[-1].end : word.start]
        if run and not goes_on:
            yield _joined(run, label)
            run = []
        label = kind
        if kind:
            run.append(word)
        if run and prefix in _END:
            yield _joined(run, label)
            run = []
    if run:
        yield _joined(run, label)


def _parts(tag: str) -> tuple[str, str]:
    """The prefix, a blank for none, and the label, nothing for what lies outside of all spans."""
    match = _TAG.fullmatch(tag)
    prefix, label = match.groups() if match else (None, tag)
    return prefix or " ", "" if label == "O" else label


def _joined(run: Sequence[Tagged], label: str) -> Tagged:
    return Tagged(run[0].start, run[-1].end, label, sum(word.score for word in run) / len(run))

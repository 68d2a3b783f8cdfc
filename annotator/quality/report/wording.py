"""How numbers, dates, names and labels stand in a report."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Final

import regex

from annotator.labels import LabelSet
from annotator.quality.mistakes import NOTHING
from annotator.quality.report.parts import Cell, Hue, Line, Piece, Strip
from annotator.records import AROUND, Place, Span
from annotator.text.direction import Direction, base_direction
from annotator.texts import _, language, mark, number

_MONTHS: Final = (
    mark("January"),
    mark("February"),
    mark("March"),
    mark("April"),
    mark("May"),
    mark("June"),
    mark("July"),
    mark("August"),
    mark("September"),
    mark("October"),
    mark("November"),
    mark("December"),
)
_ORDERING: Final = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Signs that order text anew: they would reach beyond the name they stand in."""
_OVERRIDES: Final = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"))
_JOINER: Final = "\u200d"
"""Keeps letters joined over the edge of a cell."""
_JOINS_ON: Final = regex.compile(r"[\p{Joining_Type=D}\p{Joining_Type=C}]\p{Joining_Type=T}*\Z")
_JOINS: Final = regex.compile(r"[\p{Joining_Type=D}\p{Joining_Type=R}\p{Joining_Type=C}]")
BEFORE: Final = 32
FROM: Final = 50
LEAST: Final = 14
"""So many characters, at most, stand before a string in its line, and from its beginning on; but so many after it in any case."""
NONE: Final = "–"


def clean(text: str) -> str:
    """A text from outside on one line, without what a page cannot hold or what would order it anew."""
    return "".join(map(_shown, text.translate(_ORDERING)))


def isolated(text: str) -> str:
    """A name from outside within a sentence: whatever its direction, it leaves the sentence as it is."""
    return f"\u2068{clean(text)}\u2069"


def settled(sentence: str) -> str:
    """A sentence of ours with names in it, isolated already, without what would order it anew."""
    return sentence.translate(_OVERRIDES)


def share(value: float | None, decimals: int = 1) -> str:
    """A share 0–1 in percent without the sign, as columns have it."""
    return NONE if value is None else number(100 * value, decimals)


def interval(low: float | None, high: float | None) -> str:
    """From where to where a share lies, in percent without the sign; nothing where that is not known."""
    if low is None or high is None:
        return ""
    return _("{low}–{high}").format(low=share(low), high=share(high))


def signed(value: float) -> str:
    """A difference of shares in points, with its sign where a reader looks for it."""
    written = ("−" if value < 0 else "+") + number(abs(100 * value), 1)
    return f"\u2066{written}\u2069" if language() == "ar" and written[-1].isascii() else written


def day(at: str | datetime) -> str:
    """The day of a moment (UTC, ISO 8601), here: ``20 November 2026``; nothing where none is known."""
    if not at:
        return ""
    moment = (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone()
    return _("{day} {month} {year}").format(
        day=number(moment.day), month=_(_MONTHS[moment.month - 1]), year=_plain(moment.year)
    )


def minute(at: str | datetime) -> str:
    """The day and the time of a moment, here."""
    if not at:
        return ""
    moment = (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone()
    time = ":".join(_plain(part).rjust(2, _plain(0)) for part in (moment.hour, moment.minute))
    return _("{day}, {time}").format(day=day(moment), time=f"\u2066{time}\u2069")


def duration(seconds: float) -> str:
    """Hours and minutes of work, or seconds where there is less than a minute."""
    if seconds < 60:
        return _("{n} s").format(n=number(seconds))
    hours, minutes = divmod(round(seconds / 60), 60)
    return (
        _("{hours} h {minutes} min").format(hours=number(hours), minutes=number(minutes))
        if hours
        else _("{minutes} min").format(minutes=number(minutes))
    )


class Labels:
    """The labels of a report, and the hues of their families, numbered as they are met.

    Attributes:
        names: what they are called, by their ids.
    """

    def __init__(self, labels: LabelSet) -> None:
        self.names: Mapping[str, str] = {label.id: clean(label.name(language())) for label in labels.labels}
        self._labels = labels
        self._hues: dict[str, int] = {}

    @property
    def hues(self) -> tuple[Hue, ...]:
        families = (self._labels.families[family] for family in self._hues)
        return tuple(Hue(family.light, family.dark) for family in families)

    def name(self, label: str) -> str:
        if label == NOTHING:
            return _("nothing")
        return self.names.get(label) or clean(label)

    def hue(self, label: str) -> int | None:
        """The number of the hue; none of what is no label here."""
        if label not in self._labels:
            return None
        family = self._labels.get(label).family
        return self._hues.setdefault(family, len(self._hues)) if family in self._labels.families else None

    def cell(self, label: str) -> Cell:
        """The label as a chip, or that there is none."""
        return Cell(self.name(label), hue=self.hue(label), quiet=label == NOTHING, own=label != NOTHING)

    def strip(self, label: str, value: float, low: float | None, high: float | None) -> Cell:
        return Cell(strip=Strip(value, low, high, self.hue(label)))


def line(place: Place, gold: Span | None, proposed: Span | None, hue: int | None) -> Cell:
    """A place as a concordance: letters of gold and of the proposal marked, all joined as in the text."""
    edges = sorted({place.start, place.end, *(edge for span in (gold, proposed) if span for edge in span[:2])})
    pieces = []
    for start, end in pairwise(edges):
        inside = [span is not None and span.start <= start and end <= span.end for span in (gold, proposed)]
        pieces.append(Piece(clean(place.text[start - place.start : end - place.start]), *inside))
    texts = _joined([_last_words(place.before), *(piece.text for piece in pieces), _first_words(place)])
    marked = tuple(replace(piece, text=text) for text, piece in zip(texts[1:-1], pieces, strict=True) if text)
    rtl = base_direction(place.before + place.text + place.after) is Direction.RTL
    return Cell(line=Line(texts[0], marked, texts[-1], rtl, hue))


def _joined(texts: list[str]) -> list[str]:
    """The texts with a joiner at both sides of each cut between letters that join."""
    joined = list(texts)
    for place, (one, other) in enumerate(pairwise(texts)):
        if _JOINS_ON.search(one) and _JOINS.match(other):
            joined[place] += _JOINER
            joined[place + 1] = _JOINER + joined[place + 1]
    return joined


def _last_words(before: str) -> str:
    """Some words before a place; half of one only where it is long."""
    text = clean(before)
    kept = text[-BEFORE:]
    if len(text) > len(kept) or len(before) == AROUND:
        kept = kept[kept.find(" ") + 1 :] if " " in kept.rstrip() else kept
    return kept


def _first_words(place: Place) -> str:
    """Some words after a place, fewer after a long one."""
    text = clean(place.after)
    kept = text[: max(LEAST, FROM - len(place.text))]
    if len(text) > len(kept) or len(place.after) == AROUND:
        kept = kept[: kept.rfind(" ")] if " " in kept.lstrip() else kept
    return kept


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    kind = unicodedata.category(character)
    return "\ufffd" if kind in ("Cc", "Cs", "Co", "Cn") else character


def _plain(value: int) -> str:
    """Without signs between thousands, as years and hours are written."""
    return number(value).replace(",", "").replace("٬", "")

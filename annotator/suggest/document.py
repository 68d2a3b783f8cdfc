"""The one-document pass: a name found surely once is found again, a person also by the last name alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from annotator.suggest.lexicons import Lexicon
from annotator.suggest.rules import Found
from annotator.texts import mark

SAME_NAME = mark("the same name elsewhere in this document")
LAST_NAME = mark("last name of a person in this document")

PLACE_WORD = "word for a place before a name"
"""The reason of rules that find a place by the word before it."""

SURE = 0.8
COUNTRY = 0.92
"""A place of a lower score may be a person's name as well (Austin)."""
_NAMES = {"family", "given", "PERS"}
LABELS = {"PERS", "ORG", "FAC"}


def again(norms: Sequence[str], found: Sequence[Found], lexicon: Lexicon) -> Iterator[Found]:
    """Names of a document proposed wherever they stand. ``norms`` are its folded words."""
    places: dict[str, list[int]] = {}
    for place, norm in enumerate(norms):
        places.setdefault(norm, []).append(place)
    found_at: dict[int, list[Found]] = {}
    for one in found:
        for place in range(one.start, one.end):
            found_at.setdefault(place, []).append(one)
    for words, (label, score, reason) in _names(norms, found, lexicon).items():
        for start in places.get(words[0], ()):
            end = start + len(words)
            if tuple(norms[start:end]) == words and not _within(start, end, found_at.get(start, ())):
                yield Found(start, end, label, score, reason, "document")


MENTIONED = "mention"
"""The source of what the tagger found elsewhere in the document."""
_PROBABLE = 0.5
_SUREST = 3
"""So many finds of the same words are kept: of the surest ones hardly more than one lies over the place that is looked at."""


def mentions(norms: Sequence[str], tagged: Sequence[Found]) -> Iterator[Found]:
    """Where the words that the tagger names once stand again, a person's last name alone too, with its probability there."""
    named: dict[tuple[str, ...], dict[str, list[Found]]] = {}
    for one in sorted(tagged, key=lambda one: -one.score):
        if one.score < _PROBABLE:
            break
        whole = tuple(norms[one.start : one.end])
        for words in (whole, whole[-1:]) if one.label == "PERS" and len(whole) > 1 else (whole,):
            surest = named.setdefault(words, {}).setdefault(one.label, [])
            if len(surest) < _SUREST:
                surest.append(one)
    places: dict[str, list[int]] = {}
    for place, norm in enumerate(norms):
        places.setdefault(norm, []).append(place)
    for words, by_label in named.items():
        for start in places[words[0]]:
            end = start + len(words)
            if tuple(norms[start:end]) == words:
                yield from _mentioned(start, end, by_label)


def _mentioned(start: int, end: int, by_label: Mapping[str, Sequence[Found]]) -> Iterator[Found]:
    """The surest find elsewhere for each label."""
    for label, surest in by_label.items():
        one = next((one for one in surest if one.end <= start or end <= one.start), None)
        if one is not None:
            reason = SAME_NAME if end - start == one.end - one.start else LAST_NAME
            yield Found(start, end, label, one.score, reason, MENTIONED)


def _within(start: int, end: int, found: Sequence[Found]) -> bool:
    """Whether the words are part of something longer that was found surely: the ministry in the minister's office."""
    return any(
        one.start <= start and end <= one.end and end - start < one.end - one.start and one.score >= SURE
        for one in found
    )


def _names(
    norms: Sequence[str], found: Sequence[Found], lexicon: Lexicon
) -> dict[tuple[str, ...], tuple[str, float, str]]:
    names: dict[tuple[str, ...], tuple[str, float, str]] = {}
    for one in found:
        words = tuple(norms[one.start : one.end])
        if one.label == "GPE" and one.reason == PLACE_WORD and one.end - one.start == 2 and _alone(words[1], lexicon):
            names.setdefault(words[1:], ("GPE", 0.75, SAME_NAME))
        if one.score < SURE or one.label not in LABELS:
            continue
        if one.label == "PERS" and len(words) > 1 and _alone(words[-1], lexicon):
            names.setdefault((words[-1],), ("PERS", 0.85, LAST_NAME))
        if len(words) > 1 or _alone(words[0], lexicon):
            names[words] = (one.label, round(one.score * 0.97, 3), SAME_NAME)
    return names


def _alone(word: str, lexicon: Lexicon) -> bool:
    """Whether a word standing alone may be taken for the name: it is no word of daily use, and no well-known place."""
    kinds = lexicon.words.get(word, {})
    return len(word) > 2 and all(kind in _NAMES or (kind == "GPE" and score < COUNTRY) for kind, score in kinds.items())

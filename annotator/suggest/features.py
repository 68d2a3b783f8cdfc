"""What the learned tagger sees of a word: its form, what the lists and rules say of it, and the same of its neighbours.

A feature is a string. Those of a word depend on its folded form alone, those of a place on what lexicon and rules found there; the
tagger keeps the sum of their weights by form and by find, so that a text costs a look-up a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import regex

from annotator.suggest.grammar import Chart
from annotator.suggest.knowledge import Knowledge
from annotator.suggest.rules import Found
from annotator.suggest.shapes import shapes

OFFSETS = (-2, -1, 0, 1, 2)
"""The neighbours that count, beside the word itself."""
_KINDS_OF_FORM = {"word", "article", "definite", "digits"}
_OPENERS = ("head", "minister", "office", "title", "courtesy")
"""Kinds of words that open a name or office: how far behind one a word stands says what it may belong to,"""
_REACH = 5
"""up to so many words."""
_NO_CLASS = {"common", "opener", "whole"}
_DIGIT = regex.compile(r"\d")
_LONGEST_AFFIX = 4
LINE = "\n"
SENTENCE_END = frozenset([*".؟!", LINE])


def word_features(norm: str, offset: int, known: Knowledge) -> list[str]:
    """The features of a folded word as seen from ``offset`` words away: all of its own, fewer of a neighbour."""
    own = [f"w={norm if norm != LINE else '¶'}", *(f"k={kind}" for kind in _kinds(norm, known))]
    if not norm[:1].isalpha():
        own.append(f"x={_DIGIT.sub('0', norm)[:6]}")
    if abs(offset) == 2:
        return own
    own += [f"h={shape}" for shape in shapes(norm)[:2]]
    if not norm[:1].isalpha():
        return own
    article = norm.startswith("ال") and len(norm) > 4
    bare = norm[2:] if article else norm
    own += [
        f"n{min(len(bare), 8)}",
        f"f={known.frequency.get(norm, 0) // 5}",
        f"q={_tenth(known.letters.likeness(bare))}",
    ]
    if article:
        own.append("art")
    affixes = range(2, _LONGEST_AFFIX + 1) if offset == 0 else (3,)
    own += [f"s{length}={bare[-length:]}" for length in affixes if len(bare) > length]
    if offset == 0:
        own += [f"p{length}={bare[:length]}" for length in affixes if len(bare) > length]
        own.append(f"b={bare}")
        if norm in known.lexicon.begins:
            own.append("begins")
    return own


def _kinds(norm: str, known: Knowledge) -> list[str]:
    kinds = known.lexicon.words.get(norm, {})
    return [f"{kind}{_tenth(score)}" if kind.isupper() else kind for kind, score in kinds.items()]


def _tenth(score: float) -> int:
    return min(9, int(score * 10))


def word_class(norm: str, known: Knowledge) -> str:
    """What a word is in one word: the surest label or class of the lists, else its shape, else how frequent it is."""
    kinds = known.lexicon.words.get(norm, {})
    sure = [kind for kind, score in kinds.items() if score >= 0.5 and kind not in _NO_CLASS]
    if sure:
        return max(sure, key=lambda kind: (kind.isupper(), kinds[kind], kind))
    return next(iter(shapes(norm)[:1]), "") + str(known.frequency.get(norm, 0) // 15)


def pair_features(norms: Sequence[str]) -> list[str]:
    """The features of each word with the next."""
    return [f"&{first} {second}".replace(LINE, "¶") for first, second in pairwise(norms)]


def class_pairs(classes: Sequence[str]) -> list[str]:
    """The features of the class of each word with that of the next."""
    return [f"%{first} {second}" for first, second in pairwise(classes)]


def find_features(length: int, found: list[Found], chart: Chart) -> list[tuple[str, ...]]:
    """For each word the features of what lexicon, rules and the document say of it, in a fixed order."""
    features: list[set[str]] = [set() for _ in range(length)]
    for one in found:
        last = one.end - 1
        for place in range(one.start, one.end):
            edge = _edge(place, one.start, last)
            features[place].update((f"m={one.label}{one.source[:2]}{_tenth(one.score)}{edge}", f"g={one.label}{edge}"))
    for start, ends in enumerate(chart.begun()):
        for kind, (end, *_shorter) in ends.items():
            if kind.islower() and kind not in _KINDS_OF_FORM:
                for place in range(start, end):
                    features[place].add(f"c={kind}{_edge(place, start, end - 1)}")
            if kind.endswith(_OPENERS):
                for distance, place in enumerate(range(end, min(end + _REACH, length)), 1):
                    features[place].add(f"a={kind}{distance}")
    return [tuple(sorted(of_word)) if of_word else () for of_word in features]


def _edge(place: int, first: int, last: int) -> str:
    """Where in a find a word stands: alone, begins, inside, last."""
    if first == last:
        return "S"
    return "B" if place == first else "E" if place == last else "I"


def seen_from(offset: int, features: tuple[str, ...]) -> tuple[str, ...]:
    """Those features of a find that count from so many words away."""
    if offset == 0:
        return features
    return tuple(feature for feature in features if feature[0] == "g" or (abs(offset) == 1 and feature[0] == "c"))


def segments(norms: list[str], longest: int = 150) -> list[tuple[int, int]]:
    """The rows that are tagged each by itself: sentences and lines, cut where they are very long."""
    found: list[tuple[int, int]] = []
    start = 0
    for place, norm in enumerate(norms):
        if norm in SENTENCE_END or place - start + 1 == longest:
            found.append((start, place + 1))
            start = place + 1
    if start < len(norms):
        found.append((start, len(norms)))
    return found


def features_of(norms: list[str], finds: list[tuple[str, ...]], known: Knowledge) -> list[list[str]]:
    """All features of every word, as training wants them: ``offset|feature``."""
    of_word = cache(lambda norm, offset: [f"{offset}|{feature}" for feature in word_features(norm, offset, known)])
    of_find = cache(lambda find, offset: [f"{offset}|{feature}" for feature in seen_from(offset, find)])
    rows: list[list[str]] = []
    for place in range(len(norms)):
        row: list[str] = []
        for offset in OFFSETS:
            there = place + offset
            if not 0 <= there < len(norms):
                continue
            row += of_word(norms[there], offset)
            row += of_find(finds[there], offset)
        rows.append(row)
    for pairs in (pair_features(norms), class_pairs([word_class(norm, known) for norm in norms])):
        for place, pair in enumerate(pairs):
            rows[place].append(f"1|{pair}")
            rows[place + 1].append(f"-1|{pair}")
    return rows

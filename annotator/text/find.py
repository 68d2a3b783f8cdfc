"""Finding a string in Arabic text whatever its spelling and proclitics: ``الصين`` in ``والصين`` and ``للصين``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from annotator.text.folding import Folded, fold
from annotator.text.words import bare_forms, cuts, words

_APART = re.compile(r"[^\w]+")


@lru_cache(maxsize=65536)
def word_forms(word: str) -> frozenset[str]:
    """What a word may be matched by: folded, as it is and without its possible proclitics."""
    return frozenset([fold(word), *bare_forms(word)])


def string_key(text: str, start: int, end: int) -> str:
    """What equal strings have in common: folded, single spaces, and the alef that ``لل`` leaves unwritten put back."""
    string = _spaced(text[start:end])
    if not string.startswith("ل"):
        return string
    return "ا" + string if fold(text[max(0, start - 2) : start]).endswith("ل") else string


@lru_cache(maxsize=65536)
def _spaced(string: str) -> str:
    """Folded, with single spaces between its words."""
    return " ".join(fold(string).split())


def same_strings(text: str, string: str) -> list[tuple[int, int]]:
    """Where the string stands as whole words, spelling aside and without the proclitics before it.

    Gives ``[start, end)`` in code points, not overlapping, in order.
    """
    wanted = [fold(string[start:end]) for start, end in words(string)]
    if not wanted:
        return []
    places = words(text)
    found: list[tuple[int, int]] = []
    place = 0
    while place + len(wanted) <= len(places):
        start, end = places[place]
        offset = _cut_to(text[start:end], wanted[0]) if wanted[0] in word_forms(text[start:end]) else None
        if offset is None or any(
            fold(text[slice(*at)]) != word
            for at, word in zip(places[place + 1 : place + len(wanted)], wanted[1:], strict=True)
        ):
            place += 1
            continue
        found.append((start + offset, places[place + len(wanted) - 1][1]))
        place += len(wanted)
    return found


def occurrences(text: str, query: str) -> list[tuple[int, int]]:
    """Where the query stands, spelling and line breaks aside: as part of a word, too, and behind proclitics.

    Gives ``[start, end)`` in code points, in order.
    """
    wanted = fold(query).split()
    if not wanted:
        return []
    folded = Folded(text)
    rest = r"\s+".join(map(re.escape, wanted))
    found = {match.span() for match in re.finditer(rest, folded.text)}
    if rest.startswith("ال"):  # لل is ل and ال
        found |= {match.span() for match in re.finditer(f"(?<=ل)ل{rest[2:]}", folded.text)}
    return sorted(folded.original(start, end) for start, end in found)


def stretches(text: str, longest: Mapping[str, int]) -> Iterator[tuple[int, int, str]]:
    """Where one of many strings may stand, each with its ``string_key`` to be looked up: from each word on, the longest first.

    ``longest`` is what ``longest_by_first`` gives of the strings.
    """
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


def longest_by_first(strings: Iterable[str]) -> dict[str, int]:
    """For each word that one of the strings begins with, how many words the longest of them may have."""
    longest: dict[str, int] = {}
    for string in strings:
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


def _cut_to(word: str, wanted: str) -> int | None:
    """How many code points of the word stand before the wanted string; None if it is not its bare form."""
    if fold(word) == wanted:
        return 0
    for cut in cuts(word):
        if wanted in (fold(word[cut:]), string_key(word, cut, len(word))):
            return cut
    return None

"""Words of Arabic text, and the proclitics written onto them: و ف, then ب ل ك, rarely أ before these."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from annotator.text.folding import Folded, fold, is_mark
from annotator.text.invisibles import is_blank

Known = Callable[[str], bool]
"""Whether a folded string is a known name."""

_INVISIBLE = r"[\u200b-\u200f\u2060\ufeff\u061c\u00ad\u202a-\u202e\u2066-\u2069]"
_LETTERS = r"[\p{L}\p{M}\p{N}\u0640]++"
_ADDRESS = r"(?:https?://|www\.)[^\s<>«»“”\"'()،؛؟]*[^\s<>«»“”\"'()،؛؟.,:;!?]"
_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_DOMAIN = r"(?<![\p{L}\p{N}])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?![\p{L}\p{N}])(?:/[A-Za-z0-9_./?=&%#-]*[A-Za-z0-9/])?"
_HANDLE = r"(?<![\p{L}\p{N}_])@[\p{L}\p{M}\p{N}_]+"
_INITIALS = r"(?<![\p{L}\p{N}])(?:[A-Za-z]\.){2,}"
# Invisible characters do not end a word; a point, comma or colon between digits belongs to the number.
_RUN = rf"{_LETTERS}(?:(?:{_INVISIBLE}++|(?<=\p{{Nd}})[.,:٫٬](?=\p{{Nd}})){_LETTERS})*+(?:(?<=\p{{Nd}})[%٪‰])?"
_PART = rf"(?:{_ADDRESS}|{_MAIL}|{_DOMAIN}|{_HANDLE}|{_INITIALS}|{_RUN})"
_JOINER = r"[-‐‑–/+_'’ʼ&]"

PART = regex.compile(_PART)
WORD = regex.compile(rf"{_PART}(?:{_JOINER}{_PART})*")

_OWN_ARTICLE = """
والد والده والدها والدهم والدي والدك والدته والدتها والدتهم والدتي والديه والديها والدين والدان والي واليا وال والت
والتر والتون والاس والن والونيا والس واليس بالغ بالغه بالغا بالغين بالغون بالي باليه بالو بالون بالونات بالونا بالاو
بالما بالمر باليرمو بالتيمور بالتيك بالاك بالستي باليستي باليستيه بالفور بالان بالاس بالكاد بالدوين فالح فالحي فالق
فالنسيا فالنتين فالنتينا فالنتاين فالس فالكون فالكلاند فالديس فاليتا فالون فالي فالدانو كالسيوم كاليفورنيا كالي كاليه
كالينينغراد كالينينجراد كالغاري كالديرون كالكوتا كالفن كالاس كالاهان كالابريا كاليدونيا كالياري كالوغا كالاهاري وكالات
وكالته وكالتها وكالتهم وكالتين وكالتان وبال وبالا والتز والش بالين بالستيه فالفيردي كالن وكالتي
"""
NO_ARTICLE = frozenset(_OWN_ARTICLE.split())
"""Folded words that look like a letter and the article but are not, or may be not: their ال is never taken for it."""

_BRACKETS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“"}
_CLOSING = regex.compile(r"[ \u00a0]?([)\]}»”])")
_CONJUNCTIONS = "وف"
_PREPOSITIONS = "بلك"


def words(text: str) -> list[tuple[int, int]]:
    """The words: letters, marks, digits and tatweel in a row. Addresses, handles, dates with a slash, hyphenated names
    and decimals stay whole.
    """
    return [match.span() for match in WORD.finditer(text)]


def word_at(text: str, i: int) -> tuple[int, int] | None:
    """The word that holds the character at ``i`` or, with none there, the one that ends at ``i``."""
    ended = None
    for start, end in _near(WORD, text, i, i):
        if start <= i < end:
            return start, end
        if end == i:
            ended = start, end
    return ended


def _near(pattern: regex.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The matches between the spaces around a stretch: no word holds a space, and a long text need not be read."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return (match.span() for match in pattern.finditer(text, start, end))


def cuts(word: str) -> list[int]:
    """How many characters may be proclitics at the word's start, fewest first; marks of a cut letter, and what is invisible, go with it.

    Only what is possible: many names begin with these letters. At least two letters remain.
    """
    folded = Folded(word)
    return [_after(folded, count) for count in _counts(word, folded.text)]


def differ_by_proclitics(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether one of two stretches is the other without proclitics of its first word, all of them or some."""
    start, inner = sorted((one[0], other[0]))
    if one[1] != other[1] or start == inner:
        return False
    for first, last in _near(PART, text, start, start):
        if first <= start < last:
            return {start - first, inner - first} <= {0, *cuts(text[first:last])}
    return False


def _counts(word: str, folded: str) -> list[int]:
    """The same in folded letters."""
    count = 0
    found = []
    if word.startswith("أ") and regex.match("ا[وف]?[بلك]?ال|ا[وف]?لل", folded) and not folded.startswith("اال"):
        count = 1
        found.append(1)
    if folded[count : count + 1] and folded[count] in _CONJUNCTIONS:
        count += 1
        found.append(count)
    if folded[count : count + 1] and folded[count] in _PREPOSITIONS:
        found.append(count + 1)
    return [count for count in found if _letters(folded[count:]) >= 2]


def _letters(folded: str) -> int:
    """The number of letters and digits at the beginning, up to two: as many as decide whether something remains."""
    return sum(character.isalnum() for character in folded[:2])


def _after(folded: Folded, count: int) -> int:
    """Where in the original the letter stands that follows so many folded ones."""
    return folded.original(count, count)[0]


def bare_forms(word: str) -> list[str]:
    """The folded word without each possible proclitic, fewest cut first; after ل also with the article ال restored."""
    folded = fold(word)
    forms = []
    for count in _counts(word, folded):
        forms.extend(_readings(folded, count))
    return list(dict.fromkeys(forms))


def _readings(folded: str, count: int) -> list[str]:
    """What remains after so many letters, as it may be meant: لليابان is ل and اليابان, but للبنان is ل and لبنان."""
    rest = folded[count:]
    if not count or folded[count - 1] != "ل" or rest.startswith("ال"):
        return [rest]
    if rest.startswith("ل"):
        return ["ال" + rest[1:], rest, "ال" + rest]
    return [rest, "ال" + rest]


def snap(text: str, start: int, end: int, known: Known | None = None) -> tuple[int, int]:
    """A selection made whole: no half words, nothing but words at its edges, no proclitics where that is evident.

    Evident is a rest that ``known`` knows, one with the article (``والصين``, ``بالصين``, ``للصين``) or hamza (``لإيران``, ``وأوستن``), or
    one that the text has by itself no more seldom than the whole; a name that ``known`` knows whole stays whole; an edge
    set by hand behind a possible proclitic stays. Without any word the selection comes back without spaces and
    invisible characters around it.
    """
    parts = [part for part in _near(PART, text, start, end) if part[0] < end and start < part[1]]
    if not parts:
        return _without_blanks(text, start, end)
    first, last = parts[0][0], _closed(text, parts[0][0], parts[-1][1])
    return first + _proclitics(text, first, last, parts[0][1], start, known), last


def _closed(text: str, start: int, end: int) -> int:
    """The end, past a bracket that closes one opened within."""
    bracket = _CLOSING.match(text, end)
    if not bracket:
        return end
    opened = text.count(_BRACKETS[bracket[1]], start, end) - text.count(bracket[1], start, end)
    return int(bracket.end()) if opened > 0 else end


def _without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[end - 1].isspace() or not fold(text[end - 1])):
        end -= 1
    while start < end and (text[start].isspace() or not fold(text[start])):
        start += 1
    return start, end


def _proclitics(text: str, start: int, end: int, word_end: int, by_hand: int, known: Known | None) -> int:
    """How much to cut from the start of ``text[start:end]``, whose first word ends at ``word_end``."""
    word = text[start:word_end]
    folded = Folded(word)
    counts = _counts(word, folded.text)
    if known:
        for whole in (fold(text[start:end]), folded.text):
            if known(whole):
                return 0
            for count in counts:
                if any(map(known, _readings(whole, count))):
                    return _after(folded, count)
    lengths = [_after(folded, count) for count in counts]
    safe = _safe(folded.text)
    if safe in counts:
        return _after(folded, safe)
    for length in reversed(lengths):
        if _begins(word, length) or (len(fold(word[length:])) >= 3 and _stands(text, start, end, length)):
            return length
    return by_hand - start if by_hand - start in lengths else 0


def _begins(word: str, length: int) -> bool:
    """Whether a word surely begins there: within one, إ comes after proclitics only, and أ after a first و hardly else."""
    return word[length] == "إ" or (word[length] == "أ" and fold(word[:length]) == "و" and len(fold(word)) > 3)


def _stands(text: str, start: int, end: int, length: int) -> bool:
    """Whether the text has the stretch without so many characters no more seldom than with them."""
    return _times(text, text[start + length : end]) >= _times(text, text[start:end])


def _times(text: str, string: str) -> int:
    """How often the string stands as whole words, in this spelling."""
    count = 0
    place = text.find(string)
    while place >= 0:
        end = place + len(string)
        count += not (place and _in_word(text[place - 1])) and not (end < len(text) and _in_word(text[end]))
        place = text.find(string, end)
    return count


def _in_word(character: str) -> bool:
    return character.isalnum() or is_mark(character)


def _safe(folded: str) -> int:
    """The letters that stand before an article, as far as no word of its own begins so."""
    match = regex.match("([وف]?)(?:([بك]?)ال|(ل)ل)(?=..)", folded)
    if not match or folded in NO_ARTICLE or folded[len(match[1]) :] in NO_ARTICLE:
        return 0
    return len(match[1]) + len(match[2] or match[3] or "")


def trims(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The narrower spans to offer in turn: first without punctuation and what is not seen around, then without one, two … proclitics."""
    parts = [part for part in _near(PART, text, start, end) if part[0] < end and start < part[1]]
    if not parts:
        return []
    first = max(start, parts[0][0])
    first, last = _bare(text, first, min(end, _closed(text, first, parts[-1][1])))
    if first == last:
        return []
    steps = [(first, last)]
    if not _is_article(text, first):
        steps += [(first + cut, last) for cut in cuts(text[first : parts[0][1]])]
    return [step for step in steps if step != (start, end) and step[0] < step[1]]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without what is not seen at its edges: tatweel, joiners, marks of direction; what sits on them goes too."""
    while start < end and is_blank(text, end - 1):
        end -= 1
    begun = start
    while start < end and (is_blank(text, start) or (start > begun and is_mark(text[start]))):
        start += 1
    return start, end


def _is_article(text: str, i: int) -> bool:
    """Whether at ``i`` stands the ل that is left of the article after the proclitic ل."""
    before = i
    while before > 0 and is_mark(text[before - 1]):
        before -= 1
    return before > 0 and text[i : i + 1] == "ل" == text[before - 1]

"""Sentences as a reader sees them: from one full stop, question or exclamation mark to the next, within one line."""

from __future__ import annotations

import regex

_LINE_END = regex.compile(r"[\n\r\v\f\x85\u2028\u2029]")
# A point after a single letter shortens a word («د. أحمد»); what closes a quotation belongs to its sentence.
_SENTENCE_END = regex.compile(r"(?:(?<!(?<![\p{L}\p{M}])\p{L})\.|[!?؟…])+[\p{Pe}\p{Pf}\"']*(?=\s|$)")


def sentence_at(text: str, i: int) -> tuple[int, int]:
    """The sentence that holds the character at ``i``, without spaces around it; an empty stretch on an empty line."""
    first, last = i, len(text)
    while first > 0 and not _LINE_END.match(text[first - 1]):
        first -= 1
    if match := _LINE_END.search(text, i):
        last = match.start()
    start = first
    for match in _SENTENCE_END.finditer(text, first, last):
        if match.end() > i:
            last = match.end()
            break
        start = match.end()
    while start < last and text[start].isspace():
        start += 1
    return start, start + len(text[start:last].rstrip())

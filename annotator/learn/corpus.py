"""Documents written with their spans in the inline form: ``زار [وزير الخارجية [الأميركي NORP] OCC] [طوكيو GPE]``.

A file holds several documents, each under a line ``# id`` or ``# id | what it is``; a bracket closes with a blank and the label.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import regex

from annotator.errors import CorpusInvalid, FileUnreadable, reason
from annotator.records import LabelId, Record, Span, reading_order
from annotator.texts import _

_HEAD = regex.compile(r"^# (\S+)(?: \| (.*))?$", regex.MULTILINE)
_BRACKET = regex.compile(r"\[| ([A-Z][A-Z_]*)\]|\]")


def read(path: Path) -> Iterator[Record]:
    """The documents of a file, spans as annotations. Raises ``CorpusInvalid`` with file and document, and ``FileUnreadable``."""
    try:
        source = path.read_text("utf-8")
    except OSError as fault:
        raise FileUnreadable(path=path, detail=reason(fault)) from fault
    heads = list(_HEAD.finditer(source))
    ends = [*(head.start() for head in heads[1:]), len(source)]
    for head, end in zip(heads, ends, strict=True):
        try:
            text, spans = parse(source[head.end() : end].strip("\n"))
        except ValueError as fault:
            raise CorpusInvalid(path=path, document=head[1], detail=fault) from fault
        yield Record(text, head[2] or head[1], head[1], annotations=spans)


def parse(source: str) -> tuple[str, tuple[Span, ...]]:
    """The text and the spans of one document in the inline form. Raises ``ValueError`` that says which bracket is wrong."""
    text, at = "", 0
    spans: list[Span] = []
    begun: list[int] = []
    for match in _BRACKET.finditer(source):
        text += source[at : match.start()]
        at = match.end()
        if match[0] == "[":
            begun.append(len(text))
        elif not match[1] or not begun:
            raise ValueError(_("the bracket after “{text}” closes nothing").format(text=text[-30:]))
        else:
            spans.append(Span(begun.pop(), len(text), LabelId(match[1])))
    if begun:
        raise ValueError(_("the bracket before “{text}” is not closed").format(text=text[begun[-1] :][:30]))
    return text + source[at:], tuple(sorted(set(spans), key=reading_order))

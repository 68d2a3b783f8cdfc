"""WebAnno TSV 3.3, as INCEpTION reads and writes it: a file a document, a token a line, a layer in one or more columns.

Spans inside words stand on lines of sub-tokens, nested ones side by side, told apart by a number. Offsets count UTF-16 units.
What stands between two sentences is not in the format: written here it belongs to the first one, so that the text comes back
to the character. Other layers than those with entities, and spans of no width, are passed over.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from annotator.errors import FileEmpty, RecordInvalid, SpanOutsideText
from annotator.formats import files
from annotator.formats.document_files import FolderWriter, content, records
from annotator.formats.encoding import decode
from annotator.formats.faults import check_text
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.layers import ENTITY, holds_entities, label_feature, short_name
from annotator.formats.sentences import sentence_starts
from annotator.formats.tokens import Token, tokens, trimmed
from annotator.records import LabelId, Record, Source, Span, reading_order
from annotator.text.offsets import Offsets
from annotator.texts import _, mark

_FORMAT = "#FORMAT=WebAnno TSV "
_VERSIONS = ("3.2", "3.3")
_TEXT, _SPAN_LAYER = "#Text=", "#T_SP="
_NONE, _NO_VALUE = "_", "*"


class _Escapes:
    """Signs that stand for something, and what is written after a backslash where they are meant themselves."""

    def __init__(self, written: Mapping[str, str]) -> None:
        self._written = written
        self._meant = {after: sign for sign, after in written.items()}
        self._signs = re.compile("|".join(map(re.escape, written)))

    def escape(self, text: str) -> str:
        return self._signs.sub(lambda match: "\\" + self._written[match[0]], text)

    def unescape(self, text: str) -> str:
        """What is escaped without need is left as it is."""
        return _ESCAPED.sub(lambda match: self._meant.get(match[1], match[0]), text) if "\\" in text else text


_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_IN_TEXT = _Escapes(
    {"\\": "\\", "\t": "t", "\n": "n", "\f": "f", "\r": "r", "\b": "b"}
    | {chr(code): chr(code) for code in range(1, 32) if not 8 <= code <= 13}
)
_IN_VALUE = _Escapes({sign: sign for sign in ("\\", "[", "]", "|", "_", "->", ";", "*")} | {"\t": "t", "\n": "n"})


# Reading

_ROW = re.compile(
    r"[0-9]{1,9}-[0-9]{1,9}(?P<sub>\.[0-9]{1,9})?\t(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})\t(?P<rest>.*)"
)
_STACKED = re.compile(r"(?:\\.|[^|\\])+")
_NUMBERED = re.compile(r"(?P<value>(?:\\.|[^\\\[])*)\[(?P<number>[0-9]{1,9})\]")


@dataclass(frozen=True, slots=True)
class _Layer:
    name: str
    column: int
    """The column of its label, or its first, counted from the word's on."""
    labelled: bool


@dataclass(slots=True)
class _Found:
    """A span as its units come in, in UTF-16 units."""

    layer: _Layer
    start: int
    end: int
    label: str
    place: str


@dataclass(frozen=True, slots=True)
class _Row:
    place: str
    start: int
    end: int
    fields: list[str]


@dataclass(slots=True)
class _Text:
    """The text as its sentences come in; lengths are UTF-16 units."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, sentence: str, start: int | None, place: str) -> None:
        """Put a sentence at its place: a line end before it, and spaces where there is more room."""
        gap = (start if start is not None else self.length) - self.length
        if gap == -1 and self.pieces:
            self.pieces[-1] = self.pieces[-1][:-1]
        elif gap < 0:
            raise RecordInvalid(place=place, detail=_("its sentence begins before the end of the one above"))
        elif self.length + gap > files.DOCUMENT_LIMIT:
            raise SpanOutsideText(place=place, start=start, end=start, length=self.length)
        self.pieces.append(" " * gap + sentence + "\n")
        self.length += gap + _units(sentence) + 1

    def whole(self) -> str:
        return "".join(self.pieces)[:-1]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    return records(path, ".tsv", options, _record)


def _record(file: Path, name: str) -> Record:
    data = content(file)
    if not data.strip():
        raise FileEmpty(path=file)
    lines = [line.removesuffix("\r") for line in decode(data, str(file), "utf-8").text.split("\n")]
    layers, first = _header(lines, file)
    text, rows = _body(lines, first, file, max((layer.column for layer in layers), default=0))
    spans = _spans(check_text(text, str(file)), rows, layers)
    source = Source(str(file), "webanno", sha256=hashlib.sha256(data).hexdigest())
    return Record(text, name, annotations=spans, source=source)


def _header(lines: Sequence[str], file: Path) -> tuple[list[_Layer], int]:
    """The layers that may hold entities, and where the header ends."""
    version = lines[0].removeprefix(_FORMAT) if lines[0].startswith(_FORMAT) else ""
    if version.strip() not in _VERSIONS:
        detail = _("it is no header of the versions {versions} of WebAnno TSV").format(versions=", ".join(_VERSIONS))
        raise RecordInvalid(place=files.place(file, 1), detail=detail)
    layers = []
    column = number = 1
    while number < len(lines) and lines[number].startswith("#") and not lines[number].startswith(_TEXT):
        if lines[number].startswith(_SPAN_LAYER):
            name, *features = [*filter(None, lines[number].removeprefix(_SPAN_LAYER).split("|"))] or [""]
            if not name:
                raise RecordInvalid(place=files.place(file, number + 1), detail=_("a layer has no name"))
            label = label_feature(features)
            if holds_entities(name):
                layers.append(_Layer(name, column + (features.index(label) if label else 0), label is not None))
            column += max(1, len(features))
        number += 1
    return layers, number


def _body(lines: Sequence[str], first: int, file: Path, columns: int) -> tuple[str, list[_Row]]:
    """The text, and the rows of tokens and sub-tokens with at least so many columns after the word."""
    text = _Text()
    rows: list[_Row] = []
    sentence: list[str] = []
    for number, line in enumerate(lines[first:], first + 1):
        place = files.place(file, number)
        if line.startswith(_TEXT):
            sentence.append(_IN_TEXT.unescape(line.removeprefix(_TEXT)))
        elif line and not line.startswith("#"):
            row = _row(line, place, columns)
            rows.append(row)
            if sentence:
                text.add("\n".join(sentence), row.start, place)
                sentence = []
        elif not line and sentence:
            text.add("\n".join(sentence), None, place)
            sentence = []
    if sentence:
        text.add("\n".join(sentence), None, str(file))
    return text.whole(), rows


def _row(line: str, place: str, columns: int) -> _Row:
    row = _ROW.fullmatch(line)
    if not row:
        raise RecordInvalid(
            place=place, detail=_("it does not begin with the number, the offsets and the text of a token")
        )
    fields = row["rest"].split("\t")
    if len(fields) <= columns:
        detail = _("it has fewer columns than the header names")
        raise RecordInvalid(place=place, detail=detail)
    return _Row(place, int(row["start"]), int(row["end"]), fields)


def _spans(text: str, rows: Sequence[_Row], layers: Sequence[_Layer]) -> tuple[Span, ...]:
    """The spans of NamedEntity, or of the other layers where it has none."""
    offsets = Offsets(text)
    found: dict[object, _Found] = {}
    for row in rows:
        _check(row, text, offsets)
        for layer in layers:
            for value in _STACKED.findall(row.fields[layer.column]):
                _take(found, layer, row, value)
    entities = [item for item in found.values() if item.layer.name == ENTITY] or list(found.values())
    spans = {_span(item, offsets): None for item in entities if item.start < item.end}
    return tuple(sorted(spans, key=reading_order))


def _check(row: _Row, text: str, offsets: Offsets) -> None:
    """That the text has the token where the row says; so offsets in another unit do not pass."""
    if not row.start <= row.end <= offsets.utf16_length:
        raise SpanOutsideText(place=row.place, start=row.start, end=row.end, length=offsets.utf16_length)
    word = text[offsets.from_utf16(row.start) : offsets.from_utf16(row.end)]
    if word not in (row.fields[0], _IN_TEXT.unescape(row.fields[0])):
        detail = _("its token is “{token}”, but the text has “{found}” there")
        raise RecordInvalid(place=row.place, detail=detail.format(token=row.fields[0][:40], found=word[:40]))


def _take(found: dict[object, _Found], layer: _Layer, row: _Row, written: str) -> None:
    """Begin a span, or lengthen the one with the same number."""
    numbered = _NUMBERED.fullmatch(written)
    value = numbered["value"] if numbered else written
    if value == _NONE and not numbered:
        return
    key = (layer.name, int(numbered["number"])) if numbered else len(found)
    if item := found.get(key):
        item.start, item.end = min(item.start, row.start), max(item.end, row.end)
        return
    label = _IN_VALUE.unescape(value) if layer.labelled and value != _NO_VALUE else ""
    found[key] = _Found(layer, row.start, row.end, label or short_name(layer.name), row.place)


def _span(item: _Found, offsets: Offsets) -> Span:
    return Span(offsets.from_utf16(item.start), offsets.from_utf16(item.end), LabelId(item.label))


# Writing

_HEADER = f"{_FORMAT}3.3\n{_SPAN_LAYER}{ENTITY}|identifier|value\n\n"


class _WebAnno(FolderWriter):
    def __init__(self, folder: Path, options: WriteOptions) -> None:
        super().__init__(folder, ".tsv")
        self._tokens = options.tokens or "words"

    def add(self, record: Record) -> Record:
        text = record.text
        _check_labels(record)
        found = _with_start(text, tokens(text, self._tokens))
        spans = trimmed(text, record.annotations, found, self.report)
        with self.next_file(record).open("w", encoding="utf-8", newline="\n") as file:
            file.write(_HEADER)
            file.writelines(_lines(text, found, spans))
        return Record(text, annotations=tuple(spans))


def _check_labels(record: Record) -> None:
    for span in record.annotations:
        if "\r" in span.label:
            detail = _("the label “{label}” holds a line end, which WebAnno TSV cannot hold").format(label=span.label)
            raise RecordInvalid(place=record.name, detail=detail)


def _with_start(text: str, found: list[Token]) -> list[Token]:
    """White space at the start of a text is a token: there is no sentence that it could follow. Spaces need none."""
    start = found[0][0] if found else len(text)
    return [(0, start), *found] if text[:start].strip(" ") or not found else found


def _lines(text: str, found: Sequence[Token], spans: Sequence[Span]) -> Iterator[str]:
    offsets = Offsets(text)
    units = _units_of(found, spans)
    numbers = _numbers(units, spans)
    starts = [*sorted(sentence_starts(text, found, spans)), len(found)]
    for sentence, (first, end) in enumerate(pairwise(starts), 1):
        yield "\n"
        yield from _sentence(text, found[first][0], found[end][0] if end < len(found) else None)
        for place in range(first, end):
            for sub, (unit, at) in enumerate(units[place].items()):
                values = "|".join(_value(spans[it].label, numbers.get(it)) for it in at) or _NONE
                nothing = "|".join(_value("", numbers.get(it)) for it in at) or _NONE
                name = f"{sentence}-{place - first + 1}" + (f".{sub}" if sub else "")
                start, stop = offsets.to_utf16(unit[0]), offsets.to_utf16(unit[1])
                yield f"{name}\t{start}-{stop}\t{_word(text[unit[0] : unit[1]])}\t{nothing}\t{values}\t\n"


def _sentence(text: str, start: int, next_start: int | None) -> Iterator[str]:
    """The lines of a sentence, up to the next one; a line end before that one is understood."""
    written = text[start:next_start]
    if next_start is not None:
        written = written.removesuffix("\n")
    for line in written.split("\n"):
        yield f"{_TEXT}{_IN_TEXT.escape(line)}\n"


def _word(word: str) -> str:
    """INCEpTION writes a token as it is; one of white space would break the line."""
    return _IN_TEXT.escape(word) if re.search(r"[\t\r\n]", word) else word


def _value(label: str, number: int | None) -> str:
    return (_IN_VALUE.escape(label) or _NO_VALUE) + (f"[{number}]" if number else "")


def _units_of(found: Sequence[Token], spans: Sequence[Span]) -> list[dict[Token, list[int]]]:
    """For each token itself and the parts of it that spans cover, in order, with the numbers of these spans."""
    starts, ends = [start for start, _end in found], [end for _start, end in found]
    units: list[dict[Token, list[int]]] = [{token: []} for token in found]
    for number, span in enumerate(spans):
        for place in range(bisect_right(ends, span.start), bisect_left(starts, span.end)):
            part = max(starts[place], span.start), min(ends[place], span.end)
            units[place].setdefault(part, []).append(number)
    return units


def _numbers(units: Sequence[dict[Token, list[int]]], spans: Sequence[Span]) -> dict[int, int]:
    """The numbers that tell spans apart, for those of several units and those that share one."""
    met = [0] * len(spans)
    apart = set()
    for at in (at for of_token in units for at in of_token.values()):
        for span in at:
            met[span] += 1
            if met[span] > 1 or len(at) > 1:
                apart.add(span)
    return {span: number for number, span in enumerate(sorted(apart), 1)}


def _recognises(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").startswith(_FORMAT.encode())


FORMATS = (
    Format(
        "webanno",
        mark("WebAnno TSV 3.3"),
        (),
        Unit.UTF16,
        (Loss.SCORES, Loss.META, Loss.PROVENANCE),
        read=_read,
        write=_WebAnno,
        recognises=_recognises,
        options=frozenset({"nesting", "tokens"}),
        folder=True,
    ),
)

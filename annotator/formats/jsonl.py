"""JSON Lines: ``{"id", "text", "spans": [{"start", "end", "label", "score"?, "reason"?, "source"?}], "meta": {}}``, a document a line.

A span with a score or a source is a suggestion, one without an annotation. ``"offsets": "utf16"`` or ``"grapheme"``
says that a record does not count code points. Other keys of a record are kept in its meta under ``KEPT`` and written back.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Never

from annotator.errors import FileEmpty, RecordInvalid, SpanEmpty, SpanOutsideText, WarraqError
from annotator.formats import files
from annotator.formats.format import Format, Problem, ReadOptions, Unit, WriteOptions, Writer
from annotator.records import Record, Source, Span, Suggestion
from annotator.text.offsets import Offsets
from annotator.texts import _, mark

KEPT = "warraq:keys"
_KEYS = frozenset({"id", "text", "spans", "meta", "offsets"})
_UNITS = (Unit.CODE_POINT, Unit.UTF16, Unit.GRAPHEME)


class _RecordError(Exception):
    """What is wrong with a record, translated; or the error itself."""

    def __init__(self, detail: str, error: WarraqError | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.error = error


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    sha256 = files.digest(path)
    name = options.name or path.stem
    empty = True
    for number, line in files.numbered_lines(path, options.encoding):
        if isinstance(line, str) and not line.strip():
            continue
        empty = False
        place = files.place(path, number)
        if isinstance(line, WarraqError):
            yield Problem(place, line)
            continue
        try:
            record = record_of(_parsed(line), place, options.without_text)
        except _RecordError as invalid:
            yield Problem(place, invalid.error or RecordInvalid(place=place, detail=invalid.detail))
            continue
        source = Source(str(path), "jsonl", sha256=sha256, place=str(number))
        yield replace(record, name=record.external_id or f"{name}:{number}", source=source)
    if empty:
        raise FileEmpty(path=path)


def _parsed(line: str) -> dict[str, Any]:
    try:
        value = _DECODER.decode(line)
        if "\\ud" in line or "\\uD" in line:
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise _RecordError(
            _("it is not valid JSON from character {position} on").format(position=error.pos + 1)
        ) from error
    except UnicodeEncodeError as error:
        found = f"\\u{ord(error.object[error.start]):04x}"
        place = line.lower().find(found) + 1
        detail = _("it holds half a character, the lone surrogate {found}, at character {position}")
        raise _RecordError(detail.format(found=found, position=place)) from error
    except RecursionError as error:
        raise _RecordError(_("its brackets are nested too deeply")) from error
    except ValueError as error:
        raise _RecordError(_("it holds a number that is too long")) from error
    if not isinstance(value, dict):
        raise _RecordError(_("it is no JSON object"))
    return value


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _RecordError(_("the key “{key}” stands twice in one object").format(key=twice))
    return found


def _constant(name: str) -> Never:
    raise _RecordError(_("{name} is no JSON value").format(name=name))


def _float(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise _RecordError(_("it holds a number that is too long"))
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant, parse_float=_float)


def record_of(value: dict[str, Any], place: str, without_text: bool = False) -> Record:
    """The record of such an object, without a name; ``place`` is where it stands."""
    external_id = _identity(value.get("id"))
    text = "" if without_text and external_id and "text" not in value else _text(value)
    entries = value.get("spans", [])
    meta = value.get("meta", {})
    if not isinstance(entries, list):
        raise _RecordError(_("“{key}” is not a list").format(key="spans"))
    if not isinstance(meta, dict):
        raise _RecordError(_("“{key}” is not an object").format(key="meta"))
    if value.keys() - _KEYS:
        meta = meta | {KEPT: {key: value[key] for key in value if key not in _KEYS}}
    length = len(text) if "text" in value else math.inf
    annotations, suggestions = _spans(entries, length, place, _position(value, text))
    return Record(text, "", external_id, annotations, suggestions, meta)


def _identity(value: object) -> str | None:
    if isinstance(value, str) and "\0" in value:
        raise _RecordError(_("“{key}” holds a NUL").format(key="id"))
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise _RecordError(_("“{key}” is neither text nor a whole number").format(key="id"))


def _text(value: dict[str, Any]) -> str:
    text = value.get("text")
    if "text" not in value:
        raise _RecordError(_("“{key}” is missing").format(key="text"))
    if not isinstance(text, str):
        raise _RecordError(_("“{key}” is not text").format(key="text"))
    if not text.strip():
        raise _RecordError(_("its text is empty"))
    if "\0" in text:
        raise _RecordError(_("its text holds a NUL at character {position}").format(position=text.index("\0")))
    if len(text) > files.DOCUMENT_LIMIT:
        raise _RecordError(
            _("its text has more than {limit} million characters").format(limit=files.DOCUMENT_LIMIT // files.MEGABYTE)
        )
    return text


def _position(value: dict[str, Any], text: str) -> Callable[[int], int] | None:
    """From the record's unit to code points."""
    unit = value.get("offsets", Unit.CODE_POINT)
    if unit not in _UNITS:
        raise _RecordError(_("“{key}” is not one of {choices}").format(key="offsets", choices=", ".join(_UNITS)))
    if unit == Unit.CODE_POINT:
        return None
    offsets = Offsets(text)
    convert, longest = (
        (offsets.from_utf16, offsets.utf16_length)
        if unit == Unit.UTF16
        else (offsets.from_grapheme, offsets.grapheme_length)
    )
    return lambda position: convert(position) if 0 <= position <= longest else -1


def _spans(
    entries: list[Any], length: float, place: str, position: Callable[[int], int] | None
) -> tuple[tuple[Span, ...], tuple[Suggestion, ...]]:
    annotations: dict[tuple[int, int, str], Span] = {}
    suggestions = []
    for number, entry in enumerate(entries, 1):
        try:
            start, end, label = entry["start"], entry["end"], entry["label"]
            if position:
                start, end = position(start), position(end)
            good = (
                type(start) is int and type(end) is int and type(label) is str and 0 <= start < end <= length and label
            )
        except (TypeError, KeyError, IndexError):
            good = False
        if not good:
            raise _bad_span(entry, number, length, place)
        span = Span(start, end, label)
        if "score" in entry or "source" in entry:
            suggestions.append(_suggestion(span, entry, number))
        else:
            annotations[start, end, label] = span
    return tuple(annotations.values()), tuple(suggestions)


def _bad_span(entry: object, number: int, length: float, place: str) -> _RecordError:
    where = _("span {number}").format(number=number)
    if not isinstance(entry, dict):
        return _RecordError(_("{where} is no JSON object").format(where=where))
    for key, kind in (("start", int), ("end", int), ("label", str)):
        if key not in entry:
            return _RecordError(_("{where} has no “{key}”").format(where=where, key=key))
        if type(entry[key]) is not kind:
            wanted = _("text") if kind is str else _("a whole number")
            return _RecordError(_("“{key}” of {where} is not {wanted}").format(where=where, key=key, wanted=wanted))
    if not entry["label"]:
        return _RecordError(_("the label of {where} is empty").format(where=where))
    start, end = entry["start"], entry["end"]
    kind_of_error = SpanEmpty if start >= end else SpanOutsideText
    error = kind_of_error(place=place, start=start, end=end, length=length)
    return _RecordError("", error)


def _suggestion(span: Span, entry: Mapping[str, Any], number: int) -> Suggestion:
    score = entry.get("score", 1.0)
    reason, source = entry.get("reason", ""), entry.get("source", "")
    if type(score) not in (int, float) or not 0 <= score <= 1:
        raise _RecordError(_("the score of span {number} is no number from 0 to 1").format(number=number))
    if type(reason) is not str or type(source) is not str:
        raise _RecordError(_("the reason or source of span {number} is not text").format(number=number))
    return Suggestion(span, float(score), reason, source)


# Writing


class _JsonLines(Writer):
    def __init__(self, path: Path, options: WriteOptions) -> None:
        super().__init__()
        self._offsets = options.offsets or Unit.CODE_POINT
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def add(self, record: Record) -> Record:
        self._file.write(line(record, self._offsets) + "\n")
        return record

    def close(self) -> None:
        self._file.close()


def line(record: Record, offsets: str = Unit.CODE_POINT) -> str:
    """A record as one line of JSON Lines, without the line end."""
    value: dict[str, Any] = {"id": record.external_id or record.name, "text": record.text}
    if offsets != Unit.CODE_POINT:
        value["offsets"] = offsets
    value["spans"] = spans_json(record, offsets)
    meta = dict(record.meta)
    if isinstance(kept := meta.get(KEPT), dict):
        value.update((key, kept[key]) for key in kept if key not in _KEYS)
        del meta[KEPT]
    value["meta"] = meta
    return json.dumps(value, ensure_ascii=False)


def spans_json(record: Record, offsets: str = Unit.CODE_POINT) -> list[dict[str, Any]]:
    """The spans of a record as such objects, those of suggestions with their scores."""
    spans = [_annotation(span) for span in record.annotations] + [_scored(item) for item in record.suggestions]
    return spans if offsets == Unit.CODE_POINT else list(_converted(spans, record.text, offsets))


def _annotation(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "label": span.label}


def _scored(suggestion: Suggestion) -> dict[str, Any]:
    value: dict[str, Any] = _annotation(suggestion.span) | {"score": round(suggestion.score, 4)}
    if suggestion.reason:
        value["reason"] = suggestion.reason
    if suggestion.source:
        value["source"] = suggestion.source
    return value


def _converted(spans: Iterable[dict[str, Any]], text: str, unit: str) -> Iterator[dict[str, Any]]:
    offsets = Offsets(text)
    convert = offsets.to_utf16 if unit == Unit.UTF16 else offsets.to_grapheme
    for span in spans:
        yield span | {"start": convert(span["start"]), "end": convert(span["end"])}


def _recognises(head: bytes) -> bool:
    start = head[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") and (b'"text"' in head or b'"spans"' in head)


FORMATS = (
    Format(
        "jsonl",
        mark("JSON Lines"),
        (".jsonl", ".ndjson"),
        Unit.CODE_POINT,
        (),
        read=_read,
        write=_JsonLines,
        recognises=_recognises,
        options=frozenset({"nesting", "offsets"}),
    ),
)

"""JSON Lines: ``{"id", "text", "spans": [{"start", "end", "label", "score"?, "reason"?, "source"?}], "meta": {}}``, a document a line.

A span with a score or a source is a suggestion, one without an annotation. ``"offsets": "utf16"`` or ``"grapheme"``
says that a record does not count code points. An annotation may have its ``provenance``, as annotator/formats/provenance.py
has it. Other keys of a record are kept in its meta under ``KEPT`` and written back.

Read are also a list of such objects, texts under other keys, objects of tokens with a tag each, as the library ``datasets``
writes them, and the shapes of json_shapes.py.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.formats import files
from annotator.formats.format import Format, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.json_reading import (
    META,
    OURS,
    SPANS,
    TEXT,
    TEXT_NAMES,
    Convert,
    Fault,
    decoded,
    from_unit,
    identity,
    list_of,
    object_in,
    object_of,
    records,
    score_of,
    span_of,
    stated_unit,
    text_of,
    to_unit,
)
from annotator.formats.json_shapes import apart, in_our_shape
from annotator.formats.json_values import begins_with, lines, values
from annotator.formats.json_writing import LinesWriter
from annotator.formats.provenance import KEY, PROVENANCE, provenance_of, with_provenance
from annotator.formats.tagged import TAGS, TOKENS, tag_column, with_spans
from annotator.records import Record, Span, Suggestion
from annotator.texts import _, mark

KEPT = "warraq:keys"
_KEYS = frozenset(OURS)


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    def record(value: dict[str, Any], place: str) -> Record:
        return record_of(_with_text(value, options.column), place, options.without_text)

    found = values if begins_with(files.head(path)) else lines
    return records(path, options, "jsonl", apart(found(path, options.encoding)), record, _parsed)


def _parsed(text: str) -> dict[str, Any]:
    return object_in(in_our_shape(decoded(text)))


def _with_text(value: dict[str, Any], column: str) -> dict[str, Any]:
    """An object with its text under our key: from the key that is wanted, one that texts have elsewhere, or tokens with tags."""
    key = column or next((name for name in TEXT_NAMES if name in value), "")
    if key and key != TEXT:
        text_of(value, key)
        other = {f"{TEXT}_2": value[TEXT]} if TEXT in value else {}
        value = {TEXT: value[key], **{name: item for name, item in value.items() if name not in (key, TEXT)}, **other}
    tags = "" if SPANS in value else tag_column(value)
    if TEXT in value and tags != TAGS:
        tags = ""  # beside a text, "tags" may be anything
    if not tags or not all(isinstance(value[name], list) for name in (TOKENS, tags)):
        return value
    try:
        return with_spans(value, tags, ())
    except ValueError as error:
        raise Fault(str(error)) from error


def record_of(value: dict[str, Any], place: str, without_text: bool = False) -> Record:
    """The record of such an object, without a name; ``place`` is where it stands."""
    external_id = identity(value.get("id"))
    text = "" if without_text and external_id and "text" not in value else text_of(value)
    entries, meta = list_of(value, SPANS), object_of(value, META)
    if value.keys() - _KEYS:
        meta = meta | {KEPT: {key: value[key] for key in value if key not in _KEYS}}
    length = len(text) if "text" in value else math.inf
    annotations, suggestions = _spans(entries, length, place, from_unit(text, stated_unit(value, Unit.CODE_POINT)))
    if any(annotations.values()):
        meta = with_provenance(meta, annotations.items())
    return Record(text, "", external_id, tuple(annotations), suggestions, meta)


def _spans(
    entries: list[Any], length: float, place: str, position: Convert | None
) -> tuple[dict[Span, Any], tuple[Suggestion, ...]]:
    """The annotations, each with what is said of its provenance, and the suggestions."""
    annotations: dict[Span, Any] = {}
    suggestions = []
    for number, entry in enumerate(entries, 1):
        span = span_of(entry, number, length, place, position)
        if "score" in entry or "source" in entry:
            suggestions.append(_suggestion(span, entry, number))
        else:
            annotations[span] = entry.get(PROVENANCE)
    return annotations, tuple(suggestions)


def _suggestion(span: Span, entry: Mapping[str, Any], number: int) -> Suggestion:
    reason, source = entry.get("reason", ""), entry.get("source", "")
    if type(reason) is not str or type(source) is not str:
        raise Fault(_("the reason or source of span {number} is not text").format(number=number))
    return Suggestion(span, score_of(entry.get("score", 1.0), number), reason, source)


# Writing


class _JsonLines(LinesWriter):
    def __init__(self, path: Path, options: WriteOptions) -> None:
        super().__init__(path)
        self._offsets = options.offsets or Unit.CODE_POINT

    def add(self, record: Record) -> Record:
        self._put(_value(record, self._offsets))
        return record


def line(record: Record) -> str:
    """A record as one line of JSON Lines, without the line end."""
    return json.dumps(_value(record, Unit.CODE_POINT), ensure_ascii=False)


def _value(record: Record, offsets: str) -> dict[str, Any]:
    value: dict[str, Any] = {"id": record.external_id or record.name, "text": record.text}
    if offsets != Unit.CODE_POINT:
        value["offsets"] = offsets
    value["spans"] = spans_json(record, offsets)
    meta = dict(record.meta)
    if isinstance(kept := meta.get(KEPT), dict):
        value.update((key, kept[key]) for key in kept if key not in _KEYS)
        del meta[KEPT]
    meta.pop(KEY, None)
    value["meta"] = meta
    return value


def spans_json(record: Record, offsets: str = Unit.CODE_POINT) -> list[dict[str, Any]]:
    """The spans of a record as such objects: annotations with their provenance, where it is told, suggestions with their scores."""
    told = provenance_of(record)
    spans = [_annotation(span) | ({PROVENANCE: told[span]} if span in told else {}) for span in record.annotations]
    spans += [_scored(item) for item in record.suggestions]
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
    convert = to_unit(text, unit)
    for span in spans:
        yield span | {"start": convert(span["start"]), "end": convert(span["end"])}


_SIGNS = (b'"text"', b'"spans"', b'"entities"', b'"tokenized_text"', b'"paragraphs"')


def _recognises(head: bytes) -> bool:
    tagged = b'"tokens"' in head and b'tags"' in head
    return begins_with(head) and (tagged or any(sign in head for sign in _SIGNS))


FORMATS = (
    Format(
        "jsonl",
        mark("JSON Lines"),
        (".jsonl", ".ndjson", ".json"),
        Unit.CODE_POINT,
        (),
        read=_read,
        write=_JsonLines,
        recognises=_recognises,
        options=frozenset({"nesting", "offsets"}),
    ),
)

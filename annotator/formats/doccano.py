"""doccano's JSON Lines: ``text`` with ``label: [[start, end, label]]``, or with ``entities`` and ``relations``. Other keys are its meta.

doccano says nowhere what it counts: its page counts UTF-16 units, or graphemes in a project that is set so, its server cuts
texts by code points. What Warraq writes names its unit under ``offsets``, a key that doccano takes for meta. Elsewhere the unit
is found from the spans: UTF-16, unless another one puts clearly more edges at the edges of words.
Where an old export holds the spans of several users, those of the first are annotations and the others' suggestions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import regex

from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.json_reading import (
    Convert,
    Fault,
    from_unit,
    identity,
    list_of,
    records,
    span_of,
    stated_unit,
    text_of,
    to_unit,
)
from annotator.formats.json_values import begins_with, values
from annotator.formats.json_writing import LinesWriter
from annotator.formats.kept import Ids, kept_of, objects, own_meta, row, with_kept
from annotator.formats.report import Change
from annotator.records import Record, Span, Suggestion
from annotator.texts import _, mark

ID = "doccano"
_WRITTEN = frozenset({"id", "text", "label", "labels", "annotations", "entities", "relations", "offsets"})
_UNITS = (Unit.UTF16, Unit.CODE_POINT, Unit.GRAPHEME)
_CLEARLY = 2
"""By how many points the spans must stand better in another unit than in UTF-16."""
_COUNTED_APART = regex.compile(r"[\p{M}\u200c\u200d\U00010000-\U0010ffff]|\r\n")
"""What makes the units differ, as far as texts have it."""


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    def record(value: dict[str, Any], place: str) -> Record:
        return _record(value, place, options.column or ("data" if "text" not in value and "data" in value else "text"))

    return records(path, options, ID, values(path, options.encoding), record)


def _record(value: dict[str, Any], place: str, column: str) -> Record:
    text = text_of(value, column)
    listed = [_as_object(entry, number) for number, entry in enumerate(_labels(value), 1)]
    entities = list_of(value, "entities")
    entries = listed + entities
    unit = stated_unit(value, Unit.UTF16) if "offsets" in value else _likely_unit(text, entries)
    convert = from_unit(text, unit)
    spans = [_span(entry, number, len(text), place, convert) for number, entry in enumerate(entries, 1)]
    rest = {key: value[key] for key in value if key not in _WRITTEN and key != column}
    kept = {
        "layout": "entities" if "entities" in value else "",
        "ids": [row(span, entry.get("id")) for span, entry in zip(spans[len(listed) :], entities, strict=True)],
        "relations": list_of(value, "relations"),
        "offsets": "" if unit == Unit.UTF16 else unit,
    }
    users = [entry.get("user") if isinstance(entry, dict) else None for entry in entries]
    first = next((user for user in users if user is not None), None)
    annotations = dict.fromkeys(span for span, user in zip(spans, users, strict=True) if user in (None, first))
    suggestions = tuple(
        Suggestion(span, 1.0, "", str(user))
        for span, user in zip(spans, users, strict=True)
        if user not in (None, first)
    )
    external_id = identity(value.get("id"))
    return Record(text, "", external_id, tuple(annotations), suggestions, with_kept(rest, ID, kept))


def _labels(value: dict[str, Any]) -> list[Any]:
    return list_of(value, "label") + list_of(value, "labels") + [_of_old(it) for it in list_of(value, "annotations")]


def _of_old(entry: object) -> object:
    """An entry of the JSON of doccano 1.0 to 1.4, whose label is the number of one: its name stands in the project alone."""
    number = entry.get("label") if isinstance(entry, dict) else None
    return {**entry, "label": str(number)} if isinstance(entry, dict) and type(number) is int else entry


def _as_object(entry: object, number: int) -> object:
    if not isinstance(entry, list):
        return entry
    if len(entry) != 3:
        raise Fault(_("span {number} is no list of start, end and label").format(number=number))
    return dict(zip(("start_offset", "end_offset", "label"), entry, strict=True))


def _span(entry: object, number: int, length: int, place: str, convert: Convert | None) -> Span:
    return span_of(entry, number, length, place, convert, "start_offset", "end_offset")


def _likely_unit(text: str, entries: Sequence[object]) -> str:
    """UTF-16, unless the spans stand clearly better in another unit, or lie outside the text in this one."""
    places = [
        (entry["start_offset"], entry["end_offset"])
        for entry in entries
        if isinstance(entry, dict) and type(entry.get("start_offset")) is type(entry.get("end_offset")) is int
    ]
    if not places or not _COUNTED_APART.search(text):
        return Unit.UTF16
    faults = {unit: _faults(text, places, from_unit(text, unit) or int) for unit in _UNITS}
    best = min(_UNITS, key=lambda unit: faults[unit])
    return best if faults[best] + _CLEARLY <= faults[Unit.UTF16] else Unit.UTF16


def _faults(text: str, places: Iterable[tuple[int, int]], convert: Convert) -> float:
    """How badly spans stand: 1 for an edge inside a word, as a proclitic has one, 2 for one at white space or inside a sign."""
    faults = 0.0
    for first, last in places:
        start, end = convert(first), convert(last)
        if not 0 <= start < end <= len(text):
            return float("inf")
        if text[start].isspace():
            faults += 2
        if text[end - 1].isspace():
            faults += 2
        faults += _inside(text, start) + _inside(text, end)
    return faults


def _inside(text: str, place: int) -> int:
    if place in (0, len(text)):
        return 0
    if _JOINED.match(text, place):
        return 2
    return 1 if _IN_WORD.match(text, place) else 0


_JOINED = regex.compile(r"[\p{M}\u200d\ufe0f]|(?<=\u200d)|(?<=\r)\n")
_IN_WORD = regex.compile(r"(?<=\w)\w")


# Writing


class _Doccano(LinesWriter):
    def __init__(self, path: Path, options: WriteOptions) -> None:
        super().__init__(path)
        self._offsets = options.offsets

    def add(self, record: Record) -> Record:
        kept = kept_of(record, ID)
        unit = self._offsets or _fitting(record, kept.get("offsets"))
        convert = to_unit(record.text, unit)
        value: dict[str, Any] = {"id": record.external_id or record.name, "offsets": unit}
        if kept.get("layout") == "entities":
            value |= self._entities(record, kept, convert)
        else:
            value["label"] = [[convert(span.start), convert(span.end), span.label] for span in record.annotations]
        value["text"] = record.text
        for key, item in own_meta(record).items():
            value[f"meta_{key}" if key in _WRITTEN else key] = item
        self._put(value)
        return record

    def _entities(self, record: Record, kept: Mapping[str, Any], convert: Convert) -> dict[str, Any]:
        ids = Ids(kept.get("ids"), record.annotations)
        entities = [
            {"id": identity, "label": span.label, "start_offset": convert(span.start), "end_offset": convert(span.end)}
            for span, identity in ids.name(record.annotations).items()
        ]
        relations = []
        for relation in objects(kept.get("relations")):
            ends = {key: ids.current(relation.get(key)) for key in ("from_id", "to_id")}
            if None in ends.values():
                self.report.note(Change.DANGLING, str(relation.get("type")))
            else:
                relations.append(relation | ends)
        return {"entities": entities, "relations": relations}


def _fitting(record: Record, unit: object) -> str:
    """The unit a record was read in, where all its spans can be said in it; else UTF-16."""
    if unit not in (Unit.CODE_POINT, Unit.GRAPHEME):
        return Unit.UTF16
    there, back = to_unit(record.text, str(unit)), from_unit(record.text, str(unit)) or int
    edges = {edge for span in record.annotations for edge in (span.start, span.end)}
    return str(unit) if all(back(there(edge)) == edge for edge in edges) else Unit.UTF16


_SIGNS = re.compile(
    rb'(?<!\\)"labels?"\s*:\s*\[\s*(\]|\[\s*\d+\s*,\s*\d+\s*,)'
    rb'|(?<!\\)"annotations"\s*:\s*\[\s*\{[^{}]*"start_offset"\s*:'
    rb'|(?<!\\)"entities"\s*:\s*\[\s*(\]\s*,\s*"relations"|\{[^{}]*"start_offset"\s*:)'
)

_TEXT = re.compile(rb'(?<!\\)"(text|data)"\s*:\s*"')
"""What some versions called ``data`` is the text."""


def _recognises(head: bytes) -> bool:
    of_dataturks = b'"points"' in head
    return begins_with(head) and bool(_TEXT.search(head) and _SIGNS.search(head)) and not of_dataturks


FORMATS = (
    Format(
        ID,
        mark("doccano"),
        (".doccano.jsonl",),
        Unit.UTF16,
        (Loss.SCORES, Loss.PROVENANCE),
        read=_read,
        write=_Doccano,
        recognises=_recognises,
        options=frozenset({"nesting", "offsets"}),
    ),
)

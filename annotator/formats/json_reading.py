"""What all formats made of JSON share: strict values, the text and the spans of a record, and what is wrong with them in words."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Never

from annotator.errors import FileEmpty, RecordInvalid, SpanEmpty, SpanOutsideText, WarraqError
from annotator.formats import files
from annotator.formats.faults import text_fault
from annotator.formats.format import Problem, ReadOptions, Unit
from annotator.formats.json_values import Value
from annotator.records import LabelId, Record, Source, Span
from annotator.text.offsets import Offsets
from annotator.texts import _, number

Convert = Callable[[int], int]
TEXT, ID, SPANS, OFFSETS, META = OURS = ("text", "id", "spans", "offsets", "meta")
"""What the parts of a record are called, as keys of an object or columns of a table."""
TEXT_NAMES = (TEXT, "content", "body", "النص", "نص")
"""What its text is called elsewhere."""
_VALUES = 4_000_000
"""Values in one document, each of which takes some 70 bytes: those of a million words with their places."""
_UNITS = (Unit.CODE_POINT, Unit.UTF16, Unit.GRAPHEME)


class Fault(Exception):
    """What is wrong with a record, translated; or the error itself."""

    def __init__(self, detail: str, error: WarraqError | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.error = error


def records(
    path: Path,
    options: ReadOptions,
    format_id: str,
    values: Iterable[Value],
    record: Callable[[dict[str, Any], str], Record],
    parse: Callable[[str], dict[str, Any]] | None = None,
) -> Iterator[Record | Problem]:
    """The records of a file: ``record`` makes one of an object and its place, or raises Fault, as ``parse`` does of what is written.

    Raises FileEmpty.
    """
    parse = parse or parsed
    sha256 = files.digest(path)
    name = options.name or path.stem
    empty = True
    for value in values:
        empty = False
        if isinstance(value.text, WarraqError):
            yield Problem(value.place, value.text)
            continue
        try:
            found = record(parse(value.text), value.place)
        except Fault as fault:
            yield Problem(value.place, fault.error or RecordInvalid(place=value.place, detail=fault.detail))
            continue
        source = Source(str(path), format_id, sha256=sha256, place=str(value.number))
        yield replace(found, name=found.name or found.external_id or f"{name}:{value.number}", source=source)
    if empty:
        raise FileEmpty(path=path)


def parsed(text: str) -> dict[str, Any]:
    """The object that a text writes. Raises Fault as ``decoded`` does."""
    return object_in(decoded(text))


def object_in(value: object) -> dict[str, Any]:
    """A value that must be an object. Raises Fault."""
    if not isinstance(value, dict):
        raise Fault(_("it is no JSON object"))
    return value


def decoded(text: str) -> Any:
    """The value that a text writes. Raises Fault: no key stands twice, and everything in it can be written again."""
    if len(text) > _VALUES and text.count(",") > _VALUES:
        raise Fault(_("it holds more than {limit} values").format(limit=number(_VALUES)))
    try:
        value = _DECODER.decode(text)
        if "\\ud" in text or "\\uD" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise Fault(_("it is not valid JSON from character {position} on").format(position=error.pos + 1)) from error
    except UnicodeEncodeError as error:
        found = f"\\u{ord(error.object[error.start]):04x}"
        place = text.lower().find(found) + 1
        detail = _("it holds half a character, the lone surrogate {found}, at character {position}")
        raise Fault(detail.format(found=found, position=place)) from error
    except RecursionError as error:
        raise Fault(_("its brackets are nested too deeply")) from error
    except ValueError as error:
        raise Fault(_("it holds a number that is too long")) from error
    return value


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Fault(_("the key “{key}” stands twice in one object").format(key=twice))
    return found


def _constant(name: str) -> Never:
    raise Fault(_("{name} is no JSON value").format(name=name))


def _float(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise Fault(_("it holds a number that is too long"))
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant, parse_float=_float)


# The parts of a record


def identity(value: object, key: str = "id") -> str | None:
    """The id that a record gives itself, if it does."""
    if isinstance(value, str) and "\0" in value:
        raise Fault(_("“{key}” holds a NUL").format(key=key))
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Fault(_("“{key}” is neither text nor a whole number").format(key=key))


def text_of(value: dict[str, Any], key: str = "text") -> str:
    """The text under a key, whole and no longer than a document may be."""
    text = value.get(key)
    if key not in value:
        names = ", ".join(f"“{name[:40]}”" for name in list(value)[:10])
        missing = _("“{key}” is missing; there are {names}") if names else _("“{key}” is missing")
        raise Fault(missing.format(key=key, names=names))
    if not isinstance(text, str):
        raise Fault(_("“{key}” is not text").format(key=key))
    if fault := text_fault(text):
        raise Fault(fault)
    return text


def list_of(value: dict[str, Any], key: str) -> list[Any]:
    """The list under a key; empty where there is none, or null."""
    found = value.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise Fault(_("“{key}” is not a list").format(key=key))
    return found


def object_of(value: dict[str, Any], key: str) -> dict[str, Any]:
    """The object under a key; empty where there is none, or null."""
    found = value.get(key)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Fault(_("“{key}” is not an object").format(key=key))
    return found


def span_of(
    entry: object,
    number: int,
    text_length: float,
    place: str,
    convert: Convert | None = None,
    start: str = "start",
    end: str = "end",
) -> Span:
    """The span that an object states under these keys and ``label``, brought to code points. ``number`` is its place from 1."""
    try:
        first, last, label = entry[start], entry[end], entry["label"]  # type: ignore[index]
        if convert:
            first, last = convert(first), convert(last)
        if (
            type(first) is int
            and type(last) is int
            and type(label) is str
            and label
            and 0 <= first < last <= text_length
        ):
            return Span(first, last, LabelId(label))
    except (TypeError, KeyError, IndexError):
        pass
    raise bad_span(entry, number, text_length, place, start, end)


def bad_span(
    entry: object, number: int, length: float, place: str, start_key: str = "start", end_key: str = "end"
) -> Fault:
    """What is wrong with an object that states no span of a text of that length."""
    where = _("span {number}").format(number=number)
    if not isinstance(entry, dict):
        return Fault(_("{where} is no JSON object").format(where=where))
    for key, kind in ((start_key, int), (end_key, int), ("label", str)):
        if key not in entry:
            return Fault(_("{where} has no “{key}”").format(where=where, key=key))
        if type(entry[key]) is not kind:
            wanted = _("text") if kind is str else _("a whole number")
            return Fault(_("“{key}” of {where} is not {wanted}").format(where=where, key=key, wanted=wanted))
    if not entry["label"]:
        return Fault(_("the label of {where} is empty").format(where=where))
    start, end = entry[start_key], entry[end_key]
    kind_of_error = SpanEmpty if start >= end else SpanOutsideText
    return Fault("", kind_of_error(place=place, start=start, end=end, length=length))


def score_of(value: object, number: int) -> float:
    """A score 0–1; 1 where there is none."""
    if value is None:
        return 1.0
    if type(value) not in (int, float) or not 0 <= value <= 1:  # type: ignore[operator]
        raise Fault(_("the score of span {number} is no number from 0 to 1").format(number=number))
    return float(value)  # type: ignore[arg-type]


# Units


def stated_unit(value: dict[str, Any], default: str) -> str:
    """The unit that a record names under ``offsets``, or the default."""
    unit = value.get("offsets", default)
    if unit not in _UNITS:
        raise Fault(_("“{key}” is not one of {choices}").format(key="offsets", choices=", ".join(_UNITS)))
    return str(unit)


def from_unit(text: str, unit: str) -> Convert | None:
    """From a unit to code points, -1 for what lies outside the text; nothing where there is nothing to convert."""
    if unit == Unit.CODE_POINT:
        return None
    offsets = Offsets(text)
    convert, longest = (
        (offsets.from_utf16, offsets.utf16_length)
        if unit == Unit.UTF16
        else (offsets.from_grapheme, offsets.grapheme_length)
    )
    return lambda position: convert(position) if 0 <= position <= longest else -1


def to_unit(text: str, unit: str) -> Convert:
    """From code points to a unit."""
    if unit == Unit.CODE_POINT:
        return int
    offsets = Offsets(text)
    return offsets.to_utf16 if unit == Unit.UTF16 else offsets.to_grapheme

"""UIMA CAS JSON 0.4.0 for INCEpTION: a folder with a file a document, each with its types.

Offsets count UTF-16 units, or code points where the header of a file says ``UTF-32``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import FileEmpty, RecordInvalid
from annotator.formats import uima
from annotator.formats.document_files import FolderWriter, content, records
from annotator.formats.encoding import decode
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.json_reading import Fault, parsed
from annotator.records import Record, Source
from annotator.text.offsets import Offsets
from annotator.texts import _, mark

if TYPE_CHECKING:
    from cassis import TypeSystem

_HEADER, _TYPES, _STRUCTURES, _VIEWS = "%HEADER", "%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"
_ID, _TYPE = "%ID", "%TYPE"
_SOFA = "uima.cas.Sofa"
_PLACES = ("begin", "end")
_UTF_16, _UTF_32 = "UTF-16", "UTF-32"
_TEXTS_LIMIT = 100
"""Texts, or views, of one document."""


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    return records(path, ".json", options, lambda file, name: _record(file, name, options.encoding))


def _record(file: Path, name: str, encoding: str | None) -> Record:
    from cassis import load_cas_from_json

    data = content(file)
    if not data.strip():
        raise FileEmpty(path=file)
    place = str(file)
    value = _as_cassis_reads(_parsed(decode(data, place, encoding).text, place), place)
    with uima.cas_errors(place):
        types = _type_system(json.dumps(value[_TYPES]))
        cas = load_cas_from_json(json.dumps(value, ensure_ascii=False), types, merge_typesystem=False)
        found = uima.record(cas, name, "casjson", place)
    return replace(found, source=Source(place, "casjson", sha256=hashlib.sha256(data).hexdigest()))


def _parsed(text: str, place: str) -> dict[str, Any]:
    try:
        return parsed(text)
    except Fault as fault:
        raise RecordInvalid(place=place, detail=fault.detail) from fault


@lru_cache(maxsize=2)
def _type_system(types: str) -> TypeSystem:
    """The types of a CAS. Those of the next one are mostly the same, and to make them takes cassis longer than to read it."""
    from cassis import load_cas_from_json

    return load_cas_from_json(f'{{"{_TYPES}": {types}, "{_STRUCTURES}": [], "{_VIEWS}": {{}}}}').typesystem


def _as_cassis_reads(value: dict[str, Any], place: str) -> dict[str, Any]:
    """The CAS in the one form that cassis knows. Raises RecordInvalid."""
    structures = _structures(value, place)
    texts = {id_: it.get("sofaString") for id_, it in structures if it.get(_TYPE) == _SOFA}
    if len(texts) > _TEXTS_LIMIT or not isinstance(value.get(_VIEWS), dict):
        raise RecordInvalid(place=place, detail=_("its views are missing, or far too many"))
    for text in texts.values():
        uima.check_length(text if isinstance(text, str) else None, place)
    code_points = _encoding(value, place) == _UTF_32
    offsets = {id_: Offsets(text) for id_, text in texts.items() if isinstance(text, str)} if code_points else {}
    try:
        for _id, structure in structures:
            _convert(structure, offsets)
    except (IndexError, TypeError) as error:
        detail = _("an offset lies outside the text, or within a character")
        raise RecordInvalid(place=place, detail=detail) from error
    types = value.setdefault(_TYPES, {})
    described = types.items() if isinstance(types, dict) else ()
    in_short = {name: _type_in_short(it) for name, it in described if isinstance(it, dict)}
    uima.check_types(in_short, place)
    return value


def _type_in_short(described: Mapping[str, Any]) -> tuple[str, int]:
    """The supertype of a type and the number of its features."""
    return str(described.get("%SUPER_TYPE")), sum(not key.startswith("%") for key in described)


def _structures(value: Mapping[str, Any], place: str) -> Sequence[tuple[str, dict[str, Any]]]:
    """The feature structures by their ids, of a list or an object of them."""
    found = value.get(_STRUCTURES)
    if isinstance(found, dict):
        pairs = list(found.items())
    else:
        pairs = [(it.get(_ID), it) for it in found if isinstance(it, dict)] if isinstance(found, list) else []
    if not pairs or not all(isinstance(it, dict) for _id, it in pairs):
        raise RecordInvalid(place=place, detail=_("it is no CAS of UIMA, or damaged"))
    return [(str(id_), it) for id_, it in pairs]


def _encoding(value: Mapping[str, Any], place: str) -> str:
    """What offsets count: as the header says, under whatever key; UTF-16 units where it says nothing."""
    header = value.get(_HEADER)
    said = [it for it in header.values() if isinstance(it, str)] if isinstance(header, dict) else []
    found = next((it for it in said if it.upper().startswith("UTF-")), _UTF_16).upper()
    if found not in (_UTF_16, _UTF_32):
        detail = _("its offsets count {unit}, which is not read; {known} are").format(
            unit=found, known=f"{_UTF_16}, {_UTF_32}"
        )
        raise RecordInvalid(place=place, detail=detail)
    return found


def _convert(structure: dict[str, Any], offsets: Mapping[str, Offsets]) -> None:
    """Write places without the mark of an anchor, and in UTF-16 units where the text is among those given."""
    for name in _PLACES:
        if f"^{name}" in structure:
            structure[name] = structure.pop(f"^{name}")
    if text := offsets.get(str(structure.get("@sofa"))):
        for name in _PLACES:
            if name in structure:
                structure[name] = text.to_utf16(structure[name])


# Writing


class _CasJson(FolderWriter):
    def __init__(self, folder: Path, options: WriteOptions) -> None:
        super().__init__(folder, ".json")
        self._tokens = options.tokens

    def add(self, record: Record) -> Record:
        from cassis.typesystem import TypeSystemMode

        cas = uima.filled(record, self._tokens, self.report)
        # As a text, which is made in one go: into a file cassis writes each bracket by itself, four times as slowly.
        written = cas.to_json(pretty_print=False, type_system_mode=TypeSystemMode.MINIMAL)
        self.next_file(record).write_bytes(written.encode())
        return record


def _recognises(head: bytes) -> bool:
    return re.match(rb'(?:\xef\xbb\xbf)?\s*\{\s*"%(HEADER|TYPES|FEATURE_STRUCTURES|VIEWS)"', head) is not None


FORMATS = (
    Format(
        "casjson",
        mark("UIMA CAS JSON"),
        (),
        Unit.UTF16,
        (Loss.SCORES, Loss.META, Loss.PROVENANCE),
        read=_read,
        write=_CasJson,
        recognises=_recognises,
        options=frozenset({"nesting", "tokens"}),
        folder=True,
    ),
)

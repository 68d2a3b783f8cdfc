"""UIMA CAS XMI 1.0 for INCEpTION: a folder with a file a document, and the types of all of them in ``TypeSystem.xml``.

The type system is read along with each file. Offsets count UTF-16 units, which dkpro-cassis converts.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import FileEmpty, FileUnreadable, RecordInvalid
from annotator.formats import files, uima
from annotator.formats.document_files import FolderWriter, content, records
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.report import Change
from annotator.formats.safe_xml import check, check_elements, elements_in
from annotator.records import Record, Source
from annotator.texts import _, mark

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

TYPE_SYSTEM = "TypeSystem.xml"
_ROOT = "{http://www.omg.org/XMI}XMI"
_SOFA = "{http:///uima/cas.ecore}Sofa"
_UIMA = "{http://uima.apache.org/resourceSpecifier}"
_TYPES_ROOT = f"{_UIMA}typeSystemDescription"
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_TYPES_LIMIT = 5 * files.MEGABYTE


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    return records(path, ".xmi", options, _record)


def _record(file: Path, name: str) -> Record:
    from cassis import load_cas_from_xmi

    data = content(file)
    if not data.strip():
        raise FileEmpty(path=file)
    _check_xml(data, file, _ROOT)
    types = _type_system(file)
    with uima.cas_errors(str(file)):
        found = uima.record(load_cas_from_xmi(io.BytesIO(data), types), name, "xmi", str(file))
    return replace(found, source=Source(str(file), "xmi", sha256=hashlib.sha256(data).hexdigest()))


class _Check:
    """A target of the parser that looks at what cassis would not: it keeps nothing."""

    def __init__(self, file: Path, root: str) -> None:
        self._file = file
        self._root = root
        self._begun = False

    def doctype(self, _name: str, _public: str, _system: str) -> None:
        detail = _("it declares a document type (DOCTYPE), which is not read from outside; remove the declaration")
        raise RecordInvalid(place=str(self._file), detail=detail)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if not self._begun and tag != self._root:
            detail = _("it is no XMI of UIMA") if self._root == _ROOT else _("it is no type system of UIMA")
            raise RecordInvalid(place=str(self._file), detail=detail)
        self._begun = True
        if tag == _SOFA:
            uima.check_length(attributes.get("sofaString"), str(self._file))

    def close(self) -> None:
        """Nothing was kept."""


def _check_xml(data: bytes, file: Path, root: str) -> None:
    """That it is XML with this root and without entities. Raises RecordInvalid."""
    from lxml import etree

    check_elements(elements_in(data), file)
    parser = etree.XMLParser(target=_Check(file, root), **_SAFE)
    try:
        parser.feed(data)
        parser.close()
    except etree.XMLSyntaxError as error:
        line, column = error.position or (1, 1)
        detail = _("it is not well-formed XML: line {line}, column {column}").format(line=line, column=column)
        raise RecordInvalid(place=str(file), detail=detail) from error


def _type_system(file: Path) -> TypeSystem:
    """The type system beside a file. Raises FileUnreadable."""
    for name in (TYPE_SYSTEM, TYPE_SYSTEM.lower()):
        beside = file.with_name(name)
        if files.is_file(beside):
            return _types_of(beside, beside.stat().st_mtime_ns)
    detail = _("its type system is missing: {name} must stand beside it").format(name=TYPE_SYSTEM)
    raise FileUnreadable(path=file, detail=detail)


@lru_cache(maxsize=2)
def _types_of(file: Path, _changed: int) -> TypeSystem:
    from cassis import load_typesystem, merge_typesystems
    from lxml import etree

    data = content(file, _TYPES_LIMIT)
    _check_xml(data, file, _TYPES_ROOT)
    with uima.cas_errors(str(file)):
        described = etree.fromstring(data, etree.XMLParser(**_SAFE)).iter(f"{_UIMA}typeDescription")
        uima.check_types(dict(map(_type_in_short, described)), str(file))
        # Merged, even alone: as it is loaded, the types that features name are copies without features.
        return merge_typesystems(load_typesystem(io.BytesIO(data)))


def _type_in_short(described: Any) -> tuple[str, tuple[str, int]]:
    """The name of a type, with its supertype and the number of its features."""
    name, supertype = (described.findtext(f"{_UIMA}{tag}", "").strip() for tag in ("name", "supertypeName"))
    return name, (supertype, len(described.findall(f"{_UIMA}features/{_UIMA}featureDescription")))


# Writing


class _Xmi(FolderWriter):
    def __init__(self, folder: Path, options: WriteOptions) -> None:
        super().__init__(folder, ".xmi")
        self._tokens = options.tokens
        self._types = uima.base_types()
        self._known: set[str] = set()

    def add(self, record: Record) -> Record:
        _check_signs(record)
        file = self.next_file(record)
        cas = uima.filled(record, self._tokens, self.report)
        if not (self._takes_types(cas) and _written(cas, file)):
            self.report.note(Change.LAYERS, record.name)
            uima.plain(record, self._tokens).to_xmi(file, pretty_print=True)
        return record

    def _takes_types(self, cas: Cas) -> bool:
        """Bring the types of a CAS into the one type system of the folder; False where they contradict it."""
        from cassis import merge_typesystems

        if cas.typesystem is uima.base_types() or (types := cas.typesystem.to_xml()) in self._known:
            return True
        try:
            with uima.cas_errors(""):
                self._types = merge_typesystems(self._types, cas.typesystem)
        except RecordInvalid:
            return False
        self._known.add(types)
        return True

    def finish(self) -> None:
        self._types.to_xml(self.folder / TYPE_SYSTEM)


def _written(cas: Cas, file: Path) -> bool:
    """Write a CAS; False where XML cannot hold what was kept of it."""
    try:
        with uima.cas_errors(str(file)):
            cas.to_xmi(file, pretty_print=True)
    except RecordInvalid:
        return False
    return True


def _check_signs(record: Record) -> None:
    """That XML can hold its text and labels. Raises RecordInvalid."""
    for text in (record.text, record.name, *{span.label for span in record.annotations}):
        check(text, record.name)


def _accompanies(path: Path) -> bool:
    return path.name.lower() == TYPE_SYSTEM.lower()


def _recognises(head: bytes) -> bool:
    return b'"http://www.omg.org/XMI"' in head and b"http:///uima/cas.ecore" in head


FORMATS = (
    Format(
        "xmi",
        mark("UIMA CAS XMI"),
        (".xmi",),
        Unit.UTF16,
        (Loss.SCORES, Loss.META, Loss.PROVENANCE),
        read=_read,
        write=_Xmi,
        recognises=_recognises,
        options=frozenset({"nesting", "tokens"}),
        folder=True,
        accompanies=_accompanies,
    ),
)

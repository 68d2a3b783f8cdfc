"""BioC, as XML or JSON: documents of passages, each with its offset, and annotations with theirs.

The text of a document is its passages with a line end between them. What an offset counts is not agreed upon: code points
are tried, then UTF-16, then bytes, until every annotation is the text that it repeats. Written are code points, which an
infon of the collection says. Infons, ids, sentences, places in fragments and relations are kept and written back.
Where a span comes from is the infon ``provenance`` of its annotation, as JSON.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

from annotator.errors import (
    FileEmpty,
    FileUnreadable,
    RecordInvalid,
    SpanEmpty,
    SpanOutsideText,
    WarraqError,
)
from annotator.formats import files
from annotator.formats.bioc_kept import Annotation, Kept, Passage, infons_of, objects, plain, relations_of
from annotator.formats.bioc_writing import Bioc
from annotator.formats.bioc_xml import Value, value_of
from annotator.formats.encoding import decode
from annotator.formats.faults import check_text
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit
from annotator.formats.json_reading import Fault, decoded
from annotator.formats.provenance import PROVENANCE, from_text, with_provenance
from annotator.formats.safe_xml import elements
from annotator.records import LabelId, Record, Source, Span, reading_order
from annotator.texts import _, mark

_LABELS = ("type", "label", "class", "entity_type")
"""Infons that may hold the label; the first is the one agreed upon."""
_BLANK = re.compile(r"\s")


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    sha256 = files.digest(path)
    name = options.name or path.stem
    is_xml = files.head(path).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")
    number = 0
    for number, value in enumerate(_from_xml(path) if is_xml else _from_json(path, options.encoding), 1):
        place = _("{path}, document {number}").format(path=path, number=number)
        source = Source(str(path), "bioc", sha256=sha256, place=str(number))
        try:
            yield _record(value, f"{name}:{number}", place, source)
        except WarraqError as error:
            yield Problem(place, error)
    if not number:
        raise FileEmpty(path=path)


def _from_xml(path: Path) -> Iterator[Value]:
    for element in elements(path, {"document"}, document_type="BioC.dtd"):
        if any(not isinstance(part.tag, str) for part in element.iter()):
            place = files.place(path, element.sourceline)
            raise RecordInvalid(place=place, detail=_("it holds an entity that is not known"))
        yield value_of(element)


def _from_json(path: Path, encoding: str | None) -> Iterator[Value]:
    """The documents of a JSON file, which is read as a whole: a collection, a list of some, or documents alone."""
    with files.opened(path) as file:
        data = file.read(files.LINE_LIMIT + 1)
    if len(data) > files.LINE_LIMIT:
        limit = files.LINE_LIMIT // files.MEGABYTE
        raise FileUnreadable(
            path=path, detail=_("as JSON it may have {limit} MB; BioC in XML may have any size").format(limit=limit)
        )
    try:
        value = decoded(decode(data, str(path), encoding).text)
    except Fault as fault:
        raise FileUnreadable(path=path, detail=fault.detail) from fault
    yield from _documents(value)


def _documents(value: object) -> Iterator[Value]:
    if isinstance(value, list):
        for each in objects(value):
            yield from _documents(each)
    elif isinstance(value, dict) and "passages" in value:
        yield value
    elif isinstance(value, dict):
        for key in ("documents", "PubTator3"):
            yield from objects(value.get(key))


@dataclass
class _Piece:
    """A stretch of the text with an offset of its own: a passage, or a sentence of one."""

    offset: int
    text: str
    start: int
    """In the document, in code points."""
    annotations: list[Value] = field(default_factory=list)


@dataclass
class _Incoming:
    """A document as its passages come in."""

    pieces: list[_Piece] = field(default_factory=list)
    length: int = 0
    gaps: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(gap + piece.text for gap, piece in zip(self.gaps, self.pieces, strict=True))

    def add(self, value: Value, between: str, place: str) -> _Piece:
        """Take in a passage or sentence, with what stands between it and the one before."""
        text = value.get("text") or ""
        if not isinstance(text, str) or "\0" in text:
            raise RecordInvalid(place=place, detail=_("the text of a passage is no text, or holds a NUL"))
        gap = between if self.length and text else ""
        offset = _whole(value.get("offset", 0), place)
        piece = _Piece(offset, text, self.length + len(gap), list(objects(value.get("annotations"))))
        self.pieces.append(piece)
        self.gaps.append(gap)
        self.length += len(gap) + len(text)
        return piece


def _record(document: Value, name: str, place: str, source: Source) -> Record:
    external_id = plain(document.get("id")) or None
    if external_id and "\0" in external_id:
        raise RecordInvalid(place=place, detail=_("“{key}” holds a NUL").format(key="id"))
    incoming = _Incoming()
    passages = tuple(_passage(incoming, passage, place) for passage in objects(document.get("passages")))
    text = check_text(incoming.text, place)
    annotations = _annotations(incoming.pieces, text, place)
    spans = {it.span for it in annotations if it.fragments != ()}
    told = [(it.span, from_text(it.infons.get(PROVENANCE, ""))) for it in annotations]
    untold = [_untold(it) if each else it for it, (_span, each) in zip(annotations, told, strict=True)]
    kept = Kept(infons_of(document), passages, tuple(untold), relations_of(document))
    ordered = tuple(sorted(spans, key=reading_order))
    meta = with_provenance(kept.meta(), told)
    return Record(text, external_id or name, external_id, ordered, meta=meta, source=source)


def _untold(annotation: Annotation) -> Annotation:
    """The annotation without what it says of its provenance, which is kept apart."""
    return replace(annotation, infons={key: it for key, it in annotation.infons.items() if key != PROVENANCE})


def _passage(incoming: _Incoming, value: Value, place: str) -> Passage:
    sentences = list(objects(value.get("sentences")))
    if value.get("text") or not sentences:
        piece = incoming.add(value, "\n", place)
        for sentence in sentences:
            piece.annotations += objects(sentence.get("annotations"))
        return _kept_passage(value, piece, incoming.length)
    found: list[Passage] = []
    for sentence in sentences:
        before = incoming.pieces[-1] if found else None
        between = "\n" if before is None else "" if _touches(before, sentence) else " "
        piece = incoming.add(sentence, between, place)
        found.append(_kept_passage(sentence, piece, incoming.length))
    incoming.pieces[-len(found)].annotations += objects(value.get("annotations"))
    return Passage(found[0].start, incoming.length, infons_of(value), relations_of(value), tuple(found))


def _kept_passage(value: Value, piece: _Piece, end: int) -> Passage:
    return Passage(piece.start, end, infons_of(value), relations_of(value))


def _touches(before: _Piece, sentence: Value) -> bool:
    """Whether a sentence begins where the one before it ends, whatever the offsets count; in doubt code points, with a space between."""
    start = plain(sentence.get("offset"))
    ends = [before.offset + sum(map(size, before.text)) for size in _SIZES]
    return start in map(str, ends) and start != str(ends[0] + 1)


# Annotations and their unit

_SIZES: tuple[Callable[[str], int], ...] = (
    lambda _character: 1,
    lambda character: 1 + (character > "\uffff"),
    lambda character: len(character.encode()),
)
"""What a character counts: as a code point, in UTF-16, in the bytes of UTF-8."""


def _annotations(pieces: Sequence[_Piece], text: str, place: str) -> list[Annotation]:
    """The annotations in code points. Raises RecordInvalid where in no unit they are the texts that they repeat."""
    first: WarraqError | None = None
    for size in _SIZES:
        try:
            counted = list(accumulate(map(size, text), initial=0))
            return [found for piece in pieces for found in _of_piece(piece, text, counted, place)]
        except (SpanOutsideText, RecordInvalid) as error:
            first = first or error
    assert first
    raise first


def _of_piece(piece: _Piece, text: str, counted: Sequence[int], place: str) -> Iterator[Annotation]:
    """``counted`` is what each place of the text is in the unit of the offsets."""
    for value in piece.annotations:
        id_ = plain(value.get("id"))
        infons = infons_of(value)
        locations = list(objects(value.get("locations")))
        if not locations:
            yield Annotation(id_, Span(piece.start, piece.start, LabelId("")), infons, ())
            continue
        fragments = [_fragment(location, piece, counted, len(text), place) for location in locations]
        span = Span(
            min(start for start, _end in fragments), max(end for _start, end in fragments), _label(infons, id_, place)
        )
        _check(span, fragments, value.get("text"), text, place)
        yield Annotation(id_, span, infons, tuple(fragments) if len(fragments) > 1 else None)


def _fragment(location: Value, piece: _Piece, counted: Sequence[int], length: int, place: str) -> tuple[int, int]:
    offset, size = _whole(location.get("offset"), place), _whole(location.get("length"), place)
    first = counted[piece.start] + offset - piece.offset
    start, end = bisect_left(counted, first), bisect_left(counted, first + size)
    if first < 0 or end == len(counted) or (counted[start], counted[end]) != (first, first + size):
        raise SpanOutsideText(place=place, start=offset, end=offset + size, length=length)
    if start == end:
        raise SpanEmpty(place=place, start=offset, end=offset + size, length=length)
    return start, end


def _label(infons: Mapping[str, str], id_: str, place: str) -> LabelId:
    for key in _LABELS:
        if label := infons.get(key):
            return LabelId(label)
    raise RecordInvalid(place=place, detail=_("the annotation {id} has no infon “type”").format(id=id_))


def _check(span: Span, fragments: Sequence[tuple[int, int]], said: object, text: str, place: str) -> None:
    if not isinstance(said, str) or not said:
        return
    there = "".join(text[start:end] for start, end in fragments)
    if len(fragments) > 1:
        there, said = "".join(there.split()), "".join(said.split())
    if _BLANK.sub(" ", there) != _BLANK.sub(" ", said):
        detail = _("an annotation says “{said}”, but at {start}–{end} the text is “{text}”")
        values = {"said": said[:60], "start": span.start, "end": span.end, "text": there[:60]}
        raise RecordInvalid(place=place, detail=detail.format(**values))


def _whole(value: object, place: str) -> int:
    text = plain(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,9}", text):
        raise RecordInvalid(
            place=place, detail=_("the offset or length “{value}” is no whole number").format(value=text[:60])
        )
    return int(text)


def _recognises(head: bytes) -> bool:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return re.search(rb"<collection[\s>]", head) is not None and (b"<document" in head or b"BioC" in head)
    return b'"BioCCollection"' in head or (b'"passages"' in head and b'"infons"' in head)


FORMATS = (
    Format(
        "bioc",
        mark("BioC (XML or JSON)"),
        (".bioc.xml", ".bioc.json"),
        Unit.CODE_POINT,
        (Loss.SCORES, Loss.META),
        read=_read,
        write=Bioc,
        recognises=_recognises,
        options=frozenset({"nesting"}),
    ),
)

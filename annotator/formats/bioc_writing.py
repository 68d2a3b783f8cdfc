"""Writing BioC: JSON where the name of the file ends so, XML else, which is what most tools take."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from annotator.formats.bioc_kept import Annotation, Kept, Passage, Relation, kept
from annotator.formats.bioc_xml import Value, element_of
from annotator.formats.format import WriteOptions, Writer
from annotator.formats.provenance import PROVENANCE, as_text, provenance_of
from annotator.formats.references import spans_now, standing
from annotator.formats.report import Change
from annotator.formats.safe_xml import check
from annotator.records import Record

_SOURCE = "Warraq"
_UNIT = {"offset_unit": "Unicode code points"}
_XML_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE collection SYSTEM "BioC.dtd">\n<collection>'
    f'<source>{_SOURCE}</source><date></date><key></key><infon key="offset_unit">{_UNIT["offset_unit"]}</infon>\n'
)
_COLLECTION = {
    "bioctype": "BioCCollection",
    "source": _SOURCE,
    "date": "",
    "key": "",
    "version": "1.0",
    "infons": _UNIT,
}
_JSON_HEAD = json.dumps(_COLLECTION)[:-1] + ', "documents": ['


class Bioc(Writer):
    """Writes a collection, a document a record."""

    def __init__(self, path: Path, _options: WriteOptions) -> None:
        super().__init__()
        self._json = ".json" in path.suffixes
        self._between = ""
        self._file = path.open("w", encoding="utf-8", newline="")
        self._file.write(_JSON_HEAD if self._json else _XML_HEAD)

    def add(self, record: Record) -> Record:
        document = self._document(record)
        self._file.write(self._between + (_json(document) if self._json else _xml(document, record.name)))
        self._between = ",\n" if self._json else ""
        return Record(record.text, annotations=record.annotations)

    def _document(self, record: Record) -> Value:
        held = kept(record.meta, len(record.text))
        annotations = _annotations(record, held)
        keep = self._standing(held, annotations)
        passages = held.passages if _text_of(held.passages, record.text) == record.text else ()
        whole = passages or (Passage(0, len(record.text), {}),)
        groups = _grouped(annotations, whole)
        return {
            "id": record.external_id or record.name,
            "infons": held.infons,
            "passages": [
                _passage(passage, group, record.text, keep) for passage, group in zip(whole, groups, strict=True)
            ],
            "relations": [_relation(relation) for relation in held.relations if id(relation) in keep],
        }

    def _standing(self, held: Kept, annotations: Sequence[Annotation]) -> set[int]:
        """The relations whose every node stands, by ``id()``; those that do not are reported."""
        sentences = (sentence for passage in held.passages for sentence in passage.sentences)
        relations = [*held.relations, *(it for part in (*held.passages, *sentences) for it in part.relations)]
        names = {id(relation): relation.id or f"\0{id(relation)}" for relation in relations}
        pointing = {names[id(it)]: [target for target, _role in it.nodes] for it in relations}
        stand = standing(pointing, {annotation.id for annotation in annotations})
        for relation in relations:
            if names[id(relation)] not in stand:
                self.report.note(Change.DANGLING, relation.infons.get("type") or relation.id)
        return {name for name, known in names.items() if known in stand}

    def finish(self) -> None:
        self._file.write("]}\n" if self._json else "</collection>\n")
        self.close()

    def close(self) -> None:
        self._file.close()


def _annotations(record: Record, held: Kept) -> list[Annotation]:
    """Those that were kept and stand, then those that are new, each with an id that none had before."""
    now = spans_now((it.span for it in held.annotations if it.fragments != ()), record.annotations)
    told = provenance_of(record)
    stand = [
        Annotation(it.id, now.get(it.span, it.span), it.infons, it.fragments)
        for it in held.annotations
        if it.fragments == () or it.span in now
    ]
    written = set(now.values())
    used = {it.id for it in held.annotations}
    free = (name for number in count(1) if (name := f"T{number}") not in used)
    new = [Annotation(next(free), span, {}) for span in record.annotations if span not in written]
    return [
        replace(it, infons=it.infons | {PROVENANCE: as_text(told[it.span])}) if it.span in told else it
        for it in [*stand, *new]
    ]


def _text_of(passages: Sequence[Passage], text: str) -> str:
    """The text as a reader puts it together from the passages."""
    pieces = []
    for passage in passages:
        piece = text[passage.start : passage.end]
        starts = [sentence.start for sentence in passage.sentences]
        ends = [sentence.end for sentence in passage.sentences]
        if starts and (starts[0], ends[-1]) != (passage.start, passage.end):
            return ""
        between = [text[end:start] for end, start in zip(ends, starts[1:], strict=False)]
        if any(gap not in ("", " ") for gap in between):
            return ""
        pieces.append(piece)
    return "\n".join(piece for piece in pieces if piece)


def _grouped(annotations: Sequence[Annotation], passages: Sequence[Passage]) -> list[list[Annotation]]:
    """The annotations of each passage or sentence: those that begin in it, or between it and the next."""
    groups: list[list[Annotation]] = [[] for _passage in passages]
    filled = [place for place, passage in enumerate(passages) if passage.start < passage.end] or [0]
    starts = [passages[place].start for place in filled]
    for annotation in annotations:
        groups[filled[max(bisect_right(starts, annotation.span.start) - 1, 0)]].append(annotation)
    return groups


def _passage(passage: Passage, annotations: Sequence[Annotation], text: str, keep: set[int]) -> Value:
    value: Value = {
        "infons": passage.infons,
        "offset": passage.start,
        "text": text[passage.start : passage.end],
        "annotations": [],
        "sentences": [],
        "relations": [_relation(relation) for relation in passage.relations if id(relation) in keep],
    }
    if passage.sentences:
        del value["text"]
        groups = _grouped(annotations, passage.sentences)
        pairs = zip(passage.sentences, groups, strict=True)
        value["sentences"] = [_passage(sentence, group, text, keep) for sentence, group in pairs]
    else:
        value["annotations"] = [_annotation(annotation, text) for annotation in annotations]
    return value


def _annotation(annotation: Annotation, text: str) -> Value:
    span = annotation.span
    fragments = [span[:2]] if annotation.fragments is None else annotation.fragments
    return {
        "id": annotation.id,
        "infons": annotation.infons | ({"type": span.label} if span.label else {}),
        "text": " ".join(text[start:end] for start, end in fragments),
        "locations": [{"offset": start, "length": end - start} for start, end in fragments],
    }


def _relation(relation: Relation) -> Value:
    nodes = [{"refid": target, "role": role} for target, role in relation.nodes]
    return {"id": relation.id, "infons": relation.infons, "nodes": nodes}


def _json(document: Value) -> str:
    return json.dumps(document, ensure_ascii=False)


def _xml(document: Value, name: str) -> str:
    from lxml import etree

    check("".join(_texts(document)), name)
    return str(etree.tostring(element_of("document", document), encoding="unicode")) + "\n"


def _texts(value: Any) -> list[str]:
    """Every text in a value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in (key, *_texts(each))]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return []

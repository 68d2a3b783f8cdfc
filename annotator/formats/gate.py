"""GATE documents in XML, as GATE saves them: a folder with a document a file.

A place is a node in the text, whose id counts UTF-16 as Java does; where it stands says where it is. All annotation sets
come in as one. Annotations of the types that analysis makes by the thousand, and the marks of the document that the text was
taken from, are no spans unless there is nothing else; they, the features, and the relations are kept and written back.
Where a span comes from is the feature ``provenance`` of its annotation, as JSON.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.errors import FileEmpty, FileUnreadable, RecordInvalid
from annotator.formats import files
from annotator.formats.document_files import content, records
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit
from annotator.formats.gate_kept import Annotation, Feature, Kept, Relation, spans
from annotator.formats.gate_writing import Gate
from annotator.formats.provenance import PROVENANCE, Told, from_text, with_provenance
from annotator.formats.safe_xml import elements, local_name
from annotator.records import LabelId, Record, Source, Span, reading_order
from annotator.texts import _, mark

_PARTS = frozenset({"GateDocumentFeatures", "TextWithNodes", "Annotation", "Relation", "GateDocument"})


@dataclass
class _Incoming:
    text: str = ""
    nodes: dict[str, int] = field(default_factory=dict)
    """Where in the text the nodes stand, in code points."""
    features: tuple[Feature, ...] = ()
    annotations: list[Annotation] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    whole: bool = False


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    return records(path, ".xml", options, _document)


def _document(path: Path, name: str) -> Record:
    sha256 = hashlib.sha256(content(path)).hexdigest()
    incoming = _Incoming()
    for element in elements(path, _PARTS):
        _take(incoming, element, path)
    if not incoming.whole:
        raise FileUnreadable(path=path, detail=_("it is no document of GATE"))
    if not incoming.text.strip():
        raise FileEmpty(path=path)
    found = {it.span for it in spans(incoming.annotations)}
    told = [(it.span, _told(it)) for it in incoming.annotations]
    untold = [_untold(it) if each else it for it, (_span, each) in zip(incoming.annotations, told, strict=True)]
    return Record(
        incoming.text,
        name,
        annotations=tuple(sorted(found, key=reading_order)),
        meta=with_provenance(Kept(incoming.features, untold, incoming.relations).meta(), told),
        source=Source(str(path), "gate", sha256=sha256),
    )


def _told(annotation: Annotation) -> Told | None:
    """What an annotation says of its provenance, if it does."""
    return next((from_text(feature.value) for feature in annotation.features if feature.name == PROVENANCE), None)


def _untold(annotation: Annotation) -> Annotation:
    """The annotation without it, as it is kept apart."""
    return replace(annotation, features=tuple(it for it in annotation.features if it.name != PROVENANCE))


def _take(incoming: _Incoming, element: Any, path: Path) -> None:
    match local_name(element):
        case "GateDocumentFeatures":
            incoming.features = _features(element)
        case "TextWithNodes":
            incoming.text, incoming.nodes = _text(element, path)
        case "Annotation":
            incoming.annotations.append(_annotation(incoming, element, path))
        case "Relation":
            incoming.relations.append(_relation(element))
        case "GateDocument":
            incoming.whole = True


def _text(element: Any, path: Path) -> tuple[str, dict[str, int]]:
    pieces = [element.text or ""]
    nodes: dict[str, int] = {}
    length = len(pieces[0])
    for node in element:
        if local_name(node) != "Node" or node.get("id") is None:
            raise _invalid(path, node, _("between the words only nodes with an id may stand"))
        nodes[node.get("id")] = length
        pieces.append(node.tail or "")
        length += len(pieces[-1])
    return "".join(pieces), nodes


def _annotation(incoming: _Incoming, element: Any, path: Path) -> Annotation:
    places = []
    for name in ("StartNode", "EndNode"):
        node = element.get(name)
        if node not in incoming.nodes:
            detail = _("the annotation {id} points to the node “{node}”, which is not in the text")
            raise _invalid(path, element, detail.format(id=element.get("Id"), node=node))
        places.append(incoming.nodes[node])
    start, end = places
    type_ = element.get("Type")
    if not type_ or start > end:
        detail = _("the annotation {id} has no type, or ends before it begins")
        raise _invalid(path, element, detail.format(id=element.get("Id")))
    return Annotation(_set(element), element.get("Id", ""), Span(start, end, LabelId(type_)), _features(element))


def _relation(element: Any) -> Relation:
    members = tuple(member for member in element.get("Members", "").split(";") if member)
    data = next((_content(child) for child in element if local_name(child) == "UserData"), "")
    return Relation(_set(element), element.get("Id", ""), element.get("Type", ""), members, data, _features(element))


def _set(element: Any) -> str:
    parent = element.getparent()
    return (parent.get("Name") or "") if parent is not None else ""


def _features(element: Any) -> tuple[Feature, ...]:
    return tuple(_feature(child) for child in element if local_name(child) == "Feature")


def _feature(element: Any) -> Feature:
    feature = Feature()
    for part in element:
        if local_name(part) == "Name":
            feature = feature._replace(name=_content(part), name_class=part.get("className", ""))
        elif local_name(part) == "Value":
            classes = {"value_class": part.get("className", ""), "item_class": part.get("itemClassName", "")}
            feature = feature._replace(value=_content(part), **classes)
    return feature


def _content(element: Any) -> str:
    return element.text or ""


def _invalid(path: Path, element: Any, detail: str) -> RecordInvalid:
    return RecordInvalid(place=files.place(path, element.sourceline), detail=detail)


def _recognises(head: bytes) -> bool:
    return b"<GateDocument" in head


FORMATS = (
    Format(
        "gate",
        mark("GATE XML"),
        (),
        Unit.UTF16,
        (Loss.SCORES, Loss.META),
        read=_read,
        write=Gate,
        recognises=_recognises,
        options=frozenset({"nesting"}),
        folder=True,
    ),
)

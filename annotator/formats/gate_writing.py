"""Writing documents of GATE: what was kept goes back to its annotation set as long as its span stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from annotator.formats.document_files import FolderWriter
from annotator.formats.format import WriteOptions
from annotator.formats.gate_kept import Annotation, Feature, Kept, Relation, kept, spans
from annotator.formats.provenance import PROVENANCE, as_text, provenance_of
from annotator.formats.references import spans_now, standing
from annotator.formats.report import Change
from annotator.formats.safe_xml import check
from annotator.records import Record, Span
from annotator.text.offsets import Offsets

_STRING = "java.lang.String"


class Gate(FolderWriter):
    """Writes a file a record."""

    def __init__(self, folder: Path, _options: WriteOptions) -> None:
        super().__init__(folder, ".xml")

    def add(self, record: Record) -> Record:
        from lxml import etree

        for text in (record.text, *(span.label for span in record.annotations)):
            check(text, record.name)
        held = kept(record.meta, len(record.text))
        root = etree.ElementTree(_document(record, held, list(self._relations(record, held))))
        root.write(str(self.next_file(record)), encoding="UTF-8", xml_declaration=True)
        return Record(record.text, annotations=record.annotations)

    def _relations(self, record: Record, held: Kept) -> Iterable[Relation]:
        """The relations whose every member stands."""
        ids = {annotation.id for annotation in _annotations(record, held)}
        stand = standing({relation.id: relation.members for relation in held.relations}, ids)
        for relation in held.relations:
            if relation.id in stand:
                yield relation
            else:
                self.report.note(Change.DANGLING, f"{relation.type} {';'.join(relation.members)}")


def _annotations(record: Record, held: Kept) -> list[Annotation]:
    """Those that were kept and stand, or never were spans; then what is new, in the set that the spans came from."""
    came_in = spans(held.annotations)
    now = spans_now((it.span for it in came_in), record.annotations)
    were_spans = {id(it) for it in came_in}
    stand = [
        it if id(it) not in were_spans else Annotation(it.set, it.id, now[it.span], it.features)
        for it in held.annotations
        if id(it) not in were_spans or it.span in now
    ]
    written = {it.span for it in stand}
    set_ = came_in[0].set if came_in else ""
    new = [Annotation(set_, "", span) for span in record.annotations if span not in written]
    return _with_ids([*stand, *new], held)


def _with_ids(annotations: Iterable[Annotation], held: Kept) -> list[Annotation]:
    """The annotations with an id of its own each, in whole numbers as GATE wants them; one that has gone leaves its id to none."""
    seen = {relation.id for relation in held.relations}
    used = {*seen, *(it.id for it in held.annotations)}
    free = (str(number) for number in count(1) if str(number) not in used)
    found = []
    for it in annotations:
        id_ = it.id if it.id.isascii() and it.id.isdecimal() and it.id not in seen else next(free)
        seen.add(id_)
        found.append(Annotation(it.set, id_, it.span, it.features))
    return found


def _document(record: Record, held: Kept, relations: Sequence[Relation]) -> Any:
    from lxml import etree

    annotations = _annotations(record, held)
    told = provenance_of(record)
    offsets = Offsets(record.text)
    root = etree.Element("GateDocument", version="3")
    root.text = "\n"
    _add_features(_child(root, "GateDocumentFeatures"), held.features)
    _add_text(_child(root, "TextWithNodes"), record.text, (it.span for it in annotations), offsets)
    sets = {
        name: _child(root, "AnnotationSet", Name=name) for name in dict.fromkeys(["", *(it.set for it in annotations)])
    }
    for it in annotations:
        start, end = str(offsets.to_utf16(it.span.start)), str(offsets.to_utf16(it.span.end))
        element = _child(sets[it.set], "Annotation", Id=it.id, Type=it.span.label, StartNode=start, EndNode=end)
        _add_features(element, it.features)
        _add_features(element, [Feature(PROVENANCE, value=as_text(told[it.span]))] if it.span in told else [])
    groups = {name: _child(root, "RelationSet", Name=name) for name in dict.fromkeys(it.set for it in relations)}
    for relation in relations:
        members = ";".join(relation.members)
        element = _child(groups[relation.set], "Relation", Id=relation.id, Type=relation.type, Members=members)
        _child(element, "UserData").text = relation.data
        _add_features(element, relation.features)
    return root


def _child(parent: Any, name: str, **attributes: str) -> Any:
    """A new element on a line of its own; an attribute without a value is not there."""
    from lxml import etree

    parent.text = parent.text or "\n"
    child = etree.SubElement(parent, name, {key: value for key, value in attributes.items() if value})
    child.tail = "\n"
    return child


def _add_text(element: Any, text: str, found: Iterable[Span], offsets: Offsets) -> None:
    """The text with a node at each place where an annotation begins or ends."""
    from lxml import etree

    places = sorted({place for span in found for place in span[:2]})
    element.text = text[: places[0]] if places else text
    for place, following in pairwise([*places, len(text)]):
        node = etree.SubElement(element, "Node", id=str(offsets.to_utf16(place)))
        node.tail = text[place:following]


def _add_features(element: Any, features: Iterable[Feature]) -> None:
    for feature in features:
        added = _child(element, "Feature")
        name = _child(added, "Name", className=feature.name_class or _STRING)
        value = _child(added, "Value", className=feature.value_class or _STRING, itemClassName=feature.item_class)
        name.text, value.text = feature.name, feature.value

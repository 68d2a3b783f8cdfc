"""What a document of BioC holds besides its text and its spans, and how it is kept in the meta of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from annotator.formats.format import KEPT
from annotator.records import LabelId, Span

KEPT_BIOC = f"{KEPT}bioc"
Infons = dict[str, str]


@dataclass(frozen=True, slots=True)
class Relation:
    id: str
    infons: Infons
    nodes: tuple[tuple[str, str], ...]
    """The id that each points to, and its role."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """``fragments`` are its places where it has none or several; the span is their cover."""

    id: str
    span: Span
    infons: Infons
    fragments: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage, or a sentence of one; in code points of the document."""

    start: int
    end: int
    infons: Infons
    relations: tuple[Relation, ...] = ()
    sentences: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    infons: Infons = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    relations: tuple[Relation, ...] = ()

    def meta(self) -> dict[str, object]:
        """It as a part of a document's meta."""
        # Not by asdict, which copies each text: there may be a hundred thousand annotations.
        rows = [
            {"id": it.id, "span": list(it.span), "infons": it.infons, "fragments": it.fragments}
            for it in self.annotations
        ]
        return {
            KEPT_BIOC: {
                "infons": self.infons,
                "passages": [asdict(passage) for passage in self.passages],
                "annotations": rows,
                "relations": [asdict(relation) for relation in self.relations],
            }
        }


def kept(meta: Mapping[str, Any], length: int) -> Kept:
    """What was kept of a document with a text of this length, as far as it is sound: a project may come from anywhere."""
    value = meta.get(KEPT_BIOC)
    if not isinstance(value, dict):
        return Kept()
    return Kept(
        infons_of(value),
        tuple(_passages(value.get("passages"), 0, length)),
        tuple(_annotations(value.get("annotations"), length)),
        relations_of(value),
    )


def infons_of(value: Mapping[str, Any]) -> Infons:
    """What is said of something, as texts."""
    infons = value.get("infons")
    return {key: plain(each) for key, each in infons.items()} if isinstance(infons, dict) else {}


def plain(value: object) -> str:
    """A text, or a number as a text; nothing for what BioC has no place for."""
    return str(value) if isinstance(value, str | int | float) else ""


def relations_of(value: Mapping[str, Any]) -> tuple[Relation, ...]:
    """The relations of a document, passage or sentence."""
    found = []
    for relation in objects(value.get("relations")):
        nodes = tuple(node for node in map(_node, _each(relation.get("nodes"))) if node)
        found.append(Relation(plain(relation.get("id")), infons_of(relation), nodes))
    return tuple(found)


def _node(value: object) -> tuple[str, str] | None:
    match value:
        case {"refid": target}:
            return plain(target), plain(value.get("role")) if isinstance(value, dict) else ""
        case [str(target), str(role)] | (str(target), str(role)):
            return target, role
    return None


def _passages(value: object, first: int, last: int) -> Iterator[Passage]:
    for passage in objects(value):
        match passage:
            case {"start": int(start), "end": int(end)} if first <= start <= end <= last:
                first = end
                sentences = tuple(_passages(passage.get("sentences"), start, end))
                yield Passage(start, end, infons_of(passage), relations_of(passage), sentences)


def _annotations(value: object, length: int) -> Iterator[Annotation]:
    for annotation in objects(value):
        match annotation:
            case {"id": str(id_), "span": [int(start), int(end), str(label)] | (int(start), int(end), str(label))}:
                if not 0 <= start <= end <= length:
                    continue
                places = annotation.get("fragments")
                fragments = tuple(_fragments(places, length)) if isinstance(places, list | tuple) else None
                yield Annotation(id_, Span(start, end, LabelId(label)), infons_of(annotation), fragments)


def _fragments(value: object, length: int) -> Iterator[tuple[int, int]]:
    for place in _each(value):
        match place:
            case [int(start), int(end)] | (int(start), int(end)) if 0 <= start < end <= length:
                yield start, end


def objects(value: object) -> Iterator[dict[str, Any]]:
    """The objects of a list."""
    return (each for each in _each(value) if isinstance(each, dict))


def _each(value: object) -> Iterator[object]:
    return iter(value) if isinstance(value, list | tuple) else iter(())

"""What a document of GATE holds besides its text, and how it is kept in the meta of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, NamedTuple

from annotator.formats.format import KEPT
from annotator.formats.safe_xml import is_fit
from annotator.records import LabelId, Span

KEPT_GATE = f"{KEPT}gate"
_ANALYSIS = frozenset({"Token", "SpaceToken", "Sentence", "Split", "Lookup"})
_ORIGINAL = "Original markups"


class Feature(NamedTuple):
    """A feature with the Java classes of its name, of its value, and of the items of a value that is a collection."""

    name: str = ""
    name_class: str = ""
    value: str = ""
    value_class: str = ""
    item_class: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of a set; the set without a name is the default one."""

    set: str
    id: str
    span: Span
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    set: str
    id: str
    type: str
    members: tuple[str, ...]
    data: str
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    features: Sequence[Feature] = ()
    annotations: Sequence[Annotation] = ()
    relations: Sequence[Relation] = ()

    def meta(self) -> dict[str, object]:
        """It as a part of a document's meta, nothing where it holds nothing."""
        if not (self.features or self.annotations or self.relations):
            return {}
        rows = [[it.set, it.id, it.span.label, it.span.start, it.span.end, it.features] for it in self.annotations]
        return {
            KEPT_GATE: {
                "features": list(self.features),
                "annotations": rows,
                "relations": [list(astuple(it)) for it in self.relations],
            }
        }


def spans(annotations: Iterable[Annotation]) -> list[Annotation]:
    """Those that come in as spans: not what analysis makes by the thousand nor what marks up the original, unless that is all."""
    found = [it for it in annotations if it.span.start < it.span.end]
    return [it for it in found if it.span.label not in _ANALYSIS and it.set != _ORIGINAL] or found


def kept(meta: Mapping[str, Any], length: int) -> Kept:
    """What was kept of a document with a text of this length, as far as it is sound: a project may come from anywhere."""
    value = meta.get(KEPT_GATE)
    if not isinstance(value, dict):
        return Kept()
    annotations, relations = [], []
    for row in _rows(value.get("annotations")):
        match row:
            case [str(set_), str(id_), str(type_), int(start), int(end), features] if 0 <= start <= end <= length:
                span = Span(start, end, LabelId(type_))
                annotations.append(Annotation(set_, id_, span, _features(features)))
    for row in _rows(value.get("relations")):
        match row:
            case [str(set_), str(id_), str(type_), [*members], str(data), features] if id_.isdecimal():
                relations.append(Relation(set_, id_, type_, tuple(map(str, members)), data, _features(features)))
    return Kept(
        _features(value.get("features")),
        [it for it in annotations if it.span.label and is_fit(it.set, it.span.label)],
        [it for it in relations if is_fit(it.set, it.id, it.type, it.data, *it.members)],
    )


def _features(value: object) -> tuple[Feature, ...]:
    rows = (tuple(row) for row in _rows(value))
    return tuple(
        Feature(*row) for row in rows if len(row) == 5 and all(isinstance(part, str) for part in row) and is_fit(*row)
    )


def _rows(value: object) -> Iterator[Sequence[Any]]:
    """Lists in a list, as JSON gives them; tuples where they were not stored yet."""
    for row in value if isinstance(value, list | tuple) else ():
        if isinstance(row, list | tuple):
            yield row

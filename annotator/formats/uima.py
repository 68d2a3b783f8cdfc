"""A UIMA CAS as INCEpTION and DKPro Core have it, into a record and out of one; dkpro-cassis reads and writes its files.

Spans are the layer ``NamedEntity``, else layers of the project's own (see ``layers``); spans of no width are passed over.
All that a CAS holds besides is kept with the document and written back: other layers, tokens, sentences, views. What points
to a span that has gone since is left out.
"""

from __future__ import annotations

import base64
import io
import warnings
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.errors import RecordInvalid, WarraqError
from annotator.formats import files
from annotator.formats.faults import check_span, check_text
from annotator.formats.format import KEPT
from annotator.formats.layers import CORE, ENTITY, holds_entities, label_feature, short_name
from annotator.formats.report import Change, Report
from annotator.formats.sentences import sentence_starts
from annotator.formats.tokens import tokens
from annotator.records import LabelId, Record, Span, reading_order
from annotator.texts import _, number

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem
    from cassis.typesystem import FeatureStructure, Type

SENTENCE = f"{CORE}segmentation.type.Sentence"
TOKEN = f"{CORE}segmentation.type.Token"
DOCUMENT = f"{CORE}metadata.type.DocumentMetaData"
_DOCUMENT_ANNOTATION = "uima.tcas.DocumentAnnotation"
_ANNOTATION = "uima.tcas.Annotation"
_STRING = "uima.cas.String"
_PLACE = frozenset({"sofa", "begin", "end"})
_TEXT_LIMIT = 2 * files.MEGABYTE
"""Characters of a text: cassis needs some 200 bytes for each."""
_KEPT_LIMIT = 100 * files.MEGABYTE
_LINKED = b'"uima.cas.NonEmpty'
"""A linked list in JSON: cassis would follow one that leads back to itself for ever."""
_TYPES_LIMIT = 10_000
"""Types and features, inherited ones too, each of which takes cassis about a millisecond; DKPro Core has 600."""


@contextmanager
def cas_errors(place: str) -> Iterator[None]:
    """What cassis makes of a broken CAS, in words: it raises what comes, and warns of offsets outside the text."""
    from cassis.typesystem import TypeNotFoundError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.filterwarnings("error", "Not mapping external offset")
            yield
    except (WarraqError, OSError):
        raise
    except UserWarning as error:
        detail = _("an offset lies outside the text, or within a character")
        raise RecordInvalid(place=place, detail=detail) from error
    except TypeNotFoundError as error:
        detail = _("a type is not in its type system: {detail}").format(detail=_in_brackets(error.message))
        raise RecordInvalid(place=place, detail=detail) from error
    except Exception as error:
        raise RecordInvalid(place=place, detail=_("it is no CAS of UIMA, or damaged")) from error


def _in_brackets(message: str) -> str:
    return message.partition("[")[2].partition("]")[0][:200]


@cache
def base_types() -> TypeSystem:
    """The types that are written for every document, as DKPro Core defines them."""
    from cassis import TypeSystem

    types = TypeSystem()
    for name, supertype, features in (
        (DOCUMENT, _DOCUMENT_ANNOTATION, ("documentTitle", "documentId", "documentUri", "collectionId")),
        (SENTENCE, _ANNOTATION, ("id",)),
        (TOKEN, _ANNOTATION, ("id",)),
        (ENTITY, _ANNOTATION, ("value", "identifier")),
    ):
        made = types.create_type(name, supertype)
        for feature in features:
            types.create_feature(made, feature, _STRING)
    return types


# Reading


@dataclass(frozen=True, slots=True)
class _Layer:
    """A type whose annotations are spans."""

    name: str
    feature: str | None
    """That holds the label; without one or without a value it is the type's name."""

    def label(self, annotation: FeatureStructure) -> LabelId:
        value = annotation[self.feature] if self.feature else None
        return LabelId(str(value) if value else short_name(annotation.type.name))


def check_length(text: str | None, place: str) -> None:
    """That a text is not too long for cassis. Raises RecordInvalid."""
    if text and len(text) > _TEXT_LIMIT:
        limit = _TEXT_LIMIT // files.MEGABYTE
        detail = _("its text has more than {limit} million characters").format(limit=limit)
        raise RecordInvalid(place=place, detail=detail)


def check_types(types: Mapping[str, tuple[str, int]], place: str) -> None:
    """That a type system is not too large for cassis, given each type's supertype and number of features. Raises RecordInvalid."""
    slots = len(types)
    for name in types if slots <= _TYPES_LIMIT else ():
        seen = set()
        while name in types and name not in seen and slots <= _TYPES_LIMIT:
            seen.add(name)
            name, features = types[name]
            slots += features
    if slots > _TYPES_LIMIT:
        detail = _("its type system has more than {limit} types and features").format(limit=number(_TYPES_LIMIT))
        raise RecordInvalid(place=place, detail=detail)


def record(cas: Cas, name: str, format_id: str, place: str) -> Record:
    """The document of a CAS: its first view. Raises RecordInvalid, SpanOutsideText."""
    text = check_text(cas.sofa_string, place)
    spans: dict[Span, None] = {}
    for span, annotation in _spans(cas, _layers(cas)):
        check_span(annotation.begin, annotation.end, len(text), place)
        spans[span] = None
    _drop_descriptions(cas.typesystem)
    kept = _kept(cas) if _has_more(cas) else ""
    meta = {f"{KEPT}{format_id}": kept} if kept else {}
    return Record(text, _title(cas) or name, annotations=tuple(sorted(spans, key=reading_order)), meta=meta)


def _spans(cas: Cas, layers: Iterable[_Layer]) -> Iterator[tuple[Span, FeatureStructure]]:
    """The spans of layers that have a width, with the annotations that they stand for."""
    for layer in layers:
        for annotation in cas.select(layer.name):
            if annotation.begin != annotation.end:
                yield Span(annotation.begin, annotation.end, layer.label(annotation)), annotation


def _layers(cas: Cas) -> list[_Layer]:
    types = cas.typesystem
    if types.contains_type(ENTITY) and cas.select(ENTITY):
        return [_Layer(ENTITY, "value" if types.get_type(ENTITY).get_feature("value") else None)]
    used = {found.type.name: found.type for found in cas.select_all_fs()}
    layers = []
    for name, type_ in used.items():
        if holds_entities(name) and types.is_instance_of(type_, _ANNOTATION) and not _is_link(type_):
            layers.append(_Layer(name, label_feature(_features(type_))))
    return layers


def _features(type_: Type) -> list[str]:
    """Its features that are texts."""
    return [found.name for found in type_.all_features if found.rangeType.name == _STRING]


def _is_link(type_: Type) -> bool:
    """Whether it is a relation or a link of a chain: these have places of their own in a CAS, but are no spans."""
    names = {found.name for found in type_.all_features}
    return "next" in names or {"Governor", "Dependent"} <= names


def _title(cas: Cas) -> str:
    if cas.typesystem.contains_type(DOCUMENT):
        for found in cas.select(DOCUMENT):
            if found["documentTitle"]:
                return str(found["documentTitle"]).replace("\0", "")
    return ""


def _drop_descriptions(types: TypeSystem) -> None:
    """Take the descriptions from features: cassis would not merge those of two files that say it in other words."""
    for type_ in types.get_types():
        for feature in type_.features:
            feature.description = None


def _has_more(cas: Cas) -> bool:
    """Whether there is anything that would not be written again without being kept."""
    held = {DOCUMENT: None, _DOCUMENT_ANNOTATION: None, SENTENCE: {"id"}, TOKEN: {"id"}, ENTITY: {"value"}}
    if len(cas.views) > 1:
        return True
    for found in cas.select_all_fs():
        if found.type.name not in held:
            return True
        known = held[found.type.name]
        if known and any(found[it.name] is not None for it in found.type.all_features if it.name not in known | _PLACE):
            return True
    return False


def _kept(cas: Cas) -> str:
    """The whole CAS as text, or nothing where cassis cannot write it."""
    from cassis.typesystem import TypeSystemMode

    try:
        with cas_errors(""):
            data = cas.to_json(type_system_mode=TypeSystemMode.MINIMAL, pretty_print=False).encode()
    except RecordInvalid:
        return ""
    return base64.b64encode(zlib.compress(data)).decode()


# Writing


def filled(record: Record, kind_of_tokens: str, report: Report) -> Cas:
    """A CAS of the record's text and spans, with all that was kept of the one it came from. What is left out is reported.

    Raises RecordInvalid for a text that is too long.
    """
    check_length(record.text, record.name)
    for key in (f"{KEPT}xmi", f"{KEPT}casjson"):
        if isinstance(kept := record.meta.get(key), str):
            if cas := _with_kept(record, kept, report):
                return cas
            report.note(Change.LAYERS, record.name)
    return plain(record, kind_of_tokens)


def plain(record: Record, kind_of_tokens: str) -> Cas:
    """A CAS of the record's text and spans, with tokens and sentences."""
    from cassis import Cas

    types, text = base_types(), record.text
    token, sentence, entity = (types.get_type(name) for name in (TOKEN, SENTENCE, ENTITY))
    cas = Cas(types, sofa_string=text, sofa_mime="text")
    title = {"documentTitle": record.name, "documentId": record.external_id or record.name}
    cas.add(types.get_type(DOCUMENT)(begin=0, end=len(text), language="x-unspecified", **title))
    found = tokens(text, kind_of_tokens or "words")
    starts = [*sorted(sentence_starts(text, found, record.annotations)), len(found)]
    for first, after in pairwise(starts):
        cas.add(sentence(begin=found[first][0], end=found[after - 1][1]))
    for start, end in found:
        cas.add(token(begin=start, end=end))
    for span in record.annotations:
        cas.add(entity(begin=span.start, end=span.end, value=span.label))
    return cas


def _with_kept(record: Record, kept: str, report: Report) -> Cas | None:
    """The CAS that was kept, with the spans as they are now; nothing where it does not fit."""
    from cassis import load_cas_from_json

    left_out = Report()
    try:
        with cas_errors(record.name):
            data = zlib.decompressobj().decompress(base64.b64decode(kept), _KEPT_LIMIT)
            if _LINKED in data:
                return None
            cas = load_cas_from_json(io.BytesIO(data), base_types())
            if cas.sofa_string != record.text or not _update(cas, set(record.annotations), left_out):
                return None
    except RecordInvalid:
        return None
    report.include(left_out)
    return cas


def _update(cas: Cas, wanted: Set[Span], report: Report) -> bool:
    """Bring its spans to those that are wanted; False where its layers cannot hold them."""
    layers = _layers(cas) or [_Layer(ENTITY, "value")]
    standing = {span for span, _annotation in _spans(cas, layers)}
    missing = {(span.start, span.end, span.label) for span in wanted - standing}
    relabelled = {(start, end): label for start, end, label in sorted(missing)}
    gone = []
    for layer in layers:
        for span, annotation in _spans(cas, [layer]):
            label = relabelled.get((span.start, span.end))
            if span not in wanted and layer.feature and label:
                annotation[layer.feature] = label
                missing.discard((span.start, span.end, label))
            elif span not in wanted:
                gone.append(annotation)
    for start, end, label in sorted(missing):
        if found := _layer_for(label, layers):
            value = {found.feature: label} if found.feature else {}
            cas.add(cas.typesystem.get_type(found.name)(begin=start, end=end, **value))
    _take_out(cas, gone, report)
    return {span for span, _annotation in _spans(cas, _layers(cas))} == wanted


def _layer_for(label: str, layers: Sequence[_Layer]) -> _Layer | None:
    """The layer whose name is the label, or one that has labels."""
    named = [layer for layer in layers if not layer.feature and short_name(layer.name) == label]
    return next(iter(named + [layer for layer in layers if layer.feature]), None)


def _take_out(cas: Cas, gone: Sequence[FeatureStructure], report: Report) -> None:
    """Remove annotations, then what points to them, then what points to that; of lists what points to them."""
    removed = {found.xmiID for found in gone}
    left_out: dict[int, FeatureStructure] = {}
    while gone:
        for found in gone:
            cas.remove(found)
        everything = cas.select_all_fs()
        gone = [found for found in everything if _points(found, removed)]
        links = [link for found in everything for link in _without(found, removed)]
        left_out |= {found.xmiID: found for found in [*gone, *links]}
        removed |= {found.xmiID for found in gone}
    for found in left_out.values():
        report.note(Change.DANGLING, short_name(found.type.name))


def _points(found: FeatureStructure, removed: Set[int]) -> bool:
    """Whether it points to what is removed."""
    return any(value.xmiID in removed for value in _values(found))


def _without(found: FeatureStructure, removed: Set[int]) -> list[FeatureStructure]:
    """Take what is removed, and links to that, out of the lists that it has; gives these links."""
    links: list[FeatureStructure] = []
    for value in _values(found):
        elements = getattr(value, "elements", None) or []
        dropped = {id(it) for it in elements if hasattr(it, "xmiID") and (it.xmiID in removed or _points(it, removed))}
        if dropped:
            # By identity: cassis takes any two of a type for equal.
            value.elements = [it for it in elements if id(it) not in dropped]
            links += [it for it in elements if id(it) in dropped and it.xmiID not in removed]
    return links


def _values(found: FeatureStructure) -> Iterator[FeatureStructure]:
    """What it points to, one by one."""
    for feature in found.type.all_features:
        value = found[feature.name]
        if feature.name != "sofa" and hasattr(value, "xmiID"):
            yield value

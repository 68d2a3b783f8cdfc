"""W3C Web Annotation (JSON-LD): a list of annotation pages, one a document, with the text in it as an ActivityStreams document.

Positions are Unicode code points: "The selection of the text MUST be in terms of unicode code points (the 'character number'),
not in terms of code units" (Web Annotation Data Model, W3C Recommendation of 23 February 2017, 4.2). Not all tools keep to it,
so the quote beside a position decides: where another text stands at the position, it is tried in UTF-16, then the quote is
looked for, and where that stands in no one place the page is refused. The label is the body with the purpose ``tagging``.
Whom a span comes from is its ``creator``, and since when ``created``; ``warraq:provenance`` tells it all. Other bodies, and
annotations of no span, are kept and written back. A page without its text is read where the source of its
annotations is a text file beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent_encoded
from urllib.parse import unquote

from annotator.errors import WarraqError
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.json_reading import Fault, identity, list_of, object_of, records, span_of, text_of
from annotator.formats.json_values import begins_with, values
from annotator.formats.json_writing import ListWriter
from annotator.formats.kept import Ids, kept_of, object_under, objects, own_meta, row, rows, standing, with_kept
from annotator.formats.provenance import KEY, Told, known, provenance_of, with_provenance
from annotator.formats.quotes import Places, Quote
from annotator.formats.report import Change
from annotator.formats.text_beside import text_beside
from annotator.records import Record, Span
from annotator.texts import _, mark

ID = "webannotation"
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_DOCUMENT, _CONTENT, _NAME, _META = "as:context", "as:content", "as:name", "warraq:meta"
_URN = "urn:warraq:document:"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_TAGS = 50
"""Tags of one annotation, with each of which its other bodies are kept."""
_AROUND = 32
"""Code points of a quote's prefix and suffix."""
_PAGE_KEYS = frozenset({"@context", "type", "items", "bodyValue", _DOCUMENT, _META})
_SPAN_KEYS = frozenset({"@context", "id", "type", "body", "bodyValue", "target"})
_ORIGIN_KEYS = frozenset({"creator", "created", KEY})
"""Written anew of an annotation whose provenance is told."""


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    def record(value: dict[str, Any], place: str) -> Record:
        return _record(value, place, path)

    return records(path, options, ID, values(path, options.encoding), record)


def _record(value: dict[str, Any], place: str, path: Path) -> Record:
    page = value["first"] if isinstance(value.get("first"), dict) else value
    alone = "target" in page
    items = [page] if alone else list_of(page, "items")
    document = _document([page, value], items) or _document_beside(items, path)
    text = text_of(document, _CONTENT if _CONTENT in document else "value")
    places = Places(text)
    found: list[tuple[Span, dict[str, Any]]] = []
    others = []
    for number, item in enumerate(items, 1):
        spans = list(_spans(item, number, places, len(text), place)) if isinstance(item, dict) else []
        found += [(span, item) for span in spans]
        others += [] if spans else [item]
    kept = {
        "page": {} if alone else {key: page[key] for key in page if key not in _PAGE_KEYS},
        "ids": [row(span, item.get("id")) for span, item in found],
        "more": [row(span, more) for span, item in found if (more := _more(item))],
        "others": others,
    }
    name = name.replace("\0", "") if isinstance(name := document.get(_NAME), str) else ""
    told = [(span, item.get(KEY)) for span, item in found]
    meta = with_kept(with_provenance(object_of(page, _META), told), ID, kept)
    annotations = tuple(dict.fromkeys(span for span, _item in found))
    return Record(text, name, _external_id(document), annotations, meta=meta)


def _document(pages: list[dict[str, Any]], items: list[Any]) -> dict[str, Any] | None:
    """What holds the text: the document of the page, or the source of an annotation that holds it; None where nothing does."""
    targets = [target for item in objects(items) for target in _targets(item)]
    for found in [*(page.get(_DOCUMENT) for page in pages), *(target.get("source") for target in targets)]:
        if isinstance(found, dict) and isinstance(found.get(_CONTENT, found.get("value")), str):
            return found
    return None


def _document_beside(items: list[Any], path: Path) -> dict[str, Any]:
    """The document that the annotations name, where it is a text file beside theirs. Raises Fault."""
    sources = list(dict.fromkeys(filter(None, (_source(each) for item in objects(items) for each in _targets(item)))))
    if len(sources) > 1:
        raise Fault(_("its annotations are of {count} documents; a page is of one").format(count=len(sources)))
    try:
        text = text_beside(path, sources[0]) if sources else None
    except WarraqError as error:
        raise Fault("", error) from error
    if text is not None:
        return {"id": sources[0], _NAME: Path(unquote(sources[0])).stem, _CONTENT: text}
    detail = _(
        "it carries no text: its page needs “{key}”, a document with “{content}”, "
        "or a text file beside it that is the source of its annotations"
    )
    raise Fault(detail.format(key=_DOCUMENT, content=_CONTENT))


def _source(target: Mapping[str, Any]) -> str:
    """The address of what an annotation is about."""
    source = target.get("source")
    source = source.get("id") if isinstance(source, dict) else source
    return source if isinstance(source, str) else ""


def _external_id(document: Mapping[str, Any]) -> str | None:
    iri = identity(document.get("id"))
    return identity(unquote(iri.removeprefix(_URN))) if iri and iri.startswith(_URN) else iri


def _targets(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    target = item.get("target")
    return objects(target if isinstance(target, list) else [target])


def _spans(item: dict[str, Any], number: int, places: Places, length: int, place: str) -> Iterator[Span]:
    """The span of an annotation with each of its tags; none where it marks no text or has no tag."""
    labels = [body["value"] for body in _bodies(item) if _is_tag(body, item)]
    targets = _targets(item)
    if not labels or len(targets) != 1:
        return
    if len(labels) > _TAGS:
        raise Fault(_("span {number} has more than {limit} labels").format(number=number, limit=_TAGS))
    selectors = targets[0].get("selector")
    by_type = {
        str(each.get("type")): each for each in objects(selectors if isinstance(selectors, list) else [selectors])
    }
    position, quoted = by_type.get("TextPositionSelector"), by_type.get("TextQuoteSelector")
    if position is None and quoted is None:
        return
    edges = None
    if position is not None:
        checked = span_of({**position, "label": "x"}, number, float("inf"), place)
        edges = checked.start, checked.end
    start, end = places.of(edges, _quote(quoted, number), number)
    for label in labels:
        yield span_of({"start": start, "end": end, "label": label}, number, length, place)


def _quote(selector: dict[str, Any] | None, number: int) -> Quote | None:
    if selector is None:
        return None
    exact, prefix, suffix = (selector.get(key) or "" for key in ("exact", "prefix", "suffix"))
    if not (isinstance(exact, str) and isinstance(prefix, str) and isinstance(suffix, str) and exact):
        raise Fault(_("the quote of span {number} is not text").format(number=number))
    return Quote(exact, prefix, suffix)


def _bodies(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    if isinstance(item.get("bodyValue"), str):
        return [{"type": "TextualBody", "value": item["bodyValue"]}]
    body = item.get("body")
    return objects(body if isinstance(body, list) else [body])


def _is_tag(body: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    purpose = body.get("purpose") or item.get("motivation")
    return purpose in ("tagging", ["tagging"]) and isinstance(body.get("value"), str) and bool(body["value"])


def _more(item: dict[str, Any]) -> dict[str, Any]:
    """What an annotation says beside its span and tag."""
    ours = _SPAN_KEYS | (_ORIGIN_KEYS if known(item.get(KEY)) else set())
    more = {key: item[key] for key in item if key not in ours and (key, item[key]) != ("motivation", "tagging")}
    bodies = item.get("body")
    others = [
        body
        for body in (bodies if isinstance(bodies, list) else [bodies])
        if body is not None and not (isinstance(body, dict) and _is_tag(body, item))
    ]
    return more | ({"body": others} if others else {})


# Writing


class _WebAnnotation(ListWriter):
    def __init__(self, path: Path, _options: WriteOptions) -> None:
        super().__init__(path)

    def add(self, record: Record) -> Record:
        kept = kept_of(record, ID)
        external_id = record.external_id or record.name
        iri = external_id if _IRI.fullmatch(external_id) else _URN + percent_encoded(external_id, "")
        spans = record.annotations
        ids = Ids(kept.get("ids"), spans)
        more = {span: found for span, found in standing(rows(kept.get("more")), spans) if isinstance(found, dict)}
        told = provenance_of(record)
        items = [
            _annotation(record.text, span, identity, iri, more.get(span, {}) | _origin(told.get(span)))
            for span, identity in ids.name(spans, f"{iri}#annotation-{{}}").items()
        ]
        value = {
            "@context": _CONTEXT,
            "type": "AnnotationPage",
            _DOCUMENT: {
                "id": iri,
                "type": "as:Document",
                _NAME: record.name,
                "as:mediaType": "text/plain",
                _CONTENT: record.text,
            },
            "items": items + [other for other in objects(kept.get("others")) if self._stands(other, ids)],
        }
        if meta := own_meta(record):
            value[_META] = meta
        self._put(object_under(kept, "page") | value)
        return record

    def _stands(self, other: Mapping[str, Any], ids: Ids) -> bool:
        """Whether an annotation of no span, such as an answer to another annotation, has what it is about."""
        target = other.get("target")
        about = [target, *(each.get(key) for each in _targets(other) for key in ("id", "source"))]
        if any(ids.knows(each) and ids.current(each) is None for each in about):
            self.report.note(Change.DANGLING, str(other.get("id") or other.get("motivation")))
            return False
        return True


def _origin(told: Told | None) -> dict[str, Any]:
    """Who has made an annotation, and when, as the model has it, and all that is told beside."""
    if not told:
        return {}
    names = [told["by"]] if told.get("by") else told.get("annotators", [])
    creators = [{"type": "Person", "name": name} for name in names]
    created = {"created": told["at"].replace("+00:00", "Z")} if told.get("at") else {}
    return ({"creator": creators} if creators else {}) | created | {KEY: told}


def _annotation(text: str, span: Span, identity: object, iri: str, more: Mapping[str, Any]) -> dict[str, Any]:
    start, end = span.start, span.end
    tag = {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": span.label}
    quoted = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    body = more.get("body")
    return {
        "motivation": "tagging",
        **more,
        "id": identity,
        "type": "Annotation",
        "body": [tag, *body] if isinstance(body, list) else tag,
        "target": {"source": iri, "selector": [position, quoted]},
    }


_SIGNS = re.compile(
    rb'"(http://www\.w3\.org/ns/anno\.jsonld|AnnotationPage|AnnotationCollection|TextPositionSelector)"'
)


def _recognises(head: bytes) -> bool:
    return begins_with(head) and bool(_SIGNS.search(head))


FORMATS = (
    Format(
        ID,
        mark("W3C Web Annotation"),
        (".jsonld",),
        Unit.CODE_POINT,
        (Loss.SCORES,),
        read=_read,
        write=_WebAnnotation,
        recognises=_recognises,
        options=frozenset({"nesting"}),
    ),
)

"""Shapes in which JSON is found that no tool has to itself, brought to ours: what models are trained on, and what they answer.

``[text, {"entities": [[start, end, label]]}]``, as spaCy's second version was trained on, alone or as the ``annotations`` that an
annotator for it writes; its documents of ``paragraphs``; spans as ``entities`` or ``ents``, in lists or in objects with places and
labels under other names; words with a tag each under other names; ``tokenized_text`` with ``ner``, as GLiNER has it; ``annotation``
with ``points``, as Dataturks had it; and one object that holds all documents in a list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.formats.json_reading import META, SPANS, TEXT, TEXT_NAMES, Fault, decoded
from annotator.formats.json_values import Value
from annotator.formats.kept import objects
from annotator.formats.tagged import TAGS, TOKENS, with_spans
from annotator.texts import _

SPAN_NAMES = ("entities", "ents", "label", "labels", "annotations")
"""Under what spans stand elsewhere."""
_NAMES = {
    "start": ("start_char", "start_offset", "begin"),
    "end": ("end_char", "end_offset"),
    "label": ("type", "entity_group", "entity_type", "entity", "tag", "labels"),
}
"""What the parts of a span are called elsewhere."""
_WORDS, _OF_WORDS = "tokenized_text", "ner"
_SEVERAL = ("annotations", "paragraphs", "documents", "data", "examples")
_HOLDING = re.compile(rf'"(?:{"|".join(_SEVERAL)})"\s*:\s*\[')
_TOKENS, _TAGS = (TOKENS, "words"), ("ner_tags", "tags", "labels", "ner")


def apart(values: Iterable[Value]) -> Iterator[Value]:
    """The values, with those in the place of one that holds several documents."""
    more = 0
    for value in values:
        held = _held(value.text) if isinstance(value.text, str) else None
        if held is None:
            yield Value(value.place, value.number + more, value.text)
            continue
        for number, each in enumerate(held, 1):
            place = _("{path}, document {number}").format(path=value.place, number=number)
            yield Value(place, value.number + more + number - 1, json.dumps(each))
        more += len(held) - 1


def _held(text: str) -> list[Any] | None:
    """The documents that a value holds; None where it is one itself. An annotator writes null for a text nobody was at."""
    if not _HOLDING.search(text):
        return None
    try:
        value = decoded(text)
    except Fault:
        return None
    found = [value[key] for key in _SEVERAL if isinstance(value.get(key), list)] if isinstance(value, dict) else []
    if not found or TEXT in value:
        return None
    held = [each for each in found[0] if each is not None]
    return held if held and all(map(_is_document, held)) else None


def _is_document(value: object) -> bool:
    known = ("sentences", *TEXT_NAMES, *_TOKENS, _WORDS)
    return _is_pair(value) or (isinstance(value, dict) and any(name in value for name in known))


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and [type(part) for part in value] in ([str, dict], [str, dict, dict])


def in_our_shape(value: Any) -> Any:
    """A value with its text and spans under our keys, where it has one of these shapes; as it is where not."""
    if _is_pair(value):
        text, told, *meta = value
        value = {TEXT: text, SPANS: []} | _with_spans(told) | dict(zip((META,), meta, strict=False))
    if not isinstance(value, dict) or SPANS in value:
        return value
    if isinstance(value.get(_WORDS), list) and isinstance(value.get(_OF_WORDS), list):
        return _of_words(value)
    if isinstance(value.get("sentences"), list) and TEXT not in value:
        return _of_sentences(value)
    if isinstance(value.get("content"), str) and any("points" in entry for entry in objects(value.get("annotation"))):
        return _without(value, "annotation") | {SPANS: list(_of_points(value["annotation"]))}
    words = next((name for name in _TOKENS if name in value), "")
    tags = next((name for name in _TAGS if name in value), "")
    if words and tags and TEXT not in value:
        return _without(value, words, tags) | {TOKENS: value[words], TAGS: value[tags]}
    return _with_spans(value)


def _without(value: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key not in keys}


def _with_spans(value: dict[str, Any]) -> dict[str, Any]:
    for name in SPAN_NAMES:
        if spans := spans_in(value.get(name)):
            return _without(value, name) | {SPANS: spans}
    return value


def spans_in(entries: object) -> list[Any]:
    """The spans of a list as we have them; nothing where its first entry is none."""
    if not isinstance(entries, list) or not entries or not {"start", "end", "label"} <= _span(entries[0]).keys():
        return []
    return [_span(entry) or entry for entry in entries]


def _span(entry: object) -> dict[str, Any]:
    """A span as we have it: of a list of start, end and label, or of an object; nothing of what is neither."""
    if isinstance(entry, list | tuple) and len(entry) == 3:
        return dict(zip(("start", "end", "label"), entry, strict=True))
    if not isinstance(entry, dict):
        return {}
    ours = {
        key: next((name for name in names if name in entry), key) for key, names in _NAMES.items() if key not in entry
    }
    found = _without(entry, *ours.values()) | {key: entry[name] for key, name in ours.items() if name in entry}
    match found.get("label"):
        case [str(label)]:
            found["label"] = label
    return found


def _of_points(entries: object) -> Iterator[dict[str, Any]]:
    """The end of a point is its last character."""
    for entry in objects(entries):
        labels = entry.get("label")
        for label in labels if isinstance(labels, list) else [labels]:
            for point in objects(entry.get("points")):
                end = point.get("end")
                yield {"start": point.get("start"), "end": end + 1 if type(end) is int else end, "label": label}


def _of_words(value: dict[str, Any]) -> dict[str, Any]:
    """The words with a space between them; the two ends of a span are numbers of words, both inside it."""
    ends = []
    length = -1
    for word in value[_WORDS]:
        if not isinstance(word, str):
            raise Fault(_("one of its tokens is empty or no text"))
        length += 1 + len(word)
        ends.append(length)
    spans = []
    for number, entry in enumerate(value[_OF_WORDS], 1):
        match entry:
            case [int(first), int(last), str(label), *_rest] if 0 <= first <= last < len(ends):
                spans.append({"start": ends[first] - len(value[_WORDS][first]), "end": ends[last], "label": label})
            case _:
                raise Fault(_("span {number} names no words of its text").format(number=number))
    return _without(value, _WORDS, _OF_WORDS) | {TEXT: " ".join(value[_WORDS]), SPANS: spans}


def _of_sentences(value: dict[str, Any]) -> dict[str, Any]:
    """A paragraph of spaCy: its own text, where the words stand in it; what is not said of one is outside of spans."""
    found = [token for sentence in objects(value["sentences"]) for token in objects(sentence.get("tokens"))]
    tags = ["O" if tag in (None, "", "-") else tag for tag in (token.get("ner") for token in found)]
    cells = {TOKENS: [token.get("orth") for token in found], TAGS: tags}
    try:
        try:
            return with_spans(cells | {TEXT: value.get("raw")}, TAGS, ())
        except ValueError:
            return with_spans(cells, TAGS, ())
    except ValueError as error:
        raise Fault(str(error)) from error

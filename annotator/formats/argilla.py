"""Argilla 2: the list of records that ``dataset.records.to_json`` writes, with a span question. Places are UTF-16 units.

What Warraq writes names the unit, the field and the question under ``offsets``, ``field`` and ``question``, which Argilla
passes over.

A submitted response gives annotations; of several the first does. Responses of others, drafts and Argilla's suggestions are
suggestions, with the user or agent as the source; discarded responses are passed over. Argilla takes responses of users that
it knows alone, so a response that came from none is written under a user id of zeros, to be replaced before it is logged.
The records of Argilla 1, of both its kinds, are read too (argilla_old.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from annotator.formats import argilla_old
from annotator.formats.encoding import SNIFFED
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.json_reading import (
    Fault,
    from_unit,
    identity,
    list_of,
    object_of,
    records,
    score_of,
    span_of,
    stated_unit,
    text_of,
    to_unit,
)
from annotator.formats.json_values import begins_with, values
from annotator.formats.json_writing import ListWriter
from annotator.formats.kept import kept_of, object_under, objects, own_meta, with_kept
from annotator.records import Record, Span, Suggestion
from annotator.texts import _, mark

ID = "argilla"
_FIELD, _QUESTION = "text", "spans"
_NOBODY = "00000000-0000-0000-0000-000000000000"
_WRITTEN = frozenset({"fields", "metadata", "suggestions", "responses", "offsets", "field", "question"})


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    def record(value: dict[str, Any], place: str) -> Record:
        return _record(value, place, options.column)

    return records(path, options, ID, values(path, options.encoding), record)


def _record(value: dict[str, Any], place: str, field: str) -> Record:
    if argilla_old.is_old(value):
        return argilla_old.record_of(value, place, field, ID)
    value = argilla_old.of_feedback(value)
    fields = object_of(value, "fields")
    field = field or _named(value, "field") or _text_field(fields)
    text = text_of(fields, field)
    responses, proposed = object_of(value, "responses"), object_of(value, "suggestions")
    question = _named(value, "question") or _span_question(responses, proposed)
    convert = from_unit(text, stated_unit(value, Unit.UTF16))

    def spans(entries: list[Any]) -> list[Span]:
        return [span_of(entry, number, len(text), place, convert) for number, entry in enumerate(entries, 1)]

    answers = [each for each in objects(responses.get(question)) if each.get("status") != "discarded"]
    taken = next((each for each in answers if each.get("status") in (None, "submitted")), None)
    annotations = spans(list_of(taken, "value")) if taken else []
    suggestions = [
        Suggestion(span, 1.0, "", str(each.get("user_id") or ID))
        for each in answers
        if each is not taken
        for span in spans(list_of(each, "value"))
    ]
    suggestions += _scored(spans, object_of(proposed, question))
    kept = {
        "field": "" if field == _FIELD else field,
        "question": "" if question == _QUESTION else question,
        "user": taken.get("user_id") if taken else None,
        "fields": {key: item for key, item in fields.items() if key != field},
        "responses": {key: item for key, item in responses.items() if key != question},
        "suggestions": {key: item for key, item in proposed.items() if key != question},
        "keys": {key: value[key] for key in value if key not in _WRITTEN and (key != "id" or "external_id" in value)},
    }
    external_id = identity(value.get("external_id"), "external_id") or identity(value.get("id"))
    meta = with_kept(object_of(value, "metadata"), ID, kept)
    return Record(text, "", external_id, tuple(dict.fromkeys(annotations)), tuple(suggestions), meta)


def _named(value: dict[str, Any], key: str) -> str:
    name = value.get(key)
    return name if isinstance(name, str) else ""


def _text_field(fields: dict[str, Any]) -> str:
    """``text``, or the only field that is one."""
    texts = [key for key in fields if isinstance(fields[key], str)]
    return texts[0] if len(texts) == 1 and _FIELD not in fields else _FIELD


def _span_question(responses: dict[str, Any], proposed: dict[str, Any]) -> str:
    """The first question whose answers are spans."""
    answers = [(name, each.get("value")) for name in responses for each in objects(responses[name])]
    answers += [(name, each.get("value")) for name, each in proposed.items() if isinstance(each, dict)]
    return next((name for name, value in answers if any("start" in entry for entry in objects(value))), _QUESTION)


def _scored(spans: Callable[[list[Any]], list[Span]], proposed: dict[str, Any]) -> Iterator[Suggestion]:
    """Argilla's suggestion: one score for all its spans, or a list of one for each."""
    found = spans(list_of(proposed, "value"))
    score = proposed.get("score")
    scores = score if isinstance(score, list) else [score] * len(found)
    if len(scores) != len(found):
        raise Fault(
            _("the number of scores, {scores}, is not that of spans, {spans}").format(
                scores=len(scores), spans=len(found)
            )
        )
    for number, (span, each) in enumerate(zip(found, scores, strict=True), 1):
        yield Suggestion(span, score_of(each, number), "", str(proposed.get("agent") or ID))


# Writing


class _Argilla(ListWriter):
    def __init__(self, path: Path, _options: WriteOptions) -> None:
        super().__init__(path)

    def add(self, record: Record) -> Record:
        kept = kept_of(record, ID)
        convert = to_unit(record.text, Unit.UTF16)
        spans = [
            {"start": convert(span.start), "end": convert(span.end), "label": span.label} for span in record.annotations
        ]
        response = {"value": spans, "user_id": kept.get("user") or _NOBODY, "status": "submitted"}
        field, question = str(kept.get("field") or _FIELD), str(kept.get("question") or _QUESTION)
        value = {
            "id": record.external_id or record.name,
            "offsets": Unit.UTF16,
            "field": field,
            "question": question,
            "fields": object_under(kept, "fields") | {field: record.text},
            "metadata": own_meta(record),
            "suggestions": object_under(kept, "suggestions"),
            "responses": object_under(kept, "responses") | {question: [response]},
        }
        self._put(value | {key: item for key, item in object_under(kept, "keys").items() if key not in _WRITTEN})
        return record


_FIELDS = re.compile(rb'(?<!\\)"fields"\s*:\s*\{')
_ANSWERS = re.compile(rb'(?<!\\)"(responses|suggestions)"\s*:\s*[\[{]')


def _recognises(head: bytes) -> bool:
    """By ``fields``, with answers unless a long text stands between; or by the agents of an old record."""
    found = _FIELDS.search(head)
    new = bool(found and (len(head) >= SNIFFED or _ANSWERS.search(head)))
    return begins_with(head) and (new or argilla_old.begins_old(head))


FORMATS = (
    Format(
        ID,
        mark("Argilla records"),
        (".argilla.json",),
        Unit.UTF16,
        (Loss.SCORES, Loss.PROVENANCE),
        read=_read,
        write=_Argilla,
        recognises=_recognises,
        options=frozenset({"nesting"}),
    ),
)

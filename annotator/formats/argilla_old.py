"""Argilla 1: records for token classification, as ``to_datasets`` and ``to_pandas`` have them.

``annotation`` and ``prediction`` are lists of ``[label, start, end]``, with a score in predictions, or objects of these;
places are code points. A discarded record gives its text alone.

Records of a ``FeedbackDataset`` (Argilla 1.8 and later) have the fields of Argilla 2, but their answers in lists: a response of a
user to all questions, and suggestions that each name their question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from annotator.formats.json_reading import Fault, identity, list_of, object_of, score_of, span_of, text_of
from annotator.formats.kept import objects
from annotator.records import Record, Span, Suggestion
from annotator.texts import _

_KEYS = ("label", "start", "end", "score")
_SIGN = re.compile(rb'(?<!\\)"(annotation_agent|prediction_agent)"\s*:')


def record_of(value: dict[str, Any], place: str, column: str, source: str) -> Record:
    """The record that such an object is; ``source`` names a suggester that has no name. Raises Fault."""
    text = text_of(value, column or "text")
    counts = value.get("status") != "Discarded"
    annotations = [span for span, _score in _spans(value, "annotation", len(text), place)] if counts else []
    agent = value.get("prediction_agent")
    suggester = agent if isinstance(agent, str) and agent else source
    suggestions = [
        Suggestion(span, score_of(score, number), "", suggester)
        for number, (span, score) in enumerate(_spans(value, "prediction", len(text), place), 1)
    ]
    meta = object_of(value, "metadata")
    return Record(text, "", identity(value.get("id")), tuple(dict.fromkeys(annotations)), tuple(suggestions), meta)


def _spans(value: dict[str, Any], key: str, length: int, place: str) -> Iterator[tuple[Span, object]]:
    """The spans under a key, each with its score or None."""
    for number, entry in enumerate(list_of(value, key), 1):
        if isinstance(entry, list):
            if not 3 <= len(entry) <= 4:
                raise Fault(_("span {number} is no list of label, start and end").format(number=number))
            entry = dict(zip(_KEYS, entry, strict=False))
        yield span_of(entry, number, length, place), entry.get("score")


def of_feedback(value: dict[str, Any]) -> dict[str, Any]:
    """Such a record as Argilla 2 has it; as it is where it is one of Argilla 2."""
    responses, suggestions = value.get("responses"), value.get("suggestions")
    found = dict(value)
    if isinstance(responses, list):
        answers: dict[str, list[Any]] = {}
        found["responses"] = answers
        for response in objects(responses):
            more = {key: response[key] for key in ("user_id", "status") if key in response}
            for question, answer in object_of(response, "values").items():
                if isinstance(answer, dict):
                    answers.setdefault(question, []).append({"value": answer.get("value")} | more)
    if isinstance(suggestions, list):
        found["suggestions"] = {str(it.get("question_name")): _with_scores(it) for it in objects(suggestions)}
    return found


def _with_scores(suggestion: dict[str, Any]) -> dict[str, Any]:
    """A suggestion with the scores that its spans have themselves, where it has none."""
    scores = [entry.get("score") for entry in objects(suggestion.get("value"))]
    has_some = any(score is not None for score in scores) and suggestion.get("score") is None
    return {"value": suggestion.get("value"), "agent": suggestion.get("agent")} | {
        "score": scores if has_some else suggestion.get("score")
    }


def is_old(value: dict[str, Any]) -> bool:
    """Whether an object is such a record, and none of Argilla 2."""
    return "fields" not in value and ("annotation" in value or "prediction" in value)


def begins_old(head: bytes) -> bool:
    """Whether a file of JSON that begins so holds such records."""
    return bool(_SIGN.search(head))

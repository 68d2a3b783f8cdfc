"""Suggestions of any other spaCy pipeline, from a folder on this machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import repeat
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as DocSpan

from annotator.errors import ModelUnusable
from annotator.records import LabelId, Span, Suggestion
from annotator.suggest.pipeline import readable
from annotator.texts import _, mark

REASON = mark("proposed by the model")
Predict = Callable[[Iterable[str]], Iterator[list[Suggestion]]]


def load(path: Path, mapping: Mapping[str, str] | None = None) -> Predict:
    """The pipeline in a folder, as a function from texts to suggestions.

    Entities (``doc.ents``) and span groups (``doc.spans``) count; their labels are renamed by ``mapping``, and with a mapping those that
    it does not name, or maps to nothing, are left out. Scores are those of a group's attributes ``scores``, or 1. Raises
    ``ModelUnusable`` for a folder that holds no pipeline, one of another spaCy, or one whose components are not installed.
    """
    try:
        nlp = spacy.load(path)
    # A pipeline from elsewhere may fail in any way while its parts are loaded; the reviewer needs to know which folder.
    except Exception as fault:
        raise ModelUnusable(path=path, detail=_first_line(fault)) from fault
    nlp.max_length = sys.maxsize

    def predict(texts: Iterable[str]) -> Iterator[list[Suggestion]]:
        for text in texts:
            yield _suggestions(path, nlp, text, mapping)

    return predict


def _suggestions(path: Path, nlp: Language, text: str, mapping: Mapping[str, str] | None) -> list[Suggestion]:
    try:
        doc = nlp(readable(text))
    except Exception as fault:
        raise ModelUnusable(path=path, detail=_first_line(fault)) from fault
    found: dict[Span, Suggestion] = {}
    for span, score, reason in _proposals(doc):
        label = span.label_ if mapping is None else mapping.get(span.label_, "")
        if not label or span.start_char == span.end_char:
            continue
        place = Span(span.start_char, span.end_char, LabelId(label))
        if place not in found or found[place].score < score:
            found[place] = Suggestion(place, score, reason, nlp.meta.get("name") or path.name)
    return sorted(found.values(), key=lambda suggestion: (suggestion.span.start, -suggestion.span.end))


def _proposals(doc: Doc) -> Iterator[tuple[DocSpan, float, str]]:
    for entity in doc.ents:
        yield entity, 1.0, REASON
    for group in doc.spans.values():
        scores, reasons = _attributes(group, "scores", 1.0), _attributes(group, "reasons", REASON)
        for span, score, reason in zip(group, scores, reasons, strict=False):
            yield span, min(1.0, max(0.0, float(score))), str(reason)


def _attributes(group: SpanGroup, name: str, otherwise: Any) -> Iterable[Any]:
    values = group.attrs.get(name)
    return values if values is not None and len(values) == len(group) else repeat(otherwise)


def _first_line(fault: Exception) -> str:
    return (str(fault).strip().splitlines() or [_("it could not be loaded")])[0].rstrip(".")

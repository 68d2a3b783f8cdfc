"""Any spaCy pipeline."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as DocSpan

from annotator.records import LabelId, Span, Suggestion
from annotator.suggest.outside.engine import REASON, Find


def load(path: Path) -> Find:
    """The pipeline in a folder. Entities (``doc.ents``) and span groups (``doc.spans``) count.

    Scores are those of a group's attributes ``scores``, or 1. Raises whatever the pipeline's parts raise.
    """
    nlp = spacy.load(path)
    nlp.max_length = sys.maxsize
    name = nlp.meta.get("name") or path.resolve().name

    def find(text: str) -> Iterator[Suggestion]:
        for span, score, reason in _proposals(nlp(text)):
            yield Suggestion(Span(span.start_char, span.end_char, LabelId(span.label_)), score, reason, name)

    return find


def _proposals(doc: Doc) -> Iterator[tuple[DocSpan, float, str]]:
    for entity in doc.ents:
        yield entity, 1.0, REASON
    for group in doc.spans.values():
        scores, reasons = _attributes(group, "scores", 1.0), _attributes(group, "reasons", REASON)
        for span, score, reason in zip(group, scores, reasons, strict=False):
            yield span, float(score), str(reason)


def _attributes(group: SpanGroup, name: str, otherwise: Any) -> Iterable[Any]:
    values = group.attrs.get(name)
    return values if values is not None and len(values) == len(group) else repeat(otherwise)

"""The suggester that a job asks: the built-in one, or a spaCy pipeline in a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import annotator
from annotator.errors import ModelUnusable
from annotator.records import LabelId, Span, Suggestion
from annotator.texts import _, mark

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BUILT_IN = "warraq"
_REASON = mark("proposed by the model")


@dataclass(frozen=True, slots=True)
class Model:
    """A suggester ready to predict: a list of suggestions for each text."""

    name: str
    version: str
    predict: Callable[[Iterable[str]], Iterator[list[Suggestion]]]


def load_model(folder: str = "") -> Model:
    """The built-in suggester, or the pipeline that a folder holds. Raises ModelUnusable."""
    from annotator.suggest import pipeline

    if folder in ("", BUILT_IN):
        return Model(BUILT_IN, annotator.__version__, partial(pipeline.predict, pipeline.build()))
    path = Path(folder)
    nlp = _opened(path)
    return Model(path.resolve().name, _version(path), partial(_predict, nlp))


def _opened(path: Path) -> Language:
    import spacy

    if not (path / "config.cfg").is_file():
        detail = _("there is no config.cfg of a spaCy pipeline in it")
        raise ModelUnusable(path=path, detail=detail)
    try:
        return spacy.load(path)
    except Exception as error:
        # A pipeline from elsewhere fails in any way it likes.
        raise ModelUnusable(path=path, detail=_("spaCy does not open it ({detail})").format(detail=error)) from error


def _version(path: Path) -> str:
    """A digest of its files: a pipeline that was trained again is another version."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(path).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _predict(nlp: Language, texts: Iterable[str]) -> Iterator[list[Suggestion]]:
    from annotator.suggest.pipeline import GROUP, suggestions

    for text in texts:
        doc = nlp(text)
        yield list(suggestions(doc)) if GROUP in doc.spans else list(_spans(doc))


def _spans(doc: Doc) -> Iterator[Suggestion]:
    """The spans of every group, with the scores that a span categoriser leaves, and the entities."""
    found: dict[Span, float] = {}
    for group in doc.spans.values():
        scores = group.attrs.get("scores", ())
        for place, span in enumerate(group):
            score = float(scores[place]) if place < len(scores) else 1.0
            found[Span(span.start_char, span.end_char, LabelId(span.label_))] = min(max(score, 0.0), 1.0)
    for entity in doc.ents:
        found.setdefault(Span(entity.start_char, entity.end_char, LabelId(entity.label_)), 1.0)
    for span, score in found.items():
        yield Suggestion(span, score, _REASON, "model")

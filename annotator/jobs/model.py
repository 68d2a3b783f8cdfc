"""The suggester that a job asks: the built-in one, or a spaCy pipeline in a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import annotator
from annotator.records import Suggestion
from annotator.suggest import BUILT_IN


@dataclass(frozen=True, slots=True)
class Model:
    """A suggester ready to predict: a list of suggestions for each text."""

    name: str
    version: str
    predict: Callable[[Iterable[str]], Iterator[list[Suggestion]]]


def load_model(folder: str = "", mapping: Mapping[str, str] | None = None) -> Model:
    """The built-in suggester, or the pipeline that a folder holds, its labels renamed. Raises ModelUnusable."""
    if folder in ("", BUILT_IN):
        from annotator.suggest import pipeline

        return Model(BUILT_IN, annotator.__version__, partial(pipeline.predict, pipeline.build()))
    from annotator.suggest import outside

    path = Path(folder)
    predict = outside.load(path, mapping)
    return Model(path.resolve().name, _version(path), predict)


def _version(path: Path) -> str:
    """A digest of its files: a pipeline that was trained again is another version."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(path).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:12]

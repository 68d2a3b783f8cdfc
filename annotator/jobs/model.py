"""The suggester that a job asks: the built-in one, or a model in a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import annotator
from annotator.errors import WarraqError
from annotator.labels import LabelSet
from annotator.records import Suggestion
from annotator.suggest import BUILT_IN

_PART = 1 << 20
"""Bytes read at once: a model may be larger than the memory that is left."""


@dataclass(frozen=True, slots=True)
class Model:
    """A suggester ready to predict: a list of suggestions for each text."""

    name: str
    version: str
    predict: Callable[[Iterable[str]], Iterator[list[Suggestion]]]
    faults: tuple[WarraqError, ...] = ()
    """What it does without, since it could not be read."""


def load_model(
    folder: str = "",
    mapping: Mapping[str, str] | None = None,
    labels: LabelSet | None = None,
    own: tuple[str, bytes] | None = None,
) -> Model:
    """The built-in suggester, or the model that a folder holds, its labels renamed. Raises ModelUnusable.

    A model that finds what it is asked for is asked for the mapping's labels, or else for those of the label set. ``own`` is the id and
    the weights of the model with which the built-in one goes on learning in a project.
    """
    if folder in ("", BUILT_IN):
        return _built_in(own)
    from annotator.suggest import outside

    path = Path(folder)
    predict = outside.load(path, mapping, labels)
    return Model(path.resolve().name, _version(path, mapping), predict)


def _built_in(own: tuple[str, bytes] | None) -> Model:
    from annotator.suggest import model, pipeline
    from annotator.suggest.knowledge import knowledge

    version, learned = f"{annotator.__version__}-{model.bundled_digest()}", None
    if own is not None:
        identity, data = own
        version, learned = f"{version}+{identity[:8]}", model.from_bytes(data, knowledge(), identity)
    nlp = pipeline.build(learned)
    return Model(BUILT_IN, version, partial(pipeline.predict, nlp), tuple(knowledge().faults))


def _version(path: Path, mapping: Mapping[str, str] | None) -> str:
    """A digest of its files and of the mapping: trained again, or mapped otherwise, it is another version."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(path).as_posix().encode())
            with file.open("rb") as content:
                while part := content.read(_PART):
                    digest.update(part)
    if mapping is not None:
        digest.update(json.dumps(mapping, sort_keys=True).encode())
    return digest.hexdigest()[:12]

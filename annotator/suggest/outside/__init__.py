"""Suggestions of models from elsewhere, in a folder on this machine: spaCy pipelines, token classifiers of Hugging Face, GLiNER.

Which it is, is told by the folder's files. Nothing is downloaded, and no program text that a model brings along is run.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from pickle import UnpicklingError

from annotator.errors import ModelUnusable, WarraqError
from annotator.labels import LabelSet, presets
from annotator.labels import load as load_labels
from annotator.records import LabelId, Span, Suggestion, reading_order
from annotator.suggest.outside.engine import Find
from annotator.suggest.pipeline import readable
from annotator.texts import _

Predict = Callable[[Iterable[str]], Iterator[list[Suggestion]]]

_ENGINES = {"config.cfg": "spacy", "gliner_config.json": "gliner", "config.json": "huggingface", "meta.json": "spacy"}
"""What the first of these files that a folder holds says of it."""
ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    # Where transformers would put a model's own program text before running it: no folder, so it cannot.
    "HF_MODULES_CACHE": __file__,
}


def load(path: Path, mapping: Mapping[str, str] | None = None, labels: LabelSet | None = None) -> Predict:
    """The model in a folder, as a function from texts to suggestions in reading order.

    Labels are renamed by ``mapping``; with one, those that it does not name, or maps to nothing, are left out. A GLiNER model finds what
    it is asked for: the keys of the mapping, or without one what ``labels`` are called in English, or else the default label set's.
    Raises ``ModelUnusable`` for a folder that holds no model, a damaged one, or one whose packages are not installed; the function, for
    one that fails at a text.
    """
    os.environ.update(ENVIRONMENT)
    with _faults_told(path):
        engine = _engine(path)
        if engine == "gliner" and mapping is None:
            mapping = {label.title("en"): label.id for label in labels or load_labels(presets()[0])}
        find = _loaded(engine, path, list(mapping or ()))

    def predict(texts: Iterable[str]) -> Iterator[list[Suggestion]]:
        for text in texts:
            with _faults_told(path):
                found = _renamed(find(readable(text)) if text.strip() else (), mapping)
            yield found

    return predict


def _engine(path: Path) -> str:
    if not path.is_dir():
        raise ModelUnusable(path=path, detail=_("there is no such folder"))
    for file, engine in _ENGINES.items():
        if (path / file).is_file():
            return engine
    detail = _("it holds no config.cfg (spaCy), config.json (Hugging Face) or gliner_config.json (GLiNER)")
    raise ModelUnusable(path=path, detail=detail)


def _loaded(engine: str, path: Path, asked: list[str]) -> Find:
    if engine == "huggingface":
        from annotator.suggest.outside import huggingface

        return huggingface.load(path)
    if engine == "gliner":
        from annotator.suggest.outside import gliner

        return gliner.load(path, asked)
    from annotator.suggest.outside import spacy

    return spacy.load(path)


def _renamed(found: Iterable[Suggestion], mapping: Mapping[str, str] | None) -> list[Suggestion]:
    """With the labels of the project, of equal spans the surest."""
    best: dict[Span, Suggestion] = {}
    for one in found:
        label = one.span.label if mapping is None else mapping.get(one.span.label, "")
        span = Span(one.span.start, one.span.end, LabelId(label))
        score = min(1.0, max(0.0, one.score))
        if label and span.start < span.end and (span not in best or best[span].score < score):
            best[span] = Suggestion(span, score, one.reason, one.source)
    return sorted(best.values(), key=lambda one: reading_order(one.span))


@contextmanager
def _faults_told(path: Path) -> Iterator[None]:
    """What goes wrong with a model, as ``ModelUnusable``; what its libraries warn of is nothing that a reviewer can mend."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except (WarraqError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        # A model from elsewhere may fail in any way, in Rust by a panic, which is no Exception: which folder it was must be known.
        except BaseException as fault:
            raise ModelUnusable(path=path, detail=_detail(fault)) from fault


def _detail(fault: BaseException) -> str:
    """What a library says of a fault, as far as it helps a reviewer."""
    if isinstance(fault, OSError) and str(fault.filename).startswith(__file__):
        return _("it brings program text of its own, which is never run")
    if isinstance(fault, UnpicklingError):
        return _("its weights are damaged, or hold more than numbers")
    line = (str(fault).strip().splitlines() or [""])[0].rstrip(".")
    if " " in line:
        return line
    return _("it is damaged ({fault})").format(fault=" ".join(filter(None, [type(fault).__name__, line])))

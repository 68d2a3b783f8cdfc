"""The learned part of a suggester: tagger and judge, with the label set they are for, in one file."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import srsly

import resources
from annotator.errors import ModelUnusable, reason
from annotator.labels import LabelSet, load
from annotator.suggest.features import OFFSETS
from annotator.suggest.judge import Judge, Unlearned
from annotator.suggest.knowledge import Knowledge
from annotator.suggest.memory import Counts
from annotator.suggest.tagger import Tagger
from annotator.suggest.tagger import columns as columns_of
from annotator.texts import _

FORMAT = 1
"""Counts up when an older program could not read the file."""
LARGEST = 256 * 2**20
"""Bytes that a model may have when it is unpacked."""
BUNDLED = ("models", "news.model")


@dataclass(frozen=True)
class Model:
    """Tagger and judge for a label set. ``details`` say how it was made and how good it is."""

    labels: LabelSet
    tagger: Tagger
    judge: Judge
    details: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, Counts] = field(default_factory=dict)
    """The strings decided on where it was trained, if it is a project's own: what ``memory.recall`` takes."""


def to_bytes(model: Model) -> bytes:
    """The model as a compressed MessagePack map; equal models give equal bytes."""
    tagger = model.tagger
    names = sorted(tagger.weights)
    columns = [column for name in names for column, _weight in tagger.weights[name]]
    values = [weight for name in names for _column, weight in tagger.weights[name]]
    judged = sorted(model.judge.weights)
    packed = srsly.msgpack_dumps(
        {
            "format": FORMAT,
            "details": dict(model.details),
            "labels": model.labels.to_json(),
            "groups": tagger.groups,
            "transitions": tagger.transitions.astype("<f4").tobytes(),
            "features": "\0".join(names),
            "counts": np.array([len(tagger.weights[name]) for name in names], "<u2").tobytes(),
            "columns": np.array(columns, "<u2").tobytes(),
            "weights": np.array(values, "<f2").tobytes(),
            "known": {string: dict(counts) for string, counts in model.known.items()},
            "judge": "\0".join(judged),
            "judge_weights": np.array([model.judge.weights[name] for name in judged], "<f4").tobytes(),
        }
    )
    return gzip.compress(packed, mtime=0)


def from_bytes(data: bytes, known: Knowledge, place: str = "") -> Model:
    """The model again. Raises ``ModelUnusable`` for what is no model, is damaged, or is of a newer program."""
    try:
        packed = srsly.msgpack_loads(_unpacked(data))
        if packed["format"] > FORMAT:
            raise ModelUnusable(path=place, detail=_("it was made by a newer Warraq"))
        names = packed["features"].split("\0")
        counts = np.frombuffer(packed["counts"], "<u2").tolist()
        columns = np.frombuffer(packed["columns"], "<u2").tolist()
        values = np.frombuffer(packed["weights"], "<f2").tolist()
        pairs = iter(list(zip(columns, values, strict=True)))
        weights = {name: [next(pairs) for _ in range(count)] for name, count in zip(names, counts, strict=True)}
        transitions = np.frombuffer(packed["transitions"], "<f4")
        width = int(len(transitions) ** 0.5)
        if sum(map(len, columns_of(packed["groups"]))) != width or max(columns, default=0) >= width * len(OFFSETS):
            raise ValueError("its columns do not fit")
        tagger = Tagger(packed["groups"], weights, transitions.reshape(width, width), known)
        judged = np.frombuffer(packed["judge_weights"], "<f4").tolist()
        judge = Judge(dict(zip(packed["judge"].split("\0"), judged, strict=True)))
        labels = LabelSet.from_json(packed["labels"], place)
        return Model(labels, tagger, judge, packed["details"], packed["known"])
    except ModelUnusable:
        raise
    # A damaged file may fail anywhere in here; which file it is matters more than where.
    except Exception as fault:
        raise ModelUnusable(path=place, detail=_("it is damaged, or no model of Warraq")) from fault


def _unpacked(data: bytes) -> bytes:
    """What was compressed, if that is no more than a model can be: a project from elsewhere may hold anything."""
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    unpacked = unpacking.decompress(data, LARGEST)
    if not unpacking.eof:
        raise ValueError("it is too large, or cut off")
    return unpacked


def read(path: Path, known: Knowledge) -> Model:
    """The model of a file. Raises ``ModelUnusable``."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise ModelUnusable(path=path, detail=reason(fault)) from fault
    return from_bytes(data, known, str(path))


def bundled_digest() -> str:
    """Tells one bundled model from another; empty where there is none."""
    path = resources.path(*BUNDLED)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path.exists() else ""


@cache
def bundled(known: Knowledge) -> Model:
    """The model that Warraq brings along, read once; where it cannot be read, one that learned nothing, and a fault noted in ``known``."""
    try:
        return read(resources.path(*BUNDLED), known)
    except ModelUnusable as fault:
        known.faults.append(fault)
        return Model(load("wojood"), Tagger([], {}, np.zeros((0, 0), np.float32), known), Unlearned({}))

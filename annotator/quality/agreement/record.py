"""The agreement of annotators, as it is shown, written and kept."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from annotator.quality.difference import Difference
from annotator.records import DocumentId, LabelId, Person, Place, Span


class Measure(StrEnum):
    """What agreement is measured by; ``explained.py`` says what each means."""

    F1 = "f1"
    F1_PARTIAL = "f1_partial"
    KAPPA = "kappa"
    FLEISS = "fleiss"
    ALPHA_NOMINAL = "alpha_nominal"
    ALPHA_UNITISING = "alpha_unitising"
    GAMMA = "gamma"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, up to 1 where all agree; nothing where it is not defined. With its 95 % interval, where there is one."""

    value: float | None
    low: float | None = None
    high: float | None = None


Figures = Mapping[Measure, Estimate]


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """The agreement on one label, as if it were the only one: spans at any depth, words in a span of it or not."""

    label: LabelId
    spans: int
    """Of all annotators together."""
    figures: Figures


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two annotators, over the documents that both have."""

    annotators: tuple[Person, Person]
    documents: int
    figures: Figures
    labels: tuple[LabelAgreement, ...]


@dataclass(frozen=True, slots=True)
class DocumentAgreement:
    """The annotators of one document."""

    id: DocumentId
    name: str
    annotators: tuple[Person, ...]
    words: int
    spans: int
    """Of all of them together."""
    blind: bool
    """None of them had suggestions in sight."""
    differences: Counter[Difference]
    """How often two of them differ, by how they do."""
    figures: Figures


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the documents."""

    documents: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Example:
    """A place where two annotators differ; one of the spans is missing where one has marked nothing there."""

    place: Place
    kind: Difference
    annotators: tuple[Person, Person]
    first: Span | None
    second: Span | None


@dataclass(frozen=True, slots=True)
class DifferenceGroup:
    """Differences of one kind between the same labels."""

    kind: Difference
    labels: tuple[LabelId, ...]
    """The label, or the two that are given for the same thing."""
    count: int
    examples: tuple[Example, ...] = ()
    """The first ones; ``jobs.differences`` gives more."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far annotators agree. Everything of several annotators is over documents that at least two of them have."""

    annotators: tuple[Person, ...]
    documents: int
    words: int
    spans: int
    figures: Figures
    """Of all annotators together: of F1, the unitising alpha their pairs together; the others as they are defined."""
    blind: Part
    """Documents in which nobody had suggestions in sight."""
    seen: Part
    """The others: suggestions in sight make annotators agree, so these figures say too much."""
    pairs: tuple[PairAgreement, ...]
    labels: tuple[LabelAgreement, ...]
    """Those that were used, in the order of the label set."""
    by_document: tuple[DocumentAgreement, ...]
    """The worst first: by strict F1, then by how often they differ."""
    differences: tuple[DifferenceGroup, ...]
    """The most frequent first."""
    include: str = "done"
    only: tuple[LabelId, ...] = ()
    """The labels that were compared; all where there are none."""
    gamma_documents: int = 0
    """Of so many documents gamma was worked out: of a sample where there are many; of none where it was not asked for."""
    rounds: int = 0
    seed: int = 0

    def to_json(self) -> dict[str, Any]:
        """Under the keys of ``warraq agreement --json``."""
        return {
            "documents": self.documents,
            "annotators": [person.name for person in self.annotators],
            "words": self.words,
            "spans": self.spans,
            "include": self.include,
            "only": list(self.only),
            **figures_json(self.figures),
            "gamma_documents": self.gamma_documents,
            "bootstrap": {"level": 0.95, "rounds": self.rounds, "seed": self.seed},
            "blind": _part(self.blind),
            "seen": _part(self.seen),
            "pairs": [_pair(pair) for pair in self.pairs],
            "labels": _labels(self.labels),
            "by_document": [_document(one) for one in self.by_document],
            "differences": [_group(group) for group in self.differences],
        }


def figures_json(figures: Figures) -> dict[str, Any]:
    """Each measure with its value, null where it is not defined, and the intervals of those that have one."""
    intervals = {one.value: [found.low, found.high] for one, found in figures.items() if found.low is not None}
    return {one.value: found.value for one, found in figures.items()} | {"intervals": intervals}


def known(value: float) -> float | None:
    """A number, or nothing for one that is not defined."""
    return None if math.isnan(value) else float(value)


def _part(part: Part) -> dict[str, Any]:
    return {"documents": part.documents, **figures_json(part.figures)}


def _pair(pair: PairAgreement) -> dict[str, Any]:
    return {
        "annotators": [person.name for person in pair.annotators],
        "documents": pair.documents,
        **figures_json(pair.figures),
        "labels": _labels(pair.labels),
    }


def _labels(labels: tuple[LabelAgreement, ...]) -> dict[str, Any]:
    return {one.label: {"spans": one.spans, **figures_json(one.figures)} for one in labels}


def _document(one: DocumentAgreement) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "annotators": [person.name for person in one.annotators],
        "words": one.words,
        "spans": one.spans,
        "blind": one.blind,
        **{measure.value: found.value for measure, found in one.figures.items()},
        "differences": {kind.value: count for kind, count in one.differences.items()},
    }


def _group(group: DifferenceGroup) -> dict[str, Any]:
    examples = [_example(example) for example in group.examples]
    return {"kind": group.kind.value, "labels": list(group.labels), "count": group.count, "examples": examples}


def _example(example: Example) -> dict[str, Any]:
    spans = {"first": example.first, "second": example.second}
    return {
        **asdict(example.place),
        "annotators": [person.name for person in example.annotators],
        **{name: span._asdict() if span else None for name, span in spans.items()},
    }

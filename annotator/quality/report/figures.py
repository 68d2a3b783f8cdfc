"""All figures of a report as one JSON document, and as tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import annotator
from annotator.quality import effort_parts, evaluation_forms
from annotator.quality.agreement.record import Agreement
from annotator.quality.agreement.rows import COLUMNS
from annotator.quality.agreement.rows import rows as agreement_rows
from annotator.quality.effort_parts import Did, Efforts, Part
from annotator.quality.evaluation import Evaluation
from annotator.quality.report.making import Findings

Rows = Iterable[Sequence[Any]]


def to_json(found: Findings) -> dict[str, Any]:
    """``evaluation`` is as ``warraq evaluate --json`` gives it, ``agreement`` as ``warraq agreement --json``; null where there is none."""
    about = found.about
    return {
        "warraq": annotator.__version__,
        "made": about.made,
        "project": about.project,
        "documents": about.documents,
        "finished": about.finished,
        "annotators": list(about.annotators),
        "adjudicators": list(about.adjudicators),
        "label_set": {
            "id": about.labels.id,
            "version": about.labels.version,
            "labels": [each.id for each in about.labels],
        },
        "guidelines": {"version": about.guidelines, "at": about.guidelines_at},
        "evaluation": evaluation_forms.to_json(found.evaluation) if found.evaluation else None,
        "agreement": found.agreement.to_json() if found.agreement else None,
        "effort": effort_parts.to_json(found.effort) if found.effort else None,
    }


def tables(found: Findings) -> Iterator[tuple[str, Rows]]:
    """The name of each table and its rows, the heads first; only of what there is."""
    if found.evaluation:
        yield from _of_run(found.evaluation)
    if found.agreement:
        yield "agreement", [COLUMNS, *agreement_rows(found.agreement)]
        yield "differences", _differences(found.agreement)
    if found.effort:
        yield "effort", _effort(found.effort)


def _of_run(found: Evaluation) -> Iterator[tuple[str, Rows]]:
    yield "scores", evaluation_forms.to_rows(found)
    yield "confusion", _confusion(found)
    yield "mistakes", [("kind", "count"), *((kind.value, count) for kind, count in found.mistakes.kinds().items())]
    yield "repeated", _repeated(found)
    if found.calibration.count:
        yield "calibration", _calibration(found)
        yield "thresholds", [("threshold", "accepted", "right"), *found.calibration.judged]
    if found.amounts:
        yield "amounts", _amounts(found)
    if found.moments:
        yield "runs", _moments(found)
    if found.comparisons:
        yield "comparisons", _comparisons(found)


def _confusion(found: Evaluation) -> Rows:
    labels = found.confusion.labels
    yield "gold", *labels
    for label, counts in zip(labels, found.confusion.counts, strict=True):
        yield label, *counts


def _repeated(found: Evaluation) -> Rows:
    yield "kind", "gold_label", "proposed_label", "gold", "proposed", "count", "documents"
    for one in found.mistakes.repeated:
        yield one.kind.value, one.gold_label, one.proposed_label, one.gold, one.proposed, one.count, one.documents


def _calibration(found: Evaluation) -> Rows:
    yield "low", "high", "count", "right", "score", "precision", "precision_low", "precision_high"
    for one in found.calibration.bins:
        if one.count:
            yield one.low, one.high, one.count, one.right, one.score, one.precision, *one.interval


def _amounts(found: Evaluation) -> Rows:
    yield "documents", "gold", "f1", "f1_low", "f1_high"
    for one in found.amounts:
        yield one.documents, one.spans, *one.score.f1


def _moments(found: Evaluation) -> Rows:
    yield "run", "version", "at", "documents", "f1", "f1_low", "f1_high"
    for one in found.moments:
        yield one.run, one.version, one.at, one.documents, *one.score.f1


def _comparisons(found: Evaluation) -> Rows:
    yield "other", "documents", "part", "name", "measure", "difference", "low", "high", "p"
    for one in found.comparisons:
        of = one.run.suggester, one.documents
        for schema, measures in one.differences.items():
            for measure, each in measures._asdict().items():
                yield *of, "schema", schema, measure, each.value, each.low, each.high, each.p
        for label, each in one.labels.items():
            yield *of, "label", label, "f1", each.value, each.low, each.high, each.p


def _differences(found: Agreement) -> Rows:
    yield "kind", "labels", "count"
    for one in found.differences:
        yield one.kind.value, " ".join(one.labels), one.count


def _effort(found: Efforts) -> Rows:
    yield "part", "name", *(did.value for did in Did), "right_at_first", "seconds", "actions"
    parts = (("annotator", found.annotators), ("label", found.labels), ("suggester", found.suggesters))
    yield _part("all", "", found.whole)
    for part, named in parts:
        for name, each in named.items():
            yield _part(part, name, each)


def _part(part: str, name: str, found: Part) -> Sequence[Any]:
    counts = (found.counts[did] for did in Did)
    return part, name, *counts, found.right, found.seconds, found.actions

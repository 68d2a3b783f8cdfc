"""An evaluation as JSON and as rows of a table: the same keys everywhere, as the design names them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotator.quality.calibration import Calibration
from annotator.quality.evaluation import Comparison, DocumentScore, Evaluation
from annotator.quality.growth import Amount, Moment
from annotator.quality.intervals import Estimate, Gain, SchemaScore, Score
from annotator.quality.judged import Judged
from annotator.quality.mistakes import Repeated
from annotator.quality.scores import SCHEMAS, Counts, Tally

_MEASURES = ("precision", "recall", "f1")
_COUNTS = ("tp", "fp", "fn", "correct", "incorrect", "partial", "missed", "spurious")
REPEATED = 100
"""So many repeated mistakes are named, the most frequent."""
HEADER = (
    "part",
    "name",
    "schema",
    "gold",
    "proposed",
    *(name for measure in _MEASURES for name in (measure, f"{measure}_low", f"{measure}_high")),
    *_COUNTS,
)


def to_json(found: Evaluation) -> dict[str, Any]:
    """All figures as one JSON document."""
    basis = found.basis
    return {
        "run": _run(found.run),
        "documents": basis.documents,
        "seen": basis.seen,
        "blind": basis.blind,
        "left_out": {"unfinished": basis.unfinished, "contested": basis.contested, "not_seen": basis.not_seen},
        "micro": _score(found.micro),
        "macro": _score(found.macro),
        "labels": {label: _score(score) for label, score in found.labels.items()},
        "micro_seen": _score(found.seen) if found.seen else None,
        "micro_blind": _score(found.blind) if found.blind else None,
        "mistakes": {kind.value: count for kind, count in found.mistakes.kinds().items()},
        "repeated": [_repeated(one) for one in found.mistakes.repeated[:REPEATED]],
        "confusion": {"labels": list(found.confusion.labels), "counts": [list(row) for row in found.confusion.counts]},
        "calibration": _calibration(found.calibration),
        "by_amount": [_amount(one) for one in found.amounts],
        "by_run": [_moment(one) for one in found.moments],
        "compared": [_comparison(one) for one in found.comparisons],
        "by_document": [_document(one) for one in found.documents],
        "problems": found.problem_count,
        "aligned": found.aligned,
    }


def to_rows(found: Evaluation) -> Iterator[tuple[Any, ...]]:
    """All scores as rows of a table, its header first: over all labels, of each label, of each document."""
    yield HEADER
    parts = [("micro", found.micro), ("macro", found.macro), ("seen", found.seen), ("blind", found.blind)]
    for part, score in parts:
        if score:
            yield from _score_rows(part, "", score)
    for label, score in found.labels.items():
        yield from _score_rows("label", label, score)
    for one in found.documents:
        for schema in SCHEMAS:
            counts = one.tally.schema(schema)
            cells = (cell for measure in _MEASURES for cell in (getattr(counts, measure), None, None))
            yield "document", one.name, schema, one.tally.gold, one.tally.proposed, *cells, *_numbers(counts)
    for comparison in found.comparisons:
        for schema, differences in comparison.differences.items():
            cells = (cell for one in differences for cell in (one.value, one.low, one.high))
            yield "difference", comparison.run.suggester, schema, "", "", *cells, *([""] * len(_COUNTS))


def _score_rows(part: str, name: str, score: Score) -> Iterator[tuple[Any, ...]]:
    for schema in SCHEMAS:
        of_schema = score.schema(schema)
        cells = (cell for measure in _MEASURES for cell in getattr(of_schema, measure))
        counts = _numbers(of_schema.counts) if of_schema.counts else [None] * len(_COUNTS)
        totals = (score.gold, score.proposed) if of_schema.counts else (None, None)
        yield part, name, schema, *totals, *cells, *counts


def _numbers(counts: Counts) -> list[float]:
    """The counts; halves there are of true positives alone, and of what follows from them."""
    return [int(number) if number == int(number) else number for number in (getattr(counts, name) for name in _COUNTS)]


def _score(score: Score) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if score.strict.counts:
        found |= {"gold": score.gold, "proposed": score.proposed}
    return found | {schema: _schema(score.schema(schema)) for schema in SCHEMAS}


def _schema(score: SchemaScore) -> dict[str, Any]:
    estimates: dict[str, Estimate] = {measure: getattr(score, measure) for measure in _MEASURES}
    found: dict[str, Any] = {measure: estimate.value for measure, estimate in estimates.items()}
    if score.counts:
        found |= dict(zip(_COUNTS, _numbers(score.counts), strict=True))
    intervals = {measure: _interval(estimate) for measure, estimate in estimates.items()}
    return found | {"intervals": intervals}


def _interval(of: Estimate | Gain) -> list[float] | None:
    return None if of.low is None or of.high is None else [of.low, of.high]


def _run(run: Judged) -> dict[str, Any]:
    return {
        "id": run.runs[-1] if run.runs else None,
        "suggester": run.suggester,
        "version": run.version,
        "at": run.at,
        "runs": list(run.runs),
        "file": run.file,
    }


def _repeated(one: Repeated) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "gold_label": one.gold_label,
        "proposed_label": one.proposed_label,
        "gold": one.gold,
        "proposed": one.proposed,
        "count": one.count,
        "documents": one.documents,
    }


def _calibration(found: Calibration) -> dict[str, Any]:
    accepted, right = found.accepted()
    bins = [
        {
            "low": one.low,
            "high": one.high,
            "count": one.count,
            "right": one.right,
            "score": one.score,
            "precision": one.precision,
            "interval": list(one.interval),
        }
        for one in found.bins
        if one.count
    ]
    return {
        "error": found.error,
        "target": found.target,
        "threshold": found.proposal.threshold if found.proposal else None,
        "expected": found.proposal.share if found.proposal else None,
        "accepted": accepted,
        "right": right,
        "bins": bins,
    }


def _amount(one: Amount) -> dict[str, Any]:
    return {"documents": one.documents, "gold": one.spans, "strict": _schema(one.score)}


def _moment(one: Moment) -> dict[str, Any]:
    found = {"run": one.run, "version": one.version, "at": one.at, "documents": one.documents}
    return found | {"strict": _schema(one.score)}


def _comparison(one: Comparison) -> dict[str, Any]:
    return {
        "run": _run(one.run),
        "documents": one.documents,
        "micro": _score(one.score),
        "other": _score(one.other),
        "difference": {
            schema: dict(zip(_MEASURES, map(_difference, found), strict=True))
            for schema, found in one.differences.items()
        },
        "labels": {label: _difference(found) for label, found in one.labels.items()},
    }


def _difference(one: Gain) -> dict[str, Any]:
    return {"value": one.value, "interval": _interval(one), "p": one.p}


def _document(one: DocumentScore) -> dict[str, Any]:
    found = {
        "id": one.document,
        "name": one.name,
        "blind": one.blind,
        "gold": one.tally.gold,
        "proposed": one.tally.proposed,
    }
    return found | {schema: _counts(one.tally, schema) for schema in SCHEMAS}


def _counts(tally: Tally, schema: Any) -> dict[str, Any]:
    counts = tally.schema(schema)
    found = {measure: getattr(counts, measure) for measure in _MEASURES}
    return found | dict(zip(_COUNTS[:3], _numbers(counts), strict=False))

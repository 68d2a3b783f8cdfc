"""The figures of an evaluation as rows of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.quality.evaluation import Comparison, DocumentScore, Evaluation
from annotator.quality.growth import Amount, Moment
from annotator.quality.intervals import Estimate, Score
from annotator.quality.scores import SCHEMAS, Schema
from annotator.quality.words import basis_sentences, schema_name
from annotator.records import LabelId
from annotator.suggest import suggester_name
from annotator.texts import _, ngettext, number
from desktop.panels.current_span import when
from desktop.panels.paper_table import Cell, Column

SHOWN = 8
"""Labels that are shown at first, those with most spans."""
Rows = list[list[Cell]]


def points(share: float, decimals: int = 1) -> str:
    """A share 0–1 in percent, without the sign that a head says once."""
    return number(100 * share, decimals)


def interval(of: Estimate) -> str:
    """Its ends; nothing where it is not known."""
    if of.low is None or of.high is None:
        return ""
    return _("{low}–{high}").format(low=points(of.low, 0), high=points(of.high, 0))


def signed(share: float) -> str:
    """A difference in points, its sign always written."""
    return ("−" if share < 0 else "+") + number(abs(100 * share), 1)


def _explained(schema: Schema) -> str:
    return {
        "strict": _("edges and label"),
        "exact": _("whatever the label"),
        "partial": _("half for mere overlap"),
        "type": _("right label, some overlap"),
    }[schema]


def score_columns() -> list[Column]:
    return [
        Column(_("Matching"), figure=False),
        Column(_("Precision"), 58),
        Column(_("Recall"), 56),
        Column("F1", 44),
        Column(_("Interval"), 54, tip=_("Between these the F1 lies with 95% certainty, drawing documents by chance")),
        Column(_("Macro F1"), 62, tip=_("The mean of the labels, each counting the same")),
    ]


def score_rows(found: Evaluation) -> Rows:
    """Over all labels, by each schema."""
    rows = []
    for schema in SCHEMAS:
        score, macro = found.micro.schema(schema), found.macro.schema(schema).f1
        rows.append(
            [
                Cell(schema_name(schema), _explained(schema), strong=True, figure=False),
                Cell(points(score.precision.value), tip=interval(score.precision)),
                Cell(points(score.recall.value), tip=interval(score.recall)),
                Cell(points(score.f1.value), strong=True),
                Cell(interval(score.f1), quiet=True),
                Cell(points(macro.value), tip=interval(macro)),
            ]
        )
    return rows


def label_columns(*, compared: bool) -> list[Column]:
    columns = [
        Column(_("Label"), 88, figure=False),
        Column(_("Gold"), 46),
        Column(_("Precision"), 60),
        Column(_("Recall"), 58),
        Column("F1", 46),
    ]
    if compared:
        columns.append(Column("±", 52, tip=_("F1 less that of the other run, in points")))
    return [*columns, Column("", axis=True)]


def by_count(found: Evaluation) -> list[tuple[str, Score]]:
    """The labels, those with most spans first."""
    return sorted(found.labels.items(), key=lambda item: -(item[1].gold + item[1].proposed))


def label_rows(found: Evaluation, shown: int) -> Rows:
    """Of the first labels, strict."""
    compared = found.comparisons[0].labels if found.comparisons else None
    rows = []
    for name, score in by_count(found)[:shown]:
        strict, label = score.strict, LabelId(name)
        row = [
            Cell(label=label),
            Cell(number(score.gold)),
            Cell(points(strict.precision.value, 0)),
            Cell(points(strict.recall.value, 0)),
            Cell(points(strict.f1.value, 0), strong=True),
        ]
        if compared is not None:
            difference = compared.get(name)
            row.append(Cell(signed(difference.value) if difference else "", quiet=True))
        rows.append([*row, Cell(label=label, estimate=strict.f1, tip=interval(strict.f1))])
    return rows


def document_columns() -> list[Column]:
    return [
        Column(_("Document"), figure=False),
        Column("F1", 60),
        Column(_("Precision"), 70),
        Column(_("Recall"), 74),
        Column(_("Gold"), 60),
        Column(_("Proposed"), 70),
        Column(_("Errors"), 64),
        Column("", 16),
        Column(_("Gold made"), 110, figure=False),
    ]


def document_rows(documents: Sequence[DocumentScore], errors: Sequence[int]) -> Rows:
    """Each with its strict score and its errors."""
    rows = []
    for one, count in zip(documents, errors, strict=True):
        strict = one.tally.strict
        rows.append(
            [
                Cell(one.name, figure=False),
                Cell(points(strict.f1), strong=True),
                Cell(points(strict.precision)),
                Cell(points(strict.recall)),
                Cell(number(one.tally.gold)),
                Cell(number(one.tally.proposed)),
                Cell(number(count)),
                Cell(),
                Cell(_("blindly") if one.blind else _("run in sight"), quiet=True, figure=False),
            ]
        )
    return rows


def amount_rows(amounts: Sequence[Amount]) -> tuple[list[Column], Rows]:
    """The score at each amount of gold."""
    columns = [Column(_("Documents"), 90), Column(_("Gold spans"), 110), Column("F1", 70), Column(_("Interval"), 90)]
    rows = [
        [
            Cell(number(one.documents)),
            Cell(number(one.spans)),
            Cell(points(one.score.f1.value), strong=True),
            Cell(interval(one.score.f1), quiet=True),
        ]
        for one in amounts
    ]
    return [*columns, Column("", figure=False)], [[*row, Cell()] for row in rows]


def moment_rows(moments: Sequence[Moment]) -> tuple[list[Column], Rows]:
    """The score of each run."""
    columns = [
        Column(_("Run"), 56),
        Column("", 12),
        Column(_("Began"), 120, figure=False),
        Column(_("Version"), figure=False),
        Column(_("Documents"), 84),
        Column("F1", 60),
        Column(_("Interval"), 80),
    ]
    rows = [
        [
            Cell(number(place)),
            Cell(),
            Cell(when(one.at), figure=False),
            Cell(one.version, quiet=True, figure=False),
            Cell(number(one.documents)),
            Cell(points(one.score.f1.value), strong=True),
            Cell(interval(one.score.f1), quiet=True),
        ]
        for place, one in enumerate(moments, 1)
    ]
    return columns, rows


def named(comparison: Comparison) -> Comparison:
    """The comparison with the name by which its run is offered."""
    return replace(comparison, run=replace(comparison.run, suggester=suggester_name(comparison.run.suggester)))


def basis_lines(evaluation: Evaluation) -> list[str]:
    """What counts, and how gold made with the run in sight differs from blind gold."""
    gold = ngettext("{n} gold span", "{n} gold spans", evaluation.micro.gold)
    proposed = ngettext("{n} was proposed", "{n} were proposed", evaluation.micro.proposed)
    counts = evaluation.micro.strict.counts
    right = number(counts.correct) if counts else ""
    said = [
        *basis_sentences(evaluation.basis),
        _("{gold}, {proposed}, {right} of them right.").format(gold=gold, proposed=proposed, right=right),
    ]
    if evaluation.aligned:
        said.append(
            ngettext(
                "The text of {n} document differs in white space or spelling; its spans were brought over.",
                "The texts of {n} documents differ in white space or spelling; their spans were brought over.",
                evaluation.aligned,
            )
        )
    if evaluation.seen and evaluation.blind:
        apart = _("Strict F1 where the run was in sight: {seen}; where it was not: {blind}.")
        seen, blind = evaluation.seen.strict.f1.value, evaluation.blind.strict.f1.value
        said.append(apart.format(seen=points(seen), blind=points(blind)))
    return said

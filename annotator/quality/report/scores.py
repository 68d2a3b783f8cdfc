"""The scores of a run in a report: by schema, label and document, what is taken for what, and other runs beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from annotator.quality.evaluation import Comparison, Evaluation
from annotator.quality.intervals import Gain, SchemaScore, Score
from annotator.quality.mistakes import NOTHING
from annotator.quality.report.parts import Block, Cell, Column, Heading, Row, Section, Strip, Table, Words
from annotator.quality.report.wording import NONE, Labels, clean, interval, isolated, share, signed
from annotator.quality.scores import SCHEMAS, Schema
from annotator.quality.words import basis_sentences, comparison_sentence, schema_name
from annotator.suggest import suggester_name
from annotator.texts import _, mark, ngettext, number

DOCUMENTS: Final = 12
"""The worst documents that are told of one by one; a file of figures has all."""
_FEW: Final = 10
_SIDE_BY_SIDE: Final = 9
"""So many names of labels find room over the columns of a matrix; more are turned upwards."""
_MEANT: Final[dict[Schema, str]] = {
    "strict": mark("edges and label"),
    "exact": mark("edges alone"),
    "partial": mark("edges; a mere overlap counts half"),
    "type": mark("label, and an overlap"),
}


def scores(found: Evaluation, labels: Labels) -> Section:
    """What counts, the scores over all labels, and those of each."""
    counts = _("“{name}”: {gold}, {proposed}.").format(
        name=isolated(found.run.suggester),
        gold=ngettext("{n} gold span", "{n} gold spans", found.micro.gold),
        proposed=ngettext("{n} was proposed", "{n} were proposed", found.micro.proposed),
    )
    blocks: list[Block] = [Words(" ".join([counts, *basis_sentences(found.basis)]))]
    blocks += [_schemas(found), *_intervals(found), Heading(_("By label"), _("strict")), _by_label(found, labels)]
    return Section("scores", _("Scores"), tuple(blocks))


def documents(found: Evaluation) -> Section | None:
    """The documents with the lowest scores."""
    if len(found.documents) < 2:
        return None
    columns = _columns(_("Document"))[:-1]
    mixed = bool(found.basis.seen and found.basis.blind)
    rows = []
    for one in found.documents.page("worst", 0, DOCUMENTS):
        counts = one.tally.strict
        values = (counts.precision, counts.recall)
        sight = (_("gold made without it") if one.blind else _("gold made with the run in sight")) if mixed else ""
        rows.append(
            (
                Cell(clean(one.name), under=sight, own=True),
                *(Cell(number(count)) for count in (one.tally.gold, one.tally.proposed)),
                *(Cell(share(value)) for value in values),
                Cell(share(counts.f1), strong=True),
            )
        )
    table = Table(_("The documents with the lowest strict F1"), columns, tuple(rows))
    return Section("documents", _("Documents with the lowest scores"), (table,))


def confusion(found: Evaluation, labels: Labels) -> Section | None:
    """Which labels are taken for which."""
    known = found.confusion.labels
    if len(known) < 2:
        return None
    said = _(
        "A row is a gold label, a column what was proposed in its place; the last ones count what met nothing. On the dark ground the labels are the same."
    )
    columns = (Column(""), *(Column(labels.name(label), "end", own=label != NOTHING) for label in known))
    rows = [
        (
            Cell(labels.name(gold), own=gold != NOTHING),
            *(_met(count, same=gold == label != NOTHING) for label, count in zip(known, counts, strict=True)),
        )
        for gold, counts in zip(known, found.confusion.counts, strict=True)
    ]
    table = Table(
        _("How often a gold label met a proposed one"), columns, tuple(rows), turned=len(known) > _SIDE_BY_SIDE
    )
    return Section("confusion", _("Confusion"), (Words(said, quiet=True), table))


def comparisons(found: Evaluation, labels: Labels) -> Section | None:
    """The run beside others."""
    if not found.comparisons:
        return None
    blocks: list[Block] = []
    for one in found.comparisons:
        blocks.append(
            Heading(_("Against “{name}”").format(name=isolated(suggester_name(one.run.suggester))), _version(one))
        )
        blocks += [Words(compared(one)), _by_schema(one), *_label_differences(one, labels)]
    return Section("comparisons", _("Comparison of runs"), tuple(blocks))


def compared(one: Comparison) -> str:
    """By how much the run is better or worse than the other."""
    return comparison_sentence(
        replace(one, run=replace(one.run, suggester=isolated(suggester_name(one.run.suggester))))
    )


def _version(one: Comparison) -> str:
    return isolated(one.run.version) if one.run.version else ""


def _columns(first: str) -> tuple[Column, ...]:
    titles = (_("gold"), _("proposed"), _("precision"), _("recall"), "F1", _("95% interval"))
    return (Column(first), *(Column(title, "end") for title in titles))


def _schemas(found: Evaluation) -> Table:
    rows = [
        _scored(Cell(schema_name(schema), under=_(_MEANT[schema])), found.micro, found.micro.schema(schema))
        for schema in SCHEMAS
    ]
    rows.append(_scored(Cell(_("mean of the labels"), under=_("strict")), None, found.macro.strict))
    if found.seen and found.blind:
        parts = ((_("gold made with the run in sight"), found.seen), (_("gold made without it"), found.blind))
        rows += [_scored(Cell(name, under=_("strict")), score, score.strict) for name, score in parts]
    return Table(
        _("Scores over all labels, in percent"), (*_columns(_("in percent")), Column("")), tuple(rows), scale=_scale()
    )


def _scale() -> tuple[str, ...]:
    """What stands over the strips."""
    return tuple(number(percent) for percent in (0, 50, 100))


def _scored(name: Cell, score: Score | None, of_schema: SchemaScore, strip: Cell | None = None) -> Row:
    f1 = of_schema.f1
    counts = (score.gold, score.proposed) if score else (None, None)
    return (
        name,
        *(Cell("" if count is None else number(count)) for count in counts),
        Cell(share(of_schema.precision.value)),
        Cell(share(of_schema.recall.value)),
        Cell(share(f1.value), strong=True),
        Cell(interval(f1.low, f1.high), quiet=True),
        strip or Cell(strip=Strip(*f1)),
    )


def _by_label(found: Evaluation, labels: Labels) -> Table:
    ranked = sorted(found.labels.items(), key=lambda item: -item[1].gold)
    rows = [
        _scored(labels.cell(label), score, score.strict, labels.strip(label, *score.strict.f1))
        for label, score in ranked
    ]
    columns = (*_columns(_("Label")), Column(""))
    return Table(_("Strict scores of each label, in percent"), columns, tuple(rows), scale=_scale())


def _intervals(found: Evaluation) -> Iterator[Words]:
    if len(found.documents) >= _FEW:
        yield Words(_("The intervals hold 95%, by drawing documents."), quiet=True)
    elif len(found.documents) > 1:
        yield Words(
            _("The intervals hold 95%, by drawing documents; these are too few, and the intervals too narrow."),
            quiet=True,
        )


def _met(count: int, *, same: bool) -> Cell:
    return Cell(number(count) if count else "·", strong=bool(count) and not same, quiet=not count, ground=same)


def _by_schema(one: Comparison) -> Table:
    titles = ("F1", _("the other"), _("difference"), _("95% interval"), "p")
    columns = (Column(_("F1, in percent")), *(Column(title, "end") for title in titles))
    rows = [
        (
            Cell(schema_name(schema), under=_(_MEANT[schema])),
            Cell(share(one.score.schema(schema).f1.value)),
            Cell(share(one.other.schema(schema).f1.value)),
            *_difference(measures.f1),
        )
        for schema, measures in one.differences.items()
    ]
    return Table(_("F1 of both runs, by schema"), columns, tuple(rows))


def _label_differences(one: Comparison, labels: Labels) -> Iterator[Table]:
    ranked = sorted(one.labels.items(), key=lambda item: -abs(item[1].value))
    rows = [(labels.cell(label), *_difference(found)) for label, found in ranked if found.value]
    if rows:
        titles = (_("difference"), _("95% interval"), "p")
        columns = (Column(_("Label")), *(Column(title, "end") for title in titles))
        yield Table(_("Differences of the strict F1 by label, the greatest first"), columns, tuple(rows))


def _difference(found: Gain) -> tuple[Cell, Cell, Cell]:
    known = found.low is not None and found.high is not None
    between = _("{low} to {high}").format(low=signed(found.low or 0.0), high=signed(found.high or 0.0)) if known else ""
    p = NONE if found.p is None else number(found.p, 3)
    return Cell(signed(found.value), strong=True), Cell(between, quiet=True), Cell(p)

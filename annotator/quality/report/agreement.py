"""The agreement of annotators in a report: figures with what they mean, pairs, labels, documents, and in what they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from annotator.quality.agreement.explained import difference_name, explanation, name, warning_of_sight
from annotator.quality.agreement.record import Agreement, DifferenceGroup, Estimate, Example, Figures, Measure
from annotator.quality.report.parts import Block, Cell, Column, Heading, Row, Section, Table, Terms, Words
from annotator.quality.report.wording import NONE, Labels, clean, isolated, line
from annotator.records import Person, Span
from annotator.texts import _, ngettext, number, percent

DOCUMENTS: Final = 12
GROUPS: Final = 12
"""Kinds of difference between labels that are told of, the most frequent."""
_EXAMPLES: Final = 2
_DECIMALS: Final = 3


def agreement(found: Agreement, labels: Labels) -> Section:
    """How far annotators agree."""
    blocks: list[Block] = [Words(" ".join(_basis(found))), _overall(found), *_remarks(found)]
    blocks += [Heading(_("What the measures mean")), _meanings(found)]
    blocks += [Heading(_("Pairs of annotators")), _pairs(found)]
    if found.labels:
        blocks += [Heading(_("Agreement by label")), _labels(found, labels)]
    if len(found.by_document) > 1:
        blocks += [Heading(_("Documents that agree least")), _documents(found)]
    return Section("agreement", _("Agreement of annotators"), tuple(blocks))


def differences(found: Agreement, labels: Labels) -> Section | None:
    """In what annotators differ most, with examples."""
    if not found.differences:
        return None
    said = _("In the examples the tint shows what the first of the two marked, the line below what the second did.")
    shown = found.differences[:GROUPS]
    blocks: list[Block] = [_groups(shown, labels), Words(said, quiet=True), _examples(shown, labels)]
    return Section("differences", _("Typical disagreements"), tuple(blocks))


def _basis(found: Agreement) -> list[str]:
    counts = [
        ngettext("{n} annotator", "{n} annotators", len(found.annotators)),
        ngettext("{n} document", "{n} documents", found.documents),
        ngettext("{n} word", "{n} words", found.words),
        ngettext("{n} span", "{n} spans", found.spans),
    ]
    people = _(", ").join(isolated(person.name) for person in found.annotators)
    said = [_("{counts}. Annotators: {people}.").format(counts=_(", ").join(counts), people=people)]
    if found.include == "all":
        said.append(_("Unfinished documents count too."))
    parts = []
    if count := found.blind.documents:
        parts.append(
            ngettext("{n} document without suggestions in sight", "{n} documents without suggestions in sight", count)
        )
    if count := found.seen.documents:
        parts.append(
            ngettext("{n} document with suggestions in sight", "{n} documents with suggestions in sight", count)
        )
    said.append(_("{counts}.").format(counts=_(", ").join(parts)))
    if found.seen.documents:
        said.append(warning_of_sight())
    return said


def _overall(found: Agreement) -> Table:
    shown = _shown(found)
    known = any(_between(figure) for figure in shown.values())
    columns = [Column(_("Measure")), Column(_("all documents"), "end")]
    if known:
        columns.append(Column(_("95% interval"), "end"))
    parts: list[Figures] = []
    if found.blind.documents and found.seen.documents:
        parts = [found.blind.figures, found.seen.figures]
        columns += [Column(_("no suggestions in sight"), "end"), Column(_("suggestions in sight"), "end")]
    rows = [
        (
            Cell(name(measure)),
            Cell(_figure(figure), strong=True),
            *([Cell(_between(figure), quiet=True)] if known else []),
            *(Cell(_figure(part[measure])) for part in parts),
        )
        for measure, figure in shown.items()
    ]
    return Table(_("Agreement of all annotators"), tuple(columns), tuple(rows))


def _remarks(found: Agreement) -> Iterator[Words]:
    if any(_between(figure) for figure in _shown(found).values()):
        yield Words(_("The intervals hold {level}, by drawing documents.").format(level=percent(0.95)), quiet=True)
    if found.gamma_documents:
        said = ngettext(
            "Gamma was worked out in {n} document.", "Gamma was worked out in {n} documents.", found.gamma_documents
        )
        yield Words(said, quiet=True)


def _meanings(found: Agreement) -> Terms:
    return Terms(tuple((name(measure), explanation(measure)) for measure in _shown(found)))


def _shown(found: Agreement) -> dict[Measure, Estimate]:
    """The measures that are defined here, those of pairs as well."""
    figures = {measure: figure for pair in reversed(found.pairs) for measure, figure in pair.figures.items()}
    figures |= found.figures
    if len(found.pairs) > 1:
        figures = {measure: figure for measure, figure in figures.items() if measure in found.figures}
    return {
        measure: figures[measure] for measure in Measure if measure in figures and figures[measure].value is not None
    }


def _pairs(found: Agreement) -> Table:
    rows = [
        (_("{one} – {other}").format(one=_who(pair.annotators[0]), other=_who(pair.annotators[1])), pair.documents, pair.figures)
        for pair in found.pairs
    ]  # fmt: skip
    return _measured(
        _("Agreement of each pair"),
        [Column(_("Annotators")), Column(_("documents"), "end")],
        [((Cell(words), Cell(number(count))), figures) for words, count, figures in rows],
    )


def _labels(found: Agreement, labels: Labels) -> Table:
    rows = [((labels.cell(one.label), Cell(number(one.spans))), one.figures) for one in found.labels]
    return _measured(_("Agreement of all on each label"), [Column(_("Label")), Column(_("spans"), "end")], rows)


def _documents(found: Agreement) -> Table:
    rows = []
    for one in found.by_document[:DOCUMENTS]:
        people = _(", ").join(_who(person) for person in one.annotators)
        name_cell = Cell(clean(one.name), under=people, own=True)
        head = (name_cell, Cell(number(one.spans)), Cell(number(one.differences.total())))
        rows.append((head, one.figures))
    columns = [Column(_("Document")), Column(_("spans"), "end"), Column(_("differences"), "end")]
    return _measured(_("Agreement in the documents that agree least"), columns, rows)


def _measured(
    title: str, columns: Sequence[Column], rows: Sequence[tuple[tuple[Cell, ...], Mapping[Measure, Estimate]]]
) -> Table:
    """A table of figures: a column for each measure that has a value anywhere."""
    measures = [
        measure
        for measure in Measure
        if any(measure in figures and figures[measure].value is not None for _head, figures in rows)
    ]
    heads = (*columns, *(Column(name(measure), "end") for measure in measures))
    return Table(
        title,
        heads,
        tuple((*head, *(_with_interval(figures.get(measure)) for measure in measures)) for head, figures in rows),
    )


def _groups(shown: Sequence[DifferenceGroup], labels: Labels) -> Table:
    columns = (Column(_("Difference")), Column(_("labels")), Column(_("times"), "end"))
    rows = [
        (
            Cell(difference_name(group.kind)),
            Cell(_(", ").join(labels.name(label) for label in group.labels)),
            Cell(number(group.count), strong=True),
        )
        for group in shown
    ]
    return Table(_("Differences, the most frequent first"), columns, tuple(rows))


def _examples(shown: Sequence[DifferenceGroup], labels: Labels) -> Table:
    columns = (
        Column(_("context"), "line"),
        Column(_("first")),
        Column(_("second")),
        Column(_("document")),
    )
    rows = [_example(example, labels) for group in shown for example in group.examples[:_EXAMPLES]]
    return Table(_("Examples of differences"), columns, tuple(rows))


def _example(example: Example, labels: Labels) -> Row:
    hue = next(labels.hue(span.label) for span in (example.first, example.second) if span)
    sides = zip((example.first, example.second), example.annotators, strict=True)
    return (
        line(example.place, example.first, example.second, hue),
        *(_marked(span, person, labels) for span, person in sides),
        Cell(clean(example.place.name), own=True),
    )


def _marked(span: Span | None, person: Person, labels: Labels) -> Cell:
    if span is None:
        return Cell(_("nothing"), under=_who(person), quiet=True)
    return Cell(labels.name(span.label), under=_who(person), hue=labels.hue(span.label))


def _with_interval(figure: Estimate | None) -> Cell:
    return Cell(_figure(figure), under=_between(figure)) if figure else Cell(NONE, quiet=True)


def _figure(figure: Estimate) -> str:
    return NONE if figure.value is None else _signless(figure.value)


def _between(figure: Estimate) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return _("{low} to {high}").format(low=_signless(figure.low), high=_signless(figure.high))


def _signless(value: float) -> str:
    """A figure up to 1; below 0 only where chance does better."""
    return number(round(value, _DECIMALS) + 0.0, _DECIMALS).replace("-", "−")


def _who(person: Person) -> str:
    return isolated(person.name)

"""The command that says how far annotators agree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.console import Command, listed, run, say, say_json, say_table
from annotator.cli.options import GAMMA, INCLUDE, JSON, LABELS, PATH, PROJECT
from annotator.texts import _, mark, ngettext, number, percent

if TYPE_CHECKING:
    from annotator.project.gold import Include
    from annotator.quality.agreement.record import Agreement, Estimate, Example, Figures

WORST = 5
"""Documents that are told of one by one."""
TYPICAL = 8
"""Kinds of difference that are, with an example."""


@click.command(
    "agreement",
    cls=Command,
    help=mark(
        "Say how far annotators agree, over the documents that at least two of them have finished: in pairs, all together,"
        " by label and by document, and in what they differ. Nothing is changed."
    ),
)
@PROJECT
@click.option("--annotators", default="", help=mark("These annotators alone, with commas between them."))
@LABELS
@INCLUDE
@GAMMA
@JSON
@click.option("--csv", "csv_file", type=PATH, help=mark("Write all figures to a CSV file, too."))
def agreement_command(
    project: Path,
    annotators: str,
    labels: str,
    include: Include,
    gamma: bool,
    as_json: bool,
    csv_file: Path | None,
) -> None:
    from annotator import jobs
    from annotator.jobs.agreeing import write_csv

    people = listed(annotators)
    job = jobs.agreement(project, people=people, labels=listed(labels), include=include, gamma=gamma)
    found = run(job, _("Comparing"))
    if csv_file:
        write_csv(found, csv_file)
    if as_json:
        say_json(found.to_json())
    else:
        _tell(found)


def _tell(found: Agreement) -> None:
    say(
        _(" · ").join(
            [
                ngettext("{n} annotator", "{n} annotators", len(found.annotators)),
                ngettext("{n} document", "{n} documents", found.documents),
                ngettext("{n} word", "{n} words", found.words),
                ngettext("{n} span", "{n} spans", found.spans),
            ]
        )
    )
    _tell_sight(found)
    pairs = [
        (" – ".join(person.name for person in pair.annotators), pair.documents, pair.figures) for pair in found.pairs
    ]
    _tell_table(_("Annotators"), pairs, intervals=True)
    _tell_table(_("All together"), [("", found.documents, found.figures)], intervals=True)
    if found.blind.documents and found.seen.documents:
        parts = [(_("no suggestions in sight"), found.blind), (_("suggestions in sight"), found.seen)]
        _tell_table(_("Documents"), [(words, part.documents, part.figures) for words, part in parts], intervals=True)
    _tell_table(_("Labels"), [(one.label, one.spans, one.figures) for one in found.labels])
    worst = found.by_document[:WORST]
    _tell_table(_("Documents that agree least"), [(one.name, one.spans, one.figures) for one in worst])
    _tell_differences(found)
    _tell_meaning(found)


def _tell_meaning(found: Agreement) -> None:
    from annotator.quality.agreement.explained import explanation, name, warning_of_sight

    say("")
    figures = {**found.pairs[0].figures, **found.figures}
    if any(figure.low is not None for figure in figures.values()):
        say(_("In brackets is the {level} interval, from samples of the documents.").format(level=percent(0.95)))
    if found.gamma_documents:
        say(
            ngettext(
                "Gamma was worked out in {n} document.", "Gamma was worked out in {n} documents.", found.gamma_documents
            )
        )
    for measure, figure in figures.items():
        if figure.value is not None:
            say(_("{name}: {value}").format(name=name(measure), value=explanation(measure)))
    if found.seen.documents:
        say(warning_of_sight())


def _tell_sight(found: Agreement) -> None:
    blind = ngettext(
        "{n} document without suggestions in sight", "{n} documents without suggestions in sight", found.blind.documents
    )
    seen = ngettext(
        "{n} document with suggestions in sight", "{n} documents with suggestions in sight", found.seen.documents
    )
    say(_(" · ").join([blind, seen]))


def _tell_table(title: str, rows: Sequence[tuple[str, int, Figures]], *, intervals: bool = False) -> None:
    from annotator.quality.agreement.explained import name

    if not rows:
        return
    measures = [measure for measure in rows[0][2] if any(figures[measure].value is not None for *_row, figures in rows)]
    lines = [[title, "", *(name(measure) for measure in measures)]]
    for words, count, figures in rows:
        lines.append([words, number(count), *(_figure(figures[measure], intervals) for measure in measures)])
    say_table(lines)


def _figure(found: Estimate, interval: bool) -> str:
    if found.value is None:
        return "–"
    value = number(found.value, 3)
    if not interval or found.low is None or found.high is None:
        return value
    return _("{value} ({low}–{high})").format(value=value, low=number(found.low, 3), high=number(found.high, 3))


def _tell_differences(found: Agreement) -> None:
    from annotator.quality.agreement.explained import difference_name

    if not found.differences:
        return
    say("")
    say(_("Where they differ most"))
    for group in found.differences[:TYPICAL]:
        count = ngettext("{n} place", "{n} places", group.count)
        say(
            _("{name}: {value}").format(
                name=_(" · ").join([difference_name(group.kind), " / ".join(group.labels)]), value=count
            )
        )
        for example in group.examples[:1]:
            say("  " + _example(example))


def _example(example: Example) -> str:
    place = example.place
    text = " ".join(f"{place.before[-30:]}[{place.text}]{place.after[:30]}".split())
    sides = zip(example.annotators, (example.first, example.second), strict=True)
    said = (
        _("{name}: {value}").format(
            name=person.name,
            value=f"{_text(example, span.start, span.end)} {span.label}" if span else "–",
        )
        for person, span in sides
    )
    return _(" · ").join([place.name, text, *said])


def _text(example: Example, start: int, end: int) -> str:
    """The text of a span within the place of an example."""
    place = example.place
    return place.text[start - place.start : end - place.start]


COMMANDS = (agreement_command,)

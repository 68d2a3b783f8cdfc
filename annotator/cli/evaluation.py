"""An evaluation as the terminal shows it, and as a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from annotator.cli.console import say, say_table
from annotator.formats import files
from annotator.project.project import Project
from annotator.quality.evaluation import Evaluation
from annotator.quality.evaluation_forms import to_rows
from annotator.quality.growth import Moment
from annotator.quality.intervals import Estimate, SchemaScore, Score
from annotator.quality.scores import SCHEMAS
from annotator.quality.words import (
    basis_sentences,
    calibration_sentences,
    comparison_sentence,
    kind_name,
    repeated_sentence,
    schema_name,
)
from annotator.texts import _, language, ngettext, number, percent

_REPEATED = 10
_FEW = 10


def label_names(project: Path) -> Mapping[str, str]:
    """What labels are called: by their ids, in Arabic by their names."""
    if language() != "ar":
        return {}
    with Project.open(project, read_only=True) as opened:
        return {label.id: label.name(language()) for label in opened.labels.labels}


def tell(found: Evaluation, names: Mapping[str, str]) -> None:
    """The figures in words and tables."""
    gold = ngettext("{n} gold span", "{n} gold spans", found.micro.gold)
    proposed = ngettext("{n} was proposed", "{n} were proposed", found.micro.proposed)
    say(_("“{name}”: {gold}, {proposed}.").format(name=found.run.suggester, gold=gold, proposed=proposed))
    for sentence in basis_sentences(found.basis):
        say(sentence)
    _table(_("All labels"), [(schema_name(schema), found.micro, found.micro.schema(schema)) for schema in SCHEMAS])
    rows: list[tuple[str, Score | None, SchemaScore]] = [
        (names.get(label, label), score, score.strict) for label, score in found.labels.items()
    ]
    rows.append((_("mean of the labels"), None, found.macro.strict))
    if found.seen and found.blind:
        rows.append((_("gold made with the run in sight"), found.seen, found.seen.strict))
        rows.append((_("gold made without it"), found.blind, found.blind.strict))
    _table(_("By label, strict"), rows)
    if len(found.moments) > 1:
        _table(_("Runs of “{name}”, strict").format(name=found.run.suggester), list(map(_moment, found.moments)))
    _tell_intervals(len(found.documents))
    _tell_mistakes(found, names)
    for sentence in (*calibration_sentences(found.calibration), *map(comparison_sentence, found.comparisons)):
        say(sentence)


def _tell_intervals(documents: int) -> None:
    if documents >= _FEW:
        say(_("In brackets: 95% intervals, by drawing documents."))
    elif documents > 1:
        say(_("In brackets: 95% intervals, by drawing documents; these are too few, and the intervals too narrow."))


def _tell_mistakes(found: Evaluation, names: Mapping[str, str]) -> None:
    kinds = [
        _("{name} ×{count}").format(name=kind_name(kind), count=number(count))
        for kind, count in found.mistakes.kinds().items()
        if count
    ]
    if kinds:
        say(_("Mistakes: {kinds}.").format(kinds=_(", ").join(kinds)))
    if found.mistakes.repeated:
        say(_("Made most often:"))
    for one in found.mistakes.repeated[:_REPEATED]:
        say(f"  {repeated_sentence(one, names)}")


def _moment(one: Moment) -> tuple[str, Score | None, SchemaScore]:
    when = datetime.fromisoformat(one.at).astimezone().strftime("%Y-%m-%d %H:%M")
    where = ngettext("{n} document", "{n} documents", one.documents)
    return _(" · ").join(filter(None, [where, when, one.version])), None, one.score


def _table(title: str, rows: Sequence[tuple[str, Score | None, SchemaScore]]) -> None:
    cells = [[title, _("gold"), _("proposed"), _("precision"), _("recall"), "F1"]]
    for name, score, of_schema in rows:
        counts = [number(score.gold), number(score.proposed)] if score else ["", ""]
        estimates = (of_schema.precision, of_schema.recall, of_schema.f1)
        cells.append([name, *counts, *map(_estimate, estimates)])
    say_table(cells)


def _estimate(of: Estimate) -> str:
    value = percent(of.value, 1)
    if of.low is None or of.high is None:
        return value
    return _("{value} ({low}–{high})").format(value=value, low=number(100 * of.low, 1), high=number(100 * of.high, 1))


def write(found: Evaluation, path: Path) -> None:
    """All scores as a CSV file that spreadsheets read. Raises FileUnwritable, DiskFull."""
    with files.written(path) as aside, aside.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(to_rows(found))

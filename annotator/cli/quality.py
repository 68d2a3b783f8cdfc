"""The commands that say how good suggestions and annotations are."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from annotator.cli.console import Command, mapping, run, say_json, status
from annotator.cli.options import ANNOTATOR, COMPARE, ENCODING, FORMAT_IN, JSON, MAP, PATH, PROJECT, RULE, TARGET
from annotator.texts import _, mark


@click.command(
    cls=Command,
    help=mark(
        "Score suggestions against the gold: the documents that someone finished and that the run looked at. Nothing is changed."
    ),
)
@PROJECT
@click.option(
    "--run",
    "name",
    default="",
    help=mark(
        "Id of a run or its beginning, or a suggester for its newest run over each document; the newest where it is not said."
    ),
)
@COMPARE
@click.option(
    "--from",
    "predictions",
    type=PATH,
    help=mark("Score a file of predictions, in any format that is read, without storing it."),
)
@click.option("--with", "suggester", default="", help=mark("With --from, the name of the outside system."))
@FORMAT_IN
@MAP
@ENCODING
@ANNOTATOR
@RULE
@TARGET
@JSON
@click.option("--csv", "table", type=PATH, help=mark("Write all scores as a CSV file, too."))
def evaluate(
    project: Path,
    name: str,
    compare: tuple[str, ...],
    predictions: Path | None,
    suggester: str,
    format: str,
    map_file: Path | None,
    encoding: str | None,
    annotator: str,
    rule: Literal["majority", "union"] | None,
    target: float,
    as_json: bool,
    table: Path | None,
) -> int:
    from annotator import jobs
    from annotator.cli import evaluation
    from annotator.quality import effort_parts
    from annotator.quality.evaluation_forms import to_json

    if predictions and name:
        raise click.UsageError(_("--run and --from exclude each other."))
    job = jobs.evaluate(
        project,
        name,
        compare=compare,
        predictions=predictions,
        suggester=suggester,
        format=format,
        mapping=mapping(map_file),
        encoding=encoding,
        annotator=annotator,
        rule=rule or "",
        target=target,
    )
    found = run(job, _("Evaluating"))
    if table:
        evaluation.write(found, table)
    if as_json:
        effort = effort_parts.to_json(run(jobs.measure_effort(project), _("Evaluating")))
        say_json({**to_json(found), "effort": effort})
    else:
        evaluation.tell(found, evaluation.label_names(project))
    return status(found.problems, found.problem_count)


COMMANDS = (evaluate,)

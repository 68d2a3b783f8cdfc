"""The commands that say how good suggestions and annotations are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import click

from annotator.cli.console import MAP, PATH, PROJECT, Command, mapping, run, status
from annotator.cli.documents import ENCODING, FORMAT_IN
from annotator.texts import _, mark

COMPARE = click.option(
    "--compare", multiple=True, help=mark("Another run or suggester to hold it against; may be given several times.")
)
ANNOTATOR = click.option("--annotator", default="", help=mark("Whose annotations are the gold."))
RULE = click.option(
    "--rule",
    type=click.Choice(["majority", "union"]),
    help=mark("How annotations of several annotators become one gold."),
)
TARGET = click.option(
    "--target",
    type=click.FloatRange(0.5, 1, max_open=True),
    default=0.97,
    show_default=True,
    help=mark("The share that is to be right of what is accepted unseen: the threshold that keeps it is named."),
)


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
@click.option("--json", "as_json", is_flag=True, help=mark("As one JSON document."))
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
        click.echo(json.dumps({**to_json(found), "effort": effort}, ensure_ascii=False, indent=2))
    else:
        evaluation.tell(found, evaluation.label_names(project))
    return status(found.problems, found.problem_count)


COMMANDS = (evaluate,)

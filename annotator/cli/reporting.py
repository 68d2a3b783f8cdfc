"""The command that makes a report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from annotator.cli.console import Command, run, say
from annotator.cli.options import ANNOTATOR, COMPARE, GAMMA, PATH, PROJECT, RULE, TARGET
from annotator.cli.window import desktop
from annotator.texts import _, mark

if TYPE_CHECKING:
    from annotator.jobs.reporting import Part

PARTS: tuple[Part, ...] = ("scores", "agreement", "effort")


@click.command(
    "report",
    cls=Command,
    help=mark(
        "Write a report on the quality of a run, on the agreement of annotators and on the effort of the review: one HTML file"
        " that needs nothing else, or a PDF. What there is nothing of is left out. Nothing is changed."
    ),
)
@PROJECT
@click.argument("out", type=PATH)
@click.option("--language", type=click.Choice(["ar", "en"]), help=mark("Language of the report and of what is said."))
@click.option(
    "--digits",
    type=click.Choice(["arab", "latn"]),
    help=mark("Arabic or Latin digits; by language at first."),
)
@click.option("--title", default="", help=mark("Title of the report."))
@click.option(
    "--parts",
    multiple=True,
    type=click.Choice(PARTS),
    help=mark("Tell of this alone; may be given several times."),
)
@click.option(
    "--run",
    "name",
    default="",
    help=mark("Id of a run or its beginning, or a suggester; the newest where it is not said."),
)
@COMPARE
@ANNOTATOR
@RULE
@TARGET
@GAMMA
@click.option("--json", "json_file", type=PATH, help=mark("Write all figures to a JSON file, too."))
@click.option("--csv", "csv_folder", type=PATH, help=mark("Write all figures as CSV files into a folder, too."))
def report_command(
    project: Path,
    out: Path,
    language: str | None,
    digits: str | None,
    title: str,
    parts: tuple[Part, ...],
    name: str,
    compare: tuple[str, ...],
    annotator: str,
    rule: Literal["majority", "union"] | None,
    target: float,
    gamma: bool,
    json_file: Path | None,
    csv_folder: Path | None,
) -> None:
    from annotator import jobs

    print_out = out.suffix.lower() == ".pdf"
    job = jobs.report(
        project,
        None if print_out else out,
        parts=parts or PARTS,
        language=language or "",
        digits=digits,
        title=title,
        run=name,
        compare=compare,
        annotator=annotator,
        rule=rule or "",
        target=target,
        gamma=gamma,
        json_file=json_file,
        csv_folder=csv_folder,
    )
    made = run(job, _("Making the report"))
    if print_out:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        desktop("desktop.paper.printing").print_report(made.report, out)
    for path in (*([str(out)] if print_out else []), *made.paths):
        say(_("Written: {path}").format(path=path))


COMMANDS = (report_command,)

"""The commands that share the documents of a project out to annotators, and settle by a rule what came back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from annotator.cli.console import Command, run, say, say_json
from annotator.cli.options import JSON, PATH, PROJECT
from annotator.texts import _, mark

if TYPE_CHECKING:
    from annotator.quality.adjudication import Rule


def _share(_ctx: click.Context, _parameter: click.Parameter, value: str) -> float:
    """A share of documents, written ``20%`` or ``0.2``."""
    text = value.strip().replace("٪", "%")
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise click.BadParameter(
            _("“{value}” is no share of documents; give one such as 20% or 0.2.").format(value=value)
        )
    return share


@click.command(
    cls=Command,
    help=mark(
        "Share the documents out to annotators: a project file for each, to be merged back with “merge”, half-finished too."
        " What is assigned already is left as it is."
    ),
)
@PROJECT
@click.option("--to", "people", required=True, help=mark("Names of the annotators, with commas between them."))
@click.option(
    "--overlap",
    callback=_share,
    default="20%",
    show_default=True,
    help=mark("Share of the documents that several annotators get, so that they can be compared."),
)
@click.option(
    "--each",
    type=click.IntRange(2),
    default=2,
    show_default=True,
    help=mark("How many annotators get each shared document; of more annotators than that changing ones."),
)
@click.option(
    "--blind-share",
    callback=_share,
    default="20%",
    show_default=True,
    help=mark("Share of the documents that come without suggestions, the shared ones first."),
)
@click.option("--seed", default=0, show_default=True, help=mark("Another seed deals the documents out another way."))
@click.option("--out", type=PATH, help=mark("Folder for the files, in place of that of the project."))
@click.option(
    "--documents",
    type=click.Choice(["unfinished", "new", "all"]),
    default="unfinished",
    show_default=True,
    help=mark("Documents that nobody has finished, that nobody has begun, or all of them."),
)
@JSON
def assign(
    project: Path,
    people: str,
    overlap: float,
    each: int,
    blind_share: float,
    seed: int,
    out: Path | None,
    documents: Literal["unfinished", "new", "all"],
    as_json: bool,
) -> None:
    from annotator import jobs

    job = jobs.assign(
        project,
        people.replace("،", ",").split(","),
        overlap=overlap,
        blind_share=blind_share,
        each=each,
        seed=seed,
        out=out,
        documents=documents,
    )
    assigned = run(job, _("Assigning"))
    if as_json:
        say_json(assigned.to_json())
        return
    for file in assigned.files:
        say(file.sentence())
    say(assigned.sentence())


@click.command(
    cls=Command,
    help=mark(
        "Let a rule settle what annotators marked differently, in all documents that several have finished and nobody has"
        " adjudicated. What was answered by hand stays. A window that the adjudicator opens later can undo each document."
    ),
)
@PROJECT
@click.option(
    "--rule",
    type=click.Choice(["all", "majority", "trusted"]),
    required=True,
    help=mark("Take what everybody has marked alike, what more than half have, or all as a trusted annotator has it."),
)
@click.option("--trusted", default="", help=mark("With --rule trusted, the name of that annotator."))
@click.option(
    "--done",
    is_flag=True,
    help=mark("Finish the documents in which nothing is left: what stands in them is gold then."),
)
@click.option(
    "--adjudicator",
    default="",
    help=mark("Under whose name; at first the only one who has adjudicated here, else the user of this machine."),
)
@JSON
def settle(project: Path, rule: Rule, trusted: str, done: bool, adjudicator: str, as_json: bool) -> None:
    from annotator import jobs

    if (rule == "trusted") != bool(trusted):
        raise click.UsageError(_("--rule trusted and --trusted NAME go together."))
    job = jobs.settle(project, adjudicator, rule, trusted=trusted, complete=done)
    settled = run(job, _("Settling by a rule"))
    if as_json:
        say_json(asdict(settled))
    else:
        say(settled.sentence())


COMMANDS = (assign, settle)

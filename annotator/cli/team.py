"""The command that shares the documents of a project out to annotators."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import click

from annotator.cli.console import PATH, PROJECT, Command, run, say
from annotator.texts import _, mark


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
@click.option("--json", "as_json", is_flag=True, help=mark("As one JSON document."))
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
        click.echo(json.dumps(assigned.to_json(), ensure_ascii=False, indent=2))
        return
    for file in assigned.files:
        say(file.sentence())
    say(assigned.sentence())


COMMANDS = (assign,)

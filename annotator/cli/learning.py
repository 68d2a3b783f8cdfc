"""The command that learns from a project's gold."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.console import Command, complain, run, say
from annotator.cli.options import PATH, PROJECT
from annotator.texts import _, mark, ngettext


@click.command(
    cls=Command,
    help=mark(
        "Learn from the finished documents. The project uses what was learned if it is no worse than before;"
        " with --output a spaCy pipeline is written, and the project stays as it is."
    ),
)
@PROJECT
@click.option("--output", type=PATH, help=mark("Folder to write a spaCy pipeline to."))
@click.option("--list", "listed", is_flag=True, help=mark("List the versions that were learned."))
@click.option(
    "--use", "version", default="", help=mark("Use a version of the list; “bundled” is the model that comes along.")
)
def train(project: Path, output: Path | None, listed: bool, version: str) -> int:
    from annotator import jobs

    if sum(map(bool, (output, listed, version))) > 1:
        raise click.UsageError(_("--output, --list and --use exclude each other."))
    if listed:
        return _list(project)
    if version:
        suggested = run(jobs.use_version(project, None if version == "bundled" else version), _("Suggesting"))
        say(ngettext("Suggested afresh in {n} document.", "Suggested afresh in {n} documents.", suggested.documents))
        return 0
    trained = run(jobs.train(project, output) if output else jobs.learn(project), _("Learning"))
    say(
        ngettext("Learned from {n} document.", "Learned from {n} documents.", trained.documents)
        + " "
        + _("F1 on them: {before:.1%} before, {after:.1%} by cross-validation.").format(
            before=trained.before, after=trained.after
        )
    )
    if output:
        say(_("The pipeline is {path}.").format(path=output))
    elif not trained.taken:
        complain(_("It is worse than before, so the project goes on as it was."))
    return 0


def _list(project: Path) -> int:
    from annotator.project.project import Project

    with Project.open(project, read_only=True) as opened:
        versions = opened.models.versions()
    for version in versions:
        details = version.details
        documents = ngettext("{n} document", "{n} documents", int(details["documents"]))
        scores = _("{before:.1%} before, {after:.1%} after").format(before=details["before"], after=details["after"])
        say(_(" · ").join([version.id, version.at, documents, scores, *([_("in use")] if version.in_use else [])]))
    if not any(version.in_use for version in versions):
        say(_("The model that comes along is in use."))
    return 0


COMMANDS = (train,)

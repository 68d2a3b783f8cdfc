"""The commands that make, describe, merge and keep projects, and list the formats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from annotator.cli.console import Command, complain, mapping, run, say, say_json, status
from annotator.cli.options import JSON, MAP, PATH, PROJECT
from annotator.formats import Format, Unit, formats, words
from annotator.texts import _, language, mark, ngettext, number


@click.command(cls=Command, help=mark("Make a new project."))
@PROJECT
@click.option(
    "--labels", default="wojood", show_default=True, help=mark("A label set by its name, or a TOML file of one.")
)
def new(project: Path, labels: str) -> None:
    from annotator.labels import load
    from annotator.project.project import Project

    Project.create(project, load(labels)).close()
    say(_("{path} is made. Import documents with “warraq import {path} FILES”.").format(path=project))


@click.command(cls=Command, help=mark("Say what a project holds."))
@PROJECT
@JSON
def info(project: Path, as_json: bool) -> None:
    from annotator.project.project import Project

    with Project.open(project, read_only=True) as opened:
        found = opened.info()
        label_set = opened.labels.name(language())
    if as_json:
        say_json(found)
        return
    rows = [
        (_("Project"), found["title"]),
        (_("Label set"), label_set),
        (_("Documents"), number(found["documents"])),
        (_("Suggestions"), number(found["suggestions"])),
        (_("Annotations"), number(found["annotations"])),
        (_("Decisions"), number(found["decisions"])),
        (_("Annotators"), _(", ").join(found["annotators"])),
        (_("New"), number(found["states"]["new"])),
        (_("In progress"), number(found["states"]["in progress"])),
        (_("Done"), number(found["states"]["done"])),
    ]
    if found["assigned"]:
        assigned = [f"{name} ({number(documents)})" for name, documents in found["assigned"].items()]
        rows.append((_("Assigned"), _(", ").join(assigned)))
    if found["adjudicated"]:
        rows += [(_("Adjudicated"), number(found["adjudicated"])), (_("Of these out of date"), number(found["stale"]))]
    for name, value in rows:
        say(_("{name}: {value}").format(name=name, value=value))


@click.command(cls=Command, help=mark("Take in what other projects hold. Each is taken whole or not at all."))
@PROJECT
@click.argument("others", type=PATH, nargs=-1, required=True)
@MAP
def merge(project: Path, others: tuple[Path, ...], map_file: Path | None) -> int:
    from annotator import jobs

    merged = run(jobs.merge(project, others, mapping=mapping(map_file)), _("Merging"))
    documents = ngettext("{n} document", "{n} documents", merged.documents)
    suggestions = ngettext("{n} suggestion", "{n} suggestions", merged.suggestions)
    decisions = ngettext("{n} decision", "{n} decisions", merged.decisions)
    new = _(", ").join([documents, decisions, suggestions])
    say(_("New from other projects: {new}.").format(new=new))
    for sentence in merged.sentences():
        say(sentence)
    return status(merged.problems, len(merged.problems))


@click.command(
    cls=Command,
    help=mark("Verify a project. What is derived is made anew; the exit status is 1 where something is wrong."),
)
@PROJECT
def check(project: Path) -> int:
    from annotator import jobs

    found = run(jobs.check(project), _("Checking"))
    for sentence in (*found.faults, *found.notes):
        complain(sentence)
    if not found.faults:
        say(_("Nothing is wrong with {path}.").format(path=project))
    return 1 if found.faults else 0


@click.command(cls=Command, help=mark("Look for what is unusual in the texts of a project. Nothing is changed."))
@PROJECT
@JSON
def audit(project: Path, as_json: bool) -> None:
    from annotator import jobs

    found = run(jobs.audit(project), _("Looking at the texts"))
    if as_json:
        say_json(found.to_json())
        return
    for sentence in found.sentences() or (_("Nothing unusual was found."),):
        say(sentence)


@click.command(
    cls=Command,
    help=mark("Copy a project. It may be open; without a name the copy goes to its folder of backups."),
)
@PROJECT
@click.argument("out", type=PATH, required=False)
def backup(project: Path, out: Path | None) -> None:
    from annotator import jobs

    copy = run(jobs.backup(project, out), _("Copying"))
    say(_("The copy is {path}.").format(path=copy))


@click.command("formats", cls=Command, help=mark("List the formats. As JSON with what each cannot hold."))
@JSON
def formats_command(as_json: bool) -> None:
    if as_json:
        say_json([_described(format) for format in formats()])
        return
    for format in formats():
        said = [word for able, word in ((format.reads, _("reads")), (format.writes, _("writes"))) if able]
        said.append(words.unit(format))
        if format.offsets is not Unit.NONE and (lost := words.losses(format)):
            said.append(_("without {losses}").format(losses=lost))
        say(_("{id}: {name}; {uses}").format(id=format.id, name=format.name, uses=_("; ").join(said)))


def _described(format: Format) -> dict[str, Any]:
    return {
        "id": format.id,
        "reads": format.reads,
        "writes": format.writes,
        "offsets": format.offsets,
        "loses": list(format.loses),
    }


COMMANDS = (new, info, merge, check, audit, backup, formats_command)

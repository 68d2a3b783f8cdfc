"""The command that shows the label set of a project, and brings the project to another one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.console import Command, mapping, run, say, say_json
from annotator.cli.options import JSON, MAP, PROJECT
from annotator.texts import _, language, mark, ngettext

if TYPE_CHECKING:
    from annotator.label_change import Preview
    from annotator.labels import LabelSet
    from annotator.project.label_use import Use


@click.command(
    "labels",
    cls=Command,
    help=mark(
        "Show the labels of a project and how often each is used. With --set, bring the project to another label set:"
        " what --map names becomes another label, other labels that are used and that the new set lacks are retired."
    ),
)
@PROJECT
@JSON
@click.option("--set", "label_set", default="", help=mark("The label set to go over to: a name, or a TOML file."))
@MAP
@click.option("--preview", is_flag=True, help=mark("Only say what would change."))
def labels_command(project: Path, as_json: bool, label_set: str, map_file: Path | None, preview: bool) -> None:
    from annotator import jobs
    from annotator.project.project import Project

    if not label_set:
        if map_file or preview:
            raise click.UsageError(_("--map and --preview belong to --set."))
        with Project.open(project, read_only=True) as opened:
            labels = opened.labels
        _show(labels, run(jobs.label_uses(project), _("Counting")), as_json)
        return
    from annotator.label_editing import succeeding
    from annotator.labels import load

    new = load(label_set)
    with Project.open(project, read_only=True) as opened:
        change = succeeding(opened.labels, new, mapping(map_file))
    found = run(jobs.preview_labels(project, change), _("Counting"))
    if not (preview or found.empty):
        run(jobs.change_labels(project, change), _("Changing the label set"))
    _tell(found, as_json)


def _show(labels: LabelSet, used: dict[Any, Use], as_json: bool) -> None:
    if as_json:
        counted = [{**one, **_counts(used[one["id"]])} for one in labels.to_json()["labels"]]
        say_json({**labels.to_json(), "labels": counted})
        return
    for label in labels.labels:
        use = used[label.id]
        words = [
            label.name(language()),
            *([label.key] if label.key else []),
            ngettext("{n} span", "{n} spans", use.annotations),
            ngettext("{n} suggestion", "{n} suggestions", use.suggestions),
        ]
        if label.retired:
            words.append(_("retired into {label}").format(label=label.into) if label.into else _("retired"))
        say(_("{name}: {value}").format(name=label.id, value=_(" · ").join(words)))


def _counts(use: Use) -> dict[str, int]:
    return {"annotations": use.annotations, "suggestions": use.suggestions}


def _tell(preview: Preview, as_json: bool) -> None:
    from annotator.label_words import sentences

    told = sentences(preview)
    if as_json:
        changes = [{"label": one.label, "change": one.sentence, "details": list(one.details)} for one in told]
        document = {"version": preview.after.version, "changes": changes, "broken": preview.broken}
        say_json(document)
        return
    if preview.empty:
        say(_("Nothing changes: the project has this label set."))
    for one in told:
        say(one.sentence)
        for line in one.details:
            say(f"  {line}")
        for place in one.places:
            say(f"  {place.name}: {' '.join(f'{place.before}[{place.text}]{place.after}'.split())}")


COMMANDS = (labels_command,)

"""Keeping a project: merging, checking, copying it, and making the sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import resources
from annotator.errors import WarraqError
from annotator.formats import Problem, files
from annotator.jobs.importing import import_files
from annotator.jobs.job import Job, Progress
from annotator.jobs.suggesting import suggest
from annotator.labels import load
from annotator.project.check import Checked
from annotator.project.check import check as check_project
from annotator.project.merge import merge as merge_one
from annotator.project.project import Project
from annotator.texts import _


@dataclass(frozen=True, slots=True)
class Merged:
    """What was new in the other projects, and which could not be merged."""

    documents: int = 0
    decisions: int = 0
    suggestions: int = 0
    problems: tuple[Problem, ...] = ()


def merge(
    project: str | Path, others: Sequence[str | Path], *, mapping: Mapping[str, str] | None = None
) -> Job[Merged]:
    """Take in what other projects hold; each of them whole or not at all."""
    merged = Merged()
    with Project.open(Path(project)) as opened:
        with opened.writing():  # what cannot be written is told of this project, not of the others
            pass
        opened.backups.roll()
        for done, other in enumerate(others, 1):
            try:
                with Project.open(Path(other), read_only=True) as source:
                    new = merge_one(opened, source, mapping)
            except WarraqError as error:
                merged = replace(merged, problems=(*merged.problems, Problem(str(other), error)))
            else:
                counts = (merged.documents + new.documents, merged.decisions + new.decisions)
                merged = Merged(*counts, merged.suggestions + new.suggestions, merged.problems)
            yield Progress(done, len(others), str(other))
    return merged


def check(project: str | Path) -> Job[Checked]:
    """Verify a project and make anew what is derived."""
    with Project.open(Path(project)) as opened:
        yield Progress(0, 1)
        return check_project(opened)


def backup(project: str | Path, out: str | Path | None = None) -> Job[Path]:
    """Copy a project as it is now, to ``out`` or into its folder of backups; gives the copy's path."""
    with Project.open(Path(project)) as opened:
        yield Progress(0, 1)
        return opened.backups.make(Path(out) if out else None)


def roll_backups(project: str | Path) -> Job[Path | None]:
    """Make the backup of the day, if there is none yet and there is something to lose; gives its path."""
    with Project.open(Path(project)) as opened:
        yield Progress(0, 1)
        return opened.backups.roll()


def sample(project: str | Path) -> Job[Path]:
    """Make the sample project with its suggestions, unless it is there; gives its path."""
    path = Path(project)
    if path.exists():
        return path
    aside = path.with_name(f".{path.name}.part")
    files.make_folder(path.parent, parents=True)
    aside.unlink(missing_ok=True)
    Project.create(aside, load("wojood"), _("Sample project")).close()
    yield from import_files(aside, [resources.path("seeds")])
    yield from suggest(aside)
    aside.replace(path)
    return path

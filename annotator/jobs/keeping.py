"""Keeping a project: checking, copying it, and making the sample."""

from __future__ import annotations

from pathlib import Path

import resources
from annotator.formats import files
from annotator.jobs.importing import import_files
from annotator.jobs.job import Job, Progress
from annotator.jobs.suggesting import suggest
from annotator.labels import load
from annotator.project.check import Checked
from annotator.project.check import check as check_project
from annotator.project.project import Project
from annotator.texts import _


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

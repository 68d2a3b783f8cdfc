"""Changing the label set of a project: what its labels are used for, what a change would do, and the change itself."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from annotator import label_change
from annotator.jobs.job import Job, Progress, T
from annotator.label_change import Preview
from annotator.label_editing import LabelChange
from annotator.project.label_use import Use, uses
from annotator.project.project import Project
from annotator.records import LabelId
from annotator.texts import _


def label_uses(project: str | Path) -> Job[dict[LabelId, Use]]:
    """What each label of the project is used for."""
    with Project.open(Path(project)) as opened:
        yield Progress(0, 0, _("Counting"))
        return uses(opened)


def preview_labels(project: str | Path, change: LabelChange) -> Job[Preview]:
    """What a change of the label set would do; nothing is changed. Raises LabelSetChanged."""
    with Project.open(Path(project)) as opened:
        return (yield from told(label_change.preview(opened, change), _("Counting")))


def change_labels(project: str | Path, change: LabelChange, *, session: str = "") -> Job[Preview]:
    """Change the label set and carry it through the annotations, in one transaction.

    ``session`` is that of the window which asks: it can undo what was carried. Raises LabelSetChanged, ProjectReadOnly.
    """
    with Project.open(Path(project)) as opened:
        opened.session = session or opened.session
        with opened.writing():  # before a copy is made of what cannot be changed
            pass
        opened.backups.roll()
        return (yield from told(label_change.apply(opened, change), _("Changing the label set")))


def told(work: Generator[tuple[int, int], None, T], words: str) -> Job[T]:
    """The progress of a piece of work; where the job is cancelled it is closed before the project is."""
    with closing(work):
        while True:
            try:
                done, total = next(work)
            except StopIteration as end:
                result: T = end.value
                return result
            yield Progress(done, total, words)

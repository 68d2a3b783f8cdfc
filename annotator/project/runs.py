"""Which runs are meant: one by its id, the newest of a suggester over each document, or the newest of all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import NothingSuggested, RunApart, RunUnknown
from annotator.quality.judged import Judged
from annotator.records import MEMORY, RunId
from annotator.texts import _

if TYPE_CHECKING:
    from annotator.project.project import Project

_LEAST_LETTERS = 4
"""Of an id that is shortened."""


class StoredRun(NamedTuple):
    """A run of the project; ``number`` is that in its file."""

    number: int
    id: RunId
    suggester: str
    version: str
    at: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What is scored: of each document one run, both by their numbers."""

    judged: Judged
    looked: Mapping[int, int]
    began: Mapping[int, str]
    """When each run began: UTC, ISO 8601."""


def stored_runs(project: Project, suggester: str | None = None) -> list[StoredRun]:
    """The runs of the project, or of one suggester, the oldest first."""
    rows = project.db.execute(
        "SELECT number, id, suggester, version, at FROM suggestion_run WHERE :suggester IS NULL OR suggester = :suggester"
        " ORDER BY number",
        {"suggester": suggester},
    )
    return [StoredRun(*row) for row in rows]


def select(project: Project, name: str, gold: Collection[int]) -> Selection:
    """The runs of that name: an id or its beginning, or a suggester; without one the suggester that looked last at a document with gold.

    Raises NothingSuggested, RunUnknown, RunApart.
    """
    runs = stored_runs(project)
    if not runs:
        raise NothingSuggested(path=project.path)
    if not name:
        return _newest(project, runs, gold)
    by_id = [run for run in runs if run.id == name]
    of_suggester = [run for run in runs if run.suggester == name]
    if not by_id and not of_suggester and len(name) >= _LEAST_LETTERS:
        by_id = [run for run in runs if run.id.startswith(name)]
    if len(by_id) == 1:
        selection = run_alone(project, by_id[0])
    elif of_suggester:
        selection = _of_suggester(project, of_suggester)
    else:
        suggesters = dict.fromkeys(run.suggester for run in reversed(runs))
        raise RunUnknown(name=name, names=_(", ").join(suggesters))
    if selection.looked.keys().isdisjoint(gold):
        raise RunApart(name=selection.judged.suggester)
    return selection


def run_alone(project: Project, run: StoredRun) -> Selection:
    """One run and nothing else."""
    rows = project.db.execute("SELECT document FROM run_document WHERE run = ?", [run.number])
    looked = {document: run.number for (document,) in rows}
    return Selection(Judged(run.suggester, (run.id,), run.version, run.at), looked, {run.number: run.at})


def _newest(project: Project, runs: list[StoredRun], gold: Collection[int]) -> Selection:
    # What memory proposes was decided here before: it is scored only where it is asked for.
    suggesters = dict.fromkeys(run.suggester for run in reversed(runs) if run.suggester != MEMORY)
    for suggester in suggesters:
        selection = _of_suggester(project, [run for run in runs if run.suggester == suggester])
        if not selection.looked.keys().isdisjoint(gold):
            return selection
    if not suggesters:
        raise NothingSuggested(path=project.path)
    raise RunApart(name=next(iter(suggesters)))


def _of_suggester(project: Project, runs: list[StoredRun]) -> Selection:
    """The newest run of a suggester over each document."""
    rows = project.db.execute(
        "SELECT document, max(run) FROM run_document WHERE run IN"
        " (SELECT number FROM suggestion_run WHERE suggester = ?) GROUP BY document",
        [runs[0].suggester],
    )
    looked = dict(rows.fetchall())
    held = set(looked.values())
    used = [run for run in runs if run.number in held] or runs[-1:]
    judged = Judged(used[-1].suggester, tuple(run.id for run in used), used[-1].version, used[-1].at)
    return Selection(judged, looked, {run.number: run.at for run in used})

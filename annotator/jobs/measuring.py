"""Adding up what the review of a project cost."""

from __future__ import annotations

from pathlib import Path

from annotator.jobs.job import Job, Progress
from annotator.project.effort import acts, people_at_work
from annotator.project.project import Project
from annotator.quality.effort_parts import Efforts, Ledger, steps
from annotator.texts import _

_AT_ONCE = 5_000
"""Steps between two reports of progress."""


def measure_effort(project: str | Path) -> Job[Efforts]:
    """Go through all that anyone has decided; the project stays as it is."""
    ledger = Ledger()
    with Project.open(Path(project), read_only=True) as opened:
        total = opened.db.execute("SELECT count(*) FROM decision").fetchone()[0]
        done = 0
        for person, name in people_at_work(opened):
            for number, step in enumerate(steps(acts(opened, person))):
                ledger.add(name, step)
                done += len(step)
                if number % _AT_ONCE == 0:
                    yield Progress(done, total, _("Adding up the effort"))
    return ledger.result()

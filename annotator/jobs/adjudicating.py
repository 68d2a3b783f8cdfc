"""Letting a rule settle what annotators differ on, in many documents at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotator.adjudicating import Adjudication
from annotator.errors import AnnotatorUnknown
from annotator.jobs.job import BATCH, Job, Progress
from annotator.project.adjudications import to_adjudicate
from annotator.project.project import Project
from annotator.quality.adjudication import Rule
from annotator.records import Person
from annotator.texts import _, ngettext


@dataclass(frozen=True, slots=True)
class Settled:
    """What a rule came to."""

    documents: int = 0
    """Looked at."""
    changed: int = 0
    """Documents in which anything was decided."""
    adjudicated: int = 0
    """Documents that are adjudicated now, of those that were looked at."""
    left: int = 0
    """Disagreements that are left to a person."""

    def sentence(self) -> str:
        """What it came to."""
        return _(" · ").join(
            [
                ngettext("Settled in {n} document", "Settled in {n} documents", self.changed),
                ngettext("{n} document is adjudicated", "{n} documents are adjudicated", self.adjudicated),
                ngettext("{n} disagreement is left", "{n} disagreements are left", self.left),
            ]
        )


def settle(
    project: str | Path,
    adjudicator: str,
    rule: Rule,
    *,
    trusted: str = "",
    complete: bool = False,
    session: str = "",
) -> Job[Settled]:
    """Let a rule decide in all documents that are to be adjudicated: as one step each, of the adjudicator of that name; without a name,
    of the only one there is, or of the user of this machine.

    ``trusted`` is the name of the annotator whom the rule of that name follows. ``complete`` declares adjudicated what has no
    disagreement left. ``session`` is that of the window which asks: it can undo the steps. Raises AnnotatorUnknown.
    """
    with Project.open(Path(project)) as opened:
        opened.session = session or opened.session
        follows = _annotator(opened, trusted) if trusted else None
        chosen = to_adjudicate(opened, "open", "import")
        settled = Settled()
        if not chosen:
            return settled
        name = adjudicator or opened.people.adjudicating_by_default()
        review = Adjudication(opened, opened.people.named(name), system=False)
        for place in range(0, len(chosen), BATCH):
            with opened.writing():
                for document in chosen[place : place + BATCH]:
                    page = review.open(document)
                    changes = review.settle(rule, follows.id if follows else None, complete=complete)
                    settled = Settled(
                        settled.documents + 1,
                        settled.changed + bool(changes.step),
                        settled.adjudicated + (page.held is not None and not page.stale),
                        settled.left + changes.left,
                    )
            yield Progress(settled.documents, len(chosen), _("Settling by a rule"))
        return settled


def _annotator(project: Project, name: str) -> Person:
    person = project.people.find(name)
    if person is None:
        raise AnnotatorUnknown.among(name, (known.name for known in project.people.all()))
    return person

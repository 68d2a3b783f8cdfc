"""What the next undo and redo would do, in words."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.records import StepId
from annotator.review import Review
from annotator.step_words import describe
from annotator.texts import ngettext

MANY = 50
"""From so many decisions on, a step is counted and not read."""


@dataclass(frozen=True, slots=True)
class TakesBack:
    """What an undo would take back and what a redo would do again; empty where there is nothing."""

    undo: str = ""
    redo: str = ""


def takes_back(review: Review) -> TakesBack:
    """What can be taken back by this person now. Runs in the thread of the project."""
    log, me = review.project.decisions, review.person.id
    undone, again = log.undoable(me), log.redoable(me)
    if again is not None:
        again = StepId(log.of_step(again)[0].body["undoes"])
    return TakesBack(_said(review, undone), _said(review, again))


def _said(review: Review, step: StepId | None) -> str:
    if step is None:
        return ""
    count = review.project.decisions.count_on_spans(step)
    if count > MANY:
        return ngettext("{n} decision", "{n} decisions", count)
    decisions = review.project.decisions.of_step(step)
    return describe(decisions, review.project.documents.get(decisions[0].document).text)

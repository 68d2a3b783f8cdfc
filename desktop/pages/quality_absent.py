"""What the quality page says where it has no figures: what is absent, what to do, and the command that does it."""

from __future__ import annotations

from typing import Final, NamedTuple

from annotator.errors import (
    GoldContested,
    NothingSuggested,
    NothingToEvaluate,
    PredictionsApart,
    RunApart,
    WarraqError,
)
from annotator.texts import _

AGAIN: Final = "again"
"""In the place of a command: work the figures out."""


class Absent(NamedTuple):
    """A line of what is absent, one of what to do, the words of a button, and the command behind it."""

    absent: str
    what: str
    button: str
    command: str


def no_figures(refused: WarraqError | None, *, busy: bool) -> Absent:
    """Why there is no evaluation, as far as is known."""
    if refused is None and busy:
        return Absent(_("The figures are being worked out…"), "", "", AGAIN)
    if refused is None:
        return Absent(_("There are no figures yet."), "", _("Work out"), AGAIN)
    if isinstance(refused, NothingToEvaluate):
        what = _("A document that someone has finished is gold, and what was proposed in it is scored against that.")
        return Absent(_("No document is finished yet."), what, _("Review"), "page.review")
    if isinstance(refused, NothingSuggested):
        what = _("Ask the built-in suggester, or score a file of predictions.")
        return Absent(_("No run to score."), what, _("Suggest"), "document.suggest")
    if isinstance(refused, RunApart):
        what = _("Choose another run, or ask for suggestions in the finished documents.")
        return Absent(_("The run looked at none of the finished documents."), what, _("Suggest"), "document.suggest")
    if isinstance(refused, PredictionsApart):
        return Absent(str(refused), _("Choose another file, or a run of the project."), "", AGAIN)
    if isinstance(refused, GoldContested):
        absent = _("Several annotators finished the same documents, and nothing says whose spans hold.")
        what = _("Adjudicate them, or choose above whose annotations are gold.")
        return Absent(absent, what, _("Adjudicate"), "page.adjudicate")
    return Absent(str(refused), "", _("Work out again"), AGAIN)


def no_effort(*, busy: bool) -> Absent:
    """Why there is no effort to tell of."""
    if busy:
        return Absent(_("The figures are being worked out…"), "", "", AGAIN)
    what = _("The effort is told from the decisions as they are taken.")
    return Absent(_("Nothing has been decided yet."), what, _("Review"), "page.review")

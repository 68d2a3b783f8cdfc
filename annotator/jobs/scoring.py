"""Going through the documents that count with one run after another."""

from __future__ import annotations

from functools import partial

import numpy as np

from annotator.jobs.job import Job, Progress
from annotator.project.runs import Selection, StoredRun
from annotator.project.sheet import Sheet
from annotator.quality.columns import Columns, Flags
from annotator.quality.evaluation import Comparison
from annotator.quality.gathering import Gathering, Tallies, widened
from annotator.quality.growth import Moment, moment
from annotator.quality.intervals import differences, scored_alone
from annotator.quality.scores import Counted
from annotator.texts import _


class Scoring:
    """Scores runs on the documents of a sheet; ``turns`` is how many of them, so that progress can be told."""

    def __init__(self, sheet: Sheet, turns: int) -> None:
        self._sheet = sheet
        self._turns = turns
        self._turn = 0

    def gathered(self, selection: Selection) -> Job[Gathering]:
        """All that is told of the run itself, which looked at every document."""
        sheet, gathering = self._sheet, Gathering()
        self._look(selection)
        for first, last in sheet.stretches():
            gold, proposed = self._read(selection, first, last)
            gathering.add(gold, proposed, (first, last), len(sheet.labels), partial(sheet.texts, first))
            yield self._progress(last)
        self._turn += 1
        return gathering

    def compared(self, counted: Counted, other: Selection) -> Job[Comparison]:
        """The run, by its tallies [document, label, field], held against another."""
        theirs, both = yield from self._tallies(other)
        labels = len(self._sheet.labels)
        ours = widened(counted, labels)[both]
        found = differences(ours, theirs)
        met: Flags = np.any(ours[:, :-1, :2] + theirs[:, :-1, :2], axis=(0, 2))
        of_labels = zip(self._sheet.labels, found.labels, met.tolist(), strict=True)
        return Comparison(
            other.judged,
            int(both.sum()),
            scored_alone(ours[:, -1]),
            scored_alone(theirs[:, -1]),
            found.micro,
            {label: difference for label, difference, there in of_labels if there},
        )

    def moment(self, run: StoredRun, selection: Selection) -> Job[list[Moment]]:
        """The score of another run of the suggester; none where it looked at none of the documents."""
        theirs, both = yield from self._tallies(selection)
        return [moment(run.id, run.version, run.at, theirs[:, -1])] if both.any() else []

    def _tallies(self, selection: Selection) -> Job[tuple[Counted, Flags]]:
        """The tallies of the documents that a selection looked at, and which these are."""
        sheet, tallies = self._sheet, Tallies()
        looked = self._look(selection)
        for first, last in sheet.stretches():
            here = looked[first:last]
            if here.any():
                tallies.add(*self._read(selection, first, last), here, len(sheet.labels))
            yield self._progress(last)
        self._turn += 1
        return tallies.result(len(sheet.labels)), looked

    def _look(self, selection: Selection) -> Flags:
        looked = np.zeros(len(self._sheet.documents), np.bool_)
        looked[self._sheet.look(self._turn, selection.looked)] = True
        return looked

    def _read(self, selection: Selection, first: int, last: int) -> tuple[Columns, Columns]:
        gold = self._sheet.gold(first, last)
        return gold, self._sheet.proposed(self._turn, first, last, of_file=bool(selection.judged.file))

    def _progress(self, done: int) -> Progress:
        documents = len(self._sheet.documents)
        return Progress(self._turn * documents + done, self._turns * documents, _("Comparing with the gold"))

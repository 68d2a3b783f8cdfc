"""The figures of a run, gathered some documents at a time: memory holds numbers, not documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from annotator.quality.calibration import Judgements
from annotator.quality.columns import Columns, Flags
from annotator.quality.confusion import Meetings
from annotator.quality.matching import Matching, match
from annotator.quality.mistakes import MistakeList
from annotator.quality.scores import WIDTH, Counted, tally


class Tallies:
    """The tallies of documents that come in stretches; labels may be met later on."""

    def __init__(self) -> None:
        self._parts: list[Counted] = []

    def add(self, gold: Columns, proposed: Columns, keep: Flags, labels: int) -> Matching:
        """Count some documents, of which those are kept that ``keep`` flags."""
        matching = match(gold, proposed)
        self._parts.append(tally(gold, proposed, matching, len(keep), labels)[keep])
        return matching

    def result(self, labels: int) -> Counted:
        """Tallies [document, label, field], of all labels together in the last place."""
        return np.concatenate(
            [widened(part, labels) for part in self._parts] or [np.zeros((0, labels + 1, WIDTH), np.int32)]
        )


def widened(counted: Counted, labels: int) -> Counted:
    """The tallies with room for labels that were met later."""
    known = counted.shape[1] - 1
    if known == labels:
        return counted
    return np.insert(counted, [known] * (labels - known), 0, axis=1)


class Gathering:
    """All that is told of one run."""

    def __init__(self) -> None:
        self.tallies = Tallies()
        self.judgements = Judgements()
        self.meetings = Meetings()
        self.mistakes = MistakeList()

    def add(
        self,
        gold: Columns,
        proposed: Columns,
        stretch: tuple[int, int],
        labels: int,
        texts: Callable[[Sequence[int]], Mapping[int, str]],
    ) -> None:
        """Take the documents of a stretch ``[first, last)``; ``texts`` gives those that are named by their places in it."""
        first, last = stretch
        matching = self.tallies.add(gold, proposed, np.ones(last - first, np.bool_), labels)
        right = np.zeros(len(proposed), np.bool_)
        right[matching.same.proposed] = True
        self.judgements.add(proposed.score, right)
        self.meetings.add(gold, proposed, matching)
        faulty = [
            proposed.document[matching.spurious],
            gold.document[matching.missed],
            gold.document[matching.nearest.gold],
        ]
        written = texts(np.unique(np.concatenate(faulty)).tolist())
        self.mistakes.add(gold, proposed, matching, first, written.__getitem__)

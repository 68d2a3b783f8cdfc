"""What was found out about a run: one record with all figures, which command line, reports and window show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np

from annotator.quality.calibration import Calibration
from annotator.quality.columns import Flags
from annotator.quality.confusion import Confusion
from annotator.quality.growth import Amount, Moment
from annotator.quality.intervals import Gain, Measures, Score
from annotator.quality.judged import Judged
from annotator.quality.mistakes import Mistakes
from annotator.quality.scores import Counted, Schema, Tally, measures
from annotator.records import DocumentId

_STRICT_F1: Final = (0, 2)
ByDocument = Literal["text", "worst", "best", "name"]
"""The order of documents: of import, by strict F1, or by name."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Which documents count: those that have gold, and that the run looked at."""

    documents: int
    blind: int
    """Of them those whose gold was made without this run in sight: blind for its people, or finished before the run began."""
    unfinished: int = 0
    """Left out: nobody has finished them."""
    contested: int = 0
    """Left out: several have finished them, and nothing says whose spans hold."""
    not_seen: int = 0
    """Left out: they have gold, but the run did not look at them."""

    @property
    def seen(self) -> int:
        """Those whose gold was made with the run in sight."""
        return self.documents - self.blind


class DocumentScore(NamedTuple):
    """The tally of one document."""

    document: DocumentId
    name: str
    blind: bool
    tally: Tally


@dataclass(frozen=True, eq=False, slots=True)
class DocumentScores:
    """The tallies of all documents that count, in the order of import; looked at in pages."""

    documents: tuple[DocumentId, ...]
    names: tuple[str, ...]
    blind: Flags
    counted: Counted
    """Tallies [document, field], of all labels together."""

    def __len__(self) -> int:
        return len(self.documents)

    def __iter__(self) -> Iterator[DocumentScore]:
        return map(self._score, range(len(self)))

    def page(self, order: ByDocument = "worst", first: int = 0, count: int = 100) -> list[DocumentScore]:
        """So many documents from the ``first`` of the order on."""
        return [self._score(place) for place in self._order(order)[first : first + count]]

    def _order(self, order: ByDocument) -> list[int]:
        if order == "name":
            return sorted(range(len(self)), key=lambda place: self.names[place])
        if order == "text":
            return list(range(len(self)))
        f1 = measures(self.counted)[:, *_STRICT_F1]
        found: list[int] = np.argsort(f1 if order == "worst" else -f1, kind="stable").tolist()
        return found

    def _score(self, place: int) -> DocumentScore:
        tally = Tally.of(self.counted[place])
        return DocumentScore(self.documents[place], self.names[place], bool(self.blind[place]), tally)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The run held against another on the documents that both looked at."""

    run: Judged
    """The other."""
    documents: int
    score: Score
    """Of the run itself on these documents, over all labels."""
    other: Score
    differences: Mapping[Schema, Measures]
    """Of the run less those of the other, over all labels."""
    labels: Mapping[str, Gain]
    """Of each label the strict F1 less the other's."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good a run is on the gold of a project."""

    run: Judged
    basis: Basis
    labels: Mapping[str, Score]
    """Of each label that gold or run has, in the order of the label set."""
    micro: Score
    """Over all labels."""
    macro: Score
    """The mean over the labels."""
    seen: Score | None
    """Over all labels, on the documents whose gold was made with the run in sight; nothing where there are none."""
    blind: Score | None
    documents: DocumentScores
    confusion: Confusion
    mistakes: Mistakes
    calibration: Calibration
    amounts: tuple[Amount, ...]
    """The score by amount of gold."""
    moments: tuple[Moment, ...]
    """The score of the suggester's runs, the oldest first; of predictions from a file none."""
    comparisons: tuple[Comparison, ...] = ()
    problems: tuple[str, ...] = ()
    """What could not be taken of a file: the first ones, all are counted."""
    problem_count: int = 0
    aligned: int = 0
    """Documents whose text in the file differs in white space or spelling alone; the spans were brought over."""

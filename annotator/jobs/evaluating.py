"""Scoring a run against the gold of a project."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from annotator.errors import GoldContested, NothingToEvaluate, PredictionsApart
from annotator.formats import AUTO
from annotator.jobs.gold_choice import person_named
from annotator.jobs.job import Job, Problems, Progress
from annotator.jobs.predictions import Predictions
from annotator.jobs.scoring import Scoring
from annotator.project.gold import Rule, gold
from annotator.project.golden import Golden, golden, unfinished
from annotator.project.numbers import number_of
from annotator.project.project import Project
from annotator.project.runs import Selection, StoredRun, run_alone, select, stored_runs
from annotator.project.sheet import Sheet, names_of
from annotator.quality.columns import Flags, Floats
from annotator.quality.evaluation import Basis, Comparison, DocumentScores, Evaluation
from annotator.quality.growth import Moment, amounts, moment
from annotator.quality.intervals import scored, scored_alone
from annotator.quality.judged import Judged
from annotator.quality.scores import Counted
from annotator.quality.threshold import TARGET
from annotator.records import PersonId, Span
from annotator.texts import _

WAITING = 2_000
"""Documents whose unanswered suggestions are looked at for the threshold: their scores are a sample of what waits."""
RUNS = 20
"""Of a suggester so many runs, the newest, are scored beside each other."""


def evaluate(
    project: str | Path,
    run: str = "",
    *,
    compare: Sequence[str] = (),
    predictions: str | Path | None = None,
    suggester: str = "",
    format: str = AUTO,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    annotator: str = "",
    rule: Rule | Literal[""] = "",
    target: float = TARGET,
) -> Job[Evaluation]:
    """Score a run on the documents that have gold and that it looked at; the project stays as it is.

    ``run`` is an id or its beginning, or a suggester for its newest run over each document; without it the suggester that looked
    last at a document with gold. ``predictions`` is a file that is scored in its place and not stored, under the name
    ``suggester``. ``compare`` names runs that it is held against, each on the documents that both looked at. ``annotator`` and
    ``rule`` say what gold is where several have finished a document; ``target`` is the share that a safe threshold keeps.

    Raises NothingToEvaluate, GoldContested, AnnotatorUnknown, NothingSuggested, RunUnknown, RunApart, PredictionsApart.
    """
    with Project.open(Path(project), read_only=True) as opened:
        yield Progress(0, 0, _("The finished documents are being read"))
        if not opened.on_network:
            # One state of the file throughout, whatever is decided meanwhile; over a network nobody could write until the end.
            opened.db.execute("BEGIN")
        choice = _Choice(opened, person_named(opened, annotator), rule or None)
        sheet = Sheet(opened)
        if predictions is None:
            file = None
            selection = select(opened, run, choice.numbers)
        else:
            file = Predictions(opened, predictions, format=format, mapping=mapping, encoding=encoding)
            yield from _read(opened, sheet, file)
            selection = _of_file(sheet, predictions, suggester)
        counting = choice.counting(selection.looked)
        if file and not counting:
            apart = _("What it speaks of is not finished.")
            raise PredictionsApart(path=predictions, detail=next(map(str, file.problems.first), apart))
        sheet.lay_out(counting, choice.ruled(counting))
        others = [select(opened, name, {one.number for one in counting}) for name in compare]
        earlier = [] if file else stored_runs(opened, selection.judged.suggester)[-RUNS:]
        again = [one for one in earlier if selection.judged.runs != (one.id,)]
        scoring = Scoring(sheet, 1 + len(others) + len(again))
        gathering = yield from scoring.gathered(selection)
        counted = gathering.tallies.result(len(sheet.labels))
        comparisons: list[Comparison] = []
        for other in others:
            comparisons.append((yield from scoring.compared(counted, other)))
        moments = yield from _moments(opened, scoring, earlier, again, counted)
        yield Progress(0, 0, _("The figures are being worked out"))
        figures = scored(counted)
        blind = choice.blind(counting, selection)
        documents = DocumentScores(*names_of(counting), blind, counted[:, -1].copy())
        labels = list(sheet.labels)
        problems = file.problems if file else Problems()
        finished = np.argsort([one.at for one in counting], kind="stable")
        return Evaluation(
            run=selection.judged,
            basis=choice.basis(counting, blind),
            labels={label: one for label, one in zip(labels, figures.labels, strict=True) if one.gold or one.proposed},
            micro=figures.micro,
            macro=figures.macro,
            seen=scored_alone(counted[~blind, -1]) if not blind.all() else None,
            blind=scored_alone(counted[blind, -1]) if blind.any() else None,
            documents=documents,
            confusion=gathering.meetings.result(labels),
            mistakes=gathering.mistakes.result(documents.documents, labels),
            calibration=gathering.judgements.result(choice.waiting(sheet, selection), target),
            amounts=amounts(counted[:, -1], finished),
            moments=moments,
            comparisons=tuple(comparisons),
            problems=tuple(map(str, problems.first)),
            problem_count=problems.count,
            aligned=file.aligned if file else 0,
        )


def _moments(
    project: Project, scoring: Scoring, runs: Sequence[StoredRun], again: Sequence[StoredRun], counted: Counted
) -> Job[tuple[Moment, ...]]:
    """The scores of a suggester's runs: those to be scored ``again`` each alone, the run in hand by its tallies."""
    found: list[Moment] = []
    for one in runs:
        if one in again:
            found += yield from scoring.moment(one, run_alone(project, one))
        else:
            found.append(moment(one.id, one.version, one.at, counted[:, -1]))
    return tuple(found)


class _Choice:
    """Which documents have gold, and which of them count."""

    def __init__(self, project: Project, annotator: PersonId | None, rule: Rule | None) -> None:
        self._project, self._annotator, self._rule = project, annotator, rule
        found = list(golden(project, annotator))
        self._finished = {one.number for one in found}
        self._gold = [one for one in found if rule or len(one.finishers) == 1]
        self.numbers = {one.number for one in self._gold}
        if not found:
            raise NothingToEvaluate(path=project.path)
        if not self._gold:
            raise GoldContested()

    def counting(self, looked: Collection[int]) -> list[Golden]:
        """Those that were looked at."""
        return [one for one in self._gold if one.number in looked]

    def ruled(self, counting: Sequence[Golden]) -> dict[int, Sequence[Span]]:
        """The gold of the documents that several people finished, by the rule."""
        several = [one for one in counting if len(one.finishers) > 1]
        found = {one.number: gold(self._project, one.document, rule=self._rule) for one in several}
        return {number: made.spans for number, made in found.items() if made}

    def blind(self, counting: Sequence[Golden], selection: Selection) -> Flags:
        """Of which documents the gold was made without the run in sight. What stands in a file nobody has seen here."""
        if selection.judged.file:
            return np.ones(len(counting), np.bool_)
        return np.array([one.blind_for(selection.began[selection.looked[one.number]]) for one in counting], np.bool_)

    def basis(self, counting: Sequence[Golden], blind: Flags) -> Basis:
        return Basis(
            documents=len(counting),
            blind=int(blind.sum()),
            unfinished=unfinished(self._project, self._annotator),
            contested=len(self._finished) - len(self._gold),
            not_seen=len(self._gold) - len(counting),
        )

    def waiting(self, sheet: Sheet, selection: Selection) -> Floats:
        """The scores of what the run proposes where nobody has finished, of some documents from beginning to end."""
        left = sorted(selection.looked.keys() - self._finished)
        sample = left[:: len(left) // WAITING + 1]
        return sheet.waiting(selection.looked, sample, of_file=bool(selection.judged.file))


def _read(project: Project, sheet: Sheet, file: Predictions) -> Job[None]:
    for batch in file.batches():
        for one in batch:
            sheet.predict(number_of(project.db, "document", one.document), one.suggestions)
        yield file.progress


def _of_file(sheet: Sheet, path: str | Path, suggester: str) -> Selection:
    return Selection(Judged(suggester or Path(path).stem, file=str(path)), sheet.predicted(), {})

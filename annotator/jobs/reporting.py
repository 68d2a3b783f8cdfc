"""Making a report: what there is to tell of a run, of the annotators and of their effort, as one page and as figures."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, TypeVar, get_args

from annotator import texts
from annotator.errors import (
    DocumentMissing,
    GoldContested,
    NothingSuggested,
    NothingToCompare,
    NothingToEvaluate,
    NothingToReport,
    RunApart,
    WarraqError,
)
from annotator.formats import files
from annotator.jobs.agreeing import agreement
from annotator.jobs.evaluating import evaluate
from annotator.jobs.job import Job, Progress
from annotator.jobs.measuring import measure_effort
from annotator.project.gold import Rule
from annotator.project.mistake_places import mistake_places
from annotator.project.project import Project
from annotator.quality.agreement.record import Agreement
from annotator.quality.effort_parts import Efforts
from annotator.quality.evaluation import Evaluation
from annotator.quality.mistakes import KINDS, Mistake, MistakeKind, Wanted
from annotator.quality.report import figures, making
from annotator.quality.report.mistakes import Examples
from annotator.quality.report.parts import Report
from annotator.quality.threshold import TARGET
from annotator.records import Place
from annotator.texts import _

T = TypeVar("T")
Part = Literal["scores", "agreement", "effort"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
EXAMPLES: Final = 8
"""Mistakes of each kind that are shown in their context, no two with the same string."""
_LOOKED_AT: Final = 60
"""Among so many of a kind they are chosen."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What came of it: the report itself, as it is set anew for print, and the files that were written."""

    report: Report
    paths: tuple[str, ...]


def report(
    project: str | Path,
    out: str | Path | None,
    *,
    parts: Collection[Part] = PARTS,
    language: str = "",
    digits: str | None = None,
    title: str = "",
    run: str = "",
    compare: Sequence[str] = (),
    annotator: str = "",
    rule: Rule | Literal[""] = "",
    target: float = TARGET,
    gamma: bool = False,
    json_file: str | Path | None = None,
    csv_folder: str | Path | None = None,
) -> Job[Reported]:
    """Tell of a run (``run``, beside it those of ``compare``), of the agreement of annotators and of their effort.

    What there is nothing of is left out; but a run that is asked for by name must be there. ``out`` is the page, in that
    ``language`` (the one in use at first) and with those ``digits``; without it none is written. All figures go to
    ``json_file`` and as tables to ``csv_folder``. The project stays as it is.

    Raises NothingToReport, and as ``evaluate`` and ``agreement`` do; FileUnwritable, DiskFull.
    """
    evaluation, of_annotators, effort, without = None, None, None, ""
    if "scores" in parts:
        scoring = evaluate(project, run, compare=compare, annotator=annotator, rule=rule, target=target)
        absent = () if run or compare else (NothingToEvaluate, GoldContested, NothingSuggested, RunApart)
        evaluation, reason = yield from _if_there(scoring, absent)
        without = str(reason or "")
    if "agreement" in parts:
        of_annotators, _reason = yield from _if_there(agreement(project, gamma=gamma), (NothingToCompare,))
    if "effort" in parts:
        effort = yield from measure_effort(project)
    yield Progress(0, 0, _("The report is being written"))
    found = _findings(Path(project), evaluation, of_annotators, effort, without)
    if not (evaluation or of_annotators or (effort and effort.annotators)):
        raise NothingToReport(path=project)
    with texts.speaking(language or texts.language(), digits):
        made = making.report(found, title)
        paths = [*_page(made, out), *_json(found, json_file), *_tables(found, csv_folder)]
    return Reported(made, tuple(map(str, paths)))


def _if_there(job: Job[T], absent: tuple[type[WarraqError], ...]) -> Job[tuple[T | None, WarraqError | None]]:
    """What a job gives, or the error that says why there is nothing."""
    try:
        return (yield from job), None
    except absent as error:
        return None, error


def _findings(
    path: Path, evaluation: Evaluation | None, agreement: Agreement | None, effort: Efforts | None, without: str
) -> making.Findings:
    with Project.open(path, read_only=True) as opened:
        guideline = opened.guidelines.read()
        about = making.About(
            project=opened.title,
            labels=opened.labels,
            guidelines=guideline.version,
            guidelines_at=guideline.at,
            documents=opened.documents.count(),
            finished=opened.documents.states()["done"],
            annotators=tuple(person.name for person in opened.people.annotating()),
            adjudicators=tuple(person.name for person in opened.people.adjudicators()),
            made=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        examples = _examples(opened, evaluation) if evaluation else {}
    return making.Findings(about, evaluation, examples, agreement, effort, without)


def _examples(project: Project, evaluation: Evaluation) -> Examples:
    """Of each kind some mistakes, those with the greatest score first, each string once."""
    found: dict[MistakeKind, list[tuple[Mistake, Place]]] = {}
    for kind in KINDS:
        page = evaluation.mistakes.page(Wanted(frozenset({kind})), "sure", 0, _LOOKED_AT)
        met: set[tuple[str, ...]] = set()
        found[kind] = []
        for one in page:
            try:
                place = mistake_places(project, [one])[0]
            except DocumentMissing:
                continue  # it was removed meanwhile
            labels = (span.label if span else "" for span in (one.gold, one.proposed))
            string = (" ".join(place.text.split()), *labels)
            if string not in met:
                met.add(string)
                found[kind].append((one, place))
            if len(met) == EXAMPLES:
                break
    return found


def _page(made: Report, out: str | Path | None) -> list[Path]:
    if out is None:
        return []
    from annotator.quality.report.page import to_html

    page = to_html(made)
    with files.written(Path(out)) as aside:
        aside.write_text(page, "utf-8", newline="\n")
    return [Path(out)]


def _json(found: making.Findings, path: str | Path | None) -> list[Path]:
    if path is None:
        return []
    with files.written(Path(path)) as aside:
        aside.write_text(json.dumps(figures.to_json(found), ensure_ascii=False, indent=2) + "\n", "utf-8")
    return [Path(path)]


def _tables(found: making.Findings, folder: str | Path | None) -> Iterable[Path]:
    if folder is None:
        return
    files.make_folder(Path(folder))
    for name, rows in figures.tables(found):
        path = Path(folder) / f"{name}.csv"
        with files.written(path) as aside, aside.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        yield path

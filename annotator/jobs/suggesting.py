"""Suggestions for the documents of a project or of files, by the built-in suggester, a model, or an outside system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.formats import AUTO, Problem, ReadOptions
from annotator.jobs.importing import Run
from annotator.jobs.job import Job, Problems, Progress, Reading, notes_of
from annotator.jobs.model import Model, load_model
from annotator.jobs.predictions import Predictions
from annotator.labels import LabelSet
from annotator.project.project import Project
from annotator.records import DocumentId, LabelId, Record, RunId
from annotator.suggest import BUILT_IN
from annotator.texts import _, ngettext

SUGGEST_BATCH = 10
_SUGGEST_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a suggester proposed: in how many documents, how many spans; and what was not taken of an outside system's."""

    suggester: str
    documents: int = 0
    suggestions: int = 0
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    unknown: tuple[tuple[str, int], ...] = ()
    """Labels that the label set does not have, with the number of spans left out for it."""
    aligned: int = 0
    """Documents whose text in the file differs in white space or spelling alone."""
    notes: tuple[Problem, ...] = ()
    """What speaks against texts that were taken all the same: the first ones, all are counted."""
    note_count: int = 0

    @property
    def words(self) -> str:
        """How many spans in how many documents, in the language in use."""
        where = ngettext("{n} document", "{n} documents", self.documents)
        said = ngettext("{n} span was suggested in {where}.", "{n} spans were suggested in {where}.", self.suggestions)
        return said.format(where=where)

    def with_document(self, suggestions: int) -> Suggested:
        return replace(self, documents=self.documents + 1, suggestions=self.suggestions + suggestions)

    def with_problems(self, problems: Problems, notes: Problems) -> Suggested:
        return replace(
            self,
            problems=tuple(problems.first),
            problem_count=problems.count,
            notes=tuple(notes.first),
            note_count=notes.count,
        )


def suggest(
    project: str | Path,
    *,
    suggester: str = "",
    mapping: Mapping[str, str] | None = None,
    again: bool = False,
    unfinished: bool = False,
) -> Job[Suggested]:
    """Let a suggester look at every document that it has not seen in this version; with ``again`` at all of them, with ``unfinished``
    at those alone that nobody has finished.

    ``suggester`` is empty for the built-in one, or the folder of a model, whose labels ``mapping`` renames. Raises ModelUnusable; a
    model that fails at once leaves the project as it was.
    """
    with Project.open(Path(project)) as opened:
        yield Progress(0, 0, _("The suggester is being loaded"))
        labels = opened.labels
        model = load_model(suggester, mapping, labels, opened.models.in_use())
        documents = opened.documents.ids() if again else _unseen(opened, model)
        left_out = opened.assignments.without_suggestions()
        if unfinished:
            left_out |= opened.documents.finished()
        documents = [document for document in documents if document not in left_out]
        if not documents:
            return Suggested(model.name)
        run: RunId | None = None
        suggested = Suggested(model.name, problems=_without(model), problem_count=len(model.faults))
        unknown: Counter[str] = Counter()
        for batch in _text_batches(opened, documents):
            found = list(model.predict([text for _document, text in batch]))
            with opened.writing():
                run = run or opened.suggestions.add_run(model.name, model.version)
                for (document, _text), suggestions in zip(batch, found, strict=True):
                    known = [item for item in suggestions if _is_read(item.span.label, labels)]
                    unknown.update(item.span.label for item in suggestions if item.span.label not in labels)
                    opened.suggestions.add(run, document, known)
                    suggested = suggested.with_document(len(known))
            yield Progress(suggested.documents, len(documents))
        # The built-in suggester always speaks of all its labels: a smaller set takes those that it has.
        return suggested if model.name == BUILT_IN else replace(suggested, unknown=tuple(sorted(unknown.items())))


def suggest_from(
    project: str | Path,
    path: str | Path,
    *,
    suggester: str = "",
    format: str = AUTO,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    column: str = "",
) -> Job[Suggested]:
    """Take an outside system's predictions as a run of suggestions, for the documents that the project has.

    A record belongs to the document with its text, or with its id, or with a text that differs in white space and spelling alone;
    what belongs to none is listed.
    """
    with Project.open(Path(project)) as opened:
        predictions = Predictions(opened, path, format=format, mapping=mapping, encoding=encoding, column=column)
        run = Run(opened, suggester or Path(path).stem, "", {"file": str(path)})
        suggested = Suggested(suggester or Path(path).stem)
        for batch in predictions.batches():
            with opened.writing():
                for one in batch:
                    suggested = suggested.with_document(run.add(one.document, one.suggestions))
            yield predictions.progress
        suggested = suggested.with_problems(predictions.problems, predictions.notes)
        return replace(suggested, aligned=predictions.aligned)


def _is_read(label: LabelId, labels: LabelSet) -> bool:
    """Whether a page shows a suggestion with this label: under the label that it is now."""
    return label in labels and labels.current(label) is not None


def _without(model: Model) -> tuple[Problem, ...]:
    """What the suggester does without, as the problems of a job."""
    return tuple(Problem("", fault) for fault in model.faults)


def _unseen(project: Project, model: Model) -> list[DocumentId]:
    """The documents at which no run of this suggester in this version has looked."""
    versions = {run.id: run.version for run in project.suggestions.runs() if run.suggester == model.name}
    newest = ((document, project.suggestions.newest(model.name, document)) for document in project.documents.ids())
    return [document for document, run in newest if run is None or versions[run] != model.version]


def _text_batches(project: Project, documents: Sequence[DocumentId]) -> Iterator[list[tuple[DocumentId, str]]]:
    batch: list[tuple[DocumentId, str]] = []
    for document in documents:
        batch.append((document, project.documents.get(document).text))
        if len(batch) == SUGGEST_BATCH or sum(len(text) for _document, text in batch) > _SUGGEST_CHARACTERS:
            yield batch
            batch = []
    if batch:
        yield batch


def predict(
    paths: Sequence[str | Path],
    emit: Callable[[Record], object],
    *,
    suggester: str = "",
    mapping: Mapping[str, str] | None = None,
    format: str = AUTO,
    encoding: str | None = None,
    column: str = "",
) -> Job[Suggested]:
    """Documents in, the same with suggestions out, one by one to ``emit``; no project. Raises ModelUnusable."""
    yield Progress(0, 0, _("The suggester is being loaded"))
    model = load_model(suggester, mapping)
    reading = Reading(paths, format, ReadOptions(encoding=encoding, column=column))
    problems, notes = Problems(), Problems()
    problems.add_all(_without(model))
    suggested = Suggested(model.name)
    for batch in reading.batches():
        records = [item for item in batch if isinstance(item, Record)]
        for item in batch:
            if isinstance(item, Problem):
                problems.add(item)
        for record, suggestions in zip(records, model.predict([record.text for record in records]), strict=True):
            notes.add_all(notes_of(record))
            emit(replace(record, annotations=(), suggestions=tuple(suggestions)))
            suggested = suggested.with_document(len(suggestions))
        yield reading.progress
    return suggested.with_problems(problems, notes)

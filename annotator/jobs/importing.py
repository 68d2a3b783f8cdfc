"""Importing files into a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias

from annotator.errors import (
    AnnotatorNeeded,
    DocumentMissing,
    ProjectUnavailable,
    SameIdOtherText,
    SpanKept,
    UnknownLabel,
    WarraqError,
)
from annotator.formats import AUTO, Problem, ReadOptions
from annotator.formats.audit import Audit, Audited
from annotator.jobs.job import Job, Problems, Reading, notes_of, place_of
from annotator.label_mapping import LabelMapping, draft_mapping
from annotator.project.documents import document_id
from annotator.project.people import user_name
from annotator.project.project import Project
from annotator.records import DocumentId, Person, Record, RunId, Suggestion
from annotator.review import Review
from annotator.texts import _

Spans: TypeAlias = Literal["", "annotations", "suggestions", "ignore"]
"""What spans of a file become; empty keeps each as the file has it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``known`` documents were in the project before; the first problems are listed, all are counted."""

    added: int = 0
    known: int = 0
    annotations: int = 0
    suggestions: int = 0
    annotator: str = ""
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    kept: tuple[Problem, ...] = ()
    """What was taken in although the label set forbids it, or something speaks against it: the first ones, all are counted."""
    kept_count: int = 0
    unknown: tuple[tuple[str, int], ...] = ()
    """Labels that the label set lacks, for which documents were left out, with the number of their spans."""
    mapping: str = ""
    """A mapping file for them in TOML, to be filled in."""
    audit: Audited = field(default_factory=Audited)
    """What is unusual in the texts of the documents that were added."""


def import_files(
    project: str | Path,
    paths: Sequence[str | Path],
    *,
    format: str = AUTO,
    spans: Spans = "",
    annotator: str = "",
    done: bool = False,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    column: str = "",
    strict: bool = False,
) -> Job[Imported]:
    """Import files and folders. Spans become annotations of the annotator or a run of suggestions, or keep their kind.

    ``mapping`` says what labels of the files are here, nothing where their spans are left out. What is good is imported and
    the rest listed; with ``strict`` nothing is imported where anything is bad. ``done`` marks the documents as finished by
    the annotator. Importing the same again changes nothing.
    """
    options = ReadOptions(encoding=encoding, column=column)
    with Project.open(Path(project)) as opened:
        labels = LabelMapping(opened.labels, mapping)
        if strict:
            refused = yield from _validate(opened, Reading(paths, format, options), labels, spans)
            if refused.problem_count:
                return refused
        opened.backups.roll()
        intake = _Intake(opened, labels, spans, annotator, done)
        reading = Reading(paths, format, options)
        for batch in reading.batches():
            with opened.writing():
                for item in batch:
                    intake.take(item)
            yield reading.progress
        return intake.result


def unknown_labels(
    project: str | Path,
    paths: Sequence[str | Path],
    *,
    format: str = AUTO,
    encoding: str | None = None,
    column: str = "",
    without_text: bool = False,
) -> Job[tuple[tuple[str, int], ...]]:
    """The labels of files that the label set lacks, with the number of their spans; the project stays as it is.

    ``without_text`` looks at records too that name a document and have no text, as predictions may.
    """
    with Project.open(Path(project), read_only=True) as opened:
        labels = LabelMapping(opened.labels)
        unknown: Counter[str] = Counter()
        options = ReadOptions(encoding=encoding, column=column, without_text=without_text)
        reading = Reading(paths, format, options)
        reading.leave_out_texts()
        for batch in () if reading.empty else reading.batches():
            for item in batch:
                if isinstance(item, Record):
                    unknown += labels.unknown(item)
            yield reading.progress
        return tuple(sorted(unknown.items()))


def _validate(project: Project, reading: Reading, labels: LabelMapping, spans: Spans) -> Job[Imported]:
    """Read everything and store nothing."""
    problems = Problems()
    unknown: Counter[str] = Counter()
    ids: dict[str, DocumentId] = {}
    for batch in reading.batches():
        for item in batch:
            if isinstance(item, Problem):
                problems.add(item)
                continue
            asked = as_asked(item, spans)
            try:
                labels.apply(asked, place_of(item))
                _check_id(project, item, ids)
            except WarraqError as error:
                problems.add(Problem(place_of(item), error))
                unknown += labels.unknown(asked)
        yield reading.progress
    return Imported(
        problems=tuple(problems.first),
        problem_count=problems.count,
        unknown=tuple(sorted(unknown.items())),
        mapping=draft_mapping(sorted(unknown), project.labels),
    )


def _check_id(project: Project, record: Record, ids: dict[str, DocumentId]) -> None:
    """That its id belongs to no other text, in the project or before it in the files."""
    if record.external_id is None:
        return
    identity = document_id(record.text)
    known = ids.setdefault(record.external_id, identity)
    try:
        stored = project.documents.get(project.documents.find(record.external_id))
    except DocumentMissing:
        stored = None
    other = stored is not None and stored.external_id == record.external_id and stored.id != identity
    if other or known != identity:
        raise SameIdOtherText(place=place_of(record), document=record.external_id)


class _Intake:
    """Takes records into a project, one by one, within the transaction of the caller."""

    def __init__(self, project: Project, labels: LabelMapping, spans: Spans, annotator: str, done: bool) -> None:
        self._project = project
        self._labels = labels
        self._spans = spans
        self._done = done
        self._annotator = annotator
        self._review: Review | None = None
        self._runs: dict[str, Run] = {}
        self._problems = Problems()
        self._kept = Problems()
        self._counts: Counter[str] = Counter()
        self._unknown: Counter[str] = Counter()
        self._audit = Audit()

    def take(self, item: Record | Problem) -> None:
        """Store a document and its spans, or keep the problem. Raises ProjectUnavailable and AnnotatorNeeded alone."""
        if isinstance(item, Problem):
            self._problems.add(item)
            return
        place = place_of(item)
        asked = as_asked(item, self._spans)
        try:
            self._store(self._labels.apply(asked, place))
        except (ProjectUnavailable, AnnotatorNeeded):
            raise
        except UnknownLabel as error:
            self._problems.add(Problem(place, error))
            self._unknown += self._labels.unknown(asked)
        except SameIdOtherText as error:
            self._problems.add(Problem(place, SameIdOtherText(**(error.values | {"place": place}))))
        except WarraqError as error:
            self._problems.add(Problem(place, error))

    def _store(self, record: Record) -> None:
        reviewer = self._reviewer() if record.annotations or self._done else None
        added = self._project.documents.add(record)
        self._counts["added" if added.new else "known"] += 1
        self._kept.add_all(notes_of(record))
        if added.new:
            self._audit.add(record.text, record.name or record.external_id or added.id, record.source.encoding)
        if reviewer:
            standing = set() if added.new else set(self._project.decisions.spans(added.id, reviewer.person.id))
            reviewer.import_spans(added.id, record.annotations, done=self._done)
            self._counts["annotations"] += len(set(record.annotations) - standing)
            self._note_conflicts(record)
        if record.suggestions:
            self._counts["suggestions"] += self._run(record).add(added.id, record.suggestions)

    def _note_conflicts(self, record: Record) -> None:
        for conflict in self._project.labels.conflicts(record.annotations):
            place, span = place_of(record), conflict.span
            values = {"start": span.start, "end": span.end, "label": span.label, "reason": conflict.reason()}
            self._kept.add(Problem(place, SpanKept(place=place, **values)))

    def _reviewer(self) -> Review:
        if self._review is None:
            self._review = Review(self._project, _annotator(self._project, self._annotator))
        return self._review

    def _run(self, record: Record) -> Run:
        source = record.source
        if source.path not in self._runs:
            version = source.sha256[:12]
            self._runs[source.path] = Run(self._project, Path(source.path).stem, version, {"file": source.path})
        return self._runs[source.path]

    @property
    def result(self) -> Imported:
        return Imported(
            **self._counts,
            annotator=self._review.person.name if self._review else "",
            problems=tuple(self._problems.first),
            problem_count=self._problems.count,
            kept=tuple(self._kept.first),
            kept_count=self._kept.count,
            unknown=tuple(sorted(self._unknown.items())),
            mapping=draft_mapping(sorted(self._unknown), self._project.labels),
            audit=self._audit.result,
        )


class Run:
    """A run of a suggester, begun with the first document to which it brings something new."""

    def __init__(self, project: Project, suggester: str, version: str, details: Mapping[str, str]) -> None:
        self._project = project
        self._suggester, self._version, self._details = suggester, version, details
        self._id: RunId | None = None

    def add(self, document: DocumentId, suggestions: Sequence[Suggestion]) -> int:
        """Store what is proposed, unless the newest run of this suggester says the same; how many were stored."""
        stored = self._project.suggestions
        newest = stored.newest(self._suggester, document)
        if newest and newest != self._id and _same(stored.of_run(document, newest), suggestions):
            return 0
        if self._id is None:
            self._id = stored.add_run(self._suggester, self._version, self._details)
        stored.add(self._id, document, suggestions)
        return len(suggestions)


def _same(stored: Sequence[Suggestion], found: Sequence[Suggestion]) -> bool:
    return {item._replace(run=RunId("")) for item in stored} == set(found)


def as_asked(record: Record, spans: Spans) -> Record:
    """The record with its spans as the kind that was asked for."""
    match spans:
        case "annotations" if record.suggestions:
            found = (*record.annotations, *(item.span for item in record.suggestions))
            return replace(record, annotations=tuple(dict.fromkeys(found)), suggestions=())
        case "suggestions" if record.annotations:
            found_too = (*record.suggestions, *map(Suggestion, record.annotations))
            return replace(record, annotations=(), suggestions=found_too)
        case "ignore":
            return replace(record, annotations=(), suggestions=())
    return record


def _annotator(project: Project, name: str) -> Person:
    """The person of that name; without one the only person there is, or the user of this machine. Raises AnnotatorNeeded."""
    people = project.people.all()
    if name or not people:
        return project.people.named(name or user_name())
    if len(people) > 1:
        raise AnnotatorNeeded(names=_(", ").join(person.name for person in people))
    return people[0]

"""Measuring how far the annotators of a project agree."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from annotator.errors import AnnotatorUnknown, NothingToCompare
from annotator.formats.files import written
from annotator.jobs.job import BATCH, Job, Progress
from annotator.project.agreement import Shared, is_blind, shared, spans_of, used_labels
from annotator.project.gold import Include
from annotator.project.project import Project
from annotator.quality.agreement import gamma as gammas
from annotator.quality.agreement.comparing import Comparison, example
from annotator.quality.agreement.record import Agreement, Example
from annotator.quality.agreement.resampling import ROUNDS, SEED
from annotator.quality.agreement.rows import COLUMNS, rows
from annotator.quality.agreement.tallies import Work, disputes
from annotator.quality.difference import Difference
from annotator.records import DocumentId, LabelId, Person, PersonId
from annotator.texts import _

GAMMA_DOCUMENTS = 100
"""Of so many documents gamma is worked out at most, as it takes long: of a sample where there are more."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Some places where annotators differ, in the order of the documents."""

    examples: tuple[Example, ...]
    after: tuple[int, int] | None
    """From where on there are more; nothing where these are the last."""


def agreement(
    project: str | Path,
    *,
    people: Sequence[str] = (),
    labels: Sequence[str] = (),
    include: Include = "done",
    gamma: bool = False,
    worst: int | None = None,
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> Job[Agreement]:
    """How far annotators agree, over the documents that at least two of them have finished (``all``: have begun).

    ``people`` (names or ids) and ``labels`` narrow it to these; ``rounds`` of resampling give the intervals. Gamma only where it
    is asked for. With ``worst`` only so many documents are told of one by one, those that agree least. The project stays as it is. Raises NothingToCompare, AnnotatorUnknown, UnknownLabel, MeasureNeeds.
    """
    with Project.open(Path(project), read_only=True) as opened:
        asked = _Asked.of(opened, people, labels, include)
        if not asked.documents:
            raise NothingToCompare()
        if gamma:
            gammas.require()
        measured = yield from _compared(opened, asked, gamma, rounds, seed)
        found = measured.result(include, asked.only)
        return replace(found, by_document=found.by_document[:worst])


def differences(
    project: str | Path,
    *,
    people: Sequence[str] = (),
    labels: Sequence[str] = (),
    include: Include = "done",
    kind: Difference | None = None,
    between: Sequence[LabelId] = (),
    document: DocumentId | None = None,
    after: tuple[int, int] | None = None,
    count: int = 50,
) -> Job[Differences]:
    """So many places where annotators differ: of a kind, between two labels or with one, in one document or in all.

    ``after`` is where the last slice ended. It reads no more documents than it needs. Raises as ``agreement``.
    """
    with Project.open(Path(project), read_only=True) as opened:
        asked = _Asked.of(opened, people, labels, include)
        found: list[Example] = []
        begun, skipped = after or (0, 0)
        for place in range(begun, len(asked.documents)):
            one = asked.documents[place]
            if document is not None and one.document != document:
                continue
            work = asked.work(opened, one)
            for number, dispute in enumerate(disputes(work)):
                fits = kind in (None, dispute.kind) and tuple(between) in ((), dispute.pair.labels)
                if not fits or (place == begun and number < skipped):
                    continue
                if len(found) == count:
                    return Differences(tuple(found), (place, number))
                found.append(example(work, dispute, asked.people))
            if place % BATCH == 0:
                yield Progress(place, len(asked.documents), _("Comparing"))
        return Differences(tuple(found), None)


def write_csv(found: Agreement, path: Path) -> None:
    """All figures as a table. Raises FileUnwritable, DiskFull."""
    with written(path) as aside, aside.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows(rows(found))


def summary(
    opened: Project, documents: Sequence[DocumentId], labels: Sequence[LabelId]
) -> Job[Mapping[str, Any] | None]:
    """The agreement on these documents in a few figures, as the manifest of a data set says it: of how many ``documents``, in
    how many of them suggestions were ``seen``, of how many ``annotators``, and the measures. Nothing where nobody can be compared.
    """
    asked = _Asked.of(opened, (), labels, "done").among(documents)
    if not asked.documents:
        return None
    measured = yield from _compared(opened, asked, gamma=False, rounds=0, seed=SEED)
    found = measured.result()
    figures = {measure.value: each.value for measure, each in found.figures.items() if each.value is not None}
    return {
        "documents": found.documents,
        "seen": found.seen.documents,
        "annotators": len(found.annotators),
        **figures,
    }


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is compared."""

    people: tuple[Person, ...]
    """Those who share a document with another."""
    only: tuple[LabelId, ...]
    documents: tuple[Shared, ...]

    @classmethod
    def of(cls, opened: Project, people: Sequence[str], labels: Sequence[str], include: Include) -> _Asked:
        known = opened.people.all()
        for name in people:
            if not any(name in (person.name, person.id) for person in known):
                raise AnnotatorUnknown.among(name, (person.name for person in known))
        chosen = [person for person in known if not people or {person.name, person.id} & set(people)]
        only = tuple(dict.fromkeys(opened.labels.get(label).id for label in labels))
        return cls._with(chosen, only, shared(opened, {person.id for person in chosen}, include))

    @classmethod
    def _with(cls, people: Sequence[Person], only: tuple[LabelId, ...], documents: Sequence[Shared]) -> _Asked:
        met = {person for one in documents for person in one.people}
        return cls(tuple(person for person in people if person.id in met), only, tuple(documents))

    def among(self, documents: Sequence[DocumentId]) -> _Asked:
        """Only these documents."""
        chosen = set(documents)
        return self._with(self.people, self.only, [one for one in self.documents if one.document in chosen])

    def work(self, opened: Project, one: Shared) -> Work:
        places: dict[PersonId, int] = {person.id: place for place, person in enumerate(self.people)}
        spans = {places[person]: those for person, those in spans_of(opened, one, self.only)}
        document = opened.documents.get(one.document)
        return Work(document.id, document.name, document.text, spans, is_blind(opened, one.document, one.people))


def _compared(opened: Project, asked: _Asked, gamma: bool, rounds: int, seed: int) -> Job[Comparison]:
    total = len(asked.documents)
    comparison = Comparison(asked.people, used_labels(opened), rounds=rounds, seed=seed)
    sampled = _sampled(total, seed) if gamma else set()
    for place, one in enumerate(asked.documents):
        work = asked.work(opened, one)
        comparison.add(work)
        if place in sampled:
            comparison.add_gamma(work, gammas.samples_for(len(sampled)))
        if place % BATCH == 0 or place in sampled:
            yield Progress(place, total, _("Comparing"))
    yield Progress(total, total, _("Comparing"))
    return comparison


def _sampled(documents: int, seed: int) -> set[int]:
    count = min(documents, GAMMA_DOCUMENTS)
    return set(np.random.default_rng(seed).choice(documents, count, replace=False).tolist())

"""The manifest of an export: what is said of the project, of the choice, and of what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import annotator
from annotator.formats import Export, Format, WriteOptions
from annotator.formats.manifest import Manifest, Part, written_files
from annotator.jobs.gold_choice import GoldChoice
from annotator.project.clock import now
from annotator.project.project import Project
from annotator.records import DocumentId


@dataclass(frozen=True, slots=True)
class Asked:
    """How the data set was to be written."""

    format: Format
    options: WriteOptions
    split: str = ""
    seed: int = 0


def describe(
    project: Project,
    choice: GoldChoice,
    asked: Asked,
    export: Export,
    folder: Path,
    ids: Mapping[str, Sequence[DocumentId]],
    agreement: Mapping[str, Any] | None = None,
) -> Manifest:
    """The manifest that is to stand in a folder, of an export that was read again; ``ids`` are the documents of each part,
    ``agreement`` that of the annotators on them.
    """
    labels, written = project.labels, export.written
    totals: Counter[str] = Counter()
    parts = {}
    for name, (documents, counts) in written.parts.items():
        totals.update(counts)
        parts[name] = Part(documents, sum(counts.values()), dict(sorted(counts.items())), tuple(ids[name]))
    return Manifest(
        program=annotator.__version__,
        made=now(),
        project={"id": project.id, "title": project.title},
        format=asked.format.id,
        offsets=asked.options.offsets or asked.format.offsets.value,
        options={name: getattr(asked.options, name) for name in sorted(asked.format.options)},
        choice={
            "include": choice.include,
            "annotator": choice.annotator,
            "rule": choice.rule or "",
            "labels": list(choice.labels),
            "adjudicated": choice.counts["adjudicated"],
            "stale": choice.counts["stale"],
        },
        label_set={
            "id": labels.id,
            "version": labels.version,
            "labels": {label.id: dict(label.names) for label in labels.labels},
        },
        guidelines=project.guidelines.read().version,
        annotators=len(choice.people),
        documents=written.documents,
        spans=written.spans,
        labels=dict(sorted(totals.items())),
        changes=dict(written.changes),
        parts=parts,
        files=written_files(export.files(), folder),
        split={"shares": asked.split, "seed": asked.seed} if asked.split else None,
        agreement=agreement,
        provenance=written.provenance or None,
    )

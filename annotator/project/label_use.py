"""What the labels of a project are used for: counted in its tables, without reading a document."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.project.suggestions import NEWEST
from annotator.records import DocumentId, LabelId, Place, place_in

if TYPE_CHECKING:
    from annotator.project.project import Project

PLACES = 3
"""How many places are shown as examples."""


@dataclass(frozen=True, slots=True)
class Use:
    """How much a label is used. ``known`` is whether anything at all speaks of it, be it a decision that was taken back."""

    annotations: int = 0
    suggestions: int = 0
    known: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """The annotations of one person."""

    person: str
    annotations: int
    documents: int


def uses(project: Project) -> dict[LabelId, Use]:
    """The use of every label of the set, the retired ones too."""
    annotations = dict(project.db.execute("SELECT label, count(*) FROM annotation GROUP BY label").fetchall())
    suggestions = dict(project.db.execute("SELECT label, count(*) FROM suggestion GROUP BY label").fetchall())
    silent = [label.id for label in project.labels.labels if label.id not in annotations | suggestions]
    spoken_of = _spoken_of(project, silent)
    return {
        label.id: Use(
            annotations.get(label.id, 0), suggestions.get(label.id, 0), label.id not in silent or label.id in spoken_of
        )
        for label in project.labels.labels
    }


def used(project: Project, labels: Collection[LabelId]) -> set[LabelId]:
    """Those of the labels that anything in the project speaks of."""
    found = {
        label
        for label in labels
        for table in ("annotation", "suggestion")
        if project.db.execute(f"SELECT 1 FROM {table} WHERE label = ? LIMIT 1", [label]).fetchone()
    }
    return found | _spoken_of(project, [label for label in labels if label not in found])


def _spoken_of(project: Project, labels: Collection[LabelId]) -> set[LabelId]:
    """Those that stand in a decision, whether it holds or not: in one pass, as the log may be long."""
    if not labels:
        return set()
    columns = ", ".join(["max(instr(body, ?) > 0)"] * len(labels))
    written = [json.dumps(label, ensure_ascii=False) for label in labels]
    row = project.db.execute(f"SELECT {columns} FROM decision", written).fetchone()
    return {label for label, stands in zip(labels, row, strict=True) if stands}


def shares(project: Project, labels: Collection[LabelId]) -> dict[LabelId, tuple[Share, ...]]:
    """Whose annotations have each label, in how many documents."""
    rows = project.db.execute(
        "SELECT a.label, p.id, count(*), count(DISTINCT a.document) FROM annotation a"
        f" JOIN person p ON p.number = a.person WHERE a.label IN ({marks(labels)}) GROUP BY a.label, a.person ORDER BY p.name",
        list(labels),
    )
    names = project.people.names()
    found: dict[LabelId, tuple[Share, ...]] = {}
    for label, person, *counts in rows:
        found[label] = (*found.get(label, ()), Share(names[person], *counts))
    return found


def open_suggestions(project: Project, labels: Collection[LabelId]) -> dict[LabelId, int]:
    """How many proposals of the newest runs wait for an answer by anybody."""
    rows = project.db.execute(_OPEN.format(marks=marks(labels)), list(labels))
    return {LabelId(label): count for label, count in rows}


def places(project: Project, label: LabelId, limit: int = PLACES) -> tuple[Place, ...]:
    """The first annotations with the label."""
    rows = project.db.execute(
        'SELECT d.id, d.name, d.text, a.start, a."end" FROM'
        ' (SELECT document, start, "end" FROM annotation WHERE label = ? LIMIT ?) a'
        " JOIN document d ON d.number = a.document",
        [label, limit],
    )
    return tuple(place_in(DocumentId(document), name, text, start, end) for document, name, text, start, end in rows)


def marks(values: Collection[object]) -> str:
    """The question marks of a query for so many values."""
    return ", ".join("?" * len(values))


# Naming everyone lets SQLite find the answers of a place in the key (document, person, start, end, label).
_OPEN = f"""
WITH newest AS MATERIALIZED ({NEWEST})
SELECT label, count(*) FROM (
    SELECT DISTINCT s.document, s.start, s."end", s.label FROM suggestion s
        JOIN newest n ON n.document = s.document AND n.run = s.run
    WHERE s.label IN ({{marks}}) AND NOT EXISTS (
        SELECT 1 FROM answer a WHERE a.document = s.document AND a.person IN (SELECT number FROM person)
            AND a.start = s.start AND a."end" = s."end" AND a.label = s.label)
) GROUP BY label
"""

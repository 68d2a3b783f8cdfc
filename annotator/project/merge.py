"""Merging is a union of decisions: twice, or in any order, the same project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from annotator import errors
from annotator.label_editing import with_labels_of
from annotator.labels import Label, LabelSet
from annotator.project.merging_teams import take_assignments, take_guidelines, take_people
from annotator.project.portion import forget_given
from annotator.records import Decision, DocumentId, LabelId, RunId

if TYPE_CHECKING:
    from annotator.project.project import Project

_RUN_DOCUMENTS = (
    "SELECT d.id, r.id FROM run_document JOIN document d ON d.number = document JOIN suggestion_run r ON r.number = run"
)
_DOCUMENT = "id, external_id, name, imported_name, title, words, revision_of, source, meta, at, sha256, text"


@dataclass(frozen=True, slots=True)
class Merged:
    """What was new in the other project."""

    documents: int
    decisions: int
    suggestions: int


def merge(project: Project, other: Project, mapping: Mapping[str, str] | None = None) -> Merged:
    """Take in what the other project holds: documents, people, runs, decisions, parts of splits. All of it, or nothing.

    ``mapping`` turns labels of the other project into labels of this one. Raises MergeLabelsDiffer and
    MergeTextsDiffer, changing nothing, where something has two meanings.
    """
    mapping = mapping or {}
    _compare_labels(project, other, mapping)
    compare_texts(project, other)
    with project.writing():
        _take_labels(project, other)
        take_people(project, other)
        take_guidelines(project, other)
        documents = _add_documents(project, other)
        take_assignments(project, other)
        forget_given(project, other)
        suggestions = _add_suggestions(project, other, mapping)
        project.splits.take_in(other.splits.all())
        known = _known_documents(project)
        decisions = (_mapped(d, mapping) for d in other.decisions.all() if d.document in known)
        return Merged(documents, project.decisions.take_in(decisions), suggestions)


def unclear_labels(project: Project, other: Project, mapping: Mapping[str, str] | None = None) -> list[Label]:
    """The labels of the other project that mean something else here, or that are used there and are not here.

    What an older version of the same set calls a label does not count. Of each has to be said what it is here.
    """
    ours, theirs, mapping = project.labels, other.labels, mapping or {}
    used = {
        row[0] for row in other.db.execute("SELECT DISTINCT label FROM suggestion UNION SELECT label FROM annotation")
    }
    versions = ours.id == theirs.id and ours.version != theirs.version
    unclear = []
    for label in theirs.labels:
        target = mapping.get(label.id, label.id)
        if target not in ours:
            unknown = label.id in mapping or not is_newer(theirs, ours)
            if label.id in used and unknown:
                unclear.append(label)
        elif label.id not in mapping and not versions and _names_differ(label, ours.get(LabelId(target))):
            unclear.append(label)
    return unclear


def _compare_labels(project: Project, other: Project, mapping: Mapping[str, str]) -> None:
    for label in unclear_labels(project, other, mapping):
        raise errors.MergeLabelsDiffer(path=other.path, label=label.id)


def is_newer(labels: LabelSet, than: LabelSet) -> bool:
    """Whether it is a later version of the same label set."""
    return labels.id == than.id and labels.version > than.version


def _names_differ(one: Label, other: Label) -> bool:
    """Whether the two are called differently in a language that both have."""
    return any(name != other.names.get(language, name) for language, name in one.names.items())


def _take_labels(project: Project, other: Project) -> None:
    """Of two versions of a label set the newer one holds; labels that only the older one has stay in it."""
    ours, theirs = project.labels, other.labels
    if not is_newer(theirs, ours):
        return
    both = with_labels_of(theirs, ours, [label.id for label in ours.labels])
    project.store_labels(both if both == theirs else replace(both, version=theirs.version + 1))


def compare_texts(project: Project, other: Project) -> None:
    """Refuse a document that has another text there. Raises MergeTextsDiffer."""
    for identity, external_id in other.db.execute("SELECT id, external_id FROM document WHERE external_id IS NOT NULL"):
        row = project.db.execute("SELECT id FROM document WHERE external_id = ?", [external_id]).fetchone()
        if row and row[0] != identity:
            raise errors.MergeTextsDiffer(path=other.path, document=external_id)


def _add_documents(project: Project, other: Project) -> int:
    known = _known_documents(project) | {row[0] for row in project.db.execute("SELECT document FROM erased")}
    added = 0
    for row in other.db.execute(f"SELECT {_DOCUMENT} FROM document ORDER BY number"):
        if row[0] in known:
            continue
        # Whatever name it has now comes from a decision, which comes along too.
        values = (row[0], row[1], row[3], *row[3:])
        marks = ", ".join("?" * len(values))
        cursor = project.db.conn.execute(f"INSERT INTO document ({_DOCUMENT}) VALUES ({marks})", values)
        assert cursor.lastrowid is not None
        project.search.add(cursor.lastrowid, row[-1])
        added += 1
    return added


def _add_suggestions(project: Project, other: Project, mapping: Mapping[str, str]) -> int:
    known = _known_documents(project)
    added = 0
    for identity, suggester, version, details, at in other.db.execute(
        "SELECT id, suggester, version, details, at FROM suggestion_run ORDER BY number"
    ):
        project.db.conn.execute(
            "INSERT OR IGNORE INTO suggestion_run (id, suggester, version, details, at) VALUES (?, ?, ?, ?, ?)",
            [identity, suggester, version, details, at],
        )
    seen = set(project.db.execute(_RUN_DOCUMENTS))
    for document, run in other.db.execute(_RUN_DOCUMENTS):
        if document not in known or (document, run) in seen:
            continue
        suggestions = [
            suggestion._replace(span=suggestion.span._replace(label=_label(suggestion.span.label, mapping)))
            for suggestion in other.suggestions.of_run(DocumentId(document), RunId(run))
        ]
        project.suggestions.add(RunId(run), DocumentId(document), suggestions)
        added += len(suggestions)
    return added


def _known_documents(project: Project) -> set[str]:
    return {row[0] for row in project.db.execute("SELECT id FROM document")}


def _label(label: str, mapping: Mapping[str, str]) -> LabelId:
    return LabelId(mapping.get(label, label))


def _mapped(decision: Decision, mapping: Mapping[str, str]) -> Decision:
    """The decision with its labels as this project names them."""
    if not mapping:
        return decision
    return replace(decision, body=_mapped_body(decision.body, mapping))


def _mapped_body(value: Any, mapping: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        mapped = {key: _mapped_body(item, mapping) for key, item in value.items()}
        if "label" in mapped:
            mapped["label"] = _label(mapped["label"], mapping)
        return mapped
    if isinstance(value, list):
        if len(value) == 3 and isinstance(value[2], str):
            return [*value[:2], _label(value[2], mapping)]
        return [_mapped_body(item, mapping) for item in value]
    return value

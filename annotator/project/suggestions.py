"""Runs of suggesters and what they proposed, kept as the system gave it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from annotator.project.clock import now
from annotator.records import DocumentId, LabelId, RunId, Span, Suggestion

if TYPE_CHECKING:
    from annotator.project.project import Project


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a suggester over some documents."""

    id: RunId
    suggester: str
    version: str
    at: str
    documents: int
    suggestions: int


class Suggestions:
    """What suggesters proposed. Runs are kept; of each suggester the newest run over a document is shown."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def add_run(self, suggester: str, version: str, details: Mapping[str, Any] | None = None) -> RunId:
        """Begin a run."""
        run = RunId(uuid4().hex)
        with self._project.writing():
            self._project.db.table("suggestion_run").insert(
                {
                    "id": run,
                    "suggester": suggester,
                    "version": version,
                    "details": json.dumps(details or {}, ensure_ascii=False),
                    "at": now(),
                }
            )
        return run

    def add(self, run: RunId, document: DocumentId, suggestions: Iterable[Suggestion]) -> None:
        """Store what a run proposes in a document; none is an answer too."""
        with self._project.writing():
            execute = self._project.db.conn
            execute.execute("INSERT OR IGNORE INTO run_document VALUES (?, ?)", [document, run])
            execute.executemany(
                "INSERT OR REPLACE INTO suggestion VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (document, run, s.span.start, s.span.end, s.span.label, s.source, s.score, s.reason)
                    for s in suggestions
                ],
            )

    def shown(self, document: DocumentId) -> list[Suggestion]:
        """What the newest run of each suggester proposes in the document."""
        return [_from_row(row) for row in self._project.db.execute(_SHOWN, [document, document])]

    def of_run(self, document: DocumentId, run: RunId) -> list[Suggestion]:
        """What one run proposes in the document."""
        rows = self._project.db.execute(f"{_SELECT} WHERE document = ? AND run = ?", [document, run])
        return [_from_row(row) for row in rows]

    def newest(self, suggester: str, document: DocumentId) -> RunId | None:
        """The newest run of the suggester that looked at the document."""
        row = self._project.db.execute(
            "SELECT run FROM run_document JOIN suggestion_run ON id = run WHERE document = ? AND suggester = ?"
            " ORDER BY number DESC LIMIT 1",
            [document, suggester],
        ).fetchone()
        return RunId(row[0]) if row else None

    def missing(self, suggester: str) -> list[DocumentId]:
        """The documents that no run of the suggester has looked at, in the order of import."""
        rows = self._project.db.execute(
            "SELECT id FROM document WHERE NOT removed AND id NOT IN"
            " (SELECT document FROM run_document JOIN suggestion_run s ON s.id = run WHERE suggester = ?)"
            " ORDER BY number",
            [suggester],
        )
        return [DocumentId(identity) for (identity,) in rows]

    def runs(self) -> list[Run]:
        """Every run, the oldest first."""
        rows = self._project.db.execute(
            "SELECT id, suggester, version, at, ifnull(documents, 0), ifnull(suggestions, 0) FROM suggestion_run"
            " LEFT JOIN (SELECT run, count(*) documents FROM run_document GROUP BY run) d ON d.run = id"
            " LEFT JOIN (SELECT run, count(*) suggestions FROM suggestion GROUP BY run) s ON s.run = id ORDER BY number"
        )
        return [Run(RunId(row[0]), *row[1:]) for row in rows]


_SELECT = 'SELECT start, "end", label, score, reason, source, run FROM suggestion'

_SHOWN = f"""
{_SELECT} WHERE document = ? AND run IN (
    SELECT id FROM (
        SELECT s.id, max(s.number) FROM run_document JOIN suggestion_run s ON s.id = run_document.run
        WHERE run_document.document = ? GROUP BY s.suggester
    )
)
"""


def _from_row(row: Sequence[Any]) -> Suggestion:
    start, end, label, score, reason, source, run = row
    return Suggestion(Span(start, end, LabelId(label)), score, reason, source, RunId(run))

"""Runs of suggesters and what they proposed, kept as the system gave it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from annotator.project.clock import now
from annotator.project.numbers import number_of
from annotator.records import DocumentId, PersonId, RunId, Span, Suggestion

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

    def add(self, run: RunId, document: DocumentId, suggestions: Iterable[Suggestion], *, afresh: bool = False) -> None:
        """Store what a run proposes in a document; none is an answer too. ``afresh`` takes the place of what it proposed before."""
        with self._project.writing():
            place, number = self._numbers(document, run)
            if afresh:
                self._project.db.conn.execute("DELETE FROM suggestion WHERE document = ? AND run = ?", [place, number])
            self._project.db.conn.execute("INSERT OR IGNORE INTO run_document VALUES (?, ?)", [place, number])
            self._project.db.conn.executemany(
                _ADD,
                [
                    (place, number, s.span.start, s.span.end, s.span.label, s.source, s.score, s.reason)
                    for s in suggestions
                ],
            )
            self._project.db.conn.execute(_DOUBT, {"document": place})

    def shown(self, document: DocumentId) -> list[Suggestion]:
        """What the newest run of each suggester proposes in the document."""
        runs = self._project.db.execute(_NEWEST_HERE, {"document": document}).fetchall()
        return [suggestion for (run,) in runs for suggestion in self.of_run(document, run)]

    def shown_to(self, document: DocumentId, person: PersonId) -> list[Suggestion]:
        """The same for a person: nothing in a document that is kept blind for them."""
        return [] if self._project.assignments.is_blind(document, person) else self.shown(document)

    def of_run(self, document: DocumentId, run: RunId) -> list[Suggestion]:
        """What one run proposes in the document."""
        rows = self._project.db.execute(_OF_RUN, self._numbers(document, run))
        return [
            Suggestion(Span(start, end, label), score, reason, source, run)
            for start, end, label, score, reason, source in rows
        ]

    def newest(self, suggester: str, document: DocumentId) -> RunId | None:
        """The newest run of the suggester that looked at the document."""
        row = self._project.db.execute(
            "SELECT r.id FROM run_document JOIN suggestion_run r ON r.number = run"
            " WHERE document = (SELECT number FROM document WHERE id = ?) AND suggester = ? ORDER BY run DESC LIMIT 1",
            [document, suggester],
        ).fetchone()
        return RunId(row[0]) if row else None

    def missing(self, suggester: str) -> list[DocumentId]:
        """The documents that no run of the suggester has looked at, in the order of import; not those that get no suggestions."""
        rows = self._project.db.execute(
            "SELECT id FROM document WHERE removed = 0 AND number NOT IN"
            " (SELECT document FROM run_document JOIN suggestion_run r ON r.number = run WHERE suggester = ?)"
            " ORDER BY number",
            [suggester],
        )
        blind = self._project.assignments.without_suggestions()
        return [DocumentId(identity) for (identity,) in rows if identity not in blind]

    def _numbers(self, document: DocumentId, run: RunId) -> tuple[int, int]:
        db = self._project.db
        return number_of(db, "document", document), number_of(db, "suggestion_run", run)

    def moments(self) -> dict[RunId, str]:
        """When each run began."""
        return {RunId(run): at for run, at in self._project.db.execute("SELECT id, at FROM suggestion_run")}

    def runs(self) -> list[Run]:
        """Every run, the oldest first."""
        rows = self._project.db.execute(
            "SELECT id, suggester, version, at, ifnull(documents, 0), ifnull(suggestions, 0) FROM suggestion_run"
            " LEFT JOIN (SELECT run, count(*) documents FROM run_document GROUP BY run) d ON d.run = number"
            " LEFT JOIN (SELECT run, count(*) suggestions FROM suggestion GROUP BY run) s ON s.run = number ORDER BY number"
        )
        return [Run(RunId(row[0]), *row[1:]) for row in rows]


# Not INSERT OR REPLACE, which takes twice as long where there are foreign keys.
_ADD = """
INSERT INTO suggestion VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (document, run, start, "end", label, source)
DO UPDATE SET score = excluded.score, reason = excluded.reason
"""

_OF_RUN = 'SELECT start, "end", label, score, reason, source FROM suggestion WHERE document = ? AND run = ?'

NEWEST_RUNS = """
SELECT max(run) FROM run_document JOIN suggestion_run r ON r.number = run
WHERE document = {document} GROUP BY r.suggester
"""
"""The newest run of each suggester over the document of that number."""

NEWEST = "SELECT document, max(run) AS run FROM run_document JOIN suggestion_run r ON r.number = run GROUP BY document, suggester"
"""The same of every document."""

_DOUBT = f"""
UPDATE document SET doubt = ifnull((
    SELECT sum(1 - abs(2 * score - 1)) * 100.0 / max(words, 20) FROM suggestion
    WHERE suggestion.document = document.number AND suggestion.run IN ({NEWEST_RUNS.format(document="document.number")})
), 0) WHERE number = :document
"""
"""How much a reviewer could settle in a document: its proposals, each the more the nearer its score is to one half, in a hundred words
(uncertainty sampling: Lewis and Gale, SIGIR 1994)."""

_NEWEST_HERE = f"""
SELECT id FROM suggestion_run
WHERE number IN ({NEWEST_RUNS.format(document="(SELECT number FROM document WHERE id = :document)")}) ORDER BY number
"""

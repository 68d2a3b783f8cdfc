"""Which part of a data set each document went to, so that it keeps it in the next export.

It is kept for each choice of shares and seed: another choice begins anew. A merge leaves it out, since it belongs to who exports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from annotator.records import DocumentId

if TYPE_CHECKING:
    from annotator.project.project import Project

FORMAT = 5
"""The format of project files that has them."""


class Splits:
    """Reads and adds to the parts."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def parts(self, shares: str, seed: int) -> dict[DocumentId, str]:
        """The parts given so far, also of documents that were removed since."""
        if self._project.format < FORMAT:  # an old file, opened for reading
            return {}
        rows = self._project.db.execute(
            "SELECT d.id, s.part FROM split s JOIN document d ON d.number = s.document WHERE s.shares = ? AND s.seed = ?",
            [shares, seed],
        )
        return {DocumentId(document): part for document, part in rows}

    def keep(self, shares: str, seed: int, parts: Mapping[DocumentId, str]) -> None:
        """Remember parts; a document that has one keeps it. Raises ProjectReadOnly."""
        query = "INSERT OR IGNORE INTO split (shares, seed, document, part) SELECT ?, ?, number, ? FROM document WHERE id = ?"
        with self._project.writing():
            self._project.db.conn.executemany(
                query, ((shares, seed, part, document) for document, part in parts.items())
            )

    def revisions(self) -> Iterator[tuple[DocumentId, DocumentId]]:
        """Each document that is the corrected form of another one, with that one."""
        rows = self._project.db.execute("SELECT id, revision_of FROM document WHERE revision_of IS NOT NULL")
        return ((DocumentId(document), DocumentId(before)) for document, before in rows)

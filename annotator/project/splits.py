"""Which part of a data set each document went to, so that it keeps it in the next export.

It is kept for each choice of shares and seed: another choice begins anew. A merge takes it along; where two projects put a
document in different parts, it is from then on in the one from which more may have been learned: it is never tested on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from annotator.records import DocumentId

if TYPE_CHECKING:
    from annotator.project.project import Project

FORMAT = 5
"""The format of project files that has them."""
_LEARNED_FROM = "CASE {part} WHEN 'train' THEN 0 WHEN 'dev' THEN 1 WHEN 'test' THEN 2 ELSE 3 END, {part}"
"""The order of the parts, that from which most is learned first."""


class Given(NamedTuple):
    """The part that a document has in a split."""

    shares: str
    seed: int
    document: DocumentId
    part: str


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

    def all(self) -> Iterator[Given]:
        """The parts of all documents in all splits."""
        if self._project.format < FORMAT:
            return iter(())
        rows = self._project.db.execute(
            "SELECT s.shares, s.seed, d.id, s.part FROM split s JOIN document d ON d.number = s.document"
        )
        return (Given(shares, seed, DocumentId(document), part) for shares, seed, document, part in rows)

    def take_in(self, given: Iterable[Given]) -> None:
        """Remember parts that another project gave, of the documents that are here; called within the merge's transaction."""
        first, second = (_LEARNED_FROM.format(part=part) for part in ("excluded.part", "split.part"))
        self._project.db.conn.executemany(
            "INSERT INTO split (shares, seed, part, document) SELECT ?, ?, ?, number FROM document WHERE id = ?"
            f" ON CONFLICT DO UPDATE SET part = excluded.part WHERE ({first}) < ({second})",
            ((each.shares, each.seed, each.part, each.document) for each in given),
        )

    def revisions(self) -> Iterator[tuple[DocumentId, DocumentId]]:
        """Each document that is the corrected form of another one, with that one."""
        rows = self._project.db.execute("SELECT id, revision_of FROM document WHERE revision_of IS NOT NULL")
        return ((DocumentId(document), DocumentId(before)) for document, before in rows)

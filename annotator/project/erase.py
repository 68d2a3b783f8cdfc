"""Erasing a document for good: the one exception to a log that only grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.project.clock import now
from annotator.project.connection import explained
from annotator.records import DocumentId

if TYPE_CHECKING:
    from annotator.project.project import Project


def erase(project: Project, document: DocumentId) -> None:
    """Delete a document with its text, suggestions, decisions and every rolling backup, and overwrite their place.

    What stays is its id and hash, so that no merge brings it back. Raises DocumentMissing, ProjectReadOnly, DiskFull.
    """
    text = project.documents.get(document).text
    number, sha256 = project.db.execute("SELECT number, sha256 FROM document WHERE id = ?", [document]).fetchone()
    with project.writing():
        project.decisions.forget(document)
        project.db.conn.execute("INSERT OR REPLACE INTO erased VALUES (?, ?, ?)", [document, sha256, now()])
        project.search.remove(number, text)
        project.search.purge()
        for table in ("suggestion", "run_document", "split", "assignment"):
            project.db.conn.execute(f"DELETE FROM {table} WHERE document = ?", [number])
        project.db.conn.execute("DELETE FROM decision WHERE document = ?", [document])
        project.db.conn.execute("DELETE FROM document WHERE id = ?", [document])
    project.backups.erase()
    with explained(project.path):
        project.db.conn.execute("VACUUM")
        project.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

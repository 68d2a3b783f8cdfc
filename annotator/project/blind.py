"""Documents that people annotate without seeing what any system proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.project.project import Project


def blind_documents(project: Project) -> set[tuple[int, int]]:
    """The documents that are blind for someone: number of the document, and of the person."""
    db = project.db
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'assignment'").fetchone():
        return set()
    return {
        (document, person) for document, person in db.execute("SELECT document, person FROM assignment WHERE blind")
    }

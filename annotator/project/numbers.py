"""Within its file everything has a number beside its id: small keys make the large tables small and quick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from annotator import errors

if TYPE_CHECKING:
    from sqlite_utils import Database


def number_of(db: Database, table: Literal["document", "person", "suggestion_run"], identity: str) -> int:
    """The number of a document, person or run in this file. Raises DocumentMissing."""
    row = db.execute(f"SELECT number FROM {table} WHERE id = ?", [identity]).fetchone()
    if row is None:
        raise errors.DocumentMissing(document=identity)
    return int(row[0])

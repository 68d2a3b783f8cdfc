"""Search in all documents: full text over folded words, and over each word with every possible proclitic removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.records import DocumentId
from annotator.text.find import word_forms
from annotator.text.folding import folded_words

if TYPE_CHECKING:
    from annotator.project.project import Project

_EVERYWHERE = frozenset({"ا", "ال"})
"""What words begin with in nearly every text: to look it up takes longer than to look at the texts."""


class Search:
    """The index of a project's words."""

    def __init__(self, project: Project) -> None:
        self._db = project.db

    def add(self, number: int, text: str) -> None:
        """Index a document's text under its number."""
        folded, words = folded_words(text)
        self._db.conn.execute(
            "INSERT INTO document_search (rowid, text, bare) VALUES (?, ?, ?)", [number, folded, _bare_forms(words)]
        )

    def remove(self, number: int, text: str) -> None:
        """Take a document out; its text must be the one indexed."""
        folded, words = folded_words(text)
        self._db.conn.execute(
            "INSERT INTO document_search (document_search, rowid, text, bare) VALUES ('delete', ?, ?, ?)",
            [number, folded, _bare_forms(words)],
        )

    def purge(self) -> None:
        """Rewrite the index so that nothing of what was taken out is left in the file."""
        self._db.conn.execute("INSERT INTO document_search (document_search) VALUES ('optimize')")

    def rebuild(self) -> None:
        """Index every text anew, and count its words."""
        self._db.execute("INSERT INTO document_search (document_search) VALUES ('delete-all')")
        # The numbers first: what is being read must not be written, and all texts at once may not fit into memory.
        for (number,) in self._db.execute("SELECT number FROM document").fetchall():
            (text,) = self._db.execute("SELECT text FROM document WHERE number = ?", [number]).fetchone()
            self.add(number, text)
            self._db.conn.execute("UPDATE document SET words = ? WHERE number = ?", [count_words(text), number])

    def documents(self, query: str) -> list[DocumentId]:
        """The documents that hold all words of the query, in the order of import."""
        match = _match(folded_words(query)[1])
        if not match:
            return []
        rows = self._db.execute(
            "SELECT id FROM document WHERE number IN (SELECT rowid FROM document_search WHERE document_search MATCH ?)"
            " AND removed = 0 ORDER BY number",
            [match],
        )
        return [DocumentId(identity) for (identity,) in rows]

    def numbers(self, query: str, after: int, limit: int) -> list[int]:
        """The numbers of documents that may hold all words of the query: the first ``limit`` of those above ``after``."""
        words = folded_words(query)[1]
        match = _match([word for word in words if word not in _EVERYWHERE])
        if not words:
            return []
        if not match:
            rows = self._db.execute(
                "SELECT number FROM document WHERE number > ? ORDER BY number LIMIT ?", [after, limit]
            )
        else:
            rows = self._db.execute(
                "SELECT rowid FROM document_search WHERE document_search MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?",
                [match, after, limit],
            )
        return [number for (number,) in rows]


def count_words(text: str) -> int:
    """How many words a text has, as searching counts them."""
    return len(folded_words(text)[1])


def _bare_forms(words: Sequence[str]) -> str:
    """The second column of the index: the forms of each folded word without its proclitics."""
    return " ".join(sorted(set[str]().union(*map(word_forms, set(words))).difference(words)))


def _match(words: Sequence[str]) -> str:
    """Folded words as FTS5 reads a query for all of them: each begun, as it is or behind a proclitic."""
    return " AND ".join(f'"{word}" *' for word in words)

"""What the project knows of strings from its own decisions: under which label each was accepted, how often rejected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotator.records import DocumentId, LabelId, Span
from annotator.text.find import string_key

if TYPE_CHECKING:
    from annotator.project.project import Project

SHOWN = 0.35
"""A proposal that memory gives a lower score is not put before the reviewer again."""
_BATCH = 500


class Memory:
    """Counts by string (its `string_key`) and label, kept current with every decision."""

    def __init__(self, project: Project) -> None:
        self._db = project.db

    def add(self, document: DocumentId, spans: Iterable[tuple[Span, int, int]]) -> None:
        """Count spans of a document: (span, change of accepted, change of rejected)."""
        changes: dict[tuple[str, str], list[int]] = {}
        text: str | None = None
        for span, accepted, rejected in spans:
            if not accepted and not rejected:
                continue
            if text is None:
                text = self._db.execute("SELECT text FROM document WHERE id = ?", [document]).fetchone()[0]
            count = changes.setdefault((string_key(text, span.start, span.end), span.label), [0, 0])
            count[0] += accepted
            count[1] += rejected
        self._db.conn.executemany(
            "INSERT INTO memory VALUES (?, ?, ?, ?, ?) ON CONFLICT (first, string, label)"
            " DO UPDATE SET accepted = accepted + excluded.accepted, rejected = rejected + excluded.rejected",
            [
                (string.partition(" ")[0], string, label, *count)
                for (string, label), count in changes.items()
                if any(count)
            ],
        )
        self._db.conn.executemany(
            "DELETE FROM memory WHERE first = ? AND string = ? AND label = ? AND accepted <= 0 AND rejected <= 0",
            [(string.partition(" ")[0], string, label) for (string, label), count in changes.items() if min(count) < 0],
        )

    def known(self, first_words: Iterable[str]) -> dict[str, dict[LabelId, tuple[int, int]]]:
        """The strings that begin with one of these folded words: label → (times accepted, times rejected)."""
        if not self._db.execute("SELECT 1 FROM memory LIMIT 1").fetchone():
            return {}
        wanted = list(dict.fromkeys(first_words))
        found: dict[str, dict[LabelId, tuple[int, int]]] = {}
        for place in range(0, len(wanted), _BATCH):
            batch = wanted[place : place + _BATCH]
            rows = self._db.execute(
                f"SELECT string, label, accepted, rejected FROM memory WHERE first IN ({', '.join('?' * len(batch))})",
                batch,
            )
            for string, label, accepted, rejected in rows:
                found.setdefault(string, {})[LabelId(label)] = (accepted, rejected)
        return found

"""What was judged to be right although it looks inconsistent; kept in the project, so that it is not asked again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.project.project import Project

_KEY = "consistency_settled"


def settled(project: Project) -> set[tuple[str, str]]:
    """The faults and strings that were judged to be right."""
    row = project.db.execute("SELECT value FROM project WHERE key = ?", [_KEY]).fetchone()
    return {(fault, string) for fault, string in json.loads(row[0])} if row else set()


def settle(project: Project, fault: str, string: str) -> None:
    """Remember that a string is right as it is."""
    _store(project, settled(project) | {(fault, string)})


def ask_again(project: Project) -> None:
    """Forget what was judged to be right."""
    _store(project, set())


def _store(project: Project, pairs: set[tuple[str, str]]) -> None:
    with project.writing():
        project.db.conn.execute(
            "INSERT OR REPLACE INTO project (key, value) VALUES (?, ?)",
            [_KEY, json.dumps(sorted(pairs), ensure_ascii=False)],
        )

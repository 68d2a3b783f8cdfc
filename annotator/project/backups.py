"""Backups: whole copies made while the project is open, by SQLite's own backup."""

from __future__ import annotations

import os
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import errors
from annotator.project.connection import backup_folder, explained

if TYPE_CHECKING:
    from annotator.project.project import Project

KEPT = 7
KEPT_BEFORE_MERGES = 5
_EVERY = timedelta(days=1)
_STAMP = "%Y%m%d-%H%M%S-%f"
_STAMPED = r"-\d{8}-\d{6}-\d{6}"
_BEFORE_MERGE = "-before-merge"


class Backups:
    """The rolling backups of a project, in a folder beside it: ``NAME.backups/NAME-20261122-101500-000000.warraq``.

    Those made before merges are called ``NAME-before-merge-…`` and counted apart, so that many merges let no day's copy go.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self.folder = backup_folder(project.path)

    def all(self) -> list[Path]:
        """The backups of the days, the oldest first."""
        return self._made("")

    def before_merges(self) -> list[Path]:
        """The backups made before merges, the oldest first."""
        return self._made(_BEFORE_MERGE)

    def make(self, out: Path | None = None) -> Path:
        """Copy the project as it is now; to the folder of backups if no name is given.

        Raises ProjectExists if the name is taken, ProjectUnavailable, DiskFull.
        """
        target = out or self._fresh("")
        if target.exists():
            raise errors.ProjectExists(path=target)
        aside = target.with_name(f".{target.name}.partial")
        try:
            with explained(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                self._copy(aside)
                aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
            aside.with_name(f"{aside.name}-journal").unlink(missing_ok=True)
        return target

    @property
    def due(self) -> bool:
        """Whether the newest backup is a day old and there is something to lose."""
        if self._project.read_only or not self._project.documents.count():
            return False
        made = self.all()
        return not made or datetime.now(UTC) - datetime.fromtimestamp(made[-1].stat().st_mtime, UTC) >= _EVERY

    def roll(self) -> Path | None:
        """Make a backup if one is due; keep the newest seven."""
        if not self.due:
            return None
        fresh = self.make()
        _let_go(self.all()[:-KEPT])
        return fresh

    def before_merge(self) -> Path | None:
        """Make the backup before a merge, if there is something to lose; keep the newest five."""
        if not self._project.documents.count():
            return None
        fresh = self.make(self._fresh(_BEFORE_MERGE))
        _let_go(self.before_merges()[:-KEPT_BEFORE_MERGES])
        return fresh

    def erase(self) -> None:
        """Delete every rolling backup, as they hold what was erased."""
        with explained(self.folder):
            _let_go([*self.all(), *self.before_merges()])

    def _made(self, what: str) -> list[Path]:
        path = self._project.path
        name = re.compile(re.escape(path.stem + what) + _STAMPED + re.escape(path.suffix))
        return sorted(file for file in self.folder.glob("*") if name.fullmatch(file.name))

    def _fresh(self, what: str) -> Path:
        path = self._project.path
        return self.folder / f"{path.stem}{what}-{datetime.now(UTC).strftime(_STAMP)}{path.suffix}"

    def _copy(self, target: Path) -> None:
        target.unlink(missing_ok=True)
        copy = sqlite3.connect(target)
        try:
            self._project.db.conn.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        with target.open("rb") as file:
            os.fsync(file.fileno())


def _let_go(backups: list[Path]) -> None:
    for backup in backups:
        backup.unlink()

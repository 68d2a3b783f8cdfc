"""Backups: whole copies made while the project is open, by SQLite's own backup."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import errors
from annotator.project.connection import explained

if TYPE_CHECKING:
    from annotator.project.project import Project

KEPT = 7
_EVERY = timedelta(days=1)
_STAMP = "%Y%m%d-%H%M%S-%f"


class Backups:
    """The rolling backups of a project, in a folder beside it: ``NAME.backups/NAME-20261122-101500.warraq``."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.folder = project.path.with_suffix(".backups")

    def all(self) -> list[Path]:
        """The rolling backups, the oldest first."""
        return sorted(self.folder.glob(f"{self._project.path.stem}-*{self._project.path.suffix}"))

    def make(self, out: Path | None = None) -> Path:
        """Copy the project as it is now; to the folder of backups if no name is given.

        Raises ProjectExists if the name is taken, ProjectUnavailable, DiskFull.
        """
        path = self._project.path
        target = out or self.folder / f"{path.stem}-{datetime.now(UTC).strftime(_STAMP)}{path.suffix}"
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
        for old in self.all()[:-KEPT]:
            old.unlink()
        return fresh

    def erase(self) -> None:
        """Delete every rolling backup, as they hold what was erased."""
        with explained(self.folder):
            for backup in self.all():
                backup.unlink()

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

"""The models that a project has learned from its own gold: a few versions are kept, one of them is in use, or none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from annotator.errors import ModelVersionMissing
from annotator.project.clock import now

if TYPE_CHECKING:
    from annotator.project.project import Project

FORMAT = 2
"""The format of project files that has them."""
KEPT = 5
"""Versions beyond these are let go, the oldest first, but never the one in use."""


@dataclass(frozen=True, slots=True)
class Version:
    """A model without its weights. ``details`` hold documents, and before and after: F1 by cross-validation, 0–1."""

    id: str
    at: str
    in_use: bool
    details: Mapping[str, Any]


class Models:
    """Versions of the project's own model."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._db = project.db

    def add(self, data: bytes, details: Mapping[str, Any], *, use: bool) -> str:
        """Keep a model, and use it from now on where that is wanted; gives its id."""
        identity = uuid4().hex
        row = {"id": identity, "at": now(), "in_use": 0, "details": json.dumps(details), "data": data}
        with self._project.writing():
            self._db.table("model").insert(row)
            if use:
                self.use(identity)
            self._db.execute(
                "DELETE FROM model WHERE in_use = 0 AND number NOT IN (SELECT number FROM model ORDER BY number DESC LIMIT ?)",
                [KEPT],
            )
        return identity

    def versions(self) -> list[Version]:
        """The newest first; none in a file from before there were any."""
        if self._project.format < FORMAT:
            return []
        rows = self._db.execute("SELECT id, at, in_use, details FROM model ORDER BY number DESC")
        return [Version(identity, at, bool(in_use), json.loads(details)) for identity, at, in_use, details in rows]

    def use(self, identity: str | None) -> None:
        """Use this version, or with None the model that comes along. Raises ModelVersionMissing."""
        if identity is not None and identity not in {version.id for version in self.versions()}:
            raise ModelVersionMissing(version=identity)
        with self._project.writing():
            self._db.execute("UPDATE model SET in_use = (id IS ?)", [identity])

    def in_use(self) -> tuple[str, bytes] | None:
        """The id and the weights of the version in use."""
        if self._project.format < FORMAT:
            return None
        row = self._db.execute("SELECT id, data FROM model WHERE in_use").fetchone()
        return (row[0], row[1]) if row else None

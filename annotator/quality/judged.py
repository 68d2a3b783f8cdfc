"""What is scored against gold."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.records import RunId


@dataclass(frozen=True, slots=True)
class Judged:
    """The run that was scored: one, the newest of a suggester over each document, or predictions straight from a file."""

    suggester: str
    runs: tuple[RunId, ...] = ()
    """The oldest first; none where the predictions are of a file."""
    version: str = ""
    """Of the newest."""
    at: str = ""
    """When the newest began: UTC, ISO 8601."""
    file: str = ""

"""The guidelines of a project: what its annotators have agreed on, in Markdown."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import resources
from annotator.errors import GuidelinesChanged
from annotator.labels import LabelSet, presets
from annotator.project.clock import now
from annotator.texts import language

if TYPE_CHECKING:
    from annotator.project.project import Project


@dataclass(frozen=True, slots=True)
class Guideline:
    """The text as it stood at a time; ``version`` counts how often it was written."""

    text: str = ""
    version: int = 0
    at: str = ""
    """UTC, ISO 8601."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


class Guidelines:
    """Reads and writes the guidelines."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def read(self) -> Guideline:
        """As they stand; empty where nobody has written any."""
        row = self._project.db.execute("SELECT value FROM project WHERE key = 'guidelines'").fetchone()
        found = json.loads(row[0]) if row else {}
        return Guideline(str(found.get("text", "")), int(found.get("version", 0)), str(found.get("at", "")))

    def write(self, text: str, after: int) -> Guideline:
        """Put a text in the place of that version. Raises GuidelinesChanged where it is another one by now."""
        with self._project.writing():
            if self.read().version != after:
                raise GuidelinesChanged()
            written = Guideline(text, after + 1, now())
            row = ["guidelines", written.to_json()]
            self._project.db.execute("INSERT OR REPLACE INTO project (key, value) VALUES (?, ?)", row)
        return written


def shipped(labels: LabelSet) -> str:
    """The guidelines that come along for a label set, in the language in use; empty for a set of the user's own."""
    if labels.id not in presets():
        return ""
    path = resources.path("labels", f"{labels.id}.{language()}.md")
    return path.read_text("utf-8") if path.is_file() else ""

"""The guidelines of a project: what its annotators have agreed on, in Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import resources
from annotator.errors import GuidelinesChanged
from annotator.labels import LabelSet, presets
from annotator.project.clock import now
from annotator.texts import language

if TYPE_CHECKING:
    from annotator.project.project import Project

_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<words>.+)$", re.MULTILINE)


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


def section(text: str, names: Iterable[str]) -> str:
    """What a Markdown text says under the first heading in which one of the names stands as a word, the names tried in turn: up to
    the next heading, the heading with it. Empty where there is none.
    """
    heads = list(_HEADING.finditer(text))
    for name in names:
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        for place, head in enumerate(heads):
            if whole.search(head["words"]):
                end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
                return text[head.start() : end].strip()
    return ""


def shipped(labels: LabelSet) -> str:
    """The guidelines that come along for a label set, in the language in use; empty for a set of the user's own."""
    if labels.id not in presets():
        return ""
    path = resources.path("labels", f"{labels.id}.{language()}.md")
    return path.read_text("utf-8") if path.is_file() else ""

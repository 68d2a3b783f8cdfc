"""Where mistakes stand, with the text around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.quality.mistakes import Mistake
from annotator.records import Place, place_in

if TYPE_CHECKING:
    from annotator.project.project import Project


def mistake_places(project: Project, mistakes: Sequence[Mistake]) -> list[Place]:
    """The place of each mistake of a page: from where gold or proposal begins to where the other ends. Raises DocumentMissing."""
    found = {document: project.documents.get(document) for document in dict.fromkeys(one.document for one in mistakes)}
    return [
        place_in(document.id, document.name, document.text, one.start, one.end)
        for one in mistakes
        for document in (found[one.document],)
    ]

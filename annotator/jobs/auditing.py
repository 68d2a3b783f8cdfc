"""Looking at the texts of a project for what is unusual in them."""

from __future__ import annotations

from pathlib import Path

from annotator.formats.audit import Audit, Audited
from annotator.jobs.job import BATCH, Job, Progress
from annotator.project.project import Project
from annotator.texts import _


def audit(project: str | Path) -> Job[Audited]:
    """What is unusual in the texts of a project, which stays as it is."""
    with Project.open(Path(project), read_only=True) as opened:
        looking = Audit()
        documents = opened.documents.ids()
        for done, identity in enumerate(documents, 1):
            document = opened.documents.get(identity)
            looking.add(document.text, document.name, document.source.encoding)
            if done % BATCH == 0:
                yield Progress(done, len(documents), _("Looking at the texts"))
        return looking.result

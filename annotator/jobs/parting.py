"""Parting the documents of a project for an export: what belongs together shares a part, and what has one keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from annotator.formats.split import assign
from annotator.jobs.gold_choice import GoldChoice
from annotator.jobs.job import BATCH, Job, Progress
from annotator.project.project import Project
from annotator.records import DocumentId
from annotator.text.near_duplicates import NearDuplicates
from annotator.texts import _


def parted(
    project: Project, choice: GoldChoice, wanted: Sequence[int], seed: int, known: Mapping[DocumentId, str]
) -> Job[Mapping[DocumentId, str]]:
    """A part for each document that has gold, given the parts of earlier exports."""
    labels: dict[DocumentId, Mapping[str, int]] = {}
    documents = project.documents.ids()
    for done, document in enumerate(documents, 1):
        if found := choice.gold(document):
            labels[document] = Counter(span.label for span in choice.spans(found))
        if done % BATCH == 0:
            yield Progress(done, len(documents), _("Counting"))
    if known.keys() >= labels.keys():
        return {document: known[document] for document in labels}
    together = [*project.splits.revisions(), *(yield from _alike(project, list(labels)))]
    return assign(labels, wanted, seed, known, together)


def _alike(project: Project, documents: Sequence[DocumentId]) -> Job[Iterable[tuple[DocumentId, DocumentId]]]:
    """Each document that is nearly the same as earlier ones, with each of them."""
    near = NearDuplicates()
    pairs = []
    for done, document in enumerate(documents, 1):
        earlier = near.add(project.documents.get(document).text)
        pairs += [(documents[number], document) for number in earlier]
        if done % BATCH == 0:
            yield Progress(done, len(documents), _("Comparing"))
    return pairs

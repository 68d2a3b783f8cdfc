"""Exporting gold as a data set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from annotator.errors import AnnotatorUnknown, GoldContested, NothingToExport
from annotator.formats import Export, WriteOptions, files, get
from annotator.formats.split import assign, part_paths, shares
from annotator.jobs.job import BATCH, Job, Progress
from annotator.project.gold import Gold, Include, Rule, gold
from annotator.project.project import Project
from annotator.records import DocumentId, Record
from annotator.texts import _


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds, and what it left out: unfinished documents, and those that several finished with no rule to choose."""

    paths: tuple[Path, ...]
    documents: int
    spans: int
    report: tuple[str, ...]
    """A sentence for each kind of span that could not be written as it stood."""
    unfinished: int = 0
    contested: int = 0


def export(
    project: str | Path,
    out: str | Path,
    format: str,
    *,
    annotator: str = "",
    rule: Rule | Literal[""] = "",
    include: Include = "done",
    labels: Sequence[str] = (),
    split: str = "",
    seed: int = 0,
    options: Mapping[str, str] | None = None,
) -> Job[Exported]:
    """Write the gold to a file, or with a split such as ``80/10/10`` to a file a part in a folder. Annotations only.

    ``labels`` keeps these alone; ``options`` are fields of WriteOptions. The files stand once they were read again and agree.
    Raises NothingToExport, GoldContested, ExportDiffers, FileUnwritable, DiskFull, SplitInvalid, UnknownLabel, AnnotatorUnknown.
    """
    target = get(format)
    out = Path(out)
    wanted = shares(split) if split else ()
    with Project.open(Path(project), read_only=True) as opened:
        choice = _Choice(opened, annotator, rule or None, include, labels)
        documents = opened.documents.ids()
        chosen = [document for document in documents if choice.gold(document)] if split else documents
        parts = assign(chosen, wanted, seed) if split else {}
        if split:
            choice.counts.clear()
            files.make_folder(out)
        paths = part_paths(out, target, wanted) if split else {"": out}
        with Export(target, paths, WriteOptions(**(options or {}), labels=opened.labels.labels)) as making:
            for done, document in enumerate(documents, 1):
                if found := choice.gold(document):
                    making.add(choice.record(document, found), parts.get(document, ""))
                if done % BATCH == 0:
                    yield Progress(done, len(documents), _("Writing"))
            counts = choice.counts
            if not counts["gold"]:
                raise GoldContested() if counts["contested"] else NothingToExport()
            for agree in making.read_again():
                if agree % BATCH == 0:
                    yield Progress(agree, counts["gold"], _("Reading again"))
        written = making.written
        left_out = counts["unfinished"], counts["contested"]
        return Exported(written.paths, written.documents, written.spans, written.report, *left_out)


class _Choice:
    """Which annotations of a project are exported; ``counts`` says of how many documents there are some."""

    def __init__(
        self, project: Project, annotator: str, rule: Rule | None, include: Include, labels: Sequence[str]
    ) -> None:
        self._project = project
        self._rule, self._include = rule, include
        self._labels = frozenset(project.labels.get(label).id for label in labels)
        person = project.people.find(annotator) if annotator else None
        if annotator and person is None:
            names = _(", ").join(known.name for known in project.people.all())
            raise AnnotatorUnknown(name=annotator, names=names)
        self._person = person.id if person else None
        self.counts: Counter[str] = Counter()

    def gold(self, document: DocumentId) -> Gold | None:
        found = self._gold(document, self._rule)
        if found is None and self._rule is None and self._gold(document, "union"):
            self.counts["contested"] += 1
        else:
            self.counts["gold" if found else "unfinished"] += 1
        return found

    def _gold(self, document: DocumentId, rule: Rule | None) -> Gold | None:
        return gold(self._project, document, annotator=self._person, rule=rule, include=self._include)

    def record(self, document: DocumentId, found: Gold) -> Record:
        stored = self._project.documents.get(document)
        spans = found.spans
        if self._labels:
            spans = tuple(span for span in spans if span.label in self._labels)
        return Record(stored.text, stored.name, stored.external_id, spans, (), stored.meta, stored.source)

"""Exporting gold as a data set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

from annotator.errors import GoldContested, NothingToExport
from annotator.formats import Export, Loss, WriteOptions, files, get
from annotator.formats.split import part_paths, shares
from annotator.jobs.agreeing import summary
from annotator.jobs.describing import Asked, describe
from annotator.jobs.gold_choice import GoldChoice
from annotator.jobs.job import BATCH, Job, Progress
from annotator.jobs.parting import parted
from annotator.project.gold import Include, Rule
from annotator.project.project import Project
from annotator.records import DocumentId
from annotator.texts import _


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds, and what it left out: unfinished documents, and those that several finished with no rule to choose."""

    paths: tuple[Path, ...]
    documents: int
    spans: int
    report: tuple[str, ...]
    """A sentence for each kind of span that could not be written as it stood."""
    manifest: Path
    parts: Mapping[str, int]
    """Documents of each part; ``all`` where the data set was not split."""
    unfinished: int = 0
    contested: int = 0
    adjudicated: int = 0
    """Of its documents."""
    stale: int = 0
    """Of those that are adjudicated: an annotator has changed since."""


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
    provenance: bool = False,
) -> Job[Exported]:
    """Write the gold to a file, or with a split such as ``80/10/10`` to a part each in a folder. Annotations only.

    ``labels`` keeps these alone; ``options`` are fields of WriteOptions; with ``provenance`` each span tells where it comes from, in
    a format that does not lose it. The files and their manifest stand once the files
    were read again and agree. A document keeps its part of a split in later exports, where the project can be written.
    Raises NothingToExport, GoldContested, ExportDiffers, FileUnwritable, DiskFull, SplitInvalid, UnknownLabel, AnnotatorUnknown.
    """
    target = get(format)
    provenance = provenance and Loss.PROVENANCE not in target.loses
    out = Path(out)
    wanted = shares(split) if split else ()
    split = "/".join(map(str, wanted))
    with Project.open(Path(project), read_only=not split) as opened:
        choice = GoldChoice(opened, annotator, rule or None, include, labels, provenance=provenance)
        parts: Mapping[DocumentId, str] = {}
        if split:
            with closing(parted(opened, choice, wanted, seed, opened.splits.parts(split, seed))) as parting:
                parts = yield from parting
            _refuse_nothing(choice)
            files.make_folder(out)
        documents = opened.documents.ids()
        choice.counts.clear()
        write = WriteOptions(**(options or {}), labels=opened.labels.labels)
        asked = Asked(target, write, split, seed)
        paths = part_paths(out, target, wanted) if split else {"all": out}
        manifest = files.manifest_path(out, folder=bool(split) or target.folder)
        ids: dict[str, list[DocumentId]] = {part: [] for part in paths}
        with Export(target, paths, asked.options, manifest) as making:
            for done, document in enumerate(documents, 1):
                if found := choice.gold(document):
                    part = parts.get(document, "all")
                    making.add(choice.record(document, found), part)
                    ids[part].append(document)
                if done % BATCH == 0:
                    yield Progress(done, len(documents), _("Writing"))
            _refuse_nothing(choice)
            for done in making.finish():
                yield Progress(done, choice.counts["gold"], _("Writing"))
            for agree in making.read_again():
                if agree % BATCH == 0:
                    yield Progress(agree, choice.counts["gold"], _("Reading again"))
            measured = yield from summary(opened, list(chain.from_iterable(ids.values())), choice.labels)
            making.describe(describe(opened, choice, asked, making, manifest.parent, ids, measured).to_bytes())
            if split and not opened.read_only:
                opened.splits.keep(split, seed, parts)
        written, counts = making.written, choice.counts
        documents_of = {part: len(found) for part, found in ids.items()}
        kinds = ("unfinished", "contested", "adjudicated", "stale")
        totals = written.documents, written.spans, written.report
        return Exported(written.paths, *totals, manifest, documents_of, *(counts[kind] for kind in kinds))


def _refuse_nothing(choice: GoldChoice) -> None:
    if not choice.counts["gold"]:
        raise GoldContested() if choice.counts["contested"] else NothingToExport()

"""How the first document of an export will look: written by the real writer, to a file that goes at once."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from annotator.errors import GoldContested, NothingToExport
from annotator.formats import Export, Loss, WriteOptions, get
from annotator.jobs.gold_choice import GoldChoice
from annotator.jobs.job import Job, Progress
from annotator.project.gold import Include, Rule
from annotator.project.project import Project
from annotator.texts import _

SHOWN = 2_000
"""Characters of a file that are shown."""
_FILES = 8


@dataclass(frozen=True, slots=True)
class WrittenPreview:
    """The first document as it is written: the beginnings of the files, with a name each where there are several."""

    document: str
    files: tuple[tuple[str, str | None], ...]
    """Name and text; None where the file is no text."""
    report: tuple[str, ...]
    """A sentence for each kind of span that could not be written as it stood."""


def preview_export(
    project: str | Path,
    format: str,
    *,
    annotator: str = "",
    rule: Rule | Literal[""] = "",
    include: Include = "done",
    labels: Sequence[str] = (),
    options: Mapping[str, str] | None = None,
    provenance: bool = False,
) -> Job[WrittenPreview]:
    """The first document of the export that these would make. Raises what the export would."""
    target = get(format)
    provenance = provenance and Loss.PROVENANCE not in target.loses
    yield Progress(0, 0, _("Writing"))
    with Project.open(Path(project), read_only=True) as opened, TemporaryDirectory(prefix="warraq-") as folder:
        choice = GoldChoice(opened, annotator, rule or None, include, labels, provenance=provenance)
        finished = opened.documents.finished()
        documents = (one for one in opened.documents.ids() if include == "all" or one in finished)
        for document in documents:
            if found := choice.gold(document):
                break
        else:
            raise GoldContested() if choice.counts["contested"] else NothingToExport()
        record = choice.record(document, found)
        path = Path(folder) / ("preview" if target.folder else f"preview{next(iter(target.extensions), '')}")
        write = WriteOptions(**(options or {}), labels=opened.labels.labels)
        with Export(target, {"all": path}, write) as making:
            making.add(record, "all")
            for _agrees in making.read_again():
                pass
        report = making.written.report
        return WrittenPreview(record.name, tuple(_beginnings(path)), report)


def _beginnings(path: Path) -> list[tuple[str, str | None]]:
    if not path.is_dir():
        return [("", _beginning(path))]
    written = [file for file in sorted(path.rglob("*")) if file.is_file()]
    return [(file.relative_to(path).as_posix(), _beginning(file)) for file in written[:_FILES]]


def _beginning(path: Path) -> str | None:
    with path.open("rb") as file:
        data = file.read(4 * SHOWN)
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text[:SHOWN]

"""What all jobs share: progress, the problems they list, and reading files in batches."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeAlias, TypeVar

from annotator.errors import FileUnreadable, NothingToImport, WarraqError
from annotator.formats import AUTO, Format, Loss, Problem, ReadOptions, detect, files, get
from annotator.formats.registry import found_files, read_file
from annotator.records import Record
from annotator.texts import _

T = TypeVar("T")
BATCH = 50
"""Documents stored in one transaction, unless they are long."""
_BATCH_CHARACTERS = 1_000_000
PROBLEMS_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` (0 where that is not known), and what it is at."""

    done: int
    total: int = 0
    text: str = ""


Job: TypeAlias = Generator[Progress, None, T]


def finish(job: Job[T], report: Callable[[Progress], object] | None = None) -> T:
    """Run a job to its end and give its result."""
    while True:
        try:
            progress = next(job)
        except StopIteration as end:
            result: T = end.value
            return result
        if report:
            report(progress)


class Problems:
    """The first problems of a job, and how many there were."""

    def __init__(self) -> None:
        self.first: list[Problem] = []
        self.count = 0

    def add(self, problem: Problem) -> None:
        self.count += 1
        if len(self.first) < PROBLEMS_KEPT:
            self.first.append(problem)

    def add_all(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem)


class Reading:
    """The records of files and folders, in batches, with the progress through them."""

    def __init__(self, paths: Sequence[str | Path], format: str, options: ReadOptions) -> None:
        if format != AUTO:
            get(format)
        self._paths = paths
        self._files = list(chain.from_iterable(found_files(Path(path)) for path in paths))
        self._format = format
        self._options = options
        self._place = self._records = 0

    def __iter__(self) -> Iterator[Record | Problem]:
        for place, (file, name) in enumerate(self._files):
            self._place = place
            yield from read_file(file, name, self._format, self._options)

    def leave_out_texts(self) -> None:
        """Read no files of formats that hold no labels."""
        self._files = [(file, name) for file, name in self._files if self._may_hold_labels(file)]

    def _may_hold_labels(self, file: Path | FileUnreadable) -> bool:
        try:
            return isinstance(file, Path) and Loss.LABELS not in self._format_of(file).loses
        except WarraqError:
            return False

    def _format_of(self, file: Path) -> Format:
        return detect(file) if self._format == AUTO else get(self._format)

    def batches(self) -> Iterator[list[Record | Problem]]:
        """A batch is what is stored in one transaction. Raises NothingToImport where there is no file at all."""
        if self.empty:
            raise NothingToImport(path=_(", ").join(map(str, self._paths)))
        batch: list[Record | Problem] = []
        size = 0
        for item in self:
            batch.append(item)
            size += len(item.text) if isinstance(item, Record) else 0
            if len(batch) == BATCH or size > _BATCH_CHARACTERS:
                yield self._counted(batch)
                batch, size = [], 0
        if batch:
            yield self._counted(batch)

    def _counted(self, batch: list[Record | Problem]) -> list[Record | Problem]:
        self._records += len(batch)
        return batch

    @property
    def empty(self) -> bool:
        """Whether there is no file to read."""
        return not self._files

    @property
    def progress(self) -> Progress:
        file = str(self._files[self._place][0]) if self._files else ""
        if len(self._files) > 1:
            return Progress(self._place + 1, len(self._files), file)
        return Progress(self._records, 0, file)


def place_of(record: Record) -> str:
    source = record.source
    return files.place(Path(source.path), source.place) if source.place else source.path


def notes_of(record: Record) -> Iterator[Problem]:
    """What its reader noted on a record, where it stands."""
    return (Problem(place_of(record), note) for note in record.notes)

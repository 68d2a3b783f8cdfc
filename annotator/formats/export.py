"""Writing a data set: one file or several parts, read again and compared before any of them stands at its place."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from annotator.errors import ExportDiffers, FileUnwritable
from annotator.formats.files import MANIFEST, is_manifest, written, written_folder
from annotator.formats.format import Format, ReadOptions, WriteOptions, Writer
from annotator.formats.provenance import counted, summary
from annotator.formats.report import Report
from annotator.formats.tokens import choose
from annotator.records import Record
from annotator.texts import _


@dataclass(frozen=True, slots=True)
class Written:
    """What an export holds: counts, and a sentence for each kind of span that could not be written as it stood."""

    paths: tuple[Path, ...]
    documents: int
    spans: int
    report: tuple[str, ...]
    parts: Mapping[str, tuple[int, Mapping[str, int]]]
    """Of each part its documents, and its spans by label."""
    changes: Mapping[str, int]
    """How many spans could not be written as they stood, by what became of them."""
    provenance: Mapping[str, Any]
    """Where the spans come from, in figures, as a manifest says it; nothing where it is not told."""


@dataclass
class _Part:
    path: Path
    aside: Path
    writer: Writer
    fingerprints: array[int] = field(default_factory=lambda: array("q"))
    labels: Counter[str] = field(default_factory=Counter)


class Export:
    """A data set in the making. Use it in a ``with`` block: add the records, then go through ``read_again`` to its end.

    Left before that, by an error or a cancel, it leaves what stood there before. With a path for a manifest it must be
    described too. Raises FileUnwritable, DiskFull, ExportDiffers.
    """

    def __init__(
        self,
        format: Format,
        paths: Mapping[str, Path],
        options: WriteOptions | None = None,
        manifest: Path | None = None,
    ) -> None:
        self._format = format
        self._paths = paths
        self._manifest = manifest
        self._described: Path | None = None
        self._options = options or WriteOptions()
        self._stack = ExitStack()
        self._parts: dict[str, _Part] = {}
        self._provenance: Counter[tuple[str, str]] = Counter()
        self._finished = self._agrees = False

    def __enter__(self) -> Self:
        assert self._format.write
        with ExitStack() as stack:
            if self._manifest and self._manifest.parent not in self._folders:
                if self._manifest.exists() and not is_manifest(self._manifest):
                    raise FileUnwritable(path=self._manifest, detail=_("a file that no export made stands there"))
                # The first in is the last out: it takes its place when all that it describes stands.
                self._described = stack.enter_context(written(self._manifest))
            writers: dict[Path, tuple[Path, Writer]] = {}
            for name, path in self._paths.items():
                if path not in writers:
                    aside = stack.enter_context((written_folder if self._format.folder else written)(path))
                    writers[path] = aside, self._format.write(aside, self._options)
                    stack.callback(writers[path][1].close)
                aside, writer = writers[path]
                self._parts[name] = _Part(path, aside, writer.part(name))
            for path, text in self._format.beside(self._paths, self._options).items() if self._format.beside else ():
                stack.enter_context(written(path)).write_text(text, encoding="utf-8")
            self._stack = stack.pop_all()
        return self

    def add(self, record: Record, part: str = "") -> None:
        """Write a record to a part, with the spans that the options choose."""
        into = self._parts[part]
        if self._options.nesting != "all":
            record = replace(record, annotations=tuple(choose(record.annotations, self._options.nesting)))
        expected = into.writer.add(record)
        into.fingerprints.append(_fingerprint(expected))
        into.labels.update(span.label for span in expected.annotations)
        self._provenance.update(counted(record, expected.annotations))

    def finish(self) -> Iterator[int]:
        """Write what the writers have put aside until all was known; yields how many of these documents are written so far."""
        self._finished = True
        before = 0
        for part in self._parts.values():
            for done in part.writer.finishing():
                yield before + done
            before += len(part.fingerprints)

    def read_again(self) -> Iterator[int]:
        """Read what was written, finished or not, and compare; yields how many documents agree so far. Raises ExportDiffers."""
        for _done in self.finish() if not self._finished else ():
            pass
        agree = 0
        for part in self._parts.values():
            for _record in self._compared(part):
                agree += 1
                yield agree
        self._agrees = True

    def _compared(self, part: _Part) -> Iterator[Record]:
        read = self._format.read or self._format.check
        assert read
        file = part.writer.written or part.aside
        found = read(file, ReadOptions(name=part.path.stem)) if part.fingerprints else iter(())
        # A folder is read by the names of its files, whatever the order in which they were written.
        left = Counter(part.fingerprints) if self._format.folder else None
        for number, expected in enumerate(part.fingerprints, 1):
            record = next(found, None)
            same = isinstance(record, Record) and (
                _fingerprint(record) == expected if left is None else left[_fingerprint(record)] > 0
            )
            if not isinstance(record, Record) or not same:
                name = record.name if isinstance(record, Record) else str(number)
                raise ExportDiffers(path=part.path, document=name)
            if left is not None:
                left[_fingerprint(record)] -= 1
            yield record

    def files(self) -> Iterator[tuple[Path, Path]]:
        """Each file of the data set, once it was read again: where it will stand, and where it is until then."""
        for path, aside in {part.path: part.aside for part in self._parts.values()}.items():
            if not self._format.folder:
                yield path, aside
                continue
            for file in sorted(aside.rglob("*")):
                if file.is_file():
                    yield path / file.relative_to(aside), file

    def describe(self, manifest: bytes) -> None:
        """Put the manifest at its path; each folder that was written holds it as well, by which it is known."""
        for path in [part.aside / MANIFEST for part in self._parts.values() if self._format.folder]:
            path.write_bytes(manifest)
        if self._described:
            self._described.write_bytes(manifest)

    @property
    def _folders(self) -> tuple[Path, ...]:
        return tuple(self._paths.values()) if self._format.folder else ()

    @property
    def written(self) -> Written:
        """What the export holds so far."""
        report = Report()
        for part in self._parts.values():
            report.include(part.writer.report)
        parts = {name: (len(part.fingerprints), dict(part.labels)) for name, part in self._parts.items()}
        documents = sum(count for count, _labels in parts.values())
        spans = sum(sum(labels.values()) for _count, labels in parts.values())
        changes = {change.value: count for change, count in report.counts.items()}
        paths = tuple(dict.fromkeys(self._paths.values()))
        return Written(paths, documents, spans, report.lines(), parts, changes, summary(self._provenance))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None and not self._agrees:
            error = _UnfinishedError()
        self._stack.__exit__(type(error) if error else None, error, trace)


class _UnfinishedError(Exception):
    """Left before everything was read again: nothing may stand."""


def _fingerprint(record: Record) -> int:
    spans = sorted([(span.start, span.end, span.label) for span in record.annotations])
    return hash((record.text, tuple(spans)))

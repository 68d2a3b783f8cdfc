"""CSV and TSV: tables of text. A cell may hold line breaks within quotation marks; every cell is kept to the character.

CSV is written as RFC 4180 has it, in UTF-8 with the mark by which Excel knows it. Read are all separators and encodings in use.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import FileEncodingUnknown, LineTooLong, RecordInvalid
from annotator.formats import files
from annotator.formats.encoding import SNIFFED, sniff
from annotator.formats.format import Format, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.json_reading import TEXT_NAMES
from annotator.formats.tables import STEP, LateWriter, Rows, Table, blank, plain_rows, records
from annotator.formats.word_table import Row
from annotator.records import Record
from annotator.texts import _, mark

if TYPE_CHECKING:
    from _csv import Reader as _Reader

_SEPARATORS = {"csv": ",;\t|", "tsv": "\t"}
_SAMPLE = 50
_SEPARATOR_LINE = re.compile(r'sep=([^\w\s"]|\t)\r?\n')
"""What Excel takes as the first line of a file, to know its separator by."""


class _Dialect(NamedTuple):
    separator: str
    quoted: bool = True
    """Whether a quotation mark at the start of a cell opens it."""
    skipped: int = 0
    """Lines before the first row."""

    def rows(self, lines: Iterable[str]) -> _Reader:
        """Strict, since what follows a closing mark would else be taken for a part of the cell."""
        if self.quoted:
            return csv.reader(lines, delimiter=self.separator, strict=True)
        return csv.reader(lines, delimiter=self.separator, quoting=csv.QUOTE_NONE)


# Reading


def _read(format_id: str, path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    with files.opened(path) as file:
        head = file.read(SNIFFED)
        encoding, bom = sniff(head, str(path), options.encoding)
        whole = len(head) < SNIFFED
        sample = head[len(bom) :].decode(encoding, "replace")
        dialect = _found(sample, whole, _SEPARATORS[format_id], options.column)
        file.seek(len(bom))
        stream = io.TextIOWrapper(file, encoding, errors="surrogateescape", newline="")
        try:
            yield from records(Table(path, format_id, options, files.place), _rows(path, stream, dialect, encoding))
        finally:
            stream.detach()


def _found(sample: str, whole: bool, separators: str, column: str) -> _Dialect:
    """The dialect that fits the first rows best: names a known column, parts the rows alike, and each into many cells.

    Where only a tab can part them, quotation marks may be no more than that.
    """
    if first := _SEPARATOR_LINE.match(sample):
        return _Dialect(first[1], skipped=1)
    best, best_fit = _Dialect(separators[0]), (False, False, -1.0, 0)
    for separator in separators:
        for quoted in (True, False) if separator == separators else (True,):
            dialect = _Dialect(separator, quoted)
            fit = _fit(dialect, sample, whole, column)
            if fit > best_fit:
                best, best_fit = dialect, fit
    return best


def _fit(dialect: _Dialect, sample: str, whole: bool, column: str) -> tuple[bool, bool, float, int]:
    rows = list(islice(_sampled(dialect, sample), _SAMPLE))
    whole = whole or len(rows) == _SAMPLE
    names, *others = (rows if whole or len(rows) < 2 else rows[:-1]) or [[]]
    if not dialect.quoted and any(len(cell) > 1 and cell[0] == cell[-1] == '"' for row in rows for cell in row):
        return False, False, -1.0, 0
    known = {*TEXT_NAMES, column.strip().lower()} & {name.strip().lower() for name in names if name}
    share = sum(len(row) == len(names) for row in others) / len(others) if others else 1.0
    return bool(known), len(names) > 1 and share > 0.5, share, len(names)


def _sampled(dialect: _Dialect, sample: str) -> Iterator[list[str]]:
    """The rows that are not blank, without cells where they are broken."""
    reader = dialect.rows(io.StringIO(sample, newline=""))
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield []
        else:
            if not blank(row):
                yield row


class _Lines:
    """The lines of a file with their ends, as long as no row of them grows beyond the limit."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self.size = 0
        """Characters since it was last set to 0."""

    def __iter__(self) -> Iterator[str]:
        while line := self._stream.readline(files.LINE_LIMIT):
            self.size += len(line)
            if self.size >= files.LINE_LIMIT:
                raise _TooLongError
            yield line


class _TooLongError(Exception):
    """A row that is longer than any document with its spans."""


def _rows(path: Path, stream: io.TextIOWrapper, dialect: _Dialect, encoding: str) -> Iterator[Row]:
    csv.field_size_limit(files.LINE_LIMIT)
    for _line in range(dialect.skipped):
        stream.readline()
    lines = _Lines(stream)
    reader = dialect.rows(lines)
    width = 0
    while True:
        lines.size = 0
        number = reader.line_num + 1 + dialect.skipped
        place = files.place(path, number)
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, RecordInvalid(place=place, detail=_reason(error)))
            continue
        except _TooLongError:
            yield Row(number, LineTooLong(place=place, limit=files.LINE_LIMIT // files.MEGABYTE))
            return
        except UnicodeDecodeError as error:
            yield Row(number, FileEncodingUnknown(path=place, encoding=encoding, position=error.start))
            return
        if blank(row):
            continue
        width = width or len(row)
        if len(row) != width:
            detail = _("the number of its cells is {n}, that of the first row {expected}").format(
                n=len(row), expected=width
            )
            yield Row(number, RecordInvalid(place=place, detail=detail))
        else:
            yield Row(number, row)


def _reason(error: csv.Error) -> str:
    said = str(error)
    if "end of data" in said:
        return _("a quotation mark opens that nothing closes")
    if "expected after" in said:
        return _("text follows the closing quotation mark of a cell; one inside a cell is written twice")
    return _("it is no row of cells")


# Writing


class _Delimited(LateWriter):
    def __init__(self, format_id: str, path: Path, options: WriteOptions) -> None:
        super().__init__()
        self._format = format_id
        self._path = path
        self._offsets = options.offsets or Unit.CODE_POINT
        self._rows = Rows(path)

    def add(self, record: Record) -> Record:
        self._rows.add(record, self._offsets)
        return record

    def finishing(self) -> Iterator[int]:
        encoding = "utf-8-sig" if self._format == "csv" else "utf-8"
        with self._path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=_SEPARATORS[self._format][0])
            for done, row in enumerate(plain_rows(self._rows, self._offsets)):
                writer.writerow(row)
                if not done % STEP:
                    yield done
        self.close()

    def close(self) -> None:
        self._rows.close()


def _format(format_id: str, title: str, extensions: tuple[str, ...]) -> Format:
    return Format(
        format_id,
        title,
        extensions,
        Unit.CODE_POINT,
        (),
        read=partial(_read, format_id),
        write=partial(_Delimited, format_id),
        options=frozenset({"nesting", "offsets"}),
    )


FORMATS = (
    _format("csv", mark("CSV, comma-separated"), (".csv",)),
    _format("tsv", mark("TSV, tab-separated"), (".tsv", ".tab")),
)

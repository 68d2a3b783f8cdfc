"""Tables: a document a row, its text in a column. What CSV, Excel and Parquet have in common.

The columns ``id``, ``spans`` (a list as JSON Lines has it), ``offsets`` (in what unit it counts) and ``meta`` (an object) are ours.
Where there are no ``spans``, a list of some that another tool put into its column is read, as Label Studio and pandas write it.
Other columns are kept in the meta of the document under ``KEPT_COLUMNS``, and written back by an export to any table.
A table with a word a row is read too (word_table.py).
"""

from __future__ import annotations

import ast
import json
import math
import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple

from annotator.errors import ColumnMissing, ColumnNeeded, FileEmpty, RecordInvalid, WarraqError
from annotator.formats import files
from annotator.formats.format import KEPT, Problem, ReadOptions, Unit, Writer
from annotator.formats.json_reading import ID, META, OFFSETS, OURS, SPANS, TEXT, TEXT_NAMES, Fault, parsed
from annotator.formats.json_shapes import SPAN_NAMES, spans_in
from annotator.formats.jsonl import record_of, spans_json
from annotator.formats.provenance import KEY
from annotator.formats.word_table import Cells, Row, WordColumns, word_columns
from annotator.records import Record, Source
from annotator.texts import _

KEPT_COLUMNS = KEPT + "columns"
_SAMPLE = 100
_SAMPLE_CHARACTERS = 5 * files.MEGABYTE
_PLAIN = 2
"""How many times as long as those of any other column the texts of a column are that is plainly the one of the text."""
_LONGEST_NAME = 40
_EXACT = 2**53
_LIST = re.compile(r"\s*\[\s*[\[({]")
"""How a list of spans begins that stands in a cell."""
STEP = 500
"""Rows that are written between two steps."""
_MANY = 2_000
"""Columns that no table of texts has."""


# Reading


@dataclass(frozen=True, slots=True)
class Table:
    """A file that holds a table, while it is read."""

    path: Path
    format: str
    options: ReadOptions
    place: Callable[[Path, int], str]
    """How a row is named to the user."""


def row_place(path: Path, row: int) -> str:
    return _("{path}, row {row}").format(path=path, row=row)


def records(table: Table, rows: Iterator[Row]) -> Iterator[Record | Problem]:
    """The records of a table whose first row names the columns. Raises FileEmpty, ColumnNeeded, ColumnMissing, RecordInvalid."""
    first = next(rows, None)
    if first is None:
        raise FileEmpty(path=table.path)
    if isinstance(first.cells, WarraqError):
        raise first.cells
    names = _names(first.cells, table.place(table.path, first.number))
    columns, rows = _columns(names, rows, table)
    sha256 = files.digest(table.path)
    name = table.options.name or table.path.stem
    empty = True
    for number, cells in rows:
        empty = False
        place = table.place(table.path, number)
        try:
            if isinstance(cells, WarraqError):
                raise cells
            record = record_of(columns.values(cells), place, table.options.without_text)
        except Fault as invalid:
            yield Problem(place, invalid.error or RecordInvalid(place=place, detail=invalid.detail))
        except WarraqError as error:
            yield Problem(place, error)
        else:
            source = Source(str(table.path), table.format, sha256=sha256, place=str(number))
            yield replace(record, name=record.external_id or f"{name}:{number}", source=source)
    if empty:
        raise FileEmpty(path=table.path)


def blank(cells: Cells) -> bool:
    """Whether a row holds nothing at all."""
    return all(cell is None or cell == "" for cell in cells)


def _names(cells: Cells, place: str) -> list[str]:
    """The names of the columns: one without a name has its place, as no two are called the same."""
    if len(cells) > _MANY:
        raise RecordInvalid(place=place, detail=_("it has more than {limit} columns").format(limit=_MANY))
    names = [written(cell).strip() or f"column {number}" for number, cell in enumerate(cells, 1)]
    seen = set()
    for name in names:
        if "\0" in name or _broken(name):
            raise RecordInvalid(place=place, detail=_("the name of a column is no text"))
        if name in seen:
            raise RecordInvalid(place=place, detail=_("the column “{column}” stands twice").format(column=name))
        seen.add(name)
    return names


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what."""

    ours: Mapping[str, int]
    kept: Mapping[str, int]

    def values(self, cells: Cells) -> dict[str, Any]:
        """A row as JSON Lines would have it. Raises Fault."""
        for cell in cells:
            if isinstance(cell, str) and _broken(cell):
                raise Fault(_("it holds bytes that do not fit the encoding of the file"))
        found = {name: cells[place] for name, place in self.ours.items()}
        kept = {name: _kept(cells[place], name) for name, place in self.kept.items()}
        if TEXT in found:
            found[TEXT] = written(found[TEXT])
        if isinstance(identity := found.get(ID), float):
            found[ID] = written(identity)
        if SPANS in found:
            found[SPANS] = _spans(found[SPANS])
        elif column := next((name for name in kept if name.lower() in SPAN_NAMES and _listed_spans(kept[name])), ""):
            found[SPANS] = _listed_spans(kept.pop(column))
        if not found.get(OFFSETS, ""):
            found.pop(OFFSETS, None)
        meta = _meta(cell) if (cell := found.pop(META, None)) else {}
        if meta is None:
            meta, kept = {}, kept | {META: _kept(cell, META)}
        return found | {META: meta | ({KEPT_COLUMNS: kept} if kept else {})}


def _columns(names: Sequence[str], rows: Iterator[Row], table: Table) -> tuple[_Columns | WordColumns, Iterator[Row]]:
    places = {name.lower(): place for place, name in reversed(list(enumerate(names)))}
    ours = {name: places[name] for name in OURS if name in places}
    wanted = table.options.column.strip()
    known = next((places[name] for name in TEXT_NAMES if name in places), None)
    if not wanted and known is None and (words := word_columns(places)):
        return words, words.documents(rows)
    if wanted and wanted.lower() not in places:
        raise ColumnMissing(path=table.path, column=wanted, columns=_listed(names))
    if wanted:
        ours[TEXT] = names.index(wanted) if wanted in names else places[wanted.lower()]
    elif known is not None:
        ours[TEXT] = known
    elif not (table.options.without_text and ID in ours):
        sample = _sample(rows)
        ours[TEXT] = _longest(names, sample, set(ours.values()), table.path)
        rows = chain(sample, rows)
    if SPANS not in ours:
        ours.pop(OFFSETS, None)
    taken = set(ours.values())
    ours = {name: place for name, place in ours.items() if name == TEXT or place != ours.get(TEXT)}
    return _Columns(ours, {name: place for place, name in enumerate(names) if place not in taken}), rows


def _sample(rows: Iterator[Row]) -> list[Row]:
    """The first rows, of which the text's column is to be found."""
    found: list[Row] = []
    size = 0
    for row in islice(rows, _SAMPLE):
        found.append(row)
        if not isinstance(row.cells, WarraqError):
            size += sum(len(cell) for cell in row.cells if isinstance(cell, str))
        if size > _SAMPLE_CHARACTERS:
            break
    return found


def _longest(names: Sequence[str], sample: Sequence[Row], taken: set[int], path: Path) -> int:
    """The column with by far the longest cells. Raises ColumnNeeded where none is, or where the first row seems to be no names."""
    good = [row.cells for row in sample if not isinstance(row.cells, WarraqError)]
    lengths = {
        place: sum(len(cells[place]) for cells in good if _may_be_text(cells[place])) / max(len(good), 1)
        for place in range(len(names))
        if place not in taken
    }
    ordered = sorted(lengths, key=lambda place: -lengths[place])
    first = ordered[0] if ordered else -1
    second = lengths[ordered[1]] if len(ordered) > 1 else 0
    length = lengths.get(first, 0)
    if not length or length < _PLAIN * second or len(names[first]) > min(_LONGEST_NAME, length / _PLAIN):
        raise ColumnNeeded(path=path, columns=_listed(names))
    return first


def _may_be_text(cell: Any) -> bool:
    return isinstance(cell, str) and not _LIST.match(cell)


def _listed_spans(cell: Any) -> list[Any]:
    """The spans that a cell holds in the terms of another tool, as JSON or as Python writes a list; nothing of other cells."""
    if isinstance(cell, str) and _LIST.match(cell) and len(cell) < files.MEGABYTE:
        try:
            cell = parsed(f'{{"{SPANS}": {cell}}}')[SPANS]
        except Fault:
            try:
                cell = ast.literal_eval(cell)
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                return []
    return spans_in(cell)


def _listed(names: Sequence[str]) -> str:
    return _(", ").join(name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…" for name in names)


def written(cell: Any) -> str:
    """A cell as text: a whole number as one, however the table has it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False, default=str)


def _spans(cell: Any) -> list[Any]:
    value = cell
    if isinstance(cell, str) and cell.strip():
        try:
            found = parsed(f'{{"{SPANS}": {cell}}}')
        except Fault as fault:
            raise Fault(_("the list in the column “{column}” is not valid JSON").format(column=SPANS)) from fault
        value = found[SPANS] if len(found) == 1 else found
    if value and not isinstance(value, list):
        raise Fault(_("“{key}” is not a list").format(key=SPANS))
    return value or []


def _meta(cell: Any) -> dict[str, Any] | None:
    """The object that a cell holds, if it does."""
    if isinstance(cell, dict):
        return cell
    try:
        return parsed(cell) if isinstance(cell, str) and cell.lstrip().startswith("{") else None
    except Fault:
        return None


def _kept(cell: Any, name: str) -> Any:
    if isinstance(cell, str) and "\0" in cell:
        raise Fault(_("“{key}” holds a NUL").format(key=name))
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _broken(text: str) -> bool:
    """Whether it holds half characters, as which bytes were read that do not fit the encoding."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


# Writing


class PutAside(NamedTuple):
    """A row as ``Rows`` keeps it: plain data."""

    text: str
    id: str
    spans: list[dict[str, Any]]
    meta: dict[str, Any]
    kept: dict[str, Any]
    more: dict[str, Any]


class LateWriter(Writer):
    """Writes its file when all rows are known."""

    def finish(self) -> None:
        for _done in self.finishing():
            pass

    @abstractmethod
    def finishing(self) -> Iterator[int]: ...


class Rows:
    """Rows put aside until all are known, as the first of a file names every column: on disk, so that memory stays flat."""

    def __init__(self, beside: Path) -> None:
        self._file = TemporaryFile("w+", encoding="utf-8", newline="\n", dir=beside.parent)  # noqa: SIM115 — open until closed
        self.kept: dict[str, set[type]] = {}
        """The kept columns, and what kinds of value stand in each."""
        self.has_meta = False
        self.has_provenance = False

    def add(self, record: Record, unit: str = Unit.CODE_POINT, more: Mapping[str, Any] | None = None) -> None:
        """Put a record aside, with what else its row is to hold."""
        meta = dict(record.meta)
        self.has_provenance = meta.pop(KEY, None) is not None or self.has_provenance
        kept = meta.pop(KEPT_COLUMNS, None)
        kept = kept if isinstance(kept, dict) else {}
        for name, cell in kept.items():
            self.kept.setdefault(name, set()).add(_kind(cell))
        self.has_meta = self.has_meta or bool(meta)
        row = PutAside(
            record.text, record.external_id or record.name, spans_json(record, unit), meta, kept, dict(more or {})
        )
        self._file.write(as_json(row) + "\n")

    def __iter__(self) -> Iterator[PutAside]:
        self._file.seek(0)
        return (PutAside(*json.loads(line)) for line in self._file)

    def close(self) -> None:
        self._file.close()


def _kind(cell: Any) -> type:
    """The kind of a value: a whole number that no column of numbers holds exactly counts as text."""
    return str if type(cell) is int and abs(cell) > _EXACT else type(cell)


def free_names(kept: Iterable[str], taken: Iterable[str] = OURS) -> dict[str, str]:
    """The names under which kept columns are written: none is called as one of ours is."""
    names = set(taken)
    free = {}
    for name in kept:
        candidate, number = name, 1
        while candidate.lower() in names:
            number += 1
            candidate = f"{name}_{number}"
        names.add(candidate.lower())
        free[name] = candidate
    return free


def plain_rows(rows: Rows, unit: str) -> Iterator[list[Any]]:
    """The header and the rows of a table of plain cells: lists and objects are JSON, other values of kept columns are as they were."""
    meta = [META] if rows.has_meta else []
    yield [ID, TEXT, SPANS, OFFSETS, *meta, *free_names(rows.kept).values()]
    for row in rows:
        kept = (row.kept.get(name) for name in rows.kept)
        simple = (as_json(cell) if isinstance(cell, (list, dict)) else cell for cell in kept)
        yield [row.id, row.text, as_json(row.spans), unit, *(as_json(row.meta) for _meta in meta), *simple]


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

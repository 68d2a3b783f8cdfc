"""Parquet: a document a row, its spans a list of ``{start, end, label}``, with their provenance where it is told; the file says in its
metadata in what unit they count.

Read are also tables of tokens and tags, as the Hugging Face Hub has them: their text is the column of the text, where the tokens stand
in it one after the other, and else the tokens with a space between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import FileUnreadable, FormatNeeds, RecordInvalid
from annotator.formats import files
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.json_reading import ID, META, OFFSETS, SPANS, TEXT
from annotator.formats.provenance import FIELDS, PROVENANCE
from annotator.formats.tables import (
    LateWriter,
    PutAside,
    Rows,
    Table,
    as_json,
    free_names,
    records,
    row_place,
)
from annotator.formats.tagged import TOKENS, class_names, tag_column, with_spans
from annotator.formats.word_table import Row
from annotator.records import Record
from annotator.texts import _, mark

if TYPE_CHECKING:
    import pyarrow

_BATCH = 16
"""Rows read at once: few, as each may hold the longest of texts."""
_GROUP = 1_000
_GROUP_CHARACTERS = 2 * files.MEGABYTE
_GROUP_LIMIT = 4_000 * files.MEGABYTE
_COLUMNS = 2_000


def arrow(format_id: str) -> Any:
    """The library of Parquet. Raises FormatNeeds where it is not installed."""
    try:
        import pyarrow.compute
        import pyarrow.parquet
    except ImportError as error:
        raise FormatNeeds(format=format_id, extra="parquet") from error
    return pyarrow


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    return read_file(path, options, "parquet")


def read_file(path: Path, options: ReadOptions, format_id: str) -> Iterator[Record | Problem]:
    """The records of one Parquet file, for the formats that are made of them."""
    arrow(format_id)
    with files.opened(path) as file:
        yield from records(Table(path, format_id, options, row_place), _rows(file, path))


def _rows(file: Any, path: Path) -> Iterator[Row]:
    """The rows, the names of the columns first, each as plain data."""
    try:
        yield from _unchecked_rows(file, path)
    except (FileUnreadable, RecordInvalid, FormatNeeds):
        raise
    except Exception as error:
        # Of a broken file pyarrow raises its own errors, but also OSError, ValueError, OverflowError and others.
        raise FileUnreadable(path=path, detail=_("it is no Parquet file, or damaged")) from error


def _unchecked_rows(file: Any, path: Path) -> Iterator[Row]:
    import pyarrow.parquet

    table = pyarrow.parquet.ParquetFile(file)
    schema = table.schema_arrow
    for group in range(table.metadata.num_row_groups):
        if table.metadata.row_group(group).total_byte_size > _GROUP_LIMIT:
            limit = _GROUP_LIMIT // files.MEGABYTE
            raise FileUnreadable(path=path, detail=_("it unpacks to more than {limit} MB").format(limit=limit))
    names = [field.name for field in schema if _held(field.type)]
    if len(names) > _COLUMNS:
        raise RecordInvalid(place=path, detail=_("it has more than {limit} columns").format(limit=_COLUMNS))
    tags = tag_column(names)
    column_tags = class_names(path, schema.metadata or {}, tags) if tags else ()
    labels = class_names(path, schema.metadata or {}, SPANS, "label") if SPANS in names else ()
    columns = [name for name in names if name not in (TOKENS, tags)] if tags else names
    columns += [name for name in (TEXT, SPANS) if tags and name not in names]
    unit = (schema.metadata or {}).get(OFFSETS.encode(), b"").decode("utf-8", "replace")
    stated = [OFFSETS] if unit and SPANS in names and OFFSETS not in names else []
    yield Row(0, [*columns, *stated])
    number = 0
    for batch in table.iter_batches(_BATCH, columns=names, use_threads=False):
        for values in _plain(batch, labels):
            number += 1
            try:
                cells = with_spans(values, tags, column_tags) if tags else values
            except ValueError as error:
                yield Row(number, RecordInvalid(place=row_place(path, number), detail=str(error)))
            else:
                yield Row(number, [*(cells[name] for name in columns), *(unit for _column in stated)])


def _held(type_: pyarrow.DataType) -> bool:
    """Whether values of a type can be kept as JSON: pictures, sound and other bytes cannot."""
    import pyarrow.types as types

    return bool(types.is_temporal(type_) or types.is_decimal(type_) or _is_plain(type_))


def _is_plain(type_: pyarrow.DataType) -> bool:
    import pyarrow.types as types

    if types.is_list(type_) or types.is_large_list(type_) or types.is_dictionary(type_):
        return _is_plain(type_.value_type)
    if types.is_struct(type_):
        return all(_is_plain(type_.field(place).type) for place in range(type_.num_fields))
    text = types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_)
    number = types.is_integer(type_) or types.is_floating(type_) or types.is_boolean(type_)
    return bool(text or number or types.is_null(type_))


def _plain(batch: pyarrow.RecordBatch, labels: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Rows as JSON has them: times and decimal numbers as text, labels that are numbers by their names."""
    names = batch.schema.names
    columns = [(column if _is_plain(column.type) else column.cast("string")).to_pylist() for column in batch.columns]
    for row in zip(*columns, strict=True):
        cells = dict(zip(names, row, strict=True))
        if SPANS in cells:
            cells[SPANS] = _span_list(cells[SPANS], labels)
        yield cells


def _span_list(cell: Any, labels: Sequence[str]) -> Any:
    """A list of spans, also where the file holds it as one list for each of their fields, without what is not filled in."""
    if isinstance(cell, dict) and all(isinstance(values, list) for values in cell.values()):
        cell = [dict(zip(cell, values, strict=False)) for values in zip(*cell.values(), strict=False)]
    if not isinstance(cell, list):
        return cell
    return [_span(span, labels) if isinstance(span, dict) else span for span in cell]


def _span(span: Mapping[str, Any], labels: Sequence[str]) -> dict[str, Any]:
    found = {key: value for key, value in span.items() if value is not None}
    if type(number := found.get("label")) is int and 0 <= number < len(labels):
        found["label"] = labels[number]
    return found


# Writing


class Columns:
    """The columns of a file, of the rows put aside: ours, then those kept, each of one type."""

    def __init__(self, rows: Rows, ours: Mapping[str, pyarrow.DataType]) -> None:
        self._ours = ours
        self._has_meta = rows.has_meta
        self._free = free_names(rows.kept, {*ours, OFFSETS, META})
        self._dtypes = {name: _dtype(kinds - {type(None)}) for name, kinds in rows.kept.items()}

    @property
    def others(self) -> dict[str, str]:
        """The names of the columns after ours, with their types."""
        kept = {free: self._dtypes[name] for name, free in self._free.items()}
        return ({META: "string"} if self._has_meta else {}) | kept

    def schema(self, metadata: Mapping[str, str]) -> pyarrow.Schema:
        import pyarrow

        others = {name: pyarrow.type_for_alias(dtype) for name, dtype in self.others.items()}
        return pyarrow.schema(list({**self._ours, **others}.items()), metadata=dict(metadata))

    def row(self, row: PutAside, **ours: Any) -> dict[str, Any]:
        """The cells of a row; ``ours`` are those that stand in no other table."""
        cells = {ID: row.id, TEXT: row.text, SPANS: row.spans, **ours}
        if self._has_meta:
            cells[META] = as_json(row.meta)
        for name, free in self._free.items():
            value = row.kept.get(name)
            cells[free] = _text(value) if self._dtypes[name] == "string" else value
        return cells


def _dtype(kinds: set[type]) -> str:
    """The type of a column that holds values of these kinds: text, for several kinds."""
    if kinds in ({float}, {int, float}):
        return "float64"
    return "bool" if kinds == {bool} else "int64" if kinds == {int} else "string"


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else as_json(value)


def span_type(*, provenance: bool = False) -> pyarrow.DataType:
    """The type of the spans, with where they come from or without."""
    import pyarrow

    place, text = pyarrow.int32(), pyarrow.string()
    types = {str: text, bool: pyarrow.bool_(), list: pyarrow.list_(text)}
    told = pyarrow.struct([(name, types[kind]) for name, kind in FIELDS.items()])
    own = [("start", place), ("end", place), ("label", text)]
    return pyarrow.list_(pyarrow.struct([*own, *([(PROVENANCE, told)] if provenance else [])]))


def write_rows(path: Path, schema: pyarrow.Schema, rows: Iterable[dict[str, Any]]) -> Iterator[int]:
    """Write rows group by group, so that one group is in memory; yields how many are written."""
    import pyarrow
    import pyarrow.parquet

    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        waiting = iter(rows)
        done = 0
        while group := _group(waiting):
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
            done += len(group)
            yield done


def _group(rows: Iterator[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    found = []
    size = 0
    for row in islice(rows, _GROUP):
        found.append(row)
        size += len(row[TEXT])
        if size > _GROUP_CHARACTERS:
            break
    return found


class _Parquet(LateWriter):
    def __init__(self, path: Path, options: WriteOptions) -> None:
        super().__init__()
        arrow("parquet")
        self._path = path
        self._offsets = options.offsets or Unit.CODE_POINT
        self._rows = Rows(path)

    def add(self, record: Record) -> Record:
        self._rows.add(replace(record, suggestions=()), self._offsets)
        return record

    def finishing(self) -> Iterator[int]:
        import pyarrow

        text = pyarrow.string()
        spans = span_type(provenance=self._rows.has_provenance)
        columns = Columns(self._rows, {ID: text, TEXT: text, SPANS: spans})
        schema = columns.schema({OFFSETS: self._offsets})
        yield from write_rows(self._path, schema, map(columns.row, self._rows))
        self.close()

    def close(self) -> None:
        self._rows.close()


FORMATS = (
    Format(
        "parquet",
        mark("Parquet"),
        (".parquet",),
        Unit.CODE_POINT,
        (Loss.SCORES,),
        read=_read,
        write=_Parquet,
        recognises=lambda head: head.startswith(b"PAR1"),
        options=frozenset({"nesting", "offsets"}),
    ),
)

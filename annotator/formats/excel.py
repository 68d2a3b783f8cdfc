"""Excel workbooks (``.xlsx``): a document a row of the first sheet.

A cell holds at most 32,767 characters, counted in UTF-16; a text or list of spans that is longer cannot be written.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from annotator.errors import FileUnreadable, RecordInvalid
from annotator.formats import files
from annotator.formats.format import Format, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.tables import STEP, LateWriter, Rows, Table, blank, plain_rows, records, row_place
from annotator.formats.word_table import Row
from annotator.formats.workbook_check import check
from annotator.records import Record
from annotator.text.offsets import Offsets
from annotator.texts import _, mark

if TYPE_CHECKING:
    from openpyxl import Workbook

_CELL_LIMIT = 32_767
_ROWS = 1_048_576
"""Rows of a sheet, by Excel's own measure."""
_COLUMNS = 2_000
# Office Open XML writes a character that XML cannot hold as _x000B_, and an underscore before what reads so as _x005F_. Excel writes a
# carriage return so as well; here it is &#13;, as lxml writes it, since other programs read that alone.
_UNHELD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    with files.opened(path) as file, closing(_workbook(file, path)) as book:
        yield from records(Table(path, "xlsx", options, row_place), _rows(book, path))


def _workbook(file: BinaryIO, path: Path) -> Workbook:
    import openpyxl

    try:
        with zipfile.ZipFile(file) as archive:
            check(archive, path)
        return openpyxl.load_workbook(file, read_only=True, data_only=True)
    except FileUnreadable:
        raise
    except Exception as error:
        # zipfile and openpyxl give many kinds of error for a broken file.
        raise FileUnreadable(path=path, detail=_("it is no Excel workbook (.xlsx), or damaged")) from error


def _rows(book: Workbook, path: Path) -> Iterator[Row]:
    if not book.worksheets:
        return
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what a file says of its size may be wrong, or a trap
    found = enumerate(sheet.iter_rows(values_only=True), 1)
    width = 0
    while True:
        try:
            number, cells = next(found, (0, ()))
        except Exception as error:
            raise FileUnreadable(path=path, detail=_("it is damaged")) from error
        if not number:
            return
        place = row_place(path, number)
        if number > _ROWS or len(cells) > _COLUMNS:
            detail = _("the sheet has more rows or columns than Excel allows or a table of texts has")
            raise RecordInvalid(place=place, detail=detail)
        if blank(cells):
            continue
        row = _trimmed([_value(cell) for cell in cells])
        width = width or len(row)
        if len(row) > width:
            detail = _("the number of its cells is {n}, that of the first row {expected}").format(
                n=len(row), expected=width
            )
            yield Row(number, RecordInvalid(place=place, detail=detail))
        else:
            yield Row(number, row + [None] * (width - len(row)))


def _trimmed(cells: list[Any]) -> list[Any]:
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return cells


def _value(cell: Any) -> Any:
    """A cell as JSON has it: a date as ISO 8601 writes it."""
    if isinstance(cell, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell) if "_x" in cell else cell
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return cell if isinstance(cell, (int, float, bool)) or cell is None else str(cell)


# Writing


class _Excel(LateWriter):
    def __init__(self, path: Path, options: WriteOptions) -> None:
        super().__init__()
        self._path = path
        self._offsets = options.offsets or Unit.CODE_POINT
        self._rows = Rows(path)

    def add(self, record: Record) -> Record:
        self._rows.add(record, self._offsets)
        return record

    def finishing(self) -> Iterator[int]:
        import openpyxl

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("documents")
        try:
            for done, row in enumerate(plain_rows(self._rows, self._offsets)):
                sheet.append(_as_cells(sheet, row))
                if not done % STEP:
                    yield done
        except BaseException:  # left early too
            sheet.close()
            raise
        book.save(self._path)
        self.close()

    def close(self) -> None:
        self._rows.close()


def _as_cells(sheet: Any, row: Sequence[Any]) -> list[Any]:
    """Text is text, whatever it begins with: a cell that begins with = is no formula."""
    from openpyxl.cell import WriteOnlyCell

    made = []
    for value in row:
        text = _escaped(value) if isinstance(value, str) else ""
        if Offsets(text).utf16_length > _CELL_LIMIT:
            detail = _("a cell of Excel holds {limit} characters; its text, or the list of its spans, has more")
            raise RecordInvalid(place=row[0], detail=detail.format(limit=_CELL_LIMIT))
        cell = WriteOnlyCell(sheet, text or value)
        if text:
            cell.data_type = "s"
        made.append(cell)
    return made


def _escaped(text: str) -> str:
    return _UNHELD.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


FORMATS = (
    Format(
        "xlsx",
        mark("Excel workbook"),
        (".xlsx",),
        Unit.CODE_POINT,
        (),
        read=_read,
        write=_Excel,
        options=frozenset({"nesting", "offsets"}),
    ),
)

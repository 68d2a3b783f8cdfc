"""What a workbook may hold: looked at as a stream before it is opened, as its reader takes whole rows and parts into memory."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO

from annotator.errors import FileUnreadable
from annotator.formats import files
from annotator.formats.safe_xml import check_elements, elements_in
from annotator.texts import _

_UNPACKED_LIMIT = 1_000 * files.MEGABYTE
_PART_LIMIT = 20 * files.MEGABYTE
"""Of what is read at once: all but the sheets."""
_STRINGS, _STRINGS_LIMIT = "sharedStrings.xml", 200 * files.MEGABYTE
_SHEETS = "worksheets/"
_ELEMENTS = 500_000
"""Elements of a row of a sheet, or of any other part; a row of 2,000 cells has some 10,000. Each takes some 300 bytes."""
_STRING_ELEMENTS = 4_000_000
_RUN = files.MEGABYTE
"""Bytes without an element between them: a cell holds 32,767 characters."""
_CHUNK = 65_536
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row\b")


def check(archive: zipfile.ZipFile, path: Path) -> None:
    """That it unpacks to no more than a workbook has, and that its XML is bearable. Raises FileUnreadable, and what zipfile does."""
    whole = 0
    for member in archive.infolist():
        whole += member.file_size
        is_xml = member.filename.endswith((".xml", ".rels"))
        limit = _limit(member.filename) if is_xml else _UNPACKED_LIMIT
        if whole > _UNPACKED_LIMIT or member.file_size > limit:
            detail = _("it unpacks to more than {limit} MB").format(limit=limit // files.MEGABYTE)
            raise FileUnreadable(path=path, detail=detail)
        if is_xml:
            with archive.open(member) as opened:
                _check_xml(opened, member.filename, path)


def _limit(member: str) -> int:
    if _SHEETS in member:
        return _UNPACKED_LIMIT
    return _STRINGS_LIMIT if member.endswith(_STRINGS) else _PART_LIMIT


def _check_xml(file: IO[bytes], member: str, path: Path) -> None:
    limit = _STRING_ELEMENTS if member.endswith(_STRINGS) else _ELEMENTS
    count = run = 0
    before = b""
    while data := file.read(_CHUNK).replace(b"\0", b""):  # in UTF-16 too
        if _DOCTYPE.search(before + data):
            raise FileUnreadable(path=path, detail=_("its XML declares a document type, which no workbook does"))
        before = data[-20:]
        begun, *rows = _ROW.split(data) if _SHEETS in member else [data]
        counts = [count + elements_in(begun), *map(elements_in, rows)]
        count = counts[-1]
        check_elements(max(counts), path, limit)
        last = data.rfind(b"<")
        run = run + len(data) if last < 0 else len(data) - last
        if run > _RUN:
            raise FileUnreadable(path=path, detail=_("one of its cells has more than {limit} MB").format(limit=1))

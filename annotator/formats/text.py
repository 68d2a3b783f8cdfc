"""Plain text: a file a document, or a line a document. The text is the file's, to the character."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import FileEmpty, FileTooLarge, RecordInvalid, WarraqError
from annotator.formats import files
from annotator.formats.encoding import decode, encode
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit
from annotator.records import Document, Record, Source
from annotator.texts import _, mark


def source_bytes(document: Document) -> bytes:
    """The bytes of the text file that a document was imported from."""
    return encode(document.text, document.source.encoding, document.source.bom)


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    data = files.read_whole(path)
    decoded = decode(data, str(path), options.encoding)
    if not decoded.text.strip():
        raise FileEmpty(path=path)
    sha256 = hashlib.sha256(data).hexdigest()
    source = Source(str(path), "text", decoded.encoding, decoded.bom, sha256)
    yield Record(decoded.text, options.name or path.stem, source=source)


def _read_lines(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    sha256 = files.digest(path)
    name = options.name or path.stem
    empty = True
    for number, line in files.numbered_lines(path, options.encoding):
        place = files.place(path, number)
        if isinstance(line, str) and not line.strip():
            continue
        empty = False
        error = line if isinstance(line, WarraqError) else _line_error(line, place)
        if error:
            yield Problem(place, error)
        elif isinstance(line, str):
            source = Source(str(path), "lines", sha256=sha256, place=str(number))
            yield Record(line, f"{name}:{number}", source=source)
    if empty:
        raise FileEmpty(path=path)


def _line_error(line: str, place: str) -> WarraqError | None:
    if "\0" in line:
        return RecordInvalid(
            place=place, detail=_("it holds a NUL at character {position}").format(position=line.index("\0"))
        )
    if len(line) > files.DOCUMENT_LIMIT:
        limit = files.DOCUMENT_LIMIT // files.MEGABYTE
        return FileTooLarge(path=place, size=-(-len(line) // files.MEGABYTE), limit=limit)
    return None


_NO_SPANS = tuple(loss for loss in Loss if loss is not Loss.WHITESPACE)

FORMATS = (
    Format("text", mark("Plain text"), (".txt", ".text"), Unit.NONE, _NO_SPANS, read=_read),
    Format("lines", mark("Plain text, a line a document"), (), Unit.NONE, _NO_SPANS, read=_read_lines),
)

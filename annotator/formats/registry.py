"""All formats, in one table, and reading by it: which format a file has, and the records of files and folders."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from annotator.errors import FileUnreadable, FormatUnknown, FormatUnrecognised, WarraqError, reason
from annotator.formats import (
    argilla,
    bioc,
    brat,
    casjson,
    chat,
    conll,
    conllu,
    delimited,
    doccano,
    docx,
    epub,
    excel,
    files,
    gate,
    gliner,
    html,
    huggingface,
    jsonl,
    labelstudio,
    parquet,
    pdf,
    prodigy,
    spacy_docbin,
    tei,
    text,
    webanno,
    webannotation,
    xmi,
)
from annotator.formats.format import Format, Problem, Reader, ReadOptions
from annotator.records import Record
from annotator.texts import _

AUTO = "auto"
_MODULES = (
    text,
    html,
    docx,
    pdf,
    epub,
    tei,
    prodigy,
    doccano,
    labelstudio,
    argilla,
    webannotation,
    bioc,
    xmi,
    casjson,
    webanno,
    jsonl,
    delimited,
    excel,
    parquet,
    conll,
    conllu,
    brat,
    gate,
    spacy_docbin,
    huggingface,
    gliner,
    chat,
)


@cache
def formats() -> tuple[Format, ...]:
    """Every format, in the order in which one is recognised."""
    return tuple(format for module in _MODULES for format in module.FORMATS)


def get(format_id: str) -> Format:
    """A format by its id. Raises FormatUnknown with the nearest name."""
    for format in formats():
        if format.id == format_id:
            return format
    ids = [format.id for format in formats()]
    near = difflib.get_close_matches(format_id, ids, 1)
    hint = (
        _("Is “{near}” meant?").format(near=near[0]) if near else _("There are: {names}.").format(names=", ".join(ids))
    )
    raise FormatUnknown(format=format_id, hint=hint)


def detect(path: Path) -> Format:
    """The format of a file, by what it holds and else by its extension. Raises FormatUnrecognised, FileUnreadable."""
    head = files.head(path)
    if files.is_database(head):
        raise FileUnreadable(path=path, detail=_("it is a project; “warraq merge” takes in what one holds"))
    for format in formats():
        if format.recognises and format.recognises(head):
            return format
    for format in formats():
        if format.reads and path.suffix.lower() in format.extensions:
            return format
    if not path.suffix:
        return get("text")
    raise FormatUnrecognised(path=path)


def read(path: Path, format_id: str = AUTO, options: ReadOptions | None = None) -> Iterator[Record | Problem]:
    """The records of a file, or of all files of a folder in natural order; what cannot be read is a Problem, the rest goes on.

    Raises FormatUnknown for the id of a format that does not read.
    """
    for file, name in found_files(path):
        yield from read_file(file, name, format_id, options or ReadOptions())


def found_files(path: Path) -> Iterator[tuple[Path | FileUnreadable, str]]:
    """A file, or the files of a folder, each with the name its documents take: its own, or its path in the folder."""
    if not files.is_folder(path):
        yield path, path.stem
        return
    for file in files.walk(path):
        if isinstance(file, FileUnreadable):
            yield file, str(file.values["path"])
        elif not files.is_manifest(file) and not any(
            format.accompanies and format.accompanies(file) for format in formats()
        ):
            yield file, file.relative_to(path).with_suffix("").as_posix()


def read_file(
    file: Path | FileUnreadable, name: str, format_id: str, options: ReadOptions
) -> Iterator[Record | Problem]:
    """The records of one file that ``found_files`` gave."""
    reader = None if format_id == AUTO else _reader(get(format_id))
    try:
        if isinstance(file, FileUnreadable):
            raise file
        yield from (reader or _reader(detect(file)))(file, replace(options, name=name))
    except WarraqError as error:
        yield Problem(str(file) if isinstance(file, Path) else name, error)
    except OSError as error:  # it, or a file beside it, vanished while it was read
        yield Problem(str(file), FileUnreadable(path=error.filename or file, detail=reason(error)))


def _reader(format: Format) -> Reader:
    if format.read is None:
        raise FormatUnknown(format=format.id, hint=_("It can only be written."))
    return format.read

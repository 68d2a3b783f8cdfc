"""Formats of a file a document, written as a folder of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.errors import FileUnreadable, WarraqError
from annotator.formats import files
from annotator.formats.folder import FileNames
from annotator.formats.format import Problem, ReadOptions, Writer
from annotator.records import Record
from annotator.texts import _

FILE_LIMIT = 50 * files.MEGABYTE
"""Bytes of a file of one document with all its tokens and layers: some 300,000 words."""


class FolderWriter(Writer):
    """Gives each document a file of its own, named after it."""

    def __init__(self, folder: Path, extension: str) -> None:
        super().__init__()
        self.folder = folder
        self._extension = extension
        self._names = FileNames()

    def next_file(self, record: Record) -> Path:
        """The file that a record goes to."""
        return self.folder / f"{self._names.new(record)}{self._extension}"

    def close(self) -> None:
        """Nothing is open between two documents."""


def records(
    path: Path, extension: str, options: ReadOptions, record: Callable[[Path, str], Record]
) -> Iterator[Record | Problem]:
    """The record that ``record`` makes of a file and its name: of the file itself, or of those of a folder with this extension.

    A file of a folder that cannot be read is a Problem; they come in natural order.
    """
    if not files.is_folder(path):
        yield record(path, options.name or path.stem)
        return
    for file in files.walk(path):
        if isinstance(file, FileUnreadable):
            yield Problem(str(file.values["path"]), file)
        elif file.suffix.lower() == extension:
            try:
                yield record(file, file.relative_to(path).with_suffix("").as_posix())
            except WarraqError as error:
                yield Problem(str(file), error)


def content(file: Path, limit: int = 0) -> bytes:
    """The bytes of a file. Raises FileUnreadable, also where they are more than the limit, or than a document can have."""
    limit = limit or FILE_LIMIT
    with files.opened(file) as opened:
        data = opened.read(limit + 1)
    if len(data) > limit:
        raise FileUnreadable(path=file, detail=_("it has more than {limit} MB").format(limit=limit // files.MEGABYTE))
    return data

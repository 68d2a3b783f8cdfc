"""What readers share that take the text out of a file of another kind."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.errors import FileEmpty, FileTooLarge, WarraqError
from annotator.formats import files
from annotator.formats.format import Loss
from annotator.records import Record, Source, Span

NO_SPANS = tuple(Loss)
"""What a file of running text cannot hold; and its white space comes in as a reader sees it."""


def record(
    text: str, name: str, source: Source, *, spans: Sequence[Span] = (), notes: Sequence[WarraqError] = ()
) -> Record:
    """The record of a text that was taken out of a file. Raises FileEmpty, FileTooLarge."""
    if not text.strip():
        raise FileEmpty(path=source.path)
    if len(text) > files.DOCUMENT_LIMIT:
        size = -(-len(text) // files.MEGABYTE)
        raise FileTooLarge(path=source.path, size=size, limit=files.DOCUMENT_LIMIT // files.MEGABYTE)
    found = tuple(dict.fromkeys(spans))
    return Record(text.replace("\0", "\ufffd"), name, annotations=found, source=source, notes=tuple(notes))

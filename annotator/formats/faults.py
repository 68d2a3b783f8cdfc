"""What keeps a text or a span from being taken, the same for every format."""

from __future__ import annotations

from annotator.errors import RecordInvalid, SpanEmpty, SpanOutsideText
from annotator.formats import files
from annotator.texts import _


def text_fault(text: str) -> str:
    """Why no document can have this text, in words; nothing where one can."""
    if not text.strip():
        return _("its text is empty")
    if "\0" in text:
        return _("its text holds a NUL at character {position}").format(position=text.index("\0"))
    if len(text) > files.DOCUMENT_LIMIT:
        limit = files.DOCUMENT_LIMIT // files.MEGABYTE
        return _("its text has more than {limit} million characters").format(limit=limit)
    return ""


def check_text(text: str | None, place: str) -> str:
    """The text, where a document can have it. Raises RecordInvalid."""
    if fault := text_fault(text or ""):
        raise RecordInvalid(place=place, detail=fault)
    return text or ""


def check_span(start: int, end: int, length: int, place: str) -> None:
    """That a span ``[start, end)`` lies within a text of this length. Raises SpanEmpty, SpanOutsideText."""
    if start >= end:
        raise SpanEmpty(place=place, start=start, end=end, length=length)
    if start < 0 or end > length:
        raise SpanOutsideText(place=place, start=start, end=end, length=length)

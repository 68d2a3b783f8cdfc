"""PDF: the text of its pages, a paragraph a line, an empty line between pages. What is doubtful about it is noted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FileTooLarge, FileUnreadable, TextDoubtful
from annotator.formats import extracted, files
from annotator.formats.format import Format, Problem, ReadOptions, Unit
from annotator.formats.pdf_lines import page_lines
from annotator.formats.pdf_paragraphs import paragraphs
from annotator.records import Record, Source
from annotator.text.drawn import doubts, without_strange
from annotator.texts import _, mark

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_PAGES_NAMED = 10
_PAGE_LIMIT = 300_000
"""Letters of one page: more than the largest newspaper has."""


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    source = Source(str(path), "pdf", sha256=files.digest(path))
    pages: list[str] = []
    pictures: list[int] = []
    length = 0
    with closing(_document(path)) as document:
        for number in range(1, len(document) + 1):
            lines, is_picture = _page(document, number, path)
            length += len(lines)
            if length > files.DOCUMENT_LIMIT:
                size = -(-length // files.MEGABYTE)
                raise FileTooLarge(path=path, size=size, limit=files.DOCUMENT_LIMIT // files.MEGABYTE)
            if lines.strip():
                pages.append(lines)
            elif is_picture:
                pictures.append(number)
    if not pages and pictures:
        detail = _("its pages are pictures without text; let a program for text recognition (OCR) add the text first")
        raise FileUnreadable(path=path, detail=detail)
    text = "\n\n".join(pages)
    notes = [TextDoubtful(place=path, detail=detail) for detail in (*doubts(text), *_missing(pictures))]
    yield extracted.record(without_strange(text), options.name or path.stem, source, notes=notes)


def _document(path: Path) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError, raw

    try:
        return PdfDocument(path)
    except PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            detail = _("it is locked with a password; save it without one, and import that")
        else:
            detail = _("it is no PDF, or damaged; if a viewer still opens it, print it to a new file there")
        raise FileUnreadable(path=path, detail=detail) from error


def _page(document: PdfDocument, number: int, path: Path) -> tuple[str, bool]:
    """The text of a page, and whether a picture is on it."""
    from pypdfium2 import PdfiumError, raw

    try:
        with closing(document[number - 1]) as page, closing(page.get_textpage()) as letters:
            if letters.count_chars() > _PAGE_LIMIT:
                detail = _("its page {page} holds more than {limit} letters").format(page=number, limit=_PAGE_LIMIT)
                raise FileUnreadable(path=path, detail=detail)
            lines = "\n".join(paragraphs(page_lines(letters)))
            return lines, not lines and _has(page, raw.FPDF_PAGEOBJ_IMAGE)
    except PdfiumError as error:
        detail = _("its page {page} is damaged; if a viewer still shows it, print it to a new file there")
        raise FileUnreadable(path=path, detail=detail.format(page=number)) from error


def _has(page: PdfPage, kind: int) -> bool:
    return any(True for _object in page.get_objects(filter=[kind]))


def _missing(pictures: Sequence[int]) -> Iterator[str]:
    """A sentence on pages that are pictures, if there are any."""
    if pictures:
        named = _(", ").join(map(str, pictures[:_PAGES_NAMED])) + ("…" if len(pictures) > _PAGES_NAMED else "")
        yield _("these pages are pictures without text: {pages}").format(pages=named)


def _recognises(head: bytes) -> bool:
    return head[:1024].lstrip().startswith(b"%PDF-")


FORMATS = (Format("pdf", mark("PDF"), (".pdf",), Unit.NONE, extracted.NO_SPANS, read=_read, recognises=_recognises),)

"""EPUB: a chapter a document, in the order of the book, under its own title."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from annotator.errors import FileEmpty, FileUnreadable, WarraqError
from annotator.formats import archive, extracted, files
from annotator.formats.format import Format, Problem, ReadOptions, Unit
from annotator.formats.html import html_role
from annotator.formats.markup import text_of
from annotator.formats.trees import html_tree, xml_tree
from annotator.records import Record, Source
from annotator.texts import _, mark

if TYPE_CHECKING:
    from zipfile import ZipFile

    from lxml.etree import _Element as Element

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html")
_TITLE = 200
"""Characters that a name may have."""


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    sha256 = files.digest(path)
    name = options.name or path.stem
    empty = True
    with archive.opened(path) as book:
        for number, part in enumerate(_spine(book, path), 1):
            place = files.place(path, part)
            source = Source(str(path), "epub", sha256=sha256, place=part)
            try:
                chapter = _chapter(archive.member(book, part, path), place)
                if chapter:
                    text, title = chapter
                    yield extracted.record(text, title or f"{name}:{number}", source)
                    empty = False
            except WarraqError as error:
                yield Problem(place, error)
                empty = False
    if empty:
        raise FileEmpty(path=path)


def _spine(book: ZipFile, path: Path) -> list[str]:
    """The parts of a book that are its pages, in their order; without its table of contents. Raises FileUnreadable."""
    container = xml_tree(archive.member(book, _CONTAINER, path), path)
    root = container.find(".//{*}rootfile")
    if root is None:
        raise FileUnreadable(path=path, detail=_("it is no EPUB: it does not say where its book is"))
    package = root.get("full-path", "")
    tree = xml_tree(archive.member(book, package, path), path)
    items = {item.get("id"): item for item in tree.iterfind("{*}manifest/{*}item")}
    pages = (items.get(entry.get("idref")) for entry in tree.iterfind("{*}spine/{*}itemref"))
    found = [_part(package, page.get("href", "")) for page in pages if page is not None and _is_chapter(page)]
    if locked := _locked(book, path).intersection(found):
        detail = _("its part {part} is locked against copying (DRM); import a copy without").format(part=min(locked))
        raise FileUnreadable(path=path, detail=detail)
    return list(dict.fromkeys(found))


def _is_chapter(page: Element) -> bool:
    return page.get("media-type") in _PAGES and "nav" not in page.get("properties", "").split()


def _part(package: str, address: str) -> str:
    """The name in the archive of what the package names by an address."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(address.partition("#")[0])))


def _locked(book: ZipFile, path: Path) -> set[str]:
    """The parts that only the shop's own reader can read."""
    if _ENCRYPTION not in book.namelist():
        return set()
    tree = xml_tree(archive.member(book, _ENCRYPTION, path), path)
    return {unquote(reference.get("URI", "")) for reference in tree.iter("{*}CipherReference")}


def _chapter(data: bytes, place: str) -> tuple[str, str] | None:
    """The text of a page and its title; None for a page of pictures alone."""
    root = html_tree(data, place)
    if root is None:
        return None
    text, _spans = text_of(root, html_role)
    return (text, _title(root)) if text.strip() else None


def _title(root: Element) -> str:
    """The first heading, or what the page calls itself."""
    for name in ("h1", "h2", "h3", "title"):
        for element in root.iter(f"{{*}}{name}"):
            if words := " ".join("".join(element.itertext()).split()):
                return words[:_TITLE]
    return ""


def _recognises(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and b"application/epub+zip" in head[:200]


FORMATS = (
    Format(
        "epub",
        mark("EPUB book"),
        (".epub",),
        Unit.NONE,
        extracted.NO_SPANS,
        read=_read,
        recognises=_recognises,
    ),
)

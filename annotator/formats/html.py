"""HTML and Markdown: the text as a browser shows it, without scripts, styles, comments and what is hidden."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FileEmpty, RecordInvalid
from annotator.formats import extracted, files
from annotator.formats.encoding import decode
from annotator.formats.format import Format, Problem, ReadOptions, Unit
from annotator.formats.markup import Role, name_of, text_of
from annotator.formats.safe_xml import check_elements
from annotator.formats.trees import html_tree
from annotator.records import Record, Source
from annotator.texts import _, mark

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SIGNS, _SIGNS_LIMIT = "\n*_[`<|~&\\", 500_000
"""The signs of Markdown that make an element, and line ends; each may take the parser 800 bytes and 30 microseconds."""
_ROLES = {
    Role.BLOCK: "p h1 h2 h3 h4 h5 h6 ul ol dl menu table blockquote hr figure fieldset form details",
    Role.LINE: "html body div section article main header footer nav aside address caption figcaption legend summary"
    " dt dd option center dir optgroup select thead tbody tfoot hgroup search",
    Role.ITEM: "li",
    Role.ROW: "tr",
    Role.CELL: "td th",
    Role.BREAK: "br",
    Role.VERBATIM: "pre listing xmp",
    Role.OUT: "head script style template noscript iframe object embed svg audio video canvas textarea input datalist"
    " map rp noframes title",
}
_ROLE = {name: role for role, names in _ROLES.items() for name in names.split()}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOTES = frozenset({"footnote", "endnote", "rearnote"})
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_NESTING = 60
"""How deep the blocks of Markdown may lie in each other, that what they become is not too deep for HTML."""


def html_role(element: Element) -> Role:
    """What an element of HTML does to the text in it."""
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
        return Role.OUT
    if _is_note(element):
        return Role.NOTE
    return _ROLE.get(name_of(element), Role.INLINE)


def _is_note(element: Element) -> bool:
    types = (element.get(_EPUB_TYPE) or element.get("epub:type") or "").split()
    return not _NOTES.isdisjoint(types) or element.get("role") == "doc-footnote"


def _read_html(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    data = files.read_whole(path)
    root = html_tree(data, path, options.encoding)
    if root is None:
        raise FileEmpty(path=path)
    yield _record(text_of(root, html_role)[0], path, options, "html", data)


def _read_markdown(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    data = files.read_whole(path)
    rendered = _rendered(decode(data, str(path), options.encoding).text, path)
    root = html_tree(rendered.encode(), path, "utf-8")
    if root is None:
        raise FileEmpty(path=path)
    yield _record(text_of(root, html_role)[0], path, options, "markdown", data)


def _rendered(text: str, path: Path) -> str:
    from markdown_it import MarkdownIt

    check_elements(sum(map(text.count, _SIGNS)), path, _SIGNS_LIMIT)
    markdown = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable(["table", "strikethrough"])
    tokens = markdown.parse(_FRONT_MATTER.sub("", text, count=1))
    if any(token.level >= _NESTING - 1 for token in tokens):
        # What lies deeper is dropped in silence.
        detail = _("its lists or quotations lie more than {levels} deep in each other").format(levels=_NESTING)
        raise RecordInvalid(place=path, detail=detail)
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _record(text: str, path: Path, options: ReadOptions, format_id: str, data: bytes) -> Record:
    source = Source(str(path), format_id, sha256=hashlib.sha256(data).hexdigest())
    return extracted.record(text, options.name or path.stem, source)


def _recognises_html(head: bytes) -> bool:
    start = head[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start)


FORMATS = (
    Format("markdown", mark("Markdown"), (".md", ".markdown"), Unit.NONE, extracted.NO_SPANS, read=_read_markdown),
    Format(
        "html",
        mark("HTML page"),
        (".html", ".htm", ".xhtml"),
        Unit.NONE,
        extracted.NO_SPANS,
        read=_read_html,
        recognises=_recognises_html,
    ),
)

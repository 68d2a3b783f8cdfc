"""XML and HTML from outside, parsed without trust: nothing is fetched, unfolded or read half."""

from __future__ import annotations

import re
from html.entities import html5
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FileUnreadable
from annotator.formats.encoding import decode
from annotator.formats.safe_xml import check_elements, elements_in
from annotator.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LEVELS = 255
_PIECE = 10
"""What the parser of XML and HTML takes: elements in each other, and MB in one piece of text."""
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*>", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&(\w+;)")
_OWN_ENTITIES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_SAID_ENCODING = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""")
_SAID_WITHIN = 4096


def xml_tree(data: bytes, path: Path | str) -> Element:
    """The root of an XML document. Raises FileUnreadable where it is not well formed or declares a document type."""
    from lxml import etree

    check_elements(elements_in(data), path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FileUnreadable(path=path, detail=_parse_fault(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        detail = _("it declares a document type (DOCTYPE), which is not read from outside; remove the declaration")
        raise FileUnreadable(path=path, detail=detail)
    return root


def html_tree(data: bytes, path: Path | str, encoding: str | None = None) -> Element | None:
    """The root of an HTML or XHTML document, None where it holds nothing. Raises FileUnreadable and what ``decode`` does."""
    from lxml import etree

    text = _decoded(data, path, encoding)
    if _DECLARATION.match(text) or "http://www.w3.org/1999/xhtml" in text[:_SAID_WITHIN]:
        strict = _ENTITY.sub(_character, _DOCTYPE.sub("", _DECLARATION.sub("", text, count=1), count=1))
        try:
            return xml_tree(strict.encode(), path)
        except FileUnreadable:
            pass  # it says that it is XML and is not: so a browser reads it as HTML, as we do
    data = text.encode()
    check_elements(elements_in(data), path)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if text.strip():
            raise FileUnreadable(path=path, detail=_parse_fault(error)) from error
        return None
    # After such a fault the parser gives what it has so far.
    if any(fault.level == etree.ErrorLevels.FATAL for fault in parser.error_log):
        raise FileUnreadable(path=path, detail=_too_much())
    return root


def _decoded(data: bytes, path: Path | str, encoding: str | None) -> str:
    said = _XML_ENCODING.search(data[:_SAID_WITHIN]) or _SAID_ENCODING.search(data[:_SAID_WITHIN])
    if not encoding and said:
        try:
            text = data.decode(said[1].decode())
        except (LookupError, ValueError):
            pass  # what it says of itself is wrong: its bytes tell
        else:
            if "\0" not in text:
                return text.removeprefix("\ufeff")
    return decode(data, str(path), encoding).text


def _character(found: re.Match[str]) -> str:
    """The character of a name that HTML knows and XML does not."""
    return found[0] if found[1] in _OWN_ENTITIES else html5.get(found[1], found[0])


def _parse_fault(error: SyntaxError) -> str:
    from lxml import etree

    if getattr(error, "code", None) == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        return _too_much()
    return _("it is not well-formed XML: line {line}, column {column}").format(
        line=error.lineno or 1, column=error.offset or 1
    )


def _too_much() -> str:
    return _(
        "its elements lie more than {levels} deep in each other, one holds more than {limit} MB of text, or its entities unfold too far"
    ).format(levels=_LEVELS, limit=_PIECE)

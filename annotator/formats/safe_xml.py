"""XML from anywhere: read in a stream, with nothing fetched, nothing expanded and no document type of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from annotator.errors import FileUnreadable, RecordInvalid
from annotator.formats import files
from annotator.texts import _, number

_CHUNK = 65_536
ELEMENTS_LIMIT = 2_000_000
"""Elements of one document, each of which takes some 120 bytes."""
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def elements(path: Path, names: Collection[str], document_type: str = "") -> Iterator[Any]:
    """The elements of these names, wherever they stand, each as it ends; it is emptied when the next one is asked for.

    Names are without namespaces. A document type is refused, but for the name of one known file, ``document_type``.
    Raises FileUnreadable.
    """
    from lxml import etree

    parser = etree.XMLPullParser(
        ("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        with files.opened(path) as file:
            yield from _pulled(file, parser, path, names, document_type)
    except etree.XMLSyntaxError as error:
        line = (error.position or (1, 0))[0]
        raise FileUnreadable(path=files.place(path, line), detail=_("it is no well-formed XML")) from error


def _pulled(file: BinaryIO, parser: Any, path: Path, names: Collection[str], document_type: str) -> Iterator[Any]:
    begun = False
    since = count = 0
    data = file.read(_CHUNK)
    while True:
        if data:
            parser.feed(data)
        else:
            parser.close()
        for event, element in parser.read_events():
            if not begun:
                _check_document_type(element, path, document_type)
                begun = True
            if event == "end" and local_name(element) in names:
                since = count = 0
                yield element
                _drop(element)
        if not data:
            return
        since += len(data)
        count += elements_in(data)
        check_elements(count, path)
        if since > files.DOCUMENT_LIMIT:
            limit = files.DOCUMENT_LIMIT // files.MEGABYTE
            raise FileUnreadable(
                path=path, detail=_("one of its documents has more than {limit} MB").format(limit=limit)
            )
        data = file.read(_CHUNK)


def elements_in(data: bytes) -> int:
    """About how many elements a stretch of XML or HTML has, before it is parsed."""
    return data.count(b"<") - data.count(b"</")


def check_elements(count: int, path: Path | str, limit: int = 0) -> None:
    """That a document of so many elements is read. Raises FileUnreadable."""
    limit = limit or ELEMENTS_LIMIT
    if count > limit:
        raise FileUnreadable(path=path, detail=_("it has more than {limit} elements").format(limit=number(limit)))


def _check_document_type(root: Any, path: Path, known: str) -> None:
    info = root.getroottree().docinfo
    if info.internalDTD is None:
        return
    inside = next(iter(info.internalDTD.iterentities()), None) or next(iter(info.internalDTD.iterelements()), None)
    if not known or inside is not None or (info.system_url or "").rpartition("/")[2] != known:
        raise FileUnreadable(path=path, detail=_("it brings a document type of its own, which may hide anything"))


def _drop(element: Any) -> None:
    """Empty an element and forget those before it, so that memory stays flat."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def local_name(element: Any) -> str:
    """The name of an element without its namespace; nothing for an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def is_fit(*texts: str) -> bool:
    """Whether XML can hold every character of these texts."""
    return not any(_UNFIT.search(text) for text in texts)


def check(text: str, place: str) -> None:
    """Raises RecordInvalid where a text holds a character that XML cannot hold."""
    if unfit := _UNFIT.search(text):
        detail = _("it holds the character U+{code}, which XML cannot hold").format(code=f"{ord(unfit[0]):04X}")
        raise RecordInvalid(place=place, detail=detail)

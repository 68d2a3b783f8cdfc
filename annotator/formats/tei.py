"""TEI: the text of an edition, with its names and dates as annotations. Their labels are the ``type`` the file gives, or the element's name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FileUnreadable
from annotator.formats import extracted, files
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit
from annotator.formats.markup import Role, name_of, text_of
from annotator.formats.trees import xml_tree
from annotator.records import Record, Source, reading_order
from annotator.texts import _, mark

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_ROLES = {
    Role.BLOCK: "p ab head lg sp list table div div1 div2 div3 div4 div5 div6 div7 body front back text opener"
    " closer titlepage figure argument epigraph postscript castlist listbibl floatingtext",
    Role.LINE: "l speaker stage salute signed dateline byline trailer titlepart docauthor docdate label address"
    " addrline castitem",
    Role.ITEM: "item",
    Role.ROW: "row",
    Role.CELL: "cell",
    Role.SPACE: "lb pb cb gb milestone gap",
    Role.NOTE: "note",
    Role.OUT: "teiheader facsimile sourcedoc standoff xenodata fw figdesc del surplus witdetail interp interpgrp spangrp",
}
_ROLE = {name: role for role, names in _ROLES.items() for name in names.split()}
_SECOND_FORMS = frozenset({"corr", "reg", "expan"})
"""What an editor puts beside what the source has: of the two the text keeps the source's."""
_NAMES = frozenset({"persName", "placeName", "orgName", "date"})
_TYPED_NAMES = frozenset({"name", "rs"})
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:TEI|teiCorpus)\s[^>]*" + re.escape(_NAMESPACE.encode()))


def _role(element: Element) -> Role:
    name = name_of(element)
    if name in ("lb", "pb", "cb", "gb") and element.get("break") == "no":
        return Role.GLUE
    return Role.OUT if _is_second_form(element, name) else _ROLE.get(name, Role.INLINE)


def _is_second_form(element: Element, name: str) -> bool:
    """Whether the text has the same in another form: a correction beside what it corrects, a reading beside the one taken."""
    parent = element.getparent()
    if parent is None:
        return False
    if name_of(parent) == "choice":
        return name in _SECOND_FORMS and len(parent) > 1
    return name == "rdg" and next(parent.iterchildren("{*}lem", "{*}rdg")) is not element


def _label(element: Element) -> str:
    name = str(element.tag).rpartition("}")[2]
    if name in _TYPED_NAMES:
        return element.get("type", "").strip() or name
    return name if name in _NAMES else ""


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    data = files.read_whole(path)
    root = xml_tree(data, path)
    if root.tag not in (f"{{{_NAMESPACE}}}TEI", f"{{{_NAMESPACE}}}teiCorpus"):
        raise FileUnreadable(path=path, detail=_("it is XML, but no TEI"))
    text, spans = text_of(root, _role, label=_label)
    source = Source(str(path), "tei", sha256=hashlib.sha256(data).hexdigest())
    yield extracted.record(text, options.name or path.stem, source, spans=sorted(spans, key=reading_order))


def _recognises(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _ROOT.search(head) is not None


FORMATS = (
    Format(
        "tei",
        mark("TEI edition"),
        (".tei",),
        Unit.NONE,
        (Loss.CROSSING, Loss.WHITESPACE, Loss.SCORES, Loss.META, Loss.PROVENANCE),
        read=_read,
        recognises=_recognises,
    ),
)

"""Word documents: paragraphs and tables in their order, then footnotes and endnotes; headers, footers and deletions are left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FileUnreadable
from annotator.formats import archive, extracted, files
from annotator.formats.format import Format, Problem, ReadOptions, Unit
from annotator.formats.markup import Role, name_of, text_of
from annotator.formats.trees import xml_tree
from annotator.records import Record, Source
from annotator.texts import _, mark

if TYPE_CHECKING:
    from zipfile import ZipFile

    from lxml.etree import _Element as Element

_ROLES = {
    Role.BLOCK: "tbl footnote endnote",
    Role.ROW: "tr",
    Role.CELL: "tc",
    Role.BREAK: "br cr",
    Role.SPACE: "tab ptab",
    # What was deleted or moved away, and the older form of a drawing that stands there in a newer one.
    Role.OUT: "del movefrom fallback",
}
_ROLE = {name: role for role, names in _ROLES.items() for name in names.split()}
_SPEAKS = frozenset({"t"})
_CHARACTERS = {"{*}noBreakHyphen": "\u2011", "{*}softHyphen": "\u00ad"}
_NOTES = ("footnotes.xml", "endnotes.xml")


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    with archive.opened(path) as package:
        main = _main_part(package, path)
        names = [main, *(f"{main.rpartition('/')[0]}/{name}" for name in _NOTES)]
        parts = [archive.member(package, name, path) for name in names if name == main or name in package.namelist()]
    texts = [_text(part, path) for part in parts]
    source = Source(str(path), "docx", sha256=files.digest(path))
    yield extracted.record("\n\n".join(filter(None, texts)), options.name or path.stem, source)


def _main_part(package: ZipFile, path: Path) -> str:
    """The name of the part that holds the text, by what the package says of itself."""
    for relation in xml_tree(archive.member(package, "_rels/.rels", path), path).iterchildren("{*}Relationship"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return str(relation.get("Target", "")).removeprefix("/")
    raise FileUnreadable(path=path, detail=_("it is no Word document"))


def _text(part: bytes, path: Path) -> str:
    root = xml_tree(part, path)
    for name, character in _CHARACTERS.items():
        for element in root.iter(name):
            element.tag, element.text = "t", character
    return text_of(root, _role, speaks=_SPEAKS)[0]


def _role(element: Element) -> Role:
    match name := name_of(element):
        case "p":
            return Role.ITEM if _is_item(element) else Role.BLOCK
        case "r" if element.find("{*}rPr/{*}vanish") is not None:
            return Role.OUT
        case "footnote" | "endnote" if _value(element, "type"):
            return Role.OUT  # the line that parts the notes from the page
    return _ROLE.get(name, Role.INLINE)


def _is_item(paragraph: Element) -> bool:
    style = paragraph.find("{*}pPr/{*}pStyle")
    listed = style is not None and _value(style, "val").startswith("List")
    return listed or paragraph.find("{*}pPr/{*}numPr") is not None


def _value(element: Element, name: str) -> str:
    """An attribute in whichever namespace: transitional and strict documents have two."""
    found = (value for key, value in element.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))


def _recognises(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and b"word/document.xml" in head


FORMATS = (
    Format(
        "docx",
        mark("Word document"),
        (".docx",),
        Unit.NONE,
        extracted.NO_SPANS,
        read=_read,
        recognises=_recognises,
    ),
)

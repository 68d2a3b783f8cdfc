"""Changes to a file that leave most of it well formed, so that what is wrong with it lies deep: in JSON, XML, ZIP, lines and columns."""

from __future__ import annotations

import copy
import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

Bytes = Callable[[bytes, int], bytes]
ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        2,
        3,
        7,
        10**30,
        -(10**30),
        1.5,
        1e300,
        "",
        " ",
        "\n",
        "\u200f",
        "\u0301",
        "😊",
        "\0",
    ),
    *("-1", "1e400", "٣", "²", "0x1", "x" * 300, "\ud800", "a:b", "a b", "[]", "{}", "B-X", "O", [], {}, [[]], [{}]),
)
_LITTLE = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"&#0;",
    b"&#xd800;",
    b"&a;",
    b"\r",
    b"\x0b",
)
_WORDS = (
    b"-1",
    b"0",
    b"1",
    b"999999999",
    b"1" * 31,
    b"1.5",
    b"1e400",
    b"_",
    b"*",
    b"O",
    b"B-X",
    "\u0301".encode(),
    "😊".encode(),
)
_LITTLE_ONES = (*_LITTLE, *_WORDS, b" ", b"\t", b"\n", b'"', b"|", b":", b";", b"-", b"(", b")", b"[", b"]")


def mutated(data: bytes, size: int, seed: int, other: Bytes) -> bytes:
    """The data changed once or some times; ``other`` is what the fuzzer would do."""
    chance = random.Random(seed)
    for _change in range(chance.choice((1, 1, 1, 2, 3, 5))):
        change = chance.choice((_structure, _structure, _structure, _lines, _lines, _little, None))
        data = change(data, chance) if change else other(data, size)
    return data[:size]


def _structure(data: bytes, chance: random.Random) -> bytes:
    if data.startswith(b"PK"):
        return _zip(data, chance)
    for change in (_json, _json_line, _xml):
        with suppress(Exception):
            return change(data, chance)
    return _lines(data, chance)


def _json(data: bytes, chance: random.Random) -> bytes:
    value = {"": json.loads(data)}
    ways = _ways(value)[1:]
    *way, last = chance.choice(ways)
    inside: Any = value
    for key in way:
        inside = inside[key]
    match chance.randrange(4):
        case 0:
            inside[last] = chance.choice(ODD)
        case 1:
            inside[last] = copy.deepcopy(_at(value, chance.choice(ways)))
        case 2 if way:
            del inside[last]
        case _ if isinstance(inside, list):
            inside.insert(last, copy.deepcopy(inside[last]))
        case _:
            inside[last] = _nudged(inside[last], chance)
    return json.dumps(value[""], ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _nudged(value: Any, chance: random.Random) -> Any:
    if isinstance(value, int):
        return value + chance.choice((-2, -1, 1, 2, 100))
    if isinstance(value, str):
        at = chance.randint(0, len(value))
        return value[:at] + chance.choice(("\n", " ", "😊", "\u0301", "\r\n", "\x1c", "a", "\u2028")) + value[at:]
    return chance.choice(ODD)


def _json_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    lines[place] = _json(lines[place], chance)
    return b"\n".join(lines)


def _ways(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every part of a value."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [way, *(found for key in keys for found in _ways(value[key], (*way, key)))]


def _at(value: Any, way: tuple[Any, ...]) -> Any:
    for key in way:
        value = value[key]
    return value


def _xml(data: bytes, chance: random.Random) -> bytes:
    from lxml import etree

    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    tree = root.getroottree()
    elements = list(root.iter())
    one, other = chance.choice(elements), chance.choice(elements)
    texts = [str(value) for value in ODD if etree.XML and "\0" not in str(value) and "\ud800" not in str(value)]
    match chance.randrange(8):
        case 0 if one is not root:
            one.getparent().remove(one)
        case 1 if one is not root:
            one.addnext(copy.deepcopy(one))
        case 2 if one is not root and len(list(other.iter())) < 50:
            one.append(copy.deepcopy(other))
        case 3:
            one.text = chance.choice([*texts, (one.text or "")[1:], (one.text or "") + "\u0301 a"])
        case 4:
            one.tail = chance.choice([*texts, (one.tail or "")[1:], (one.tail or "") + "😊"])
        case 5 if one.attrib:
            del one.attrib[chance.choice(list(one.attrib))]
        case 6 if isinstance(other.tag, str):
            one.tag = other.tag
        case _ if one.attrib:
            name = chance.choice(list(one.attrib))
            values = [value for element in elements for value in element.attrib.values()]
            one.attrib[name] = chance.choice([*texts, *values])
        case _:
            one.set(chance.choice(("id", "start", "end", "type", "n", "class")), chance.choice(texts))
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)


def _lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    place, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(7):
        case 0:
            del lines[place]
        case 1:
            lines.insert(other, lines[place])
        case 2:
            lines[place], lines[other] = lines[other], lines[place]
        case 3:
            lines.insert(place, b"")
        case 4:
            lines[place] += chance.choice((b"\r", b" ", b"\t", b"\tO", b"\\"))
        case _:
            lines[place] = _columns(lines[place], lines[other], chance)
    return b"\n".join(lines)


def _columns(line: bytes, other: bytes, chance: random.Random) -> bytes:
    found = [by for by in (b"\t", b",", b" ", b"|", b";", b"-", b".") if by in line]
    if not found:
        return chance.choice(_LITTLE_ONES)
    by = chance.choice(found)
    columns, others = line.split(by), other.split(by)
    place = chance.randrange(len(columns))
    match chance.randrange(4):
        case 0:
            del columns[place]
        case 1:
            columns.insert(place, columns[place])
        case 2:
            columns[place] = chance.choice(others)
        case _:
            columns[place] = chance.choice(_LITTLE_ONES)
    return by.join(columns)


def _little(data: bytes, chance: random.Random) -> bytes:
    """One number or word changed, or one sign put in."""
    numbers = list(re.finditer(rb"\d+", data))
    if numbers and chance.random() < 0.5:
        found = chance.choice(numbers)
        new = chance.choice((*_WORDS, str(max(0, int(found[0][:9]) + chance.choice((-1, 1)))).encode()))
        return data[: found.start()] + new + data[found.end() :]
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(_LITTLE_ONES) + data[at + chance.choice((0, 0, 1)) :]


def _zip(data: bytes, chance: random.Random) -> bytes:
    """An archive with one of its members changed, and packed again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:
        members = []
    if not members:
        return _little(data, chance)
    place = chance.randrange(len(members))
    name, content = members[place]
    match chance.randrange(8):
        case 0:
            del members[place]
        case 1:
            members[place] = chance.choice(("../x", "/x", "a" * 300, name.upper())), content
        case _:
            change = chance.choice((_structure, _structure, _little, _lines))
            members[place] = name, change(content, chance) if not content.startswith(b"PK") else content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()

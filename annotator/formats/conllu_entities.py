"""Entities in the MISC column of CoNLL-U: brackets over words (``Entity=(e1-PERS-1``…``e1)``), or a tag a word (``NER=B-PERS``)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

HEADER = "# global.Entity = "
FIELDS = ("eid", "etype", "head", "other")
"""What the parts of an opening bracket are called where the file does not say: the fields of CorefUD."""
_TYPES = ("etype", "entity")
_IDS = ("eid", "GRP")
_TAG_KEYS = frozenset({"ner", "ne", "namedentity", "name"})
_TAG = re.compile(r"O|[BIELSU]-(\S.*)")
_CHUNK = re.compile(r"\(([^()]*)(\)?)|([^()]+)\)")
_PART = re.compile(r"(.*)\[([0-9]{1,9})/[0-9]+\]")
_SIGNS = re.compile(r"[\s%|()\[\]=-]")
"""What a label may not hold in brackets."""


@dataclass(slots=True)
class Segment:
    """A bracket and its end, as numbers of words; ``said`` is what the opening bracket says."""

    first: int
    last: int
    said: str


@dataclass(slots=True)
class Mention:
    """What one entity is called in one place: one segment, or several where it is discontinuous."""

    label: str
    segments: list[Segment] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.segments[0].first

    @property
    def last(self) -> int:
        return max(segment.last for segment in self.segments)


def misc(value: str) -> list[str]:
    """The attributes of a MISC column."""
    return [] if value == "_" else value.split("|")


def is_entity(attribute: str) -> bool:
    """Whether an attribute of MISC says something of entities that is read here."""
    key, _equals, value = attribute.partition("=")
    return key == "Entity" or (key.casefold() in _TAG_KEYS and _TAG.fullmatch(value) is not None)


class Entities:
    """Finds the mentions of a document, its words given one by one."""

    def __init__(self, fields: Sequence[str]) -> None:
        self.mentions: list[Mention] = []
        self._fields = fields
        self._open: dict[str, list[tuple[Mention, Segment]]] = defaultdict(list)
        self._parts: dict[str, Mention] = {}
        self._tagged: Mention | None = None
        self._word = -1

    def add(self, value: str) -> str:
        """Take in the MISC column of the next word. Returns the bracket that cannot be read, if one cannot."""
        self._word += 1
        attributes = misc(value)
        self._add_tag(next((it.partition("=")[2] for it in attributes if is_entity(it) and it[:7] != "Entity="), "O"))
        for attribute in attributes:
            if attribute.startswith("Entity="):
                return self._add_brackets(attribute[7:])
        return ""

    def _add_tag(self, tag: str) -> None:
        prefix, _dash, label = tag.partition("-")
        goes_on = self._tagged and prefix in "IEL" and self._tagged.label == label
        if not goes_on:
            self._tagged = Mention(label, [Segment(self._word, self._word, "")]) if label else None
            self.mentions += [self._tagged] if self._tagged else []
        elif self._tagged:
            self._tagged.segments[0].last = self._word
        if prefix in "ELSU":
            self._tagged = None

    def _add_brackets(self, value: str) -> str:
        position = 0
        for chunk in _CHUNK.finditer(value):
            if chunk.start() != position:
                break
            position = chunk.end()
            opening, closed, closing = chunk.groups()
            if closing is None:
                self._begin(opening)
            if (closed or closing) and not self._end(closing or _id(opening, self._fields)):
                return chunk[0]
        return value[position:]

    def _begin(self, said: str) -> None:
        values = dict(zip(self._fields, said.split("-"), strict=False))
        name, number = _part(_id(said, self._fields))
        label = next((values[key] for key in _TYPES if key in values), said if "-" not in said else "")
        segment = Segment(self._word, self._word, said)
        mention = self._parts.get(name) if number > 1 else None
        if mention is None:
            mention = Mention(unquote(label))
            self.mentions.append(mention)
        if number:
            self._parts[name] = mention
        mention.segments.append(segment)
        self._open[name].append((mention, segment))

    def _end(self, name: str) -> bool:
        name, _number = _part(name)
        if not self._open[name]:
            return False
        _mention, segment = self._open[name].pop()
        segment.last = self._word
        return True

    def left_open(self) -> str:
        """A bracket that was never closed, if there is one."""
        return next((segment.said for waiting in self._open.values() for _mention, segment in waiting), "")


def _id(said: str, fields: Sequence[str]) -> str:
    """The id in what an opening bracket says; its closing bracket says no more."""
    values = dict(zip(fields, said.split("-"), strict=False))
    return next((values[key] for key in _IDS if key in values), said)


def _part(name: str) -> tuple[str, int]:
    """The id of an entity, and which part of a discontinuous mention a segment is, from 1; 0 for a whole mention."""
    match = _PART.fullmatch(name)
    return (match[1], int(match[2])) if match else (name, 0)


def fields_of(line: str) -> tuple[str, ...]:
    """The fields that a header names; none where it is no header, or one that has no room for a label."""
    found = tuple(line[len(HEADER) :].strip().split("-")) if line.startswith(HEADER) else ()
    return found if set(found) & set(_TYPES) else ()


def named(said: str, label: str, fields: Sequence[str]) -> str:
    """What an opening bracket says, with another label."""
    values = said.split("-")
    place = next((place for place, key in enumerate(fields) if key in _TYPES), 1)
    values += [""] * (place + 1 - len(values))
    return "-".join([*values[:place], _quoted(label), *values[place + 1 :]])


def new(name: str, label: str, fields: Sequence[str]) -> str:
    """What the opening bracket of a new mention says."""
    known = dict.fromkeys(_IDS, name) | dict.fromkeys(_TYPES, _quoted(label)) | {"head": "1"}
    return "-".join(known.get(key, "") for key in fields).rstrip("-")


def _quoted(label: str) -> str:
    """A label without the signs that the brackets use."""
    return _SIGNS.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), label)


def brackets(segments: Sequence[Segment], fields: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The value of ``Entity`` for each word that has one, by the number of the word."""
    opening: dict[int, list[str]] = defaultdict(list)
    single: dict[int, list[str]] = defaultdict(list)
    closing: dict[int, list[str]] = defaultdict(list)
    for segment in sorted(segments, key=lambda it: (it.first, -it.last)):
        if segment.first == segment.last:
            single[segment.first].append(f"({segment.said})")
        else:
            opening[segment.first].append(f"({segment.said}")
            closing[segment.last].insert(0, f"{_id(segment.said, fields)})")
    for word in sorted({*opening, *single, *closing}):
        singles = single.get(word, [])
        parts = [*opening.get(word, []), *singles]
        if word in closing:
            parts = [*singles, *closing[word], *opening.get(word, [])]
        yield word, "".join(parts)

"""What the file of a label set says: labels and colour families, read with care."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

import resources
from annotator.errors import LabelSetInvalid
from annotator.records import LabelId
from annotator.texts import _, mark

KEYS = "123456789"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Colours:
    """Of a family in one theme, as ``#RRGGBB``: the line under a span, the tint behind it, text on the tint."""

    line: str
    tint: str
    text: str


@dataclass(frozen=True, slots=True)
class Family:
    """Labels of one kind, which share a colour."""

    id: str
    names: Mapping[str, str]
    light: Colours
    dark: Colours

    def name(self, speech: str) -> str:
        """Its name in a language (``ar``, ``en``), or the id."""
        return self.names.get(speech) or self.names.get("en") or self.id


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a set. ``id`` is permanent; everything else may change with the set's version."""

    id: LabelId
    names: Mapping[str, str]
    """Language → the short name on a chip; in English the id, unless the set says otherwise."""
    titles: Mapping[str, str]
    family: str
    key: str = ""
    """``1`` to ``9``, or nothing."""
    pattern: int = 0
    """Its place within the family, for a shade or pattern."""
    description: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    retired: bool = False
    """It was given once and is given no more: history and undo still show it."""
    into: LabelId | None = None
    """The label that took the place of a retired one."""

    def name(self, speech: str) -> str:
        """The short name in a language (``ar``, ``en``), or the id."""
        return self.names.get(speech) or self.names.get("en") or self.id

    def title(self, speech: str) -> str:
        """The long name in a language, or the short one."""
        return self.titles.get(speech) or self.titles.get("en") or self.name(speech)


@cache
def families() -> dict[str, Family]:
    """The colour families that every label set may use."""
    path = resources.path("labels", "families.toml")
    return Reader(str(path)).families(tomllib.loads(path.read_text("utf-8")), "")


def hint(asked: str, known: Iterable[str]) -> str:
    """What may have been meant, or all there is."""
    upper = {name.upper(): name for name in known}
    near = difflib.get_close_matches(asked.upper(), upper, n=1)
    if near:
        return _("Did you mean “{label}”?").format(label=upper[near[0]])
    return _("It has: {labels}.").format(labels=", ".join(upper.values()))


def label_json(label: Label) -> dict[str, Any]:
    """A label as plain data, in the shape of its table in a TOML file."""
    return {
        "id": label.id,
        "key": label.key,
        "family": label.family,
        "pattern": label.pattern,
        "names": dict(label.names),
        "titles": dict(label.titles),
        "description": dict(label.description),
        "examples": list(label.examples),
        **({"retired": True} if label.retired else {}),
        **({"into": label.into} if label.into else {}),
    }


def family_json(family: Family) -> dict[str, Any]:
    """A colour family as plain data, in the shape of its table in a TOML file."""
    return {
        "names": dict(family.names),
        **{
            theme: {"line": colours.line, "tint": colours.tint, "text": colours.text}
            for theme, colours in (("light", family.light), ("dark", family.dark))
        },
    }


class Reader:
    """Reads the tables of a label set and says which field is wrong."""

    def __init__(self, place: str) -> None:
        self.place = place

    def fault(self, where: str, detail: str) -> LabelSetInvalid:
        """The error for a field, to be raised."""
        return LabelSetInvalid(place=self.place, detail=f"{where}: {detail}", fault=detail)

    def label_set(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a ``LabelSet``. Raises ``LabelSetInvalid``, as all methods here do."""
        self.known(data, "", "id version names crossing nests families labels")
        labels = self.labels(data)
        own = self.families(self.table(data, "families", ""), "families.")
        known = {**families(), **own}
        for place, label in enumerate(labels, 1):
            if label.family not in known:
                raise self.fault(f"labels[{place}].family", _not_one_of(label.family, known))
        identity = self.text(data, "id", "")
        return {
            "id": identity,
            "names": self.names(data, "names", "") or {"en": identity},
            "version": self.whole(data, "version", "", 1),
            "labels": labels,
            "families": {key: family for key, family in known.items() if any(key == label.family for label in labels)},
            "nests": self.nests(data, [label.id for label in labels]),
            "crossing": self.value(data, "crossing", "", bool, False),
        }

    def labels(self, data: Mapping[str, Any]) -> tuple[Label, ...]:
        entries = [{"id": entry} if isinstance(entry, str) else entry for entry in self.sequence(data, "labels", "")]
        if not entries:
            raise self.fault("labels", _("there must be at least one label"))
        keyless = not any(isinstance(entry, dict) and "key" in entry for entry in entries)
        labels: list[Label] = []
        for place, entry in enumerate(entries):
            key = KEYS[place : place + 1] if keyless else ""
            labels.append(self.label(entry, f"labels[{place + 1}]", key, labels))
        self.successors(labels)
        return tuple(labels)

    def successors(self, labels: list[Label]) -> None:
        """Refuse a set without a label to give, and a label retired into one that cannot be given."""
        given = [label.id for label in labels if not label.retired]
        if not given:
            raise self.fault("labels", _("at least one label must not be retired"))
        for place, label in enumerate(labels, 1):
            if label.into is not None and label.into not in given:
                raise self.fault(f"labels[{place}].into", _not_one_of(label.into, given))

    def label(self, entry: object, where: str, key: str, before: list[Label]) -> Label:
        if not isinstance(entry, dict):
            raise self.fault(where, _("must be a name or a table"))
        self.known(entry, f"{where}.", "id key family pattern names titles description examples retired into")
        identity = self.text(entry, "id", f"{where}.")
        if " " in identity or not identity.isprintable():
            raise self.fault(
                f"{where}.id", _("“{value}” holds a space or an invisible character").format(value=identity)
            )
        if any(label.id == identity for label in before):
            raise self.fault(f"{where}.id", _("“{value}” is there twice").format(value=identity))
        retired = self.value(entry, "retired", f"{where}.", bool, False)
        key = self.value(entry, "key", f"{where}.", str, "" if retired else key)
        if key and (len(key) != 1 or key not in KEYS):
            raise self.fault(f"{where}.key", _("“{value}” is not one of the keys 1 to 9").format(value=key))
        if key and any(label.key == key for label in before):
            raise self.fault(f"{where}.key", _("“{value}” is there twice").format(value=key))
        if key and retired:
            raise self.fault(f"{where}.key", _("a retired label has no key"))
        into = self.value(entry, "into", f"{where}.", str, "")
        if into and not retired:
            raise self.fault(f"{where}.into", _("only a retired label can have become another"))
        cycle = list(families())
        family = self.value(entry, "family", f"{where}.", str, cycle[len(before) % len(cycle)])
        shade = sum(label.family == family for label in before)
        return Label(
            id=LabelId(identity),
            names={"en": identity, **self.names(entry, "names", f"{where}.")},
            titles=self.names(entry, "titles", f"{where}."),
            family=family,
            key=key,
            pattern=self.whole(entry, "pattern", f"{where}.", shade),
            description=self.names(entry, "description", f"{where}."),
            examples=self.texts(entry, "examples", f"{where}."),
            retired=retired,
            into=LabelId(into) if into else None,
        )

    def nests(self, data: Mapping[str, Any], labels: list[LabelId]) -> dict[LabelId, frozenset[LabelId]]:
        """A table, ``"any"`` (also where nothing is said) or ``"none"``."""
        said = data.get("nests", "any")
        if said in ("any", "none"):
            return {label: frozenset(labels if said == "any" else ()) for label in labels}
        if not isinstance(said, dict):
            raise self.fault("nests", _("must be “any”, “none” or a table"))
        for outer in said:
            if outer not in labels:
                raise self.fault(f"nests.{outer}", _not_one_of(outer, labels))
            for inner in self.texts(said, outer, "nests."):
                if inner not in labels:
                    raise self.fault(f"nests.{outer}", _not_one_of(inner, labels))
        return {label: frozenset(map(LabelId, said.get(label, ()))) for label in labels}

    def families(self, data: Mapping[str, Any], where: str) -> dict[str, Family]:
        found = {}
        for key in data:
            entry = self.table(data, key, where)
            self.known(entry, f"{where}{key}.", "names light dark")
            found[key] = Family(
                key,
                self.names(entry, "names", f"{where}{key}."),
                self.colours(entry, "light", f"{where}{key}."),
                self.colours(entry, "dark", f"{where}{key}."),
            )
        return found

    def colours(self, entry: Mapping[str, Any], theme: str, where: str) -> Colours:
        table = self.table(entry, theme, where)
        self.known(table, f"{where}{theme}.", "line tint text")
        values = {token: self.text(table, token, f"{where}{theme}.") for token in ("line", "tint", "text")}
        for token, value in values.items():
            if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
                detail = _("“{value}” is no colour; write it like #1A2B3C").format(value=value)
                raise self.fault(f"{where}{theme}.{token}", detail)
        return Colours(**values)

    def known(self, table: Mapping[str, Any], where: str, fields: str) -> None:
        """Refuse a key that means nothing, with the one that may have been meant."""
        for key in table:
            if key not in fields.split():
                raise self.fault(f"{where}{key}", _not_one_of(key, fields.split()))

    def value(self, table: Mapping[str, Any], key: str, where: str, kind: type[T], default: T) -> T:
        """The value of a key, exactly of this type, or the default."""
        value = table.get(key, default)
        if type(value) is kind:
            return value
        raise self.fault(f"{where}{key}", _(_KINDS[kind]))

    def text(self, table: Mapping[str, Any], key: str, where: str) -> str:
        """A text that must be there."""
        value = self.value(table, key, where, str, "")
        if value:
            return value
        raise self.fault(f"{where}{key}", _("it is missing"))

    def whole(self, table: Mapping[str, Any], key: str, where: str, default: int) -> int:
        """A whole number from 0."""
        value = self.value(table, key, where, int, default)
        if value >= 0:
            return value
        raise self.fault(f"{where}{key}", _(_KINDS[int]))

    def table(self, table: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
        return self.value(table, key, where, dict, {})

    def sequence(self, table: Mapping[str, Any], key: str, where: str) -> list[Any]:
        return self.value(table, key, where, list, [])

    def texts(self, table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        values = self.sequence(table, key, where)
        if all(isinstance(value, str) for value in values):
            return tuple(values)
        raise self.fault(f"{where}{key}", _("must be a list of texts"))

    def names(self, table: Mapping[str, Any], key: str, where: str) -> dict[str, str]:
        """Texts by language; one text alone counts for English, and for Arabic too."""
        value = table.get(key, {})
        if isinstance(value, str):
            return {"en": value, "ar": value}
        names = self.table(table, key, where)
        return {speech: self.text(names, speech, f"{where}{key}.") for speech in names}


_KINDS: dict[type, str] = {
    str: mark("must be a text"),
    int: mark("must be a whole number"),
    bool: mark("must be true or false"),
    list: mark("must be a list"),
    dict: mark("must be a table"),
}


def _not_one_of(value: str, known: Iterable[str]) -> str:
    return _("“{value}” is not known here. {hint}").format(value=value, hint=hint(value, known).rstrip("."))

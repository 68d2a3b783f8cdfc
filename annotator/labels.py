"""Label sets: names, colours, keys, and what may nest in what. A set is a TOML file, ours or the user's."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

import resources
from annotator.errors import FileUnreadable, LabelSetInvalid, UnknownLabel
from annotator.records import LabelId, Span, reading_order
from annotator.texts import _, language, mark

KEYS = "123456789"
_PRESETS = ("wojood", "anercorp", "ontonotes", "conll")

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

    def name(self, speech: str) -> str:
        """The short name in a language (``ar``, ``en``), or the id."""
        return self.names.get(speech) or self.names.get("en") or self.id

    def title(self, speech: str) -> str:
        """The long name in a language, or the short one."""
        return self.titles.get(speech) or self.titles.get("en") or self.name(speech)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a span may not stand: it crosses another, stands there already, or the two may not nest."""

    kind: Literal["crossing", "nesting", "same"]
    span: Span
    other: Span
    labels: LabelSet = field(repr=False)

    def reason(self) -> str:
        """The reason in the language in use, as the end of “… cannot stand here: …”."""
        if self.kind == "same":
            return _("it stands there already")
        if self.kind == "crossing":
            return _("it would cross the edge of {other}").format(other=self._name(self.other))
        outer, inner = (self.other, self.span) if self.other.contains(self.span) else (self.span, self.other)
        return _("{inner} may not stand directly inside {outer}").format(
            inner=self._name(inner), outer=self._name(outer)
        )

    def _name(self, span: Span) -> str:
        return self.labels.get(span.label).name(language()) if span.label in self.labels else span.label


@dataclass(frozen=True)
class LabelSet:
    """The labels of a project with their rules. Iterating gives the labels in their order."""

    id: str
    names: Mapping[str, str]
    version: int
    labels: tuple[Label, ...]
    families: Mapping[str, Family]
    nests: Mapping[LabelId, frozenset[LabelId]]
    """What may stand directly inside a label."""
    crossing: bool = False
    """Whether spans may cross."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {label.id: label for label in self.labels})

    _by_id: Mapping[str, Label] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __iter__(self) -> Iterator[Label]:
        return iter(self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    def __contains__(self, label_id: object) -> bool:
        return label_id in self._by_id

    def name(self, speech: str) -> str:
        return self.names.get(speech) or self.names.get("en") or self.id

    def get(self, label_id: str) -> Label:
        """The label. Raises ``UnknownLabel``, with the nearest label of the set."""
        if label_id in self._by_id:
            return self._by_id[label_id]
        raise UnknownLabel(place=self.name(language()), label=label_id, hint=_hint(label_id, self._by_id))

    def by_key(self, key: str) -> Label | None:
        return next((label for label in self.labels if key and label.key == key), None)

    def colours(self, label_id: str, theme: Literal["light", "dark"]) -> Colours:
        family = self.families[self.get(label_id).family]
        return family.dark if theme == "dark" else family.light

    def may_nest(self, inner: str, outer: str) -> bool:
        """Whether a span of one label may stand directly inside one of the other."""
        return inner in self.nests.get(LabelId(outer), ())

    def conflict(self, span: Span, standing: Iterable[Span]) -> Conflict | None:
        """Why the span may not join those that stand, or nothing.

        Looks at what would be nearest around it and nearest inside it. At equal edges either may be the outer one.
        Of a long document pass only the spans that overlap.
        """
        near = [other for other in standing if other.overlaps(span)]
        if span in near:
            return Conflict("same", span, span, self)
        crossed = None if self.crossing else next(filter(span.crosses, near), None)
        if crossed:
            return Conflict("crossing", span, crossed, self)
        refused = self._nesting_fault(span, near)
        return Conflict("nesting", span, refused, self) if refused else None

    def _nesting_fault(self, span: Span, near: list[Span]) -> Span | None:
        equal = [other for other in near if _edges(other) == _edges(span)]
        around = self._innermost([other for other in near if other.contains(span) and other not in equal])
        inside = self._outermost([other for other in near if span.contains(other) and other not in equal])
        above = around[0] if around and not any(self.may_nest(span.label, other.label) for other in around) else None
        below = next((other for other in inside if not self.may_nest(other.label, span.label)), None)
        if not equal:
            return above or below
        fits_inside = [self.may_nest(span.label, other.label) for other in equal]
        fits_around = [self.may_nest(other.label, span.label) for other in equal]
        for other, allowed in zip(equal, map(max, fits_inside, fits_around), strict=True):
            if not allowed:
                return other
        # Inside all its equals it meets only what is inside them, around them only what is around, between them neither.
        faults = ([below] if all(fits_inside) else []) + ([above] if all(fits_around) else [])
        return faults[0] if faults and None not in faults else None

    def _innermost(self, spans: list[Span]) -> list[Span]:
        return [span for span in spans if not any(self._deeper(other, span) for other in spans)]

    def _outermost(self, spans: list[Span]) -> list[Span]:
        found: list[Span] = []
        reach = -1
        for span in sorted(spans, key=reading_order):
            if span.end > reach or _edges(span) == _edges(found[-1]):
                found.append(span)
                reach = span.end
        return [span for span in found if not any(self._deeper(span, other) for other in found if other is not span)]

    def _deeper(self, inner: Span, outer: Span) -> bool:
        """Whether one stands inside the other: by its edges or, at equal edges, by what may nest in what."""
        if _edges(inner) != _edges(outer):
            return outer.contains(inner)
        return self.may_nest(inner.label, outer.label) and not self.may_nest(outer.label, inner.label)

    def to_json(self) -> dict[str, Any]:
        """The set as plain data, in the shape of its TOML file, for ``from_json``."""
        shared = families()
        return {
            "id": self.id,
            "version": self.version,
            "names": dict(self.names),
            "crossing": self.crossing,
            "nests": {outer: sorted(inner) for outer, inner in self.nests.items() if inner},
            "families": {key: _family_json(own) for key, own in self.families.items() if shared.get(key) != own},
            "labels": [_label_json(label) for label in self.labels],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], place: str = "") -> Self:
        """The set of plain data. Raises ``LabelSetInvalid`` naming the place and the field."""
        return cls(**_Reader(place or str(data.get("id", ""))).label_set(data))


def _edges(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _hint(asked: str, known: Iterable[str]) -> str:
    upper = {name.upper(): name for name in known}
    near = difflib.get_close_matches(asked.upper(), upper, n=1)
    if near:
        return _("Did you mean “{label}”?").format(label=upper[near[0]])
    return _("It has: {labels}.").format(labels=", ".join(upper.values()))


def presets() -> list[str]:
    """The names of the label sets that come with Warraq, the default first."""
    return list(_PRESETS)


@cache
def families() -> dict[str, Family]:
    """The colour families that every label set may use."""
    path = resources.path("labels", "families.toml")
    return _Reader(str(path)).families(tomllib.loads(path.read_text("utf-8")), "")


def load(name_or_path: str | Path) -> LabelSet:
    """A preset by its name, or the label set of a TOML file. Raises ``LabelSetInvalid`` with file and field."""
    preset = name_or_path in _PRESETS
    path = resources.path("labels", f"{name_or_path}.toml") if preset else Path(name_or_path)
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        detail = _("there is no such file, and no label set of that name; those that come along are {presets}")
        raise LabelSetInvalid(place=str(path), detail=detail.format(presets=", ".join(_PRESETS))) from None
    except OSError as error:
        raise FileUnreadable(path=str(path), detail=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise LabelSetInvalid(
            place=str(path), detail=_("byte {position} is not UTF-8").format(position=error.start)
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise LabelSetInvalid(place=str(path), detail=_toml_fault(error)) from error
    return LabelSet.from_json({"id": path.stem, **data}, str(path))


def _toml_fault(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+), column (\d+)", str(error))
    if found:
        return _("line {line}, column {column} is no valid TOML").format(line=found[1], column=found[2])
    return _("it is no valid TOML: it ends too early")


def _label_json(label: Label) -> dict[str, Any]:
    return {
        "id": label.id,
        "key": label.key,
        "family": label.family,
        "pattern": label.pattern,
        "names": dict(label.names),
        "titles": dict(label.titles),
        "description": dict(label.description),
        "examples": list(label.examples),
    }


def _family_json(family: Family) -> dict[str, Any]:
    return {
        "names": dict(family.names),
        **{
            theme: {"line": colours.line, "tint": colours.tint, "text": colours.text}
            for theme, colours in (("light", family.light), ("dark", family.dark))
        },
    }


class _Reader:
    """Reads the tables of a label set and says which field is wrong."""

    def __init__(self, place: str) -> None:
        self.place = place

    def fault(self, where: str, detail: str) -> LabelSetInvalid:
        return LabelSetInvalid(place=self.place, detail=f"{where}: {detail}")

    def label_set(self, data: Mapping[str, Any]) -> dict[str, Any]:
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
        entries = [{"id": entry} if isinstance(entry, str) else entry for entry in self.list(data, "labels", "")]
        if not entries:
            raise self.fault("labels", _("there must be at least one label"))
        keyless = not any(isinstance(entry, dict) and "key" in entry for entry in entries)
        labels: list[Label] = []
        for place, entry in enumerate(entries):
            key = KEYS[place : place + 1] if keyless else ""
            labels.append(self.label(entry, f"labels[{place + 1}]", key, labels))
        return tuple(labels)

    def label(self, entry: object, where: str, key: str, before: list[Label]) -> Label:
        if not isinstance(entry, dict):
            raise self.fault(where, _("must be a name or a table"))
        self.known(entry, f"{where}.", "id key family pattern names titles description examples")
        identity = self.text(entry, "id", f"{where}.")
        if re.search(r"\s", identity):
            raise self.fault(f"{where}.id", _("“{value}” holds a space").format(value=identity))
        if any(label.id == identity for label in before):
            raise self.fault(f"{where}.id", _("“{value}” is there twice").format(value=identity))
        key = self.value(entry, "key", f"{where}.", str, key)
        if key and (len(key) != 1 or key not in KEYS):
            raise self.fault(f"{where}.key", _("“{value}” is not one of the keys 1 to 9").format(value=key))
        if key and any(label.key == key for label in before):
            raise self.fault(f"{where}.key", _("“{value}” is there twice").format(value=key))
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
        for key in table:
            if key not in fields.split():
                raise self.fault(f"{where}{key}", _not_one_of(key, fields.split()))

    def value(self, table: Mapping[str, Any], key: str, where: str, kind: type[T], default: T) -> T:
        value = table.get(key, default)
        if type(value) is kind:
            return value
        raise self.fault(f"{where}{key}", _(_KINDS[kind]))

    def text(self, table: Mapping[str, Any], key: str, where: str) -> str:
        value = self.value(table, key, where, str, "")
        if value:
            return value
        raise self.fault(f"{where}{key}", _("it is missing"))

    def whole(self, table: Mapping[str, Any], key: str, where: str, default: int) -> int:
        value = self.value(table, key, where, int, default)
        if value >= 0:
            return value
        raise self.fault(f"{where}{key}", _(_KINDS[int]))

    def table(self, table: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
        return self.value(table, key, where, dict, {})

    def list(self, table: Mapping[str, Any], key: str, where: str) -> list[Any]:
        return self.value(table, key, where, list, [])

    def texts(self, table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        values = self.list(table, key, where)
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
    return _("“{value}” is not known here. {hint}").format(value=value, hint=_hint(value, known).rstrip("."))

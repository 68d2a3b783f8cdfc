"""Label sets: names, colours, keys, and what may nest in what. A set is a TOML file, ours or the user's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, Self

import resources
from annotator.errors import FileUnreadable, LabelSetInvalid, UnknownLabel
from annotator.label_file import Colours, Family, Label, Reader, families, family_json, hint, label_json
from annotator.records import LabelId, Span, reading_order
from annotator.spans import SpanIndex
from annotator.texts import _, language

__all__ = ["Colours", "Conflict", "Family", "Label", "LabelSet", "families", "load", "presets"]

_LIMIT = 5_000_000
"""Bytes of the file of a label set, with all that it says of its labels."""
_PRESETS = ("wojood", "anercorp", "ontonotes", "conll")


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
    """The labels of a project with their rules.

    Iterating and counting go through the labels that can be given, in their order. Retired ones are known all the same, by
    ``in``, ``get`` and ``colours``, as undo and history show them.
    """

    id: str
    names: Mapping[str, str]
    version: int
    labels: tuple[Label, ...]
    """All, the retired ones too."""
    families: Mapping[str, Family]
    nests: Mapping[LabelId, frozenset[LabelId]]
    """What may stand directly inside a label."""
    crossing: bool = False
    """Whether spans may cross."""

    @cached_property
    def _by_id(self) -> dict[str, Label]:
        return {label.id: label for label in self.labels}

    def __iter__(self) -> Iterator[Label]:
        return (label for label in self.labels if not label.retired)

    def __len__(self) -> int:
        return sum(1 for _label in self)

    def __contains__(self, label_id: object) -> bool:
        return label_id in self._by_id

    def name(self, speech: str) -> str:
        """The set's name in a language (``ar``, ``en``), or its id."""
        return self.names.get(speech) or self.names.get("en") or self.id

    def get(self, label_id: str) -> Label:
        """The label. Raises ``UnknownLabel``, with the nearest label of the set."""
        if label_id in self._by_id:
            return self._by_id[label_id]
        raise UnknownLabel(
            place=self.name(language()), label=label_id, hint=hint(label_id, [label.id for label in self])
        )

    @property
    def retired(self) -> tuple[Label, ...]:
        """The labels that are given no more."""
        return tuple(label for label in self.labels if label.retired)

    def current(self, label_id: LabelId) -> LabelId | None:
        """What a label is now: itself, or what it was retired into, if anything. One that is not known is left as it is."""
        label = self._by_id.get(label_id)
        return label.into if label is not None and label.retired else label_id

    def today(self, span: Span) -> Span:
        """The span under the label that has taken the place of its own, if one has."""
        label = self.current(span.label)
        return span if label in (None, span.label) else span._replace(label=label)

    def by_key(self, key: str) -> Label | None:
        """The label of a key ``1`` to ``9``."""
        return next((label for label in self if key and label.key == key), None)

    def colours(self, label_id: str, theme: Literal["light", "dark"]) -> Colours:
        """Those of the label's family in a theme. Raises ``UnknownLabel``."""
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

    def conflicts(self, spans: Iterable[Span]) -> Iterator[Conflict]:
        """Where spans break the rules among themselves: each conflict once, with the later span of the two."""
        index = SpanIndex(spans)
        reach = 0
        for span in index:
            # Only what an earlier one reaches into can break rules with it.
            near = index.overlapping(span.start, span.end) if span.start < reach else []
            reach = max(reach, span.end)
            conflict = self.conflict(span, [other for other in near if other != span]) if near else None
            if conflict and reading_order(conflict.other) < reading_order(span):
                yield conflict

    def _nesting_fault(self, span: Span, near: list[Span]) -> Span | None:
        """The span near it that it may not nest in, or hold; nothing where there is a level at which it fits."""
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
        stacks = [list(stack) for _edge, stack in groupby(found, _edges)]
        return [span for stack in stacks for span in stack if not any(self._deeper(span, other) for other in stack)]

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
            "families": {key: family_json(own) for key, own in self.families.items() if shared.get(key) != own},
            "labels": [label_json(label) for label in self.labels],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], place: str = "") -> Self:
        """The set of plain data. Raises ``LabelSetInvalid`` naming the place and the field."""
        return cls(**Reader(place or str(data.get("id", ""))).label_set(data))


def _edges(span: Span) -> tuple[int, int]:
    return span.start, span.end


def presets() -> list[str]:
    """The names of the label sets that come with Warraq, the default first."""
    return list(_PRESETS)


def load(name_or_path: str | Path) -> LabelSet:
    """A preset by its name, or the label set of a TOML file. Raises ``LabelSetInvalid`` with file and field, FileUnreadable."""
    preset = name_or_path in _PRESETS
    path = resources.path("labels", f"{name_or_path}.toml") if preset else Path(name_or_path)
    try:
        data = tomllib.loads((path.read_bytes() if preset else _content(path)).decode())
    except FileUnreadable as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        detail = _("there is no such file, and no label set of that name; those that come along are {presets}")
        raise LabelSetInvalid(place=str(path), detail=detail.format(presets=", ".join(_PRESETS))) from None
    except UnicodeDecodeError as error:
        raise LabelSetInvalid(
            place=str(path), detail=_("byte {position} is not UTF-8").format(position=error.start)
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise LabelSetInvalid(place=str(path), detail=_toml_fault(error)) from error
    except (RecursionError, ValueError) as error:
        # Brackets by the thousand; a number of thousands of digits.
        raise LabelSetInvalid(place=str(path), detail=_("it is no valid TOML")) from error
    return LabelSet.from_json({"id": path.stem, **data}, str(path))


def _content(path: Path) -> bytes:
    # Imported here: the formats know labels, and all of them would keep the window from standing.
    from annotator.formats.document_files import content

    return content(path, _LIMIT)


def _toml_fault(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+), column (\d+)", str(error))
    if found:
        return _("line {line}, column {column} is no valid TOML").format(line=found[1], column=found[2])
    return _("it is no valid TOML: it ends too early")

"""The rules: patterns from tables, one table a family, run in order so that later ones build on what earlier ones found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import resources
from annotator.errors import LexiconInvalid, WarraqError
from annotator.suggest.grammar import Chart, Pattern, parse
from annotator.suggest.lexicons import read_tables, rows
from annotator.texts import _, mark

FAMILIES = ("numbers", "time", "places", "bodies", "works", "offices", "persons")
"""The tables under ``resources/lexicons/rules/``, in the order in which they run."""

REASONS = (
    mark("number"),
    mark("ordinal number"),
    mark("share in percent"),
    mark("amount of money"),
    mark("currency after a number"),
    mark("measured quantity"),
    mark("unit after a number"),
    mark("date"),
    mark("weekday"),
    mark("month"),
    mark("year"),
    mark("length of time"),
    mark("point in time, seen from today"),
    mark("time of day"),
    mark("part of a day"),
    mark("word for a place before a name"),
    mark("word for a landform before a name"),
    mark("word for a building before a name"),
    mark("word for a body before a name"),
    mark("body of a state"),
    mark("ministry"),
    mark("office of a state"),
    mark("office of a body"),
    mark("title before a name"),
    mark("name after a title"),
    mark("name after an office"),
    mark("name after a nationality"),
    mark("given name and what follows"),
    mark("given name"),
    mark("family name"),
    mark("law or treaty"),
    mark("event"),
    mark("product"),
    mark("language"),
    mark("address, domain or handle"),
    mark("nationality or group"),
    mark("known organisation"),
)


@dataclass(frozen=True)
class Rule:
    """A pattern and what it proposes: a label, or a kind in small letters for later rules alone."""

    kind: str
    score: float
    reason: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Found:
    """Words ``[start, end)`` that a rule or lexicon proposes."""

    start: int
    end: int
    label: str
    score: float
    reason: str
    source: str


def read(path: Path) -> Iterator[Rule]:
    """The rules of a table: kind, score, reason, pattern. Raises ``LexiconInvalid`` with the row."""
    for number, (kind, score, reason, pattern) in rows(path, 4, 4):
        if kind.isupper() and reason not in (*REASONS, "-"):
            raise LexiconInvalid(
                path=path, row=number, detail=_("“{reason}” is no reason that can be shown").format(reason=reason)
            )
        try:
            yield Rule(kind, float(score), reason, parse(pattern))
        except ValueError as fault:
            raise LexiconInvalid(path=path, row=number, detail=fault) from fault


def read_all(faults: list[WarraqError] | None = None) -> list[Rule]:
    """Every rule, in the order in which they run; of faulty tables see ``lexicons.read_all``."""
    folder = resources.path("lexicons", "rules")
    return read_tables((folder / f"{family}.tsv" for family in FAMILIES), read, faults)


def apply(rules: list[Rule], chart: Chart) -> Iterator[Found]:
    """What the rules find, each seeing what those before it found."""
    for rule in rules:
        places = {place for first in rule.pattern.first for place in chart.places.get(first, ())}
        for place in sorted(places):
            found = rule.pattern.find(chart, place)
            if found is None:
                continue
            chart.add(rule.kind, *found)
            if rule.kind.isupper():
                yield Found(*found, rule.kind, rule.score, rule.reason, "rules")

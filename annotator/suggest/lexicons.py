"""Tables of known names and words, and the matcher that finds them all at once.

A table is a TSV file: forms (apart by ``|``), kind, score (0–1; 1 if left out). A kind in capitals is a label to propose, one in small
letters a class of words that rules refer to. Kinds that stand for many forms are spelled out here: see ``_forms``. What is read later
stands, tables written by hand come last, and score 0 takes a form out: so they correct those made from packages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import ahocorasick
import regex

import resources
from annotator.errors import FileUnreadable, LexiconInvalid, WarraqError, reason
from annotator.text.folding import fold
from annotator.text.words import PART
from annotator.texts import _, mark, ngettext

Row = TypeVar("Row")

REASONS = {
    "GPE": mark("known country, state or city"),
    "LOC": mark("known region, sea or landform"),
    "FAC": mark("known building or site"),
    "ORG": mark("known organisation"),
    "PERS": mark("known person"),
    "NORP": mark("nationality or group"),
    "EVENT": mark("known event"),
    "LAW": mark("known law or treaty"),
    "PRODUCT": mark("known product"),
    "LANGUAGE": mark("known language"),
    "OCC": mark("known office"),
    "CURR": mark("currency"),
    "UNIT": mark("unit of measure"),
}

FROM_PACKAGES = ("common_words.tsv", "cities.tsv", "cldr.tsv", "faker_names.tsv")
"""Tables made by ``packaging/build_lexicons.py``."""
CORRECTIONS = "corrections.tsv"
FREQUENCY = resources.path("lexicons", "word_frequency.txt")

_KEPT_APART = {
    "على": "على",
    "إلى": "إلى",
    "الى": "إلى",
    "وإلى": "وإلى",
    "حتى": "حتى",
    "فإن": "فإن",
    "بأول": "بأول",
    "جده": "جدّه",
    "رأيت": "رأيت",
}
"""Words of daily use that folding would make equal to names (علي, جدة, فان) and other words, as they are compared instead."""

_UNIT = regex.compile(rf"{PART.pattern}|\S")


@dataclass(frozen=True, slots=True)
class Entry:
    """A form of a lexicon as folded words, with what it is."""

    words: tuple[str, ...]
    kind: str
    score: float


def rows(path: Path, least: int, most: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their line numbers, without empty lines and those that begin with ``#``.

    Raises ``LexiconInvalid`` for a row that is not UTF-8 or has not from ``least`` to ``most`` columns, and ``FileUnreadable``.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as fault:
        raise FileUnreadable(path=path, detail=reason(fault)) from fault
    except UnicodeDecodeError as fault:
        row = fault.object[: fault.start].count(b"\n") + 1
        detail = _("byte {position} is not UTF-8").format(position=fault.start)
        raise LexiconInvalid(path=path, row=row, detail=detail) from fault
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            columns = [column.strip() for column in line.split("\t")]
            if not least <= len(columns) <= most or not columns[0]:
                detail = ngettext("it has {n} column", "it has {n} columns", len(columns))
                raise LexiconInvalid(path=path, row=number, detail=detail)
            yield number, columns


def read(path: Path) -> Iterator[Entry]:
    """The entries of one table. Raises ``LexiconInvalid`` with the row."""
    for number, (forms, kind, *rest) in rows(path, 2, 3):
        try:
            score = float(rest[0]) if rest else 1.0
        except ValueError:
            score = -1.0
        if not 0 <= score <= 1:
            raise LexiconInvalid(
                path=path, row=number, detail=_("a score is from 0 to 1, not “{score}”").format(score=rest[0])
            )
        if kind not in _MANY and not (kind in REASONS or kind.islower()):
            raise LexiconInvalid(
                path=path, row=number, detail=_("“{kind}” is no label and no class of words").format(kind=kind)
            )
        for form in forms.split("|"):
            for spelled, label, share in _forms(form, kind):
                words = tuple(split(spelled))
                if not words:
                    raise LexiconInvalid(path=path, row=number, detail=_("a form is empty"))
                yield Entry(words, label, score * share)


def read_all(faults: list[WarraqError] | None = None) -> list[Entry]:
    """The entries of every table that Warraq brings along, in the order in which they correct each other.

    A faulty table is left out, and what is wrong with it added to ``faults``; without such a list it is raised.
    """
    folder = resources.path("lexicons")
    by_hand = sorted({path.name for path in folder.glob("*.tsv")} - {*FROM_PACKAGES, CORRECTIONS})
    return read_tables((folder / name for name in (*FROM_PACKAGES, *by_hand, CORRECTIONS)), read, faults)


def read_tables(
    paths: Iterable[Path], reader: Callable[[Path], Iterable[Row]], faults: list[WarraqError] | None
) -> list[Row]:
    """The rows of tables, one after the other, without those tables that are faulty: see ``read_all``."""
    rows: list[Row] = []
    for path in paths:
        try:
            rows += list(reader(path))
        except WarraqError as fault:
            if faults is None:
                raise
            faults.append(fault)
    return rows


def read_frequency(path: Path) -> Iterator[tuple[str, int]]:
    """Folded words with their frequency in decibels above one in a hundred million. Raises ``LexiconInvalid``, ``FileUnreadable``."""
    for number, (level, words) in rows(path, 2, 2):
        yield from ((word, whole_number(path, number, level)) for word in words.split())


def whole_number(path: Path, row: int, written: str) -> int:
    """The number at the head of a row. Raises ``LexiconInvalid``."""
    try:
        return int(written)
    except ValueError as fault:
        raise LexiconInvalid(path=path, row=row, detail=_("“{text}” is no number").format(text=written)) from fault


def split(form: str) -> list[str]:
    """The folded words of a form, as the tokenizer cuts them; a conjunction before a later word is a word of its own."""
    plain = form.replace(" ", "").isalpha()
    words = [normal(word) for word in (form.split() if plain else _UNIT.findall(form))]
    return [word for word in words if word]


def normal(word: str) -> str:
    """The form of a word that is compared: folded, but for a few function words; a hamza after the last ي is not compared."""
    kept = _KEPT_APART.get(word)
    return kept or fold(word).replace("يء", "ي")


_ENDINGS = ("", "ه", "ون", "ين", "ات", "ان", "تين", "تان")
_MANY = {"nisba", "group"}


def _forms(form: str, kind: str) -> Iterator[tuple[str, str, float]]:
    """The forms a row stands for, each with its label and how sure it is beside the first.

    ``nisba``: an adjective in masculine singular (``أميركي``, ``كوري جنوبي``) in every gender and number, with the article and
    without; ``group``: a noun with the article and without.
    """
    if kind == "nisba":
        words = [fold(word) for word in form.split()]
        for ending in _ENDINGS:
            bare = [word + ("ت" + ending[1:] if ending in ("تين", "تان") else ending) for word in words]
            yield " ".join(bare), "NORP", 0.93
            yield " ".join("ال" + word for word in bare), "NORP", 1.0
    elif kind == "group":
        yield form, "NORP", 0.9
        yield "ال" + form, "NORP", 1.0
    else:
        yield form, kind, 1.0


class Lexicon:
    """All entries in one automaton over folded words."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.words: dict[str, dict[str, float]] = {}
        """Entries of one word: its kinds with their scores."""
        self.begins: set[str] = set()
        """The words that longer entries begin with."""
        self._automaton = ahocorasick.Automaton()
        longer: dict[str, dict[str, float]] = {}
        for entry in entries:
            if len(entry.words) == 1:
                _note(self.words.setdefault(entry.words[0], {}), entry)
            else:
                self.begins.add(entry.words[0])
        for entry in entries:
            if len(entry.words) > 1:
                for words in {entry.words, self._cut(entry.words)}:
                    _note(longer.setdefault(f" {' '.join(words)} ", {}), entry)
        for string, kinds in longer.items():
            self._automaton.add_word(string, (string.count(" ") - 1, tuple(kinds.items())))
        self._automaton.add_word(" \0 ", (1, ()))
        self._automaton.make_automaton()

    def find(self, norms: Sequence[str]) -> Iterator[tuple[int, int, str, float]]:
        """Every entry that stands in a row of folded words: first word, past the last, kind, score."""
        for place, norm in enumerate(norms):
            for kind, score in self.words.get(norm, {}).items():
                yield place, place + 1, kind, score
        ends: dict[int, int] = {}
        at = 0
        for place, norm in enumerate(norms):
            at += len(norm) + 1
            ends[at] = place + 1
        value: Any
        for at, value in self._automaton.iter(f" {' '.join(norms)} "):
            length, kinds = value
            for kind, score in kinds:
                yield ends[at] - length, ends[at], kind, score

    def _cut(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words of an entry as the tokenizer cuts them in a text: proclitics of its later words apart."""
        later = (part for word in words[1:] for part in self._parts(word))
        return (words[0], *later)

    def _parts(self, word: str) -> tuple[str, ...]:
        if len(word) < 4 or word[0] not in "وبلك":
            return (word,)
        rest = "ا" + word[1:] if word.startswith("لل") else word[1:]
        known = word not in self.words and (rest in self.words or rest in self.begins)
        return (word[0], rest) if word[0] == "و" or rest.startswith("ال") or known else (word,)


def _note(kinds: dict[str, float], entry: Entry) -> None:
    kinds[entry.kind] = entry.score
    if not entry.score:
        del kinds[entry.kind]

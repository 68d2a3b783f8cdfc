"""What is unusual in texts that come in, as characters, not as language: it is reported, never changed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import regex

from annotator.text.invisibles import invisibles, name
from annotator.text.near_duplicates import NearDuplicates
from annotator.text.visual import has_presentation_forms, seems_visual
from annotator.texts import _, ngettext, number

EXAMPLES = 5
COMPARED = 100_000
"""Documents that are compared with each other, so that memory stays within bounds; a signature takes some 2 kB."""
_UNUSUAL = re.compile(r"""[^ \na-zA-Z\u0621-\u063a\u0640-\u0652.,:;()!?"'«»\u060c\u061b\u061f-]""")
"""All but letters, vowel signs and punctuation, which hardly any text is without."""
_DIGITS = {"123": re.compile("[0-9]"), "١٢٣": re.compile("[٠-٩]"), "۱۲۳": re.compile("[۰-۹]")}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MAY_BE_UNSEEN = regex.compile(r"[\p{Default_Ignorable_Code_Point}\u00a0\u202f]")
_SEEN_IN_PICTURES = regex.compile(r"[\u200d\p{Variation_Selector}\U000E0000-\U000E007F]")
_TATWEEL = "TAT"


class Oddity(StrEnum):
    """What may be unusual in a text."""

    ENCODING = "encoding"
    PRESENTATION = "presentation forms"
    DIGITS = "mixed digits"
    CONTROL = "control characters"
    INVISIBLE = "invisible characters"
    FORM = "normalisation form"
    ORDER = "visual order"
    DUPLICATE = "near-duplicates"


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of oddity: how many documents have it, the first of them, and how often each thing was met."""

    oddity: Oddity
    documents: int
    names: tuple[str, ...]
    counts: dict[str, int] = field(default_factory=dict)

    def sentence(self) -> str:
        """What was found, where, in the language in use."""
        # Names may run either way; each keeps its own order among the others.
        shown = _(", ").join(f"\u2068{name}\u2069" for name in self.names) + (
            _(", …") if self.documents > len(self.names) else ""
        )
        return _("{what}: {names}").format(what=self._what(), names=shown)

    def _what(self) -> str:
        count = self.documents
        said = _(", ").join(
            _("{name} ×{count}").format(name=name, count=number(times)) for name, times in self.counts.items()
        )
        match self.oddity:
            case Oddity.ENCODING:
                words = ngettext(
                    "{n} document was not in UTF-8 ({list})", "{n} documents were not in UTF-8 ({list})", count
                )
            case Oddity.PRESENTATION:
                words = ngettext(
                    "{n} document holds shapes of letters in place of letters (presentation forms)",
                    "{n} documents hold shapes of letters in place of letters (presentation forms)",
                    count,
                )
            case Oddity.DIGITS:
                words = ngettext(
                    "{n} document mixes kinds of digits ({list})", "{n} documents mix kinds of digits ({list})", count
                )
            case Oddity.CONTROL:
                words = ngettext(
                    "{n} document holds control characters ({list})",
                    "{n} documents hold control characters ({list})",
                    count,
                )
            case Oddity.INVISIBLE:
                words = ngettext(
                    "{n} document holds characters that are not seen ({list})",
                    "{n} documents hold characters that are not seen ({list})",
                    count,
                )
            case Oddity.FORM:
                words = ngettext(
                    "{n} document is not in the normal form of Unicode (NFC)",
                    "{n} documents are not in the normal form of Unicode (NFC)",
                    count,
                )
            case Oddity.ORDER:
                words = ngettext(
                    "{n} document seems to have its letters in the order of the screen, that is backwards",
                    "{n} documents seem to have their letters in the order of the screen, that is backwards",
                    count,
                )
            case Oddity.DUPLICATE:
                words = ngettext(
                    "{n} document is nearly the same as another one",
                    "{n} documents are nearly the same as another one",
                    count,
                )
        return words.format(list=said)


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit found in so many documents."""

    documents: int = 0
    findings: tuple[Finding, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """One for each finding, in the language in use; none where nothing is unusual."""
        said = [finding.sentence() for finding in self.findings]
        if self.documents > COMPARED:
            words = _("Only the first {count} documents were compared with each other.")
            said.append(words.format(count=number(COMPARED)))
        return tuple(said)

    def to_json(self) -> dict[str, Any]:
        """Of each oddity that was met its documents, the names of the first, and counts where there are some."""
        found = {
            item.oddity.value: {"documents": item.documents, "names": list(item.names), "counts": item.counts}
            for item in self.findings
        }
        return {"documents": self.documents, "findings": found}


class Audit:
    """Looks at texts one by one. What it keeps are counts, the first names, and a signature of each text."""

    def __init__(self) -> None:
        self._documents = 0
        self._met: Counter[Oddity] = Counter()
        self._names: dict[Oddity, list[str]] = {}
        self._counts: dict[Oddity, Counter[str]] = {}
        self._near = NearDuplicates()

    def add(self, text: str, name: str, encoding: str = "utf-8") -> None:
        """Look at a text; the name is that under which the report speaks of it."""
        self._documents += 1
        for oddity, counts in _oddities(text):
            self._note(oddity, name, counts)
        if encoding != "utf-8":
            self._note(Oddity.ENCODING, name, {encoding: 1})
        if self._documents <= COMPARED and self._near.add(text):
            self._note(Oddity.DUPLICATE, name, {})

    def _note(self, oddity: Oddity, name: str, counts: Mapping[str, int]) -> None:
        self._met[oddity] += 1
        names = self._names.setdefault(oddity, [])
        if len(names) < EXAMPLES:
            names.append(name)
        self._counts.setdefault(oddity, Counter()).update(counts)

    @property
    def result(self) -> Audited:
        """What was found so far."""
        findings = [
            Finding(oddity, self._met[oddity], tuple(self._names[oddity]), dict(self._counts[oddity].most_common()))
            for oddity in Oddity
            if self._met[oddity]
        ]
        return Audited(self._documents, tuple(findings))


def _oddities(text: str) -> Iterator[tuple[Oddity, Mapping[str, int]]]:
    unusual = "".join(set(_UNUSUAL.findall(text)))  # few or none, so that most questions are answered at once
    if has_presentation_forms(unusual):
        yield Oddity.PRESENTATION, {}
    digits = {name: len(kind.findall(text)) for name, kind in _DIGITS.items() if kind.search(unusual)}
    if len(digits) > 1:
        yield Oddity.DIGITS, digits
    if _CONTROL.search(unusual):
        yield Oddity.CONTROL, Counter(f"U+{ord(character):04X}" for character in _CONTROL.findall(text))
    if unseen := _unseen(text, unusual):
        yield Oddity.INVISIBLE, unseen
    if not unicodedata.is_normalized("NFC", text):
        yield Oddity.FORM, {}
    if seems_visual(text):
        yield Oddity.ORDER, {}


def _unseen(text: str, unusual: str) -> Mapping[str, int]:
    """How often each character stands in the text that is not seen, by its short name."""
    found = _MAY_BE_UNSEEN.findall(unusual)
    if not any(map(_SEEN_IN_PICTURES.match, found)):
        return {name(character): text.count(character) for character in found}
    counts = Counter(known for _start, _end, known in invisibles(text, 0, len(text)))
    del counts[_TATWEEL]  # it is seen
    return counts

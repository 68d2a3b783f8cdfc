"""What an export could not write as it stood: counted, with examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from annotator.texts import _, ngettext

EXAMPLES = 3
_SHOWN = 60


class Change(StrEnum):
    """What happened to a span, or to what was kept with it, on its way into a file."""

    SPLIT = "split"
    WIDENED = "widened"
    SKIPPED = "skipped"
    NESTED = "nested"
    CROSSING = "crossing"
    TRIMMED = "trimmed"
    BLANK = "blank"
    DANGLING = "dangling"
    STRUCTURE = "structure"
    LAYERS = "layers"
    UNNAMED = "unnamed"


class Report:
    """Counts by kind, with the first few texts of each."""

    def __init__(self) -> None:
        self.counts: Counter[Change] = Counter()
        self.examples: dict[Change, list[str]] = {}

    def note(self, change: Change, example: str) -> None:
        """Count a change, with the words it happened to as an example."""
        self.counts[change] += 1
        kept = self.examples.setdefault(change, [])
        short = example if len(example) <= _SHOWN else example[:_SHOWN] + "…"
        if len(kept) < EXAMPLES and short not in kept:
            kept.append(short)

    def include(self, other: Report, changes: Iterable[Change] = tuple(Change)) -> None:
        """Add what another part of the same export reports of these kinds."""
        for change in changes:
            if not other.counts[change]:
                continue
            self.counts[change] += other.counts[change]
            examples = other.examples[change]
            kept = self.examples.setdefault(change, [])
            kept.extend(example for example in examples if example not in kept)
            del kept[EXAMPLES:]

    def lines(self) -> tuple[str, ...]:
        """A sentence for each kind, in the language in use."""
        return tuple(self._line(change) for change in Change if self.counts[change])

    def _line(self, change: Change) -> str:
        # Each example keeps its own direction within the sentence, whichever that has.
        shown = _("; ").join(_("“{text}”").format(text=f"\u2068{example}\u2069") for example in self.examples[change])
        return _("{what} For example: {examples}").format(what=_sentence(change, self.counts[change]), examples=shown)


def _sentence(change: Change, count: int) -> str:
    match change:
        case Change.SPLIT:
            return ngettext(
                "{n} word was cut at the edge of a span.", "{n} words were cut at the edges of spans.", count
            )
        case Change.WIDENED:
            return ngettext("{n} span was widened to whole words.", "{n} spans were widened to whole words.", count)
        case Change.SKIPPED:
            return ngettext("{n} span inside a word was left out.", "{n} spans inside words were left out.", count)
        case Change.NESTED:
            return ngettext(
                "{n} nested span was left out: the format holds one level.",
                "{n} nested spans were left out: the format holds one level.",
                count,
            )
        case Change.CROSSING:
            return ngettext(
                "{n} crossing span was left out: the format holds none.",
                "{n} crossing spans were left out: the format holds none.",
                count,
            )
        case Change.TRIMMED:
            return ngettext(
                "{n} span was written without the white space at its edges.",
                "{n} spans were written without the white space at their edges.",
                count,
            )
        case Change.BLANK:
            return ngettext(
                "{n} span of white space alone was left out.", "{n} spans of white space alone were left out.", count
            )
        case Change.DANGLING:
            return ngettext(
                "{n} relation or link to a removed span was left out.",
                "{n} relations or links to removed spans were left out.",
                count,
            )
        case Change.STRUCTURE:
            return ngettext(
                "{n} document was written without the analysis of its words: spans begin or end inside them.",
                "{n} documents were written without the analysis of their words: spans begin or end inside them.",
                count,
            )
        case Change.LAYERS:
            return ngettext(
                "What the file of {n} document held besides its spans could not be written back.",
                "What the files of {n} documents held besides their spans could not be written back.",
                count,
            )
        case Change.UNNAMED:
            return ngettext(
                "{n} label could not be named in the configuration, whose names hold only A–Z, a–z, 0–9, _ and -.",
                "{n} labels could not be named in the configuration, whose names hold only A–Z, a–z, 0–9, _ and -.",
                count,
            )

"""Consistency of one person's work: the same name under different labels, and names marked in one place and passed over in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from annotator.labels import LabelSet
from annotator.records import LabelId, Span
from annotator.spans import SpanIndex
from annotator.text.find import longest_by_first, stretches, string_key

MOST_GROUPS = 2_000
_TIMES = 2
"""So many marks make a string a name; a string marked less often, in at least this share of its places:"""
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Work:
    """A text with what a person stands by in it."""

    text: str
    spans: tuple[Span, ...]
    settled: frozenset[Span] = frozenset()
    """What is not to be missed: rejected, or still proposed and to be answered yet."""


class Fault(StrEnum):
    """What may be wrong with a string."""

    LABELS = "labels"
    """It is marked with two or more labels."""
    UNMARKED = "unmarked"
    """It is marked in some places, and in others passed over."""


@dataclass(frozen=True, slots=True)
class Group:
    """A string that may be wrong somewhere."""

    fault: Fault
    string: str
    """What its places have in common, spelling and proclitics aside: their ``string_key``."""
    text: str
    """As it is written where it was met first."""
    labels: tuple[tuple[LabelId, int], ...]
    """How often each label stands, the most frequent first."""
    unmarked: int = 0

    @property
    def likely(self) -> LabelId:
        """The most frequent label."""
        return self.labels[0][0]

    @property
    def at_stake(self) -> float:
        """How many places are likely to be wrong."""
        marked = sum(count for _label, count in self.labels)
        if self.fault is Fault.LABELS:
            return marked - self.labels[0][1]
        return self.unmarked * marked / (marked + self.unmarked)


class Consistency:
    """Goes through the work twice: ``count`` each document, then ``look`` at each. Only strings are kept, not documents."""

    def __init__(self, labels: LabelSet) -> None:
        self._labels = labels
        self._counts: dict[str, dict[LabelId, int]] = {}
        self._written: dict[str, str] = {}
        self._unmarked: Counter[str] = Counter()
        self._longest: dict[str, int] | None = None

    def count(self, work: Work) -> None:
        """Take note of what stands in a document."""
        for span in work.spans:
            string = string_key(work.text, span.start, span.end)
            counts = self._counts.setdefault(string, {})
            counts[span.label] = counts.get(span.label, 0) + 1
            self._written.setdefault(string, " ".join(work.text[span.start : span.end].split()))

    def look(self, work: Work) -> None:
        """Look for strings that were counted and stand unmarked here, though they might be marked."""
        if self._longest is None:
            self._longest = longest_by_first(self._counts)
        self._unmarked.update(string for _start, _end, string in self._passed_over(work, self._longest))

    def groups(self, settled: Iterable[tuple[str, str]] = ()) -> list[Group]:
        """What may be wrong, what is most at stake first; without what was judged to be right."""
        right = set(settled)
        found = [group for group in self._all() if (group.fault, group.string) not in right]
        return sorted(found, key=lambda group: (-group.at_stake, group.text))[:MOST_GROUPS]

    def _all(self) -> Iterator[Group]:
        for string, counts in self._counts.items():
            ranked = tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
            unmarked, marked = self._unmarked[string], sum(counts.values())
            if len(ranked) > 1:
                yield Group(Fault.LABELS, string, self._written[string], ranked)
            if unmarked and (marked >= _TIMES or marked >= _SHARE * (marked + unmarked)):
                yield Group(Fault.UNMARKED, string, self._written[string], ranked, unmarked)

    def _passed_over(self, work: Work, longest: dict[str, int]) -> Iterator[tuple[int, int, str]]:
        standing = SpanIndex(work.spans)
        marked = {(span.start, span.end) for span in work.spans}
        reached = 0
        for start, end, string in stretches(work.text, longest):
            counts = self._counts.get(string)
            if counts is None or (start, end) in marked or start < reached:
                continue
            span = Span(start, end, max(counts, key=lambda label: (counts[label], label)))
            if span in work.settled or self._labels.conflict(span, standing.overlapping(start, end)) is not None:
                continue
            reached = end
            yield start, end, string

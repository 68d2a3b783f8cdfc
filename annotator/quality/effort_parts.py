"""What the review cost, and what it saved: by label, suggester and annotator, from the log of decisions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any, Final, NamedTuple

from annotator.quality.effort import PAUSE
from annotator.records import Kind

LEAST_ADDED: Final = 10
"""Spans added by hand from which on it can be told how long one takes."""


class Did(StrEnum):
    """What a decision made of a proposal or of a span."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ADDED = "added"
    CHANGED = "changed"
    """A span that stood was changed or removed again."""


class Act(NamedTuple):
    """A decision of the log, as far as effort goes. They are given in order, those of one person after another."""

    step: str
    moment: float
    """Seconds of any steady count."""
    did: Did | None
    """Nothing for what decides no span, and for what was taken back: its time counts all the same."""
    label: str = ""
    """That of the proposal, else that of the span."""
    suggesters: tuple[str, ...] = ()
    """Those that proposed what was answered."""


def did(kind: Kind, *, stood: bool) -> Did | None:
    """What a decision of this kind did, to a proposal or to a span that ``stood``."""
    if kind in (Kind.REMOVE, Kind.RELABEL, Kind.RESIZE) and stood:
        return Did.CHANGED
    return _DID.get(kind)


_DID = {
    Kind.ACCEPT: Did.ACCEPTED,
    Kind.RELABEL: Did.CORRECTED,
    Kind.RESIZE: Did.CORRECTED,
    Kind.REJECT: Did.REJECTED,
    Kind.ADD: Did.ADDED,
}


@dataclass(slots=True)
class Part:
    """What was done with the spans of a label, the proposals of a suggester, or by an annotator."""

    counts: Counter[Did] = field(default_factory=Counter)
    time: dict[Did, float] = field(default_factory=lambda: dict.fromkeys(Did, 0.0))
    """Seconds of work, pauses left out; that of a step is shared evenly among what it decided."""
    seconds: float = 0.0
    """Of all work, what decided no span too."""
    actions: int = 0
    """Steps."""

    @property
    def spans(self) -> int:
        """Those that came to stand."""
        return self.counts[Did.ACCEPTED] + self.counts[Did.CORRECTED] + self.counts[Did.ADDED]

    @property
    def answered(self) -> int:
        """Proposals that were answered."""
        return self.counts[Did.ACCEPTED] + self.counts[Did.CORRECTED] + self.counts[Did.REJECTED]

    @property
    def right(self) -> float | None:
        """The share 0–1 of the answered proposals that were right at first sight: accepted as they were."""
        return self.counts[Did.ACCEPTED] / self.answered if self.answered else None

    @property
    def seconds_each(self) -> float | None:
        """Seconds for each span that came to stand; what was rejected or changed again costs too."""
        return self.seconds / self.spans if self.spans else None

    @property
    def actions_each(self) -> float | None:
        return self.actions / self.spans if self.spans else None


@dataclass(frozen=True, slots=True)
class Savings:
    """What reviewing proposals took, beside what adding the same spans by hand would have taken: an estimate.

    A span by hand takes what those took, in the mean, that were added by hand here.
    """

    added: int
    """Spans added by hand, from which the estimate is made."""
    by_hand: float
    """Seconds for one of them."""
    spans: int
    """Those that came from proposals: accepted or corrected."""
    seconds: float
    """That accepting, correcting and rejecting took."""

    @property
    def expected(self) -> float:
        """Seconds that the same spans would have taken by hand."""
        return self.spans * self.by_hand

    @property
    def share(self) -> float:
        """Of the time by hand what was saved, at most 1; negative where proposals cost more than they gave."""
        return 1 - self.seconds / self.expected


@dataclass(frozen=True, slots=True)
class Efforts:
    """The effort of all annotators, whole and in parts; what was imported or adjudicated is none of it.

    Of a decision that several suggesters proposed each has its part, so that these add up to more than the whole.
    """

    whole: Part
    annotators: Mapping[str, Part]
    """By their names, those who did most first; so are the others."""
    labels: Mapping[str, Part]
    suggesters: Mapping[str, Part]

    @property
    def savings(self) -> Savings | None:
        """Nothing where too little was added by hand, or nothing came of proposals."""
        counts, time = self.whole.counts, self.whole.time
        added, spans = counts[Did.ADDED], counts[Did.ACCEPTED] + counts[Did.CORRECTED]
        if added < LEAST_ADDED or not time[Did.ADDED] or not spans:
            return None
        answering = time[Did.ACCEPTED] + time[Did.CORRECTED] + time[Did.REJECTED]
        return Savings(added, time[Did.ADDED] / added, spans, answering)


def steps(acts: Iterable[Act]) -> Iterator[list[Act]]:
    """What was done at once."""
    for _step, group in groupby(acts, key=lambda act: act.step):
        yield list(group)


class Ledger:
    """Adds effort up, person by person, step by step."""

    def __init__(self) -> None:
        self._at_work, self._before = "", 0.0
        self._whole = Part()
        self._annotators: defaultdict[str, Part] = defaultdict(Part)
        self._labels: defaultdict[str, Part] = defaultdict(Part)
        self._suggesters: defaultdict[str, Part] = defaultdict(Part)

    def add(self, annotator: str, step: Sequence[Act]) -> None:
        """Take in the next step of an annotator; each begins where the one before it ended, the first with no time of its own."""
        moment = step[-1].moment
        worked = max(0.0, min(moment - self._before, PAUSE)) if annotator == self._at_work else 0.0
        self._at_work, self._before = annotator, moment
        self._take(annotator, step, worked)

    def result(self) -> Efforts:
        parts = (self._annotators, self._labels, self._suggesters)
        return Efforts(self._whole, *(_most_first(part) for part in parts))

    def _take(self, annotator: str, step: Sequence[Act], worked: float) -> None:
        deciding = [act for act in step if act.did is not None]
        touched: dict[int, Part] = {}
        for part in (self._whole, self._annotators[annotator]):
            part.seconds += worked
            touched[id(part)] = part
        for act in deciding:
            assert act.did is not None
            each = worked / len(deciding)
            own = [self._labels[act.label], *(self._suggesters[name] for name in act.suggesters)]
            for part in own:
                part.seconds += each
                touched[id(part)] = part
            for part in (self._whole, self._annotators[annotator], *own):
                part.counts[act.did] += 1
                part.time[act.did] += each
        for part in touched.values():
            part.actions += 1


def _most_first(parts: Mapping[str, Part]) -> dict[str, Part]:
    done = {name: part for name, part in parts.items() if part.counts.total()}
    return dict(sorted(done.items(), key=lambda item: -item[1].counts.total()))


def to_json(efforts: Efforts) -> dict[str, Any]:
    """The effort under the keys of ``evaluate --json``; times are seconds."""
    savings = efforts.savings
    return {
        **_part(efforts.whole),
        "annotators": {name: _part(part) for name, part in efforts.annotators.items()},
        "labels": {name: _part(part) for name, part in efforts.labels.items()},
        "suggesters": {name: _part(part) for name, part in efforts.suggesters.items()},
        "savings": {
            "spans": savings.spans,
            "seconds": savings.seconds,
            "by_hand": savings.expected,
            "saved": savings.share,
        }
        if savings
        else None,
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        **{one.value: part.counts[one] for one in Did},
        "right_at_first": part.right,
        "seconds": part.seconds,
        "seconds_each": part.seconds_each,
        "actions": part.actions,
        "actions_each": part.actions_each,
    }

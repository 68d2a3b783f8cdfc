"""How much was done in how much time: the effort of a reviewer, from the log or as it goes."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import groupby, pairwise
from time import monotonic

from annotator.project.state import undone
from annotator.records import Decision, DocumentId, Kind, Manner, StepId

PAUSE = 90
"""Seconds without a decision after which the time is not counted as work."""
WINDOW = 15 * 60
"""Seconds that the pace looks back."""
LEAST = 60
"""Seconds of work from which on a speed can be told."""


def work_time(moments: Iterable[float]) -> float:
    """The seconds of work between the first and the last of these moments (in seconds): of a pause only ``PAUSE`` count."""
    return sum(max(0.0, min(after - before, PAUSE)) for before, after in pairwise(moments))


@dataclass(frozen=True, slots=True)
class Effort:
    """What was done in a stretch of work. What was taken back since counts as time, not as spans."""

    seconds: float = 0.0
    """Of work, pauses left out."""
    actions: int = 0
    """Steps, those that undo others too."""
    accepted: int = 0
    corrected: int = 0
    """Spans given another label or other edges."""
    rejected: int = 0
    """Proposals rejected and annotations removed."""
    added: int = 0
    manners: Mapping[Manner, int] = field(default_factory=dict)
    """How many of the spans were decided in which manner."""

    @property
    def spans(self) -> int:
        """Every span that was decided."""
        return self.accepted + self.corrected + self.rejected + self.added

    @property
    def hourly(self) -> int | None:
        """Spans an hour of work; None until there is enough to tell."""
        return round(self.spans * 3600 / self.seconds) if self.seconds >= LEAST else None

    def __add__(self, other: Effort) -> Effort:
        return Effort(
            self.seconds + other.seconds,
            self.actions + other.actions,
            self.accepted + other.accepted,
            self.corrected + other.corrected,
            self.rejected + other.rejected,
            self.added + other.added,
            Counter(self.manners) + Counter(other.manners),
        )


_COUNTED = {
    Kind.ACCEPT: "accepted",
    Kind.RELABEL: "corrected",
    Kind.RESIZE: "corrected",
    Kind.REJECT: "rejected",
    Kind.REMOVE: "rejected",
    Kind.ADD: "added",
}
BY_MACHINE = frozenset({Manner.IMPORT, Manner.CARRIED})
"""Manners that are nobody's effort."""


def effort(
    decisions: Iterable[Decision], gone: Collection[StepId] | None = None, before: Decision | None = None
) -> Effort:
    """The effort in decisions of one person, given in order. What came by an import is none.

    ``gone`` names the steps that do not hold, where these decisions alone do not tell; ``before`` is the one
    before the first, from which time counts on.
    """
    decisions = list(decisions)
    gone = undone(decisions) if gone is None else gone
    own = [one for one in decisions if one.manner not in BY_MACHINE]
    spans = [one for one in own if one.kind in _COUNTED and one.step not in gone]
    moments = [_moment(one).timestamp() for one in ([before] if before else []) + own]
    counts = Counter(_COUNTED[one.kind] for one in spans)
    manners = Counter(one.manner for one in spans)
    return Effort(work_time(moments), len({one.step for one in own}), **counts, manners=manners)


def by_document(decisions: Iterable[Decision]) -> dict[DocumentId, Effort]:
    """The effort in each document; the time before a decision is that of its document."""
    decisions = list(decisions)
    gone = undone(decisions)
    parts: dict[DocumentId, Effort] = defaultdict(Effort)
    before = None
    for document, run in groupby(decisions, key=lambda one: one.document):
        here = list(run)
        parts[document] += effort(here, gone, before)
        before = here[-1]
    return dict(parts)


def by_hour(decisions: Iterable[Decision], zone: tzinfo | None = None) -> list[int]:
    """The spans decided in each of the 24 hours of the day, in that time zone or the machine's."""
    decisions = list(decisions)
    gone = undone(decisions)
    hours = [0] * 24
    for one in decisions:
        if one.kind in _COUNTED and one.step not in gone and one.manner not in BY_MACHINE:
            hours[_moment(one).astimezone(zone).hour] += 1
    return hours


class Pace:
    """Decisions an hour of work: over the last quarter of an hour, pauses left out."""

    def __init__(self) -> None:
        self._moments: deque[tuple[float, int]] = deque()

    def count(self, spans: int, now: float | None = None) -> None:
        """So many spans were decided, now (seconds of a steady clock)."""
        self._moments.append((monotonic() if now is None else now, spans))
        while self._moments[0][0] < self._moments[-1][0] - WINDOW:
            self._moments.popleft()

    def hourly(self) -> int | None:
        """Spans an hour; None until there is enough to tell."""
        worked = work_time(moment for moment, _spans in self._moments)
        if len(self._moments) < 5 or worked < 20:
            return None
        return round(sum(spans for _at, spans in list(self._moments)[1:]) * 3600 / worked)


def _moment(decision: Decision) -> datetime:
    return datetime.fromisoformat(decision.at)

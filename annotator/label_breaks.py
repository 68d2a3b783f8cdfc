"""Where spans that stood by the rules of a label set break those of the next one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from annotator.label_editing import LabelChange
from annotator.labels import Conflict, LabelSet
from annotator.records import LabelId, Span, reading_order


class Breaks:
    """Compares two sets, and finds what the second one newly forbids among the spans of a person in a document.

    Attributes:
        labels: the labels whose spans have to be looked at; none where nothing can break, None for all.
    """

    def __init__(self, old: LabelSet, change: LabelChange) -> None:
        self._old, self._new, self._removed = old, change.labels, change.removed
        self._lost = set(self._lost_pairs())
        self._may_cross = old.crossing and not change.labels.crossing
        self.labels: frozenset[LabelId] | None = frozenset(label for pair in self._lost for label in pair)
        if self._may_cross or self._removed:
            self.labels = None

    def after(self, spans: Iterable[Span]) -> Iterator[Span]:
        """The spans as they will stand."""
        for span in spans:
            if span.label not in self._removed:
                yield self._new.today(span)

    def suspected(self, spans: Iterable[Span]) -> bool:
        """Whether anything may break: quick, and wrong only by suspecting too much."""
        around: list[Span] = []
        for span in sorted(spans, key=reading_order):
            around = [other for other in around if other.end > span.start]
            if any(self._parts(span, other) for other in around):
                return True
            if len(around) > 1 and any(other.label in self._removed for other in around):
                return True
            around.append(span)
        return False

    def found(self, spans: Sequence[Span]) -> list[Conflict]:
        """The conflicts that there were not before: each with the later span of the two."""
        before = {span for conflict in self._old.conflicts(spans) for span in self.after([conflict.span])}
        return [one for one in self._new.conflicts(self.after(spans)) if one.span not in before]

    def _lost_pairs(self) -> Iterator[tuple[LabelId, LabelId]]:
        """What might stand directly inside what, inner label first, and may no longer."""
        for inner, outer in product([label.id for label in self._old.labels], repeat=2):
            now = [self._new.current(label) or label for label in (inner, outer)]
            if self._old.may_nest(inner, outer) and not self._new.may_nest(*now):
                yield inner, outer

    def _parts(self, span: Span, other: Span) -> bool:
        if span.crosses(other):
            return self._may_cross
        return (span.label, other.label) in self._lost or (
            (span.start, span.end) == (other.start, other.end) and (other.label, span.label) in self._lost
        )

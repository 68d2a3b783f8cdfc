"""Suggestions as they count today: under the labels that theirs have become since they were made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from annotator.labels import LabelSet
from annotator.project.state import DocumentState, Outcome
from annotator.records import LabelId, Span, Suggestion
from annotator.suggest.memory import Counts


def as_now(suggestions: Iterable[Suggestion], labels: LabelSet, state: DocumentState) -> Iterable[Suggestion]:
    """Suggestions with a retired label under the one that it was retired into; without one they are left out.

    What was answered with no while the label was given is not asked again under its new name, nor is what still stands
    under the old one.
    """
    return _renamed(suggestions, labels, state) if labels.retired else suggestions


def _renamed(suggestions: Iterable[Suggestion], labels: LabelSet, state: DocumentState) -> Iterator[Suggestion]:
    for suggestion in suggestions:
        span = suggestion.span
        label = labels.current(span.label)
        if label == span.label:
            yield suggestion
        elif label is not None and not _settled(span, state):
            yield suggestion._replace(span=span._replace(label=label))


def counts_as_now(known: Mapping[str, Counts], labels: LabelSet) -> Mapping[str, Counts]:
    """What memory knows of strings, with the counts of a retired label added to those of the one that it was retired into."""
    return {string: _sums(counts, labels) for string, counts in known.items()} if labels.retired else known


def _sums(counts: Counts, labels: LabelSet) -> Counts:
    sums: dict[LabelId, tuple[int, int]] = {}
    for label, (accepted, rejected) in counts.items():
        now = labels.current(label)
        if now is not None:
            before = sums.get(now, (0, 0))
            sums[now] = before[0] + accepted, before[1] + rejected
    return sums


def _settled(span: Span, state: DocumentState) -> bool:
    return span in state.by_span or state.answers.get(span, Outcome.ACCEPTED) is not Outcome.ACCEPTED

"""What a reader kept of annotations, and what points to them, when some of those have changed or gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from annotator.records import Span


def standing(pointing: Mapping[str, Collection[str]], targets: Collection[str]) -> set[str]:
    """Of ids that point to others, those whose every target is among ``targets``, or points itself and stands."""
    pointed: dict[str, list[str]] = defaultdict(list)
    gone = []
    for name, to in pointing.items():
        for target in to:
            pointed[target].append(name)
            if target not in targets and target not in pointing:
                gone.append(name)
    left = set(pointing)
    while gone:
        name = gone.pop()
        if name in left:
            left.discard(name)
            gone += pointed[name]
    return left


def spans_now(before: Iterable[Span], spans: Collection[Span]) -> dict[Span, Span]:
    """What each span of before is now: the same, or one at its edges with another label; one that has gone is not in it."""
    before = set(before)
    unchanged = before.intersection(spans)
    relabelled = {(span.start, span.end): span for span in spans if span not in unchanged}
    now = {span: span if span in unchanged else relabelled.get((span.start, span.end)) for span in before}
    return {span: found for span, found in now.items() if found}

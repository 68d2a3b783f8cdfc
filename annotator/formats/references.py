"""What points to annotations, when some of those have gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping


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

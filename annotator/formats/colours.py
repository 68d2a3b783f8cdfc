"""A colour for each label, for tools that want one in their configuration."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache


@cache
def _known() -> dict[str, str]:
    from annotator.labels import load, presets

    sets = [load(name) for name in presets()]
    return {label.id: labels.colours(label.id, "light").line for labels in reversed(sets) for label in labels}


def colours(labels: Iterable[str]) -> dict[str, str]:
    """``#RRGGBB`` for each label: its own where a label set that comes along has it, else one of the families' in turn."""
    from annotator.labels import families

    turn = [family.light.line for family in families().values()]
    known = _known()
    return {label: known.get(label) or turn[place % len(turn)] for place, label in enumerate(labels)}

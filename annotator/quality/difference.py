"""How two readings of a place differ."""

from __future__ import annotations

from enum import StrEnum

from annotator.records import Span
from annotator.text.words import differ_by_proclitics


class Difference(StrEnum):
    """In what two annotators differ, or the readings of a disagreement."""

    ONE_ONLY = "one only"
    """Only one has marked it, or some have, all of them alike; the others have nothing there that answers to it."""
    LABEL = "label"
    EDGES = "edges"
    PROCLITIC = "proclitic"
    """The edges differ by the proclitics of the first word, by nothing else."""
    LABEL_AND_EDGES = "label and edges"


def difference(text: str, one: Span | None, other: Span | None) -> Difference | None:
    """How two spans differ, either of which may be missing; nothing where they are equal."""
    if one == other:
        return None
    if one is None or other is None:
        return Difference.ONE_ONLY
    if one[:2] == other[:2]:
        return Difference.LABEL
    if one.label != other.label:
        return Difference.LABEL_AND_EDGES
    return Difference.PROCLITIC if differ_by_proclitics(text, one[:2], other[:2]) else Difference.EDGES

"""Lines of a brat ``.ann`` file that are not spans: what they point to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.formats.format import KEPT

KEPT_BRAT = f"{KEPT}brat"
Fragment = tuple[int, int]
"""A stretch of text, ``[start, end)``."""
_SHAPE = re.compile(r"([REAMN#][^\s:]*|\*)\t(\S+)((?: \S+)*) ?(?:\t(.*))?")
EQUIVALENT = "*"


@dataclass(frozen=True, slots=True)
class Line:
    """A relation (R), event (E), attribute (A, M), normalisation (N), note (#) or a set of equivalents (*)."""

    id: str
    text: str
    type: str
    """Of an event without its trigger."""
    arguments: tuple[tuple[str, str], ...]
    """Role and target; the role is empty where the format names none, a trigger's is the type of the event."""
    value: str = ""
    """Of an attribute that has one."""

    @property
    def targets(self) -> tuple[str, ...]:
        """The ids that it points to."""
        return tuple(target for _role, target in self.arguments)


def line_of(text: str) -> Line | None:
    """A line that is no span, or None where it is not one that brat knows."""
    match = _SHAPE.fullmatch(text)
    if not match:
        return None
    name, type_, rest = match[1], match[2], match[3].split()
    value = ""
    if name[0] in "RE":
        pairs = [part.partition(":") for part in ([type_, *rest] if name[0] == "E" else rest)]
        if not pairs or not all(role and target for role, _colon, target in pairs):
            return None
        arguments = tuple((role, target) for role, _colon, target in pairs)
        type_ = arguments[0][0] if name[0] == "E" else type_
    elif name == EQUIVALENT:
        arguments = tuple(("", target) for target in rest)
    else:
        arguments = tuple(("", target) for target in rest[:1])
        value = rest[1] if name[0] in "AM" and len(rest) > 1 else ""
    return Line(name, text, type_, arguments, value) if arguments or name[0] == "#" else None


def cover(fragments: Sequence[Fragment]) -> Fragment:
    """The stretch from the first to the last of the fragments."""
    return min(start for start, _end in fragments), max(end for _start, end in fragments)

"""What a file carried that only its format knows: kept in a document's meta at import, written back to the same format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from annotator.formats.format import KEPT
from annotator.records import Record, Span


def own_meta(record: Record) -> dict[str, Any]:
    """A document's meta without what other formats keep there."""
    return {key: value for key, value in record.meta.items() if not key.startswith(KEPT)}


def kept_of(record: Record, format_id: str) -> Mapping[str, Any]:
    """What a format kept; nothing where it is not as a reader left it, since a project may come from elsewhere."""
    kept = record.meta.get(KEPT + format_id)
    return kept if isinstance(kept, dict) else {}


def with_kept(meta: Mapping[str, Any], format_id: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The meta with what the format keeps, leaving out what is empty."""
    kept = {key: value for key, value in kept.items() if value not in ({}, [], None, "")}
    return {**meta, KEPT + format_id: kept} if kept else dict(meta)


def object_under(kept: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The object that was kept under a key; an empty one where there is none."""
    found = kept.get(key)
    return found if isinstance(found, dict) else {}


def objects(value: object) -> list[dict[str, Any]]:
    """The objects of a kept list."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def row(span: Span, what: object) -> list[object]:
    """How a span is kept with what belongs to it: an id, or further keys."""
    return [span.start, span.end, span.label, what]


def rows(value: object) -> list[tuple[Span, Any]]:
    """Spans that were kept so, each with what belongs to it."""
    if not isinstance(value, list):
        return []
    return [
        (Span(*entry[:3]), entry[3])
        for entry in value
        if isinstance(entry, list) and len(entry) == 4 and list(map(type, entry[:3])) == [int, int, str]
    ]


def standing(kept: Iterable[tuple[Span, Any]], spans: Sequence[Span]) -> list[tuple[Span, Any]]:
    """What belongs to spans that still stand, each with its span: the same one, or one at the same place, relabelled since."""
    free = dict.fromkeys(spans)
    found, others = [], []
    for span, what in kept:
        if span in free:
            found.append((span, what))
        else:
            others.append((span, what))
    for span, _what in found:
        free.pop(span, None)
    at_place: dict[tuple[int, int], list[Span]] = {}
    for span in free:
        at_place.setdefault((span.start, span.end), []).append(span)
    relabelled: dict[Span, Span] = {}
    for span, what in others:
        if span not in relabelled and (here := at_place.get((span.start, span.end))):
            relabelled[span] = here.pop(0)
        if span in relabelled:
            found.append((relabelled[span], what))
    return found


class Ids:
    """The ids of spans in a file: those they were read with, and new ones for the rest."""

    def __init__(self, kept: object, spans: Sequence[Span]) -> None:
        self._by_span: dict[Span, Any] = {}
        self._current: dict[Any, Any] = {}
        before = [(span, identity) for span, identity in rows(kept) if isinstance(identity, int | str)]
        self._before = {identity for _span, identity in before}
        for span, identity in standing(before, spans):
            if identity not in self._current:
                self._current[identity] = self._by_span.setdefault(span, identity)

    def name(self, spans: Iterable[Span], form: str = "") -> dict[Span, Any]:
        """An id for each span; new ones are numbers, or texts of a form such as ``span-{}``."""
        new = (form.format(number) if form else number for number in count(1))
        free = (identity for identity in new if identity not in self._before)
        return {span: self._by_span[span] if span in self._by_span else next(free) for span in spans}

    def knows(self, identity: object) -> bool:
        """Whether a span had this id when it was read."""
        return isinstance(identity, int | str) and identity in self._before

    def current(self, identity: object) -> Any:
        """The id under which what had this one stands in the file now; None where it stands no more."""
        return self._current.get(identity) if isinstance(identity, int | str) else None

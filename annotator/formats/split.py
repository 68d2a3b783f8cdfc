"""Parting a data set by document into train, dev and test, with each label in each part by its share.

It is the greedy of iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011), counting spans in place of examples:
the documents of the rarest label go first, each to the part that lacks most of it; those without spans go last, by number.
Documents that belong together go as one, and what has a part already keeps it and counts.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from annotator.errors import SplitInvalid
from annotator.formats.format import Format

PARTS = ("train", "dev", "test")
_SLACK = 1
"""Documents by which a part may exceed its share, so that one that lacks a label can take it."""
T = TypeVar("T", bound=Hashable)


def shares(split: str) -> tuple[int, ...]:
    """The shares of a split such as ``80/10/10`` (train, dev, test) or ``90/10`` (train, dev). Raises SplitInvalid."""
    found = [part.strip() for part in split.split("/")]
    if len(found) not in (2, 3) or not all(part.isdecimal() for part in found) or sum(map(int, found)) != 100:
        raise SplitInvalid(split=split)
    return tuple(map(int, found))


def assign(
    documents: Mapping[T, Mapping[str, int]],
    wanted: Sequence[int],
    seed: int,
    known: Mapping[T, str] | None = None,
    together: Iterable[tuple[T, T]] = (),
) -> dict[T, str]:
    """A part for each document, given its spans by label, in these shares; the same one for the same seed.

    ``known`` are parts given before, also of documents that are not asked about. ``together`` are pairs that share a part,
    unless both have one already. No part with a share stays empty where there are enough documents.
    """
    known = known or {}
    groups = _groups(documents, known, together)
    balance = _Balance(documents, wanted, known)
    fresh = [group for group in groups if not group.part]
    random.Random(seed).shuffle(fresh)
    _give_out(fresh, balance)
    _fill_empty(fresh, balance)
    return {document: known.get(document) or group.part for group in groups for document in group.documents}


@dataclass(slots=True)
class _Group(Generic[T]):
    """Documents that share a part: those asked about, with their spans by label; the part they have, or are given."""

    documents: list[T] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    part: str = ""


def _groups(
    documents: Mapping[T, Mapping[str, int]], known: Mapping[T, str], together: Iterable[tuple[T, T]]
) -> list[_Group[T]]:
    heads: dict[T, T] = {}

    def head(document: T) -> T:
        while (above := heads.get(document, document)) != document:
            heads[document] = heads.get(above, above)
            document = above
        return document

    for one, other in together:
        heads[head(other)] = head(one)
    groups: dict[T, _Group[T]] = defaultdict(_Group)
    for document, labels in documents.items():
        group = groups[head(document)]
        group.documents.append(document)
        if document not in known:
            group.labels.update(labels)
    parts: dict[T, Counter[str]] = defaultdict(Counter)
    for document, part in known.items():
        parts[head(document)][part] += 1
    for top, counts in parts.items():
        if top in groups:
            groups[top].part = counts.most_common(1)[0][0]
    return list(groups.values())


class _Balance(Generic[T]):
    """What each part still lacks of its share, of documents and of each label's spans."""

    def __init__(self, documents: Mapping[T, Mapping[str, int]], wanted: Sequence[int], known: Mapping[T, str]) -> None:
        self.parts = [name for name, share in zip(PARTS, wanted, strict=False) if share]
        of = dict(zip(PARTS, wanted, strict=False))
        totals: Counter[str] = Counter()
        for labels in documents.values():
            totals.update(labels)
        self.documents = _whole_shares(len(documents), {part: of[part] for part in self.parts})
        self.spans = {label: {part: total * of[part] / 100 for part in self.parts} for label, total in totals.items()}
        self.held: Counter[str] = Counter()
        for document, labels in documents.items():
            if document in known:
                self.take(known[document], 1, labels)

    def take(self, part: str, documents: int, labels: Mapping[str, int]) -> None:
        """Count documents and their spans into a part."""
        self.held[part] += documents
        if part in self.documents:
            self.documents[part] -= documents
            for label, count in labels.items():
                self.spans[label][part] -= count

    def part(self, label: str, size: int) -> str:
        """The part that lacks most of a label, then of documents; the part that lacks most documents where no label is said."""
        room = [part for part in self.parts if self.documents[part] + _SLACK >= size] if label else []
        lacking = self.spans.get(label, {})
        return max(room or self.parts, key=lambda part: (lacking.get(part, 0), self.documents[part]))


def _whole_shares(count: int, wanted: Mapping[str, int]) -> dict[str, int]:
    """So many documents in shares, in whole numbers; no part is left without where there are enough."""
    found = {part: count * share // 100 for part, share in wanted.items()}
    while sum(found.values()) < count:
        found[max(found, key=lambda part: wanted[part] * count / 100 - found[part])] += 1
    for part, number in found.items():
        if not number and max(found.values()) > 1:
            found[max(found, key=lambda part: found[part])] -= 1
            found[part] = 1
    return found


def _give_out(groups: Sequence[_Group[T]], balance: _Balance[T]) -> None:
    holding: dict[str, list[_Group[T]]] = defaultdict(list)
    for group in groups:
        for label in group.labels:
            holding[label].append(group)
    while holding:
        left = {label: sum(group.labels[label] for group in held) for label, held in holding.items()}
        rarest = min(left, key=lambda label: (left[label], label))
        for group in sorted(holding.pop(rarest), key=lambda group: -group.labels[rarest]):
            _give(group, balance.part(rarest, len(group.documents)), balance)
        holding = {
            label: rest for label, held in holding.items() if (rest := [group for group in held if not group.part])
        }
    for group in sorted((group for group in groups if not group.part), key=lambda group: -len(group.documents)):
        _give(group, balance.part("", len(group.documents)), balance)


def _give(group: _Group[T], part: str, balance: _Balance[T]) -> None:
    group.part = part
    balance.take(part, len(group.documents), group.labels)


def _fill_empty(groups: Sequence[_Group[T]], balance: _Balance[T]) -> None:
    """Let no part be empty where the fullest one has several documents, and some of them may go."""
    for empty in (part for part in balance.parts if not balance.held[part]):
        fullest = max(balance.parts, key=lambda part: balance.held[part])
        movable = [group for group in groups if group.part == fullest and len(group.documents) < balance.held[fullest]]
        if movable:
            least = min(movable, key=lambda group: len(group.documents))
            balance.take(fullest, -len(least.documents), {label: -count for label, count in least.labels.items()})
            _give(least, empty, balance)


def part_paths(folder: Path, format: Format, wanted: Sequence[int]) -> dict[str, Path]:
    """Where the parts go: in the folder, a file each or a folder each; or all to the folder, where the format has them so."""
    parts = [name for name, share in zip(PARTS, wanted, strict=False) if share]
    if format.parted:
        return dict.fromkeys(parts, folder)
    return {part: folder / (part if format.folder else f"{part}{format.extensions[0]}") for part in parts}

"""Parting a data set by document into train, dev and test."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from annotator.errors import SplitInvalid
from annotator.formats.format import Format

PARTS = ("train", "dev", "test")
T = TypeVar("T")


def shares(split: str) -> tuple[int, ...]:
    """The shares of a split such as ``80/10/10`` (train, dev, test) or ``90/10`` (train, dev). Raises SplitInvalid."""
    found = [part.strip() for part in split.split("/")]
    if len(found) not in (2, 3) or not all(part.isdecimal() for part in found) or sum(map(int, found)) != 100:
        raise SplitInvalid(split=split)
    return tuple(map(int, found))


def assign(items: Sequence[T], wanted: Sequence[int], seed: int) -> Mapping[T, str]:
    """A part for each item, at random by the seed, in these shares; no part with a share stays empty while others have several."""
    counts = [len(items) * share // 100 for share in wanted]
    while sum(counts) < len(items):
        behind = [share * len(items) / 100 - count for share, count in zip(wanted, counts, strict=True)]
        counts[behind.index(max(behind))] += 1
    for place, share in enumerate(wanted):
        if share and not counts[place] and max(counts) > 1:
            counts[counts.index(max(counts))] -= 1
            counts[place] += 1
    names = [name for name, count in zip(PARTS, counts, strict=False) for _place in range(count)]
    random.Random(seed).shuffle(names)
    return dict(zip(items, names, strict=True))


def part_paths(folder: Path, format: Format, wanted: Sequence[int]) -> dict[str, Path]:
    """Where the parts go: in the folder, a file each or a folder each; or all to the folder, where the format has them so."""
    parts = [name for name, share in zip(PARTS, wanted, strict=False) if share]
    if format.parted:
        return dict.fromkeys(parts, folder)
    return {part: folder / (part if format.folder else f"{part}{format.extensions[0]}") for part in parts}

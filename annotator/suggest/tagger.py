"""The learned tagger: linear-chain conditional random fields, one a group of labels that do not nest in each other.

Lafferty, McCallum and Pereira, *Conditional Random Fields* (ICML 2001). Trained by ``annotator.learn.training``; here the weights are
summed by form and by find, all groups run side by side, and every span gets its exact probability from the forward and
backward sums of its row, so that rivals and doubtful spans are known too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from annotator.suggest.features import (
    LINE,
    OFFSETS,
    SENTENCE_END,
    class_pairs,
    pair_features,
    word_class,
    word_features,
)
from annotator.suggest.knowledge import Knowledge

Floats: TypeAlias = npt.NDArray[np.float32]
Doubles: TypeAlias = npt.NDArray[np.float64]
Weights: TypeAlias = Mapping[str, Sequence[tuple[int, float]]]
"""For each feature where it counts, with how much: the place of the offset in OFFSETS times the columns, plus the column."""

LEAST = 0.03
"""Spans less probable than this are not given."""
_MOST_CACHED = 100_000
_MOST_SHARED = 20_000
_OWN = "wbsp&"
"""What features begin with that few words share: the word, its bare form, its affixes."""
_BEHIND, _AHEAD = OFFSETS.index(-1), OFFSETS.index(1)
_ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Tagged:
    """Words ``[start, end)`` that bear a label with a probability 0–1."""

    start: int
    end: int
    label: str
    probability: float


EDGES = "BILU"
"""The tags of a label, in the order of their columns: begin, inside, last, and unit for a span of one word."""
_NEXT = {"O": "OBU", "B": "IL", "I": "IL", "L": "OBU", "U": "OBU"}


def columns(groups: Iterable[Iterable[str]]) -> list[list[str]]:
    """The tags of each group in the order of their columns: outside, then those of each label."""
    return [["O", *(f"{edge}-{label}" for label in group for edge in EDGES)] for group in groups]


def _may_follow(tag: str, before: str) -> bool:
    same = tag[2:] == before[2:] or tag[0] not in "IL"
    return tag[0] in _NEXT[before[0]] and same


class Tagger:
    """Weights of all groups. ``transitions`` are those from each column to each, and count within a group only."""

    def __init__(
        self, groups: Sequence[Sequence[str]], weights: Weights, transitions: Floats, known: Knowledge
    ) -> None:
        self.groups = [list(group) for group in groups]
        self.weights = weights
        self.transitions = transitions
        self._known = known
        tags = columns(groups)
        self._width = sum(map(len, tags))
        flat = [(group, tag) for group, names in enumerate(tags) for tag in names]
        self._begins = [(place, tag[2:]) for place, (_group, tag) in enumerate(flat) if tag.startswith("B-")]
        same_group = np.array([[a == b for b, _tag in flat] for a, _tag in flat], dtype=bool)
        follows = np.array([[_may_follow(tag, before) for _g, tag in flat] for _g, before in flat], dtype=bool)
        self._block = same_group.astype(np.float64)
        self._first = np.array([0.0 if tag[0] in "IL" else 1.0 for _group, tag in flat])
        # A row ends outside or with the end of a span.
        self._last = np.array([0.0 if tag[0] in "BI" else 1.0 for _group, tag in flat])
        self._steps = np.where(same_group & follows, np.exp(transitions.astype(np.float64)), 0.0)
        self._class = lru_cache(maxsize=_MOST_CACHED)(lambda norm: word_class(norm, known))
        self._words = _Cache(self._sum_word, (len(OFFSETS), self._width))
        self._finds = _Cache(self._sum, (len(OFFSETS), self._width))
        self._pairs = _Cache(self._sum_pair, (len(OFFSETS), self._width))
        # What many words share is kept whole; what one word has alone is looked up when it is met.
        self._dense = lru_cache(maxsize=_MOST_SHARED)(self._dense_of)

    def __call__(
        self, norms: Sequence[str], finds: Sequence[tuple[str, ...]], rows: Sequence[tuple[int, int]]
    ) -> list[Tagged]:
        """The spans of a text that are not improbable: of its folded words, what was found at each, and its rows."""
        if not norms or not self.groups:
            return []
        length = len(norms)
        if norms[-1] not in SENTENCE_END:  # a text may end without a sign: it ends as a line does
            norms, finds, rows = [*norms, LINE], [*finds, ()], [*rows[:-1], (rows[-1][0], length + 1)]
        scores = self._scores(norms, finds)
        found: list[Tagged] = []
        by_length = sorted(rows, key=lambda row: row[0] - row[1])
        for at in range(0, len(by_length), _ROWS_AT_ONCE):
            found += self._spans(scores, by_length[at : at + _ROWS_AT_ONCE])
        return [one for one in found if one.end <= length]

    def _scores(self, norms: Sequence[str], finds: Sequence[tuple[str, ...]]) -> Floats:
        """How much each word by itself speaks for each column."""
        length = len(norms)
        scores = np.zeros((length + 4, self._width), dtype=np.float32)
        for sums, keys in ((self._words, norms), (self._finds, finds)):
            parts = sums.table(keys)
            for place, offset in enumerate(OFFSETS):
                # A word that stands `offset` away from another speaks of it: shifted back by as much.
                scores[2 - offset : 2 - offset + length] += parts[:, place]
        scores = scores[2 : 2 + length]
        # A pair speaks of its first word, for which the second is one ahead, and of its second.
        parts = self._pairs.table(class_pairs([self._class(norm) for norm in norms]))
        scores[:-1] += parts[:, _AHEAD]
        scores[1:] += parts[:, _BEHIND]
        for place, pair in enumerate(pair_features(norms)):
            for at, weight in self.weights.get(pair, ()):
                offset, column = divmod(at, self._width)
                scores[place if offset == _AHEAD else place + 1, column] += weight
        return scores

    def _sum_word(self, norm: str) -> Floats:
        return self._sum(word_features(norm, 0, self._known))

    def _sum_pair(self, pair: str) -> Floats:
        return self._sum([pair])

    def _sum(self, features: Iterable[str]) -> Floats:
        """How much features speak for each column at the word itself and, seen from there, at its neighbours."""
        total = np.zeros(len(OFFSETS) * self._width, dtype=np.float32)
        for name in features:
            if name[0] in _OWN:
                for at, weight in self.weights.get(name, ()):
                    total[at] += weight
            elif name in self.weights:
                total += self._dense(name)
        return total.reshape(len(OFFSETS), self._width)

    def _dense_of(self, name: str) -> Floats:
        vector = np.zeros(len(OFFSETS) * self._width, dtype=np.float32)
        for at, weight in self.weights[name]:
            vector[at] += weight
        return vector

    def _spans(self, scores: Floats, rows: Sequence[tuple[int, int]]) -> Iterator[Tagged]:
        """The spans of rows, the longest row first."""
        starts = np.array([start for start, _end in rows])
        lengths = np.array([end - start for start, end in rows])
        longest = int(lengths[0])
        active = [int(np.count_nonzero(lengths > place)) for place in range(longest)]
        shape = (longest, len(rows), self._width)
        chances, forward, backward, scale = np.ones(shape), np.zeros(shape), np.zeros(shape), np.ones(shape)
        for place in range(longest):
            now = scores[starts[: active[place]] + place].astype(np.float64)
            chances[place, : active[place]] = np.exp(np.clip(now, -50, 50))
        for place in range(longest):
            among = slice(0, active[place])
            before = forward[place - 1, among] @ self._steps if place else self._first
            reached = before * chances[place, among]
            scale[place, among] = reached @ self._block
            forward[place, among] = reached / scale[place, among]
        backward[lengths - 1, range(len(rows))] = self._last
        for place in range(longest - 2, -1, -1):
            among = slice(0, active[place + 1])
            ahead = chances[place + 1, among] * backward[place + 1, among] / scale[place + 1, among]
            backward[place, among] = ahead @ self._steps.T
        # Ending rows at a permitted tag leaves less than all there was: what is left is the whole.
        whole = (forward[0] * backward[0]) @ self._block
        sure = forward * backward / whole
        sums = _Sums(chances / scale, forward, backward, whole)
        for begin, label in self._begins:
            unit = begin + EDGES.index("U")
            for place, row in zip(*np.nonzero(sure[:, :, unit] > LEAST), strict=True):
                at = rows[row][0] + int(place)
                yield Tagged(at, at + 1, label, min(1.0, float(sure[place, row, unit])))
            for place, row in zip(*np.nonzero(sure[:, :, begin] > LEAST), strict=True):
                yield from self._ends(int(place), int(row), begin, label, rows[row], sums)

    def _ends(
        self, place: int, row: int, begin: int, label: str, bounds: tuple[int, int], sums: _Sums
    ) -> Iterator[Tagged]:
        """Where a span of several words that begins at a word of a row can end."""
        start, end = bounds
        inside, last = begin + EDGES.index("I"), begin + EDGES.index("L")
        reached, column = float(sums.forward[place, row, begin] / sums.whole[row, begin]), begin
        for at in range(place + 1, end - start):
            chance, goes_on = sums.chances[at, row], sums.backward[at, row]
            ends = reached * float(self._steps[column, last] * chance[last] * goes_on[last])
            if ends > LEAST:
                yield Tagged(start + place, start + at + 1, label, min(1.0, ends))
            reached *= float(self._steps[column, inside] * chance[inside])
            column = inside
            if reached * float(goes_on[inside]) <= LEAST:
                return


@dataclass(frozen=True, slots=True)
class _Sums:
    """Of each place of each row: the chances of its tags beside the scale, the forward and backward sums; the whole of a row."""

    chances: Doubles
    forward: Doubles
    backward: Doubles
    whole: Doubles


class _Cache:
    """Sums of weights by key, found out when a key is first met; forgotten when they become too many."""

    def __init__(self, sum_of: Callable[..., Floats], shape: tuple[int, int]) -> None:
        self._sum_of = sum_of
        self._places: dict[object, int] = {}
        self._sums = np.zeros((1024, *shape), dtype=np.float32)

    def table(self, keys: Sequence[object]) -> Floats:
        """The sums of the keys, one after the other."""
        if len(self._places) > _MOST_CACHED:
            self._places.clear()
        places = [self._place(key) for key in keys]
        return self._sums[places]

    def _place(self, key: object) -> int:
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self._places)
            if place == len(self._sums):
                self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])
            self._sums[place] = self._sum_of(key)
        return place

"""Running sums over a long list of numbers that change one at a time."""

from __future__ import annotations

from collections.abc import Iterable


class Sums:
    """A list of whole numbers whose sums up to any place are known in logarithmic time (a Fenwick tree)."""

    def __init__(self, values: Iterable[int]) -> None:
        self._values = list(values)
        self._tree = [0, *self._values]
        for i in range(1, len(self._tree)):
            parent = i + (i & -i)
            if parent < len(self._tree):
                self._tree[parent] += self._tree[i]
        self._highest = 1 << (len(self._values).bit_length())

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, place: int) -> int:
        return self._values[place]

    def put(self, place: int, value: int) -> int:
        """Set one number; gives by how much it grew."""
        grown = value - self._values[place]
        self._values[place] = value
        i = place + 1
        while grown and i < len(self._tree):
            self._tree[i] += grown
            i += i & -i
        return grown

    def before(self, place: int) -> int:
        """The sum of all numbers before the place; of all, for the length."""
        total = 0
        while place:
            total += self._tree[place]
            place &= place - 1
        return total

    def find(self, sum_: int) -> int:
        """The place whose number holds that sum: the last with ``before(place) <= sum_``, within the list."""
        place, step = 0, self._highest
        while step:
            following = place + step
            if following < len(self._tree) and self._tree[following] <= sum_:
                place = following
                sum_ -= self._tree[following]
            step >>= 1
        return min(place, max(0, len(self._values) - 1))

"""Running sums are those of the list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.canvas.sums import Sums


@given(st.lists(st.integers(1, 90), min_size=1), st.data())
def test_sums_follow_changes(values: list[int], data: st.DataObject) -> None:
    sums = Sums(values)
    for _ in range(4):
        place, value = data.draw(st.integers(0, len(values) - 1)), data.draw(st.integers(1, 90))
        assert sums.put(place, value) == value - values[place]
        values[place] = value
    for place in range(len(values) + 1):
        assert sums.before(place) == sum(values[:place])
    for height in range(0, sum(values) + 20, 7):
        place = sums.find(height)
        assert sums.before(place) <= height or place == 0
        assert place == len(values) - 1 or height < sums.before(place + 1)

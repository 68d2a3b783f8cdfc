"""Lanes and chips never meet, whatever nests."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.canvas.lanes import Form, Stretch, Wish, assign_lanes, depths, place_chips

WIDTH = 800.0
LETTER = 8.0


def stretch(start: int, end: int) -> Stretch:
    return Stretch(start, end, start * LETTER, end * LETTER)


stretches = st.lists(
    st.tuples(st.integers(0, 99), st.integers(1, 40)).map(lambda pair: stretch(pair[0], min(100, pair[0] + pair[1]))),
    max_size=14,
    unique=True,
).map(lambda found: sorted(found, key=lambda one: (one.start, -one.end)))


def test_the_innermost_lies_next_to_the_words() -> None:
    assert assign_lanes([stretch(0, 20), stretch(0, 10), stretch(2, 5), stretch(12, 18)]) == [2, 1, 0, 0]


def test_of_equal_stretches_the_later_is_the_inner() -> None:
    assert assign_lanes([stretch(0, 5), stretch(0, 5)]) == [1, 0]
    assert depths([stretch(0, 5), stretch(0, 5)]) == [0, 1]


def test_depth_counts_what_lies_around() -> None:
    assert depths([stretch(0, 20), stretch(0, 10), stretch(2, 5), stretch(30, 40)]) == [0, 1, 2, 0]


def test_crossing_stretches_take_two_lanes() -> None:
    assert sorted(assign_lanes([stretch(0, 10), stretch(5, 15)])) == [0, 1]


@given(stretches)
def test_nothing_meets_in_a_lane_and_inner_is_nearer(found: list[Stretch]) -> None:
    lanes = assign_lanes(found)
    for (i, one), (j, other) in combinations(enumerate(found), 2):
        if lanes[i] == lanes[j]:
            assert not one.meets(other)
        if one.contains(other) and one != other:
            assert lanes[i] > lanes[j]


@st.composite
def one_lane(draw: st.DrawFn) -> list[Wish]:
    """Chips of spans that lie one after the other."""
    wishes, near = [], 0.0
    for _ in range(draw(st.integers(0, 12))):
        near += draw(st.floats(0, 60))
        far = near + draw(st.floats(2, 120))
        if far > WIDTH:
            break
        name = draw(st.floats(22, 90))
        wishes.append(Wish(near, far, (name, min(name, 34.0), 10.0)))
        near = far
    return wishes


@given(one_lane(), st.lists(st.floats(0, WIDTH), max_size=6))
def test_chips_never_meet_and_stay_in_the_column(wishes: list[Wish], ticks: list[float]) -> None:
    places = place_chips(wishes, ticks, WIDTH)
    assert len(places) == len(wishes)
    for one, other in pairwise(places):
        assert one.far <= other.near + 1e-6
    for place, wish in zip(places, wishes, strict=True):
        assert 0 <= place.near <= place.far <= WIDTH + 1e-6
        assert wish.near - 1e-6 <= place.near <= wish.far, "a chip stands under its own span"
        if place.form is not Form.SWATCH:
            assert not any(place.near + 10 < tick < place.far for tick in ticks), "no tick rises through a name"


def test_a_chip_slides_then_shortens_then_is_a_swatch() -> None:
    widths = (40.0, 20.0, 10.0)
    alone = place_chips([Wish(0, 30, widths)], [], WIDTH)
    assert alone[0].form is Form.NAME
    slid = place_chips([Wish(0, 30, widths), Wish(32, 90, widths)], [], WIDTH)
    assert [place.form for place in slid] == [Form.NAME, Form.NAME]
    assert slid[1].near == 42
    tight = place_chips([Wish(0, 22, widths), Wish(22, 36, widths)], [], WIDTH)
    assert tight[0].form is Form.LETTERS
    tightest = place_chips([Wish(0, 10, widths), Wish(10, 20, widths)], [], WIDTH)
    assert tightest[0].form is Form.SWATCH
    assert tightest[1].form is Form.NAME


def test_a_chip_at_the_end_of_the_column_does_not_leave_it() -> None:
    assert place_chips([Wish(780, 800, (40.0, 20.0, 10.0))], [], WIDTH)[0].form is Form.LETTERS

"""Which proposal answers which gold span: examples worked out by hand, most of them nested."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.quality.columns import Columns, LabelPlaces
from annotator.quality.matching import match
from annotator.records import LabelId, Span

SPANS = st.lists(
    st.builds(
        lambda start, length, label: Span(start, start + length, LabelId(label)),
        st.integers(0, 30),
        st.integers(1, 20),
        st.sampled_from("ABC"),
    ),
    max_size=12,
)


def span(start, end, label="A"):
    return Span(start, end, LabelId(label))


def paired(gold, proposed, kind="nearest"):
    """The pairs of one document as spans, those that are the same left out."""
    labels = LabelPlaces()
    sides = [Columns.of_documents([side], labels) for side in (gold, proposed)]
    names = list(labels)

    def spans(columns, places):
        numbers = zip(
            columns.start[places].tolist(), columns.end[places].tolist(), columns.label[places].tolist(), strict=True
        )
        return [span(start, end, names[label]) for start, end, label in numbers]

    found = match(*sides)
    pairs = getattr(found, kind)
    missed, spurious = spans(sides[0], found.missed), spans(sides[1], found.spurious)
    return dict(zip(spans(sides[0], pairs.gold), spans(sides[1], pairs.proposed), strict=True)), missed, spurious


def test_what_is_the_same_belongs_together_before_anything_else():
    outer, inner = span(0, 22, "OCC"), span(14, 22, "NORP")
    pairs, missed, spurious = paired([outer, inner], [span(0, 13, "OCC"), inner])
    assert pairs == {outer: span(0, 13, "OCC")}
    assert missed == spurious == []


def test_the_most_overlap_comes_first():
    # Shares in common: A–P 29/30, B–Q 18/20, before B–P 19/30, A–Q 18/30, C–Q 10/18 and C–P 9/30.
    a, b, c = span(0, 30, "A"), span(10, 30, "B"), span(20, 30, "C")
    p, q = span(0, 29, "X"), span(12, 30, "Y")
    pairs, missed, spurious = paired([a, b, c], [p, q])
    assert pairs == {a: p, b: q}
    assert missed == [c]
    assert spurious == []


def test_an_inner_proposal_does_not_take_the_outer_gold():
    outer, inner, proposal = span(0, 20, "X"), span(12, 20, "Y"), span(11, 20, "Z")
    assert paired([outer, inner], [proposal]) == ({inner: proposal}, [outer], [])


def test_of_equal_overlap_the_label_decides_then_the_order_of_the_text():
    ours, other = span(0, 10, "A"), span(10, 20, "B")
    proposal = span(5, 15, "B")
    assert paired([ours, other], [proposal])[0] == {other: proposal}
    assert paired([ours, other], [span(5, 15, "C")])[0] == {ours: span(5, 15, "C")}


def test_the_schema_type_looks_for_its_label_first():
    # The outer one under the label of the inner: its edges are the outer's, its label the inner's.
    outer, inner = span(0, 20, "ORG"), span(12, 20, "GPE")
    proposal = span(0, 20, "GPE")
    assert paired([outer, inner], [proposal], "counted")[0] == {outer: proposal}
    assert paired([outer, inner], [proposal], "typed")[0] == {inner: proposal}


def test_labels_by_themselves_meet_only_their_own():
    gold, proposal = [span(0, 9, "ORG"), span(9, 12, "PERS")], span(0, 12, "PERS")
    assert paired(gold, [proposal])[0] == {gold[0]: proposal}
    assert paired(gold, [proposal], "within")[0] == {gold[1]: proposal}


def test_what_shares_less_than_a_hundredth_does_not_touch():
    gold = span(0, 300)
    assert paired([gold], [span(298, 310)])[0] == {}
    assert paired([gold], [span(297, 310)])[0] == {gold: span(297, 310)}


def test_documents_do_not_meet():
    labels = LabelPlaces()
    gold = Columns.of_documents([[span(0, 5)], []], labels)
    proposed = Columns.of_documents([[], [span(0, 5)]], labels)
    found = match(gold, proposed)
    assert (len(found.same.gold), found.missed.tolist(), found.spurious.tolist()) == (0, [0], [0])


def test_offsets_of_any_size_are_told_apart():
    wide = 2**31
    gold = Columns.of([0, 2**20], [5, wide], [9, 2 * wide], [3, 700])
    proposed = Columns.of([0, 2**20], [5, wide], [9, 2 * wide - 1], [3, 700])
    found = match(gold, proposed)
    assert (found.same.gold.tolist(), found.nearest.gold.tolist()) == ([0], [1])


def test_a_pile_of_spans_takes_no_long_time():
    pile = [span(start, 1_000 - start) for start in range(300)]
    pairs, missed, spurious = paired(pile, [one._replace(end=one.end + 1) for one in pile])
    assert len(pairs) + len(missed) == len(pairs) + len(spurious) == 300


@settings(max_examples=50)
@given(SPANS, SPANS)
def test_pairs_are_one_to_one_and_leave_nothing_out(gold, proposed):
    labels = LabelPlaces("ABC")
    sides = Columns.of_documents([gold], labels), Columns.of_documents([proposed], labels)
    found = match(*sides)
    assert len(found.same.gold) == len(set(gold) & set(proposed))
    for places, columns in ((("gold", "missed"), sides[0]), (("proposed", "spurious"), sides[1])):
        side, alone = places
        held = [*getattr(found.same, side), *getattr(found.nearest, side), *getattr(found, alone)]
        assert sorted(held) == list(range(len(columns)))
    for pairs in (found.counted, found.typed, found.within, found.typed_within):
        for side in pairs:
            assert len(set(side.tolist())) == len(side)


@settings(max_examples=50)
@given(SPANS, SPANS)
def test_no_pair_is_left_that_could_be_made(gold, proposed):
    _pairs, missed, spurious = paired(gold, proposed)
    assert not any(one.overlaps(other) for one in missed for other in spurious)

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import SplitInvalid
from annotator.formats.split import assign, shares

LABELS = st.dictionaries(st.sampled_from(["PERS", "GPE", "LAW"]), st.integers(1, 5))
SHARES = st.sampled_from([(80, 10, 10), (90, 10), (50, 25, 25), (100, 0, 0)])


def counts(parts: dict[int, str]) -> list[int]:
    return [Counter(parts.values())[name] for name in ("train", "dev", "test")]


def test_no_part_with_a_share_stays_empty() -> None:
    found = [counts(assign({i: {} for i in range(n)}, (80, 10, 10), 1)) for n in (1, 3, 5, 10)]
    assert found == [[1, 0, 0], [1, 1, 1], [3, 1, 1], [8, 1, 1]]


def test_a_rare_label_stands_in_each_part_by_its_share() -> None:
    documents = {i: Counter({"PERS": 3, "LAW": 1} if i < 10 else {"PERS": 3}) for i in range(100)}
    parts = assign(documents, (80, 10, 10), 0)
    assert counts({i: parts[i] for i in range(10)}) == [8, 1, 1]
    assert counts(parts) == [80, 10, 10]


def test_a_new_document_goes_where_its_labels_lack() -> None:
    documents = {i: {"LAW": 1} for i in range(8)}
    known = dict.fromkeys(documents, "train")
    assert assign(documents | {8: {"LAW": 1}, 9: {"LAW": 1}}, (80, 10, 10), 0, known) == known | {8: "dev", 9: "test"}


def test_what_belongs_together_follows_what_has_a_part() -> None:
    documents = {i: {"PERS": 1} for i in range(4)}
    # 9 is no longer asked about, but its part counts.
    parts = assign(documents, (50, 50), 0, {9: "dev", 0: "train"}, [(1, 9), (2, 1), (3, 0)])
    assert parts == {0: "train", 1: "dev", 2: "dev", 3: "train"}


@given(st.lists(LABELS, max_size=30), SHARES, st.integers(0, 3), st.data())
def test_every_document_gets_one_part(labels: list[dict[str, int]], wanted: tuple[int, ...], seed: int, data) -> None:
    documents = dict(enumerate(labels))
    places = st.integers(0, max(0, len(labels) - 1))
    pairs = data.draw(st.lists(st.tuples(places, places), max_size=5)) if labels else []
    parts = assign(documents, wanted, seed, together=pairs)
    names = [name for name, share in zip(("train", "dev", "test"), wanted, strict=False) if share]
    assert parts.keys() == documents.keys()
    assert set(parts.values()) <= set(names)
    assert all(parts[one] == parts[other] for one, other in pairs)
    assert assign(documents, wanted, seed, together=pairs) == parts
    more = documents | {100 + i: {"GPE": 1} for i in range(5)}
    assert assign(more, wanted, seed, known=parts).items() >= parts.items()
    if not pairs and len(labels) >= len(names):
        assert set(parts.values()) == set(names)


@pytest.mark.parametrize("split", ["", "80", "80/30", "80/-10/30", "a/b", "40/30/20/10"])
def test_what_is_no_split(split: str) -> None:
    with pytest.raises(SplitInvalid):
        shares(split)

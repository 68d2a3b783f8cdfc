"""Documents are dealt out evenly, with the overlap and the blind share that was asked for."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.dealing import deal

SHARES = st.sampled_from([0.0, 0.1, 0.2, 0.5, 1.0])


@settings(max_examples=80, deadline=None)
@given(
    words=st.lists(st.integers(0, 900), max_size=40),
    people=st.integers(1, 5),
    overlap=SHARES,
    blind=SHARES,
    each=st.integers(2, 4),
    seed=st.integers(0, 3),
)
def test_everyone_gets_a_fair_part(words, people, overlap, blind, each, seed):
    documents = {f"d{place}": count for place, count in enumerate(words)}
    names = "ABCDE"[:people]
    asked = {"overlap": overlap, "blind": blind, "each": each, "seed": seed}
    dealt = deal(documents, names, **asked)
    assert dealt == deal(documents, names, **asked)
    assert list(dealt.people) == list(documents)
    count = len(words)
    shared = 0 if people == 1 or not overlap or not count else min(count, max(1, round(count * overlap)))
    assert len(dealt.shared) == shared
    assert all(
        len(set(who)) == len(who) == min(each, people) for one, who in dealt.people.items() if one in dealt.shared
    )
    hidden = 0 if not blind or not count else min(count, max(1, round(count * blind)))
    assert len(dealt.blind) == hidden
    assert dealt.blind <= dealt.shared or dealt.shared <= dealt.blind
    loads = Counter({name: sum(documents[one] + 1 for one in dealt.of(name)) for name in names})
    if not dealt.shared:
        assert max(loads.values()) - min(loads.values()) <= max(words, default=0) + 1


def test_shared_documents_go_to_changing_pairs():
    dealt = deal(dict.fromkeys(range(60), 100), "ABCD", overlap=1.0, blind=0.0)
    pairs = Counter(dealt.people.values())
    assert pairs == dict.fromkeys(combinations("ABCD", 2), 10)


def test_what_somebody_has_begun_stays_theirs_and_is_not_blind():
    dealt = deal(dict.fromkeys(range(10), 100), "AB", overlap=0.0, blind=1.0, begun={3: ["B"], 4: ["C"]})
    assert dealt.people[3] == ("B",)
    assert dealt.blind == set(range(10)) - {3, 4}

"""On what annotators agree, how their disagreements are told apart, and what rules make of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.labels import load
from annotator.quality.adjudication import (
    Compared,
    Difference,
    compare,
    settled,
)
from annotator.records import LabelId, PersonId, Span, reading_order
from tests.conftest import marked

WOJOOD = load("wojood")
SEEDS = Path(__file__).parents[2] / "data" / "seeds-gold"
A, B, C = (PersonId(name) for name in "ABC")


def compared(*sources: str, system: str | None = None) -> Compared:
    documents = [marked(source) for source in sources]
    assert len({document.text for document in documents}) == 1
    people = {PersonId(name): document.spans for name, document in zip("ABC", documents, strict=False)}
    return compare(documents[0].text, people, WOJOOD, None if system is None else marked(system).spans)


def told(found: Compared, text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each disagreement as its kind and its readings: who holds them, and what."""
    return [
        (
            one.kind.value,
            [
                (
                    "".join(reading.people) + "*" * reading.system,
                    " ".join(f"{text[s.start : s.end]}/{s.label}" for s in reading.spans),
                )
                for reading in one.readings
            ],
        )
        for one in found.disagreements
    ]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("زار [طوكيو GPE] اليوم", "زار طوكيو اليوم", Difference.ONE_ONLY),
        ("زار [طوكيو GPE] اليوم", "زار [طوكيو LOC] اليوم", Difference.LABEL),
        ("زار [طوكيو اليوم GPE]", "زار [طوكيو GPE] اليوم", Difference.EDGES),
        ("زار [وطوكيو GPE] اليوم", "زار و[طوكيو GPE] اليوم", Difference.PROCLITIC),
        ("إلى [وبالصين GPE]", "إلى وب[الصين GPE]", Difference.PROCLITIC),
        ("زار [زطوكيو GPE] اليوم", "زار ز[طوكيو GPE] اليوم", Difference.EDGES),
        ("في [جائحة كورونا EVENT]", "في جائحة [كورونا PRODUCT]", Difference.LABEL_AND_EDGES),
        ("[كوريا الجنوبية GPE]", "[كوريا GPE] [الجنوبية GPE]", Difference.EDGES),
    ],
)
def test_kinds(first, second, kind):
    (only,) = compared(first, second).disagreements
    assert only.kind is kind


def test_what_all_share_inside_a_disputed_span_is_agreed():
    found = compared(
        "[وزير الخارجية [الأميركي NORP] OCC] هنا",
        "وزير [الخارجية [الأميركي NORP] OCC] هنا",
        system="وزير الخارجية الأميركي هنا",
    )
    assert [span.label for span in found.agreed] == ["NORP"]
    assert told(found, "وزير الخارجية الأميركي هنا") == [
        ("edges", [("A", "وزير الخارجية الأميركي/OCC"), ("B", "الخارجية الأميركي/OCC"), ("*", "")])
    ]


def test_what_may_stand_within_another_is_asked_by_itself():
    found = compared("[وزير الخارجية الأميركي OCC]", "وزير الخارجية [الأميركي NORP]")
    assert [(one.kind.value, one.spans[0].label) for one in found.disagreements] == [
        ("one only", "OCC"),
        ("one only", "NORP"),
    ]


def test_what_one_person_has_marked_together_is_asked_apart_unless_another_has_something_else_for_both():
    nested = "[وزارة [خارجية ORG] هنا ORG]"
    assert len(compared(nested, "وزارة خارجية هنا").disagreements) == 2
    (one,) = compared(nested, "[وزارة خارجية ORG] هنا").disagreements
    assert [len(reading.spans) for reading in one.readings] == [2, 1]


def test_the_system_joins_readings_and_makes_no_disagreement_of_its_own():
    found = compared("[طوكيو GPE] و[سيول GPE] هنا", "طوكيو و[سيول GPE] هنا", system="[طوكيو GPE] و[سيول LOC] [هنا LOC]")
    assert told(found, "طوكيو وسيول هنا") == [("one only", [("A*", "طوكيو/GPE"), ("B", "")])]


def test_rules():
    (one,) = compared("[طوكيو GPE] هنا", "[طوكيو GPE] هنا", "طوكيو هنا").disagreements
    assert settled(one, "all") is None
    assert settled(one, "majority").people == (A, B)
    assert settled(one, "trusted", C).spans == ()
    assert settled(one, "trusted", PersonId("not here")) is None
    (two,) = compared("[طوكيو GPE]", "[طوكيو LOC]").disagreements
    assert settled(two, "majority") is None


def test_nobody_and_one_alone():
    assert compare("x", {}, WOJOOD) == Compared((), (), ())
    alone = compared("[طوكيو GPE]")
    assert (len(alone.agreed), alone.disagreements) == (1, ())


def test_the_seeds_of_two_annotators():
    files = [(SEEDS / f"annotator-{side}.jsonl").read_text("utf-8") for side in "ab"]
    sides = [list(map(json.loads, file.splitlines())) for file in files]
    counts, kinds = [], []
    for one, other in zip(*sides, strict=True):
        people = {
            person: {Span(s["start"], s["end"], LabelId(s["label"])) for s in side["spans"]}
            for person, side in ((A, one), (B, other))
        }
        found = compare(one["text"], people, WOJOOD)
        counts.append(len(found.agreed))
        kinds.append([disagreement.kind.value for disagreement in found.disagreements])
    assert counts == [73, 75]
    assert kinds == [["one only", "edges"], ["one only", "one only", "one only", "edges", "edges"]]


TEXT = "زار وزير الخارجية الأميركي طوكيو وسيول"
WORDS = [(0, 3), (4, 8), (9, 17), (18, 26), (27, 32), (33, 38)]
SPANS = st.builds(
    lambda first, last, label: Span(WORDS[min(first, last)][0], WORDS[max(first, last)][1], LabelId(label)),
    st.integers(0, 5),
    st.integers(0, 5),
    st.sampled_from(["OCC", "GPE", "NORP", "ORG"]),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.frozensets(SPANS, max_size=5), min_size=2, max_size=3))
def test_every_span_is_agreed_or_in_one_disagreement(sets):
    people = dict(zip((A, B, C), sets, strict=False))
    found = compare(TEXT, people, WOJOOD)
    asked = [span for one in found.disagreements for span in one.spans]
    assert len(asked) == len(set(asked))
    assert set(asked) | set(found.agreed) == frozenset.union(*sets)
    assert set(found.agreed) == frozenset.intersection(*sets)
    for one in found.disagreements:
        assert sorted(person for reading in one.readings for person in reading.people) == sorted(people)
        assert all(set(reading.spans) <= people[person] for reading in one.readings for person in reading.people)
        assert one.start == min(span.start for span in one.spans)
        assert len(one.readings) > 1
    turned = compare(TEXT, dict(reversed(people.items())), WOJOOD)
    assert [one.spans for one in turned.disagreements] == [one.spans for one in found.disagreements]
    assert sorted(found.agreed, key=reading_order) == list(turned.agreed)

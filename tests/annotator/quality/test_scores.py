"""Counts by the four schemas: equal to nervaluate's on flat spans, worked out by hand on nested ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.quality.scores import SCHEMAS, Counts, Scores, Tally, measures, measures_with_macro
from annotator.records import LabelId, Span

GOLD = Path(__file__).parents[2] / "data" / "seeds-gold.jsonl"
OF_NERVALUATE = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}


def span(start: int, end: int, label: str = "GPE") -> Span:
    return Span(start, end, LabelId(label))


def tally_of(gold: list[Span], proposed: list[Span]) -> Tally:
    scores = Scores()
    scores.add(gold, proposed)
    return scores.micro


def counts(tally: Tally) -> dict[str, tuple[int, ...]]:
    found = ((schema, tally.schema(schema)) for schema in SCHEMAS)
    return {name: (of.correct, of.incorrect, of.partial, of.missed, of.spurious) for name, of in found}


def test_counts_by_label() -> None:
    scores = Scores()
    scores.add([span(0, 3), span(4, 9, "OCC"), span(6, 9, "NORP")], [span(0, 3), span(4, 8, "OCC"), span(6, 9, "NORP")])
    scores.add([], [span(0, 3)])
    assert {label: tally.strict for label, tally in scores.labels.items()} == {
        "GPE": Counts(correct=1, spurious=1),
        "OCC": Counts(incorrect=1),
        "NORP": Counts(correct=1),
    }
    strict = scores.micro.strict
    assert (strict.tp, strict.fp, strict.fn) == (2, 2, 1)
    assert (strict.precision, strict.recall, strict.f1) == (0.5, 2 / 3, 4 / 7)


def test_what_could_not_be_compared_was_missed() -> None:
    scores = Scores()
    scores.miss(["GPE", "GPE"])
    assert scores.labels == {"GPE": Tally(gold=2)}
    assert scores.micro.strict == Counts(missed=2)


def test_nothing_to_find_and_nothing_found_is_right() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (1, 1, 1)
    assert measures(Scores().counted[-1]).tolist() == [[1, 1, 1]] * 4


def test_the_worked_example_of_nervaluate() -> None:
    # Its scenarios I to VI, in their words: tikosyn, healthy, of warfarin, propranolol, phenytoin, oral contraceptives.
    gold = [
        span(0, 7, "BRAND"),
        span(23, 31, "DRUG"),
        span(40, 51, "DRUG"),
        span(60, 69, "DRUG"),
        span(85, 99, "GROUP"),
    ]
    proposed = [
        span(10, 17, "BRAND"),
        span(20, 31, "DRUG"),
        span(40, 51, "BRAND"),
        span(60, 69, "DRUG"),
        span(80, 99, "DRUG"),
    ]
    assert counts(tally_of(gold, proposed)) == {
        "type": (2, 2, 0, 1, 1),
        "partial": (2, 0, 2, 1, 1),
        "exact": (2, 2, 0, 1, 1),
        "strict": (1, 3, 0, 1, 1),
    }


def test_nested_spans_by_hand() -> None:
    # ⟦وزير خارجية ⟦اليابان GPE⟧ OCC⟧: the outer one cut short, the inner one right.
    assert counts(tally_of([span(0, 19, "OCC"), span(12, 19)], [span(0, 11, "OCC"), span(12, 19)])) == {
        "strict": (1, 1, 0, 0, 0),
        "exact": (1, 1, 0, 0, 0),
        "partial": (1, 0, 1, 0, 0),
        "type": (2, 0, 0, 0, 0),
    }
    # The outer one under the label of the inner, which is not there itself.
    assert counts(tally_of([span(0, 20, "ORG"), span(12, 20)], [span(0, 20)])) == {
        "strict": (0, 1, 0, 1, 0),
        "exact": (1, 0, 0, 1, 0),
        "partial": (1, 0, 0, 1, 0),
        "type": (1, 0, 0, 1, 0),
    }
    # One stretch under two labels, proposed under one of them and a third.
    assert counts(tally_of([span(0, 5, "ORG"), span(0, 5)], [span(0, 5), span(0, 5, "LOC")])) == {
        "strict": (1, 1, 0, 0, 0),
        "exact": (2, 0, 0, 0, 0),
        "partial": (2, 0, 0, 0, 0),
        "type": (1, 1, 0, 0, 0),
    }


def test_the_sample_documents_by_hand() -> None:
    first, second = (json.loads(line) for line in GOLD.read_text("utf-8").splitlines())
    gold, other = ([span(one["start"], one["end"], one["label"]) for one in row["spans"]] for row in (first, second))
    changed = {
        span(465, 487, "OCC"): span(465, 478, "OCC"),  # وزير الخارجية without الأمريكى, which stands in it
        span(479, 487, "NORP"): span(479, 487, "GPE"),
        span(391, 409, "ORG"): None,  # الخارجية الأمريكية; its NORP stays
        span(284, 291): span(283, 291),  # واليابان with its proclitic
        span(937, 993, "ORG"): span(974, 993, "NORP"),  # over both NORPs in it, and they stay
    }
    assert changed.keys() <= set(gold)
    proposed = [changed.get(one, one) for one in gold]
    scores = Scores()
    scores.add(gold, [one for one in proposed if one] + [span(219, 222, "EVENT")])
    scores.add(other, other)
    # 151 gold, 5 of them changed; 151 − 1 + 1 proposed.
    assert (scores.micro.gold, scores.micro.proposed) == (151, 151)
    assert counts(scores.micro) == {
        "strict": (146, 4, 0, 1, 1),
        "exact": (147, 3, 0, 1, 1),
        "partial": (147, 0, 3, 1, 1),
        "type": (148, 2, 0, 1, 1),
    }
    assert scores.labels["NORP"].strict == Counts(correct=29, missed=1, spurious=1)
    assert scores.labels["GPE"].strict == Counts(correct=43, incorrect=1, spurious=1)
    assert scores.labels["ORG"].strict == Counts(correct=9, missed=2)
    assert scores.labels["OCC"].strict == Counts(correct=9, incorrect=1)
    assert scores.labels["EVENT"].strict == Counts(correct=5, spurious=1)


def test_the_macro_measure_is_the_mean_of_the_labels_there_are() -> None:
    scores = Scores()
    scores.add([span(0, 3), span(4, 9, "OCC")], [span(0, 3), span(5, 9, "OCC"), span(20, 22, "LAW")])
    strict = measures_with_macro(scores.counted)[-1, 0]
    assert strict.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3])


@st.composite
def flat(draw: st.DrawFn) -> list[Span]:
    """Spans that stand apart from each other."""
    spans, place = [], 0
    for gap, length, label in draw(
        st.lists(
            st.tuples(st.integers(0, 3), st.sampled_from([1, 1, 2, 3, 5, 120]), st.sampled_from("ABC")), max_size=9
        )
    ):
        spans.append(span(place + gap, place + gap + length, label))
        place += gap + length
    return spans


@settings(max_examples=60)
@given(st.lists(st.tuples(flat(), flat()), min_size=1, max_size=3))
def test_equal_to_nervaluate_where_spans_stand_apart(documents: list[tuple[list[Span], list[Span]]]) -> None:
    evaluator = pytest.importorskip("nervaluate.evaluator")
    scores = Scores()
    for gold, proposed in documents:
        scores.add(gold, proposed)
    sides = ([[_as_theirs(one) for one in side[place]] for side in documents] for place in (0, 1))
    theirs = evaluator.Evaluator(*sides, tags=list("ABC"), loader="dict").evaluate()
    for ours, found in (
        (scores.micro, theirs["overall"]),
        *((scores.labels[label], found) for label, found in theirs["entities"].items()),
    ):
        for schema in SCHEMAS:
            counted, result = ours.schema(schema), found[OF_NERVALUATE[schema]]
            assert counts(ours)[schema] == (
                result.correct,
                result.incorrect,
                result.partial,
                result.missed,
                result.spurious,
            )
            if ours.gold + ours.proposed:
                assert (counted.precision, counted.recall, counted.f1) == pytest.approx(
                    (result.precision, result.recall, result.f1)
                )


def _as_theirs(one: Span) -> dict[str, object]:
    """Their ends are within the span."""
    return {"label": one.label, "start": one.start, "end": one.end - 1}

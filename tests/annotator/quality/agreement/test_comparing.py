"""Documents compared: the two annotators of the seed gold, and small works whose figures are plain."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from annotator.labels import load
from annotator.quality.agreement.comparing import Comparison
from annotator.quality.agreement.explained import difference_name, explanation, name
from annotator.quality.agreement.record import Agreement, Measure
from annotator.quality.agreement.resampling import LEAST
from annotator.quality.agreement.tallies import Work
from annotator.quality.difference import Difference
from annotator.records import DocumentId, LabelId, Person, PersonId, Span

SEEDS = Path(__file__).parents[3] / "data" / "seeds-gold"
LABELS = [label.id for label in load("wojood").labels]
PEOPLE = [Person(PersonId(name), name) for name in ("A", "B", "C")]


@pytest.fixture
def compare(doc):
    def made(*documents: dict[int, str], blind=(), **details) -> Agreement:
        """Of documents, each as its annotators write it."""
        comparison = Comparison(PEOPLE, LABELS, **details)
        for place, sources in enumerate(documents):
            written = {person: doc(source) for person, source in sources.items()}
            (text,) = {one.text for one in written.values()}
            spans = {person: one.spans for person, one in written.items()}
            comparison.add(Work(DocumentId(str(place)), f"{place:03}", text, spans, place in blind))
        return comparison.result()

    return made


@pytest.fixture(scope="module")
def seeds() -> Agreement:
    comparison = Comparison(PEOPLE[:2], LABELS)
    files = [(SEEDS / f"annotator-{name}.jsonl").read_text().splitlines() for name in "ab"]
    for both in zip(*(map(json.loads, lines) for lines in files), strict=True):
        spans = {
            person: [Span(span["start"], span["end"], LabelId(span["label"])) for span in record["spans"]]
            for person, record in enumerate(both)
        }
        comparison.add(Work(DocumentId(both[0]["id"]), both[0]["id"], both[0]["text"], spans))
    return comparison.result()


def values(figures) -> dict[str, float | None]:
    return {measure.value: None if found.value is None else round(found.value, 6) for measure, found in figures.items()}


def test_the_annotators_of_the_seed_gold(seeds):
    """154 and 152 spans, of which 148 are the same; three pairs overlap, of which nothing else is equal but the label.

    687 of 693 words are labelled alike; the others: جائحة، محادثات، اجتماعات (EVENT or not), ونظيره الخارجية (OCC or not),
    اليابانى (NORP or OCC).
    """
    (pair,) = seeds.pairs
    assert (seeds.documents, seeds.words, seeds.spans, pair.documents) == (2, 693, 306, 2)
    found = values(pair.figures)
    assert found["f1"] == round(2 * 148 / 306, 6)
    assert found["f1_partial"] == round((2 * 148 + 3) / 306, 6)
    first = [465, 50, 36, 29, 29, 23, 19, 14, 14, 5, 4, 4, 1]
    second = [460, 50, 36, 29, 32, 23, 19, 13, 17, 5, 4, 4, 1]
    expected = float(np.dot(first, second)) / 693**2
    assert found["kappa"] == round((687 / 693 - expected) / (1 - expected), 6)
    both = np.add(first, second)
    chance = (1386 * 1386 - float(np.dot(both, both))) / (1386 * 1385)
    assert found["alpha_nominal"] == round(1 - 6 / 693 / chance, 6)
    assert found["gamma"] is None


def test_the_labels_of_the_seed_gold(seeds):
    labels = {one.label: one for one in seeds.labels}
    assert sum(one.spans for one in seeds.labels) == 306
    assert values(labels["PERS"].figures)["f1"] == 1
    assert labels["EVENT"].spans == 10
    assert values(labels["EVENT"].figures)["f1"] == round(2 * 2 / 10, 6)
    assert values(labels["EVENT"].figures)["f1_partial"] == round((2 * 2 + 3) / 10, 6)
    # Three places within LOC that one marked and the other did not: no edge of an outermost span of LOC differs.
    assert values(labels["LOC"].figures)["f1"] == round(18 / 21, 6)
    assert values(labels["LOC"].figures)["alpha_unitising"] == 1
    assert [one.label for one in seeds.pairs[0].labels] == list(labels)


def test_the_differences_of_the_seed_gold(seeds):
    groups = [(group.kind, group.labels, group.count) for group in seeds.differences]
    assert sorted(groups) == [
        (Difference.EDGES, ("EVENT",), 3),
        (Difference.ONE_ONLY, ("LOC",), 3),
        (Difference.ONE_ONLY, ("OCC",), 1),
    ]
    example = next(one for one in seeds.differences[0].examples)
    assert (example.place.text, example.first.label, example.annotators[1].name) == ('جائحة "كورونا"', "EVENT", "B")
    assert [(one.name[:3], one.differences.total()) for one in seeds.by_document] == [("003", 5), ("002", 2)]


def test_nested_spans_count_each_for_itself(compare):
    found = compare(
        {0: "[وزير الخارجية [الأميركي NORP] OCC] زار طوكيو", 1: "[وزير الخارجية الأميركي OCC] زار [طوكيو GPE]"}
    )
    pair = values(found.pairs[0].figures)
    assert (pair["f1"], pair["f1_partial"]) == (0.5, 0.5)
    assert pair["kappa"] == round((4 / 5 - (9 + 2) / 25) / (1 - 11 / 25), 6)
    labels = {one.label: values(one.figures) for one in found.labels}
    # One unit of 8 in 32 characters: it has 7 and 3 places in the gaps of the one who marked it, 25 in the other's.
    unitising = 1 - (64 / 32**2) / (2 / 32 * 64 * (7 + 3 + 25) / (64 * 63 - 8 * 7))
    assert labels["NORP"]["alpha_unitising"] == round(unitising, 6)
    assert (labels["NORP"]["f1"], labels["NORP"]["fleiss"], labels["NORP"]["alpha_nominal"]) == (0, -0.111111, 0)
    assert labels["OCC"]["alpha_unitising"] == labels["OCC"]["alpha_nominal"] == 1


def test_partial_credit_is_half_for_an_overlap_and_whole_for_equal_edges(compare):
    edges = compare({0: "زار [والصين GPE] أمس", 1: "زار و[الصين GPE] أمس"})
    label = compare({0: "زار [الصين GPE] أمس", 1: "زار [الصين NORP] أمس"})
    assert values(edges.figures)["f1_partial"] == 0.5
    assert (values(edges.figures)["f1"], values(edges.figures)["fleiss"]) == (0, 1)
    assert (values(label.figures)["f1_partial"], values(label.figures)["f1"]) == (1, 0)
    assert [values(one.figures)["f1_partial"] for one in label.labels] == [0, 0]


def test_three_annotators_of_whom_not_all_have_every_document(compare):
    found = compare(
        {0: "[طوكيو GPE] أمس", 1: "[طوكيو GPE] أمس", 2: "طوكيو أمس"},
        {0: "زار [بكين GPE]", 1: "زار [بكين LOC]"},
        {1: "قال [بلينكن PERS]", 2: "قال [بلينكن PERS]"},
    )
    assert [("".join(person.name for person in pair.annotators), pair.documents) for pair in found.pairs] == [
        ("AB", 2),
        ("AC", 1),
        ("BC", 2),
    ]
    # Of the five pairs two have the same span; of the others some have one each, some one of them alone.
    assert values(found.figures)["f1"] == round(2 * 2 / (2 + 1 + 1 + 2 + 2), 6)
    # Six words, 14 ratings: of the first 3, 3, then 2 each; alike are all of أمس, زار, قال and بلينكن, a third of طوكيو.
    assert values(found.figures)["fleiss"] == round(_beyond((4 + 1 / 3) / 6, (8 / 14, 3 / 14, 1 / 14, 2 / 14)), 6)
    documents = {one.name: one for one in found.by_document}
    assert [person.name for person in documents["002"].annotators] == ["B", "C"]
    assert [one.name for one in found.by_document] == ["001", "000", "002"]
    assert values(documents["002"].figures) == {
        "f1": 1,
        "f1_partial": 1,
        "fleiss": 1,
        "alpha_nominal": 1,
        "alpha_unitising": 1,
    }


def _beyond(observed: float, shares) -> float:
    expected = sum(share * share for share in shares)
    return (observed - expected) / (1 - expected)


def test_nobody_marked_anything(compare):
    found = compare({0: "زار طوكيو", 1: "زار طوكيو"})
    assert values(found.figures) == {
        "f1": 1,
        "f1_partial": 1,
        "fleiss": None,
        "alpha_nominal": None,
        "alpha_unitising": None,
        "gamma": None,
    }
    assert (found.labels, found.differences) == ((), ())


def test_without_any_label(doc):
    comparison = Comparison(PEOPLE, [])
    comparison.add(Work(DocumentId("1"), "001", "زار طوكيو", {0: (), 2: ()}))
    found = comparison.result()
    assert (found.pairs[0].annotators[1].name, values(found.figures)["f1"]) == ("C", 1)


def test_a_document_without_words(compare):
    found = compare({0: "…", 1: "…"}, {0: "", 1: ""})
    assert (found.words, values(found.figures)["f1"]) == (0, 1)


AGREEING = {0: "[طوكيو GPE] و[بكين GPE] أمس", 1: "[طوكيو GPE] و[بكين GPE] أمس"}
DIFFERING = {0: "[طوكيو GPE] و[بكين GPE] أمس", 1: "[طوكيو LOC] وبكين أمس"}


def test_blind_documents_are_told_apart(compare):
    found = compare(AGREEING, AGREEING, DIFFERING, blind={2})
    assert (found.blind.documents, found.seen.documents) == (1, 2)
    assert values(found.seen.figures)["f1"] == 1
    assert values(found.blind.figures)["f1"] == 0
    assert values(found.figures)["f1"] == round(8 / 11, 6)
    assert compare(AGREEING).blind.figures == {}


def test_intervals_are_by_document_and_the_same_every_time(compare):
    documents = [AGREEING, DIFFERING] * 10
    found = compare(*documents)
    f1 = found.figures[Measure.F1]
    assert f1.low < f1.value < f1.high
    assert compare(*documents).to_json() == found.to_json()
    assert compare(*documents, seed=1).figures[Measure.F1] != f1
    for measure in (Measure.KAPPA, Measure.ALPHA_NOMINAL, Measure.ALPHA_UNITISING):
        figure = found.pairs[0].figures[measure]
        assert figure.low < figure.value < figure.high
    certain = compare(*[AGREEING] * 10).figures[Measure.F1]
    assert (certain.value, certain.low, certain.high) == (1, 1, 1)


def test_samples_without_the_label_say_nothing_of_it(compare):
    """The label that one document has would else be taken to agree fully in every sample that lacks that document."""
    found = compare(*[AGREEING] * 9, DIFFERING)
    by_label = {one.label: one.figures[Measure.F1] for one in found.labels}
    assert (by_label["LOC"].value, by_label["LOC"].high) == (0, None)
    assert by_label["GPE"].high == 1


def test_few_documents_have_no_intervals(compare):
    assert compare(*[AGREEING, DIFFERING] * 2).figures[Measure.F1].low is None
    assert compare(*[AGREEING] * LEAST).figures[Measure.F1].low is not None
    assert compare(*[AGREEING] * LEAST, rounds=0).figures[Measure.F1].low is None


def test_gamma_of_pairs_and_of_all(doc):
    pytest.importorskip("scipy")
    comparison = Comparison(PEOPLE, LABELS)
    same, other = doc("زار [بلينكن PERS] [طوكيو GPE] ثم [بكين GPE]"), doc("زار [بلينكن PERS] [طوكيو LOC] ثم بكين")
    work = Work(DocumentId("1"), "001", same.text, {0: same.spans, 1: same.spans, 2: other.spans})
    comparison.add(work)
    comparison.add_gamma(work, 20)
    found = comparison.result()
    of_pairs = [pair.figures[Measure.GAMMA].value for pair in found.pairs]
    assert of_pairs[0] == 1
    assert of_pairs[1] < 0.7
    assert of_pairs[1] < found.figures[Measure.GAMMA].value < 1
    assert found.gamma_documents == 1


def test_the_json_names_what_the_design_names(seeds):
    value = json.loads(json.dumps(seeds.to_json()))
    assert value["documents"] == 2
    assert value["fleiss"] == pytest.approx(0.98397, abs=1e-5)
    (pair,) = value["pairs"]
    assert pair["annotators"] == ["A", "B"]
    assert {"f1", "f1_partial", "kappa", "alpha_nominal", "alpha_unitising", "gamma"} <= pair.keys()
    assert pair["gamma"] is None
    example = value["differences"][0]["examples"][0]
    assert (example["start"], example["first"]["label"], example["annotators"]) == (1756, "EVENT", ["A", "B"])


def test_each_measure_and_difference_is_explained():
    assert len({name(measure) for measure in Measure}) == len({explanation(measure) for measure in Measure}) == 7
    assert all("nmarked" in explanation(measure) for measure in Measure)
    assert len({difference_name(kind) for kind in Difference}) == len(Difference)

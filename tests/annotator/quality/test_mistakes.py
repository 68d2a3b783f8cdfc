"""Mistakes by kind, in pages, and those that are made again; confusion of labels."""

from __future__ import annotations

import pickle

import pytest

from annotator.quality.columns import Columns, LabelPlaces
from annotator.quality.confusion import Meetings
from annotator.quality.matching import match
from annotator.quality.mistakes import NOTHING, MistakeKind, MistakeList, Wanted
from annotator.records import DocumentId

GOLD = (
    "زار [بلينكن PERS] [طوكيو GPE] و[الصين GPE] يوم [الأحد DATE]",
    "وصل [وزير الخارجية [الأميركي NORP] OCC] إلى [الصين GPE] و[لليابان GPE]",
    "[الصين GPE]",
)
PROPOSED = (
    # wrong label, right, proclitic edge, missed
    "زار [بلينكن GPE] [طوكيو GPE] [والصين GPE] يوم الأحد",
    # wrong edge with the inner one right, spurious, missed, wrong label and edge
    "[وصل EVENT] [وزير الخارجية OCC] [الأميركي NORP] إلى الصين و[لليابان LOC]",
    "الصين",
)
DOCUMENTS = tuple(map(DocumentId, "abc"))


@pytest.fixture
def compared(doc):
    """The columns of both sides, their matching, and the texts."""
    labels = LabelPlaces(["PERS", "GPE", "NORP", "OCC", "DATE", "EVENT", "LOC"])
    gold, proposed = map(doc, GOLD), list(map(doc, PROPOSED))
    sides = [Columns.of_documents([one.spans for one in side], labels) for side in (gold, proposed)]
    scores = [0.9 - 0.1 * place for place in range(len(sides[1]))]
    found = Columns.of(sides[1].document, sides[1].start, sides[1].end, sides[1].label, scores)
    return sides[0], found, [one.text for one in proposed], list(labels)


@pytest.fixture
def mistakes(compared):
    gold, proposed, texts, labels = compared
    made = MistakeList()
    made.add(gold, proposed, match(gold, proposed), 0, texts.__getitem__)
    return made.result(DOCUMENTS, labels)


def told(mistakes, texts, wanted=None, order="text"):
    return [
        (str(one.kind), *(texts[DOCUMENTS.index(one.document)][slice(*span[:2])] if span else "" for span in one[2:4]))
        for one in mistakes.page(wanted, order)
    ]


def test_each_mistake_has_its_kind(mistakes, compared):
    assert told(mistakes, compared[2]) == [
        ("wrong label", "بلينكن", "بلينكن"),
        ("proclitic edge", "الصين", "والصين"),
        ("missed", "الأحد", ""),
        ("spurious", "", "وصل"),
        ("wrong edge", "وزير الخارجية الأميركي", "وزير الخارجية"),
        ("missed", "الصين", ""),
        ("wrong label", "لليابان", "لليابان"),
        ("missed", "الصين", ""),
    ]


def test_pages_are_filtered_and_sorted(mistakes, compared):
    texts = compared[2]
    assert told(mistakes, texts, Wanted(frozenset({MistakeKind.LABEL})), "unsure") == [
        ("wrong label", "لليابان", "لليابان"),
        ("wrong label", "بلينكن", "بلينكن"),
    ]
    assert (
        told(mistakes, texts, Wanted(gold_labels=frozenset(["GPE"]), proposed_labels=frozenset([NOTHING])))
        == [("missed", "الصين", "")] * 2
    )
    assert told(mistakes, texts, Wanted(gold_labels=frozenset([NOTHING]))) == [("spurious", "", "وصل")]
    assert told(mistakes, texts, Wanted(document=DocumentId("c"))) == [("missed", "الصين", "")]
    assert told(mistakes, texts, Wanted(gold_labels=frozenset(["GPE"]), document=DocumentId("nix"))) == []
    assert told(mistakes, texts, Wanted(gold_labels=frozenset(["nix"]))) == []
    assert mistakes.count(Wanted(gold_labels=frozenset(["GPE"]))) == 4
    assert [one.kind for one in mistakes.page(first=1, count=2)] == [MistakeKind.PROCLITIC, MistakeKind.MISSED]


def test_what_has_no_score_comes_last(mistakes):
    scores = [one.score for one in mistakes.page(order="sure")]
    known = [score for score in scores if score is not None]
    assert scores == [*sorted(known, reverse=True), None, None, None]
    assert [one.score for one in mistakes.page(order="unsure")] == [*sorted(known), None, None, None]


def test_a_label_is_wanted_on_either_side(mistakes, compared):
    persons = told(mistakes, compared[2], Wanted(label="PERS"))
    assert persons == [one for one in told(mistakes, compared[2]) if "PERS" in labels_of(mistakes, one, compared[2])]
    assert persons
    assert mistakes.count(Wanted(label=NOTHING)) == 4


def labels_of(mistakes, wanted, texts):
    """The labels of the mistakes that are told so."""
    pairs = zip(told(mistakes, texts), mistakes.page(), strict=True)
    return {span.label for said, one in pairs if said == wanted for span in (one.gold, one.proposed) if span}


def test_what_is_made_again_and_again_comes_first(mistakes, compared):
    first = told(mistakes, compared[2], order="often")[:2]
    assert first == [("missed", "الصين", "")] * 2


@pytest.mark.parametrize("order", ["text", "unsure", "sure", "often"])
def test_a_mistake_is_found_again_in_any_order(mistakes, order):
    page = mistakes.page(order=order)
    assert [mistakes.row(one, order=order) for one in page] == list(range(len(page)))
    missed = Wanted(frozenset({MistakeKind.MISSED}))
    assert mistakes.row(page[0]._replace(document=DocumentId("nix"))) is None
    assert [mistakes.row(one, missed, order) for one in mistakes.page(missed, order)] == [0, 1, 2]
    assert mistakes.row(next(one for one in page if one.kind is MistakeKind.LABEL), missed) is None


def test_counts_by_kind(mistakes):
    found = mistakes.kinds()
    assert found == {
        "missed": 3,
        "spurious": 1,
        "wrong label": 2,
        "wrong edge": 1,
        "proclitic edge": 1,
        "wrong label and edge": 0,
    }
    assert mistakes.by_document() == {one: mistakes.count(Wanted(document=DocumentId(one))) for one in "abc"}
    assert sum(found.values()) == len(mistakes)


def test_the_same_mistake_with_the_same_string_is_told_once(mistakes, compared):
    [one] = mistakes.repeated
    assert (one.kind, one.gold_label, one.proposed_label, one.gold, one.count, one.documents) == (
        "missed",
        "GPE",
        NOTHING,
        "الصين",
        2,
        2,
    )
    assert told(mistakes, compared[2], Wanted(repeated=one.number)) == [("missed", "الصين", "")] * 2


def test_spelling_does_not_part_what_is_repeated(doc):
    labels = LabelPlaces(["GPE"])
    sources = [doc("في [إيران GPE]"), doc("في [ايران GPE]"), doc("[إيرانُ GPE]"), doc("[لبنان GPE]")]
    gold, nothing = (Columns.of_documents(spans, labels) for spans in ([one.spans for one in sources], [()] * 4))
    made = MistakeList()
    made.add(gold, nothing, match(gold, nothing), 0, lambda place: sources[place].text)
    found = made.result(tuple(map(DocumentId, "abcd")), list(labels))
    assert [(one.gold, one.count) for one in found.repeated] == [("إيران", 3)]


def test_mistakes_come_in_stretches_and_go_to_another_process(doc):
    labels = LabelPlaces(["GPE"])
    made = MistakeList()
    for first in (0, 1):
        gold, nothing = (Columns.of_documents([spans], labels) for spans in (doc("[لندن GPE]").spans, ()))
        made.add(gold, nothing, match(gold, nothing), first, lambda _place: "لندن")
    found = pickle.loads(pickle.dumps(made.result(tuple(map(DocumentId, "ab")), list(labels))))
    assert [one.document for one in found.page()] == ["a", "b"]
    assert found.repeated[0].count == 2


def test_a_perfect_run_has_none(doc):
    labels = LabelPlaces(["GPE"])
    gold = Columns.of_documents([doc("[لندن GPE]").spans], labels)
    made = MistakeList()
    made.add(gold, gold, match(gold, gold), 0, lambda _place: "")
    found = made.result((DocumentId("a"),), list(labels))
    assert (len(found), found.page(), found.repeated) == (0, [], ())


def test_confusion_of_labels(compared):
    gold, proposed, _texts, labels = compared
    meetings = Meetings()
    meetings.add(gold, proposed, match(gold, proposed))
    found = meetings.result(labels)
    assert found.labels == ("PERS", "GPE", "NORP", "OCC", "DATE", "EVENT", "LOC", NOTHING)
    met = {(row, column): found.count(row, column) for row in found.labels for column in found.labels}
    assert {pair: count for pair, count in met.items() if count} == {
        ("PERS", "GPE"): 1,
        ("GPE", "GPE"): 2,
        ("GPE", "LOC"): 1,
        ("NORP", "NORP"): 1,
        ("OCC", "OCC"): 1,
        ("DATE", NOTHING): 1,
        ("GPE", NOTHING): 2,
        (NOTHING, "EVENT"): 1,
    }
    assert sum(map(sum, found.counts)) == len(gold) + 1

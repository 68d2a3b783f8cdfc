"""What is not marked alike, on work written by hand."""

from __future__ import annotations

import pytest

from annotator.labels import load
from annotator.quality.consistency import Consistency, Fault, Work


@pytest.fixture
def faults(doc):
    def find(*sources, rejected=(), settled=()):
        consistency = Consistency(load("wojood"))
        works = [Work(made.text, made.spans) for made in map(doc, sources)]
        works += [Work(made.text, (), frozenset(made.spans)) for made in map(doc, rejected)]
        for take in (consistency.count, consistency.look):
            for work in works:
                take(work)
        return [
            (group.fault.value, group.text, dict(group.labels), group.unmarked) for group in consistency.groups(settled)
        ]

    return find


def test_work_that_is_alike_has_no_faults(faults):
    assert faults("[طوكيو GPE] و[بكين GPE]", "زار [طوكيو GPE]") == []
    assert faults() == []


def test_one_name_under_two_labels_spelling_and_proclitics_aside(faults):
    found = faults("[أمريكا GPE] و[امريكا LOC]", "في [الصين GPE] ول[لصين ORG]", "ب[أمريكا GPE]")
    assert found == [
        ("labels", "أمريكا", {"GPE": 2, "LOC": 1}, 0),
        ("labels", "الصين", {"GPE": 1, "ORG": 1}, 0),
    ]


def test_a_name_marked_here_and_passed_over_there(faults):
    assert faults("[طوكيو GPE] و[طوكيو GPE]", "زار طوكيو ثم لطوكيو") == [("unmarked", "طوكيو", {"GPE": 2}, 2)]


def test_what_cannot_be_marked_there_was_not_passed_over(faults):
    assert faults("[بلينكن PERS] و[بلينكن PERS]", "قال [أنتوني بلينكن PERS]") == []


def test_a_nested_name_that_may_be_marked_was_passed_over(faults):
    found = faults("[الصين GPE] و[الصين GPE]", "[بحر الصين الجنوبي LOC]")
    assert found == [("unmarked", "الصين", {"GPE": 2}, 1)]


def test_what_was_rejected_was_not_passed_over(faults):
    assert faults("[طوكيو GPE] و[طوكيو GPE]", rejected=["[طوكيو GPE] مجلة"]) == []


def test_a_word_marked_once_and_often_not_is_no_name(faults):
    assert faults("[اليوم DATE]", "اليوم اليوم اليوم") == []
    assert faults("[اليوم DATE]", "اليوم") != []


def test_the_longest_name_that_was_passed_over_counts(faults):
    found = faults("[الولايات المتحدة GPE] و[الولايات المتحدة GPE] و[المتحدة ORG] و[المتحدة ORG]", "الولايات المتحدة")
    assert found == [("unmarked", "الولايات المتحدة", {"GPE": 2}, 1)]


def test_what_is_most_at_stake_comes_first(faults):
    found = faults("[بكين GPE] [بكين LOC]", "[طوكيو GPE] [طوكيو GPE] [طوكيو GPE]", "طوكيو طوكيو")
    assert [text for _fault, text, *_counts in found] == ["طوكيو", "بكين"]


def test_what_was_judged_to_be_right_does_not_come_again(faults):
    work = ("[بكين GPE] [بكين LOC]", "بكين")
    assert [fault for fault, *_rest in faults(*work)] == ["labels", "unmarked"]
    assert [fault for fault, *_rest in faults(*work, settled=[(Fault.LABELS, "بكين")])] == ["unmarked"]

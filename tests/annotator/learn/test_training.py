"""Training: what is learned from a few documents, and that the same documents teach the same."""

import pytest

from annotator.learn import training
from annotator.learn.training import Example, Settings, example, groups_of, tag_unseen, tags, train_judge, train_tagger
from annotator.suggest.knowledge import knowledge
from annotator.suggest.pipeline import examine, front
from annotator.suggest.work import tagged
from tests.conftest import marked

QUICK = Settings(tagger_rounds=30, judge_rounds=30, folds=2)
CITIES = ("طوكيو", "بيروت", "عمان", "الرباط", "تونس", "مسقط")


def documents() -> list[Example]:
    pipeline = front()
    written = [
        marked(f"وصل الوفد إلى [{city} GPE] أمس. وقال مسؤول في [وزارة الصحة ORG] إن الاجتماع في [{city} GPE] مفيد.")
        for city in CITIES
    ]
    return [example(examine(pipeline, one.text), one.spans, str(place % 2)) for place, one in enumerate(written)]


def test_tags_of_spans_within_each_other() -> None:
    gold = {(0, 4, "ORG"), (1, 3, "ORG"), (5, 6, "GPE"), (0, 2, "NORP")}
    assert tags(6, gold, ["ORG", "GPE"]) == ["B-ORG", "I-ORG", "I-ORG", "L-ORG", "O", "U-GPE"]
    assert tags(2, {(0, 2, "NORP")}, ["NORP"]) == ["B-NORP", "L-NORP"]


def test_labels_that_nest_stand_in_different_groups() -> None:
    one = example(examine(front(), ""), [], "")
    one.gold = {(0, 4, "ORG"), (1, 2, "GPE"), (5, 6, "PERS")}
    groups = groups_of([one])
    assert sorted(label for group in groups for label in group) == ["GPE", "ORG", "PERS"]
    assert not any({"ORG", "GPE"} <= set(group) for group in groups)


def test_spans_that_are_no_words_are_counted_as_missed() -> None:
    written = marked("وصل الو[فد ORG] إلى [طوكيو GPE]")
    one = example(examine(front(), written.text), written.spans, "")
    assert one.missed == ["ORG"]
    assert {label for *_words, label in one.gold} == {"GPE"}


def test_a_tagger_learns_and_the_same_documents_teach_the_same() -> None:
    examples = documents()
    groups = groups_of(examples)
    first, second = (train_tagger(examples, groups, knowledge(), QUICK) for _ in range(2))
    assert first.weights == second.weights
    written = marked("وصل الوفد إلى [زغرب GPE] أمس.")
    work = examine(front(), written.text)
    found = {(one.start, one.end, one.label) for one in tagged(first, work) if one.score > 0.5}
    assert found == {(*work.words_of(span), span.label) for span in written.spans}


def test_each_document_is_tagged_by_a_tagger_of_other_topics(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = documents()
    taught: list[set[str]] = []
    train = training.train_tagger

    def noted(others, *rest):
        taught.append({one.topic for one in others})
        return train(others, *rest)

    monkeypatch.setattr(training, "train_tagger", noted)
    assert list(tag_unseen(examples, groups_of(examples), knowledge(), QUICK)) == ["0", "1"]
    assert taught == [{"1"}, {"0"}]
    assert all(one.tagged for one in examples)


def test_a_judge_tells_right_from_wrong() -> None:
    examples = documents()
    list(tag_unseen(examples, groups_of(examples), knowledge(), QUICK))
    judge = train_judge(examples, QUICK)
    for one in examples:
        proposals = one.proposals()
        for proposal, chance in zip(proposals, judge(one.work.norms, proposals), strict=True):
            assert (chance > 0.5) == (proposal.edges in one.gold)


def test_letters_tell_names_from_words() -> None:
    weights = training.train_letters(
        ["كيشيدا", "هايشي", "تاناكا", "ياماموتو"] * 3, ["الحكومه", "المفاوضات", "الاجتماع"] * 3
    )
    assert weights["^ال"] < 0 < max(weights["كا$"], weights["ا$"])

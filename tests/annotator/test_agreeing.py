"""Agreement of the annotators of a project: which documents count, whose work, and what an export says of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator import jobs
from annotator.errors import AnnotatorUnknown, MeasureNeeds, NothingToCompare, UnknownLabel
from annotator.jobs import agreement, differences, finish
from annotator.label_change import apply
from annotator.label_editing import LabelChange, retired
from annotator.labels import load
from annotator.project.agreement import standing
from annotator.project.project import Project
from annotator.quality.agreement.record import Measure
from annotator.quality.difference import Difference
from annotator.records import LabelId, Person, Record, Span, Suggestion
from annotator.review import Review


class Team:
    """A project and what its people mark in it."""

    def __init__(self, path: Path, doc) -> None:
        self.path, self._doc = path, doc
        Project.create(path, load("wojood")).close()

    def marks(self, name: str, *sources: str, done: bool = True, imported: bool = False) -> None:
        """Annotates documents written with brackets; the document is that of the text."""
        with Project.open(self.path) as opened:
            review = Review(opened, opened.people.named(name))
            for source in sources:
                made = self._doc(source)
                document = opened.documents.add(Record(made.text, name=made.text[:20])).id
                if imported:
                    review.import_spans(document, made.spans, done=done)
                    continue
                review.open(document)
                for span in made.spans:
                    review.add(span.start, span.end, span.label)
                if done:
                    review.finish(2.0)  # nothing that is proposed is accepted

    def suggests(self, source: str) -> None:
        with Project.open(self.path) as opened:
            made = self._doc(source)
            document = opened.documents.add(Record(made.text, name=made.text[:20])).id
            run = opened.suggestions.add_run("test", "1")
            opened.suggestions.add(run, document, [Suggestion(span, 0.2) for span in made.spans])


@pytest.fixture
def team(tmp_path: Path, doc) -> Team:
    return Team(tmp_path / "p.warraq", doc)


ONE = "زار [طوكيو GPE] و[بكين GPE]"
OTHER = "زار [طوكيو GPE] [وبكين GPE]"
SECOND = "قال [بلينكن PERS]"


def test_finished_documents_of_two_count(team):
    team.marks("أ", ONE, SECOND)
    team.marks("ب", OTHER)
    team.marks("ب", SECOND, done=False)
    found = finish(agreement(team.path))
    assert ([person.name for person in found.annotators], found.documents, found.include) == (["أ", "ب"], 1, "done")
    assert found.figures[Measure.F1].value == 0.5
    both = finish(agreement(team.path, include="all"))
    assert [one.name for one in both.by_document][:1] == [
        one.name for one in finish(agreement(team.path, include="all", worst=1)).by_document
    ]
    assert (both.documents, both.figures[Measure.F1].value, both.include) == (2, pytest.approx(4 / 6), "all")


def test_people_of_one_name_are_told_apart_by_id(team):
    team.marks("أ", ONE)
    team.marks("ب", OTHER)
    with Project.open(team.path) as opened:
        ids = [person.id for person in opened.people.all()]
    assert [person.id for person in finish(agreement(team.path, people=ids)).annotators] == ids
    with pytest.raises(NothingToCompare):
        finish(agreement(team.path, people=ids[:1]))


def test_what_there_is_to_compare(team):
    team.marks("أ", ONE, SECOND)
    team.marks("ب", OTHER)
    team.marks("ب", SECOND, done=False)
    with Project.open(team.path) as opened:
        opened.people.named("ج")
        before = standing(opened)
        assert ([person.name for person in before.people], before.finished, before.begun) == (["أ", "ب"], 1, 2)
        assert standing(opened) == before
        assert standing(opened, [before.people[0].id]).begun == 0
        review = Review(opened, before.people[0])
        review.remove_document(opened.documents.find("قال بلينكن"))
        after = standing(opened)
    assert (after.finished, after.begun) == (1, 1)
    assert after.moment != before.moment


def test_nothing_to_compare_says_what_to_do(team):
    with pytest.raises(NothingToCompare, match="--include all"):
        finish(agreement(team.path))
    team.marks("أ", ONE)
    team.marks("ب", OTHER, done=False)
    with pytest.raises(NothingToCompare):
        finish(agreement(team.path))
    with pytest.raises(NothingToCompare):
        finish(agreement(team.path, include="all", people=["أ"]))


def test_a_document_that_was_removed_does_not_count(team):
    team.marks("أ", ONE, SECOND)
    team.marks("ب", OTHER, SECOND)
    with Project.open(team.path) as opened:
        review = Review(opened, opened.people.named("أ"))
        review.remove_document(opened.documents.find("قال بلينكن"))
    assert finish(agreement(team.path)).documents == 1


def test_people_and_labels_that_are_asked_for(team):
    with pytest.raises(AnnotatorUnknown, match="There are: nobody yet"):
        finish(agreement(team.path, people=["أ"]))
    for name, source in (("أ", ONE), ("ب", OTHER), ("ج", ONE)):
        team.marks(name, source)
    assert [len(pair.annotators) for pair in finish(agreement(team.path)).pairs] == [2, 2, 2]
    two = finish(agreement(team.path, people=["أ", "ج"]))
    assert ([person.name for person in two.annotators], two.figures[Measure.F1].value) == (["أ", "ج"], 1)
    assert finish(agreement(team.path, labels=["PERS"])).spans == 0
    assert finish(agreement(team.path, labels=["PERS"])).only == ("PERS",)
    with pytest.raises(AnnotatorUnknown):
        finish(agreement(team.path, people=["د"]))
    with pytest.raises(UnknownLabel):
        finish(agreement(team.path, labels=["NONE"]))


def test_who_adjudicates_is_no_annotator(team):
    team.marks("أ", ONE)
    team.marks("ب", OTHER)
    team.marks("المحكم", ONE)
    with Project.open(team.path) as opened:
        opened.db.execute("UPDATE person SET adjudicates = 'x' WHERE name = 'المحكم'")
    assert len(finish(agreement(team.path)).pairs) == 1


def test_documents_with_suggestions_in_sight_are_told_apart(team):
    before, after = "لا شيء هنا", "ولا شيء هناك"
    for name in "أب":
        team.marks(name, before)
    for text in (before, after):
        team.suggests(text)
    for name in "أب":
        team.marks(name, after)
    found = finish(agreement(team.path))
    assert (found.blind.documents, found.seen.documents) == (1, 1)
    assert {one.name: one.blind for one in found.by_document} == {before: True, after: False}


def test_memory_of_what_another_marked_is_a_suggestion_in_sight(team):
    team.marks("أ", SECOND)
    team.marks("ب", SECOND)
    assert finish(agreement(team.path)).seen.documents == 1


def test_what_was_marked_elsewhere_was_not_marked_in_sight_of_suggestions(team):
    team.suggests(ONE)
    team.marks("أ", ONE, imported=True)
    team.marks("ب", ONE, imported=True)
    assert finish(agreement(team.path)).blind.documents == 1


def test_a_document_given_blind_is_blind(team):
    team.suggests(ONE)
    team.marks("أ", ONE)
    team.marks("ب", ONE)
    with Project.open(team.path) as opened:
        opened.db.execute("INSERT INTO assignment SELECT 1, number, name = 'أ' FROM person")
    assert finish(agreement(team.path)).seen.documents == 1
    with Project.open(team.path) as opened:
        opened.db.execute("UPDATE assignment SET blind = 1")
    assert finish(agreement(team.path)).blind.documents == 1


def test_differences_come_in_slices(team):
    sources = [f"وثيقة رقم {number}: {ONE}" for number in range(5)]
    team.marks("أ", *sources)
    team.marks("ب", *(source.replace(ONE, OTHER) for source in sources))
    whole = finish(differences(team.path))
    assert (len(whole.examples), whole.after) == (5, None)
    assert {example.kind for example in whole.examples} == {Difference.PROCLITIC}
    example = whole.examples[0]
    assert (example.place.text, example.first.start - example.second.start) == ("وبكين", 1)
    assert [person.name for person in example.annotators] == ["أ", "ب"]
    first = finish(differences(team.path, count=2))
    second = finish(differences(team.path, count=2, after=first.after))
    third = finish(differences(team.path, count=2, after=second.after))
    assert first.examples + second.examples + third.examples == whole.examples
    assert third.after is None
    assert finish(differences(team.path, kind=Difference.LABEL)).examples == ()
    assert len(finish(differences(team.path, between=[LabelId("GPE")])).examples) == 5
    only = finish(differences(team.path, document=whole.examples[3].place.document))
    assert only.examples == whole.examples[3:4]


def test_groups_of_differences_count_what_slices_show(team):
    team.marks("أ", "[طوكيو GPE] [بكين GPE] أمس")
    team.marks("ب", "[طوكيو LOC] [بكين LOC] [أمس DATE]")
    found = finish(agreement(team.path))
    assert [(group.kind, group.labels, group.count) for group in found.differences] == [
        (Difference.LABEL, ("GPE", "LOC"), 2),
        (Difference.ONE_ONLY, ("DATE",), 1),
    ]
    for group in found.differences:
        shown = finish(differences(team.path, kind=group.kind, between=group.labels)).examples
        assert shown == group.examples


def test_the_project_stays_as_it_is_and_progress_is_told(team):
    team.marks("أ", ONE)
    team.marks("ب", OTHER)
    before = team.path.read_bytes()
    told = []
    finish(agreement(team.path), told.append)
    assert team.path.read_bytes() == before
    assert (told[-1].done, told[-1].total) == (1, 1)


def test_gamma_only_where_it_is_asked_for(team, monkeypatch):
    pytest.importorskip("scipy")
    team.marks("أ", ONE, SECOND)
    team.marks("ب", OTHER, SECOND)
    assert finish(agreement(team.path)).figures[Measure.GAMMA].value is None
    monkeypatch.setattr("annotator.jobs.agreeing.GAMMA_DOCUMENTS", 1)
    found = finish(agreement(team.path, gamma=True))
    assert found.gamma_documents == 1
    assert 0 < found.pairs[0].figures[Measure.GAMMA].value <= 1
    monkeypatch.setattr("annotator.quality.agreement.gamma.find_spec", lambda _name: None)
    with pytest.raises(MeasureNeeds, match=r"warraq\[gamma\]"):
        finish(agreement(team.path, gamma=True))


def test_the_manifest_of_an_export_names_the_agreement(team, tmp_path):
    team.marks("أ", ONE, SECOND)
    with Project.open(team.path) as opened:
        assert opened.people.all() == [Person(opened.people.named("أ").id, "أ")]

    def manifest() -> dict:
        exported = finish(jobs.export(team.path, tmp_path / "out.jsonl", "jsonl", rule="union"))
        return json.loads(exported.manifest.read_text())

    assert "agreement" not in manifest()
    team.marks("ب", OTHER, imported=True)
    found = manifest()["agreement"]
    assert {key: found[key] for key in ("documents", "seen", "annotators", "f1", "fleiss")} == {
        "documents": 1,
        "seen": 0,
        "annotators": 2,
        "f1": 0.5,
        "fleiss": 1.0,
    }
    assert "أ" not in json.dumps(found, ensure_ascii=False)


def test_a_label_that_the_set_lacks_is_compared_too(team):
    with Project.open(team.path) as opened:
        for name in "أب":
            review = Review(opened, opened.people.named(name))
            document = opened.documents.add(Record("زار طوكيو")).id
            review.import_spans(document, [Span(4, 9, LabelId("OTHER"))], done=True)
    assert [one.label for one in finish(agreement(team.path)).labels] == ["OTHER"]


def test_labels_that_were_retired_are_compared_as_what_they_became(team, tmp_path):
    """An annotator's file may still have a label that has another in its place here."""
    team.marks("أ", ONE)
    with Project.open(team.path) as opened:
        before = standing(opened).moment
        for _progress in apply(opened, LabelChange(retired(opened.labels, LabelId("LAW"), LabelId("ORG")))):
            pass
        assert standing(opened).moment != before
        for _progress in apply(opened, LabelChange(retired(opened.labels, LabelId("GPE"), LabelId("LOC")))):
            pass
        [document] = opened.documents.ids()
        gpe = [
            span._replace(label=LabelId("GPE")) for span in opened.decisions.spans(document, opened.people.all()[0].id)
        ]
        Review(opened, opened.people.named("ب")).import_spans(document, gpe, done=True)
    found = finish(agreement(team.path))
    assert (found.figures[Measure.F1].value, found.spans, [one.label for one in found.labels]) == (1, 4, ["LOC"])
    assert finish(agreement(team.path, labels=["LOC"])).spans == 4
    finish(jobs.export(team.path, tmp_path / "o.jsonl", "jsonl", rule="majority", provenance=True))
    spans = json.loads((tmp_path / "o.jsonl").read_text())["spans"]
    assert [(one["label"], one["provenance"]["annotators"]) for one in spans] == [("LOC", ["أ", "ب"])] * 2

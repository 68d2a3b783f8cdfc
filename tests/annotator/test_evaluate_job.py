"""Scoring a run against the gold of a project: which documents count, what is compared, predictions from a file."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import jobs
from annotator.errors import (
    AnnotatorUnknown,
    GoldContested,
    NothingSuggested,
    NothingToEvaluate,
    PredictionsApart,
    RunApart,
    RunUnknown,
)
from annotator.jobs import finish
from annotator.labels import load
from annotator.project.assignments import Assignment
from annotator.project.golden import golden
from annotator.project.mistake_places import mistake_places
from annotator.project.project import Project
from annotator.quality.evaluation_forms import to_json, to_rows
from annotator.quality.mistakes import MistakeKind, Wanted
from annotator.records import DocumentId, Record, Suggestion
from annotator.review import Review
from tests.conftest import Marked, marked

FIRST = "زار [بلينكن PERS] [طوكيو GPE] و[الصين GPE]"
SECOND = "[وزير الخارجية [الأميركي NORP] OCC] في [لندن GPE]"
THIRD = "وصل [كيشيدا PERS]"


class Made:
    """A project with documents written with brackets: gold, suggestions and what happened in which order."""

    def __init__(self, path: Path) -> None:
        self.path = path
        Project.create(path, load("wojood")).close()

    def add(self, *sources: str) -> list[DocumentId]:
        with Project.open(self.path) as project:
            return [
                project.documents.add(Record(made.text, name=f"d{place}", external_id=made.text[:8])).id
                for place, made in enumerate(map(marked, sources))
            ]

    def done(self, *sources: str, by: str = "A") -> None:
        with Project.open(self.path) as project:
            review = Review(project, project.people.named(by))
            for made in map(marked, sources):
                review.import_spans(
                    project.documents.add(Record(made.text, external_id=made.text[:8])).id, made.spans, done=True
                )

    def run(self, *sources: str, suggester: str = "crf", version: str = "1", score: float = 0.9) -> str:
        with Project.open(self.path) as project:
            run = project.suggestions.add_run(suggester, version)
            for made in map(marked, sources):
                document = project.documents.add(Record(made.text, external_id=made.text[:8])).id
                project.suggestions.add(run, document, [Suggestion(span, score, "", "x") for span in made.spans])
        return run

    def file(self, *records: dict[str, object], name: str = "other.jsonl") -> Path:
        path = self.path.with_name(name)
        path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        return path


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path / "p.warraq")


def prediction(source: str, change: Callable[[str], str] = str, **more: object) -> dict[str, object]:
    """A record with the spans of a text written with brackets that was changed."""
    found: Marked = marked(change(source))
    spans = [{"start": span.start, "end": span.end, "label": span.label} for span in found.spans]
    return {"text": found.text, "spans": spans, **more}


def plain(source: str) -> str:
    return marked(source).text


# Which documents count


def test_only_what_is_finished_and_was_looked_at_counts(made: Made) -> None:
    made.done(FIRST, SECOND, THIRD)
    made.add("لم ينته بعد")
    made.run(plain(FIRST), SECOND, "لم ينته بعد")
    found = finish(jobs.evaluate(made.path))
    assert (found.basis.documents, found.basis.unfinished, found.basis.not_seen, found.basis.contested) == (2, 1, 1, 0)
    strict = found.micro.strict.counts
    assert strict is not None
    assert (strict.correct, strict.missed, strict.spurious) == (3, 3, 0)
    assert {one.name for one in found.documents} == {plain(FIRST)[:8], plain(SECOND)[:8]}


def test_without_gold_or_suggestions_it_is_said_what_to_do(made: Made) -> None:
    made.add(plain(FIRST))
    with pytest.raises(NothingToEvaluate, match="no document is finished"):
        finish(jobs.evaluate(made.path))
    made.done(FIRST)
    with pytest.raises(NothingSuggested, match="warraq suggest"):
        finish(jobs.evaluate(made.path))
    made.run(THIRD, suggester="other")
    with pytest.raises(RunApart, match="other"):
        finish(jobs.evaluate(made.path))
    with pytest.raises(RunUnknown, match="There are: other"):
        finish(jobs.evaluate(made.path, "nix"))
    with pytest.raises(AnnotatorUnknown):
        finish(jobs.evaluate(made.path, annotator="nobody"))


def test_of_several_who_finished_a_rule_or_a_name_decides(made: Made) -> None:
    made.done(FIRST, by="A")
    made.done(plain(FIRST), by="B")
    made.run(FIRST)
    with pytest.raises(GoldContested):
        finish(jobs.evaluate(made.path))
    assert finish(jobs.evaluate(made.path, annotator="A")).micro.strict.f1.value == 1
    assert finish(jobs.evaluate(made.path, annotator="B")).micro.strict.f1.value == 0
    assert finish(jobs.evaluate(made.path, rule="union")).micro.gold == 3
    assert finish(jobs.evaluate(made.path, rule="majority")).micro.gold == 0
    made.done(SECOND)
    made.run(SECOND)
    assert finish(jobs.evaluate(made.path)).basis.contested == 1


def test_gold_is_blind_for_runs_that_began_after_it_was_finished(made: Made) -> None:
    made.done(FIRST)
    made.add(plain(SECOND))
    made.run(FIRST, plain(SECOND))
    made.done(SECOND)
    found = finish(jobs.evaluate(made.path))
    assert (found.basis.blind, found.basis.seen) == (1, 1)
    assert found.blind is not None
    assert found.seen is not None
    assert (found.blind.strict.f1.value, found.seen.strict.f1.value) == (1, 0)
    assert [one.blind for one in found.documents] == [True, False]


def test_gold_is_blind_where_its_people_were_to_see_nothing(made: Made) -> None:
    [first, second] = made.add(plain(FIRST), plain(SECOND))
    made.run(FIRST, SECOND)
    made.done(FIRST, SECOND)
    with Project.open(made.path) as project:
        [person] = project.people.all()
        project.assignments.add([Assignment(first, person.id, blind=True), Assignment(second, person.id)])
    assert finish(jobs.evaluate(made.path)).basis.blind == 1


def test_gold_of_several_is_blind_where_each_had_it_blind_or_had_finished(made: Made) -> None:
    made.done(FIRST, by="A")
    made.run(FIRST)
    made.done(FIRST, by="B")
    assert finish(jobs.evaluate(made.path, rule="union")).basis.blind == 0
    with Project.open(made.path) as project:
        [document] = project.documents.ids()
        person = project.people.find("B")
        assert person is not None
        project.assignments.add([Assignment(document, person.id, blind=True)])
    assert finish(jobs.evaluate(made.path, rule="union")).basis.blind == 1


def test_a_note_or_a_flag_does_not_make_gold_younger(made: Made) -> None:
    made.done(FIRST)
    made.run(FIRST)
    with Project.open(made.path) as project:
        [document] = project.documents.ids()
        review = Review(project, project.people.named("A"))
        review.open(document)
        review.set_flag(True)
        [one] = golden(project)
        assert one.blind_for(project.suggestions.moments().popitem()[1])


def test_what_an_adjudicator_decided_is_the_gold(made: Made) -> None:
    made.done(plain(FIRST), by="A")
    made.done(plain(FIRST), by="B")
    made.done(FIRST, by="judge")
    made.done(plain(FIRST), by="judge 2")
    made.run(FIRST)
    with Project.open(made.path) as project:
        project.db.execute("UPDATE person SET adjudicates = 'x' WHERE name LIKE 'judge%'")
        # The second judge is done, too, but has adjudicated nothing.
        project.db.execute(
            "UPDATE document_state SET adjudicated = (SELECT d.id FROM decision d JOIN person p ON p.id = d.person"
            " WHERE p.number = document_state.person) WHERE person = (SELECT number FROM person WHERE name = 'judge')"
        )
    found = finish(jobs.evaluate(made.path))
    assert (found.micro.strict.f1.value, found.basis.contested) == (1, 0)


# Which run


def test_the_newest_run_over_each_document_is_scored(made: Made) -> None:
    made.done(FIRST, SECOND)
    old = made.run(plain(FIRST), SECOND)
    new = made.run(FIRST)
    other = made.run(plain(FIRST), suggester="gliner")
    found = finish(jobs.evaluate(made.path, "crf"))
    assert (found.run.suggester, found.run.runs, found.basis.documents) == ("crf", (old, new), 2)
    assert found.micro.strict.f1.value == 1
    assert finish(jobs.evaluate(made.path)).run.suggester == "gliner"
    assert finish(jobs.evaluate(made.path, old)).micro.strict.recall.value == 0.5
    assert finish(jobs.evaluate(made.path, other[:8])).run.runs == (other,)


def test_what_memory_proposes_is_scored_only_where_it_is_asked_for(made: Made) -> None:
    made.done(FIRST)
    made.run(FIRST)
    made.run(FIRST, suggester="memory")
    assert finish(jobs.evaluate(made.path)).run.suggester == "crf"
    assert finish(jobs.evaluate(made.path, "memory")).run.suggester == "memory"


def test_equal_proposals_of_two_sources_are_one(made: Made) -> None:
    made.done(FIRST)
    run = made.run(FIRST)
    with Project.open(made.path) as project:
        [document] = project.documents.ids()
        again = [Suggestion(span, 0.3, "", "rules") for span in marked(FIRST).spans]
        project.suggestions.add(run, document, again)  # type: ignore[arg-type]
    found = finish(jobs.evaluate(made.path))
    assert (found.micro.proposed, found.micro.strict.f1.value) == (3, 1)
    assert [one.count for one in found.calibration.bins if one.count] == [3]
    assert found.calibration.bins[18].count == 3


def test_runs_are_held_against_each_other_where_both_looked(made: Made) -> None:
    made.done(FIRST, SECOND, THIRD)
    made.run(FIRST, SECOND, THIRD, suggester="new")
    made.run(plain(FIRST), SECOND, suggester="old")
    found = finish(jobs.evaluate(made.path, "new", compare=["old"]))
    [compared] = found.comparisons
    assert (compared.run.suggester, compared.documents) == ("old", 2)
    assert (compared.score.strict.f1.value, compared.other.strict.recall.value) == (1, 0.5)
    assert compared.differences["strict"].recall.value == 0.5
    assert compared.differences["strict"].f1.p == 0.5
    assert {label: one.value for label, one in compared.labels.items()} == {
        "PERS": 1,
        "OCC": 0,
        "GPE": pytest.approx(1 - 2 * 1 / (2 * 1 + 2)),
        "NORP": 0,
    }


def test_the_runs_of_a_suggester_are_scored_over_time(made: Made) -> None:
    made.done(FIRST, SECOND)
    runs = [made.run(plain(FIRST), version="1"), made.run(FIRST, plain(SECOND), version="2"), made.run(THIRD)]
    found = finish(jobs.evaluate(made.path, "crf"))
    assert [(one.run, one.version, one.documents) for one in found.moments] == [(runs[0], "1", 1), (runs[1], "2", 2)]
    assert [one.score.recall.value for one in found.moments] == [0, 0.5]


def test_scores_by_amount_follow_the_order_of_finishing(made: Made) -> None:
    made.add(plain(FIRST), plain(SECOND))
    made.done(SECOND)
    made.done(FIRST)
    made.run(FIRST, plain(SECOND))
    found = finish(jobs.evaluate(made.path))
    assert [(one.documents, one.spans, one.score.recall.value) for one in found.amounts] == [(1, 3, 0), (2, 6, 0.5)]


# What is found


def test_mistakes_are_shown_in_their_place(made: Made) -> None:
    made.done(FIRST)
    made.run(FIRST.replace("و[الصين GPE]", "[والصين GPE]"))
    found = finish(jobs.evaluate(made.path))
    [mistake] = found.mistakes.page(Wanted(frozenset({MistakeKind.PROCLITIC})))
    with Project.open(made.path) as project:
        [place] = mistake_places(project, [mistake])
    assert (place.before, place.text, place.after) == ("زار بلينكن طوكيو ", "والصين", "")


def test_what_waits_speaks_for_the_threshold(made: Made) -> None:
    made.done(FIRST)
    made.run(FIRST, THIRD, score=0.99)
    found = finish(jobs.evaluate(made.path))
    # Three answers alone would not do: see tests of the threshold.
    assert found.calibration.proposal is not None
    assert found.calibration.accepted() == (3, 3)
    assert finish(jobs.evaluate(made.path, target=0.999)).calibration.proposal is None


def test_labels_that_were_retired_count_as_what_they_became(made: Made) -> None:
    made.done("[طوكيو FAC]")
    made.run("[طوكيو LOC]")
    with Project.open(made.path) as project:
        definition = project.labels.to_json()
        for label in definition["labels"]:
            if label["id"] == "LOC":
                label |= {"retired": True, "into": "FAC", "key": ""}
        definition["version"] += 1
        project.store_labels(type(project.labels).from_json(definition))
    assert finish(jobs.evaluate(made.path)).micro.strict.f1.value == 1


def test_the_worst_documents_come_first(made: Made) -> None:
    made.done(FIRST, SECOND, THIRD)
    made.run(FIRST, plain(SECOND), THIRD)
    found = finish(jobs.evaluate(made.path)).documents
    assert [one.tally.same for one in found.page("worst", 0, 1)] == [0]
    assert [one.document for one in found.page("text")] == list(found.documents)
    assert [one.name for one in found.page("name")] == sorted(found.names)
    assert [one.tally.gold for one in found.page("best", 2)] == [3]


def test_an_evaluation_crosses_to_another_process_and_changes_nothing(made: Made) -> None:
    made.done(FIRST, SECOND)
    made.run(FIRST, plain(SECOND))
    before = made.path.read_bytes()
    found = finish(jobs.evaluate(made.path, compare=["crf"]))
    assert made.path.read_bytes() == before
    assert to_json(pickle.loads(pickle.dumps(found))) == to_json(found)


def test_the_keys_of_the_json_and_the_rows_of_the_table(made: Made) -> None:
    made.done(FIRST, SECOND)
    run = made.run(FIRST, plain(SECOND))
    found = finish(jobs.evaluate(made.path))
    data = json.loads(json.dumps(to_json(found)))
    assert {"run", "documents", "micro", "macro", "labels"} <= data.keys()
    assert (data["run"]["id"], data["documents"]) == (run, 2)
    for score in (data["micro"], *data["labels"].values()):
        for schema in ("strict", "exact", "partial", "type"):
            assert {"precision", "recall", "f1", "tp", "fp", "fn"} <= score[schema].keys()
    assert data["micro"]["strict"]["tp"] == 3
    assert [one["strict"]["f1"] for one in data["by_document"]] == [1, 0]
    header, *rows = to_rows(found)
    assert {len(row) for row in rows} == {len(header)}
    assert {row[0] for row in rows} == {"micro", "macro", "blind", "label", "document"}
    assert [row[1:3] for row in rows if row[0] == "label"][:2] == [("PERS", "strict"), ("PERS", "exact")]


def test_progress_is_told_and_it_can_be_stopped(made: Made) -> None:
    made.done(FIRST, SECOND)
    made.run(FIRST, SECOND)
    told = []
    finish(jobs.evaluate(made.path, compare=["crf"]), told.append)
    assert [(one.done, one.total) for one in told if one.total] == [(2, 4), (4, 4)]
    job = jobs.evaluate(made.path)
    next(job)
    job.close()


# Predictions from a file


def test_predictions_are_scored_without_being_stored(made: Made) -> None:
    made.done(FIRST, SECOND)
    made.run(plain(FIRST), plain(SECOND))
    before = made.path.read_bytes()
    path = made.file(prediction(FIRST), {"id": plain(SECOND)[:8], "spans": []}, prediction(THIRD))
    found = finish(jobs.evaluate(made.path, predictions=path, compare=["crf"]))
    assert made.path.read_bytes() == before
    assert (found.run.suggester, found.run.runs, found.basis.documents, found.basis.blind) == ("other", (), 2, 2)
    assert found.micro.strict.recall.value == 0.5
    assert (found.problem_count, found.moments) == (1, ())
    assert found.comparisons[0].differences["strict"].recall.value == 0.5
    assert finish(jobs.evaluate(made.path, predictions=path, suggester="LLM")).run.suggester == "LLM"


def test_predictions_of_nothing_finished_are_refused_with_the_reason(made: Made) -> None:
    made.done(FIRST)
    with pytest.raises(PredictionsApart, match=r"line 1: no document of the project"):
        finish(jobs.evaluate(made.path, predictions=made.file(prediction(THIRD))))


CHANGES: dict[str, Callable[[str], str]] = {
    "line ends": lambda source: source.replace("\n", "\r\n"),
    "spaces that cannot break": lambda source: source.replace(" في ", "\u00a0في\u00a0"),
    "words apart": lambda source: source.replace("،", " ، "),
    "presentation forms": lambda source: source.replace("لا", "\ufefb"),
    "no tatweel": lambda source: source.replace("ـ", ""),
    "no marks": lambda source: source.replace("\u064f", ""),
    "letters made alike": lambda source: source.replace("أ", "ا"),
}
SPELT = "وصلَ [وزيرُ الخارجية [الأميركي NORP] OCC] في [لندن GPE]،\nثم إلى [لاهاي GPE] و[آســــيا LOC]"


@pytest.mark.parametrize("name", CHANGES)
def test_a_text_that_differs_in_space_or_spelling_is_aligned(made: Made, name: str) -> None:
    made.done(SPELT)
    # With the id of the document, with none, or with one that is known nowhere.
    identity = [{"id": plain(SPELT)[:8]}, {}, {"id": "nix"}][len(name) % 3]
    record = prediction(SPELT, CHANGES[name], **identity)
    assert record["text"] != plain(SPELT)
    path = made.file(record)
    found = finish(jobs.evaluate(made.path, predictions=path))
    assert (found.micro.strict.f1.value, found.aligned, found.problem_count) == (1, 1, 0)
    suggested = finish(jobs.suggest_from(made.path, path))
    assert (suggested.suggestions, suggested.aligned) == (5, 1)
    assert finish(jobs.evaluate(made.path)).micro.strict.f1.value == 1


def test_a_text_that_differs_in_more_is_reported(made: Made) -> None:
    made.done(SPELT)
    record = prediction(SPELT, lambda source: source.replace("لندن", "باريس"), id=plain(SPELT)[:8])
    suggested = finish(jobs.suggest_from(made.path, made.file(record)))
    assert (suggested.documents, suggested.problem_count) == (0, 1)
    assert "more than white space and spelling" in str(suggested.problems[0])


def test_tokens_in_columns_find_their_text(made: Made) -> None:
    made.done("وصل [وزير الخارجية OCC]، ثم غادر [لندن GPE].")
    lines = ["وصل O", "وزير B-OCC", "الخارجية I-OCC", "، O", "ثم O", "غادر O", "لندن B-GPE", ". O", ""]
    path = made.path.with_name("crf.conll")
    path.write_text("\n".join(lines), "utf-8")
    found = finish(jobs.evaluate(made.path, predictions=path))
    assert (found.micro.strict.f1.value, found.aligned) == (1, 1)

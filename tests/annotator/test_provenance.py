"""Where exported spans come from, as the decisions tell it: of adjudicated gold, of one annotator's, of several combined."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator import jobs
from annotator.adjudicating import Adjudication
from annotator.cli import main
from annotator.label_change import apply
from annotator.label_editing import LabelChange, retired
from annotator.labels import load
from annotator.project.adjudications import How
from annotator.project.agreement import is_blind
from annotator.project.assignments import Assignment
from annotator.project.project import Project
from annotator.project.provenance import provenance
from annotator.records import DocumentId, LabelId, Person, Record, Span, Suggestion
from annotator.review import Review
from tests.conftest import marked

FIRST = "زار [وزير الخارجية [الأميركي NORP] OCC] [طوكيو GPE] و[سيول GPE]"
SECOND = "زار وزير [الخارجية [الأميركي NORP] OCC] [طوكيو GPE] وسيول"
SEOUL = "سيول"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Project.create(tmp_path / "p.warraq", load("wojood")).close()
    return tmp_path / "p.warraq"


def annotate(project: Project, name: str, source: str) -> DocumentId:
    """Marks by hand, one by one, and finishes."""
    written = marked(source)
    document = project.documents.add(Record(written.text, "d")).id
    review = Review(project, project.people.named(name))
    review.open(document)
    for span in written.spans:
        review.add(span.start, span.end, span.label)
    review.finish(2.0)
    return document


def suggest(project: Project, document: DocumentId, *spans: Span) -> None:
    run = project.suggestions.add_run("outside", "1")
    project.suggestions.add(run, document, [Suggestion(span, 0.9) for span in spans])


def adjudicate(project: Project, document: DocumentId) -> Adjudication:
    """The edge by hand as the first has it, the rest by the rule of the first."""
    nour = Adjudication(project, project.people.named("نور"))
    nour.open(document)
    edge = nour.page.case.asked[0].disagreement
    nour.take(edge, edge.readings[0])
    nour.settle("trusted", project.people.find("B").id, complete=True)
    return nour


def told(path: Path, **options: Any) -> dict[str, dict[str, Any]]:
    """What an export tells of each span, by its text."""
    out = path.with_name("out.jsonl")
    jobs.finish(jobs.export(path, out, "jsonl", provenance=True, **options))
    found = {}
    for value in map(json.loads, out.read_text().splitlines()):
        for span in value["spans"]:
            found[value["text"][span["start"] : span["end"]]] = span["provenance"]
    return found


def summed(path: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(path.with_name("out.jsonl.manifest.json").read_text())
    return manifest.get("provenance", {})


def test_of_adjudicated_gold(path):
    with Project.open(path) as project:
        annotate(project, "A", FIRST)
        document = annotate(project, "B", SECOND)
        nour = adjudicate(project, document)
        nour.note(nour.page.case.asked[0].disagreement, "الرأس داخل الحدود")
    found = told(path)
    times = [one.pop("at") for one in found.values()]
    assert all(time.startswith("20") and time.endswith("+00:00") for time in times)
    # Memory proposed to B what A had marked, and B marked it too.
    by = {"adjudicated": True, "by": "نور", "blind": False}
    both = {"how": "agreed", "annotators": ["A", "B"], "rule": "trusted", "suggested": True, **by}
    noted = {"note": "الرأس داخل الحدود"}
    assert found == {
        "وزير الخارجية الأميركي": {"how": "taken", "annotators": ["A"], "suggested": False, **by, **noted},
        "الأميركي": {**both, **noted},
        "طوكيو": both,
    }
    assert summed(path) == {
        "spans": 3,
        "adjudicated": 3,
        "single": 0,
        "suggested": 2,
        "blind": 0,
        "how": {"agreed": 2, "taken": 1},
        "rules": {"trusted": 2},
    }


def test_of_one_annotator(path):
    with Project.open(path) as project:
        plain = marked(FIRST)
        document = project.documents.add(Record(plain.text, "d")).id
        occ, norp, tokyo, seoul = plain.spans
        suggest(project, document, norp, tokyo._replace(label=LabelId("LOC")))
        review = Review(project, project.people.named("A"))
        page = review.open(document)
        review.accept(page.item(norp))
        review.relabel(page.item(tokyo._replace(label=LabelId("LOC"))), LabelId("GPE"))
        review.add(*seoul)
        review.finish(2.0)
        review.import_spans(document, [occ], done=True)
    found = told(path)
    assert {text: (one["how"], one["suggested"]) for text, one in found.items()} == {
        "وزير الخارجية الأميركي": ("imported", False),
        "الأميركي": ("accepted", True),
        "طوكيو": ("corrected", False),
        "سيول": ("added", False),
    }
    assert {(one["adjudicated"], one["blind"], *one["annotators"]) for one in found.values()} == {(False, False, "A")}
    assert summed(path)["single"] == 4


def test_of_several_combined_by_a_rule(path):
    with Project.open(path) as project:
        annotate(project, "A", FIRST)
        annotate(project, "B", SECOND)
    found = told(path, rule="union", labels=["GPE"])
    assert {text: (one["how"], one["rule"], one["annotators"]) for text, one in found.items()} == {
        "طوكيو": ("rule", "union", ["A", "B"]),
        "سيول": ("rule", "union", ["A"]),
    }
    assert (summed(path)["single"], summed(path)["rules"]) == (0, {"union": 2})


def test_what_annotators_accepted_was_suggested_though_no_adjudicator_saw_it(path):
    with Project.open(path) as project:
        plain = marked("[طوكيو GPE] و[سيول GPE]")
        document = project.documents.add(Record(plain.text, "d")).id
        suggest(project, document, plain.spans[0])
        for name in "AB":
            review = Review(project, project.people.named(name))
            page = review.open(document)
            review.accept(page.item(plain.spans[0]))
            if name == "A":
                review.add(*plain.spans[1])
            review.finish(2.0)
    jobs.finish(jobs.settle(path, "نور", "trusted", trusted="A", complete=True))
    assert {text: (one["how"], one["suggested"]) for text, one in told(path).items()} == {
        "طوكيو": ("agreed", True),
        "سيول": ("rule", False),
    }


def test_what_was_taken_back_is_told_as_it_stands(path):
    with Project.open(path) as project:
        document = annotate(project, "A", "[طوكيو GPE]")
        review = Review(project, project.people.find("A"))
        page = review.open(document)
        review.relabel(page.items()[0], LabelId("LOC"))
        assert [one.how for one in provenance(project, document)] == []  # it is not finished any more
        review.undo()
        assert [one.how for one in provenance(project, document)] == [How.ADDED]


def test_another_label_for_all_that_had_one_changes_nothing_of_where_they_come_from(path):
    with Project.open(path) as project:
        annotate(project, "A", FIRST)
        document = annotate(project, "B", SECOND)
        adjudicate(project, document)
        alone = annotate(project, "A", "[سيول GPE] وحدها")
        before = [
            (one.how, one.people, one.rule, one.at) for each in (document, alone) for one in provenance(project, each)
        ]
        for _progress in apply(project, LabelChange(retired(project.labels, LabelId("GPE"), LabelId("LOC")))):
            pass
        after = [one for each in (document, alone) for one in provenance(project, each)]
    assert [one.span.label for one in after] == ["OCC", "NORP", "LOC", "LOC"]
    assert [(one.how, one.people, one.rule, one.at) for one in after] == before


def test_what_was_imported_with_its_provenance_keeps_it_as_long_as_it_stands(path):
    with Project.open(path) as project:
        annotate(project, "A", FIRST)
        adjudicate(project, annotate(project, "B", SECOND))
    before = told(path)
    other = path.with_name("other.warraq")
    Project.create(other, load("wojood")).close()
    jobs.finish(jobs.import_files(other, [path.with_name("out.jsonl")], annotator="C", done=True))
    assert told(other) == before
    with Project.open(other) as project:
        review = Review(project, project.people.find("C"))
        page = review.open(project.documents.ids()[0])
        review.relabel(page.items()[-1], LabelId("LOC"))
        review.finish(2.0)
    after = told(other)
    assert (after.pop("طوكيو")["how"], before.pop("طوكيو")["how"]) == ("corrected", "agreed")
    assert after == before
    jobs.finish(jobs.export(other, path.with_name("bare.jsonl"), "jsonl"))
    assert "provenance" not in path.with_name("bare.jsonl").read_text()


def test_gold_is_blind_where_nobody_it_rests_on_had_suggestions_in_sight(path):
    with Project.open(path) as project:
        annotate(project, "A", FIRST)
        document = annotate(project, "B", SECOND)
        suggest(project, document, Span(34, 38, LabelId("GPE")))
        assert {one.blind for one in provenance(project, document)} == set()
        adjudicate(project, document)
        assert {one.blind for one in provenance(project, document)} == {False}
        people = [project.people.find(name).id for name in "AB"]
        project.assignments.add([Assignment(document, person, blind=True) for person in people])
        assert {one.blind for one in provenance(project, document)} == {True}


def test_a_note_written_later_was_not_written_in_sight_of_suggestions(path):
    with Project.open(path) as project:
        document = annotate(project, "A", FIRST)
        suggest(project, document, Span(34, 38, LabelId("GPE")))
        person: Person = project.people.find("A")
        assert is_blind(project, document, [person.id])
        review = Review(project, person)
        review.open(document)
        review.set_flag(True)
        assert is_blind(project, document, [person.id])
        review.add(0, 3, LabelId("EVENT"))
        assert not is_blind(project, document, [person.id])


def test_the_command_tells_it_where_the_format_has_room(path, capsys):
    with Project.open(path) as project:
        annotate(project, "A", "[طوكيو GPE]")
    (_name, text), *_others = jobs.finish(jobs.preview_export(path, "jsonl", provenance=True)).files
    assert '"how": "added"' in text
    out = path.with_name("o.csv")
    assert main(["export", str(path), str(out), "--format", "csv", "--provenance"]) == 0
    assert '""how"": ""added""' in out.read_text()
    assert main(["export", str(path), str(out), "--format", "conll", "--provenance"]) != 0
    assert "--provenance means nothing in conll" in capsys.readouterr().err

"""A team's whole way: assigned, reviewed apart, merged, adjudicated, exported as one gold."""

from __future__ import annotations

import json
from pathlib import Path

from annotator import jobs
from annotator.adjudicating import Adjudication
from annotator.cli import main
from annotator.labels import load
from annotator.project.adjudications import How, to_adjudicate
from annotator.project.check import Checked, check
from annotator.project.gold import Standing, gold, standing
from annotator.project.project import Project
from annotator.project.provenance import provenance
from annotator.quality.difference import Difference
from annotator.records import LabelId, Record, Status, Suggestion
from annotator.review import Review
from tests.conftest import marked

SEEDS = Path(__file__).parents[1] / "data" / "seeds-gold"
GOLD = SEEDS.with_suffix(".jsonl")


def run(*arguments: object) -> None:
    assert main([str(argument) for argument in arguments]) == 0


def exported(project: Path, out: Path, *options: str) -> dict[str, list[tuple[int, int, str]]]:
    """The spans of each document that was exported."""
    run("export", project, out, "--format", "jsonl", *options)
    records = map(json.loads, out.read_text("utf-8").splitlines())
    return {one["text"]: [(s["start"], s["end"], s["label"]) for s in one["spans"]] for one in records}


def test_three_annotators_one_gold(tmp_path, capsys):
    main_file = tmp_path / "news.warraq"
    with Project.create(main_file, load("wojood")) as project:
        run_id = project.suggestions.add_run("test", "1")
        for number in range(9):
            written = marked(f"زار [بلينكن PERS] [طوكيو GPE] و[سيول GPE] {number}")
            document = project.documents.add(Record(written.text)).id
            project.suggestions.add(run_id, document, [Suggestion(span, 0.9) for span in written.spans])
    names = ["فاطمة", "عمر", "منى"]
    run("assign", main_file, "--to", "،".join(names), "--overlap", "34%", "--blind-share", "0", "--seed", "4")
    files = [tmp_path / f"news-{name}.warraq" for name in names]
    with Project.open(main_file) as project:
        who = {one: [a.person for a in project.assignments.of_document(one)] for one in project.documents.ids()}
        fatima, omar, _mona = (project.people.find(name).id for name in names)
    assert sorted(map(len, who.values())) == [1] * 6 + [2] * 3
    left_out = next(one for one, people in who.items() if people == [fatima])
    # Fatima does not finish all that she has; Omar calls every Tokyo a place.
    for file in files:
        with Project.open(file) as project:
            review = Review(project, project.annotator)
            for document in project.documents.ids():
                page = review.open(document)
                if review.person.id == omar:
                    review.relabel(page.items()[1], LabelId("LOC"))
                if document == left_out:
                    review.accept(page.items()[0])
                else:
                    review.finish(0.5)
    run("merge", main_file, files[2], files[0])
    run("merge", main_file, *files)
    with Project.open(main_file) as project:
        assert standing(project) == Standing(gold=5, contested=3, unfinished=1)
        contested = to_adjudicate(project)
        nour = Adjudication(project, project.people.named("نور"))
        for document in contested:
            page = nour.open(document)
            for asked in page.case.asked:
                assert asked.disagreement.kind is Difference.LABEL
                nour.take(asked.disagreement, next(r for r in asked.disagreement.readings if r.spans[0].label == "GPE"))
            nour.complete()
        assert standing(project) == Standing(gold=8, contested=0, unfinished=1, adjudicated=3)
        mistaken = [project.documents.get(one).text for one, people in who.items() if people == [omar]]
    capsys.readouterr()
    found = exported(main_file, tmp_path / "gold.jsonl")
    assert len(found) == 8
    for text, spans in found.items():
        assert spans == [(4, 10, "PERS"), (11, 16, "LOC" if text in mistaken else "GPE"), (18, 22, "GPE")]
    assert capsys.readouterr().err.count("out of date") == 0
    # One of them thinks again, in a file that has seen nothing of all this.
    with Project.open(files[1]) as project:
        late = Review(project, project.annotator)
        late.open(next(one for one in contested if one in project.documents.ids()))
        late.reject(late.page.items()[0])
        late.set_status(Status.DONE)
    run("merge", main_file, files[1])
    assert len(exported(main_file, tmp_path / "later.jsonl")) == len(found)
    assert "1 adjudicated document is out of date" in capsys.readouterr().err
    with Project.open(main_file) as project:
        assert project.info()["stale"] == 1
        assert check(project) == Checked((), ())


def test_a_rule_settles_on_the_command_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("annotator.project.people.getpass.getuser", lambda: "lead")
    path = tmp_path / "p.warraq"
    with Project.create(path, load("wojood")) as project:
        for source in ("[طوكيو GPE] و[سيول GPE]", "[طوكيو GPE] اليوم"):
            for name, label in (("A", "GPE"), ("B", "GPE"), ("C", "LOC")):
                written = marked(source.replace("[طوكيو GPE]", f"[طوكيو {label}]"))
                document = project.documents.add(Record(written.text)).id
                Review(project, project.people.named(name)).import_spans(document, written.spans, done=True)
    run("settle", path, "--rule", "all", "--done")
    assert "Settled in 1 document · 0 documents are adjudicated · 2 disagreements are left" in capsys.readouterr().out
    run("settle", path, "--rule", "majority", "--done", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told == {"documents": 2, "changed": 2, "adjudicated": 2, "left": 0}
    with Project.open(path) as project:
        assert [person.name for person in project.people.adjudicators()] == ["lead"]
        assert [span.label for span in gold(project, document).spans] == ["GPE"]
        people = project.people.all()
    run("settle", path, "--rule", "trusted", "--trusted", "C", "--adjudicator", "Nour")
    assert "Settled in 0 documents" in capsys.readouterr().out
    with Project.open(path) as project:
        assert project.people.all() == people  # nobody comes in who had nothing to do


def test_the_seeds_of_two_annotators_become_their_gold(tmp_path):
    path = tmp_path / "seeds.warraq"
    Project.create(path, load("wojood")).close()
    for side in ("annotator-a", "annotator-b"):
        run("import", path, SEEDS / f"{side}.jsonl", "--spans", "annotations", "--annotator", side, "--done")
    assert jobs.finish(jobs.settle(path, "Nour", "all")).left == 7
    with Project.open(path) as project:
        nour = Adjudication(project, project.people.find("Nour"))
        first = project.people.find("annotator-a")
        for document in to_adjudicate(project):
            for asked in nour.open(document).case.asked:
                disagreement = asked.disagreement
                if disagreement.kind is Difference.EDGES:  # the head stays outside, as the guidelines have it
                    nour.take(disagreement, disagreement.of(first.id))
                else:
                    nour.neither(disagreement)
            nour.complete()
            told = provenance(project, document)
            assert {one.how for one in told} == {How.AGREED, How.TAKEN}
            assert {one.people for one in told if one.how is How.TAKEN} == {(first.id,)}
    records = map(json.loads, GOLD.read_text("utf-8").splitlines())
    wanted = {one["text"]: sorted((s["start"], s["end"], s["label"]) for s in one["spans"]) for one in records}
    found = exported(path, tmp_path / "gold.jsonl")
    assert {text: sorted(spans) for text, spans in found.items()} == wanted

"""``warraq labels``: what a project's labels are used for, and going over to another set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.labels import load
from annotator.project.project import Project

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path, capsys: Capture) -> str:
    path, records = str(tmp_path / "p.warraq"), tmp_path / "in.jsonl"
    spans = [{"start": 4, "end": 10, "label": "PERS"}, {"start": 11, "end": 16, "label": "GPE"}]
    records.write_text(json.dumps({"text": "زار بلينكن طوكيو", "spans": spans}), "utf-8")
    assert main(["new", path]) == 0
    assert main(["import", path, str(records), "--annotator", "فاطمة", "--spans", "annotations"]) == 0
    capsys.readouterr()
    return path


def test_labels_are_listed_with_their_use(project: str, capsys: Capture) -> None:
    assert main(["labels", project, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    counts = {label["id"]: label["annotations"] for label in found["labels"]}
    assert (found["id"], counts["PERS"], counts["ORG"]) == ("wojood", 1, 0)
    assert main(["labels", project]) == 0
    assert "PERS: PERS · 1 · 1 span · 0 suggestions" in capsys.readouterr().out


def test_a_project_goes_over_to_another_set(project: str, tmp_path: Path, capsys: Capture) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text('PERS = "PER"\nGPE = "LOC"\n', "utf-8")
    change = ["labels", project, "--set", "conll", "--map", str(mapping)]
    assert main([*change, "--preview"]) == 0
    previewed = capsys.readouterr().out
    assert "The label “PERS” is retired: its spans become “PER”." in previewed
    assert "[بلينكن]" in previewed
    with Project.open(Path(project)) as opened:
        assert opened.labels == load("wojood")
    assert main(change) == 0
    assert capsys.readouterr().out == previewed
    with Project.open(Path(project)) as opened:
        (document,) = opened.documents.ids()
        person = opened.people.find("فاطمة")
        assert {span.label for span in opened.decisions.spans(document, person.id)} == {"PER", "LOC"}
        assert [label.id for label in opened.labels] == ["PER", "LOC", "ORG", "MISC"]
        assert {label.id for label in opened.labels.retired} == {"PERS", "GPE"}
    assert main(["labels", project]) == 0
    assert "retired into PER" in capsys.readouterr().out


def test_nothing_to_change_is_said_and_changes_nothing(project: str, capsys: Capture) -> None:
    assert main(["labels", project, "--set", "wojood"]) == 0
    assert capsys.readouterr().out.startswith("Nothing changes")
    assert main(["labels", project, "--set", "wojood", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"version": 1, "changes": [], "broken": 0}


@pytest.mark.parametrize(
    ("options", "status"), [(["--set", "frobnicate"], 1), (["--preview"], 2), (["--map", "x.toml"], 2)]
)
def test_what_cannot_be_done_is_told(project: str, options: list[str], status: int, capsys: Capture) -> None:
    assert main(["labels", project, *options]) == status
    assert capsys.readouterr().err


def test_a_mapping_to_a_label_that_is_not_there_changes_nothing(project: str, tmp_path: Path, capsys: Capture) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text('PERS = "PERZ"\n', "utf-8")
    assert main(["labels", project, "--set", "conll", "--map", str(mapping)]) == 1
    assert "PERZ" in capsys.readouterr().err
    with Project.open(Path(project)) as opened:
        assert opened.labels == load("wojood")

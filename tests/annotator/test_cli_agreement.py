"""``warraq agreement``."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from annotator.cli import main

SEEDS = Path(__file__).parents[1] / "data" / "seeds-gold"


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = str(tmp_path / "p.warraq")
    assert main(["new", path]) == 0
    for letter, name in (("a", "فاطمة"), ("b", "يوسف")):
        assert main(["import", path, str(SEEDS / f"annotator-{letter}.jsonl"), "--annotator", name, "--done"]) == 0
    capsys.readouterr()
    return path


def test_names_may_have_arabic_commas_between_them(project, capsys):
    assert main(["agreement", project, "--annotators", "فاطمة، يوسف", "--labels", "PERS،GPE", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["annotators"], found["only"]) == (["فاطمة", "يوسف"], ["PERS", "GPE"])


def test_what_it_says(project, capsys):
    assert main(["agreement", project]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0] == "2 annotators · 2 documents · 693 words · 306 spans"
    assert lines[1] == "2 documents without suggestions in sight · 0 documents with suggestions in sight"
    pair = next(line for line in lines if line.startswith("فاطمة – يوسف"))
    assert pair.split()[3:] == ["2", "0.967", "0.977", "0.984", "0.984", "0.985"]
    assert next(line for line in lines if line.startswith("EVENT")).split() == [
        "EVENT", "10", "0.400", "0.700", "0.901", "0.901", "0.933",
    ]  # fmt: skip
    assert "other edges · EVENT: 3 places" in lines
    assert any('[جائحة "كورونا"]' in line and "فاطمة: كورونا EVENT" in line for line in lines)
    assert any(line.startswith("Unitising alpha: ") and "Unmarked text" in line for line in lines)
    assert err == ""


def test_as_json_and_as_csv(project, capsys, tmp_path):
    table = tmp_path / "figures.csv"
    assert main(["agreement", project, "--json", "--csv", str(table)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["documents"] == 2
    assert found["pairs"][0]["annotators"] == ["فاطمة", "يوسف"]
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    (row,) = [one for one in rows if one["scope"] == "pair" and one["measure"] == "kappa"]
    assert (row["annotators"], row["value"], row["documents"]) == ("فاطمة · يوسف", "0.983972", "2")
    assert {one["document"] for one in rows if one["scope"] == "document"} == {
        one["name"] for one in found["by_document"]
    }
    assert {one["label"] for one in rows if one["scope"] == "label"} == set(found["labels"])


def test_some_annotators_and_labels(project, capsys):
    assert main(["agreement", project, "--labels", "EVENT, LOC", "--annotators", "فاطمة,يوسف", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["only"], list(found["labels"])) == (["EVENT", "LOC"], ["LOC", "EVENT"])
    assert found["f1"] == pytest.approx(2 * (9 + 2) / 31)
    assert main(["agreement", project, "--annotators", "فاطمة,سعد"]) == 1
    assert "Nobody is called “سعد”" in capsys.readouterr().err


def test_labels_that_nobody_used(project, capsys):
    assert main(["agreement", project, "--labels", "WEBSITE"]) == 0
    out, _err = capsys.readouterr()
    assert "2 documents · 693 words · 0 spans" in out
    assert "Where they differ most" not in out
    assert "kappa:" not in out


def test_nothing_to_compare(tmp_path, capsys):
    path = str(tmp_path / "p.warraq")
    assert main(["new", path]) == 0
    assert main(["agreement", path]) == 1
    assert "There is nothing to compare" in capsys.readouterr().err


def test_gamma(project, capsys):
    pytest.importorskip("scipy")
    assert main(["agreement", project, "--gamma", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["gamma_documents"] == 2
    assert found["pairs"][0]["gamma"] == pytest.approx(0.98, abs=0.01)

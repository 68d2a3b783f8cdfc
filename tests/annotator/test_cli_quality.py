from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from annotator.cli import main

TEXT = "زار بلينكن طوكيو والصين"
PERS, GPE, CHINA = (
    {"start": start, "end": end, "label": label}
    for start, end, label in ((4, 10, "PERS"), (11, 16, "GPE"), (18, 23, "GPE"))
)
WITH_PROCLITIC = CHINA | {"start": 17}


@pytest.fixture
def project(tmp_path: Path) -> str:
    """Two documents with gold, and a run that took a proclitic into a name in both."""
    path = str(tmp_path / "p.warraq")
    main(["new", path])
    records = [{"id": name, "text": f"{TEXT} {name}", "spans": [PERS, GPE, CHINA]} for name in "ab"]
    main(["import", path, lines(tmp_path / "gold.jsonl", *records), "--annotator", "A", "--done"])
    found = [record | {"spans": [one | {"score": 0.9} for one in (PERS, WITH_PROCLITIC)]} for record in records]
    main(["suggest", path, "--from", lines(tmp_path / "crf.jsonl", *found)])
    return path


def lines(path: Path, *records: object) -> str:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), "utf-8")
    return str(path)


Capture = pytest.CaptureFixture[str]


def test_the_scores_as_tables_and_sentences(project: str, capsys: Capture) -> None:
    capsys.readouterr()
    assert main(["evaluate", project]) == 0
    said = "\n".join(" ".join(line.split()) for line in capsys.readouterr().out.splitlines())
    assert "“crf”: 6 gold spans, 4 were proposed." in said
    assert "2 documents count" in said
    assert "strict 6 4 50.0% (50.0–50.0) 33.3% (33.3–33.3) 40.0% (40.0–40.0)" in said
    assert "PERS 2 2 100.0%" in said
    assert "Mistakes: missed ×2, proclitic edge ×2." in said
    assert "proclitic edge ×2: GPE “الصين”, proposed GPE “والصين”" in said
    assert "these are too few" in said


def test_as_json_and_as_a_table(project: str, capsys: Capture, tmp_path: Path) -> None:
    capsys.readouterr()
    out = tmp_path / "o.csv"
    assert main(["evaluate", project, "--json", "--csv", str(out)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["documents"], found["micro"]["strict"]["precision"], found["mistakes"]["proclitic edge"]) == (
        2,
        0.5,
        2,
    )
    # What was imported cost nobody here anything.
    assert (found["effort"]["accepted"], found["effort"]["right_at_first"], found["effort"]["savings"]) == (
        0,
        None,
        None,
    )
    header, *rows = csv.reader(out.read_text("utf-8-sig").splitlines())
    assert dict(zip(header, rows[0], strict=True))["f1"] == "0.4"


def test_predictions_of_a_file_and_runs_held_against_each_other(project: str, capsys: Capture, tmp_path: Path) -> None:
    capsys.readouterr()
    better = [{"id": name, "spans": [PERS, GPE, CHINA]} for name in "ab"]
    path = lines(tmp_path / "llm.jsonl", *better, {"id": "c", "spans": []})
    assert main(["evaluate", project, "--from", path, "--compare", "crf"]) == 1
    said = capsys.readouterr()
    assert "Against “crf” in 2 documents: strict F1 +60.0 points (+60.0 to +60.0), p = 0.500." in said.out
    assert "All scores are the same" in said.out
    assert "line 3: no document of the project" in said.err


def test_what_cannot_be_is_said(project: str, capsys: Capture) -> None:
    capsys.readouterr()
    assert main(["evaluate", project, "--run", "nix"]) == 1
    assert "no suggester “nix”" in capsys.readouterr().err
    assert main(["evaluate", project, "--run", "crf", "--from", "x"]) == 2
    assert main(["evaluate", project, "--target", "1"]) == 2
    assert main(["evaluate", project, "--csv", project]) == 1
    assert "a project stands there" in capsys.readouterr().err


def test_in_arabic_labels_have_their_names(project: str, capsys: Capture) -> None:
    capsys.readouterr()
    assert main(["--language", "ar", "evaluate", project]) == 0
    said = capsys.readouterr().out
    assert "شخص" in said
    assert "٥٠٫٠٪" in said

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from spacy.tokens import DocBin

import resources
from annotator import cli, jobs
from annotator.cli import documents, main, warraq, window
from annotator.errors import FileUnwritable
from annotator.formats import read
from annotator.project.check import Checked
from annotator.records import Record

ROOT = Path(__file__).parents[2]
TEXT = "زار بلينكن طوكيو"
RECORD = {"id": "a", "text": TEXT, "spans": [{"start": 4, "end": 10, "label": "PERS"}]}
COMMANDS = "agreement assign audit backup check demo evaluate export formats import info labels merge new predict report review screenshot settle suggest train"


@pytest.fixture
def project(tmp_path: Path) -> str:
    path = str(tmp_path / "p.warraq")
    assert main(["new", path]) == 0
    return path


@pytest.fixture
def records(tmp_path: Path) -> Callable[..., str]:
    def make(*lines: object) -> str:
        path = tmp_path / "in.jsonl"
        path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
        return str(path)

    return make


Capture = pytest.CaptureFixture[str]


def said(capsys: Capture) -> tuple[str, str]:
    found = capsys.readouterr()
    assert "Traceback" not in found.err
    return found.out, found.err


def commands() -> dict[str, click.Command]:
    return warraq.commands


# What there is


def test_the_commands_of_this_version() -> None:
    assert sorted(commands()) == COMMANDS.split()


@pytest.mark.parametrize("name", ["", *COMMANDS.split()])
def test_each_command_and_option_has_help(name: str, capsys: Capture) -> None:
    command = commands()[name] if name else warraq
    assert command.help
    for option in command.get_params(click.Context(command)):
        if isinstance(option, click.Option):
            assert option.help, option.name
    assert main([*([name] if name else []), "--help"]) == 0
    out, _err = said(capsys)
    assert "Usage: warraq" in out


def test_help_is_in_the_language(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.cli.console._", lambda message: f"«{message}»" if message else "")
    assert main(["new", "--help"]) == 0
    assert "«A label set by its name" in said(capsys)[0]


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "ar_EG.UTF-8"}, "ar"),
        ([], {"LANG": "ar_EG.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "en_GB", "LC_MESSAGES": "ar"}, "ar"),
        ([], {"LANG": "en_GB", "WARRAQ_LANGUAGE": "ar"}, "ar"),
        (["--language", "en"], {"LANG": "ar"}, "en"),
        (["--language=ar"], {}, "ar"),
    ],
)
def test_the_language(arguments: list[str], environment: dict[str, str], expected: str) -> None:
    assert cli.console._language(arguments, environment) == expected


def test_terminals_that_do_not_shape(capsys: Capture, project: str, tmp_path: Path) -> None:
    path = tmp_path / "خبر.docx"
    path.write_text("x")
    main(["--visual", "import", project, str(path)])
    assert "خبر" not in said(capsys)[1]


def test_importing_the_command_is_light() -> None:
    code = "import annotator.cli, sys; print([m for m in ('spacy', 'PySide6', 'sqlite_utils') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"


# The way of a document


def test_the_whole_way(tmp_path: Path, project: str, capsys: Capture) -> None:
    gold = str(ROOT / "tests" / "data" / "seeds-gold.jsonl")
    assert main(["import", project, str(resources.path("seeds"))]) == 0
    assert main(["suggest", project]) == 0
    assert main(["import", project, gold, "--done", "--annotator", "فاطمة"]) == 0
    said(capsys)
    assert main(["info", project, "--json"]) == 0
    info = json.loads(said(capsys)[0])
    assert info["documents"] == 5
    assert info["suggestions"] > 200
    assert info["annotators"] == ["فاطمة"]
    assert info["states"] == {"new": 3, "in progress": 0, "done": 2}
    wanted = {
        json.loads(line)["id"]: sorted(
            (span["label"], json.loads(line)["text"][span["start"] : span["end"]]) for span in json.loads(line)["spans"]
        )
        for line in Path(gold).read_text().splitlines()
    }
    for name in ("jsonl", "spacy", "conll"):
        assert main(["export", project, str(tmp_path / f"o.{name}"), "--format", name]) == 0
    out, _err = said(capsys)
    assert "words were cut" in out
    tagged = [record for record in read(tmp_path / "o.conll") if isinstance(record, Record)]
    assert sum(len(record.annotations) for record in tagged) == sum(map(len, wanted.values()))
    written = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines()]
    found = {
        row["id"]: sorted((span["label"], row["text"][span["start"] : span["end"]]) for span in row["spans"])
        for row in written
    }
    assert found == wanted
    import spacy

    docs = DocBin().from_disk(tmp_path / "o.spacy").get_docs(spacy.blank("ar").vocab)
    assert {doc.user_data["id"]: sorted((span.label_, span.text) for span in doc.spans["sc"]) for doc in docs} == wanted
    assert (tmp_path / "o.conll").read_text().count("-DOCSTART-") == 2


def test_info_for_people(project: str, capsys: Capture) -> None:
    said(capsys)
    assert main(["info", project]) == 0
    assert "Documents: 0" in said(capsys)[0]


def test_formats(capsys: Capture) -> None:
    assert main(["formats", "--json"]) == 0
    listed = json.loads(said(capsys)[0])
    assert [set(row) for row in listed] == [{"id", "reads", "writes", "offsets", "loses"}] * len(listed)
    assert {row["id"]: row["offsets"] for row in listed}["conll"] == "token"
    assert main(["formats"]) == 0
    listed = said(capsys)[0]
    assert "jsonl: JSON Lines; reads; writes; places in code points" in listed
    assert (
        "conll: CoNLL-2002 and CoNLL-2003; reads; writes; tokens; without crossing spans, spans inside words" in listed
    )


def test_predict_writes_lines_or_a_file(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert main(["predict", str(tmp_path / "a.txt")]) == 0
    (row,) = map(json.loads, said(capsys)[0].splitlines())
    assert (row["id"], row["text"]) == ("a", TEXT)
    assert all(0 <= span["score"] <= 1 for span in row["spans"])
    assert main(["predict", str(tmp_path / "a.txt"), str(tmp_path / "b"), "--output", str(tmp_path / "o.jsonl")]) == 1
    assert json.loads((tmp_path / "o.jsonl").read_text()) == row
    assert "b could not be read" in said(capsys)[1]


def test_predictions_take_a_column_and_tell_what_readers_note(
    tmp_path: Path, project: str, records: Callable[..., str], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text(f"title,body\nخبر,{TEXT}\n", "utf-8")
    assert main(["predict", str(tmp_path / "a.csv"), "--column", "body"]) == 0
    assert json.loads(said(capsys)[0])["text"] == TEXT
    found = records({"title": "خبر", "body": TEXT, "spans": RECORD["spans"]})
    assert main(["import", project, str(tmp_path / "a.csv"), "--column", "body"]) == 0
    assert main(["suggest", project, "--from", found, "--column", "body"]) == 0
    assert "1 span was suggested" in said(capsys)[0]
    monkeypatch.setattr("annotator.formats.pdf.doubts", lambda _text: ["its lines look odd"])
    pdf = str(ROOT / "tests" / "data" / "documents" / "browser.pdf")
    assert main(["predict", pdf, "--output", str(tmp_path / "o.jsonl")]) == 0
    assert "its lines look odd" in said(capsys)[1]
    assert main(["import", project, pdf]) == 0
    assert main(["suggest", project, "--from", pdf]) == 0
    assert said(capsys)[1].count("its lines look odd") == 2


def test_unknown_labels_are_named_with_a_mapping_file_that_works(
    tmp_path: Path, project: str, records: Callable[..., str], capsys: Capture
) -> None:
    spans = [{"start": 4, "end": 10, "label": "Person"}, {"start": 11, "end": 16, "label": "مكان آخر"}]
    path = records(RECORD | {"spans": spans}, {"text": "طوكيو", "spans": [{"start": 0, "end": 5, "label": "مكان آخر"}]})
    assert main(["import", project, path]) == 1
    err = said(capsys)[1]
    assert "lacks labels of the files: Person ×1, مكان آخر ×2." in err
    (tmp_path / "m.toml").write_text("\n".join(err.splitlines()[-2:]))
    assert main(["import", project, path, "--strict"]) == 1
    assert "Person ×1" in said(capsys)[1]
    assert main(["import", project, path, "--map", str(tmp_path / "m.toml")]) == 0
    out, err = said(capsys)
    assert "1 annotation of" in out
    assert err == ""


def test_what_is_unusual_in_texts_is_told(tmp_path: Path, project: str, capsys: Capture) -> None:
    assert main(["audit", project]) == 0
    assert "Nothing unusual" in said(capsys)[0]
    (tmp_path / "a.txt").write_text("قال ﻻ ٢ و 2", "utf-8")
    assert main(["import", project, str(tmp_path / "a.txt")]) == 0
    told = said(capsys)[0]
    assert "1 document holds shapes of letters in place of letters (presentation forms): \u2068a\u2069\n" in told
    assert "1 document mixes kinds of digits (123 ×1, ١٢٣ ×1): \u2068a\u2069\n" in told
    # What was there already is not told again.
    assert main(["import", project, str(tmp_path / "a.txt")]) == 0
    assert "digits" not in said(capsys)[0]
    assert main(["audit", project, "--json"]) == 0
    assert sorted(json.loads(said(capsys)[0])["findings"]) == ["mixed digits", "presentation forms"]


def test_predictions_labels_splits_and_copies(
    tmp_path: Path, project: str, records: Callable[..., str], capsys: Capture
) -> None:
    other = str(tmp_path / "other.warraq")
    mapping = tmp_path / "m.toml"
    mapping.write_text('PERSON = "PERS"')
    path = records(RECORD | {"spans": [{"start": 4, "end": 10, "label": "PERSON"}]})
    assert main(["import", project, path, "--map", str(mapping), "--done"]) == 0
    assert main(["suggest", project, "--from", path, "--with", "crf", "--map", str(mapping)]) == 0
    assert "1 span was suggested in 1 document." in said(capsys)[0]
    assert (
        main(
            [
                "export",
                project,
                str(tmp_path / "parts"),
                "--format",
                "spacy",
                "--split",
                "80/20",
                "--labels",
                "PERS, GPE",
            ]
        )
        == 0
    )
    assert sorted(entry.name for entry in (tmp_path / "parts").iterdir()) == [
        "config.cfg",
        "dev.spacy",
        "manifest.json",
        "train.spacy",
    ]
    assert main(["backup", project, other]) == 0
    assert main(["merge", project, other]) == 0
    assert main(["check", project]) == 0
    assert "Nothing is wrong" in said(capsys)[0]


# What goes wrong


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_good_part_stands_and_the_bad_is_told(
    project: str, records: Callable[..., str], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = records(RECORD, "{", *["[]"] * 30)
    assert main(["import", project, path]) == 1
    out, err = said(capsys)
    assert "1 document was imported." in out
    assert "in.jsonl, line 2: it is not valid JSON" in err
    assert err.count("in.jsonl, line") == 31
    assert main(["import", project, path, "--strict"]) == 1
    assert "0 documents were imported." in said(capsys)[0]
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    assert main(["import", project, path]) == 1
    assert "… and 11 more problems." in terminal.getvalue()


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["nope"], 2, "No such command"),
        (["new"], 2, "Missing argument"),
        (["export", "PROJECT", "o"], 2, "Missing option"),
        (["export", "PROJECT", "o", "--format", "docx"], 2, "docx"),
        (["export", "PROJECT", "o", "--format", "jsonl", "--scheme", "bilou"], 2, "--scheme means nothing in jsonl"),
        (["import", "PROJECT"], 2, "Missing argument"),
        (["import", "PROJECT", "x", "--spans", "gold"], 2, "gold"),
        (["new", "PROJECT"], 1, "already a file"),
        (["new", "other.warraq", "--labels", "wojod"], 1, "wojood"),
        (["info", "missing.warraq"], 1, "no project at missing.warraq"),
        (["info", "/etc/passwd"], 1, "is not a Warraq project"),
        (["info", "/"], 1, "is not a Warraq project"),
        (["import", "PROJECT", "missing.txt"], 1, "missing.txt could not be read: it does not exist"),
        (["import", "missing.warraq", "x"], 1, "no project"),
        (["import", "PROJECT", "x", "--map", "missing.toml"], 1, "missing.toml"),
        (["export", "PROJECT", "o.jsonl", "--format", "jsonl"], 1, "nothing to export"),
        (["export", "PROJECT", "o", "--format", "jsonl", "--split", "9"], 1, "no split"),
        (["suggest", "PROJECT", "--with", "missing"], 1, "missing cannot be used as a model"),
        (["settle", "PROJECT", "--rule", "trusted"], 2, "--trusted NAME"),
        (["settle", "PROJECT", "--rule", "all", "--trusted", "A"], 2, "--trusted NAME"),
        (["settle", "PROJECT", "--rule", "trusted", "--trusted", "A"], 1, "A"),
        (["merge", "PROJECT", "missing.warraq"], 1, "no project at missing.warraq"),
        (["backup", "PROJECT", "PROJECT"], 1, "already a file"),
        (["review", "missing.warraq"], 1, "no project"),
    ],
)
def test_faults_are_told_with_their_status(
    project: str,
    tmp_path: Path,
    arguments: list[str],
    status: int,
    words: str,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    said(capsys)
    assert main([project if argument == "PROJECT" else argument for argument in arguments]) == status
    out, err = said(capsys)
    assert words in err
    assert out == "" or status == 1
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["p.warraq"]


def test_an_interrupt(project: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "check", interrupted)
    assert main(["check", project]) == 130


def test_spans_that_the_label_set_forbids_are_kept_and_listed(
    project: str, records: Callable[..., str], capsys: Capture
) -> None:
    spans = [{"start": 0, "end": 4, "label": "PERS"}, {"start": 3, "end": 6, "label": "ORG"}]
    assert main(["import", project, records(RECORD | {"spans": spans})]) == 0
    out, err = said(capsys)
    assert "2 annotations" in out
    assert "line 1: the span 3–6 ORG was taken in" in err


def test_nothing_is_written_over_a_project(project: str, records: Callable[..., str], capsys: Capture) -> None:
    path = records(RECORD)
    assert main(["import", project, path, "--annotator", "A", "--done"]) == 0
    before = Path(project).read_bytes()
    assert main(["export", project, project, "--format", "jsonl"]) == 1
    assert main(["predict", path, "--output", project]) == 1
    assert said(capsys)[1].count("a project stands there") == 2
    assert Path(project).read_bytes() == before
    assert main(["import", project, project]) == 1
    assert "warraq merge" in said(capsys)[1]


def test_a_place_that_is_not_there(project: str, records: Callable[..., str], tmp_path: Path, capsys: Capture) -> None:
    path = records(RECORD)
    assert main(["new", str(tmp_path / "none" / "p.warraq")]) == 1
    assert main(["predict", path, "--output", str(tmp_path / "none" / "out.jsonl")]) == 1
    assert said(capsys)[1].count("its folder does not exist") == 2
    assert main(["import", project, "x" * 300]) == 1
    assert "its name is too long" in said(capsys)[1]


def test_what_cannot_be_predicted_leaves_no_file(records: Callable[..., str], tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["predict", records("{"), "--output", str(out)]) == 1
    assert "line 1" in said(capsys)[1]
    assert not out.exists()


def test_an_answer_that_cannot_be_written(project: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def full(_text: str) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr("annotator.cli.projects.say", full)
    assert main(["info", project]) == 1
    assert "the disk is full" in said(capsys)[1]


def test_a_command_that_is_stopped(project: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def stopped(_project: object) -> jobs.Job[Checked]:
        yield jobs.Progress(0, 1)
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "check", stopped)
    assert main(["check", project]) == 130
    assert "Stopped." in said(capsys)[1]


def test_a_check_that_finds_something(project: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def found(_project: object) -> jobs.Job[Checked]:
        yield jobs.Progress(0, 1)
        return Checked(("Something is wrong.",), ())

    monkeypatch.setattr(jobs, "check", found)
    assert main(["check", project]) == 1
    assert "Something is wrong." in said(capsys)[1]


# Progress and the window


def test_progress_is_shown_on_a_terminal_alone(project: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{TEXT} {name}")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    assert main(["import", project, str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]) == 0
    assert "Importing" in terminal.getvalue()
    assert main(["import", project, str(tmp_path / "a.txt")]) == 0


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the window was opened with."""
    found: list[Any] = []
    app = types.ModuleType("desktop.app")
    app.run = lambda path: (found.append(path), 0)[1]  # type: ignore[attr-defined]
    drawing = types.ModuleType("desktop.screenshot")
    drawing.draw = lambda *paths, **choices: found.append((paths, choices))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "desktop.app", app)
    monkeypatch.setitem(sys.modules, "desktop.screenshot", drawing)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return found


def test_the_window_is_opened(opened: list[Any], project: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sample(path: Path) -> jobs.Job[Path]:
        yield jobs.Progress(0)
        return path

    monkeypatch.setattr(jobs, "sample", sample)
    monkeypatch.setattr(jobs, "sample_path", lambda: tmp_path / "s.warraq")
    assert main([]) == 0
    assert main(["review", project]) == 0
    assert main(["demo"]) == 0
    assert main(["review"]) == 0
    assert opened == [None, Path(project), tmp_path / "s.warraq", None]
    assert main(["screenshot", project, "o.png", "--document", "2", "--language", "en", "--theme", "dark"]) == 0
    assert opened[4] == (
        (Path(project), Path("o.png")),
        {"document": 2, "page": "review", "query": "", "language": "en", "theme": "dark"},
    )


def test_without_a_display(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main([]) == 1
    assert "no display" in said(capsys)[1]


def test_a_library_of_the_window_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def missing(_name: str) -> None:
        raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr(window.importlib, "import_module", missing)
    monkeypatch.setenv("DISPLAY", ":0")
    assert main([]) == 1
    assert "libGL.so.1" in said(capsys)[1]


def test_a_closed_pipe_is_no_fault(project: str) -> None:
    command = (
        f"{sys.executable} -c 'import sys; from annotator.cli import main; sys.exit(main())' formats --json | head -c 1"
    )
    found = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"LANG": "C.UTF-8"},
    )
    assert "Traceback" not in found.stderr


def test_a_full_disk_leaves_the_old_file(
    project: str, records: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert main(["import", project, records(RECORD), "--done"]) == 0
    out = tmp_path / "o.jsonl"
    out.write_text("before")

    def refuse(*_arguments: object) -> None:
        raise FileUnwritable(path=out, detail="x")

    monkeypatch.setattr("annotator.formats.files._replace", refuse)
    assert main(["export", project, str(out), "--format", "jsonl"]) == 1
    assert out.read_text() == "before"
    assert "could not be written" in said(capsys)[1]


def test_options_of_the_export_are_those_of_the_formats() -> None:
    names = {option.name for option in documents.export.params}
    assert {"nesting", "subword", "scheme", "tokens", "offsets"} <= names


# Learning


def _with_gold(project: str, tmp_path: Path, count: int = 4) -> None:
    file = tmp_path / "gold.jsonl"
    rows = [
        {"id": str(n), "text": f"زار بلينكن طوكيو {n}", "spans": [{"start": 11, "end": 16, "label": "FAC"}]}
        for n in range(count)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["import", project, str(file), "--spans", "annotations", "--annotator", "فاطمة", "--done"]) == 0


def test_learning_and_its_versions(tmp_path: Path, project: str, capsys: Capture) -> None:
    _with_gold(project, tmp_path)
    assert main(["train", project]) == 0
    assert "Learned from 4 documents." in said(capsys)[0]
    assert main(["train", project, "--list"]) == 0
    [line] = said(capsys)[0].splitlines()
    assert line.endswith("in use")
    assert main(["train", project, "--use", "bundled"]) == 0
    assert main(["train", project, "--list"]) == 0
    assert "comes along is in use" in said(capsys)[0]
    assert main(["train", project, "--use", line.split(" ")[0]]) == 0
    assert main(["train", project, "--use", "nonsense"]) == 1
    assert "nonsense" in said(capsys)[1]


def test_a_pipeline_is_written_and_suggests_as_any_other(tmp_path: Path, project: str, capsys: Capture) -> None:
    _with_gold(project, tmp_path)
    assert main(["train", project, "--output", str(tmp_path / "own")]) == 0
    text = tmp_path / "new.txt"
    text.write_text("زار بلينكن طوكيو أمس")
    said(capsys)
    assert main(["predict", str(text), "--with", str(tmp_path / "own")]) == 0
    spans = json.loads(said(capsys)[0])["spans"]
    assert (11, 16, "FAC") in {(span["start"], span["end"], span["label"]) for span in spans}


def test_too_little_to_learn_from(tmp_path: Path, project: str, capsys: Capture) -> None:
    _with_gold(project, tmp_path, count=1)
    assert main(["train", project]) == 1
    assert "Finish at least 3" in said(capsys)[1]
    assert main(["train", project, "--list", "--use", "x"]) == 2

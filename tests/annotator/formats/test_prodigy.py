from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import Problem, Written, detect, read
from annotator.records import LabelId, Record, Span

Lines = Callable[..., Path]
Doc = Callable[[str], Record]

# As db-out writes it (tokens of the documentation's example of ner_manual).
TASK: dict[str, Any] = {
    "text": "First look at the new MacBook Pro",
    "_input_hash": -1424856513,
    "_task_hash": -1898044125,
    "tokens": [
        {"text": "First", "start": 0, "end": 5, "id": 0, "ws": True},
        {"text": "look", "start": 6, "end": 10, "id": 1, "ws": True},
    ],
    "spans": [{"start": 22, "end": 33, "label": "PRODUCT", "token_start": 5, "token_end": 6, "source": "model"}],
    "_view_id": "ner_manual",
    "answer": "accept",
    "meta": {"url": "x"},
    "_timestamp": 1675000000,
}


def one(path: Path) -> Record:
    (record,) = read(path)
    assert isinstance(record, Record), str(record)
    return record


def written(path: Path) -> dict[str, Any]:
    (line,) = path.read_text("utf-8").splitlines()
    value: dict[str, Any] = json.loads(line)
    return value


def test_an_accepted_task_gives_annotations_and_comes_back(
    tmp_path: Path, lines_file: Lines, export: Callable[..., Written]
) -> None:
    path = lines_file(TASK)
    assert detect(path).id == "prodigy"
    record = one(path)
    assert record.annotations == (Span(22, 33, LabelId("PRODUCT")),)
    assert record.meta["url"] == "x"
    export("prodigy", tmp_path / "out.jsonl", [record])
    value = written(tmp_path / "out.jsonl")
    assert value["spans"] == TASK["spans"]
    assert {key: value[key] for key in ("_input_hash", "_timestamp", "meta", "answer", "_view_id")} == {
        key: TASK[key] for key in ("_input_hash", "_timestamp", "meta", "answer", "_view_id")
    }
    assert "".join(token["text"] + " " * token["ws"] for token in value["tokens"]) == TASK["text"]


@pytest.mark.parametrize(
    ("answer", "annotations", "suggestions"), [("accept", 1, 0), (None, 1, 0), ("ignore", 0, 1), ("reject", 0, 0)]
)
def test_answers(lines_file: Lines, answer: str | None, annotations: int, suggestions: int) -> None:
    task = {key: value for key, value in TASK.items() if key != "answer"} | ({"answer": answer} if answer else {})
    record = one(lines_file(task))
    assert (len(record.annotations), len(record.suggestions)) == (annotations, suggestions)
    assert [item.source for item in record.suggestions] == ["model"] * suggestions


def test_tokens_are_cut_at_spans_and_cover_the_text(tmp_path: Path, doc: Doc, export: Callable[..., Written]) -> None:
    record = doc("قال [وزير [الصين GPE] OCC]\r\nو[طوكيو GPE] 👩‍👩‍👧 [😊ب ORG]  ")
    report = export("prodigy", tmp_path / "a.jsonl", [record]).report
    value = written(tmp_path / "a.jsonl")
    assert "was cut" in report[0] or "were cut" in report[0]
    assert value["_view_id"] == "spans_manual"
    for number, token in enumerate(value["tokens"]):
        assert token["id"] == number
        assert record.text[token["start"] : token["end"]] == token["text"]
    assert "".join(token["text"] + " " * token["ws"] for token in value["tokens"]) == record.text
    for span in value["spans"]:
        first, last = value["tokens"][span["token_start"]], value["tokens"][span["token_end"]]
        assert (first["start"], last["end"]) == (span["start"], span["end"])
    flat = doc("و[طوكيو GPE]")
    export("prodigy", tmp_path / "b.jsonl", [flat])
    assert written(tmp_path / "b.jsonl")["_view_id"] == "ner_manual"


def relation(head: Span, child: Span) -> dict[str, Any]:
    def side(span: Span) -> dict[str, Any]:
        return {"start": span.start, "end": span.end, "token_start": 0, "token_end": 0, "label": span.label}

    return {"head": 0, "child": 0, "head_span": side(head), "child_span": side(child), "label": "AT"}


def test_relations_come_back_while_their_spans_stand(
    tmp_path: Path, lines_file: Lines, export: Callable[..., Written]
) -> None:
    pers, org, gpe = Span(0, 3, LabelId("PERS")), Span(4, 8, LabelId("ORG")), Span(9, 11, LabelId("GPE"))
    spans = [{"start": span.start, "end": span.end, "label": span.label} for span in (pers, org, gpe)]
    task = {"text": "Ann Acme UK", "_view_id": "relations", "spans": spans, "answer": "accept"}
    record = one(lines_file(task | {"relations": [relation(pers, org), relation(org, gpe)]}))
    changed = replace(record, annotations=(pers._replace(label=LabelId("OCC")), org))
    report = export("prodigy", tmp_path / "out.jsonl", [changed]).report
    value = written(tmp_path / "out.jsonl")
    assert value["_view_id"] == "relations"
    (kept,) = value["relations"]
    assert (kept["head"], kept["child"], kept["label"]) == (0, 1, "AT")
    assert kept["head_span"] == {"start": 0, "end": 3, "token_start": 0, "token_end": 0, "label": "OCC"}
    assert report[-1].startswith("1 relation or link to a removed span was left out.")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"answer": "maybe"}, "“answer” is not one of accept, reject, ignore"),
        ({"answer": []}, "“answer” is not one of"),
        ({"spans": {}}, "“spans” is not a list"),
        ({"spans": [5]}, "span 1 is no JSON object"),
        ({"spans": [{"start": 0, "end": 99, "label": "X"}]}, "outside the text"),
        ({"text": ""}, "text is empty"),
        ({"relations": 5}, "“relations” is not a list"),
    ],
)
def test_broken_tasks(lines_file: Lines, change: dict[str, Any], words: str) -> None:
    good, bad = read(lines_file(TASK, TASK | change))
    assert isinstance(good, Record)
    assert isinstance(bad, Problem)
    assert words in str(bad.error)
    assert "line 2" in str(bad)


def test_what_is_kept_may_be_anything(tmp_path: Path, doc: Doc, export: Callable[..., Written]) -> None:
    junk: dict[str, Any] = {
        "keys": 5,
        "spans": [[1, 2], 7, [0, 3, "GPE", []]],
        "relations": [{"head_span": 4}, 1],
        "unlabelled": [{}],
    }
    record = replace(doc("[زار GPE]"), meta={"warraq:prodigy": junk})
    export("prodigy", tmp_path / "a.jsonl", [record, replace(record, meta={"warraq:prodigy": [1]})])

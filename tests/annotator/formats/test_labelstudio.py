from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from annotator.formats import Problem, ReadOptions, Written, detect, get, read
from annotator.formats.labelstudio import config
from annotator.labels import load
from annotator.records import LabelId, Record, Span, Suggestion

TEXT = "زار أنتوني بلينكن 😊 والصين"
PERS, GPE = Span(4, 17, LabelId("PERS")), Span(21, 26, LabelId("GPE"))


def region(span: Span, identity: str, **more: object) -> dict[str, Any]:
    value = {"start": span.start, "end": span.end, "text": TEXT[span.start : span.end], "labels": [span.label]}
    return {"value": value, "id": identity, "from_name": "label", "to_name": "text", "type": "labels", **more}


def relation(start: str, end: str) -> dict[str, Any]:
    return {"from_id": start, "to_id": end, "type": "relation", "direction": "right", "labels": ["visited"]}


# As Label Studio's JSON export has it.
TASK: dict[str, Any] = {
    "id": 7,
    "annotations": [
        {
            "id": 9,
            "completed_by": 1,
            "result": [
                region(PERS, "gew3t9fgkg", origin="manual"),
                region(GPE, "0gpIsb7s27"),
                relation("gew3t9fgkg", "0gpIsb7s27"),
                {"value": {"choices": ["news"]}, "id": "ch", "from_name": "c", "to_name": "text", "type": "choices"},
                {"value": {"text": ["?"]}, "id": "0gpIsb7s27", "from_name": "t", "to_name": "text", "type": "textarea"},
            ],
            "was_cancelled": False,
            "ground_truth": False,
            "created_at": "2024-03-09T22:16:08.728353Z",
            "lead_time": 4.288,
        }
    ],
    "predictions": [
        {"model_version": "m1", "score": 0.5, "result": [region(GPE, "p1", score=0.9), region(PERS, "p2")]}
    ],
    "data": {"text": TEXT, "source": "wire"},
    "meta": {},
    "project": 83,
}


def save(path: Path, *tasks: object) -> Path:
    path.write_text(json.dumps(tasks, ensure_ascii=False), "utf-8")
    return path


def one(path: Path, options: ReadOptions | None = None) -> Record:
    (record,) = read(path, options=options)
    assert isinstance(record, Record), str(record)
    return record


def test_a_task_with_its_annotation_and_prediction(tmp_path: Path) -> None:
    path = save(tmp_path / "export.json", TASK)
    assert detect(path).id == "labelstudio"
    record = one(path)
    assert (record.text, record.external_id, record.meta["source"]) == (TEXT, "7", "wire")
    assert record.annotations == (PERS, GPE)
    assert record.suggestions == (Suggestion(GPE, 0.9, "", "m1"), Suggestion(PERS, 0.5, "", "m1"))


def test_one_annotation_of_several_counts(tmp_path: Path) -> None:
    def by(who: int, span: Span, **more: object) -> dict[str, Any]:
        return {"completed_by": who, "result": [region(span, "r")], **more}

    old, new = by(1, PERS, updated_at="2024-01-01"), by(2, GPE, updated_at="2024-01-02")
    skipped = by(3, PERS, was_cancelled=True, updated_at="2025")
    record = one(save(tmp_path / "a.json", TASK | {"annotations": [new, old, skipped], "predictions": []}))
    assert record.annotations == (GPE,)
    assert record.suggestions == (Suggestion(PERS, 1.0, "", "1"),)
    truth = one(save(tmp_path / "a.json", TASK | {"annotations": [new, old | {"ground_truth": True}]}))
    assert truth.annotations == (PERS,)


def test_an_export_is_a_folder_that_is_read_as_a_whole(tmp_path: Path, export: Callable[..., Written]) -> None:
    record = one(save(tmp_path / "a.json", TASK))
    changed = replace(record, annotations=(PERS,))
    report = export("labelstudio", tmp_path / "out", [changed, Record("نص", "other")]).report
    task, other = json.loads((tmp_path / "out" / "tasks.json").read_text("utf-8"))
    assert {key: task[key] for key in ("id", "project", "data")} == {
        key: TASK[key] for key in ("id", "project", "data")
    }
    assert "predictions" not in task
    (annotation,) = task["annotations"]
    assert (annotation["id"], annotation["lead_time"]) == (9, 4.288)
    first, choices = annotation["result"]
    assert (first["id"], first["value"]) == ("gew3t9fgkg", TASK["annotations"][0]["result"][0]["value"])
    assert choices["value"] == {"choices": ["news"]}
    assert report[0].startswith("2 relations or links to removed spans were left out.")
    assert other["data"] == {"text": "نص", "id": "other"}
    again, last = read(tmp_path / "out")
    assert isinstance(again, Record)
    assert isinstance(last, Record)
    assert (again.annotations, last.external_id) == ((PERS,), "other")


def test_every_task_has_a_number(tmp_path: Path, export: Callable[..., Written]) -> None:
    """Label Studio's own converter fails at a task without one."""
    (kept,) = read(save(tmp_path / "a.json", TASK))
    assert isinstance(kept, Record)
    export("labelstudio", tmp_path / "out", [Record("نص", "a"), kept, Record("نص", "b")])
    tasks = json.loads((tmp_path / "out" / "tasks.json").read_text("utf-8"))
    assert [(task["id"], task["data"].get("id")) for task in tasks] == [(1, "a"), (7, None), (3, "b")]


def test_relations_come_back_whole_where_nothing_changed(tmp_path: Path, export: Callable[..., Written]) -> None:
    record = one(save(tmp_path / "a.json", TASK))
    mapped = replace(record, annotations=(PERS, GPE._replace(label=LabelId("LOC"))))
    export("labelstudio", tmp_path / "out", [mapped])
    (task,) = json.loads((tmp_path / "out" / "tasks.json").read_text("utf-8"))
    results = task["annotations"][0]["result"]
    assert relation("gew3t9fgkg", "0gpIsb7s27") in results
    assert results[1]["value"]["labels"] == ["LOC"]
    root = ElementTree.parse(tmp_path / "out" / "config.xml").getroot()
    assert [each.get("value") for each in root.iter("Relation")] == ["visited"]


def test_the_config_names_the_labels_in_their_colours() -> None:
    root = ElementTree.fromstring(config(["PERS", 'A"<&\x01', "B"]))
    labels = {label.get("value"): label.get("background") for label in root.iter("Label")}
    assert labels["PERS"] == load("wojood").colours("PERS", "light").line
    assert list(labels) == ["PERS", 'A"<&\ufffd', "B"]
    assert all(colour and colour.startswith("#") for colour in labels.values())
    assert root.find("Text").get("value") == "$text"


def test_the_text_may_stand_under_another_name(tmp_path: Path, export: Callable[..., Written]) -> None:
    assert one(save(tmp_path / "a.json", TASK | {"data": {"article": TEXT, "n": 1}})).text == TEXT
    two = save(tmp_path / "b.json", TASK | {"data": {"text": "x", "b": TEXT}})
    record = one(two, ReadOptions(column="b"))
    assert record.text == TEXT
    export("labelstudio", tmp_path / "out", [replace(record, meta={**record.meta, "id": {}})])
    (task,) = json.loads((tmp_path / "out" / "tasks.json").read_text("utf-8"))
    assert task["data"] == {"text": TEXT, "meta_text": "x", "meta_id": {}}


def test_places_in_utf16_are_known_by_the_text_beside_them(tmp_path: Path) -> None:
    shifted = region(GPE, "r")
    shifted["value"] |= {"start": GPE.start + 1, "end": GPE.end + 1}
    record = one(save(tmp_path / "a.json", TASK | {"annotations": [{"result": [shifted]}]}))
    assert record.annotations == (GPE,)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"data": 5}, "“data” is not an object"),
        ({"data": {"image": 5}}, "“text” is missing"),
        ({"annotations": {}}, "“annotations” is not a list"),
        ({"annotations": [{"result": 5}]}, "“result” is not a list"),
        ({"annotations": [{"result": [{"type": "labels"}]}]}, "span 1 has no “value”"),
        ({"annotations": [{"result": [region(Span(0, 99, LabelId("X")), "r")]}]}, "outside the text"),
        (
            {
                "annotations": [
                    {"result": [region(PERS, "r") | {"value": {"start": "/div", "end": 2, "labels": ["X"]}}]}
                ]
            },
            "whole number",
        ),
        ({"predictions": [{"score": 7, "result": [region(PERS, "r")]}]}, "score of span 1"),
    ],
)
def test_broken_tasks(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    good, bad = read(save(tmp_path / "a.json", TASK, TASK | change), "labelstudio")
    assert isinstance(good, Record)
    assert isinstance(bad, Problem)
    assert words in str(bad.error)
    assert "a.json, document 2" in str(bad)


def test_a_config_beside_tasks_is_no_document(tmp_path: Path) -> None:
    accompanies = get("labelstudio").accompanies
    assert accompanies
    assert not accompanies(tmp_path / "config.xml")
    save(tmp_path / "tasks.json", TASK)
    assert accompanies(tmp_path / "config.xml")


def test_what_is_kept_may_be_anything(tmp_path: Path, export: Callable[..., Written]) -> None:
    junk = {
        "task": 1,
        "annotation": [],
        "ids": [1, ["a"]],
        "others": [{"type": "relation", "labels": 4}, 3],
        "column": 3,
    }
    record = Record("زار", annotations=(Span(0, 3, LabelId("X")),), meta={"warraq:labelstudio": junk})
    export("labelstudio", tmp_path / "out", [record])


def test_json_min(tmp_path: Path) -> None:
    region_of = {"start": 5, "end": 12, "text": "بلينكن", "labels": ["PERS", "OCC"]}
    row = {"id": 7, "text": "وزار 😊بلينكن", "ner": [region_of], "topic": "news", "annotator": 1, "annotation_id": 9}
    region_of["start"], region_of["end"] = 7, 13  # as some versions count: UTF-16
    (tmp_path / "min.json").write_text(json.dumps([row | {"lead_time": 2.5}], ensure_ascii=False), "utf-8")
    assert detect(tmp_path / "min.json").id == "labelstudio"
    (found,) = read(tmp_path / "min.json")
    assert isinstance(found, Record)
    assert (found.text, found.external_id, found.meta["topic"]) == (row["text"], "7", "news")
    assert found.annotations == (Span(6, 12, LabelId("PERS")), Span(6, 12, LabelId("OCC")))


def test_completions_are_annotations_of_old(tmp_path: Path) -> None:
    skipped = {"id": 1, "created_username": "sara", "result": [], "skipped": True, "created_at": 1600000003}
    newest = {"id": 2, "created_username": "huda", "result": [region(GPE, "b")], "created_at": 1600000002}
    chosen = {
        "id": 3,
        "created_username": "omar",
        "result": [region(PERS, "a")],
        "honeypot": True,
        "created_at": 1600000001,
    }
    found = region(GPE, "p")
    found["value"]["confidence"] = "0.9524"
    task = {
        "id": 11,
        "data": {"text": TEXT, "title": "a.txt"},
        "completions": [skipped, newest, chosen],
        "predictions": [{"created_username": "model", "result": [found]}],
    }
    path = save(tmp_path / "a.json", task)
    assert detect(path).id == "labelstudio"
    record = one(path)
    assert record.annotations == (PERS,)
    assert record.suggestions == (Suggestion(GPE, 1, "", "huda"), Suggestion(GPE, 0.9524, "", "model"))


def in_page(span: Span, **value: object) -> dict[str, Any]:
    """A region as the tag HyperText makes it."""
    node = "/p[1]/text()[1]"
    places = {"start": node, "end": node, "startOffset": 0, "endOffset": 5, "hypertextlabels": [span.label]}
    value = (
        places | {"globalOffsets": {"start": span.start, "end": span.end}, "text": TEXT[span.start : span.end]} | value
    )
    return {"id": "a", "from_name": "label", "to_name": "text", "type": "hypertextlabels", "value": value}


def test_regions_of_hypertext_stand_where_the_whole_text_counts_them(tmp_path: Path) -> None:
    task = {"id": 1, "data": {"text": TEXT}, "annotations": [{"id": 1, "result": [in_page(PERS)]}]}
    assert one(save(tmp_path / "a.json", task)).annotations == (PERS,)


def test_regions_of_a_page_with_markup_are_refused(tmp_path: Path) -> None:
    task = {"id": 1, "data": {"text": f"<p>{TEXT}</p>"}, "annotations": [{"id": 1, "result": [in_page(PERS)]}]}
    (problem,) = read(save(tmp_path / "a.json", task))
    assert isinstance(problem, Problem)
    assert "HTML" in str(problem)

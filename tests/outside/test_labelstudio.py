"""Label Studio's own SDK takes the tasks and the labelling config that are exported for it, and we take its."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import read
from annotator.records import LabelId, Record, Span

converter = pytest.importorskip("label_studio_sdk.converter")
interface = pytest.importorskip("label_studio_sdk.label_interface")

Records = Callable[[int], list[Record]]
Write = Callable[..., None]
Spans = Callable[[Record], list[tuple[str, str]]]


@pytest.fixture
def exported(tmp_path: Path, write: Write) -> Callable[..., tuple[Any, list[dict[str, Any]]]]:
    """The labelling interface and the tasks of an export."""

    def run(given: list[Record], **options: str) -> tuple[Any, list[dict[str, Any]]]:
        write("labelstudio", tmp_path / "out", given, **options)
        config = interface.LabelInterface((tmp_path / "out" / "config.xml").read_text("utf-8"))
        return config, json.loads((tmp_path / "out" / "tasks.json").read_text("utf-8"))

    return run


def converted(folder: Path, target: str) -> Path:
    made = folder / target
    converter.Converter(str(folder / "config.xml"), str(folder)).convert(
        str(folder / "tasks.json"), str(made), target, is_dir=False
    )
    (file,) = made.iterdir() if made.is_dir() else [made]
    return file


def test_the_config_and_all_tasks_are_valid(exported: Callable[..., Any], records: Records) -> None:
    given = records(9)
    odd = LabelId('<A&B> "ج" 😊')
    given[0] = replace(given[0], annotations=(*given[0].annotations, Span(0, 1, odd), Span(0, 5, odd)))
    config, tasks = exported(given)
    config.validate()
    assert config.is_valid
    assert set(next(iter(config.labels))) == {"PERS", "GPE", "OCC", odd}
    assert len(tasks) == 9
    for task in tasks:
        assert config.validate_task({"data": task["data"]})
        assert [config.validate_prediction(it, return_errors=True) for it in task["annotations"]] == [[]]
        assert all(config.validate_annotation(it) for it in task["annotations"])
    assert not config.validate_task({"data": {"content": "نص"}})


def test_relations_and_predictions_are_valid(tmp_path: Path, exported: Callable[..., Any]) -> None:
    text = "زار أنتوني بلينكن 😊 والصين"

    def region(name: str, start: int, end: int, label: str) -> dict[str, Any]:
        value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
        return {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value}

    relation = {"from_id": "a", "to_id": "b", "type": "relation", "direction": "right", "labels": ["زار"]}
    regions = [region("a", 4, 17, "PERS"), region("b", 21, 26, "GPE")]
    task = {"id": 7, "data": {"text": text}, "annotations": [{"id": 1, "result": [*regions, relation]}]}
    task["predictions"] = [{"score": 0.5, "model_version": "m", "result": [region("c", 4, 10, "PERS")]}]
    (tmp_path / "tasks.json").write_text(json.dumps([task]), "utf-8")
    (record,) = read(tmp_path / "tasks.json")
    assert isinstance(record, Record)
    config, (written,) = exported([record])
    (annotation,) = written["annotations"]
    assert config.validate_prediction(annotation, return_errors=True) == []
    assert [it for it in annotation["result"] if it["type"] == "relation"] == [relation]
    assert config.validate_prediction(task["predictions"][0], return_errors=True) == []


def test_a_prediction_that_the_sdk_makes_is_read(tmp_path: Path, exported: Callable[..., Any]) -> None:
    objects = pytest.importorskip("label_studio_sdk.label_interface.objects")
    text = "😊 زار بلينكن والصين"
    spans = (Span(6, 12, LabelId("PERS")), Span(14, 19, LabelId("GPE")))
    config, _tasks = exported([Record(text, "a", annotations=spans)])
    values = [{"start": span.start, "end": span.end, "labels": [span.label]} for span in spans]
    regions = config.create_regions({"label": values})
    prediction = objects.PredictionValue(model_version="m1", score=0.5, result=regions).model_dump()
    assert config.validate_prediction(prediction, return_errors=True) == []
    tasks = [{"data": {"text": text}, "predictions": [prediction]}]
    (tmp_path / "made.json").write_text(json.dumps(tasks), "utf-8")
    (record,) = read(tmp_path / "made.json")
    assert isinstance(record, Record), str(record)
    assert [(it.span, it.score, it.source) for it in record.suggestions] == [(span, 0.5, "m1") for span in spans]


def test_the_converter_keeps_texts_and_spans(
    tmp_path: Path, exported: Callable[..., Any], records: Records, spans: Spans
) -> None:
    given = records(9)
    exported(given)
    made = json.loads(converted(tmp_path / "out", "JSON_MIN").read_text("utf-8"))
    assert [item["text"] for item in made] == [record.text for record in given]
    for item, record in zip(made, given, strict=True):
        assert [Span(it["start"], it["end"], it["labels"][0]) for it in item["label"]] == list(record.annotations)
        assert [(it["text"], it["labels"][0]) for it in item["label"]] == spans(record)
    again = list(read(converted(tmp_path / "out", "JSON")))
    assert [(it.text, it.annotations) for it in again if isinstance(it, Record)] == [
        (record.text, record.annotations) for record in given
    ]
    assert converted(tmp_path / "out", "CSV").read_text("utf-8").count("PERS") == 9


def test_the_converter_makes_columns_of_our_tasks(
    tmp_path: Path, exported: Callable[..., Any], records: Records, spans: Spans
) -> None:
    """It widens a span to the words that white space divides: they hold its text."""
    given = records(9)
    exported(given, nesting="outer")
    lines = converted(tmp_path / "out", "CONLL2003").read_text("utf-8").split("\n")[1:]
    documents = [list(group) for full, group in groupby(lines, key=bool) if full]
    for document, record in zip(documents, given, strict=True):
        entities: list[tuple[str, str]] = []
        for word, _part, _chunk, tag in (line.split(" ") for line in document):
            if tag.startswith("B-"):
                entities.append((word, tag[2:]))
            elif tag.startswith("I-"):
                entities[-1] = f"{entities[-1][0]} {word}", tag[2:]
        for (wide, label), (text, ours) in zip(entities, spans(record)[:3], strict=True):
            assert label == ours
            assert text in wide

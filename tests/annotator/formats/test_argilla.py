from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import Problem, ReadOptions, Written, detect, read
from annotator.records import LabelId, Record, Span, Suggestion

TEXT = "قال 😊 بلينكن والصين"
PERS, GPE = Span(6, 12, LabelId("PERS")), Span(14, 19, LabelId("GPE"))


def utf16(span: Span) -> dict[str, Any]:
    return {"start": span.start + 1, "end": span.end + 1, "label": span.label}


# As ``dataset.records.to_json`` writes a record.
RECORD: dict[str, Any] = {
    "id": "r1",
    "fields": {"text": TEXT, "title": "خبر"},
    "metadata": {"source": "wire"},
    "suggestions": {"ner": {"value": [utf16(PERS), utf16(GPE)], "score": [0.9, 0.4], "agent": "model-a"}},
    "responses": {
        "ner": [
            {"value": [utf16(GPE)], "user_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6"},
            {"value": [utf16(PERS)], "user_id": "bbbb"},
        ],
        "topic": [{"value": "politics", "user_id": "bbbb"}],
    },
    "vectors": {},
    "_server_id": "11",
}


def save(path: Path, *values: object) -> Path:
    path.write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    return path


def one(path: Path) -> Record:
    (record,) = read(path)
    assert isinstance(record, Record), str(record)
    return record


def test_the_first_response_suggestions_and_what_comes_back(tmp_path: Path, export: Callable[..., Written]) -> None:
    path = save(tmp_path / "a.json", RECORD)
    assert detect(path).id == "argilla"
    record = one(path)
    assert (record.external_id, record.annotations, record.meta["source"]) == ("r1", (GPE,), "wire")
    assert record.suggestions == (
        Suggestion(PERS, 1.0, "", "bbbb"),
        Suggestion(PERS, 0.9, "", "model-a"),
        Suggestion(GPE, 0.4, "", "model-a"),
    )
    export("argilla", tmp_path / "out.json", [record])
    (value,) = json.loads((tmp_path / "out.json").read_text("utf-8"))
    response = RECORD["responses"]["ner"][0] | {"status": "submitted"}
    responses = {"topic": RECORD["responses"]["topic"], "ner": [response]}
    own = {"offsets": "utf16", "field": "text", "question": "ner"}
    assert value == RECORD | own | {"suggestions": {}, "responses": responses}


def test_of_two_span_questions_the_one_that_was_read_stays_the_one(
    tmp_path: Path, export: Callable[..., Written]
) -> None:
    responses = {"ner": [{"value": [utf16(GPE)]}], "other": [{"value": [utf16(PERS)]}]}
    record = one(save(tmp_path / "a.json", RECORD | {"responses": responses, "suggestions": {}}))
    export("argilla", tmp_path / "out.json", [replace(record, annotations=())])
    assert one(tmp_path / "out.json").annotations == ()


def test_the_field_that_was_chosen_is_the_one_that_is_read_again(
    tmp_path: Path, export: Callable[..., Written]
) -> None:
    path = save(tmp_path / "a.json", RECORD | {"fields": {"a": "x", "b": TEXT}})
    (record,) = read(path, options=ReadOptions(column="b"))
    assert isinstance(record, Record)
    export("argilla", tmp_path / "out.json", [record])
    assert one(tmp_path / "out.json").text == TEXT


def test_drafts_are_suggestions_and_discarded_ones_nothing(tmp_path: Path) -> None:
    answers = [
        {"value": [utf16(PERS)], "user_id": "a", "status": "discarded"},
        {"value": [utf16(GPE)], "user_id": "b", "status": "draft"},
    ]
    record = one(save(tmp_path / "a.json", RECORD | {"suggestions": {}, "responses": {"spans": answers}}))
    assert (record.annotations, record.suggestions) == ((), (Suggestion(GPE, 1.0, "", "b"),))


def test_one_score_for_all_and_none(tmp_path: Path) -> None:
    for score, found in ((0.5, 0.5), (None, 1.0)):
        suggestions = {"ner": {"value": [utf16(PERS)], "score": score, "agent": None}}
        record = one(save(tmp_path / "a.json", RECORD | {"suggestions": suggestions, "responses": {}}))
        assert record.suggestions == (Suggestion(PERS, found, "", "argilla"),)


def test_an_export_of_our_own_and_lines_of_records(tmp_path: Path, export: Callable[..., Written]) -> None:
    record = Record(TEXT, "d", annotations=(PERS, GPE), meta={"n": 1})
    export("argilla", tmp_path / "out.json", [record, record])
    values = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert values[0]["responses"]["spans"][0]["value"] == [utf16(PERS), utf16(GPE)]
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, values)))
    first, _second = read(tmp_path / "b.jsonl")
    assert isinstance(first, Record)
    assert (first.external_id, first.annotations) == ("d", (PERS, GPE))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fields": 1}, "“fields” is not an object"),
        ({"fields": {"a": "x", "b": "y"}}, "“text” is missing"),
        ({"responses": 7}, "“responses” is not an object"),
        ({"responses": {"ner": [{"value": [{"start": 0, "end": 90, "label": "X"}]}]}}, "outside the text"),
        ({"responses": {"ner": [{"value": [{"start": 0, "label": "X"}]}]}}, "span 1 has no “end”"),
        ({"suggestions": {"ner": {"value": [utf16(PERS)], "score": [0.1, 0.2]}}}, "scores, 2, is not that of spans, 1"),
        ({"suggestions": {"ner": {"value": [utf16(PERS)], "score": 3}}}, "score of span 1"),
        ({"id": {}}, "“id” is neither"),
    ],
)
def test_broken_records(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    good, bad = read(save(tmp_path / "a.json", RECORD, RECORD | change), "argilla")
    assert isinstance(good, Record)
    assert isinstance(bad, Problem)
    assert words in str(bad.error)
    assert "a.json, document 2" in str(bad)


def test_records_of_argilla_1(tmp_path: Path) -> None:
    text = "زار 😊 بلينكن مصر"
    about = {"prediction_agent": "crf", "annotation_agent": "sara", "metadata": {"k": 1}, "text": text, "tokens": []}
    rows = [
        about | {"id": "a", "status": "Validated", "annotation": [["PERS", 6, 12]], "prediction": None},
        about | {"id": "b", "annotation": None, "prediction": [{"label": "GPE", "start": 13, "end": 16, "score": 0.5}]},
        about | {"id": "c", "status": "Discarded", "annotation": [["PERS", 6, 12]], "prediction": [["GPE", 13, 16]]},
        about | {"id": "d", "annotation": [["PERS", 6]]},
        about | {"id": "e", "annotation": [["PERS", 6, 99]]},
    ]
    path = tmp_path / "old.json"
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    assert detect(path).id == "argilla"
    a, b, c, d, e = read(path)
    assert isinstance(a, Record)
    assert isinstance(b, Record)
    assert isinstance(c, Record)
    assert (a.annotations, a.suggestions, a.meta) == ((Span(6, 12, LabelId("PERS")),), (), {"k": 1})
    assert b.suggestions == (Suggestion(Span(13, 16, LabelId("GPE")), 0.5, "", "crf"),)
    assert (c.annotations, c.suggestions[0].score) == ((), 1.0)
    assert "span 1 is no list of label, start and end" in str(d)
    assert "99" in str(e)


def test_records_of_a_feedback_dataset(tmp_path: Path) -> None:
    def response(user: str, span: Span, status: str) -> dict[str, Any]:
        answers = {"ner": {"value": [utf16(span)]}, "note": {"value": "?"}, "none": None}
        return {"user_id": user, "values": answers, "status": status}

    spans = [utf16(PERS) | {"score": 0.9}, utf16(GPE) | {"score": None}]
    suggested = [
        {"question_name": "note", "value": "!"},
        {"question_name": "ner", "agent": "m", "score": None, "value": spans},
    ]
    record = {
        "fields": {"text": TEXT},
        "metadata": {},
        "responses": [response("a", GPE, "draft"), response("b", PERS, "submitted"), {"status": "discarded"}],
        "suggestions": suggested,
        "external_id": "x7",
    }
    path = save(tmp_path / "a.json", record)
    assert detect(path).id == "argilla"
    found = one(path)
    assert (found.external_id, found.annotations) == ("x7", (PERS,))
    assert found.suggestions == (
        Suggestion(GPE, 1, "", "a"),
        Suggestion(PERS, 0.9, "", "m"),
        Suggestion(GPE, 1, "", "m"),
    )


def test_a_feedback_record_that_nobody_answered(tmp_path: Path) -> None:
    found = one(save(tmp_path / "a.json", {"fields": {"text": TEXT}, "responses": [], "suggestions": [], "id": 3}))
    assert (found.text, found.external_id, found.annotations) == (TEXT, "3", ())

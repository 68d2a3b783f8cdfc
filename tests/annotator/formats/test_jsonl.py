from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.errors import FileEmpty, SpanEmpty, SpanOutsideText
from annotator.formats import Problem, ReadOptions, Written, read
from annotator.formats.jsonl import KEPT
from annotator.records import LabelId, Record, Span, Suggestion

Lines = Callable[..., Path]


def problems(path: Path) -> list[str]:
    found = list(read(path))
    assert all(isinstance(item, Problem) for item in found), found
    return [str(item.error) for item in found if isinstance(item, Problem)]


def test_spans_with_a_score_or_source_are_suggestions(lines_file: Lines) -> None:
    spans = [
        {"start": 0, "end": 2, "label": "PERS"},
        {"start": 3, "end": 5, "label": "GPE", "score": 0.5, "reason": "list", "source": "lexicon"},
        {"start": 3, "end": 4, "label": "GPE", "source": "rules"},
        {"start": 0, "end": 2, "label": "PERS"},
    ]
    (record,) = read(lines_file({"id": 7, "text": "ab cd", "spans": spans, "meta": {"url": "x"}}))
    assert isinstance(record, Record)
    assert record.external_id == record.name == "7"
    assert record.annotations == (Span(0, 2, LabelId("PERS")),)
    assert record.suggestions == (
        Suggestion(Span(3, 5, LabelId("GPE")), 0.5, "list", "lexicon"),
        Suggestion(Span(3, 4, LabelId("GPE")), 1.0, "", "rules"),
    )
    assert record.meta == {"url": "x"}
    assert record.source.place == "1"


def test_a_record_without_id_is_named_by_its_line(lines_file: Lines) -> None:
    _first, record = read(lines_file({"text": "a"}, "", {"text": "b"}))
    assert isinstance(record, Record)
    assert (record.name, record.external_id) == ("file:3", None)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": "a"', "not valid JSON from character 13"),
        ("[1]", "no JSON object"),
        ('{"id": "x"}', "“text” is missing"),
        ('{"text": 5}', "“text” is not text"),
        ('{"text": " \\n"}', "text is empty"),
        ('{"text": "a\\u0000"}', "NUL at character 1"),
        ('{"text": "ab \\ud800 c"}', "lone surrogate \\ud800, at character 14"),
        ('{"text": "a", "meta": {"k": ["\\uDC01"]}}', "lone surrogate"),
        ('{"text": "a", "text": "b"}', "“text” stands twice"),
        ('{"text": "a", "id": [1]}', "“id”"),
        ('{"text": "a", "id": true}', "“id”"),
        ('{"text": "a", "spans": {}}', "“spans” is not a list"),
        ('{"text": "a", "meta": []}', "“meta” is not an object"),
        ('{"text": "a", "offsets": "bytes"}', "“offsets” is not one of"),
        ('{"text": "a", "offsets": []}', "“offsets” is not one of"),
        ('{"text": "a", "spans": [3]}', "span 1 is no JSON object"),
        ('{"text": "a", "spans": [{"start": 0, "end": 1}]}', "span 1 has no “label”"),
        ('{"text": "a", "spans": [{"start": 0, "end": 1.0, "label": "X"}]}', "“end” of span 1 is not a whole number"),
        (
            '{"text": "a", "spans": [{"start": false, "end": 1, "label": "X"}]}',
            "“start” of span 1 is not a whole number",
        ),
        ('{"text": "a", "spans": [{"start": 0, "end": 1, "label": ""}]}', "label of span 1 is empty"),
        ('{"text": "a", "spans": [{"start": 0, "end": 1, "label": "X", "score": 1.5}]}', "score of span 1"),
        ('{"text": "a", "spans": [{"start": 0, "end": 1, "label": "X", "score": NaN}]}', "NaN is no JSON value"),
        ('{"text": "a", "spans": [{"start": 0, "end": 1, "label": "X", "score": 1, "reason": 2}]}', "reason or source"),
        ('{"text": "a", "n": ' + "1" * 5000 + "}", "number that is too long"),
        ('{"text": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
    ],
)
def test_a_bad_line_says_where_and_why_and_the_rest_is_read(lines_file: Lines, line: str, words: str) -> None:
    good, bad, last = read(lines_file({"text": "first"}, line, {"text": "last"}))
    assert isinstance(good, Record)
    assert isinstance(last, Record)
    assert isinstance(bad, Problem)
    assert bad.place.endswith("file.jsonl, line 2")
    assert words in str(bad.error)
    assert "line 2" in str(bad.error)


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (0, 4), (2, 2), (2, 1), (10**30, 10**31)])
def test_spans_outside_the_text(lines_file: Lines, start: int, end: int) -> None:
    (problem,) = read(lines_file({"text": "abc", "spans": [{"start": start, "end": end, "label": "X"}]}))
    assert isinstance(problem, Problem)
    assert isinstance(problem.error, SpanOutsideText)
    assert "has 3 characters" in str(problem.error)


def test_files_that_are_no_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n  \n")
    (problem,) = read(path)
    assert isinstance(problem, Problem)
    assert isinstance(problem.error, FileEmpty)
    path.write_bytes(b"\x89PNG\r\n\0\0")
    assert "not a text file" in problems(path)[0]
    path.write_bytes('{"text": "وزير"}\n'.encode()[:-4] + b'\xff"}\n')
    assert "byte" in problems(path)[0]


def test_utf16_and_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    for encoding in ("utf-16", "utf-8-sig"):
        path.write_bytes('{"text": "وزير"}\n{"text": "خبر"}'.encode(encoding))
        assert [item.text for item in read(path) if isinstance(item, Record)] == ["وزير", "خبر"]


def test_predictions_may_name_a_document_by_id_alone(lines_file: Lines) -> None:
    path = lines_file({"id": "d1", "spans": [{"start": 90, "end": 95, "label": "GPE", "score": 0.9}]})
    (record,) = read(path, options=ReadOptions(without_text=True))
    assert isinstance(record, Record)
    assert (record.text, record.external_id, len(record.suggestions)) == ("", "d1", 1)
    assert "missing" in problems(path)[0]


@pytest.mark.parametrize(("unit", "start", "end"), [("codepoint", 18, 29), ("utf16", 19, 30), ("grapheme", 11, 17)])
def test_offsets_in_the_unit_that_is_named(
    tmp_path: Path, export: Callable[..., Written], unit: str, start: int, end: int
) -> None:
    text = "قَالَ مُحَمَّدٌ 😊 لِلرَّئِيسِ"
    record = Record(text, "d", annotations=(Span(18, len(text), LabelId("OCC")),))
    out = tmp_path / "out.jsonl"
    export("jsonl", out, [record], offsets=unit)
    value = json.loads(out.read_text())
    assert value["spans"] == [{"start": start, "end": end, "label": "OCC"}]
    (again,) = read(out)
    assert isinstance(again, Record)
    assert again.annotations == record.annotations


def test_keys_that_are_not_ours_come_back(tmp_path: Path, lines_file: Lines, export: Callable[..., Written]) -> None:
    value = {"id": "a", "text": "نص", "spans": [], "meta": {"x": 1}, "answer": "accept", "_hash": 5}
    (record,) = read(lines_file(value))
    assert isinstance(record, Record)
    assert record.meta[KEPT] == {"answer": "accept", "_hash": 5}
    export("jsonl", tmp_path / "out.jsonl", [record])
    assert json.loads((tmp_path / "out.jsonl").read_text()) == value


def test_an_empty_or_reversed_span_is_called_so(lines_file: Lines) -> None:
    (problem,) = read(lines_file({"text": "abc", "spans": [{"start": 2, "end": 1, "label": "X"}]}))
    assert isinstance(problem, Problem)
    assert isinstance(problem.error, SpanEmpty)


def test_what_could_not_be_written_again_is_not_read(lines_file: Lines) -> None:
    for bad in ('{"text": "a", "x": 1e999}', '{"id": "a\\u0000b", "text": "a"}'):
        (problem,) = read(lines_file(bad))
        assert isinstance(problem, Problem), bad


# What others write


def test_a_list_is_read_as_lines_are(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    span = {"start": 1, "end": 6, "label": "GPE"}
    path.write_text(json.dumps([{"text": "والصين", "spans": [span]}, 7, {"text": "ثم"}], indent=1), "utf-8")
    first, problem, last = read(path)
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert first.annotations == (Span(1, 6, LabelId("GPE")),)
    assert (last.text, last.name) == ("ثم", "file:3")
    assert "document 2" in str(problem)


@pytest.mark.parametrize("column", ["", "content"])
def test_the_text_may_stand_under_another_key(lines_file: Lines, column: str) -> None:
    (record,) = read(lines_file({"id": "a", "content": "نص", "date": 1}), options=ReadOptions(column=column))
    assert isinstance(record, Record)
    assert (record.text, record.meta) == ("نص", {KEPT: {"date": 1}})


def test_a_key_that_is_named_wins_over_ours(lines_file: Lines, export: Callable[..., Written], tmp_path: Path) -> None:
    path = lines_file({"text": "عنوان", "article": "نص"})
    (record,) = read(path, options=ReadOptions(column="article"))
    assert isinstance(record, Record)
    assert record.text == "نص"
    export("jsonl", tmp_path / "out.jsonl", [record])
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["text_2"] == "عنوان"
    (missing,) = read(path, options=ReadOptions(column="body"))
    assert "“body” is missing" in str(missing)


def test_tokens_with_a_tag_each_are_a_text_with_spans(lines_file: Lines) -> None:
    words, tags = ["زار", "أنتوني", "بلينكن"], ["O", "B-PERS", "I-PERS"]
    rows = [
        {"id": "0", "tokens": words, "ner_tags": tags},
        {"tokens": words, "tags": tags, "text": "زار  أنتوني بلينكن"},
        {"tokens": words, "ner_tags": tags, "text": "زار  أنتوني بلينكن"},
        {"tokens": words, "ner_tags": [0, 1, 2]},
        {"tokens": words, "ner_tags": tags[1:]},
        {"tokens": 7, "ner_tags": tags},
    ]
    words_only, keywords, beside, numbers, fewer, broken = read(lines_file(*rows))
    assert isinstance(words_only, Record)
    assert isinstance(keywords, Record)
    assert isinstance(beside, Record)
    assert (words_only.text, words_only.annotations) == ("زار أنتوني بلينكن", (Span(4, 17, LabelId("PERS")),))
    assert (keywords.annotations, keywords.meta) == ((), {KEPT: {"tokens": words, "tags": tags}})
    assert beside.annotations == (Span(5, 18, LabelId("PERS")),)
    assert "which tag the number 0" in str(numbers)
    assert "tokens is 3, that of its tags 2" in str(fewer)
    assert "“text” is missing" in str(broken)


def test_what_has_no_text_says_what_it_has(lines_file: Lines) -> None:
    (problem,) = read(lines_file({"sentence": "زار", "id": 1}))
    assert "“text” is missing; there are “sentence”, “id”" in str(problem)


def test_null_is_nothing(lines_file: Lines) -> None:
    (record,) = read(lines_file({"text": "زار", "spans": None, "meta": None, "id": None}))
    assert isinstance(record, Record)
    assert (record.annotations, record.meta) == ((), {})


def test_one_object_over_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{\n  "text": "زار",\n  "spans": [\n  ]\n}\n')
    (record,) = read(path)
    assert isinstance(record, Record)
    path.write_text('{"text": "a",\n{"text": "b"}\n')
    broken, whole = read(path)
    assert isinstance(broken, Problem)
    assert isinstance(whole, Record)

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats import Problem, ReadOptions, Written, detect, get, read
from annotator.records import LabelId, Record, Span, Suggestion

Lines = Callable[..., Path]
TEXT = "قَالَ مُحَمَّدٌ 😊 لِلرَّئِيسِ"
OFFICE = Span(18, len(TEXT), LabelId("OCC"))

# The example of doccano's own documentation, over several lines as it stands there.
GOOGLE = {
    "text": "Google was founded on September 4, 1998, by Larry Page and Sergey Brin.",
    "entities": [
        {"id": 0, "start_offset": 0, "end_offset": 6, "label": "ORG"},
        {"id": 1, "start_offset": 22, "end_offset": 39, "label": "DATE"},
        {"id": 2, "start_offset": 44, "end_offset": 54, "label": "PERSON"},
    ],
    "relations": [
        {"from_id": 0, "to_id": 1, "type": "foundedAt"},
        {"from_id": 0, "to_id": 2, "type": "foundedBy"},
    ],
}


def one(path: Path) -> Record:
    (record,) = read(path)
    assert isinstance(record, Record), str(record)
    return record


def written(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return value


def test_labels_and_meta_of_an_export(tmp_path: Path, lines_file: Lines, export: Callable[..., Written]) -> None:
    row = {"id": 12, "text": "زار بلينكن", "author": "x", "label": [[4, 10, "PERS"]], "Comments": []}
    path = lines_file(row)
    assert detect(path).id == "doccano"
    record = one(path)
    assert (record.external_id, record.annotations) == ("12", (Span(4, 10, LabelId("PERS")),))
    assert record.meta == {"author": "x", "Comments": []}
    export("doccano", tmp_path / "out.jsonl", [record])
    assert written(tmp_path / "out.jsonl") == row | {"id": "12", "offsets": "utf16"}


@pytest.mark.parametrize(("unit", "start", "end"), [("codepoint", 18, 29), ("utf16", 19, 30), ("grapheme", 11, 17)])
@pytest.mark.parametrize("named", [True, False])
def test_the_unit_is_named_or_found(lines_file: Lines, unit: str, start: int, end: int, named: bool) -> None:
    spans = [[start, end, "OCC"]]
    record = one(lines_file({"text": TEXT, "label": spans} | ({"offsets": unit} if named else {})))
    assert record.annotations == (OFFICE,)


def test_a_proclitic_alone_does_not_make_another_unit_likely(lines_file: Lines) -> None:
    text = "👨🏻‍🚒 زار والصين"
    start = len(text.encode("utf-16-le")) // 2 - 5
    assert one(lines_file({"text": text, "label": [[start, start + 5, "GPE"]]})).annotations == (
        Span(len(text) - 5, len(text), LabelId("GPE")),
    )


@pytest.mark.parametrize(("unit", "start"), [("", 19), ("codepoint", 18), ("utf16", 19), ("grapheme", 11)])
def test_the_unit_of_an_export(tmp_path: Path, export: Callable[..., Written], unit: str, start: int) -> None:
    export("doccano", tmp_path / "out.jsonl", [Record(TEXT, "d", annotations=(OFFICE,))], offsets=unit)
    value = written(tmp_path / "out.jsonl")
    assert (value["offsets"], value["label"][0][0]) == (unit or "utf16", start)


def test_graphemes_come_back_as_graphemes_unless_a_span_begins_inside_one(
    tmp_path: Path, lines_file: Lines, export: Callable[..., Written]
) -> None:
    record = one(lines_file({"text": TEXT, "label": [[11, 17, "OCC"]]}))
    for span, unit in ((OFFICE, "grapheme"), (Span(1, 5, LabelId("X")), "utf16")):
        export("doccano", tmp_path / "out.jsonl", [replace(record, annotations=(span,))])
        assert written(tmp_path / "out.jsonl")["offsets"] == unit


def test_relations_come_back_while_their_spans_stand(tmp_path: Path, export: Callable[..., Written]) -> None:
    path = tmp_path / "google.jsonl"
    path.write_text(json.dumps(GOOGLE, indent=4))
    assert detect(path).id == "doccano"
    record = one(path)
    organisation, date, person = record.annotations
    assert record.text[person.start : person.end] == "Larry Page"
    new = Span(59, 70, LabelId("PERS"))
    changed = replace(record, annotations=(organisation, person._replace(label=LabelId("PERS")), new))
    report = export("doccano", tmp_path / "out.jsonl", [changed]).report
    value = written(tmp_path / "out.jsonl")
    assert value["relations"] == [{"from_id": 0, "to_id": 2, "type": "foundedBy"}]
    assert [(entity["id"], entity["label"]) for entity in value["entities"]] == [(0, "ORG"), (2, "PERS"), (3, "PERS")]
    assert "foundedAt" in report[0]
    assert date not in one(tmp_path / "out.jsonl").annotations


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": "ab", "label": [[0, 1]]}, "span 1 is no list of start, end and label"),
        ({"text": "ab", "label": [[0, 9, "X"]]}, "outside the text"),
        ({"text": "a😊", "label": [[0, 4, "X"]]}, "outside the text"),
        ({"text": "ab", "label": [["0", 1, "X"]]}, "“start_offset” of span 1 is not a whole number"),
        ({"text": "ab", "label": ["sport"]}, "span 1 is no JSON object"),
        ({"text": "ab", "label": 3}, "“label” is not a list"),
        ({"text": "ab", "label": [[0, 1, "X"]], "offsets": "bytes"}, "“offsets” is not one of"),
        ({"text": "ab", "entities": [{"id": 1, "label": "X"}]}, "span 1 has no “start_offset”"),
        ({"label": [[0, 1, "X"]]}, "“text” is missing"),
    ],
)
def test_broken_rows(lines_file: Lines, row: dict[str, Any], words: str) -> None:
    read_doccano = get("doccano").read
    assert read_doccano
    (problem,) = read_doccano(lines_file(row), ReadOptions())
    assert isinstance(problem, Problem)
    assert words in str(problem.error)
    assert "line 1" in str(problem)


PIECES = ["قَا", "ل", " ", "😊", "👩‍👩‍👧", "\r\n", "ab", "2"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=10).filter(lambda pieces: "".join(pieces).strip()),
    unit=st.sampled_from(["utf16", "codepoint", "grapheme"]),
    places=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=3),
)
def test_units_come_back(
    tmp_path: Path, export: Callable[..., Written], pieces: list[str], unit: str, places: list[tuple[int, int]]
) -> None:
    """Spans at the edges of whole signs are the same in every unit, whatever the guess would have been."""
    text = "".join(pieces)
    edges = [0]
    for piece in pieces:
        edges.append(edges[-1] + len(piece))
    chosen = {(edges[a % len(edges)], edges[b % len(edges)]) for a, b in places}
    spans = tuple(Span(start, end, LabelId("X")) for start, end in sorted(chosen) if start < end)
    export("doccano", tmp_path / "out.jsonl", [Record(text, "d", annotations=spans)], offsets=unit)
    assert one(tmp_path / "out.jsonl").annotations == spans


def test_the_json_of_old_versions_names_labels_by_number(tmp_path: Path) -> None:
    annotations = [{"label": 2, "start_offset": 4, "end_offset": 7, "user": 1}]
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"id": 1, "text": "زار علي", "annotations": annotations, "meta": {}}), "utf-8")
    assert detect(path).id == "doccano"
    (found,) = read(path)
    assert isinstance(found, Record)
    assert found.annotations == (Span(4, 7, LabelId("2")),)


def test_of_several_users_the_first_counts(tmp_path: Path) -> None:
    def by(user: object, start: int, end: int) -> dict[str, object]:
        return {"label": 4, "start_offset": start, "end_offset": end, "user": user}

    value = {
        "id": 1,
        "text": "زار بلينكن الصين",
        "annotations": [by(7, 4, 10), by(9, 11, 16), by(7, 0, 3), by(9, 4, 10)],
    }
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    (record,) = read(path)
    assert isinstance(record, Record)
    assert record.annotations == (Span(4, 10, LabelId("4")), Span(0, 3, LabelId("4")))
    theirs = (Span(11, 16, LabelId("4")), Span(4, 10, LabelId("4")))
    assert record.suggestions == tuple(Suggestion(span, 1, "", "9") for span in theirs)


def test_what_some_versions_call_data_is_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "data": "زار طوكيو", "label": [[4, 9, "GPE"]]}', "utf-8")
    assert detect(path).id == "doccano"
    (record,) = read(path)
    assert isinstance(record, Record)
    assert (record.text, record.annotations) == ("زار طوكيو", (Span(4, 9, LabelId("GPE")),))

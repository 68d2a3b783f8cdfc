"""What a data set tells of where its spans come from: written beside each, and read again as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats import Loss, ReadOptions, Written, formats, get
from annotator.formats.kept import row
from annotator.formats.provenance import FIELDS, KEY, known, provenance_of, with_provenance
from annotator.records import LabelId, Record, Span

TEXT = "😊 زار بلينكن طوكيو"
PERS, GPE, OCC = (Span(*edges, LabelId(label)) for edges, label in (((6, 12), "PERS"), ((13, 18), "GPE"), ((6, 18), "OCC")))  # fmt: skip
AGREED = {
    "how": "agreed",
    "adjudicated": True,
    "by": "نور",
    "annotators": ["أ", "ب"],
    "rule": "all",
    "suggested": False,
    "blind": True,
    "at": "2026-03-01T10:00:00Z",
    "note": "سطر\n«اقتباس»",
}
ADDED = {"how": "added", "adjudicated": False, "annotators": ["أ"], "at": "2026-03-01T10:00:00+00:00"}
RECORD = Record(TEXT, "d", annotations=(OCC, PERS, GPE), meta=with_provenance({"a": 1}, [(PERS, AGREED), (GPE, ADDED)]))
WITH_ROOM = [format.id for format in formats() if format.writes and Loss.PROVENANCE not in format.loses]


def test_the_formats_that_have_room() -> None:
    assert set(WITH_ROOM) == {
        *("jsonl", "csv", "tsv", "xlsx", "parquet"),
        *("webannotation", "prodigy", "labelstudio", "spacy", "bioc", "gate"),
    }


@pytest.mark.parametrize("format_id", WITH_ROOM)
def test_it_comes_back_as_it_was_and_is_written_back_so(
    tmp_path: Path, format_id: str, export: Callable[..., Written]
) -> None:
    written = export(format_id, tmp_path / "out", [RECORD])
    (again,) = get(format_id).read(tmp_path / "out", ReadOptions(name="d"))
    assert provenance_of(again) == {PERS: AGREED, GPE: ADDED}
    assert again.meta.get("a") == (None if Loss.META in get(format_id).loses else 1)
    export(format_id, tmp_path / "again", [replace(again, name="d")])
    (third,) = get(format_id).read(tmp_path / "again", ReadOptions(name="d"))
    assert (third.annotations, third.meta) == (again.annotations, again.meta)
    assert written.provenance == {
        "spans": 2,
        "adjudicated": 1,
        "single": 1,
        "suggested": 0,
        "blind": 1,
        "how": {"added": 1, "agreed": 1},
        "rules": {"all": 1},
    }


@pytest.mark.parametrize("format_id", WITH_ROOM)
def test_a_span_that_changed_since_is_not_said_to_come_from_anywhere(
    tmp_path: Path, format_id: str, export: Callable[..., Written]
) -> None:
    export(format_id, tmp_path / "out", [RECORD])
    (again,) = get(format_id).read(tmp_path / "out", ReadOptions(name="d"))
    other = PERS._replace(label=LabelId("ORG"))
    export(format_id, tmp_path / "again", [replace(again, annotations=(OCC, other, GPE))])
    (third,) = get(format_id).read(tmp_path / "again", ReadOptions(name="d"))
    assert provenance_of(third) == {GPE: ADDED}


@pytest.mark.parametrize("format_id", [format.id for format in formats() if format.writes])
def test_what_is_not_told_is_nowhere_in_the_files(
    tmp_path: Path, format_id: str, export: Callable[..., Written]
) -> None:
    told = export(format_id, tmp_path / "out", [replace(RECORD, meta={})])
    assert told.provenance == {}
    if format_id not in WITH_ROOM:
        export(format_id, tmp_path / "other", [RECORD])
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"provenance" in path.read_bytes() for path in files)


def test_the_web_annotation_names_its_creator(tmp_path: Path, export: Callable[..., Written]) -> None:
    export("webannotation", tmp_path / "out", [RECORD])
    (page,) = json.loads((tmp_path / "out").read_text())
    by_label = {item["body"]["value"]: item for item in page["items"]}
    assert by_label["PERS"]["creator"] == [{"type": "Person", "name": "نور"}]
    assert by_label["GPE"]["creator"] == [{"type": "Person", "name": "أ"}]
    assert by_label["GPE"]["created"] == "2026-03-01T10:00:00Z"
    assert "creator" not in by_label["OCC"]


def test_what_others_call_so_is_left_alone(tmp_path: Path) -> None:
    spans = [
        {"start": 6, "end": 12, "label": "PERS", "provenance": "news"},
        {"start": 13, "end": 18, "label": "GPE", "provenance": {"how": "added", "annotators": [1], "more": []}},
        {"start": 6, "end": 18, "label": "OCC", "score": 0.5, "provenance": AGREED},
    ]
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT, "spans": spans}))
    (record,) = get("jsonl").read(tmp_path / "a.jsonl", ReadOptions())
    assert provenance_of(record) == {GPE: {"how": "added"}}
    assert record.annotations == (PERS, GPE)


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.dictionaries(st.sampled_from([*FIELDS, "other"]), VALUES))
def test_whatever_a_file_says_it_is_written_again(
    tmp_path: Path, export: Callable[..., Written], value: dict[str, object]
) -> None:
    told = known(value)
    record = Record(TEXT, "d", annotations=(PERS,), meta={KEY: [row(PERS, value)]})
    for format_id in ("jsonl", "parquet", "prodigy", "bioc"):
        export(format_id, tmp_path / "out", [record])
        (again,) = get(format_id).read(tmp_path / "out", ReadOptions())
        assert provenance_of(again) == ({PERS: told} if told else {})


@pytest.mark.parametrize("format_id", ["bioc", "gate"])
def test_signs_that_xml_has_no_room_for_are_told_all_the_same(
    tmp_path: Path, format_id: str, export: Callable[..., Written]
) -> None:
    told = ADDED | {"note": "a\x00\r\n\ufffe\uffff\x85<&]]>"}
    record = Record(TEXT, "d", annotations=(PERS,), meta=with_provenance({}, [(PERS, told)]))
    export(format_id, tmp_path / "out", [record])
    (again,) = get(format_id).read(tmp_path / "out", ReadOptions())
    assert provenance_of(again) == {PERS: told}


@pytest.mark.parametrize("said", ["news", "{", '{"by": "نور"}'])
def test_what_others_call_so_in_xml_is_left_alone(tmp_path: Path, export: Callable[..., Written], said: str) -> None:
    collection = (
        f"<collection><document><id>d</id><passage><offset>0</offset><text>{TEXT}</text><annotation id='1'>"
        f"<infon key='type'>GPE</infon><infon key='provenance'>{said}</infon><location offset='13' length='5'/>"
        "</annotation></passage></document></collection>"
    )
    (tmp_path / "a.xml").write_text(collection)
    (record,) = get("bioc").read(tmp_path / "a.xml", ReadOptions())
    assert provenance_of(record) == {}
    export("bioc", tmp_path / "out.xml", [record])
    assert f">{said}</infon>" in (tmp_path / "out.xml").read_text()

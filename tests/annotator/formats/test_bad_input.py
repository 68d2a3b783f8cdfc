"""Whatever a file holds, a reader gives records or says what is wrong."""

from __future__ import annotations

import copy
import json
import os
import zlib
from pathlib import Path
from typing import Any

import pytest
import srsly
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats import Problem, ReadOptions, WriteOptions, files, formats, get, json_reading, safe_xml
from annotator.formats.registry import read_file
from annotator.records import Record

READERS = [format.id for format in formats() if format.reads]
ROUGH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
PIECES = st.sampled_from(
    [
        b"{",
        b"}",
        b"[",
        b'"text"',
        b":",
        b'"\\ud800"',
        b"\n",
        b"\r\n",
        b"\t",
        b" ",
        b"O",
        b"B-X",
        b"-DOCSTART-",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        "زار".encode(),
        "زار".encode("cp1256"),
        b"1e999",
        b"\x1c",
        b",",
        b";",
        b'"',
        b"text",
        b"sep=",
        b"<p>",
        b"<TEI xmlns='http://www.tei-c.org/ns/1.0'>",
        b"<!DOCTYPE a [",
        b"</",
        b"&#0;",
        b"&#xd800;",
        b"PK\x03\x04",
        b"%PDF-1.4\n1 0 obj\n<<",
        b"> - ",
    ]
)


def check(path: Path, format_id: str, data: bytes) -> None:
    path.write_bytes(data)
    for item in read_file(path, "name", format_id, ReadOptions()):
        if isinstance(item, Problem):
            assert str(item)
            continue
        assert isinstance(item, Record)
        assert item.text.strip()
        for text in (item.text, item.name, item.external_id or ""):
            assert "\0" not in text
            text.encode()
        json.dumps(item.meta, ensure_ascii=False, allow_nan=False).encode()
        for span in [*item.annotations, *(suggestion.span for suggestion in item.suggestions)]:
            assert 0 <= span.start < span.end <= len(item.text)


@pytest.mark.parametrize("format_id", READERS)
@ROUGH
@given(data=st.one_of(st.binary(max_size=80), st.lists(PIECES, max_size=25).map(b"".join)))
def test_any_bytes(tmp_path: Path, format_id: str, data: bytes) -> None:
    check(tmp_path / "f", format_id, data)


@pytest.mark.parametrize("format_id", READERS)
def test_what_is_no_file(tmp_path: Path, format_id: str) -> None:
    """A pipe that nobody writes to would be waited for."""
    os.mkfifo(tmp_path / "pipe")
    for name, goes_to in (("circle", "circle"), ("zeros", "/dev/zero"), ("nowhere", "missing")):
        (tmp_path / name).symlink_to(goes_to)
    for name in ("pipe", "circle", "zeros", "nowhere", "a" * 5_000):
        (problem,) = read_file(tmp_path / name, "name", format_id, ReadOptions())
        assert isinstance(problem, Problem)
        assert name in str(problem)


@pytest.mark.parametrize("format_id", [format.id for format in formats() if format.reads and format.folder])
def test_what_is_no_file_in_a_folder(tmp_path: Path, format_id: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.ann", "b.txt", "c.xml", "d.xmi", "TypeSystem.xml", "e.json", "f.tsv", "g.parquet", "tasks.json"):
        os.mkfifo(folder / name)
    (folder / "b.ann").write_text("T1\tX 0 1\tx\n")
    (folder / "h.xmi").write_text('<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>')
    for name, goes_to in (("circle", folder), ("circle.json", "circle.json"), ("zeros.tsv", "/dev/zero")):
        (folder / name).symlink_to(goes_to)
    for item in read_file(folder, "name", format_id, ReadOptions()):
        assert isinstance(item, Problem)
        assert "in" in str(item)


@pytest.mark.parametrize("format_id", ["jsonl", "conll", "conllu", "bioc"])
def test_a_file_that_vanishes_while_it_is_read(tmp_path: Path, format_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f"
    path.write_text('{"text": "زار"}\n')
    monkeypatch.setattr(files, "digest", lambda path: path.unlink() or "")
    (problem,) = read_file(path, "name", format_id, ReadOptions())
    assert "does not exist" in str(problem)


@pytest.mark.parametrize("format_id", ["jsonl", "prodigy", "argilla", "bioc", "casjson"])
def test_values_by_the_million_are_refused(tmp_path: Path, format_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_reading, "_VALUES", 100)
    (tmp_path / "f").write_text('{"text": "a", "x": [' + "[]," * 150 + "0]}\n")
    (problem,) = read_file(tmp_path / "f", "name", format_id, ReadOptions())
    assert "more than 100 values" in str(problem)


@pytest.mark.parametrize(
    ("format_id", "root"),
    [
        ("html", "html"),
        ("markdown", "p"),
        ("tei", "TEI"),
        ("gate", "GateDocument"),
        ("bioc", "collection"),
        ("xmi", "XMI"),
    ],
)
def test_elements_by_the_million_are_refused(
    tmp_path: Path, format_id: str, root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_xml, "ELEMENTS_LIMIT", 100)
    (tmp_path / "f").write_text(f"<{root}>{'<a/>' * 150}</{root}>")
    (problem,) = read_file(tmp_path / "f", "name", format_id, ReadOptions())
    assert "more than 100 elements" in str(problem)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("\0"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "start", "end", "label", "x"]), inner)
    ),
    max_leaves=6,
)
SPANS = st.fixed_dictionaries(
    {"start": st.integers(-1, 6) | JSON, "end": st.integers(-1, 6) | JSON, "label": st.just("X") | JSON},
    optional={"score": st.floats(0, 1) | JSON, "reason": JSON, "source": JSON},
)


@ROUGH
@given(
    value=st.fixed_dictionaries(
        {"text": st.text(max_size=6) | JSON},
        optional={
            "id": JSON,
            "spans": st.lists(SPANS | JSON, max_size=3) | JSON,
            "meta": JSON,
            "offsets": st.just("utf16") | JSON,
        },
    )
)
def test_any_json(tmp_path: Path, value: Any) -> None:
    check(tmp_path / "f", "jsonl", json.dumps(value).encode())


@ROUGH
@given(
    value=st.dictionaries(
        st.sampled_from(["attrs", "strings", "tokens", "spaces", "lengths", "cats"]), JSON | st.binary(max_size=16)
    )
)
def test_any_docbin(tmp_path: Path, value: Any) -> None:
    try:
        packed = srsly.msgpack_dumps(value)
    except (OverflowError, UnicodeEncodeError):
        return
    check(tmp_path / "f", "spacy", zlib.compress(packed))


EXAMPLES: dict[str, Any] = {
    "prodigy": {
        "text": "a b",
        "answer": "accept",
        "spans": [{"start": 0, "end": 1, "label": "X", "score": 0.5}],
        "relations": [{"head": 0, "child": 0, "head_span": {"start": 0, "end": 1, "label": "X"}}],
        "meta": {"k": 1},
    },
    "doccano": {
        "id": 1,
        "text": "a\u0301 b",
        "label": [[0, 1, "X"]],
        "entities": [{"id": 1, "start_offset": 0, "end_offset": 1, "label": "X"}],
        "relations": [{"from_id": 1, "to_id": 1, "type": "T"}],
    },
    "labelstudio": {
        "id": 1,
        "data": {"text": "a😊b"},
        "annotations": [
            {
                "completed_by": {"id": 1},
                "updated_at": "2024",
                "result": [
                    {"id": "r", "type": "labels", "value": {"start": 0, "end": 1, "text": "b", "labels": ["X"]}},
                    {"from_id": "r", "to_id": "r", "type": "relation", "labels": ["T"]},
                ],
            },
            {"result": []},
        ],
        "predictions": [{"score": 1, "model_version": "m", "result": []}],
    },
    "argilla": {
        "id": "a",
        "fields": {"text": "a b"},
        "responses": {"q": [{"value": [{"start": 0, "end": 1, "label": "X"}], "user_id": "u", "status": "submitted"}]},
        "suggestions": {"q": {"value": [{"start": 0, "end": 1, "label": "X"}], "score": [1], "agent": "m"}},
        "metadata": {},
    },
    "webannotation": {
        "type": "AnnotationPage",
        "as:context": {"id": "u", "as:content": "a b", "as:name": "n"},
        "items": [
            {
                "id": "i",
                "motivation": "tagging",
                "body": [{"value": "X", "purpose": "tagging"}],
                "target": {
                    "source": "u",
                    "selector": [
                        {"type": "TextPositionSelector", "start": 0, "end": 1},
                        {"type": "TextQuoteSelector", "exact": "a", "prefix": "", "suffix": " b"},
                    ],
                },
            },
            {"id": "j", "motivation": "replying", "target": "i"},
        ],
    },
}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every part of a value."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path, *(way for key in keys for way in places(value[key], (*path, key)))]


@pytest.mark.parametrize("format_id", EXAMPLES)
@ROUGH
@given(data=st.data())
def test_any_part_of_a_record_may_be_anything(tmp_path: Path, format_id: str, data: Any) -> None:
    """What is read after all is also written, with what was kept of it."""
    value = copy.deepcopy({"": EXAMPLES[format_id]})
    for _change in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(places(value)[1:]))
        inside: Any = value
        for key in way:
            inside = inside[key]
        inside[last] = data.draw(JSON | st.integers(0, 4))
    try:
        written = json.dumps([value[""]]).encode()
    except UnicodeEncodeError:
        return
    check(tmp_path / "f", format_id, written)
    write = get(format_id).write
    assert write
    (tmp_path / "out").mkdir(exist_ok=True)
    writer = write(tmp_path / "out" if get(format_id).folder else tmp_path / "out" / "f", WriteOptions())
    for item in read_file(tmp_path / "f", "name", format_id, ReadOptions()):
        if isinstance(item, Record):
            writer.add(item)
    writer.finish()

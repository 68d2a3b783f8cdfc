"""Whatever a file holds, a reader gives records or says what is wrong."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest
import srsly
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats import Problem, ReadOptions, formats
from annotator.formats.registry import read_file
from annotator.records import Record

READERS = [format.id for format in formats() if format.reads]
ROUGH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
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
        item.text.encode()
        for span in [*item.annotations, *(suggestion.span for suggestion in item.suggestions)]:
            assert 0 <= span.start < span.end <= len(item.text)


@pytest.mark.parametrize("format_id", READERS)
@ROUGH
@given(data=st.one_of(st.binary(max_size=80), st.lists(PIECES, max_size=25).map(b"".join)))
def test_any_bytes(tmp_path: Path, format_id: str, data: bytes) -> None:
    check(tmp_path / "f", format_id, data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
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

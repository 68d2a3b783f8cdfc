from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import FileEncodingUnknown, WarraqError
from annotator.formats import json_values
from annotator.formats.json_values import values

JSON = st.recursive(
    st.none() | st.integers() | st.text(st.sampled_from([*'",[]{}\\: \n\r\u0628😊']), max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


def found(path: Path, content: str | bytes) -> list[str | WarraqError]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [value.text for value in values(path)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(
    given_values=st.lists(JSON, min_size=1, max_size=4), indent=st.sampled_from([None, 0, 2]), piece=st.integers(1, 9)
)
def test_a_list_comes_apart_whatever_it_holds_and_however_it_is_read(
    tmp_path: Path, given_values: list[object], indent: int | None, piece: int
) -> None:
    before, json_values._PIECE = json_values._PIECE, piece
    try:
        texts = found(tmp_path / "a", json.dumps(given_values, indent=indent, ensure_ascii=False))
    finally:
        json_values._PIECE = before
    assert [json.loads(text) for text in texts if isinstance(text, str)] == given_values


def test_values_on_lines_and_values_over_lines(tmp_path: Path) -> None:
    assert found(tmp_path / "a", '{"a": 1}\n\n{"b": [}\n{"c": 3}\n') == ['{"a": 1}', '{"b": [}', '{"c": 3}']
    spread = '{\n  "a": 1\n}\n{\n  "b": "}"\n}\n'
    assert [json.loads(str(text)) for text in found(tmp_path / "a", spread)] == [{"a": 1}, {"b": "}"}]
    assert found(tmp_path / "a", "[]") == found(tmp_path / "a", " \n") == []


def test_encodings(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        assert found(tmp_path / "a", '[{"a": "وزير"}]'.encode(encoding)) == ['{"a": "وزير"}']
    with pytest.raises(FileEncodingUnknown, match="byte 7"):
        found(tmp_path / "a", b'[{"a": \xff}]')


@pytest.mark.parametrize(
    ("content", "good", "words"),
    [
        ('[{"a": 1}, {"b": 2}', 2, "no end"),
        ('[{"a": 1}, {"b', 2, "no end"),
        ("[" * 10_000, 0, "nested too deeply"),
        ('[{"a": "' + "x" * 5000, 0, "more than"),
    ],
)
def test_what_cannot_be_told_apart_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, good: int, words: str
) -> None:
    monkeypatch.setattr(json_values, "_LIMIT", 4000)
    monkeypatch.setattr(json_values, "_PIECE", 1000)
    *before, last = found(tmp_path / "a.json", content)
    assert len(before) == good
    assert isinstance(last, WarraqError)
    assert words in str(last)
    assert f"a.json, document {good + 1}" in str(last)

"""Formats that are written only: what the tools that train on them find."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator import labels
from annotator.errors import ExportDiffers, FileUnreadable, FormatUnknown
from annotator.formats import Export, ReadOptions, WriteOptions, Written, get, read
from annotator.formats.chat import _Chat
from annotator.formats.gliner import _Gliner
from annotator.records import LabelId, Record, Span

Doc = Callable[[str], Record]


def test_gliner_takes_words_with_the_first_and_last_of_each_span(
    tmp_path: Path, doc: Doc, export: Callable[..., Written]
) -> None:
    path = tmp_path / "a.json"
    export("gliner", path, [doc("😊 [وزير [الصين GPE] OCC] و[طوكيو GPE]"), doc("لا شيء")])
    assert json.loads(path.read_text()) == [
        {
            "tokenized_text": ["😊", "وزير", "الصين", "و", "طوكيو"],
            "ner": [[1, 2, "OCC"], [2, 2, "GPE"], [4, 4, "GPE"]],
        },
        {"tokenized_text": ["لا", "شيء"], "ner": []},
    ]


@pytest.mark.parametrize(
    ("subword", "words", "entities"),
    [
        ("split", ["و", "الصين"], [[1, 1, "GPE"]]),
        ("widen", ["والصين"], [[0, 0, "GPE"]]),
        ("skip", ["والصين"], []),
    ],
)
def test_gliner_and_spans_inside_words(
    tmp_path: Path, doc: Doc, export: Callable[..., Written], subword: str, words: list[str], entities: list[Any]
) -> None:
    written = export("gliner", tmp_path / "a.json", [doc("و[الصين GPE]")], subword=subword)
    assert json.loads((tmp_path / "a.json").read_text()) == [{"tokenized_text": words, "ner": entities}]
    assert len(written.report) == 1


def conversation(path: Path) -> list[dict[str, str]]:
    return [
        {message["role"]: message["content"] for message in json.loads(line)["messages"]}
        for line in path.read_text().splitlines()
    ]


def test_a_conversation_tells_the_task_the_text_and_the_spans(tmp_path: Path, doc: Doc) -> None:
    path = tmp_path / "a.jsonl"
    with Export(get("chat"), {"": path}, WriteOptions(labels=labels.load("wojood").labels)) as making:
        making.add(doc("😊 [وزير [الصين GPE] OCC]"))
        making.add(doc("[X OTHER]"))
        list(making.read_again())
    first, second = conversation(path)
    assert first["user"] == "😊 وزير الصين"
    assert json.loads(first["assistant"]) == [
        {"text": "وزير الصين", "label": "OCC", "start": 2, "end": 12},
        {"text": "الصين", "label": "GPE", "start": 7, "end": 12},
    ]
    assert first["system"] == second["system"]
    lines = first["system"].split("\n")
    assert [line.split(":")[0] for line in lines[lines.index("الوسوم:") + 1 :]] == ["- OCC", "- GPE", "- OTHER"]
    assert "- OCC: منصب أو مهنة. لقب أو منصب أو مهنة" in first["system"]
    assert "محرف Unicode" in first["system"]


@pytest.mark.parametrize(("offsets", "start", "unit"), [("utf16", 3, "UTF-16"), ("grapheme", 2, "مرئية")])
def test_a_conversation_counts_as_asked_and_says_so(
    tmp_path: Path, doc: Doc, export: Callable[..., Written], offsets: str, start: int, unit: str
) -> None:
    export("chat", tmp_path / "a.jsonl", [doc("😊 [وَزير OCC]")], offsets=offsets)
    (said,) = conversation(tmp_path / "a.jsonl")
    assert json.loads(said["assistant"])[0]["start"] == start
    assert unit in said["system"]


@pytest.mark.parametrize(("format_id", "writer"), [("gliner", _Gliner), ("chat", _Chat)])
def test_what_cannot_be_imported_is_compared_all_the_same(
    tmp_path: Path,
    format_id: str,
    writer: type,
    doc: Doc,
    monkeypatch: pytest.MonkeyPatch,
    export: Callable[..., Written],
) -> None:
    add = writer.add  # type: ignore[attr-defined]
    shifted = Record("زار طوكيو", "d", annotations=(Span(0, 3, LabelId("GPE")),))
    monkeypatch.setattr(writer, "add", lambda self, record: (add(self, shifted), record)[1])
    with pytest.raises(ExportDiffers):
        export(format_id, tmp_path / "out", [doc("زار [طوكيو GPE]")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_id", ["gliner", "chat"])
def test_they_are_not_read(tmp_path: Path, format_id: str) -> None:
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(FormatUnknown, match="only be written"):
        list(read(tmp_path / "a.json", format_id))


@pytest.mark.parametrize(
    ("format_id", "broken"), [("gliner", "[\n{}\n]"), ("chat", '{"messages": []}'), ("gliner", "x")]
)
def test_a_file_that_was_changed_meanwhile_is_no_traceback(tmp_path: Path, format_id: str, broken: str) -> None:
    (tmp_path / "a").write_text(broken)
    check = get(format_id).check
    assert check
    with pytest.raises(FileUnreadable):
        list(check(tmp_path / "a", ReadOptions()))

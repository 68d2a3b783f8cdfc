"""Conversations are taken by the tools that fine-tune language models."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.records import Record

Records = Callable[[int], list[Record]]
Write = Callable[..., None]
Spans = Callable[[Record], list[tuple[str, str]]]
TEMPLATE = "{% for message in messages %}<{{ message.role }}>{{ message.content }}{% endfor %}"


@pytest.fixture
def conversations(tmp_path: Path, records: Records, write: Write) -> Path:
    write("chat", tmp_path / "a.jsonl", records(9))
    return tmp_path / "a.jsonl"


def test_datasets_loads_them_as_messages(conversations: Path, tmp_path: Path, records: Records, spans: Spans) -> None:
    datasets = pytest.importorskip("datasets")
    files = {"data_files": str(conversations), "cache_dir": str(tmp_path / "cache")}
    loaded = datasets.load_dataset("json", split="train", **files)
    message = {"role": datasets.Value("string"), "content": datasets.Value("string")}
    assert loaded.features == datasets.Features(messages=datasets.List(message))
    for row, record in zip(loaded, records(9), strict=True):
        system, user, assistant = row["messages"]
        assert [it["role"] for it in (system, user, assistant)] == ["system", "user", "assistant"]
        assert user["content"] == record.text
        answer = json.loads(assistant["content"])
        assert [(user["content"][it["start"] : it["end"]], it["label"]) for it in answer] == spans(record)
        assert all(f"- {label}" in system["content"] for label in ("PERS", "GPE", "OCC"))


def test_a_chat_template_takes_them(
    conversations: Path, make_tokenizer: Callable[..., object], records: Records
) -> None:
    pytest.importorskip("transformers")
    pytest.importorskip("jinja2")
    tokenizer = make_tokenizer(["زار"], longest=64)
    for line, record in zip(conversations.read_text("utf-8").splitlines(), records(9), strict=True):
        messages = json.loads(line)["messages"]
        said = tokenizer.apply_chat_template(messages, chat_template=TEMPLATE, tokenize=False)  # type: ignore[attr-defined]
        assert f"<user>{record.text}<assistant>[" in said


def test_trl_knows_them_for_conversations(conversations: Path, make_tokenizer: Callable[..., object]) -> None:
    data_utils = pytest.importorskip("trl.data_utils")
    tokenizer = make_tokenizer(["زار"], longest=64)
    tokenizer.chat_template = TEMPLATE  # type: ignore[attr-defined]
    example = json.loads(conversations.read_text("utf-8").splitlines()[0])
    assert data_utils.is_conversational(example)
    text = data_utils.apply_chat_template(example, tokenizer)["text"]
    assert text.startswith("<system>استخرج")
    assert text.count("<assistant>[{") == 1

"""The library ``datasets`` loads the folder that is exported for the Hugging Face Hub, and what it writes is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import Export, Problem, get, read
from annotator.label_file import Label
from annotator.labels import load, presets
from annotator.records import LabelId, Record

datasets = pytest.importorskip("datasets")
hub = pytest.importorskip("huggingface_hub")

Records = Callable[[int], list[Record]]
Write = Callable[..., None]
Spans = Callable[[Record], list[tuple[str, str]]]
TAGS = ["O", "B-PERS", "I-PERS", "B-OCC", "I-OCC", "B-GPE", "I-GPE"]


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_OFFLINE", True)
    datasets.disable_progress_bars()


@pytest.fixture
def labels() -> tuple[Label, ...]:
    return tuple(load(presets()[0]))


@pytest.fixture
def exported(tmp_path: Path, records: Records, write: Write, labels: tuple[Label, ...]) -> Path:
    parts = dict.fromkeys(("train", "dev", "test"), tmp_path / "out")
    write("huggingface", parts, records(9), labels=labels)
    return tmp_path / "out"


@pytest.fixture
def loaded(exported: Path, tmp_path: Path) -> Any:
    return datasets.load_dataset(str(exported), cache_dir=str(tmp_path / "cache"))


def test_a_folder_loads_with_its_splits_and_the_types_of_its_columns(loaded: Any, records: Records) -> None:
    assert {name: len(split) for name, split in loaded.items()} == {"train": 9, "validation": 9, "test": 9}
    value, class_label, list_of = datasets.Value, datasets.ClassLabel, datasets.List
    for split in loaded.values():
        assert split.features == datasets.Features(
            id=value("string"),
            text=value("string"),
            tokens=list_of(value("string")),
            ner_tags=list_of(class_label(names=TAGS)),
            spans=list_of({"start": value("int32"), "end": value("int32"), "label": value("string")}),
        )
        assert split["text"][:] == [record.text for record in records(9)]


def test_a_folder_loads_whose_test_part_has_no_documents(tmp_path: Path, records: Records) -> None:
    out = tmp_path / "out"
    with Export(get("huggingface"), dict.fromkeys(("train", "dev", "test"), out)) as export:
        for record in records(3):
            export.add(record, "dev" if record.name == "d0" else "train")
        list(export.read_again())
    loaded = datasets.load_dataset(str(out), cache_dir=str(tmp_path / "cache"))
    assert {name: len(split) for name, split in loaded.items()} == {"train": 2, "validation": 1}


def test_spans_and_tags_mark_the_same_words(loaded: Any, records: Records, spans: Spans) -> None:
    names = loaded["train"].features["ner_tags"].feature
    for row, record in zip(loaded["train"], records(9), strict=True):
        assert [(row["text"][it["start"] : it["end"]], it["label"]) for it in row["spans"]] == spans(record)
        tags = names.int2str(row["ner_tags"])
        assert len(tags) == len(row["tokens"])
        begun = [place for place, tag in enumerate(tags) if tag.startswith("B-")]
        marked = []
        for start in begun:
            end = next((place for place in range(start + 1, len(tags)) if not tags[place].startswith("I-")), len(tags))
            marked.append((" ".join(row["tokens"][start:end]), tags[start][2:]))
        assert marked == spans(record)[:3]


def test_the_card_is_one_of_the_hub(exported: Path) -> None:
    card = hub.DatasetCard.load(exported / "README.md")
    data = card.data.to_dict()
    assert data["language"] == ["ar"]
    assert data["license"] == "other"
    assert data["task_categories"] == ["token-classification"]
    assert data["size_categories"] == ["n<1K"]
    assert [it["split"] for it in data["configs"][0]["data_files"]] == ["train", "validation", "test"]
    assert "| validation | 9 |" in card.text
    assert hub.DatasetCard(card.content).data.to_dict() == data


# What datasets writes


def texts_and_spans(path: Path, spans: Spans, format_id: str = "auto") -> list[tuple[str, list[tuple[str, str]]]]:
    found: list[Record | Problem] = list(read(path, format_id))
    assert all(isinstance(item, Record) for item in found), found
    return [(item.text, spans(item)) for item in found if isinstance(item, Record)]


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl", "a.json"])
def test_texts_with_spans_are_read(loaded: Any, tmp_path: Path, records: Records, spans: Spans, name: str) -> None:
    split = loaded["train"]
    if name.endswith(".parquet"):
        split.to_parquet(tmp_path / name)
    else:
        split.to_json(tmp_path / name, lines=name.endswith("l"))
    assert texts_and_spans(tmp_path / name, spans) == [(record.text, spans(record)) for record in records(9)]


WORDS = [["😊", "زار", "أنتوني", "بلينكن", "لبنان"], ["عاد", "."]]
FOUND = [("😊 زار أنتوني بلينكن لبنان", [("أنتوني بلينكن", "PERS"), ("لبنان", "GPE")]), ("عاد .", [])]


@pytest.fixture
def tagged() -> Any:
    """Tokens and numbers for tags, as the data sets of the Hub have them."""
    value, list_of = datasets.Value("string"), datasets.List
    features = datasets.Features(tokens=list_of(value), ner_tags=list_of(datasets.ClassLabel(names=TAGS)))
    return datasets.Dataset.from_dict({"tokens": WORDS, "ner_tags": [[0, 0, 1, 2, 5], [0, 0]]}, features=features)


@pytest.mark.parametrize("format_id", ["auto", "huggingface"])
def test_tokens_and_tags_are_read(tagged: Any, tmp_path: Path, spans: Spans, format_id: str) -> None:
    tagged.to_parquet(tmp_path / "a.parquet")
    assert texts_and_spans(tmp_path / "a.parquet", spans, format_id) == FOUND


def test_tokens_and_tags_by_their_names_are_read_as_json(tagged: Any, tmp_path: Path, spans: Spans) -> None:
    names = tagged.features["ner_tags"].feature
    rows = {"tokens": WORDS, "ner_tags": [names.int2str(tags) for tags in tagged["ner_tags"]]}
    datasets.Dataset.from_dict(rows).to_json(tmp_path / "a.jsonl")
    datasets.Dataset.from_dict(rows).to_json(tmp_path / "a.json", lines=False)
    assert texts_and_spans(tmp_path / "a.jsonl", spans) == texts_and_spans(tmp_path / "a.json", spans) == FOUND
    # JSON has no place for what the numbers mean: that is said.
    tagged.to_json(tmp_path / "numbers.jsonl")
    assert ["nothing says which tag" in str(item) for item in read(tmp_path / "numbers.jsonl")] == [True, True]


@pytest.mark.parametrize("fields_apart", [False, True])
def test_numbered_labels_of_spans_have_their_names(tmp_path: Path, spans: Spans, fields_apart: bool) -> None:
    """``fields_apart``: a list for each field of the spans, as older data sets have them."""
    value, label = datasets.Value, datasets.ClassLabel(names=["GPE", "PERS"])
    fields = {"start": value("int64"), "end": value("int64"), "label": label}
    column: Any = [[{"start": 6, "end": 12, "label": 1}], []]
    feature: Any = datasets.List(fields)
    if fields_apart:
        column = [{"start": [6], "end": [12], "label": [1]}, {"start": [], "end": [], "label": []}]
        feature = {name: datasets.List(field) for name, field in fields.items()}
    features = datasets.Features(text=value("large_string"), spans=feature)
    rows = {"text": ["😊 زار بلينكن", "عاد"], "spans": column}
    datasets.Dataset.from_dict(rows, features=features).to_parquet(tmp_path / "a.parquet")
    assert texts_and_spans(tmp_path / "a.parquet", spans) == [
        ("😊 زار بلينكن", [("بلينكن", LabelId("PERS"))]),
        ("عاد", []),
    ]

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator import labels
from annotator.errors import ExportDiffers, FileUnwritable, FormatNeeds
from annotator.formats import Export, Problem, ReadOptions, WriteOptions, Written, get, read
from annotator.formats.huggingface import _DataSet
from annotator.formats.split import part_paths
from annotator.formats.tables import KEPT_COLUMNS
from annotator.records import LabelId, Record, Span

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

Doc = Callable[[str], Record]


def rows(path: Path) -> list[dict[str, Any]]:
    return parquet.read_table(path).to_pylist()


def names(path: Path) -> list[str]:
    info = json.loads(parquet.read_schema(path).metadata[b"huggingface"])["info"]
    return info["features"]["ner_tags"]["feature"]["names"]


def table(tmp_path: Path, columns: dict[str, Any], features: Any = None, name: str = "train.parquet") -> Path:
    """A Parquet file as the library ``datasets`` writes it."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    metadata = {"huggingface": json.dumps({"info": {"features": features}})} if features else None
    parquet.write_table(pyarrow.table(columns).replace_schema_metadata(metadata), path)
    return path


def spans_of(item: Record | Problem) -> list[tuple[str, str]]:
    assert isinstance(item, Record), str(item)
    return [(item.text[span.start : span.end], span.label) for span in item.annotations]


# Writing


def test_a_row_holds_text_spans_and_tagged_tokens(tmp_path: Path, doc: Doc, export: Callable[..., Written]) -> None:
    written = export("huggingface", tmp_path / "out", [doc("😊 [وزير [الصين GPE] OCC] و[طوكيو GPE]")])
    path = tmp_path / "out/data/train-00000-of-00001.parquet"
    (row,) = rows(path)
    assert row["text"] == "😊 وزير الصين وطوكيو"
    assert row["tokens"] == ["😊", "وزير", "الصين", "و", "طوكيو"]
    assert [names(path)[tag] for tag in row["ner_tags"]] == ["O", "B-OCC", "I-OCC", "O", "B-GPE"]
    assert row["spans"] == [
        {"start": 2, "end": 12, "label": "OCC"},
        {"start": 7, "end": 12, "label": "GPE"},
        {"start": 14, "end": 19, "label": "GPE"},
    ]
    assert ["1 word was cut" in line for line in written.report] == [True]


@pytest.mark.parametrize(("subword", "tags"), [("split", "O O B-GPE"), ("widen", "O B-GPE"), ("skip", "O O")])
def test_spans_are_exact_whatever_the_policy_of_the_tags(
    tmp_path: Path, doc: Doc, export: Callable[..., Written], subword: str, tags: str
) -> None:
    record = doc("زار و[الصين GPE]")
    export("huggingface", tmp_path / "out", [record], subword=subword)
    path = tmp_path / "out/data/train-00000-of-00001.parquet"
    assert [names(path)[tag] for tag in rows(path)[0]["ner_tags"]] == tags.split()
    (again,) = get("huggingface").read(tmp_path / "out", ReadOptions())  # type: ignore[misc]
    assert isinstance(again, Record)
    assert again.annotations == record.annotations


def test_a_split_is_one_folder_with_one_list_of_labels(tmp_path: Path, doc: Doc) -> None:
    format = get("huggingface")
    texts = {"train": "[حماس ORG]", "dev": "[طوكيو GPE]", "test": "[بلينكن PERS] [X MADEUP]"}
    paths = part_paths(tmp_path / "out", format, (80, 10, 10))
    with Export(format, paths, WriteOptions(labels=labels.load("wojood").labels)) as making:
        for part, text in texts.items():
            kept = {KEPT_COLUMNS: {part: 1}}
            making.add(replace(doc(text), external_id=part, meta=kept), part)
        assert list(making.read_again()) == [1, 2, 3]
    assert making.written.paths == (tmp_path / "out",)
    files = [tmp_path / f"out/data/{split}-00000-of-00001.parquet" for split in ("train", "validation", "test")]
    assert sorted((tmp_path / "out/data").iterdir()) == sorted(files)
    assert len({tuple(parquet.read_schema(file).names) for file in files}) == 1
    expected = ["O", *(f"{prefix}-{label}" for label in ("PERS", "ORG", "GPE", "MADEUP") for prefix in "BI")]
    assert [names(file) for file in files] == [expected] * 3
    assert [record.external_id for record in get("huggingface").read(tmp_path / "out", ReadOptions())] == list(texts)  # type: ignore[misc, union-attr]
    assert len(list(read(tmp_path / "out"))) == 3  # its card is no document


def test_the_card_says_what_is_in_it(tmp_path: Path, doc: Doc) -> None:
    format = get("huggingface")
    paths = part_paths(tmp_path / "out", format, (90, 10))
    with Export(format, paths, WriteOptions(labels=labels.load("wojood").labels)) as making:
        making.add(doc("[حماس ORG] في [غزة GPE]"), "train")
        making.add(doc("[غزة GPE]"), "dev")
        list(making.read_again())
    card = (tmp_path / "out/README.md").read_text()
    assert card.startswith("---\nlanguage:\n  - ar\nlicense: other\n")
    assert "        path: data/validation-*" in card
    assert "| train | 1 | 3 | 2 |\n| validation | 1 | 1 | 1 |" in card
    assert "| ORG | Organisation, منظمة أو مؤسسة | 1 | 0 |" in card
    assert "Unicode code points" in card


def test_a_part_without_documents_is_no_split(tmp_path: Path, doc: Doc) -> None:
    """The library ``datasets`` loads no folder that has one."""
    with Export(get("huggingface"), part_paths(tmp_path / "out", get("huggingface"), (80, 10, 10))) as making:
        making.add(doc("[غزة GPE]"), "train")
        list(making.read_again())
    assert [path.name for path in (tmp_path / "out/data").iterdir()] == ["train-00000-of-00001.parquet"]
    assert "test" not in (tmp_path / "out/README.md").read_text()


def test_a_difference_stops_the_export(tmp_path: Path, doc: Doc, monkeypatch: pytest.MonkeyPatch) -> None:
    add = _DataSet.add_to
    other = doc("[زار X] طوكيو")
    monkeypatch.setattr(
        _DataSet, "add_to", lambda self, split, record, report: (add(self, split, other, report), record)[1]
    )
    with pytest.raises(ExportDiffers), Export(get("huggingface"), {"": tmp_path / "out"}) as making:  # noqa: PT012
        making.add(doc("زار [طوكيو X]"))
        list(making.read_again())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_others_is_not_replaced(tmp_path: Path, doc: Doc, export: Callable[..., Written]) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(FileUnwritable):
        export("huggingface", tmp_path, [doc("ا")])


def test_without_its_library_it_says_what_to_install(tmp_path: Path, doc: Doc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    for format_id in ("parquet", "huggingface"):
        with (
            pytest.raises(FormatNeeds, match=r"pip install 'warraq\[parquet\]'"),
            Export(get(format_id), {"": tmp_path / "out"}),
        ):
            pass


# Reading


NAMES = ["O", "B-PER", "I-PER", "B-LOC"]
TAGS = {"feature": {"names": NAMES, "_type": "ClassLabel"}}
TOKENS = {"tokens": [["زار", "بلينكن", "."], ["في", "الصين"]], "ner_tags": [[0, 1, 0], [0, 3]]}


@pytest.mark.parametrize("kind", ["Sequence", "List"])
def test_tokens_and_tags_of_the_hub(tmp_path: Path, kind: str) -> None:
    first, second = read(table(tmp_path, {"id": ["0", "1"], **TOKENS}, {"ner_tags": TAGS | {"_type": kind}}))
    assert isinstance(first, Record)
    assert (first.text, first.external_id) == ("زار بلينكن .", "0")
    assert spans_of(first) == [("بلينكن", "PER")]
    assert spans_of(second) == [("الصين", "LOC")]
    assert first.meta == {}


def test_names_of_tags_beside_the_file(tmp_path: Path) -> None:
    path = table(tmp_path, TOKENS, name="data/train-00000-of-00001.parquet")
    (tmp_path / "dataset_infos.json").write_text(json.dumps({"default": {"features": {"ner_tags": TAGS}}}))
    assert [spans_of(item) for item in read(path)] == [[("بلينكن", "PER")], [("الصين", "LOC")]]
    assert len(list(read(tmp_path))) == 2


def test_tags_as_text_in_any_scheme(tmp_path: Path) -> None:
    tags = [["B-X", "L-X", "U-Y", "I-Y", "E-Y", "S-Y", "O", "I-Z", "B-Z"]]
    (item,) = read(table(tmp_path, {"tokens": [list("abcdefghi")], "tags": tags}))
    assert spans_of(item) == [("a b", "X"), ("c", "Y"), ("d e", "Y"), ("f", "Y"), ("h", "Z"), ("i", "Z")]


def test_tokens_are_found_in_a_text_that_is_there(tmp_path: Path) -> None:
    columns = {"tokens": [["و", "الصين", "،", "نعم"]], "ner_tags": [["O", "B-X", "O", "O"]], "text": ["والصين،\nنعم"]}
    (item,) = read(table(tmp_path, columns))
    assert isinstance(item, Record)
    assert item.text == "والصين،\nنعم"
    assert item.annotations == (Span(1, 6, LabelId("X")),)


@pytest.mark.parametrize("shape", ["list", "columns", "json"])
def test_spans_win_over_tags_in_each_of_their_shapes(tmp_path: Path, shape: str) -> None:
    span = {"start": 0, "end": 3, "label": "Y"}
    spans: Any = {"list": [span], "columns": {key: [value] for key, value in span.items()}, "json": json.dumps([span])}
    columns = {"text": ["زار"], "spans": [spans[shape]], "tokens": [["زار"]], "ner_tags": [["B-X"]]}
    (item,) = read(table(tmp_path, columns))
    assert spans_of(item) == [("زار", "Y")]


@pytest.mark.parametrize("apart", [False, True])
def test_numbers_for_the_labels_of_spans(tmp_path: Path, apart: bool) -> None:
    """``apart``: a list for each field of the spans."""
    names = {"names": ["GPE", "PERS"], "_type": "ClassLabel"}
    spans = [{"start": 0, "end": 3, "label": 1}, {"start": 0, "end": 3, "label": 7}]
    whole = {"feature": {"label": names}, "_type": "List"}
    cells: Any = {key: [span[key] for span in spans] for key in spans[0]} if apart else spans
    first: Any = {key: values[:1] for key, values in cells.items()} if apart else cells[:1]
    feature = {"label": {"feature": names, "_type": "List"}} if apart else whole
    good, bad = read(table(tmp_path, {"text": ["زار", "زار"], "spans": [first, cells]}, {"spans": feature}))
    assert spans_of(good) == [("زار", "PERS")]
    assert "“label” of span 2 is not text" in str(bad)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"tokens": [["a"]], "ner_tags": [[7]]}, "number 7"),
        ({"tokens": [["a", "b"]], "ner_tags": [["O"]]}, "tokens is 2, that of its tags 1"),
        ({"tokens": [["a", ""]], "ner_tags": [["O", "O"]]}, "tokens is empty"),
        ({"tokens": [["a"]], "ner_tags": [["PER"]]}, "no tag such as"),
        ({"tokens": [["a"]], "ner_tags": [["O"]], "text": ["x a"]}, "“a” does not stand"),
        ({"tokens": [[]], "ner_tags": pyarrow.array([[]], pyarrow.list_(pyarrow.string()))}, "empty"),
    ],
)
def test_a_bad_row_says_which_and_why(tmp_path: Path, columns: dict[str, Any], words: str) -> None:
    (problem,) = read(table(tmp_path, columns))
    assert isinstance(problem, Problem)
    assert "row 1" in problem.place
    assert words in str(problem.error)


def test_other_columns_are_kept_and_what_json_cannot_hold_is_not(tmp_path: Path) -> None:
    columns = {
        "text": ["نص"],
        "picture": [b"\xff\x00"],
        "when": pyarrow.array([1_700_000_000_000_000_001], pyarrow.timestamp("ns")),
        "list": [["a"]],
        "none": pyarrow.nulls(1),
        "odd": [float("nan")],
    }
    (item,) = read(table(tmp_path, columns))
    assert isinstance(item, Record)
    assert item.meta == {
        KEPT_COLUMNS: {"when": "2023-11-14 22:13:20.000000001", "list": ["a"], "none": None, "odd": None}
    }


@pytest.mark.parametrize("keep", [4, 60, -30])
def test_broken_files(tmp_path: Path, keep: int) -> None:
    path = table(tmp_path, {"text": ["نص"] * 50})
    path.write_bytes(path.read_bytes()[:keep] + b"x" * 20)
    (problem,) = read(path)
    assert isinstance(problem, Problem)
    assert "no Parquet file, or damaged" in str(problem.error)


def test_a_folder_without_data(tmp_path: Path) -> None:
    shutil.copy(__file__, tmp_path / "README.md")
    (problem,) = (item for item in read(tmp_path, "huggingface"))
    assert isinstance(problem, Problem)

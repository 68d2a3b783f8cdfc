from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import DiskFull, ExportDiffers, FileUnwritable
from annotator.formats import Export, Format, ReadOptions, Unit, WriteOptions, Written, files, formats, get, read
from annotator.formats.conll import _Conll
from annotator.formats.format import Writer
from annotator.formats.jsonl import _JsonLines
from annotator.formats.spacy_docbin import _Spacy
from annotator.records import LabelId, Record, Span, reading_order

GOLD = Path(__file__).parents[2] / "data" / "seeds-gold.jsonl"
RECORD = Record("زار طوكيو", "d", annotations=(Span(4, 9, LabelId("GPE")),))


@pytest.mark.parametrize("format_id", [format.id for format in formats() if format.writes])
def test_an_export_left_early_leaves_what_stood_there(tmp_path: Path, format_id: str) -> None:
    path = before = tmp_path / "out"
    if get(format_id).folder:
        path.mkdir()
        before = path / files.MANIFEST
    stood = files.MANIFEST_HEAD + "}" if get(format_id).folder else "before"
    before.write_text(stood)
    with Export(get(format_id), {"": path}) as export:
        export.add(RECORD)
    with pytest.raises(KeyError), Export(get(format_id), {"": path}) as export:  # noqa: PT012
        export.add(RECORD)
        raise KeyError
    assert before.read_text() == stood
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(("format_id", "writer"), [("jsonl", _JsonLines), ("conll", _Conll), ("spacy", _Spacy)])
def test_a_difference_stops_the_export(
    tmp_path: Path, format_id: str, writer: type, monkeypatch: pytest.MonkeyPatch, export: Callable[..., Written]
) -> None:
    add = writer.add
    shifted = Record(RECORD.text, "d", annotations=(Span(0, 3, LabelId("GPE")),))
    monkeypatch.setattr(writer, "add", lambda self, record: (add(self, shifted), record)[1])
    with pytest.raises(ExportDiffers):
        export(format_id, tmp_path / "out", [RECORD])
    assert list(tmp_path.iterdir()) == []


def test_parts_stand_together_or_not_at_all(tmp_path: Path) -> None:
    paths = {"train": tmp_path / "train.jsonl", "dev": tmp_path / "dev.jsonl", "test": tmp_path / "test.jsonl"}
    with Export(get("jsonl"), paths) as export:
        export.add(RECORD, "train")
        export.add(RECORD, "dev")
        assert list(export.read_again()) == [1, 2]
    assert export.written.documents == export.written.spans == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dev.jsonl", "test.jsonl", "train.jsonl"]


def test_places_that_cannot_be_written(tmp_path: Path, export: Callable[..., Written]) -> None:
    for path in (tmp_path, tmp_path / "missing" / "a.jsonl", Path("/proc/a.jsonl")):
        with pytest.raises(FileUnwritable):
            export("jsonl", path, [RECORD])
    (tmp_path / "file").touch()
    with pytest.raises(FileUnwritable):
        export("jsonl", tmp_path / "file" / "a.jsonl", [RECORD])


@pytest.mark.parametrize("format_id", ["jsonl", "spacy"])
def test_a_full_disk(
    tmp_path: Path, format_id: str, monkeypatch: pytest.MonkeyPatch, export: Callable[..., Written]
) -> None:
    def fsync(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", fsync)
    (tmp_path / "out").write_text("before")
    with pytest.raises(DiskFull):
        export(format_id, tmp_path / "out", [RECORD])
    assert (tmp_path / "out").read_text() == "before"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_keeps_pointing_to_its_file(tmp_path: Path, export: Callable[..., Written]) -> None:
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "real.jsonl")
    export("jsonl", tmp_path / "link.jsonl", [RECORD])
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").read_text().startswith("{")


@pytest.mark.parametrize("format_id", ["conll", "conllu", "webanno"])
def test_control_characters_that_count_as_white_space(
    tmp_path: Path, format_id: str, export: Callable[..., Written]
) -> None:
    export(format_id, tmp_path / "out", [Record("زار \x1e-\x1c طوكيو", "d")])


LETTERS = st.sampled_from(
    [
        *"البين وكلسى\u064e\u0651ـ",
        "\r\n",
        "\n",
        "  ",
        "😊",
        "👩‍👩‍👧",
        "2022",
        "٣",
        "abc",
        ".",
        "؟",
        "«",
        "-",
        "\u200f",
        "\u2028",
        "\ufeff",
        "ﻻ",
        "\u00a0",
    ]
)
TEXTS = st.lists(LETTERS, min_size=1, max_size=25).map("".join).filter(str.strip)


@st.composite
def records(draw: st.DrawFn) -> Record:
    text = draw(TEXTS)
    solid = [i for i, character in enumerate(text) if not character.isspace()]
    edges = st.tuples(st.sampled_from(solid), st.sampled_from(solid), st.sampled_from(["PERS", "ORG"]))
    spans = {Span(min(a, b), max(a, b) + 1, LabelId(label)) for a, b, label in draw(st.lists(edges, max_size=6))}
    return Record(text, "d", annotations=tuple(sorted(spans, key=reading_order)))


@pytest.mark.parametrize("format_id", [format.id for format in formats() if format.writes])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.data())
def test_round_trip(tmp_path: Path, format_id: str, export: Callable[..., Written], data: Any) -> None:
    """Every format gives back what it says it holds; the export itself compares, here the losses are compared with those declared."""
    format = get(format_id)
    record = data.draw(records())
    options = {
        name: data.draw(st.sampled_from(choices))
        for name, choices in {
            "subword": ["split", "widen", "skip"],
            "tokens": ["", "words", "spaces", "cut"],
            "scheme": ["iob1", "iob2", "bilou", "bioes"],
            "offsets": ["", "utf16"],
        }.items()
        if name in format.options
    }
    if format.folder and (tmp_path / "out").exists():
        shutil.rmtree(tmp_path / "out")
    export(format_id, tmp_path / "out", [record], **options)
    reader = format.read or format.check
    assert reader
    (again,) = reader(tmp_path / "out", ReadOptions())
    assert isinstance(again, Record)
    if "whitespace" not in format.loses:
        assert again.text == record.text
    else:
        assert "".join(again.text.split()) == "".join(record.text.split())
    if not {"nesting", "crossing"} & set(format.loses) and options.get("subword", "split") == "split":
        assert _without_space(again) == _without_space(record)
        assert again.text != record.text or again.annotations == record.annotations


@pytest.mark.parametrize("format_id", [format.id for format in formats() if format.writes])
def test_the_seeds_with_their_gold(tmp_path: Path, format_id: str, export: Callable[..., Written]) -> None:
    format = get(format_id)
    gold = list(read(GOLD))
    export(format_id, tmp_path / "out", gold)
    reader = format.read or format.check
    assert reader
    again = {"".join(record.text.split()): record for record in reader(tmp_path / "out", ReadOptions())}
    for record in gold:
        found = again.pop("".join(record.text.split()))
        assert _without_space(found) == _without_space(record)
        if "whitespace" not in format.loses:
            assert (found.text, found.annotations) == (record.text, record.annotations)
    assert not again


def _without_space(record: Record) -> list[tuple[int, int, str]]:
    """The spans of a record, counted in what is no white space."""
    counts = [0, *accumulate(not character.isspace() for character in record.text)]
    return [(counts[span.start], counts[span.end], span.label) for span in record.annotations]


class _TextsWriter(Writer):
    def __init__(self, path: Path, _options: WriteOptions) -> None:
        super().__init__()
        self._folder, self._count = path, 0

    def add(self, record: Record) -> Record:
        (self._folder / f"{self._count}.txt").write_text(record.text)
        self._count += 1
        return Record(record.text)

    def close(self) -> None:
        """Each file is closed when it is written."""


def _texts(path: Path, options: ReadOptions) -> Iterator[Record]:
    return (Record(file.read_text()) for file in sorted(path.glob("*.txt")))


FOLDER = Format("texts", "Texts", (), Unit.NONE, (), read=_texts, write=_TextsWriter, folder=True)
MANIFEST_TEXT = files.MANIFEST_HEAD.encode() + b"}"


def _exported_folder(paths: dict[str, Path], manifest: Path, *texts: str) -> list[str]:
    """The files of the export, as it named them before they stood."""
    with Export(FOLDER, paths, manifest=manifest) as making:
        for part in paths:
            for text in texts:
                making.add(Record(text), part)
        list(making.read_again())
        named = [path.relative_to(manifest.parent).as_posix() for path, _aside in making.files()]
        making.describe(MANIFEST_TEXT)
    return named


def test_a_folder_holds_its_manifest_and_is_replaced_as_a_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert _exported_folder({"": out}, out / files.MANIFEST, "أ", "ب") == ["0.txt", "1.txt"]
    assert _exported_folder({"": out}, out / files.MANIFEST, "ج") == ["0.txt"]
    assert sorted(path.name for path in out.iterdir()) == ["0.txt", "manifest.json"]
    assert (out / files.MANIFEST).read_bytes() == MANIFEST_TEXT
    (out / files.MANIFEST).write_text('{"name": "an app of the web"}')
    with pytest.raises(FileUnwritable):
        _exported_folder({"": out}, out / files.MANIFEST, "د")
    assert (out / "0.txt").read_text() == "ج"


def test_parts_that_are_folders_hold_the_manifest_of_the_whole(tmp_path: Path) -> None:
    paths = {name: tmp_path / name for name in ("train", "dev")}
    for _again in range(2):
        assert _exported_folder(paths, tmp_path / files.MANIFEST, "أ") == ["train/0.txt", "dev/0.txt"]
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert found == ["dev/0.txt", "dev/manifest.json", "manifest.json", "train/0.txt", "train/manifest.json"]

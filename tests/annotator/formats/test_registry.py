from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.errors import FormatUnknown, FormatUnrecognised
from annotator.formats import Loss, Written, detect, formats, get, read
from annotator.records import LabelId, Record, Span


def test_the_table() -> None:
    reads = {format.id for format in formats() if format.reads}
    writes = {format.id for format in formats() if format.writes}
    assert reads - writes == {"text", "lines", *["markdown", "html", "docx", "pdf", "epub", "tei"]}
    assert writes - reads == {"gliner", "chat"}
    both = "jsonl csv tsv xlsx parquet conll conllu spacy prodigy doccano labelstudio argilla webannotation huggingface"
    assert reads & writes == {*both.split(), *["brat", "gate", "bioc", "xmi", "casjson", "webanno"]}
    assert get("conll").loses[0] is Loss.CROSSING
    extensions = [extension for format in formats() if format.reads for extension in format.extensions]
    assert len(extensions) == len(set(extensions))


@pytest.mark.parametrize(
    ("name", "content", "format_id"),
    [
        ("a.txt", "نص عادي", "text"),
        ("a", "نص عادي", "text"),
        ("a.JSONL", "{}", "jsonl"),
        ("a.json", '\ufeff{"text": "x"}', "jsonl"),
        ("train.txt", "-DOCSTART- -X- O O\n", "conll"),
        ("train.tsv", "زار O\nبلينكن B-PERS\n\nفي O\n", "conll"),
        ("a.txt", "A O\nB O\n", "text"),
        ("a.txt", "بلدية B-OCC B-ORG\nنابلس I-OCC I-ORG B-GPE\nفي O\n", "conll"),
        ("a.spacy", "x", "spacy"),
        ("a.MD", "# خبر", "markdown"),
        ("a.htm", "خبر", "html"),
        ("page", "\ufeff\n<!DOCTYPE html><p>خبر", "html"),
        ("a.docx", "x", "docx"),
        ("a.txt", "عن %PDF-1.7", "text"),
        ("a.xmi", "x", "xmi"),
        ("a.xml", '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"/>', "xmi"),
        ("a.json", '\ufeff {\n"%TYPES" : {}, "x": "text"', "casjson"),
        ("a.tsv", "#FORMAT=WebAnno TSV 3.3\n", "webanno"),
        ("a.csv", "id,text\n", "csv"),
        ("a", "PAR1", "parquet"),
    ],
)
def test_a_format_is_found_by_content_and_extension(tmp_path: Path, name: str, content: str, format_id: str) -> None:
    (tmp_path / name).write_text(content)
    assert detect(tmp_path / name).id == format_id


@pytest.mark.parametrize("format_id", ["prodigy", "doccano", "labelstudio", "argilla", "webannotation", "jsonl"])
@pytest.mark.parametrize("words", [1, 20_000])
def test_what_json_is_of_is_told_by_its_beginning(
    tmp_path: Path, export: Callable[..., Written], format_id: str, words: int
) -> None:
    spans = tuple(Span(start * 5, start * 5 + 4, LabelId("X")) for start in range(min(words, 2_000)))
    record = Record("نصوص " * words, "d", annotations=spans)
    export(format_id, tmp_path / "out", [record])
    found = list(read(tmp_path / "out"))
    assert [item.annotations for item in found if isinstance(item, Record)] == [spans]
    assert [item.source.format for item in found if isinstance(item, Record)] == [format_id]


def test_unknown_formats(tmp_path: Path) -> None:
    (tmp_path / "a.odt").write_text("x")
    with pytest.raises(FormatUnrecognised):
        detect(tmp_path / "a.odt")
    with pytest.raises(FormatUnknown, match="Is “jsonl” meant"):
        get("json")
    with pytest.raises(FormatUnknown, match="There are: text"):
        get("?!")


@pytest.mark.parametrize("library", ["spacy", "lxml", "cassis", "pypdfium2", "markdown_it", "openpyxl", "pyarrow"])
def test_libraries_are_imported_late(library: str) -> None:
    code = f"import annotator.formats, sys; annotator.formats.formats(); sys.exit({library!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

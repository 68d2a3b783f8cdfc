from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.errors import FormatUnknown, FormatUnrecognised
from annotator.formats import Loss, detect, formats, get


def test_the_table() -> None:
    uima = ["xmi", "casjson", "webanno"]
    assert [format.id for format in formats()] == ["text", "lines", *uima, "jsonl", "conll", "spacy"]
    assert [format.id for format in formats() if format.writes] == [*uima, "jsonl", "conll", "spacy"]
    assert get("conll").loses[0] is Loss.NESTING
    extensions = [extension for format in formats() for extension in format.extensions]
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
        ("a.spacy", "x", "spacy"),
        ("a.xmi", "x", "xmi"),
        ("a.xml", '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"/>', "xmi"),
        ("a.json", '\ufeff {\n"%TYPES" : {}, "x": "text"', "casjson"),
        ("a.tsv", "#FORMAT=WebAnno TSV 3.3\n", "webanno"),
    ],
)
def test_a_format_is_found_by_content_and_extension(tmp_path: Path, name: str, content: str, format_id: str) -> None:
    (tmp_path / name).write_text(content)
    assert detect(tmp_path / name).id == format_id


def test_unknown_formats(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("x")
    with pytest.raises(FormatUnrecognised):
        detect(tmp_path / "a.docx")
    with pytest.raises(FormatUnknown, match="Is “jsonl” meant"):
        get("json")
    with pytest.raises(FormatUnknown, match="There are: text"):
        get("?!")


@pytest.mark.parametrize("library", ["spacy", "cassis", "lxml"])
def test_libraries_are_imported_late(library: str) -> None:
    code = f"import annotator.formats, sys; annotator.formats.formats(); sys.exit({library!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

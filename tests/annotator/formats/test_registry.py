from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.errors import FormatUnknown, FormatUnrecognised
from annotator.formats import Loss, detect, formats, get


def test_the_table() -> None:
    tables = ["csv", "tsv", "xlsx", "parquet"]
    assert [format.id for format in formats() if format.reads] == [
        *["text", "lines", "jsonl", *tables, "conll", "spacy", "huggingface"]
    ]
    assert [format.id for format in formats() if format.writes] == [
        *["jsonl", *tables, "conll", "spacy", "huggingface", "gliner", "chat"]
    ]
    assert get("conll").loses[0] is Loss.NESTING
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
        ("a.spacy", "x", "spacy"),
        ("a.csv", "id,text\n", "csv"),
        ("a", "PAR1", "parquet"),
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


def test_spacy_is_imported_late() -> None:
    code = "import annotator.formats, sys; annotator.formats.formats(); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from annotator.formats import Export, WriteOptions, Written, get
from annotator.records import LabelId, Record, Span, reading_order


@pytest.fixture
def doc() -> Callable[[str], Record]:
    """``doc("زار [وزير [اليابان GPE] OCC]")``: a record by brackets, each closed by its label."""
    return marked


def marked(written: str) -> Record:
    text, spans, open_ = "", [], []
    for part in re.findall(r"\[| [A-Z]+\]|[^\[]", written):
        if part == "[":
            open_.append(len(text))
        elif re.fullmatch(r" [A-Z]+\]", part):
            spans.append(Span(open_.pop(), len(text), LabelId(part[1:-1])))
        else:
            text += part
    return Record(text, "d", annotations=tuple(sorted(spans, key=reading_order)))


@pytest.fixture
def export() -> Callable[..., Written]:
    def run(format_id: str, path: Path, records: Iterable[Record], **options: str) -> Written:
        with Export(get(format_id), {"": path}, WriteOptions(**options)) as making:
            for record in records:
                making.add(record)
            list(making.read_again())
        return making.written

    return run


@pytest.fixture
def lines_file(tmp_path: Path) -> Callable[..., Path]:
    """A JSON Lines file of values, or of lines as they are."""

    def make(*values: object, name: str = "file.jsonl") -> Path:
        path = tmp_path / name
        rows = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values]
        path.write_bytes("".join(f"{row}\n" for row in rows).encode("utf-8", "surrogatepass"))
        return path

    return make

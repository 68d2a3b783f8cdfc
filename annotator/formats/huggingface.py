"""A data set as the Hugging Face Hub has it: a folder with a Parquet file for each split under ``data``, and its card.

A row holds the text with all its spans, and its tokens with a tag each, which hold the outermost spans. Read back are the spans, and
where there are none the tags.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.errors import FileUnreadable, NothingToImport
from annotator.formats import files
from annotator.formats.dataset_card import Statistics, card, features
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions, Writer
from annotator.formats.json_reading import ID, OFFSETS, SPANS, TEXT
from annotator.formats.parquet import Columns, arrow, read_file, span_type, write_rows
from annotator.formats.report import Change, Report
from annotator.formats.tables import LateWriter, Rows
from annotator.formats.tagged import FEATURES, INFOS, OUTSIDE, TAGS, TOKENS, tags_of
from annotator.formats.tokens import fit, tokens
from annotator.records import Record
from annotator.texts import mark

_CARD = "README.md"
_DATA = "data"
_PARQUET = ".parquet"
_SPLITS = {"": "train", "all": "train", "dev": "validation"}
"""What the Hub calls our parts, where it has another name."""
_ORDER = ("train", "validation", "dev", "test")
_OF_TAGS = (Change.SPLIT, Change.WIDENED, Change.SKIPPED)
"""What is told of tokens and tags; nothing is left out, as the spans beside them hold everything."""


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    found = _data_files(path)
    if not found:
        raise NothingToImport(path=path)
    for file in found:
        name = options.name or path.stem
        if len(found) > 1:
            name = f"{name}/{file.stem}"
        yield from read_file(file, replace(options, name=name), "huggingface")


def _data_files(path: Path) -> list[Path]:
    if not files.is_folder(path):
        return [path]
    found = []
    for file in files.walk(path):
        if isinstance(file, FileUnreadable):
            raise file
        if file.suffix.lower() == _PARQUET:
            found.append(file)
    return sorted(found, key=lambda file: _place(file.stem))


def _place(stem: str) -> int:
    """Of a split among the others, as its file is called."""
    return next((place for place, split in enumerate(_ORDER) if stem.startswith(split)), len(_ORDER))


def _accompanies(path: Path) -> bool:
    if path.name not in (_CARD, INFOS):
        return False
    folders = (path.parent, path.parent / _DATA)
    return any(next(folder.glob(f"*{_PARQUET}"), None) for folder in folders)


# Writing


class _DataSet(LateWriter):
    """Writes the folder when all its parts have their documents, as one list of labels and of columns serves them all."""

    def __init__(self, folder: Path, options: WriteOptions) -> None:
        super().__init__()
        arrow("huggingface")
        self.folder = folder
        self._options = options
        self._rows = Rows(folder)
        self._statistics: dict[str, Statistics] = {}
        self._is_written = False

    def part(self, name: str) -> Writer:
        split = _SPLITS.get(name, name)
        self._statistics[split] = Statistics()
        return _Part(self, split)

    def add(self, record: Record) -> Record:
        raise NotImplementedError("a document goes to a part")

    def add_to(self, split: str, record: Record, report: Report) -> Record:
        """Put a document aside for a split."""
        options, text = self._options, record.text
        noted = Report()
        found = tokens(text, options.tokens or "words")
        fitted = fit(text, record.annotations, found, options.subword, flat=True, report=noted)
        report.include(noted, _OF_TAGS)
        words = [text[start:end] for start, end in fitted.tokens]
        self._rows.add(replace(record, suggestions=()), more={"split": split, TOKENS: words, TAGS: tags_of(fitted)})
        statistics = self._statistics[split]
        statistics.documents += 1
        statistics.tokens += len(words)
        statistics.spans.update(span.label for span in record.annotations)
        return record

    def finishing(self) -> Iterator[int]:
        """Once, however many parts ask for it."""
        if self._is_written:
            return
        self._is_written = True
        labels = self._labels()
        numbers = {
            tag: number for number, tag in enumerate([OUTSIDE, *(f"{it}-{label}" for label in labels for it in "BI")])
        }
        columns = Columns(self._rows, _types())
        schema = columns.schema({OFFSETS: Unit.CODE_POINT, FEATURES: features(columns.others, list(numbers))})

        def rows(split: str) -> Iterator[dict[str, Any]]:
            for row in self._rows:
                if row.more["split"] == split:
                    tags = [numbers[tag] for tag in row.more[TAGS]]
                    yield columns.row(row, **{TOKENS: row.more[TOKENS], TAGS: tags})

        # A folder with an empty split is one that the library ``datasets`` does not load.
        filled = {split: statistics for split, statistics in self._statistics.items() if statistics.documents}
        before = 0
        for split, statistics in filled.items():
            self.path(split).parent.mkdir(exist_ok=True)
            for done in write_rows(self.path(split), schema, rows(split)):
                yield before + done
            before += statistics.documents
        said = card(filled, labels, self._options.labels, self._options.subword)
        (self.folder / _CARD).write_text(said, "utf-8")
        self.close()

    def path(self, split: str) -> Path:
        """Of the file of a split."""
        return self.folder / _DATA / f"{split}-00000-of-00001{_PARQUET}"

    def _labels(self) -> list[str]:
        """The labels that are used: in the order of the label set, then others by name."""
        used = {label for part in self._statistics.values() for label in part.spans}
        known = [label.id for label in self._options.labels if label.id in used]
        return [*known, *sorted(used.difference(known))]

    def close(self) -> None:
        self._rows.close()


def _types() -> dict[str, Any]:
    import pyarrow

    text = pyarrow.string()
    of_text, of_numbers = pyarrow.list_(text), pyarrow.list_(pyarrow.int64())
    return {ID: text, TEXT: text, TOKENS: of_text, TAGS: of_numbers, SPANS: span_type()}


class _Part(LateWriter):
    def __init__(self, whole: _DataSet, split: str) -> None:
        super().__init__()
        self._whole = whole
        self._split = split
        self.written = whole.path(split)

    def add(self, record: Record) -> Record:
        return self._whole.add_to(self._split, record, self.report)

    def finishing(self) -> Iterator[int]:
        yield from self._whole.finishing()

    def close(self) -> None:
        """The whole lets go of its file."""


FORMATS = (
    Format(
        "huggingface",
        mark("Hugging Face data set"),
        (),
        Unit.CODE_POINT,
        (Loss.SCORES, Loss.PROVENANCE),
        read=_read,
        write=_DataSet,
        options=frozenset({"nesting", "subword", "tokens"}),
        folder=True,
        parted=True,
        accompanies=_accompanies,
    ),
)

"""Tables with a word a row and its tag beside it, as corpora are passed round: a text a document, a line a sentence.

A document goes on as long as its column says the same, a sentence too; an empty cell says what the one above it said. Without a
column of documents the table is one. Other columns, such as that of the part of speech, are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from annotator.errors import WarraqError
from annotator.formats.json_reading import TEXT, Fault
from annotator.formats.tagged import OUTSIDE, TAGS, TOKENS, with_spans
from annotator.texts import _
from annotator.texts import number as shown

Cells = Sequence[Any]
_WORD = ("word", "token")
_TAG = ("tag", "ner_tag", "ner", "label")
_SENTENCE = ("sentence", "sentence #", "sentence_id", "sent_id")
_DOCUMENT = ("file_name", "file", "document", "document_id", "doc_id")
_MOST = 2_000_000
"""Words of one document, which are held at once."""


class Row(NamedTuple):
    """A row from 1, or its first line, with its cells or what is wrong with it."""

    number: int
    cells: Cells | WarraqError


@dataclass(frozen=True, slots=True)
class WordColumns:
    """In which column what of a word stands."""

    word: int
    tag: int
    sentence: int | None
    document: int | None

    def values(self, rows: Cells) -> dict[str, Any]:
        """The rows of a document as JSON Lines would have it. Raises Fault."""
        if len(rows) > _MOST:
            raise Fault(_("it holds more than {limit} values").format(limit=shown(_MOST)))
        words, tags = [], []
        sentences: list[list[str]] = []
        sentence: object = None
        for cells in rows:
            said = cells[self.sentence] if self.sentence is not None else ""
            word = "" if cells[self.word] is None else str(cells[self.word]).strip()
            if not sentences or (said not in (None, "") and said != sentence):
                sentences.append([])
                sentence = said
            if word:
                words.append(word)
                tags.append(cells[self.tag] if cells[self.tag] not in (None, "") else OUTSIDE)
                sentences[-1].append(word)
        text = "\n".join(" ".join(each) for each in sentences if each)
        try:
            return with_spans({TOKENS: words, TAGS: tags, TEXT: text}, TAGS, ())
        except ValueError as error:
            raise Fault(str(error)) from error

    def documents(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows of each document as one: one that cannot be read costs its document."""
        first, name = 0, None
        found: list[Cells | WarraqError] = []
        error: WarraqError | None = None
        for number, cells in rows:
            said = None if self.document is None or isinstance(cells, WarraqError) else cells[self.document]
            if found and said not in (None, "", name):
                yield Row(first, error or found)
                found, error = [], None
            first, name = first if found else number, said if said not in (None, "") else name
            error = error or (cells if isinstance(cells, WarraqError) else None)
            if len(found) <= _MOST:
                found.append(cells)
        if found:
            yield Row(first, error or found)


def word_columns(places: Mapping[str, int]) -> WordColumns | None:
    """The columns of such a table by their names in small letters; None where it is none."""

    def first(names: Sequence[str]) -> int | None:
        return next((places[name] for name in names if name in places), None)

    word, tag = first(_WORD), first(_TAG)
    return None if word is None or tag is None else WordColumns(word, tag, first(_SENTENCE), first(_DOCUMENT))

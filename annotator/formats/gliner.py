"""What GLiNER is trained on: a JSON list of ``{"tokenized_text": [word…], "ner": [[first, last, label]…]}``, nested spans too.

``first`` and ``last`` are numbers of tokens from 0, both inside the span. It is written only: between the words nothing is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.errors import FileUnreadable
from annotator.formats import files
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.json_writing import ListWriter
from annotator.formats.tokens import fit, tokens
from annotator.records import LabelId, Record, Span
from annotator.texts import _, mark

_Entity = tuple[int, int, str]


class _Gliner(ListWriter):
    def __init__(self, path: Path, options: WriteOptions) -> None:
        super().__init__(path)
        self._options = options

    def add(self, record: Record) -> Record:
        options, text = self._options, record.text
        found = tokens(text, options.tokens or "words")
        fitted = fit(text, record.annotations, found, options.subword, flat=False, report=self.report)
        words = [text[start:end] for start, end in fitted.tokens]
        first = {start: place for place, (start, _end) in enumerate(fitted.tokens)}
        last = {end: place for place, (_start, end) in enumerate(fitted.tokens)}
        entities = [(first[span.start], last[span.end], span.label) for span in fitted.spans]
        self._put({"tokenized_text": words, "ner": entities})
        return _joined(words, entities)


def _joined(words: Sequence[str], entities: Sequence[_Entity]) -> Record:
    """The words with a space between them."""
    ends = []
    length = -1
    for word in words:
        length += 1 + len(word)
        ends.append(length)
    spans = tuple(Span(ends[first] - len(words[first]), ends[last], LabelId(label)) for first, last, label in entities)
    return Record(" ".join(words), annotations=spans)


def _check(path: Path, _options: ReadOptions) -> Iterator[Record | Problem]:
    """The documents of a file that was written here: one a line, within the brackets of the list."""
    try:
        for _number, line in files.numbered_lines(path, "utf-8"):
            if isinstance(line, str) and line not in ("[", "]", "[]"):
                value = json.loads(line.removesuffix(","))
                yield _joined(value["tokenized_text"], value["ner"])
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise FileUnreadable(path=path, detail=_("it is damaged")) from error


FORMATS = (
    Format(
        "gliner",
        mark("GLiNER training data"),
        (".json",),
        Unit.TOKEN,
        (Loss.SUBWORD, Loss.WHITESPACE, Loss.SCORES, Loss.META, Loss.PROVENANCE),
        write=_Gliner,
        check=_check,
        options=frozenset({"nesting", "subword", "tokens"}),
    ),
)

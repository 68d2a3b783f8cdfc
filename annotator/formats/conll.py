"""CoNLL: a token a line with its tag in the last column, an empty line after a sentence, ``-DOCSTART-`` before a document.

Nested spans have a tag each, in columns after the token or joined by spaces, the outer before the inner, as Wojood has it:
so are all spans written, which for those of one level is the layout of CoNLL-2002. Where only the outer or inner ones are
wanted it is the layout of CoNLL-2003, with one tag in the fourth column.
A text read from it is its tokens with a space between them and a line a sentence: what stood between them is not in the format.
Passed over are comments, tokens of white space outside of spans, and a number or the language before each token, as GermEval and
WikiANN have them. Labels without a prefix, as Stanford's tools write them, go on as long as they are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from annotator.errors import FileEmpty, RecordInvalid, WarraqError
from annotator.formats import files
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions, Writer
from annotator.formats.sentences import sentence_starts
from annotator.formats.tokens import Token, Tokenised, fit, split, tokens
from annotator.records import LabelId, Record, Source, Span, reading_order
from annotator.texts import _, mark

SCHEMES = ("iob1", "iob2", "bilou", "bioes")
_START = "-DOCSTART-"
_FILLING = "-X- -X- "
"""Part of speech and chunk, which nobody said."""
_DEEPEST = 50
"""Levels of nested spans, more than any text has."""
_BLANKS = re.compile(r"[ \t]+")
_TAG = re.compile(r"O|[BIELSU]-\S.*")
_BEGINS, _CLOSES = "BSU", "ELSU"
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z-]+)?:")
_NUMBER = re.compile(r"\A[0-9]+[ \t]+")
_UNSAID = re.compile(r"(?:[ \t]-)+$")
"""Columns in which nothing is said."""
_LABEL = re.compile(r"[A-Z][A-Z_]+")
_ALONE = re.compile(rf"([ \t])({_LABEL.pattern})$")
_CERTAIN = 3
"""Lines by which a layout is told."""


# Reading


@dataclass(slots=True)
class _Open:
    """A span that may go on in the next token."""

    label: str
    start: int
    end: int = 0


@dataclass
class _Incoming:
    """The tokens of a document as they come in."""

    first_line: int
    pieces: list[str] = field(default_factory=list)
    spans: dict[Span, None] = field(default_factory=dict)
    length: int = 0
    sentence: bool = False
    open: list[_Open] = field(default_factory=list)
    """Outer spans before inner ones, as the tags of the token before had them."""
    problem: Problem | None = None

    def token(self, word: str, tags: Sequence[str]) -> None:
        gap = " " if self.sentence else "\n"
        if self.length:
            self.pieces.append(gap)
            self.length += 1
        self.sentence = True
        start = self.length
        self.pieces.append(word)
        self.length += len(word)
        waiting, self.open = self.open, []
        closing: list[_Open] = []
        for prefix, _dash, label in (tag.partition("-") for tag in tags if tag != "O"):
            before = None if prefix in _BEGINS else next((it for it in waiting if it.label == label), None)
            if before:
                waiting.remove(before)
            span = before or _Open(label, start)
            span.end = self.length
            (closing if prefix in _CLOSES else self.open).append(span)
        self._keep([*waiting, *closing])

    def _keep(self, ended: Iterable[_Open]) -> None:
        for it in ended:
            self.spans[Span(it.start, it.end, LabelId(it.label))] = None

    def end_sentence(self) -> None:
        self._keep(self.open)
        self.open = []
        self.sentence = False


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    """One decoder for all four schemes: a tag that begins begins, one that goes on where nothing is open begins too."""
    sha256 = files.digest(path)
    name = options.name or path.stem
    count = 0
    for incoming in _documents(path, options.encoding):
        count += 1
        if incoming.problem:
            yield incoming.problem
            continue
        source = Source(str(path), "conll", sha256=sha256, place=str(incoming.first_line))
        spans = tuple(sorted(incoming.spans, key=reading_order))
        yield Record("".join(incoming.pieces), f"{name}:{count}", annotations=spans, source=source)
    if not count:
        raise FileEmpty(path=path)


def _documents(path: Path, encoding: str | None) -> Iterator[_Incoming]:
    incoming = _Incoming(1)
    bare = _bare(_lines(files.head(path)))
    for number, line in files.numbered_lines(path, encoding):
        if isinstance(line, str) and _is_void(line := bare(line)):
            continue
        if isinstance(line, str) and line.startswith(_START) and _columns(line)[-1] in ("O", _START):
            if incoming.pieces or incoming.problem:
                yield _finished(incoming)
            incoming = _Incoming(number)
        elif not incoming.problem:
            _take(incoming, line, path, number)
    if incoming.pieces or incoming.problem:
        yield _finished(incoming)


def _finished(incoming: _Incoming) -> _Incoming:
    incoming.end_sentence()
    return incoming


def _take(incoming: _Incoming, line: str | WarraqError, path: Path, number: int) -> None:
    if isinstance(line, WarraqError):
        incoming.problem = Problem(files.place(path, number), line)
    elif not line.strip(" \t"):
        incoming.end_sentence()
    elif detail := _fault(incoming, columns := _columns(line)):
        place = files.place(path, number)
        incoming.problem = Problem(place, RecordInvalid(place=place, detail=detail))
    else:
        incoming.token(columns[0], _tags_of(columns))


def _is_void(line: str) -> bool:
    """Whether it is a comment, or a token of white space outside of spans."""
    columns = _columns(line)
    if line.startswith(("# ", "#\t")):
        return not _TAG.fullmatch(columns[-1])
    blank = not columns[0].strip() or (line[:1] == " " and len(columns) == 1)
    return blank and columns[-1] == "O"


def _bare(lines: Sequence[str]) -> Callable[[str], str]:
    """What brings the lines of a file to tokens and tags, by its first ones: without a language or a number before each token, and
    with tags where labels stand alone.
    """
    rows = [_columns(line) for line in lines]
    if len(rows) < _CERTAIN:
        return str
    if (found := _LANGUAGE.match(rows[0][0])) and all(row[0].startswith(found[0]) for row in rows):
        return lambda line: line.removeprefix(found[0])
    starts = [row[0] for row in rows]
    counted = all(
        start == "1" or (start.isdecimal() and before == str(int(start) - 1)) for before, start in pairwise(starts)
    )
    if starts[0] == "1" and counted and all(len(row) > 2 for row in rows) and not all(_joined(row[1]) for row in rows):
        return lambda line: _UNSAID.sub("", _NUMBER.sub("", line))
    lasts = {row[-1] for row in rows} - {"O"}
    if lasts and len(lasts) < len({row[-1] for row in rows}) and all(map(_LABEL.fullmatch, lasts)):
        return lambda line: _ALONE.sub(r"\1I-\2", line)
    return str


def _columns(line: str) -> list[str]:
    """By tabs where there are any, so that a token may hold a space; else by blanks."""
    return line.split("\t") if "\t" in line else _BLANKS.split(line.strip(" "))


def _tags_of(columns: Sequence[str]) -> list[str]:
    """The tags of a token: of all columns after it where each holds some, else of the last."""
    levels = [_joined(column) for column in columns[1:]]
    return [tag for tags in levels for tag in tags] if all(levels) else levels[-1] or [columns[-1]]


@lru_cache(maxsize=1024)
def _joined(column: str) -> list[str]:
    """The tags in a column, joined by spaces; none where it holds something else."""
    parts = column.split(" ")
    return parts if all(map(_TAG.fullmatch, parts)) else [column] if _TAG.fullmatch(column) else []


def _fault(incoming: _Incoming, columns: Sequence[str]) -> str:
    if len(columns) < 2:
        return _("it has one column; a token and its tag are needed")
    if not columns[0].strip():
        return _("its token is empty")
    if "\0" in columns[0]:
        return _("it holds a NUL")
    if not _TAG.fullmatch(columns[-1]):
        return _("“{tag}” is no tag of the schemes {schemes}").format(tag=columns[-1], schemes=", ".join(SCHEMES))
    if len(_tags_of(columns)) > _DEEPEST:
        return _("it has more than {limit} tags").format(limit=_DEEPEST)
    if incoming.length > files.DOCUMENT_LIMIT:
        limit = files.DOCUMENT_LIMIT // files.MEGABYTE
        return _("its text has more than {limit} million characters").format(limit=limit)
    return ""


# Writing


class _Conll(Writer):
    def __init__(self, path: Path, options: WriteOptions) -> None:
        super().__init__()
        self._options = options
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._count = 0

    def add(self, record: Record) -> Record:
        options, text = self._options, record.text
        _check_labels(record)
        found = _without_start(text, tokens(text, options.tokens or "words"))
        flat = options.nesting != "all"
        fitted = fit(text, record.annotations, found, options.subword, flat, self.report, crossing=False)
        words = [text[start:end] for start, end in fitted.tokens]
        gaps = _gaps(text, fitted)
        tags = _tags(fitted, options.scheme)
        filling = _FILLING if flat else ""
        self._file.write(f"{_START} {filling}O\n\n")
        for word, gap, levels in zip(words, gaps, tags, strict=True):
            line = f"{word} {filling}{' '.join(levels) or 'O'}\n"
            self._file.write(f"\n{line}" if gap == "\n" else line)
        self._file.write("\n")
        return _as_read(words, gaps, fitted)

    def close(self) -> None:
        self._file.close()


def _check_labels(record: Record) -> None:
    for label in {span.label for span in record.annotations}:
        if not re.fullmatch(r"\S+", label):
            detail = _("the label “{label}” holds white space, which CoNLL cannot hold").format(label=label)
            raise RecordInvalid(place=record.name, detail=detail)


def _without_start(text: str, found: list[Token]) -> list[Token]:
    """A token that reads as the line before a document is cut after its first sign."""
    return split(found, [start + 1 for start, end in found if text[start:end] == _START])


def _gaps(text: str, fitted: Tokenised) -> list[str]:
    """What stands before each token when it is read again: nothing, a space, or a line end where a sentence begins."""
    starts = sentence_starts(text, fitted.tokens, fitted.spans)
    return ["" if not place else "\n" if place in starts else " " for place in range(len(fitted.tokens))]


def _tags(fitted: Tokenised, scheme: str) -> list[list[str]]:
    """The tags of each token, of outer spans before those of inner ones; none outside of spans."""
    places = {start: place for place, (start, _end) in enumerate(fitted.tokens)}
    lasts = {end: place for place, (_start, end) in enumerate(fitted.tokens)}
    tags: list[list[str]] = [[] for _token in fitted.tokens]
    ended = set()
    for span in fitted.spans:
        first, last = places[span.start], lasts[span.end]
        touches = (first - 1, span.label) in ended
        for place in range(first, last + 1):
            tags[place].append(f"{_prefix(scheme, place == first, place == last, touches)}-{span.label}")
        ended.add((last, span.label))
    return tags


def _prefix(scheme: str, first: bool, last: bool, touches: bool) -> str:
    """The letter of a tag; ``touches`` where the span follows one of its own label at once."""
    if scheme == "iob1":
        return "B" if first and touches else "I"
    if scheme == "iob2":
        return "B" if first else "I"
    end, single = ("L", "U") if scheme == "bilou" else ("E", "S")
    if first and last:
        return single
    return "B" if first else end if last else "I"


def _as_read(words: Sequence[str], gaps: Sequence[str], fitted: Tokenised) -> Record:
    starts, ends = {}, {}
    position = 0
    for word, gap, (start, end) in zip(words, gaps, fitted.tokens, strict=True):
        starts[start] = position + len(gap)
        ends[end] = position = position + len(gap) + len(word)
    text = "".join(gap + word for word, gap in zip(words, gaps, strict=True))
    spans = tuple(Span(starts[span.start], ends[span.end], span.label) for span in fitted.spans)
    return Record(text, annotations=spans)


def _lines(head: bytes) -> list[str]:
    """The first lines that have columns."""
    lines = (line.removesuffix("\r") for line in head.decode("utf-8", "replace").lstrip("\ufeff").split("\n")[:40][:-1])
    return [line for line in lines if line.strip() and not _is_void(line)]


def _recognises(head: bytes) -> bool:
    """Its first lines are the start of a document, or columns with a tag in the last."""
    lines = _lines(head)
    bare = _bare(lines)
    rows = [_columns(bare(line)) for line in lines]
    if rows and rows[0][0] == _START:
        return True
    tagged = [row for row in rows if len(row) > 1 and _TAG.fullmatch(row[-1])]
    alike = len({len(row) for row in rows}) == 1 or all(all(map(_joined, row[1:])) for row in rows)
    return len(rows) > 2 and len(tagged) == len(rows) and alike


FORMATS = (
    Format(
        "conll",
        mark("CoNLL-2002 and CoNLL-2003"),
        (".conll", ".conll03", ".conll2003", ".bio", ".iob", ".iob2"),
        Unit.TOKEN,
        (Loss.CROSSING, Loss.SUBWORD, Loss.WHITESPACE, Loss.SCORES, Loss.META, Loss.PROVENANCE),
        read=_read,
        write=_Conll,
        recognises=_recognises,
        options=frozenset({"nesting", "subword", "scheme", "tokens"}),
    ),
)

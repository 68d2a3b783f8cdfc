"""The values of a JSON file one by one: those of its outer list, or one a line, or one after another. Memory holds one at a time."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import FileEncodingUnknown, RecordInvalid, WarraqError
from annotator.formats import files
from annotator.formats.encoding import SNIFFED, sniff
from annotator.texts import _

_LIMIT = files.LINE_LIMIT
_DEPTH_LIMIT = 1_000
_PIECE = 256_000
"""Characters read at once at first."""
_LONGEST_PIECE = 8 * files.MEGABYTE
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_PLAIN = rf'[^"\[\]{{}}]++|{_STRING}'
_CLOSED = _PLAIN
for _level in range(3):
    _CLOSED = rf"{_PLAIN}|\{{(?>{_CLOSED})*+\}}|\[(?>{_CLOSED})*+\]"
_TO_BRACKET = re.compile(rf"(?>{_CLOSED})*+", re.DOTALL)
"""Up to a bracket, past those of three levels that are closed again: what is left to count is little."""
_SCALAR = re.compile(rf'(?>[^",\[\]{{}}]++|{_STRING})*+', re.DOTALL)
_BETWEEN = re.compile(r"[\s,]*+")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is written, or why it cannot be read; with the number of its line or its place in the list, from 1."""

    place: str
    """As the user is told it, with the file."""
    number: int
    text: str | WarraqError


def lines(path: Path, encoding: str | None = None) -> Iterator[Value]:
    """A value a line; empty lines are passed over. Raises FileUnreadable, FileBinary, EncodingUnknown."""
    for number, line in files.numbered_lines(path, encoding):
        if not isinstance(line, str) or line.strip():
            yield Value(files.place(path, number), number, line)


def values(path: Path, encoding: str | None = None) -> Iterator[Value]:
    """The values of a file, however it holds them. What is broken is said once, and the rest goes on where it can be told apart.

    Raises FileUnreadable, FileBinary, EncodingUnknown, FileEncodingUnknown.
    """
    with files.opened(path) as file:
        head = file.read(SNIFFED)
        name, bom = sniff(head, str(path), encoding)
        if _a_line_each(head[len(bom) :].decode(name, "replace")):
            yield from lines(path, encoding)
            return
        file.seek(len(bom))
        decode = codecs.getincrementaldecoder(name)().decode
        position = len(bom)

        def read(size: int) -> str:
            nonlocal position
            data = file.read(size)
            try:
                text = decode(data, final=not data)
            except UnicodeDecodeError as error:
                raise FileEncodingUnknown(path=path, encoding=name.upper(), position=position + error.start) from error
            position += len(data)
            return text if text or not data else read(size)

        for number, found in enumerate(_Scanner(read), 1):
            place = _("{path}, document {number}").format(path=path, number=number)
            yield Value(
                place, number, found if isinstance(found, str) else RecordInvalid(place=place, detail=str(found))
            )


def begins_with(head: bytes, signs: tuple[bytes, ...] = (b"{", b"[")) -> bool:
    """Whether the first sign of a file that begins so is one of these: by default one that opens a value of JSON."""
    return head[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(signs)


def _a_line_each(head: str) -> bool:
    """Whether a file that begins so is no list, if not one a line, and no value spread over lines."""
    first, _end, rest = head.lstrip().partition("\n")
    first, rest = first.rstrip(), rest.lstrip()
    if first.startswith("["):
        return first.endswith("]") and rest.startswith("[")
    goes_on = first.endswith("[") or (first.endswith(("{", ",")) and rest.startswith('"'))
    return not (rest and goes_on)


class _BrokenError(Exception):
    """Why the values cannot be told apart from here on, translated."""


class _Scanner:
    """Cuts a stream of text at the brackets of its outer level."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self._read = read
        self._size = _PIECE
        self._text = ""
        self._start = self._at = 0
        """Where the value begins, and up to where it was looked at."""

    def __iter__(self) -> Iterator[str | _BrokenError]:
        inside = self._next() == "["
        self._at += inside
        try:
            while sign := self._next():
                if sign == "]" and inside:
                    self._at += 1
                    inside = False
                else:
                    yield self._value(sign)
        except _BrokenError as broken:
            yield broken
            return
        if inside:
            yield _BrokenError(_("the list has no end: the file was cut off"))

    def _next(self) -> str:
        """The sign with which the next value begins; nothing at the end."""
        while True:
            self._at = _end(_BETWEEN, self._text, self._at)
            self._start = self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _value(self, sign: str) -> str:
        if sign in "[{":
            self._to_closing()
        elif sign in "]}":
            self._at += 1
        else:
            self._to_end(_SCALAR)
        self._size = _PIECE
        return self._text[self._start : self._at]

    def _to_closing(self) -> None:
        self._at += 1
        depth = 1
        while depth and self._to_end(_TO_BRACKET):
            depth += 1 if self._text[self._at] in "[{" else -1
            self._at += 1
            if depth > _DEPTH_LIMIT:
                raise _BrokenError(_("its brackets are nested too deeply"))

    def _to_end(self, pattern: re.Pattern[str]) -> bool:
        """Go to where the pattern ends, reading on as long as it may go on; whether something is there."""
        while True:
            self._at = _end(pattern, self._text, self._at)
            if self._at < len(self._text) and self._text[self._at] != '"':
                return True
            if not self._more():
                self._at = len(self._text)
                return False

    def _more(self) -> bool:
        """Read on, twice as much each time that one value goes on: what is looked at again stays little."""
        if len(self._text) - self._start > _LIMIT:
            raise _BrokenError(_("it has more than {limit} MB").format(limit=_LIMIT // files.MEGABYTE))
        piece = self._read(self._size)
        self._size = min(2 * self._size, _LONGEST_PIECE)
        self._text = self._text[self._start :] + piece
        self._start, self._at = 0, self._at - self._start
        return bool(piece)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at

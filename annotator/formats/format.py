"""What a format is, and what goes in and out of one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from annotator.errors import WarraqError
from annotator.formats.report import Report
from annotator.label_file import Label
from annotator.records import Record
from annotator.texts import _


class Loss(StrEnum):
    """What a format may be unable to hold: the closed list."""

    NESTING = "nesting"
    CROSSING = "crossing"
    SUBWORD = "subword"
    WHITESPACE = "whitespace"
    LABELS = "labels"
    SCORES = "scores"
    META = "meta"
    PROVENANCE = "provenance"
    """Where spans come from."""


class Unit(StrEnum):
    """In what a format counts the places of its spans."""

    CODE_POINT = "codepoint"
    UTF16 = "utf16"
    GRAPHEME = "grapheme"
    TOKEN = "token"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that could not be taken: where it stands in the file, and why."""

    place: str
    error: WarraqError

    def __str__(self) -> str:
        said = str(self.error)
        return said if self.place in said else _("{place}: {said}").format(place=self.place, said=said)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """``name`` is what the documents are called that bring no id; ``encoding`` overrides what is found."""

    name: str = ""
    encoding: str | None = None
    without_text: bool = False
    """Whether a record may name its document by id alone, as predictions do."""
    column: str = ""
    """The column or field of a table that holds the text; found where it is not said."""


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How spans are brought into formats that hold less than a project does. An empty choice is the format's own."""

    nesting: str = "all"
    subword: str = "split"
    scheme: str = "iob2"
    tokens: str = ""
    offsets: str = ""
    labels: tuple[Label, ...] = ()
    """The labels of the project, for formats that say what they mean."""


KEPT = "warraq:"
"""With the id of a format, the key of a document's meta under which a reader keeps what only that format knows."""


class Writer(ABC):
    """Writes records of one file, or of one folder, one by one."""

    written: Path | None = None
    """The file to be read again, where that is not all that is written at its path."""

    def __init__(self) -> None:
        self.report = Report()

    def part(self, _name: str) -> Writer:
        """What writes a part of the data set: the writer itself, unless all parts go to one folder."""
        return self

    @abstractmethod
    def add(self, record: Record) -> Record:
        """Write a record. Returns it as a reader of the file must find it: that is compared before the export stands."""

    def finish(self) -> None:
        """Write what is left to write, and close."""
        self.close()

    def finishing(self) -> Iterator[int]:
        """Does what ``finish`` does, in steps between which it can be left; yields how many documents it wrote that were put aside."""
        self.finish()
        yield from ()

    @abstractmethod
    def close(self) -> None:
        """Let go of the file, finished or not."""


Reader = Callable[[Path, ReadOptions], Iterator[Record | Problem]]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: ``read`` and ``write`` are None where it cannot."""

    id: str
    title: str
    """English name, a message of the catalogue."""
    extensions: tuple[str, ...]
    offsets: Unit
    loses: tuple[Loss, ...]
    read: Reader | None = None
    write: Callable[[Path, WriteOptions], Writer] | None = None
    recognises: Callable[[bytes], bool] | None = None
    """Whether the first bytes of a file are certainly of this format."""
    options: frozenset[str] = field(default_factory=frozenset)
    """The fields of WriteOptions that change what it writes."""
    folder: bool = False
    """Whether it is written as a folder of several files, which is read as a whole."""
    parted: bool = False
    """Whether one folder holds all parts of a split."""
    check: Reader | None = None
    """Reads what a format that cannot be imported writes, so that an export of it is compared all the same."""
    accompanies: Callable[[Path], bool] | None = None
    """Whether a file beside others is no document of its own, but read along with one of this format."""
    beside: Callable[[Mapping[str, Path], WriteOptions], Mapping[Path, str]] | None = None
    """What an export to these files, by the names of their parts, puts beside them: texts by their paths."""

    @property
    def reads(self) -> bool:
        return self.read is not None

    @property
    def writes(self) -> bool:
        return self.write is not None

    @property
    def name(self) -> str:
        """Its name in the language in use."""
        return _(self.title)

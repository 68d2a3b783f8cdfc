"""What a report is made of: sections of blocks, worded in the language in use, which page and print set each in their way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from annotator.label_file import Colours

Align = Literal["start", "end", "line"]
"""Words stand at the start of their column, numbers at its end; a line of text takes the room that is left."""


@dataclass(frozen=True, slots=True)
class Hue:
    """The colours of a family of labels, on a light page and a dark one."""

    light: Colours
    dark: Colours


@dataclass(frozen=True, slots=True)
class Strip:
    """A share 0–1 as a dot on a scale from 0 to 1, with its interval; ``hue`` counts in the report's."""

    value: float
    low: float | None = None
    high: float | None = None
    hue: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one stretch of a line, and which spans they belong to."""

    text: str
    gold: bool = False
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A string in its context; the pieces are the string, whose beginning stands in one column."""

    before: str
    pieces: tuple[Piece, ...]
    after: str
    rtl: bool
    hue: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell of a table: words or a number; a label as a chip where it has a hue; a strip; a line."""

    text: str = ""
    under: str = ""
    """Said in smaller ink below it."""
    hue: int | None = None
    strong: bool = False
    quiet: bool = False
    ground: bool = False
    """Whether it stands on a darker ground, as the diagonal of a matrix does."""
    own: bool = False
    """Whether it is a name or a text from outside, which keeps its own direction."""
    strip: Strip | None = None
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    align: Align = "start"
    own: bool = False
    """Whether its title is a name from outside."""


Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their heads, the first cell of each being its own head."""

    name: str
    """What it shows, for those who do not see it."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    turned: bool = False
    """Whether the heads are turned upwards, all but the first."""
    scale: tuple[str, ...] = ()
    """What stands over the strips of the last column: their beginning, middle and end."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; said quietly where it only explains."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a part of a section."""

    text: str
    beside: str = ""
    """Said in smaller ink after it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing in the colours of the light theme; ``name`` is its own on the page."""

    name: str
    svg: str
    size: tuple[int, int]
    """Width and height in pixels."""
    alt: str
    """All that it shows, in words."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms, each with what it means."""

    entries: tuple[tuple[str, str], ...]


Block: TypeAlias = Heading | Words | Table | Figure | Terms


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report in one language and with one kind of digits.

    Attributes:
        facts: what it is of: names and values; the value is a name from outside where the third is true.
        summary: the sentences that tell most.
        foot: what stands below every printed page.
    """

    language: str
    digits: str
    title: str
    facts: tuple[tuple[str, str, bool], ...]
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    hues: tuple[Hue, ...] = ()
    foot: str = ""
    words: dict[str, str] = field(default_factory=dict)
    """What the page itself says, such as the head of its contents."""

    @property
    def rtl(self) -> bool:
        return self.language == "ar"

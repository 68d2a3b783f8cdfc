"""Text out of markup: blocks by empty lines, items and rows by lines, cells by tabs, white space as HTML takes it, no mark left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import TYPE_CHECKING

from annotator.records import LabelId, Span

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SPACES = re.compile(r"[ \t\n\r\f]+")
_LINE = re.compile(r"\r\n|[\r\n]")
_SPACE = " \t\n\r\f"


class Role(Enum):
    """What an element does to the text in it."""

    INLINE = auto()
    BLOCK = auto()
    """An empty line stands around it; within an item or a cell a line end."""
    LINE = auto()
    ITEM = auto()
    """A line of its own, and no empty lines within."""
    ROW = auto()
    CELL = auto()
    BREAK = auto()
    SPACE = auto()
    """Parts two words and holds nothing."""
    GLUE = auto()
    """Joins what is on either side of it into one word."""
    VERBATIM = auto()
    """A block whose lines and spaces stay."""
    NOTE = auto()
    """Stands at the end of the text."""
    OUT = auto()
    """Is left out with all that is in it."""


_LINE_ENDS = {Role.BLOCK: 2, Role.VERBATIM: 2, Role.LINE: 1, Role.ITEM: 1, Role.ROW: 1}
_COMPACT = (Role.ITEM, Role.CELL)


class Flow:
    """A text as it grows. What parts two words is kept until the next word comes, so that nothing hangs over at the end."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0
        self._line_ends = self._tabs = 0
        self._blank = ""
        self._glued = False
        self._in_fresh_cell = False
        self._compact = 0
        self._rows: list[int] = []

    def words(self, text: str | None) -> None:
        """Words with white space that means no more than a space."""
        text = _SPACES.sub(" ", text or "")
        if text.startswith(" ") and not self._glued:
            self._blank = " "
        if words := text.strip(" "):
            self._put(words, "" if self._line_ends or not self.length else self._blank)
            self._blank = " " if text.endswith(" ") else ""

    def verbatim(self, text: str | None) -> None:
        """Lines as they are, without blanks at their ends."""
        for number, line in enumerate(_LINE.split(text or "")):
            if number:
                self._line_ends += 1
                self._blank = ""
            if words := line.strip(_SPACE):
                start = line.index(words)
                self._put(words, self._blank + line[:start])
                self._blank = line[start + len(words) :]
            else:
                self._blank += line

    def _put(self, words: str, blank: str) -> None:
        line_ends = "\n" * self._line_ends if self.length else ""
        between = line_ends + ("\t" * self._tabs or blank)
        self._pieces.append(between + words)
        self.length += len(between) + len(words)
        self._line_ends = self._tabs = 0
        self._blank = ""
        self._glued = self._in_fresh_cell = False

    def space(self) -> None:
        self._blank = self._blank or " "

    def glue(self) -> None:
        self._blank = ""
        self._glued = True

    def line_break(self) -> None:
        self._line_ends = min(self._line_ends + 1, 2)
        self._blank = ""

    def begin(self, role: Role) -> None:
        """An element begins: what is in it stands apart from what was, as its role wants it."""
        self._part(role)
        if role is Role.ROW:
            self._rows.append(0)
        elif role is Role.CELL and self._rows:
            if self._rows[-1]:
                # What ended the cell before ended no line.
                self._line_ends = self._line_ends if self._in_fresh_cell else 0
                self._tabs += 1
            self._rows[-1] += 1
            self._in_fresh_cell = True
        self._compact += role in _COMPACT

    def end(self, role: Role) -> None:
        """An element ends, as it began."""
        self._compact -= role in _COMPACT
        if role is Role.ROW:
            self._rows.pop()
        self._part(role)

    def _part(self, role: Role) -> None:
        if role is Role.ROW:
            self._tabs = 0
            self._in_fresh_cell = False
        count = _LINE_ENDS.get(role, 0)
        if count and not self._in_fresh_cell:
            wanted = 1 if self._compact else count
            self._line_ends = min(max(self._line_ends, wanted), 2)
            self._blank = ""

    @property
    def text(self) -> str:
        return "".join(self._pieces)


def text_of(
    root: Element,
    role: Callable[[Element], Role],
    *,
    label: Callable[[Element], str] | None = None,
    speaks: frozenset[str] = frozenset(),
) -> tuple[str, list[Span]]:
    """The text in an element, and the spans of those in it that have a label.

    ``role`` says what an element does; where ``speaks`` names elements, only what stands directly in these is text.
    """
    reading = _Reading(role, label, speaks)
    waiting = [root]
    while waiting:
        reading.go_through(waiting.pop(0))
        waiting.extend(reading.notes)
        reading.notes.clear()
    return reading.flow.text, list(reading.spans())


def name_of(element: Element) -> str:
    """The name of an element without its namespace, in small letters."""
    return str(element.tag).rpartition("}")[2].lower()


class _Reading:
    """Goes through elements without calling itself: how deep they lie in each other is the file's choice."""

    def __init__(
        self, role: Callable[[Element], Role], label: Callable[[Element], str] | None, speaks: frozenset[str]
    ) -> None:
        self.flow = Flow()
        self.notes: list[Element] = []
        self._role = role
        self._label = label
        self._speaks = speaks
        self._labelled: list[tuple[int, int, str]] = []
        self._verbatim = 0

    def go_through(self, root: Element) -> None:
        """Take in an element and all that is in it, but for notes."""
        stack = [self._entered(root, Role.BLOCK)]
        while stack:
            element, role, begun, children = stack[-1]
            child = next(children, None)
            if child is None:
                self._left(element, role, begun)
                stack.pop()
                if stack:
                    self._take(element.tail, stack[-1][0])
                continue
            found = self._role(child) if isinstance(child.tag, str) else Role.OUT
            if found is Role.NOTE:
                self.notes.append(child)
            elif found is not Role.OUT:
                stack.append(self._entered(child, found))
                continue
            self._take(child.tail, element)

    def _entered(self, element: Element, role: Role) -> tuple[Element, Role, int, Iterator[Element]]:
        self.flow.begin(role)
        self._verbatim += role is Role.VERBATIM
        match role:
            case Role.BREAK:
                self.flow.line_break()
            case Role.SPACE:
                self.flow.space()
            case Role.GLUE:
                self.flow.glue()
        begun = self.flow.length
        self._take(element.text, element)
        return element, role, begun, iter(element)

    def _left(self, element: Element, role: Role, begun: int) -> None:
        if self._label and begun < self.flow.length and (label := self._label(element)):
            self._labelled.append((begun, self.flow.length, label))
        self._verbatim -= role is Role.VERBATIM
        self.flow.end(role)

    def _take(self, text: str | None, element: Element) -> None:
        if self._speaks and name_of(element) not in self._speaks:
            return
        if self._verbatim:
            self.flow.verbatim(text)
        else:
            self.flow.words(text)

    def spans(self) -> Iterator[Span]:
        """The labelled stretches without the white space that came between them and what stood before; none that is nothing else."""
        text = self.flow.text
        for start, end, label in self._labelled:
            words = text[start:end]
            if words.strip():
                yield Span(start + len(words) - len(words.lstrip(_SPACE)), end, LabelId(label))

"""A small language of patterns over words, in which the rules are written.

A pattern is a row of elements: a lower-case Latin word is a *kind* (``month``, ``given``), an upper-case one a *label* already proposed
(``NORP``), anything else the word itself, compared folded. ``?``, ``*``, ``+`` and ``{1,3}`` repeat what they follow, ``( | )`` groups
and chooses, ``!x`` demands that x does not follow, ``~x`` that x does not stand before. ``< >`` encloses the part that is proposed; the rest is context.

    title < name{1,3} >
    CARDINAL (تريليون|مليار)? currency NORP?
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.suggest.lexicons import normal
from annotator.texts import _

_ELEMENT = re.compile(r"[()|<>?*+]|\{\d+,\d+\}|[^\s()|<>?*+{]+")
_KIND = re.compile(r"[A-Za-z_]+")


class Chart:
    """The words of a text and what is known to begin at each: kind or label → where it ends, longest first."""

    def __init__(self, norms: Sequence[str]) -> None:
        self.norms = norms
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        """Where a word stands, and where a kind begins (under its name and a colon)."""
        self._ends: list[dict[str, list[int]]] = [{} for _ in range(len(norms) + 1)]
        for place, norm in enumerate(norms):
            self.places[norm].append(place)

    def add(self, kind: str, start: int, end: int) -> None:
        """Let it be known that words ``[start, end)`` are of a kind."""
        ends = self._ends[start].get(kind)
        if ends is None:
            self._ends[start][kind] = [end]
            self.places[kind + ":"].append(start)
        elif end not in ends:
            ends.append(end)
            ends.sort(reverse=True)

    def begun(self) -> Sequence[Mapping[str, Sequence[int]]]:
        """For each word the kinds that begin there, with where they end, the longest first."""
        return self._ends[: len(self.norms)]

    def ends(self, kind: str, start: int) -> Sequence[int]:
        """Where a kind that begins at a word can end, the longest first."""
        return self._ends[start].get(kind, ())


class Node:
    """A part of a pattern."""

    first: frozenset[str] = frozenset()
    """The words and kinds (with a colon) it can begin with."""
    empty: bool = False
    """Whether it matches no words at all, too."""

    def ends(self, chart: Chart, start: int) -> Iterator[int]:
        """Where it can end when it begins at a word, the longest first."""
        raise NotImplementedError


class Word(Node):
    """A word itself, compared folded."""

    def __init__(self, word: str) -> None:
        self.word = normal(word)
        self.first = frozenset([self.word])

    def ends(self, chart: Chart, start: int) -> Iterator[int]:
        if start < len(chart.norms) and chart.norms[start] == self.word:
            yield start + 1


class AnyWord(Node):
    """One of several words, as ``(a|b|c)`` says: looked up at once."""

    def __init__(self, words: Iterable[str]) -> None:
        self.first = frozenset(words)

    def ends(self, chart: Chart, start: int) -> Iterator[int]:
        if start < len(chart.norms) and chart.norms[start] in self.first:
            yield start + 1


class Kind(Node):
    """A kind of word, or a label that was proposed."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.first = frozenset([kind + ":"])

    def ends(self, chart: Chart, start: int) -> Iterator[int]:
        yield from chart.ends(self.kind, start)


class Not(Node):
    """That something does not follow; takes no words."""

    empty = True

    def __init__(self, node: Node) -> None:
        self.node = node

    def ends(self, chart: Chart, start: int) -> Iterator[int]:
        if not any(self.node.ends(chart, start)):
            yield start


class NotBehind(Node):
    """That something does not stand before; takes no words."""

    empty = True

    def __init__(self, node: Word | Kind) -> None:
        self.node = node

    def ends(self, chart: Chart, start: int) -> Iterator[int]:
        if start == 0 or start not in self.node.ends(chart, start - 1):
            yield start


class Choice(Node):
    """One of several."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = nodes
        self.empty = any(node.empty for node in nodes)
        self.first = frozenset().union(*(node.first for node in nodes))

    def ends(self, chart: Chart, start: int) -> Iterator[int]:
        yield from sorted({end for node in self.nodes for end in node.ends(chart, start)}, reverse=True)


class Repeat(Node):
    """The same several times."""

    def __init__(self, node: Node, least: int, most: int) -> None:
        self.node, self.least, self.most = node, least, most
        self.empty = least == 0 or node.empty
        self.first = node.first

    def ends(self, chart: Chart, start: int) -> Iterator[int]:
        yield from self._ends(chart, start, 0)

    def _ends(self, chart: Chart, start: int, done: int) -> Iterator[int]:
        if done < self.most:
            for end in self.node.ends(chart, start):
                if end > start:
                    yield from self._ends(chart, end, done + 1)
        if done >= self.least:
            yield start


class Row(Node):
    """One after the other."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = nodes
        self.empty = all(node.empty for node in nodes)
        first: set[str] = set()
        for node in nodes:
            first |= node.first
            if not node.empty:
                break
        self.first = frozenset(first)

    def ends(self, chart: Chart, start: int) -> Iterator[int]:
        yield from self._ends(chart, start, 0)

    def _ends(self, chart: Chart, start: int, index: int) -> Iterator[int]:
        if index == len(self.nodes):
            yield start
            return
        for end in self.nodes[index].ends(chart, start):
            yield from self._ends(chart, end, index + 1)


@dataclass(frozen=True)
class Pattern:
    """What stands before, the part that is meant, what stands after."""

    before: Row
    meant: Row
    after: Row

    @cached_property
    def first(self) -> frozenset[str]:
        """The words and kinds it can begin with, its context included."""
        return Row([self.before, self.meant]).first

    def find(self, chart: Chart, start: int) -> tuple[int, int] | None:
        """The words meant by the longest match that begins at a word, context included."""
        for begin in self.before.ends(chart, start):
            for end in sorted({*self.meant.ends(chart, begin)}, reverse=True):
                if end > begin and any(True for _end in self.after.ends(chart, end)):
                    return begin, end
        return None


def parse(source: str) -> Pattern:
    """Read a pattern. Raises ``ValueError`` that says what is wrong with it."""
    elements = _ELEMENT.findall(source)
    marks = [element for element in elements if element in ("<", ">")]
    if marks not in ([], ["<", ">"]):
        raise ValueError(_("< and > must stand once each, in this order"))
    opens, closes = (elements.index("<"), elements.index(">")) if marks else (-1, len(elements))
    before = _Parser(elements[: max(opens, 0)]).whole()
    meant = _Parser(elements[opens + 1 : closes]).whole()
    after = _Parser(elements[closes + 1 :]).whole()
    if meant.empty:
        raise ValueError(_("the pattern can match nothing"))
    return Pattern(before, meant, after)


def _misplaced(element: str) -> ValueError:
    return ValueError(_("“{element}” stands in the wrong place").format(element=element))


class _Parser:
    def __init__(self, elements: list[str]) -> None:
        self.elements = elements
        self.at = 0

    def whole(self) -> Row:
        node = self._choice()
        if self.at < len(self.elements):
            raise _misplaced(self.elements[self.at])
        return node

    def _next(self) -> str:
        return self.elements[self.at] if self.at < len(self.elements) else ""

    def _choice(self) -> Row:
        rows = [self._row()]
        while self._next() == "|":
            self.at += 1
            rows.append(self._row())
        if len(rows) == 1:
            return rows[0]
        words = [row.nodes[0].word for row in rows if len(row.nodes) == 1 and isinstance(row.nodes[0], Word)]
        return Row([AnyWord(words) if len(words) == len(rows) else Choice(rows)])

    def _row(self) -> Row:
        nodes: list[Node] = []
        while self._next() not in ("", "|", ")"):
            nodes.append(self._repeated(self._single()))
        return Row(nodes)

    def _single(self) -> Node:
        element = self._next()
        self.at += 1
        if element == "(":
            node = self._choice()
            if self._next() != ")":
                raise ValueError(_("a bracket is not closed"))
            self.at += 1
            return node.nodes[0] if len(node.nodes) == 1 else node
        if element in "|)<>?*+" or element[0] == "{":
            raise _misplaced(element)
        if element[0] == "!":
            return Not(_atom(element[1:]))
        if element[0] == "~":
            return NotBehind(_atom(element[1:]))
        return _atom(element)

    def _repeated(self, node: Node) -> Node:
        repeat = self._next()
        if repeat in ("?", "*", "+"):
            least, most = {"?": (0, 1), "*": (0, 20), "+": (1, 20)}[repeat]
        elif repeat.startswith("{"):
            least, most = map(int, repeat[1:-1].split(","))
        else:
            return node
        self.at += 1
        return Repeat(node, least, most)


def _atom(element: str) -> Word | Kind:
    return Kind(element) if _KIND.fullmatch(element) else Word(element)

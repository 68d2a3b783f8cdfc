"""The blocks of a report, set in the width of a page: each becomes parts that stand below each other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QFont, QPainter
from PySide6.QtSvg import QSvgRenderer

from annotator.quality.report.parts import Block, Figure, Heading, Report, Section, Table, Terms, Words
from desktop.paper.struts import Placed, Rule, Strut
from desktop.paper.tables import table_struts
from desktop.paper.text import BOLD, Text, sans

_BODY: Final = 12
_SMALL: Final = 10.5
_TERM: Final = 120
"""The width of the column of terms."""
_MEASURE: Final = 580
"""A paragraph is no wider, so that the eye finds the next line."""
_FIGURE: Final = 480
_ONLY_FILLED: Final = re.compile(r'style="(fill: [^"]*)"')
_INDENT: Final = 14
"""Between the side and the sentences of the summary."""


class Setter:
    """Sets what a report has, in a width in pixels."""

    def __init__(self, report: Report, width: float) -> None:
        self._report, self._width, self._rtl = report, width, report.rtl

    def front(self) -> list[Strut]:
        """The title, what the report is of, and the sentences that tell most."""
        title = self._text(self._report.title, sans(22, BOLD), self._width, "text-ink")
        return [
            Strut(title.height + 4, (Placed(title),)),
            *self._facts(),
            *([self._title(self._report.words["summary"], 16)] if self._report.summary else []),
            *self._summary(),
        ]

    def section(self, section: Section) -> list[Strut]:
        """Its title under a rule, and its blocks."""
        rule = Placed(Rule(self._width, "rule"))
        title = self._title(section.title, 0, 10)
        struts = [replace(title, placed=(rule, *title.placed), above=22)]
        for block, following in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            struts += self._block(block, following)
        return struts

    def _block(self, block: Block, following: Block | None) -> list[Strut]:
        match block:
            case Heading():
                return [self._heading(block)]
            case Words():
                return [self._words(block, keep=isinstance(following, Table | Figure))]
            case Table():
                return [*table_struts(block, self._width, self._rtl, self._report.hues), Strut(10)]
            case Figure():
                return [self._figure(block)]
            case Terms():
                return [self._term(term, meaning) for term, meaning in block.entries]

    def _facts(self) -> list[Strut]:
        """Names over values, in two columns."""
        column = self._width / 2 - 12
        cells = []
        for name, value, own in self._report.facts:
            words = f"\u2068{value}\u2069" if own else value
            above = self._text(name, sans(_SMALL), column, "ink-2")
            cells.append((above, self._text(words, sans(_BODY), column)))
        rows = []
        for pair in (cells[place : place + 2] for place in range(0, len(cells), 2)):
            placed = []
            for place, (name, value) in enumerate(pair):
                x = self._start(place * (column + 24), column)
                placed += [Placed(name, x), Placed(value, x, name.height)]
            rows.append(
                Strut(max(name.height + value.height for name, value in pair), tuple(placed), above=6, keep=True)
            )
        return rows

    def _summary(self) -> list[Strut]:
        struts = []
        for place, sentence in enumerate(self._report.summary):
            text = self._text(sentence, sans(_BODY, BOLD) if not place else sans(_BODY), _MEASURE - _INDENT)
            dot = self._text("•", sans(_BODY), _INDENT)
            placed = (Placed(dot, self._start(0, _INDENT)), Placed(text, self._start(_INDENT, _MEASURE - _INDENT)))
            struts.append(Strut(text.height, placed, above=2))
        return struts

    def _title(self, title: str, above: float, down: float = 0) -> Strut:
        text = self._text(title, sans(16, BOLD), self._width, "text-ink")
        return Strut(down + text.height + 2, (Placed(text, 0, down),), above=above, keep=True)

    def _heading(self, block: Heading) -> Strut:
        text = self._text(block.text, sans(12.5, BOLD), self._width)
        placed = [Placed(text)]
        if block.beside:
            after = text.width + 10
            beside = self._text(block.beside, sans(_SMALL), self._width - after, "ink-2")
            placed.append(Placed(beside, self._start(after, self._width - after), text.height - beside.height - 1))
        return Strut(text.height, tuple(placed), above=10, keep=True)

    def _words(self, block: Words, *, keep: bool) -> Strut:
        font, token = (sans(_SMALL), "ink-2") if block.quiet else (sans(_BODY), "ink")
        text = self._text(block.text, font, _MEASURE, token)
        return Strut(text.height, (Placed(text, self._start(0, _MEASURE)),), above=4, keep=keep)

    def _figure(self, block: Figure) -> Strut:
        width, height = block.size
        shown = _Drawing(block.svg, _FIGURE, _FIGURE * height / width)
        return Strut(shown.height + 8, (Placed(shown, self._start(0, _FIGURE), 4),), above=4)

    def _term(self, term: str, meaning: str) -> Strut:
        room = _MEASURE + 60 - _TERM
        name = self._text(term, sans(_SMALL + 0.5), _TERM - 12, "ink-2")
        text = self._text(meaning, sans(_SMALL + 0.5), room)
        placed = (Placed(name, self._start(0, _TERM - 12)), Placed(text, self._start(_TERM, room)))
        return Strut(max(name.height, text.height), placed, above=5)

    def _text(self, text: str, font: QFont, width: float, token: str = "ink") -> Text:
        return Text(text, font, width, rtl=self._rtl, token=token)

    def _start(self, offset: float, width: float) -> float:
        """The left end of what is so wide and stands so far from where reading begins."""
        return self._width - offset - width if self._rtl else offset


class _Drawing:
    """A figure, as lines and outlines."""

    def __init__(self, svg: str, width: float, height: float) -> None:
        self._renderer = QSvgRenderer(QByteArray(_ONLY_FILLED.sub(_without_line, svg).encode()))
        self._width, self.height = width, height

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        self._renderer.render(painter, QRectF(x, y, self._width, self.height))


def _without_line(style: re.Match[str]) -> str:
    """What is only filled has a black line round it in a PDF, unless it is said to have one that is not seen."""
    return style[0] if "stroke" in style[1] else f'style="{style[1]}; stroke: #000000; stroke-opacity: 0"'

"""What a printed page is built of: parts that are never cut, one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from desktop.paper.text import Text, ink


class Drawn(Protocol):
    """Anything that draws itself."""

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it with its left end at ``x`` and its top at ``y``."""


class Placed(NamedTuple):
    """Something drawn, and where: from the left and the top of its part."""

    drawn: Drawn
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Strut:
    """A part of a page. Sizes are in pixels, 96 to the inch."""

    height: float
    placed: tuple[Placed, ...] = ()
    above: float = 0.0
    """Room left above it, but not at the top of a page."""
    keep: bool = False
    """Whether the next one stands on the same page."""
    again: Strut | None = None
    """What stands above it where it comes first on a page: the heads of its table."""
    scale: float = 1.0
    """What is placed in it is drawn so much smaller."""

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        painter.save()
        painter.translate(x, y)
        painter.scale(self.scale, self.scale)
        for each in self.placed:
            each.drawn.draw(painter, each.x, each.y)
        painter.restore()


def paginate(struts: Iterable[Strut], height: float) -> list[list[tuple[Strut, float]]]:
    """The pages: of each its parts, with their tops."""
    pages: list[list[tuple[Strut, float]]] = [[]]
    y = 0.0
    for group in _kept_together(struts):
        needed = sum(each.above + each.height for each in group)
        if pages[-1] and y + needed > height and needed <= height:
            pages.append([])
            y = 0.0
        for strut in group:
            if pages[-1] and y + strut.above + strut.height > height:
                pages.append([])
                y = 0.0
            if not pages[-1] and strut.again is not None:
                pages[-1].append((strut.again, y))
                y += strut.again.height
            y += strut.above if pages[-1] else 0.0
            pages[-1].append((strut, y))
            y += strut.height
    return pages


def _kept_together(struts: Iterable[Strut]) -> Iterator[list[Strut]]:
    group: list[Strut] = []
    for strut in struts:
        group.append(strut)
        if not strut.keep:
            yield group
            group = []
    if group:
        yield group


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""

    width: float
    token: str

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        painter.setPen(QPen(ink(self.token), 0.75))
        painter.drawLine(QPointF(x, y), QPointF(x + self.width, y))


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies behind a cell."""

    width: float
    height: float

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        painter.fillRect(QRectF(x, y, self.width, self.height), ink("track"))


@dataclass(frozen=True, slots=True)
class Turned:
    """A line turned upwards; it is as high as the text is long."""

    text: Text

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        painter.save()
        painter.translate(x, y + self.text.width)
        painter.rotate(-90)
        self.text.draw(painter, 0, 0)
        painter.restore()

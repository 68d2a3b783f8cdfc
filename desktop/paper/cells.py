"""The cells of a table on paper: words and numbers, chips, strips, and lines of a concordance."""

from __future__ import annotations

import re
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.quality.report.parts import Align, Cell, Hue, Line, Strip
from desktop.paper.text import BOLD, Text, ink, naskh, sans, units

SIZE: Final = 11.5
SMALL: Final = 10
_LINE: Final = 14
STRIP: Final = 110
"""The width of a strip, and of what it needs at both ends beyond its scale."""
STRIP_EDGE: Final = 5
_CHIP: Final = 5
"""Pixels between a chip's edge and its name."""
_KEYWORD_AT: Final = 0.42
"""Where the column of the strings' beginnings stands, as a share of the width."""


class Box(Protocol):
    """What stands in a cell.

    Attributes:
        width: that it takes on one line.
    """

    width: float

    def fit(self, width: float) -> float:
        """Take on a width; the height that is needed then."""

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it into the width, with the left end at ``x``."""


def box(cell: Cell, align: Align, rtl: bool, hues: tuple[Hue, ...]) -> Box:
    """The cell, ready to be measured."""
    if cell.line is not None:
        return _LineBox(cell.line, hues)
    if cell.strip is not None:
        return _StripBox(cell.strip, rtl, hues)
    if cell.hue is not None:
        return _ChipBox(cell, align, rtl, hues[cell.hue])
    return _TextBox(cell, align, rtl)


class _TextBox:
    """Words or a number, and what is said below."""

    def __init__(self, cell: Cell, align: Align, rtl: bool) -> None:
        self._to_end, self._rtl = align == "end", rtl
        text = f"\u2068{cell.text}\u2069" if cell.own else cell.text
        font = sans(SIZE, BOLD) if cell.strong else sans(SIZE)
        self._parts = [(text, font, "ink-2" if cell.quiet else "ink")] if text else []
        if cell.under:
            self._parts.append((cell.under, sans(SMALL), "ink-2"))
        self._set: list[Text] = []
        self.width = max((Text(each, font, rtl=rtl).width for each, font, _token in self._parts), default=0.0)

    def fit(self, width: float) -> float:
        width += 0.5  # a line is not broken for what rounding has taken
        self._set = [
            Text(text, font, width, rtl=self._rtl, token=token, to_end=self._to_end)
            for text, font, token in self._parts
        ]
        return sum(each.height for each in self._set)

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        for each in self._set:
            each.draw(painter, x, y)
            y += each.height


class _ChipBox:
    """The name of a label on its tint, and what is said below."""

    def __init__(self, cell: Cell, align: Align, rtl: bool, hue: Hue) -> None:
        self._name = Text(cell.text, sans(SMALL + 0.5, BOLD), rtl=rtl, colour=QColor(hue.light.text))
        self._under = _TextBox(Cell("", under=cell.under), align, rtl)
        self._tint, self._rtl, self._room = QColor(hue.light.tint), rtl, 0.0
        self.width = max(self._name.width + 2 * _CHIP, self._under.width)

    def fit(self, width: float) -> float:
        self._room = width
        return self._name.height + 2 + self._under.fit(width)

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        width = self._name.width + 2 * _CHIP
        left = x + self._room - width if self._rtl else x
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tint)
        painter.drawRoundedRect(QRectF(left, y + 1, width, self._name.height), 3, 3)
        self._name.draw(painter, left + _CHIP, y + 1)
        self._under.draw(painter, x, y + self._name.height + 2)


class _StripBox:
    """A share on a scale, with its interval; zero stands where reading begins."""

    width = float(STRIP)

    def __init__(self, strip: Strip, rtl: bool, hues: tuple[Hue, ...]) -> None:
        self._strip, self._rtl = strip, rtl
        self._colour = ink("text-ink") if strip.hue is None else QColor(hues[strip.hue].light.line)

    def fit(self, width: float) -> float:
        del width
        return SIZE * 1.5

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        y += SIZE * 0.78

        def place(share: float) -> float:
            return x + STRIP_EDGE + (STRIP - 2 * STRIP_EDGE) * (1 - share if self._rtl else share)

        painter.setPen(QPen(ink("rule"), 0.75))
        painter.drawLine(QPointF(place(0), y), QPointF(place(1), y))
        if self._strip.low is not None and self._strip.high is not None:
            painter.setPen(QPen(self._colour, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(QPointF(place(self._strip.low), y), QPointF(place(self._strip.high), y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawEllipse(QPointF(place(self._strip.value), y), 3.25, 3.25)


class _LineBox:
    """A string in its context: gold has the tint, what was proposed the line below; letters stay joined as in the text."""

    width = 300.0

    def __init__(self, line: Line, hues: tuple[Hue, ...]) -> None:
        self._line = line
        whole = line.before + "".join(piece.text for piece in line.pieces) + line.after
        self._gaps = [units(whole[: gap.start()]) for gap in re.finditer(r" |\Z|\A", whole)]
        self._text = Text(whole, naskh(_LINE), rtl=line.rtl, token="text-ink")
        plain = (ink("track"), ink("edge"))
        light = hues[line.hue].light if line.hue is not None else None
        self._tint, self._below = (QColor(light.tint), QColor(light.line)) if light else plain
        self._room = 0.0

    def fit(self, width: float) -> float:
        self._room = width
        return self._text.height + 2

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        place = units(self._line.before)
        begin = self._text.place(place)
        share = 1 - _KEYWORD_AT if self._line.rtl else _KEYWORD_AT
        left = x + self._room * share - begin
        painter.save()
        painter.setClipRect(self._whole_words(left, QRectF(x, y - 2, self._room, self._text.height + 6)))
        for piece in self._line.pieces:
            ends = [left + self._text.place(unit) for unit in (place, place + units(piece.text))]
            box = QRectF(min(ends), y + 1, abs(ends[0] - ends[1]), self._text.height)
            if piece.gold:
                painter.fillRect(box, self._tint)
            if piece.proposed:
                painter.fillRect(QRectF(box.left(), box.bottom() - 0.75, box.width(), 1.5), self._below)
            place += units(piece.text)
        self._text.draw(painter, left, y)
        painter.restore()

    def _whole_words(self, left: float, room: QRectF) -> QRectF:
        """The part of the room that holds no half words at its sides."""
        places = [left + self._text.place(unit) for unit in self._gaps]
        inside = [place for place in places if room.left() <= place <= room.right()]
        if len(inside) > 1:
            room.setLeft(min(inside))
            room.setRight(max(inside))
        return room

"""Tables on paper: columns as wide as what they hold, rows that are never cut, heads that come again on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from annotator.quality.report.parts import Hue, Row, Table
from desktop.paper.cells import SMALL, STRIP, STRIP_EDGE, Box, box
from desktop.paper.struts import Ground, Placed, Rule, Strut, Turned
from desktop.paper.text import Text, sans

_GAP: Final = 18
"""Between columns."""
_TIGHT: Final = 6
"""Between those of a matrix."""
_PADDING: Final = 3
"""Above and below what stands in a row."""
_WIDEST: Final = 210
"""Words wrap in a column of this width."""
_KEPT: Final = 2
"""So many rows stay with the heads, and with the last one."""


def table_struts(table: Table, width: float, rtl: bool, hues: tuple[Hue, ...]) -> list[Strut]:
    """The heads and the rows of a table within a width; one that is wider is drawn smaller."""
    return _Grid(table, width, rtl, hues).struts()


class _Grid:
    """The columns of a table, where they stand, and its rows in them."""

    def __init__(self, table: Table, width: float, rtl: bool, hues: tuple[Hue, ...]) -> None:
        self._table, self._rtl = table, rtl
        self._gap = _TIGHT if table.turned else _GAP
        self._boxes = [self._row(row, hues) for row in table.rows]
        self._widths = self._measured(width)
        whole = sum(self._widths) + self._gap * (len(self._widths) - 1)
        self._scale = min(1.0, width / whole)
        self._whole = whole
        room = width / self._scale
        offsets = [sum(self._widths[:place]) + self._gap * place for place in range(len(self._widths))]
        self._lefts = [
            room - offset - own if rtl else offset for offset, own in zip(offsets, self._widths, strict=True)
        ]
        self._left = room - whole if rtl else 0.0

    def struts(self) -> list[Strut]:
        heads = self._heads()
        last = len(self._boxes) - 1
        whole = self._table.turned
        rows = [
            self._strut(cells, row, heads, keep=place < last and (whole or place < _KEPT or place >= last - _KEPT))
            for place, (cells, row) in enumerate(zip(self._boxes, self._table.rows, strict=True))
        ]
        return [heads, *rows]

    def _row(self, row: Row, hues: tuple[Hue, ...]) -> list[Box]:
        columns = self._table.columns
        return [box(cell, column.align, self._rtl, hues) for cell, column in zip(row, columns, strict=True)]

    def _measured(self, width: float) -> list[float]:
        """The widths of the columns: what stands in them, and the longest word of the head; a line takes what is left."""
        found = []
        for place, column in enumerate(self._table.columns):
            own = max((cells[place].width for cells in self._boxes), default=0.0)
            head = 14.0 if self._table.turned and place else self._longest_word(column.title)
            found.append(max(own if column.align == "end" else min(own, _WIDEST), head))
        lines = [place for place, column in enumerate(self._table.columns) if column.align == "line"]
        for place in lines:
            found[place] = 0.0
            found[place] = max(260.0, width - sum(found) - self._gap * (len(found) - 1))
        return found

    def _longest_word(self, title: str) -> float:
        return max((Text(word, sans(SMALL), rtl=self._rtl).width for word in title.split()), default=0.0)

    def _heads(self) -> Strut:
        placed: list[Placed] = []
        texts: list[tuple[Text | Turned, float, float]] = []
        for place, (column, own) in enumerate(zip(self._table.columns, self._widths, strict=True)):
            title = f"\u2068{column.title}\u2069" if column.own else column.title
            if self._table.turned and place:
                line = Text(title, sans(SMALL), rtl=self._rtl, token="ink-2")
                texts.append((Turned(line), self._lefts[place] + (own - line.height) / 2, line.width))
            else:
                to_end = column.align == "end"
                text = Text(title, sans(SMALL), own + 0.5, rtl=self._rtl, token="ink-2", to_end=to_end)
                texts.append((text, self._lefts[place], text.height))
        height = max(tall for _text, _x, tall in texts)
        placed += [Placed(text, x, height - tall) for text, x, tall in texts]
        placed += self._scale_heads(height)
        placed.append(Placed(Rule(self._whole, "edge"), self._left, height + _PADDING))
        return Strut((height + _PADDING) * self._scale, tuple(placed), above=4, keep=True, scale=self._scale)

    def _scale_heads(self, height: float) -> list[Placed]:
        """The words of the scale over the strips, each above its place."""
        found = []
        for share, words in zip((0.0, 0.5, 1.0), self._table.scale, strict=False):
            text = Text(words, sans(SMALL), rtl=self._rtl, token="ink-2")
            at = STRIP_EDGE + (STRIP - 2 * STRIP_EDGE) * (1 - share if self._rtl else share)
            found.append(Placed(text, self._lefts[-1] + at - text.width / 2, height - text.height))
        return found

    def _strut(self, cells: Sequence[Box], row: Row, heads: Strut, *, keep: bool) -> Strut:
        heights = [cell.fit(own) for cell, own in zip(cells, self._widths, strict=True)]
        height = max(heights) + 2 * _PADDING
        in_middle = self._table.columns[0].align == "line"
        placed = []
        for place, (cell, own) in enumerate(zip(cells, heights, strict=True)):
            if row[place].ground:
                ground = Ground(self._widths[place] + self._gap, height)
                placed.append(Placed(ground, self._lefts[place] - self._gap / 2, 0))
            down = (height - own) / 2 if in_middle else _PADDING
            placed.append(Placed(cell, self._lefts[place], down))
        placed.append(Placed(Rule(self._whole, "hair"), self._left, height))
        return Strut(height * self._scale, tuple(placed), keep=keep, again=heads, scale=self._scale)

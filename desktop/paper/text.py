"""Text on paper: set in a width, measured, and drawn in ink."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

from annotator.look import TOKENS
from desktop.theme import document_font, interface_font

BOLD: Final = QFont.Weight.DemiBold
_LEADING: Final = 1.55
"""The height of a line, as a multiple of the size of its letters: Arabic needs room above and below."""
_NO_END: Final = 1e5


def ink(token: str) -> QColor:
    """The colour of a token on paper, which is light."""
    return QColor(TOKENS[token][0])


def sans(size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of the interface; sizes are in pixels, 96 to the inch."""
    return _unhinted(interface_font(size, weight))


def naskh(size: float) -> QFont:
    """The font of documents."""
    return _unhinted(document_font(size))


class Text:
    """A paragraph set in a width, from right to left or the other way whatever its letters.

    Attributes:
        width: of its longest line.
        height: of all lines.
    """

    def __init__(
        self,
        text: str,
        font: QFont,
        width: float = _NO_END,
        *,
        rtl: bool,
        token: str = "ink",
        colour: QColor | None = None,
        to_end: bool = False,
    ) -> None:
        self._colour = colour or ink(token)
        self._pitch = font.pixelSize() * _LEADING
        self._layout = QTextLayout(text, font)
        self._layout.setTextOption(_option(rtl, to_end and width < _NO_END))
        self._layout.beginLayout()
        lines = 0
        self.width = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, lines * self._pitch + (self._pitch - line.height()) / 2))
            self.width = max(self.width, line.naturalTextWidth())
            lines += 1
        self._layout.endLayout()
        self.height = lines * self._pitch
        self._left = width - self.width if rtl and width >= _NO_END else 0.0

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it with the left end of its width at ``x``, and its top at ``y``."""
        painter.setPen(self._colour)
        self._layout.draw(painter, QPointF(x - self._left, y))

    def place(self, unit: int) -> float:
        """How far from the left of a line alone the edge before a character stands, which is counted as Qt does."""
        found = self._layout.lineAt(0).cursorToX(unit)
        return float(found[0] if isinstance(found, tuple) else found) - self._left


def units(text: str) -> int:
    """The length of a text as Qt counts it."""
    return len(text.encode("utf-16-le")) // 2


def _option(rtl: bool, to_end: bool) -> QTextOption:
    side = Qt.AlignmentFlag.AlignRight if rtl is not to_end else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    return option


def _unhinted(font: QFont) -> QFont:
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font

"""One reading of a disagreement: its key, who holds it, and its spans marked in a line of their context."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle

from annotator.labels import LabelSet
from annotator.records import Place, Span, reading_order
from annotator.texts import _
from desktop import theme
from desktop.canvas.lanes import Stretch, assign_lanes
from desktop.canvas.wording import label_name
from desktop.panels.concordance import Boxes, draw_context
from desktop.panels.lines_list import draw_chip
from desktop.panels.marks import draw_key, draw_text, end_side, key_width, label_colour, start_side
from desktop.theme import document_font, interface_font

HEIGHT: Final = 64
LOW: Final = 32
"""The height of a reading in which nothing is marked."""
COLUMN: Final = 0.2
"""Where the place of a disagreement begins, as a share of the width."""
_SIDE: Final = 12


class ReadingRow(QAbstractButton):
    """A reading to take."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(interface_font(12))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self._cap = ""
        self._labels: LabelSet | None = None
        self._place: Place | None = None
        self._spans: Sequence[Span] = ()

    def show_reading(self, cap: str, holders: str, labels: LabelSet, place: Place, spans: Sequence[Span]) -> None:
        """Show who holds which spans in the place of a disagreement."""
        self._cap, self._labels, self._place, self._spans = cap, labels, place, spans
        self.setText(holders)
        self.updateGeometry()
        around, begin = place.before + place.text + place.after, place.start - len(place.before)
        marked = [
            f"“{around[span.start - begin : span.end - begin]}” {label_name(labels, span.label)}" for span in spans
        ]
        self.setAccessibleName(_(", ").join([holders, *(marked or [_("nothing marked")])]))
        self.setAccessibleDescription(cap)
        self.setToolTip(holders)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT if self._spans else LOW)

    def nextCheckState(self) -> None:  # noqa: N802
        """Pressing asks for the answer; what stands is shown once it does."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._draw_ground(painter)
            start = _SIDE
            if self._cap:
                width = key_width(self.font(), self._cap)
                draw_key(painter, QRectF(self._part(start, width, 8, 16)), self._cap)
                start += width + 8
            painter.setFont(self.font())
            end = self._draw_chips(painter)
            painter.setPen(theme.current().colour("ink" if self.isChecked() else "ink-2"))
            side = start_side(self._turned)
            names = self._part(start, end - start - 8, 6, 20)
            draw_text(painter, names, self.text(), align=side, rtl=self._turned)
            if self._spans and self._place is not None and self._labels is not None:
                line = self._part(_SIDE, self.width() - 2 * _SIDE, 28, HEIGHT - 32)
                marks = partial(draw_spans, painter=painter, spans=self._spans, labels=self._labels)
                draw_context(painter, line, self._place, document_font(16), self._place.start, marks, COLUMN)

    def _draw_ground(self, painter: QPainter) -> None:
        look = theme.current()
        if self.isChecked() or self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), look.colour("press" if self.isDown() else "sel"))
        if self.isChecked():
            painter.fillRect(self._part(0, 3, 0, self.height()), look.colour("accent"))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("text-ink"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _draw_chips(self, painter: QPainter) -> int:
        """Draw the labels at the end of the first line; gives where they begin."""
        end = self.width() - _SIDE
        if self._labels is None:
            return end
        if not self._spans:
            painter.setPen(theme.current().colour("ink-2"))
            words = _("nothing marked")
            width = painter.fontMetrics().horizontalAdvance(words) + 2
            draw_text(painter, self._part(end - width, width, 6, 20), words, align=end_side(self._turned))
            return end - width
        for label in dict.fromkeys(span.label for span in self._spans[:3]):
            rect = self._part(0, end, 7, 18)
            # Set to the end: a chip draws itself at the start of what it is given.
            width = draw_chip(painter, QRect(-500, 0, 84, 18), self._labels, label, turned=False)
            rect = self._part(end - width, width, 7, 18)
            draw_chip(painter, rect, self._labels, label, turned=self._turned)
            end -= width + 4
        return end

    @property
    def _turned(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _part(self, start: int, width: int, top: int, height: int) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(start, top, width, height))


def draw_spans(box: Boxes, painter: QPainter, spans: Sequence[Span], labels: LabelSet) -> None:
    """Tint and underline spans in a line of context, those round others lower."""
    ordered = sorted(spans, key=reading_order)
    depths = assign_lanes([Stretch(span.start, span.end, span.start, span.end) for span in ordered])
    for span, depth in zip(ordered, depths, strict=True):
        place, known = box(span.start, span.end), labels.get(span.label) if span.label in labels else None
        look = theme.current()
        painter.fillRect(place, label_colour(labels, known, "tint") if known else look.colour("track"))
        line = QRectF(place.left(), place.bottom() - 1 + 3 * depth, place.width(), 2)
        painter.fillRect(line, label_colour(labels, known) if known else look.colour("ink"))

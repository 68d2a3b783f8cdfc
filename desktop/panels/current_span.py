"""The current span: its text, label and place, who proposes it and why, its note, its same strings, its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QLocale, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QStyle, QVBoxLayout, QWidget

from annotator.labels import Label, LabelSet
from annotator.page import Item, Page
from annotator.records import Kind
from annotator.text.direction import Direction, base_direction
from annotator.texts import _, language, ngettext, number, percent
from desktop import theme
from desktop.actions import caps_of
from desktop.bidi import in_order, left_to_right
from desktop.canvas.wording import edge_notes, suggester
from desktop.panels.dock import DockHead, icon_button, name_button, rule
from desktop.panels.label_bar import KeyButton
from desktop.panels.marks import label_colour
from desktop.theme import document_font, interface_font

ROWS = 6
HEIGHT = 236
LONGEST = 160
"""Code points of a span's text that are shown."""


@dataclass(frozen=True)
class Line:
    """A row under the text: who, what, how sure or when."""

    who: str
    what: str
    end: str = ""


class Chip(QWidget):
    """A label as on the page: its name on its tint."""

    def __init__(self) -> None:
        super().__init__()
        self._labels: LabelSet | None = None
        self._label: Label | None = None
        self.setFont(interface_font(11, QFont.Weight.Medium))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_label(self, labels: LabelSet, label: Label) -> None:
        self._labels, self._label = labels, label
        self.setAccessibleName(label.title(language()))
        self.setToolTip(label.title(language()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        name = self._label.name(language()) if self._label else ""
        return QSize(QFontMetrics(self.font()).horizontalAdvance(name) + 10, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._labels is None or self._label is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(label_colour(self._labels, self._label, "tint"))
            painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
            painter.setPen(label_colour(self._labels, self._label, "text"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._label.name(language()))


class CurrentSpanPanel(QWidget):
    """The lower part of the dock at the end.

    Signals:
        same_requested: apply to every same string.
        history_requested: show who decided what about this span.
    """

    same_requested = Signal()
    history_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._item: Item | None = None
        self._page: Page | None = None
        self.told: Callable[[Item | None], str] = lambda _item: ""
        """What adjudicators have written on a span, or without one on the whole document."""
        self._none_said = ""
        self._history = icon_button("history")
        self._history.setCheckable(True)
        self._history.toggled.connect(self._turn_history)
        self.head = DockHead(self._history)
        self._text = SpanText()
        self._chip = Chip()
        self._place = QLabel()
        self._place.setProperty("role", "secondary")
        self._none = QLabel(wordWrap=True)
        self._none.setProperty("role", "secondary")
        self._cells = [(QLabel(), QLabel(wordWrap=True), QLabel()) for _row in range(ROWS)]
        self._note = QLabel(wordWrap=True)
        self._edges = QLabel(wordWrap=True)
        self._same = KeyButton()
        self._same.clicked.connect(self.same_requested)
        self._body = QWidget()
        self._lay_out()
        # Of one height for most spans, so that the list above does not move from one to the next.
        self.setMinimumHeight(HEIGHT)
        self.retranslate()
        self.show_item(None, None)

    def _lay_out(self) -> None:
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._chip)
        place.addWidget(self._place)
        place.addStretch()
        rows = QGridLayout()
        rows.setHorizontalSpacing(12)
        rows.setVerticalSpacing(4)
        rows.setColumnStretch(1, 1)
        for row, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                cell.setFont(interface_font(12))
                rows.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
            cells[1].setProperty("role", "secondary")
        body = QVBoxLayout(self._body)
        body.setContentsMargins(12, 0, 12, 8)
        body.setSpacing(6)
        body.addWidget(self._text)
        body.addLayout(place)
        body.addWidget(self._edges)
        body.addSpacing(4)
        body.addLayout(rows)
        body.addWidget(self._note)
        same = QHBoxLayout()
        same.setContentsMargins(-8, 0, 0, 0)
        same.addWidget(self._same)
        same.addStretch()
        body.addLayout(same)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        self._none.setContentsMargins(12, 0, 12, 8)
        for widget in (rule(), self.head, self._none, self._body):
            column.addWidget(widget)
        column.addStretch()

    def show_item(self, page: Page | None, item: Item | None) -> None:
        """Show a span of the open page, or that none is current."""
        self._page, self._item = page, item
        self._body.setVisible(item is not None)
        self._none.setVisible(item is None and page is not None)
        self._history.setEnabled(item is not None)
        if self._history.isChecked():
            self._history.setChecked(False)
        self.show_notes()
        if page is None or item is None:
            return
        span = item.span
        text = " ".join(page.document.text[span.start : min(span.end, span.start + LONGEST)].split())
        self._text.show_text(text + ("…" if span.end - span.start > LONGEST else ""))
        self._chip.show_label(page.labels, page.labels.get(span.label))
        self._place.setText(_("at {start}–{end}").format(start=number(span.start), end=number(span.end)))
        odd = edge_notes(page.document.text, span, caps_of)
        self._edges.setText("\n".join(odd))
        self._edges.setVisible(bool(odd))
        self._show_lines(_evidence(item))
        self.show_same(None)

    def show_notes(self) -> None:
        """Show what is noted on the span, or without one on the document."""
        item = self._item
        told = self.told(item) if self._page is not None else ""
        self._none.setText("\n\n".join(filter(None, [self._none_said, told])))
        note = _("Note: {note}").format(note=item.note) if item and item.note else ""
        self._note.setText("\n".join(filter(None, [note, told])))
        self._note.setVisible(bool(self._note.text()))

    def show_same(self, count: int | None) -> None:
        """Say how many same strings there are besides the current one, where that is known."""
        if count is None:
            self._same.setText(_("Apply to same strings…"))
        elif count:
            self._same.setText(ngettext("Apply to {n} same string here", "Apply to {n} same strings here", count))
        else:
            self._same.setText(_("Look for same strings elsewhere…"))
        self._same.setAccessibleName(self._same.text())
        self._same.updateGeometry()

    def show_history(self, lines: list[Line]) -> None:
        """What was decided about this span, the oldest first."""
        if self._history.isChecked():
            self._show_lines(lines[-ROWS:] or [Line("", _("Nothing decided yet."))])

    def retranslate(self) -> None:
        self.head.title.setText(_("Current span"))
        name_button(self._history, _("Who decided what"))
        cap = left_to_right(caps_of("span.next"))
        self._none_said = _("No span is current. {key} goes to the next undecided one.").format(key=cap)
        self._same.key = caps_of("span.same")
        self.show_item(self._page, self._item)

    def _turn_history(self, on: bool) -> None:
        if on:
            self.history_requested.emit()
        elif self._item is not None:
            self._show_lines(_evidence(self._item))

    def _show_lines(self, lines: list[Line]) -> None:
        for place, cells in enumerate(self._cells):
            line = lines[place] if place < len(lines) else None
            for cell, text in zip(cells, (line.who, line.what, line.end) if line else ("", "", ""), strict=True):
                cell.setText(text)
                cell.setVisible(line is not None)


class SpanText(QWidget):
    """The text of a span in the face of documents, at the side of the interface's start, in two lines at most."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.setFont(document_font(18))
        self.setFixedHeight(34)

    def show_text(self, text: str) -> None:
        self._shown = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self._fit()
        self.update()

    def _fit(self) -> None:
        lines = 2 if QFontMetrics(self.font()).horizontalAdvance(self._shown) > max(self.width(), 200) else 1
        self.setFixedHeight(32 * lines + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        rtl = base_direction(self._shown) is Direction.RTL
        with QPainter(self) as painter:
            painter.setPen(theme.current().colour("text-ink"))
            painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
            align = QStyle.visualAlignment(Qt.LayoutDirection.LeftToRight, side) | Qt.AlignmentFlag.AlignAbsolute
            flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRect(0, 0, self.width(), self.height()), flags, self._shown)


DECIDED = {
    Kind.ADD: lambda: _("added"),
    Kind.ACCEPT: lambda: _("accepted"),
    Kind.REJECT: lambda: _("rejected"),
    Kind.REMOVE: lambda: _("removed"),
    Kind.RELABEL: lambda: _("label changed"),
    Kind.RESIZE: lambda: _("edges changed"),
    Kind.IMPORT: lambda: _("imported"),
    Kind.NOTE: lambda: _("note written"),
}


def when(at: str) -> str:
    """A moment of the log in the reader's time zone and manner."""
    moment = datetime.fromisoformat(at).astimezone()
    locale = QLocale(language())
    return locale.toString(moment, "d MMM HH:mm")


def _evidence(item: Item) -> list[Line]:
    surest_first = sorted(item.suggestions, key=lambda suggestion: -suggestion.score)
    lines = [Line(suggester(one), _(one.reason), in_order(percent(one.score))) for one in surest_first[:ROWS]]
    return lines or [Line(_("By hand"), "")]

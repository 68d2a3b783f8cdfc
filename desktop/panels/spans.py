"""“Spans here”: what is marked and proposed in the open document, grouped by label, equal strings together."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPointF, QRectF, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem

from annotator.page import Page
from annotator.records import Span
from annotator.texts import _, language, number, percent
from desktop import icons, theme
from desktop.panels.dock import ROW, DockList, RowDelegate, add_icon, fill, name_button
from desktop.panels.filtered_list import FilteredList
from desktop.panels.marks import (
    Mark,
    draw_ground,
    draw_mark,
    draw_swatch,
    draw_text,
    end_side,
    label_colour,
    mirrored,
    part,
    sized,
    start_side,
)
from desktop.panels.spans_model import Entry, Header, More, Row, Show, SpansModel, tally, times


class SpansDelegate(RowDelegate):
    """Draws headers, entries and “more” in rows of 24."""

    def __init__(self, model: SpansModel) -> None:
        super().__init__()
        self.model = model

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        row: Row = index.data(ROW)
        current = self.model.is_current(row)
        draw_ground(painter, option, current)
        match row:
            case Header():
                self._header(painter, option, row)
            case Entry():
                self._entry(painter, option, row, current)
            case More():
                painter.setPen(theme.current().colour("ink-2"))
                painter.setFont(sized(option.font, 12))
                self._text(painter, option, 46, 12, index.data())

    def _header(self, painter: QPainter, option: QStyleOptionViewItem, row: Header) -> None:
        turned = mirrored(option)
        name = "chevron-down" if row.open else "chevron-right"
        icons.icon(name, 14).paint(painter, part(option, 10, 14))
        swatch = part(option, 30, 9)
        labels = self.model.labels
        if labels is not None:
            square = QRectF(swatch.left(), swatch.center().y() - 3.5, 9, 9)
            draw_swatch(painter, square, label_colour(labels, row.label))
        painter.setPen(theme.current().colour("ink"))
        painter.setFont(sized(option.font, 12, QFont.Weight.DemiBold))
        self._text(painter, option, 46, 72, row.label.name(language()))
        painter.setPen(theme.current().colour("ink-2"))
        painter.setFont(sized(option.font, 12))
        end = part(option, option.rect.width() - 92, 80)
        draw_text(painter, end, tally(row.decided, row.total), align=end_side(turned), rtl=turned)

    def _entry(self, painter: QPainter, option: QStyleOptionViewItem, row: Entry, current: bool) -> None:
        turned = mirrored(option)
        mark = part(option, 28, 16)
        centre = QPointF(mark.center().x() + 0.5, mark.center().y() + 0.5)
        draw_mark(painter, centre, Mark.CURRENT if current else row.mark)
        width = option.rect.width()
        painter.setPen(theme.current().colour("ink-2"))
        painter.setFont(sized(option.font, 12))
        if row.score is not None:
            shown = percent(row.score)
            draw_text(painter, part(option, width - 52, 40), shown, align=end_side(turned), rtl=turned)
        if row.count > 1:
            rect = part(option, width - 84, 32)
            draw_text(painter, rect, times(row.count), align=end_side(turned), rtl=turned)
        painter.setPen(theme.current().colour("ink"))
        painter.setFont(sized(option.font, 13))
        self._text(painter, option, 50, 88 if row.count > 1 else 52, row.text)

    def _text(self, painter: QPainter, option: QStyleOptionViewItem, start: int, end: int, text: str) -> None:
        rect = part(option, start, option.rect.width() - start - end)
        draw_text(painter, rect, text, align=start_side(mirrored(option)))


class SpansPanel(FilteredList):
    """The dock at the start.

    Signals:
        span_chosen: a span to go to.
        menu_requested: the spans of an entry, and the place on the screen.
    """

    span_chosen = Signal(object)
    menu_requested = Signal(object, object)

    def __init__(self) -> None:
        model, field = SpansModel(), QLineEdit(clearButtonEnabled=True)
        super().__init__(DockList(model, SpansDelegate(model)), field)
        self.model, self.field = model, field
        add_icon(self.field, "search")
        self._shows = fill(self.shown, Show, self.model.set_show)
        self._blind = False
        self.field.textChanged.connect(self.model.set_query)
        self.list.chosen.connect(self._choose)
        self.list.menu_requested.connect(self._ask_for_menu)
        self.model.counted.connect(self._count)
        self.retranslate()

    def show_page(self, page: Page | None) -> None:
        self.model.show_page(page)
        self.list.scrollToTop()

    def refresh(self, spans: frozenset[Span]) -> None:
        self.model.refresh(spans)

    def set_current(self, span: Span | None) -> None:
        row = self.model.set_current(span)
        if row >= 0:
            self.list.scrollTo(self.model.index(row))

    def retranslate(self) -> None:
        self.head.title.setText(_("Spans here"))
        self.field.setPlaceholderText(_("Filter by text or label"))
        self.field.setAccessibleName(_("Filter by text or label"))
        name_button(self.filter, _("Which spans to list"))
        self.list.setAccessibleName(_("Spans of this document"))
        texts = {Show.ALL: _("All spans"), Show.UNDECIDED: _("Undecided only"), Show.DECIDED: _("Decided only")}
        for show, action in self._shows.items():
            action.setText(texts[show])
        self._count()

    def show_blind(self, blind: bool) -> None:
        """Say why there are no suggestions, in a document that is kept blind."""
        self._blind = blind
        self._count()

    def _count(self) -> None:
        self.head.count.setText(number(self.model.total))
        filtered = bool(self.model.total)
        self.empty.setText(
            _("Nothing matches the filter.")
            if filtered
            else _("No suggestions here, on purpose: label by hand.")
            if self._blind
            else _("No suggestions: label by hand, or ask for some.")
            if self.model.labels is not None
            else ""
        )
        self.empty.setVisible(not self.model.rowCount() and self.model.labels is not None)

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if isinstance(row, Entry):
            self.span_chosen.emit(row.after(self.model.current))
        else:
            self.model.toggle(row)

    def _ask_for_menu(self, index: QModelIndex, place: object) -> None:
        row = self.model.row(index)
        if isinstance(row, Entry):
            self.menu_requested.emit(row.spans, place)

"""The dock at the start of the page of an adjudicator: disagreements by kind, of one document or of all."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPointF, Signal
from PySide6.QtGui import QAction, QFont, QPainter
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem

from annotator.quality.difference import Difference
from annotator.texts import _, number
from desktop import icons, theme
from desktop.panels.disagreements_model import KINDS, DisagreementsModel, Entry, Header, Row, left_of
from desktop.panels.dock import ROW, DockList, RowDelegate, name_button
from desktop.panels.filtered_list import FilteredList
from desktop.panels.marks import Mark, draw_ground, draw_mark, draw_text, end_side, mirrored, part, sized, start_side

HERE: Final = "here"
WHICH: Final = {
    "all": lambda: _("All documents"),
    "open": lambda: _("Documents to be adjudicated"),
    "stale": lambda: _("Changed since adjudication"),
    "adjudicated": lambda: _("Adjudicated documents"),
    HERE: lambda: _("This document"),
}
"""Of which documents disagreements are listed."""


class _Delegate(RowDelegate):
    def __init__(self, model: DisagreementsModel) -> None:
        super().__init__()
        self._model = model

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        row: Row = index.data(ROW)
        current = isinstance(row, Entry) and row.key == self._model.current
        draw_ground(painter, option, current)
        if isinstance(row, Header):
            self._header(painter, option, row)
        else:
            self._entry(painter, option, row, current)

    def _header(self, painter: QPainter, option: QStyleOptionViewItem, row: Header) -> None:
        turned, width = mirrored(option), option.rect.width()
        icons.icon("chevron-down" if row.open else "chevron-right", 14).paint(painter, part(option, 10, 14))
        painter.setFont(sized(option.font, 12))
        painter.setPen(theme.current().colour("ink-2"))
        counted = left_of(row.left, row.total)
        room = painter.fontMetrics().horizontalAdvance(counted) + 2
        draw_text(painter, part(option, width - room - 12, room), counted, align=end_side(turned), rtl=turned)
        painter.setFont(sized(option.font, 12, QFont.Weight.DemiBold))
        painter.setPen(theme.current().colour("ink"))
        title = part(option, 30, width - room - 50)
        draw_text(painter, title, self._model.title(row.group), align=start_side(turned), rtl=turned)

    def _entry(self, painter: QPainter, option: QStyleOptionViewItem, row: Entry, current: bool) -> None:
        turned, width = mirrored(option), option.rect.width()
        mark = part(option, 28, 16)
        centre = QPointF(mark.center().x() + 0.5, mark.center().y() + 0.5)
        shown = Mark.CURRENT if current and not row.answered else Mark.ALL if row.answered else Mark.NONE
        draw_mark(painter, centre, shown)
        painter.setFont(sized(option.font, 12))
        painter.setPen(theme.current().colour("ink-2"))
        numbered = number(row.number)
        draw_text(painter, part(option, width - 40, 28), numbered, align=end_side(turned), rtl=turned)
        end = 44
        if row.noted:
            icons.icon("message-square-text", 14).paint(painter, part(option, width - end - 14, 14))
            end += 18
        labels = self._model.label_names(row)
        room = min(painter.fontMetrics().horizontalAdvance(labels) + 2, 72)
        draw_text(painter, part(option, width - end - room, room), labels, align=end_side(turned), rtl=turned)
        painter.setFont(sized(option.font, 13))
        painter.setPen(theme.current().colour("ink"))
        draw_text(painter, part(option, 50, width - 50 - end - room - 8), row.text, align=start_side(turned))


class DisagreementsPanel(FilteredList):
    """Head, which documents, the list.

    Signals:
        chosen: the Entry to go to.
        which_chosen: one of WHICH.
        filtered: ask ``kinds`` and ``left_only``.
    """

    chosen = Signal(object)
    which_chosen = Signal(str)
    filtered = Signal()

    def __init__(self) -> None:
        model, which = DisagreementsModel(), QComboBox()
        super().__init__(DockList(model, _Delegate(model)), which)
        self.model, self.which = model, which
        self._kinds = {kind: QAction(self, checkable=True, checked=True) for kind in KINDS}
        self._left_only = QAction(self, checkable=True)
        self._fill_menu()
        self._more = False
        self.list.chosen.connect(self._choose)
        self.which.activated.connect(lambda: self.which_chosen.emit(self.which.currentData()))
        self.model.counted.connect(self.count)
        self.retranslate()

    @property
    def kinds(self) -> tuple[Difference, ...]:
        """The kinds to be listed."""
        return tuple(kind for kind, action in self._kinds.items() if action.isChecked())

    @property
    def left_only(self) -> bool:
        """Whether only those without an answer are to be listed."""
        return self._left_only.isChecked()

    def say_more(self, more: bool) -> None:
        """Whether there are more than are listed."""
        self._more = more
        self.count()

    def bring_into_view(self, row: int) -> None:
        index = self.model.index(row)
        if row >= 0 and not self.list.viewport().rect().contains(self.list.visualRect(index)):
            self.list.scrollTo(index, DockList.ScrollHint.PositionAtCenter)

    def count(self) -> None:
        """Say how many are left, or why there are none."""
        more = "+" if self._more else ""
        self.head.count.setText(number(self.model.total) + more)
        self.head.count.setToolTip(left_of(self.model.left, self.model.total))
        filtered = self.left_only or len(self.kinds) < len(KINDS)
        self.empty.setText(_("Nothing matches the filter.") if filtered else _("No disagreements here."))
        self.empty.setVisible(not self.model.total)

    def retranslate(self) -> None:
        self.head.title.setText(_("Disagreements"))
        name_button(self.filter, _("Which disagreements to list"))
        self.list.setAccessibleName(_("Disagreements"))
        self.which.setAccessibleName(_("Of which documents to list disagreements"))
        for kind, action in self._kinds.items():
            action.setText(KINDS[kind]())
        self._left_only.setText(_("Only without an answer"))
        chosen = max(self.which.currentIndex(), 0)
        self.which.clear()
        for which, words in WHICH.items():
            self.which.addItem(words(), which)
        self.which.setCurrentIndex(chosen)
        self.model.layoutChanged.emit()
        self.count()

    def _fill_menu(self) -> None:
        self.shown.addActions(list(self._kinds.values()))
        self.shown.addSeparator()
        self.shown.addAction(self._left_only)
        for action in (*self._kinds.values(), self._left_only):
            action.triggered.connect(lambda _checked: self.filtered.emit())

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if isinstance(row, Entry):
            self.chosen.emit(row)
        else:
            self.model.toggle(row)

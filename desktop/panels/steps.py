"""The history: every step, the newest first, what became of it, and the way back to the state after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.records import Manner, StepId
from annotator.texts import _, ngettext
from desktop import theme
from desktop.bidi import at_start
from desktop.panels.current_span import when
from desktop.panels.dock import ROW, DockHead, DockList, RowDelegate, icon_button, name_button
from desktop.panels.marks import Mark, draw_ground, draw_mark, draw_text, isolated, mirrored, part, sized, start_side
from desktop.panels.segment import Segment

if TYPE_CHECKING:
    from annotator.past import Told
    from annotator.project.history import Way

HERE, ALL = "here", "all"
START = 32
END = 12


class StepsModel(QAbstractListModel):
    """Steps as they are read; under the oldest stands the beginning, as a row of None.

    Signals:
        more_wanted: the reader has come to the end of what was read.
    """

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.steps: list[Told] = []
        self.whole = True
        self.present = -1
        """The row of the newest step of one's own that holds; that of the beginning where none does."""

    def show_steps(self, steps: Iterable[Told], whole: bool) -> None:
        """Show these; ``whole`` tells that there are no others."""
        self.beginResetModel()
        self.steps, self.whole = list(steps), whole
        own = (place for place, told in enumerate(self.steps) if told.past.own and told.past.holds)
        self.present = next(own, len(self.steps))
        self.endResetModel()

    def step(self, place: int) -> Told | None:
        """The step of a row; None for the beginning."""
        return self.steps[place] if 0 <= place < len(self.steps) else None

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        below = parent is not None and parent.isValid()
        return 0 if below or not self.steps else len(self.steps) + self.whole

    def canFetchMore(self, _parent: QModelIndex | None = None) -> bool:
        return not self.whole

    def fetchMore(self, _parent: QModelIndex | None = None) -> None:
        self.more_wanted.emit()

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        told = self.step(index.row())
        match role:
            case _ if role == ROW:
                return told
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return words(told)
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, [words(told), *facts(told, index.row() == self.present, named=True)]))
        return None


class StepsDelegate(RowDelegate):
    """A step in two lines: what; when, whose or where, how, and that it was taken back."""

    height = 44

    def __init__(self, model: StepsModel) -> None:
        super().__init__()
        self._model = model
        self.named = False
        """Whether rows name their document rather than their person."""

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        told, present = index.data(ROW), index.row() == self._model.present
        draw_ground(painter, option, bool(option.state & QStyle.StateFlag.State_Selected))
        if present:
            mark = part(option, 10, 16, 2, 22)
            draw_mark(painter, QPointF(mark.center()) + QPointF(0.5, 0.5), Mark.CURRENT)
        holds = told is None or told.past.holds
        look, width, side = theme.current(), option.rect.width() - START - END, start_side(mirrored(option))
        font = sized(option.font, 13)
        font.setStrikeOut(not holds)
        painter.setFont(font)
        painter.setPen(look.colour("ink" if holds else "ink-2"))
        said = " · ".join(facts(told, present, named=self.named))
        top, height = (2, 22) if said else (0, self.height)
        draw_text(painter, part(option, START, width, top, height), words(told), align=side)
        painter.setFont(sized(option.font, 11.5))
        painter.setPen(look.colour("ink-2"))
        draw_text(painter, part(option, START, width, 23, 18), said, align=side, rtl=mirrored(option))


class StepsList(DockList):
    """A click only chooses the row: Enter or a double click opens it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        QListView.mouseReleaseEvent(self, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.chosen.emit(index)


class StepsPanel(QWidget):
    """Stands in the place of the documents while it is open.

    Signals:
        scope_chosen: HERE or ALL; its steps are to be read.
        step_chosen: a Told whose place is to be shown.
        pointed: a row has become the current one; what going back to it changes is to be said by ``show_way``.
        return_wanted: the state after the step of the current row is to hold again.
        closed: back to the documents.
    """

    scope_chosen = Signal(str)
    step_chosen = Signal(object)
    pointed = Signal()
    return_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._close = icon_button("x")
        self.head = DockHead(self._close)
        self.scope = Segment((HERE, ALL))
        self.scope.choose(HERE)
        self.model = StepsModel(self)
        self._delegate = StepsDelegate(self.model)
        self.list = StepsList(self.model, self._delegate)
        self._none = QLabel(wordWrap=True)
        self._none.setContentsMargins(12, 8, 12, 8)
        self.change = at_start(QLabel(wordWrap=True))
        self.change.setProperty("role", "secondary")
        self.back = QPushButton()
        self.back.setEnabled(False)
        self._lay_out()
        self._close.clicked.connect(self.closed)
        self.scope.chosen.connect(self._turn)
        self.list.chosen.connect(lambda index: self._open(index.row()))
        self.list.menu_requested.connect(self._show_menu)
        self.list.selectionModel().currentChanged.connect(lambda now, _before: self.pointed.emit() if now else None)
        self.back.clicked.connect(self.return_wanted)
        self.retranslate()

    def _lay_out(self) -> None:
        scope = QHBoxLayout()
        scope.setContentsMargins(12, 0, 12, 8)
        scope.addWidget(self.scope)
        scope.addStretch()
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self.change)
        foot.addWidget(self.back)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(scope)
        whole.addWidget(self._none)
        whole.addWidget(self.list, 1)
        whole.addLayout(foot)
        self._below = QWidget()
        whole.addWidget(self._below, 1)
        self.setFocusProxy(self.list)

    @property
    def current(self) -> int:
        """The row that is current, or -1."""
        return self.list.currentIndex().row()

    def show_steps(self, steps: list[Told], whole: bool) -> None:
        """Show a history; the step that was current stays so, at first the present is."""
        kept = self._key(self.current) if self.current >= 0 else None
        scroll = self.list.verticalScrollBar().value()
        self.model.show_steps(steps, whole)
        self._none.setVisible(not steps)
        self.list.setVisible(bool(steps))
        self.back.setVisible(bool(steps))
        self.change.setVisible(bool(steps))
        self._below.setVisible(not steps)
        rows = range(self.model.rowCount())
        place = next((row for row in rows if kept and self._key(row) == kept), min(self.model.present, len(rows) - 1))
        if place >= 0:
            self.list.setCurrentIndex(self.model.index(place))
        self.list.verticalScrollBar().setValue(scroll)

    def show_way(self, way: Way | None) -> None:
        """Say what going back to the current row would change; None where there is no way."""
        self.back.setEnabled(way is not None and bool(way.undoes))
        if way is None:
            self.change.setText(_("There is no way back to it: it was not made by you in this file."))
        elif not way.undoes:
            self.change.setText(_("This is how things stand."))
        else:
            self.change.setText(change_text(way))

    def retranslate(self) -> None:
        self.head.title.setText(_("History"))
        name_button(self._close, _("Back to the documents"), _("Back to the documents") + " (\u2066Esc\u2069)")
        self.scope.say(HERE, _("This document"), _("The steps of everyone in this document"))
        self.scope.say(ALL, _("Everything"), _("Your steps in all documents"))
        self.list.setAccessibleName(_("Steps"))
        self._none.setText(_("Nothing decided yet."))
        self.back.setText(_("Back to here"))
        if self.model.steps:
            self.scope_chosen.emit(self.scope.value)  # they are told in the language in use

    def _turn(self, scope: str) -> None:
        self._delegate.named = scope == ALL
        self.scope_chosen.emit(scope)

    def _key(self, place: int) -> StepId | str:
        told = self.model.step(place)
        return told.past.step if told else "beginning"

    def _open(self, place: int) -> None:
        told = self.model.step(place)
        if told is not None:
            self.step_chosen.emit(told)

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(_("Open")).triggered.connect(lambda: self._open(index.row()))
        back = menu.addAction(_("Back to here"))
        back.setEnabled(self.back.isEnabled())
        back.triggered.connect(self.return_wanted)
        menu.exec(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


def words(told: Told | None) -> str:
    """What a row says first."""
    return told.what if told else _("Before the first step")


def facts(told: Told | None, present: bool, *, named: bool) -> list[str]:
    """When a step was taken, whose it was or where, how, and what became of it."""
    now = [_("now")] if present else []
    if told is None:
        return now
    past = told.past
    where = (
        ngettext("in {n} document", "in {n} documents", past.documents) if past.documents > 1 else isolated(told.name)
    )
    whose = where if named else isolated(told.who)
    gone = [] if past.holds else [_("taken back")]
    return [*now, *gone, moment(past.at), whose, *([MANNERS[past.manner]()] if past.manner in MANNERS else [])]


def moment(at: str) -> str:
    """A moment of the log: of today the hour alone."""
    said, today = when(at), when(datetime.now().astimezone().isoformat())
    same_day = said.rpartition(" ")[0] == today.rpartition(" ")[0]
    return said.rpartition(" ")[2] if same_day else said


def change_text(way: Way) -> str:
    """What going back changes, in sentences."""
    said = []
    if way.taken_back:
        said.append(ngettext("Takes back {n} step.", "Takes back {n} steps.", way.taken_back))
    if way.brought_back:
        said.append(ngettext("Brings back {n} step.", "Brings back {n} steps.", way.brought_back))
    said.append(ngettext("Changes {n} document.", "Changes {n} documents.", len(way.documents)))
    return " ".join(said)


MANNERS = {
    Manner.BULK: lambda: _("in bulk"),
    Manner.READ: lambda: _("in read mode"),
    Manner.SAME_STRINGS: lambda: _("same strings"),
    Manner.IMPORT: lambda: _("import"),
    Manner.CARRIED: lambda: _("carried over"),
    Manner.ADJUDICATE: lambda: _("adjudication"),
}

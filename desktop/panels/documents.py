"""The documents of the project: how far each is, filter, search, order; a hundred thousand of them as quick as five."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.records import DocumentId, Person, PersonId, Status
from annotator.texts import _, number, percent
from desktop import icons, theme
from desktop.actions import BY_ID, caps_of, text_of
from desktop.panels.dock import (
    ROW,
    DockHead,
    DockList,
    RowDelegate,
    add_icon,
    fill,
    icon_button,
    menu_button,
    name_button,
)
from desktop.panels.documents_model import (
    STATES,
    DocumentsModel,
    disputed_text,
    how_far,
    number_text,
    share,
    spans_text,
    state_mark,
)
from desktop.panels.marks import (
    draw_bar,
    draw_ground,
    draw_mark,
    draw_text,
    end_side,
    isolated,
    mirrored,
    part,
    runs_right_to_left,
    sized,
    start_side,
)

START = 36
END = 12
ASSIGNED = "assigned:"
"""Begins the value of a filter by person, whose id follows."""
MENU = ("flag", "note", "skip", "rename", "revise", "remove", "erase")


class DocumentsDelegate(RowDelegate):
    """A document in three lines: state, title, percent; how much is decided; number, spans, flag or state."""

    height = 58

    def __init__(self, model: DocumentsModel) -> None:
        super().__init__()
        self._model = model

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        row = index.data(ROW)
        draw_ground(painter, option, index.row() == self._model.place(self._model.current))
        if row is not None:
            self._title(painter, option, row)
            width = option.rect.width() - START - END
            draw_bar(painter, part(option, START, width, 33, 3), share(row), mirrored(option))
            self._facts(painter, option, row)

    def _title(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        look, turned, width = theme.current(), mirrored(option), option.rect.width()
        mark = part(option, 10, 16, 6, 24)
        draw_mark(painter, QPointF(mark.center()) + QPointF(0.5, 0.5), state_mark(row), turned)
        painter.setFont(sized(option.font, 12))
        painter.setPen(look.colour("ink-2"))
        shown = percent(share(row))
        draw_text(painter, part(option, width - END - 40, 40, 6, 24), shown, align=end_side(turned), rtl=turned)
        painter.setFont(sized(option.font, 13))
        painter.setPen(look.colour("ink"))
        title = row.title or row.name
        # A title stands at the side where its own text starts, as it does on the page.
        side = start_side(runs_right_to_left(title))
        draw_text(painter, part(option, START, width - START - END - 44, 6, 24), title, align=side)

    def _facts(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        painter.setFont(sized(option.font, 11.5))
        painter.setPen(theme.current().colour("ink-2"))
        start = START
        # There is room for three: the mark tells the state too, so that it gives way first.
        state = how_far(row) if row.skipped or not row.flag else ""
        for fact in (number_text(row), spans_text(row), disputed_text(row) if row.disagreement else state):
            start += self._fact(painter, option, start, fact)
        if row.flag:
            icons.icon("flag", 14).paint(painter, part(option, start, 14, 40, 14))
            self._fact(painter, option, start + 18, row.note or _("flagged"))
        elif row.note:
            icons.icon("sticky-note", 14).paint(painter, part(option, start, 14, 40, 14))

    def _fact(self, painter: QPainter, option: QStyleOptionViewItem, start: int, text: str) -> int:
        """Draw a word of the third line; gives how far the next one is."""
        if not text:
            return 0
        room = option.rect.width() - END - start
        rect = part(option, start, room, 38, 18)
        draw_text(painter, rect, text, align=start_side(mirrored(option)))
        return painter.fontMetrics().horizontalAdvance(text) + 10


class DocumentsPanel(QWidget):
    """The dock at the end.

    Signals:
        document_chosen: the one to open.
        command_requested: the id of a command of the table and the document it is for.
        arranged: what is listed (the name of a filter, or nothing) and in which order, chosen by the user.
        import_requested: the button with the plus.
    """

    document_chosen = Signal(str)
    command_requested = Signal(str, str)
    arranged = Signal(str, str)
    import_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = DocumentsModel(self)
        orders = QMenu(self)
        self._order_button = menu_button("list-filter", orders)
        self._orders = fill(orders, ORDERS, self._set_order)
        self._add = icon_button("plus")
        self.head = DockHead(self._order_button, self._add)
        self.states = QComboBox()
        self.field = QLineEdit(clearButtonEnabled=True)
        add_icon(self.field, "search")
        self.list = DockList(self.model, DocumentsDelegate(self.model))
        self._empty = QLabel(wordWrap=True)
        self._typed = QTimer(self, singleShot=True, interval=150)
        self._known = False
        self._people: list[Person] = []
        self._arranged = self._shown = ""
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.states, 2)
        row.addWidget(self.field, 3)
        self._nothing = QWidget()
        column = QVBoxLayout(self._nothing)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._empty)
        column.addStretch()
        self._nothing.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(row)
        whole.addWidget(self._nothing, 1)
        whole.addWidget(self.list, 2)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.read_only = False
        self._add.clicked.connect(self.import_requested)
        self.states.activated.connect(self._choose)
        self.field.textChanged.connect(lambda: self._typed.start())
        self._typed.timeout.connect(self._filter)
        self.list.chosen.connect(lambda index: self.document_chosen.emit(self.model.ids[index.row()]))
        self.list.menu_requested.connect(self._show_menu)
        self.model.listed.connect(self._listed)

    def set_current(self, document: DocumentId | None) -> None:
        """Mark the open document and bring it into view."""
        self.model.set_current(document)
        place = self.model.place(document)
        if place >= 0:
            self.list.scrollTo(self.model.index(place))

    def arrange(self, shown: str, order: str) -> None:
        """List what a filter shows, in an order, as the user chose them before."""
        self._arranged = shown
        self.states.setCurrentIndex(max(0, self.states.findData(shown)))
        self.model.order = order if order in self._orders else "import"
        self._orders[self.model.order].setChecked(True)
        self._set_filter()

    def show_assigned(self, people: list[Person]) -> None:
        """Let the list be cut down to the documents of one of these people."""
        if people == self._people:
            return
        self._people = people
        chosen = self._arranged if self.states.findData(self._arranged) < 0 else self.states.currentData()
        self._fill_states(chosen)
        if self.states.currentData() != self._shown:
            self._filter()

    def retranslate(self) -> None:
        self.head.title.setText(_("Documents"))
        name_button(self._order_button, _("Order of the documents"))
        name_button(self._add, text_of(BY_ID["file.import"]).rstrip("…"), f"{caps_of('file.import')}")
        self.field.setPlaceholderText(_("Search"))
        self.field.setAccessibleName(_("Search names and titles of documents"))
        self.states.setAccessibleName(_("Which documents to list"))
        self.list.setAccessibleName(_("Documents"))
        for order, action in self._orders.items():
            action.setText(ORDERS[order]())
        self._fill_states(self.states.currentData())
        self._listed()

    def _fill_states(self, chosen: str | None) -> None:
        self.states.clear()
        self.states.addItem(_("All"), "")
        for status in Status:
            self.states.addItem(STATES[status]().capitalize(), status.value)
        for only, words in ONLY.items():
            self.states.addItem(words(), only)
        if self._people:
            self.states.insertSeparator(self.states.count())
        for person in self._people:
            # The name alone: the field has no room for more.
            self.states.addItem(isolated(person.name), ASSIGNED + person.id)
            words = _("Assigned to {names}").format(names=isolated(person.name))
            self.states.setItemData(self.states.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        self.states.setCurrentIndex(max(0, self.states.findData(chosen)))
        # The list that it opens is as wide as names need, the field itself is not.
        view = self.states.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + 24)

    def _set_order(self, order: str) -> None:
        self.model.order = order
        self.model.reload()
        self.arranged.emit(self.states.currentData(), order)

    def _choose(self) -> None:
        self._arranged = self.states.currentData()
        self._filter()
        self.arranged.emit(self.states.currentData(), self.model.order)

    def _filter(self) -> None:
        self._set_filter()
        self.model.reload()

    def _set_filter(self) -> None:
        self._shown = chosen = self.states.currentData()
        person = chosen.removeprefix(ASSIGNED) if chosen.startswith(ASSIGNED) else ""
        self.model.assigned = PersonId(person) if person else None
        self.model.only = chosen if chosen in ONLY else ""
        self.model.status = Status(chosen) if chosen in set(Status) else None
        self.model.text = self.field.text().strip()

    def _listed(self) -> None:
        count = len(self.model.ids)
        self.head.count.setText(number(count))
        self._empty.setText(_("No document matches.") if self.model.filtered else _("No documents yet."))
        self._nothing.setVisible(not count)
        self.list.setVisible(bool(count))
        self.set_current(self.model.current)

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        document = self.model.ids[index.row()]
        menu = QMenu(self)
        menu.addAction(_("Open")).triggered.connect(lambda: self.document_chosen.emit(document))
        menu.addSeparator()
        row = self.model.row(document)
        for command in (f"document.{name}" for name in MENU):
            skipped = command == "document.skip" and row is not None and row.skipped
            action = menu.addAction(_("No longer skipped") if skipped else text_of(BY_ID[command]))
            action.setEnabled(not self.read_only)
            if BY_ID[command].icon:
                icons.show(action, BY_ID[command].icon)
            action.triggered.connect(lambda _checked, chosen=command: self.command_requested.emit(chosen, document))
        menu.exec(place)


ORDERS = {
    "import": lambda: _("In order of import"),
    "name": lambda: _("By name"),
    "length": lambda: _("Longest first"),
    "flagged": lambda: _("Flagged first"),
    "doubt": lambda: _("Most doubtful first"),
    "disagreement": lambda: _("Most disputed first"),
}
ONLY = {
    "flagged": lambda: _("Flagged"),
    "noted": lambda: _("With a note"),
    "skipped": lambda: _("Skipped"),
}

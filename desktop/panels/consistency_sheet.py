"""The consistency page: strings that are not marked alike above, the places of the chosen one below, to be put right there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from annotator.labels import LabelSet
from annotator.quality.consistency import Fault, Group
from annotator.texts import _, ngettext, number
from desktop.canvas.wording import label_name
from desktop.panels.dock import ROW, DockList, icon_button, name_button, rule
from desktop.panels.groups_list import GroupsDelegate, GroupsModel
from desktop.panels.lines_panel import LinesPanel
from desktop.panels.marks import isolated
from desktop.panels.segment import Segment
from desktop.theme import document_font

MOST_BUTTONS = 3


class ConsistencySheet(QWidget):
    """Groups of one fault at a time.

    Attributes:
        groups: the list of the groups; its model holds them.
        lines: the places of the chosen group.

    Signals:
        fault_chosen: the other kind of groups is wanted.
        group_chosen: a Group.
        alike_requested: all places of the chosen group are to have the label of this id.
        right_requested: the chosen group is right as it is.
        again_requested: look through the project again.
        ask_again_requested: what was judged to be right is to be shown again.
        closed: back to the document.
    """

    fault_chosen = Signal(str)
    group_chosen = Signal(object)
    alike_requested = Signal(str)
    right_requested = Signal()
    again_requested = Signal()
    ask_again_requested = Signal()
    closed = Signal()

    def __init__(self, labels: LabelSet) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = GroupsModel(self)
        self.show_labels(labels)
        self.groups = DockList(self.model, GroupsDelegate(self.model), "paper")
        self.lines = LinesPanel()
        self.faults = Segment((Fault.LABELS.value, Fault.UNMARKED.value))
        self.faults.choose(Fault.LABELS.value)
        self._title = QLabel()
        self._title.setProperty("role", "block")
        self._nothing = QLabel(wordWrap=True)
        self._nothing.setProperty("role", "block")
        self._said = QLabel(wordWrap=True)
        self._said.setProperty("role", "secondary")
        self._again, self._ask_again, self._right = QPushButton(), QPushButton(), QPushButton()
        self._alike = [QPushButton() for _n in range(MOST_BUTTONS)]
        self._close = icon_button("x")
        self._name = QLabel()
        self._name.setFont(document_font(18))
        self._group: Group | None = None
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_labels(self, labels: LabelSet) -> None:
        """Name these labels from now on."""
        self._labels = self.model.labels = labels

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 8)
        head.setSpacing(8)
        for widget in (self._title, self.faults):
            head.addWidget(widget)
        head.addStretch()
        for widget in (self._ask_again, self._again, self._close):
            head.addWidget(widget)
        self._ask_again.setProperty("link", True)
        for label in (self._nothing, self._said):
            label.setContentsMargins(16, 0, 16, 8)
        above = QWidget()
        column = _column(above)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addWidget(self._said)
        column.addWidget(self.groups, 1_000)
        column.addStretch(1)
        self._below = QWidget()
        column = _column(self._below)
        chosen = QHBoxLayout()
        chosen.setContentsMargins(16, 8, 12, 0)
        chosen.setSpacing(8)
        chosen.addWidget(self._name)
        chosen.addStretch()
        for button in (*self._alike, self._right):
            chosen.addWidget(button)
        column.addWidget(rule())
        column.addLayout(chosen)
        column.addWidget(self.lines, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        for place, part in enumerate((above, self._below)):
            parts.addWidget(part)
            parts.setStretchFactor(place, place + 1)
        _column(self).addWidget(parts)

    def _connect(self) -> None:
        self.faults.chosen.connect(self.fault_chosen)
        self.groups.selectionModel().currentChanged.connect(lambda index, _old: self._choose(index.data(ROW)))
        self.groups.chosen.connect(lambda _index: self.lines.list.setFocus())
        for place, button in enumerate(self._alike):
            button.clicked.connect(lambda _checked=False, chosen=place: self._request_alike(chosen))
        self._right.clicked.connect(self.right_requested)
        self._again.clicked.connect(self.again_requested)
        self._ask_again.clicked.connect(self.ask_again_requested)
        self._close.clicked.connect(self.closed)

    @property
    def fault(self) -> Fault:
        return Fault(self.faults.value)

    @property
    def group(self) -> Group | None:
        """The chosen one."""
        return self._group

    def go_to(self, row: int) -> None:
        """Choose a group, the last one where there are fewer."""
        row = min(row, len(self.model.groups) - 1)
        if row >= 0:
            self.groups.setCurrentIndex(self.model.index(row))
        self._choose(self.model.groups[row] if row >= 0 else None)

    def say(self, said: str, nothing: str = "") -> None:
        """What there is to do with the groups; in their place, what is absent too."""
        self._nothing.setText(nothing)
        self._nothing.setVisible(bool(nothing))
        self._said.setText(said)
        self.groups.setVisible(bool(self.model.groups))
        self.setFocusProxy(self.groups if self.model.groups else self._again)
        self._below.setVisible(self._group is not None)

    def retranslate(self) -> None:
        self._title.setText(_("Consistency"))
        self._again.setText(_("Look again"))
        self._right.setText(_("It is right so"))
        self._right.setToolTip(_("Does not come again"))
        name_button(self._close, _("Back to the document"), _("Back to the document") + " (\u2066Esc\u2069)")
        self.groups.setAccessibleName(_("Names that are not marked alike"))
        self._show_chosen()
        self.lines.retranslate()

    def count(self, counts: Mapping[Fault, int], settled: int) -> None:
        """How many groups there are of each fault, and how many were judged to be right."""
        self.faults.say(
            Fault.LABELS.value, _("Different labels {count}").format(count=number(counts.get(Fault.LABELS, 0)))
        )
        self.faults.say(
            Fault.UNMARKED.value,
            _("Marked here, not there {count}").format(count=number(counts.get(Fault.UNMARKED, 0))),
        )
        self._ask_again.setText(ngettext("Show {n} settled again", "Show {n} settled again", settled))
        self._ask_again.setVisible(bool(settled))

    def _choose(self, group: Group | None) -> None:
        if group != self._group:
            self._group = group
            self._show_chosen()
            self.group_chosen.emit(group)

    def _show_chosen(self) -> None:
        group = self._group
        self._below.setVisible(group is not None)
        self._name.setText(isolated(group.text) if group else "")
        labels = group.labels if group else ()
        for place, button in enumerate(self._alike):
            button.setVisible(place < len(labels))
            if place < len(labels):
                button.setText(_("All as {label}").format(label=label_name(self._labels, labels[place][0])))

    def _request_alike(self, place: int) -> None:
        if self._group is not None:
            self.alike_requested.emit(self._group.labels[place][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _column(holder: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column

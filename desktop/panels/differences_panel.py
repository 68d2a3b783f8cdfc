"""In what annotators differ: kinds of difference at the start, the places of the chosen kind beside them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from annotator.labels import LabelSet
from annotator.quality.agreement.explained import difference_name
from annotator.quality.agreement.record import Agreement, DifferenceGroup
from annotator.texts import _, ngettext
from desktop.canvas.wording import label_name
from desktop.panels.difference_groups import DifferenceGroupsDelegate, DifferenceGroupsModel
from desktop.panels.differences_list import DifferencesList, DifferencesModel
from desktop.panels.dock import ROW, DockList, rule
from desktop.panels.marks import isolated


class DifferencesPanel(QWidget):
    """Groups, and places.

    Attributes:
        groups, lines: the two lists.
        examples: the model of the places.

    Signals:
        group_chosen: a DifferenceGroup, or None for all.
        everywhere_requested: the places of all documents are wanted, not of one alone.
    """

    group_chosen = Signal(object)
    everywhere_requested = Signal()

    def __init__(self, labels: LabelSet) -> None:
        super().__init__()
        self._groups = DifferenceGroupsModel(labels, self)
        self.examples = DifferencesModel(self, labels)
        self.groups = DockList(self._groups, DifferenceGroupsDelegate(self._groups), "paper")
        self.lines = DifferencesList(self.examples)
        self._title, self._said, self._nothing = QLabel(), QLabel(), QLabel(wordWrap=True)
        self._title.setProperty("role", "block")
        for label in (self._said, self._nothing):
            label.setProperty("role", "secondary")
        self._everywhere = QPushButton()
        self._everywhere.setProperty("link", True)
        self._document, self._looking, self._quiet = "", False, False
        self._lay_out()
        self.groups.selectionModel().currentChanged.connect(self._choose)
        self.groups.chosen.connect(lambda _index: self.lines.setFocus())
        self.lines.left.connect(self.groups.setFocus)
        self._everywhere.clicked.connect(self.everywhere_requested)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._said)
        head.addWidget(self._everywhere)
        head.addStretch()
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        beside = QWidget()
        places = QVBoxLayout(beside)
        places.setContentsMargins(0, 0, 0, 0)
        places.addWidget(self._nothing)
        places.addWidget(self.lines, 1)
        self._nothing.setContentsMargins(16, 16, 16, 0)
        self.groups.setMinimumWidth(200)
        beside.setMinimumWidth(360)
        for place, part in enumerate((self.groups, beside)):
            parts.addWidget(part)
            parts.setStretchFactor(place, place)
        parts.setSizes([264, 800])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(parts, 1)

    @property
    def group(self) -> DifferenceGroup | None:
        """The chosen one; None where all are."""
        index = self.groups.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def show_labels(self, labels: LabelSet) -> None:
        """Name these labels from now on."""
        self._groups.labels = self.examples.labels = labels

    def show_agreement(self, found: Agreement) -> None:
        """Show its groups; the chosen one stays so if it is among them."""
        before = self.group
        self._quiet = True
        self._groups.show_groups(found.differences)
        self.groups.setCurrentIndex(
            self._groups.index(self._groups.row_of(before)) if found.differences else QModelIndex()
        )
        self._quiet = False
        self.retranslate()

    def say(self, *, document: str = "", looking: bool = False) -> None:
        """Of which document the places are, if of one alone; whether they are still looked for."""
        self._document, self._looking = document, looking
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(_("Where annotators differ"))
        self._everywhere.setText(_("In all documents"))
        self._everywhere.setVisible(bool(self._document))
        self._said.setText(self._what())
        empty = not self.examples.examples
        self._nothing.setVisible(empty)
        self.lines.setVisible(not empty)
        nothing = _("Here they do not differ.") if self._groups.groups else _("Nobody differs from anybody.")
        self._nothing.setText(_("Looking for the places…") if self._looking else nothing)
        self.groups.setAccessibleName(_("Kinds of difference"))
        self.lines.setAccessibleName(_("Places where two annotators differ"))

    def _what(self) -> str:
        group, labels = self.group, self._groups.labels
        if self._document:
            kind = f"{difference_name(group.kind)} · " if group else ""
            return kind + _("in {document}").format(document=isolated(self._document))
        if group is None:
            return ngettext("{n} place", "{n} places", self._groups.count) if self._groups.count else ""
        names = _(", ").join(label_name(labels, label) for label in group.labels)
        return _(" · ").join([difference_name(group.kind), names, ngettext("{n} place", "{n} places", group.count)])

    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self.group_chosen.emit(index.data(ROW))

"""Some of a project's labels, or all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from annotator.texts import _, ngettext
from desktop.bidi import at_start
from desktop.dialogs.sheet import Sheet

Labels = Sequence[tuple[str, str]]
"""Ids and names."""


class LabelsDialog(Sheet):
    """A list to tick; none at all cannot be chosen."""

    def __init__(self, parent: QWidget | None, labels: Labels, chosen: Sequence[str]) -> None:
        super().__init__(parent, _("Labels"), _("Spans of these labels are exported."), _("Choose"), 360)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Labels"))
        self.list.setMinimumHeight(320)
        for identity, name in labels:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, identity)
            item.setCheckState(_ticked(not chosen or identity in chosen))
            self.list.addItem(item)
        self.all = QCheckBox(_("All"))
        self.body.addWidget(self.list)
        self.body.addWidget(self.all)
        self.all.clicked.connect(self._tick_all)
        self.list.itemChanged.connect(lambda _item: self._judge())
        self._judge()
        self.list.setFocus()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids that are ticked; empty where all are."""
        ticked = self._ticked()
        return () if len(ticked) == self.list.count() else tuple(ticked)

    def _ticked(self) -> list[str]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _tick_all(self, ticked: bool) -> None:
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(_ticked(ticked))

    def _judge(self) -> None:
        count = len(self._ticked())
        self.all.setChecked(count == self.list.count())
        self.primary.setEnabled(count > 0)


class LabelsField(QWidget):
    """Says how many labels are chosen, and lets others be.

    Signals:
        changed: others were chosen.
    """

    changed = Signal()

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self._labels = labels
        self.chosen: tuple[str, ...] = ()
        """Ids; empty stands for all."""
        self._words = at_start(QLabel())
        change = QPushButton(_("Choose…"))
        change.setAutoDefault(False)
        change.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(change)
        self.setFocusProxy(change)
        self._say()

    def _ask(self) -> None:
        dialog = LabelsDialog(self, self._labels, self.chosen)
        if dialog.run():
            self.chosen = dialog.chosen
            self._say()
            self.changed.emit()

    def _say(self) -> None:
        words = ngettext("{n} label", "{n} labels", len(self.chosen)) if self.chosen else _("All")
        self._words.setText(words)


def _ticked(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked

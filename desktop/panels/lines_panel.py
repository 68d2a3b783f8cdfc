"""Concordance lines with what can be done with those chosen, by the mouse too; in place of no lines, what to do instead."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from annotator.texts import _, ngettext
from desktop.actions import BY_ID, key_cap, keys_of, text_of
from desktop.panels.label_bar import KeyButton
from desktop.panels.lines_list import LinesList
from desktop.panels.lines_model import LinesModel

BUTTONS = ("span.accept", "span.reject", "span.label")


def key_of(command: str) -> str:
    """The cap of the key that a command has in a list of lines, where Enter opens a line."""
    keys = [key for key in keys_of(BY_ID[command]) if key != "Return"]
    return key_cap(keys[0]) if keys else ""


class LinesPanel(QWidget):
    """Count and buttons over the list.

    Attributes:
        model: the lines.
        list: the list of them.

    Signals:
        command_requested: the id of a command of the table, meant for the chosen lines.
    """

    command_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model = LinesModel(self)
        self.list = LinesList(self.model)
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self._buttons = {command: KeyButton() for command in BUTTONS}
        self._nothing = QLabel(wordWrap=True)
        self._nothing.setProperty("role", "block")
        self._what = QLabel(wordWrap=True)
        self._what.setProperty("role", "secondary")
        self._lay_out()
        for command, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, chosen=command: self.command_requested.emit(chosen))
        self.list.command_requested.connect(self.command_requested)
        self.list.selectionModel().selectionChanged.connect(self.tell)
        self.model.modelReset.connect(self.tell)
        self.setFocusProxy(self.list)
        self._said = ""
        self._wants_keys = False
        self.retranslate()

    def _lay_out(self) -> None:
        self.row = QHBoxLayout()
        self.row.setContentsMargins(16, 4, 12, 4)
        self.row.setSpacing(4)
        self.row.addWidget(self._count)
        self.row.addStretch()
        for button in self._buttons.values():
            self.row.addWidget(button)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(40, 32, 40, 32)
        column.setSpacing(8)
        column.addWidget(self._nothing)
        column.addWidget(self._what)
        column.addStretch()
        self._sheets = QStackedWidget()
        self._sheets.addWidget(empty)
        self._sheets.addWidget(self.list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.row)
        whole.addWidget(self._sheets, 1)

    def say(self, count: str, nothing: str = "", what: str = "") -> None:
        """How many lines there are, in words; without any, what is absent and what to do."""
        self._said = count
        self._nothing.setText(nothing)
        self._what.setText(what)
        self._sheets.setCurrentIndex(int(bool(self.model.lines)))
        if self._wants_keys and self.model.lines:
            self.take_keys()
        self.tell()

    def take_keys(self) -> None:
        """Give the list the keys, as soon as there are lines."""
        self._wants_keys = not self.model.lines
        if self.model.lines:
            self.list.setFocus()

    def tell(self, *_changed: object) -> None:
        """Say how many lines are chosen, and let the buttons act on them."""
        chosen = len(self.list.chosen_rows())
        several = ngettext("{n} line chosen", "{n} lines chosen", chosen) if chosen > 1 else ""
        self._count.setText(" · ".join(part for part in (self._said, several) if part))
        for button in self._buttons.values():
            button.setVisible(bool(self.model.lines))
            button.setEnabled(bool(chosen))

    def retranslate(self) -> None:
        self.list.setAccessibleName(_("Places found"))
        for command, button in self._buttons.items():
            button.setText(text_of(BY_ID[command]).rstrip("…"))
            button.setAccessibleName(button.text())
            button.key = key_of(command)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.updateGeometry()
        self.tell()

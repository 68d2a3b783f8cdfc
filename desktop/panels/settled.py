"""What stands in the place of the text when there is nothing to adjudicate: nothing yet, or nothing any more."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.project.adjudications import Settlement
from annotator.texts import _, ngettext
from desktop.actions import BY_ID, caps_of, text_of


class _Paper(QWidget):
    """A page of paper with a title, what there is to say, and buttons.

    Signals:
        command_requested: the id of a command of the table.
    """

    command_requested = Signal(str)

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = QLabel(wordWrap=True)
        self.title.setProperty("role", role)
        self.said = QLabel(wordWrap=True)
        self.more = QLabel(wordWrap=True)
        self.more.setProperty("role", "secondary")
        self.buttons = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 40)
        column.setSpacing(12)
        for label in (self.title, self.said, self.more):
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(self.buttons)
        column.addStretch()

    def _button(self, *, primary: bool = False) -> QPushButton:
        button = QPushButton()
        button.setProperty("primary", primary)
        self.buttons.addWidget(button)
        return button


class SettledPanel(_Paper):
    """After the last document: what was settled, and what can be done next.

    Signals:
        look_again_requested: back to the documents.
    """

    look_again_requested = Signal()

    def __init__(self) -> None:
        super().__init__("title")
        self._settlement: Settlement | None = None
        self._export, self._agreement, self._back = self._button(primary=True), self._button(), self._button()
        self.buttons.addStretch()
        self._export.clicked.connect(lambda: self.command_requested.emit("file.export"))
        self._agreement.clicked.connect(lambda: self.command_requested.emit("page.agreement"))
        self._back.clicked.connect(self.look_again_requested)
        self.setFocusProxy(self._export)
        self.retranslate()

    def show_settlement(self, settlement: Settlement | None) -> None:
        """What came of it all; None while that is being added up."""
        self._settlement = settlement
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(_("Everything is adjudicated."))
        self.said.setText(_summary(self._settlement) if self._settlement else "")
        self.more.setText(_("Export the gold as training data, or see where annotators agree least and tell them."))
        self._export.setText(with_key(_("Export"), "file.export"))
        self._agreement.setText(with_key(_("Agreement"), "page.agreement"))
        self._back.setText(_("Look again"))


class NothingToAdjudicate(_Paper):
    """No document was finished by two: the files of annotators are to be brought back, or to be made."""

    def __init__(self) -> None:
        super().__init__("block")
        self._assigned = False
        self._do = self._button(primary=True)
        self.buttons.addStretch()
        self._do.clicked.connect(lambda: self.command_requested.emit(self._command))
        self.setFocusProxy(self._do)
        self.retranslate()

    def show_assigned(self, assigned: bool) -> None:
        """Whether documents have been assigned to annotators."""
        self._assigned = assigned
        self.retranslate()

    @property
    def _command(self) -> str:
        return "team.merge" if self._assigned else "team.assign"

    def retranslate(self) -> None:
        self.title.setText(_("Nothing to adjudicate yet."))
        self.said.setText(_("No document has been finished by two annotators."))
        self.more.setText(
            _("Bring in the files of the annotators when they have finished.")
            if self._assigned
            else _("Assign the documents to annotators: each gets a file, to be brought back when it is finished.")
        )
        command = BY_ID.get(self._command)
        self._do.setVisible(command is not None)
        if command is not None:
            self._do.setText(with_key(text_of(command), command.id))


def with_key(text: str, command: str) -> str:
    """What a button says, with the key of its command."""
    caps = caps_of(command)
    return f"{text}  \u2066{caps}\u2069" if caps else text


def _summary(done: Settlement) -> str:
    """In words."""
    documents = ngettext("{n} document", "{n} documents", done.documents)
    spans = ngettext("{n} gold span", "{n} gold spans", done.spans)
    by_hand = ngettext("{n} disagreement answered by hand", "{n} disagreements answered by hand", done.by_hand)
    by_rule = ngettext("{n} by a rule", "{n} by a rule", done.by_rule)
    answered = _(", ").join([by_hand, by_rule])
    said = _("{documents} with {spans}: {answered}.")
    return said.format(documents=documents, spans=spans, answered=answered)

"""The head over the text of an adjudicator: which document this is, the rule for what is agreed, and whether names are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton

from annotator.quality.adjudication import RULES, Rule
from annotator.records import PersonId
from annotator.texts import _
from desktop import icons
from desktop.panels.dock import HEAD, ElidedLabel, name_button
from desktop.panels.marks import isolated
from desktop.panels.segment import Segment
from desktop.theme import interface_font

NARROW = 640
"""Pixels of width below which the names of buttons with icons are left out."""


class CaseHead(QFrame):
    """Number and name of the document, rule, what it is to settle, names.

    Signals:
        rule_chosen: a rule, and the id of the annotator it trusts or nothing.
        everywhere_requested: the rule in force is to settle all documents; whether those with nothing left are to be finished.
        names_requested: names are to be hidden, or shown.
    """

    rule_chosen = Signal(str, str)
    everywhere_requested = Signal(bool)
    names_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEAD)
        self._rule: Rule = "all"
        self._trusted = ""
        self._people: Sequence[tuple[PersonId, str]] = ()
        self._hidden = False
        self._number = QLabel()
        self._number.setFont(interface_font(13, QFont.Weight.DemiBold))
        self._name = ElidedLabel()
        self.rules = Segment(RULES)
        self.rules.chosen.connect(self._choose)
        self.everywhere = QToolButton()
        self.everywhere.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._settle, self._finish = QAction(self), QAction(self)
        menu = QMenu(self)
        menu.addActions([self._settle, self._finish])
        self.everywhere.setMenu(menu)
        self._settle.triggered.connect(lambda: self.everywhere_requested.emit(False))
        self._finish.triggered.connect(lambda: self.everywhere_requested.emit(True))
        self.names = QToolButton()
        self.names.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.names.setCheckable(True)
        self.names.clicked.connect(self.names_requested)
        for button, icon in ((self.everywhere, "check-check"), (self.names, "users")):
            icons.show(button, icon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(12)
        for widget in (self._number, self._name):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.rules, self.everywhere, self.names):
            row.addWidget(widget)
        self.retranslate()

    def show_document(self, number: str, name: str) -> None:
        """Say which document is open."""
        self._number.setText(number)
        self._name.show_text(name)

    def show_rule(self, rule: Rule, trusted: PersonId | None, people: Sequence[tuple[PersonId, str]]) -> None:
        """Show the rule in force, and whom it could trust: ids with what they are called."""
        self._rule, self._trusted, self._people = rule, trusted or "", people
        self.rules.choose(rule)
        self.retranslate()

    def show_hidden(self, hidden: bool) -> None:
        """Say whether names are hidden."""
        self._hidden = hidden
        self.names.setChecked(hidden)
        self.retranslate()

    def set_usable(self, usable: bool) -> None:
        """Whether anything can be settled."""
        self.rules.setEnabled(usable)
        self.everywhere.setEnabled(usable)

    def retranslate(self) -> None:
        self.rules.say("all", _("All agree"), _("Settles what everybody has marked alike"))
        self.rules.say("majority", _("Majority"), _("Settles also what more than half have marked alike"))
        trusted = next((name for person, name in self._people if person == self._trusted), "")
        said = _("Trust {name}").format(name=isolated(trusted)) if trusted else _("Trust…")
        self.rules.say("trusted", said, _("Settles everything as one annotator has it"))
        self._settle.setText(_("Settle all documents by this rule…"))
        self._finish.setText(_("Settle, and finish what has nothing left…"))
        name_button(self.everywhere, _("Settle all documents by a rule"))
        words = _("Names hidden") if self._hidden else _("Names shown")
        self.names.setText(words)
        name_button(self.names, words, _("Hide or show who has marked what"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        styles = Qt.ToolButtonStyle
        narrow = event.size().width() < NARROW
        self.names.setToolButtonStyle(styles.ToolButtonIconOnly if narrow else styles.ToolButtonTextBesideIcon)

    def _choose(self, rule: str) -> None:
        self.rules.choose(self._rule)  # until it has settled anything
        if rule != "trusted":
            self.rule_chosen.emit(rule, "")
            return
        menu = QMenu(self)
        for person, name in self._people:
            menu.addAction(name).triggered.connect(lambda _c=False, one=person: self.rule_chosen.emit("trusted", one))
        menu.exec(self.rules.mapToGlobal(QPoint(0, self.rules.height())))

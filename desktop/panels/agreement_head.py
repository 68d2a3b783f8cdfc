"""The head of the agreement page: what was compared, and what is to be: whose work, which labels, how much of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton

from annotator.labels import LabelSet
from annotator.quality.agreement.record import Agreement
from annotator.records import Person
from annotator.texts import _, language, ngettext
from desktop.panels.dock import ElidedLabel
from desktop.panels.many_choice import ManyChoice
from desktop.panels.segment import Segment

DONE, ALL = "done", "all"


class AgreementHead(QFrame):
    """Title, what was compared, the choices.

    Signals:
        changed: something else is to be compared.
        again_requested: it is to be worked out again.
    """

    changed = Signal()
    again_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._labels: LabelSet | None = None
        self._offered: tuple[Person, ...] = ()
        self._found: Agreement | None = None
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._compared = ElidedLabel()
        self.people, self.labels = ManyChoice(), ManyChoice()
        self.include = Segment((DONE, ALL))
        self.include.choose(DONE)
        self.gamma = QCheckBox()
        self.again = QPushButton()
        self.again.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 8)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addSpacing(8)
        row.addWidget(self._compared, 1)
        row.addStretch()
        for widget in (self.again, self.people, self.labels, self.include, self.gamma):
            row.addWidget(widget)
        self.people.changed.connect(self.changed)
        self.labels.changed.connect(self.changed)
        self.include.chosen.connect(lambda _name: self.changed.emit())
        self.gamma.clicked.connect(lambda _checked: self.changed.emit())
        self.again.clicked.connect(self.again_requested)
        self.retranslate()

    def offer(self, people: Sequence[Person], labels: LabelSet) -> None:
        """Offer these people and labels; what is chosen stays so as far as it is still there."""
        if (tuple(people), labels) != (self._offered, self._labels):
            self._offered, self._labels = tuple(people), labels
            self._offer()

    def show_agreement(self, found: Agreement | None) -> None:
        """Say what was compared."""
        self._found = found
        self._say()

    def retranslate(self) -> None:
        self._title.setText(_("Agreement"))
        self.include.say(DONE, _("Finished"), _("Documents that two annotators have finished"))
        self.include.say(ALL, _("Begun too"), _("Documents that two annotators have begun, as far as they have got"))
        self.gamma.setText(_("Gamma"))
        self.gamma.setToolTip(_("Work out gamma too: slow, so of a sample where there are many documents."))
        self.gamma.setAccessibleDescription(self.gamma.toolTip())
        self.again.setText(_("Work out again"))
        self._offer()
        self._say()

    def _offer(self) -> None:
        people = [(person.id, person.name) for person in self._offered]
        labels = [(label.id, label.name(language())) for label in self._labels or ()]
        self.people.offer(_("Annotators"), _("All annotators"), people)
        self.labels.offer(_("Labels"), _("All labels"), labels)

    def _say(self) -> None:
        found = self._found
        if found is None:
            self._compared.show_text("")
            return
        parts = [
            ngettext("{n} annotator", "{n} annotators", len(found.annotators)),
            ngettext("{n} document", "{n} documents", found.documents),
            ngettext("{n} word", "{n} words", found.words),
            ngettext("{n} span", "{n} spans", found.spans),
        ]
        self._compared.show_text(_(" · ").join(parts))

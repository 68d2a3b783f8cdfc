"""Two questions about a label: what a new one is to be called, and what becomes of the spans of one that is retired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from annotator.errors import LabelSetInvalid
from annotator.label_words import quoted
from annotator.labels import Label, LabelSet
from annotator.records import LabelId
from annotator.texts import _, language, ngettext
from desktop.dialogs.choices import choice
from desktop.dialogs.label_form import Fault
from desktop.dialogs.sheet import Sheet, secondary


@dataclass(frozen=True, slots=True)
class Retiring:
    """What is to become of a label's spans: another label, what they are, or nothing."""

    into: LabelId | None = None
    removed: bool = False


class RetireDialog(Sheet):
    """Asks what becomes of the spans of a label that is used."""

    def __init__(self, parent: QWidget | None, labels: LabelSet, label: Label, spans: int) -> None:
        name = quoted(label.name(language()))
        sentence = _("The label {label} will not be given any more. What becomes of its spans?").format(label=name)
        super().__init__(parent, _("Retire label"), sentence, _("Retire label"), 480)
        others = [(one.id, one.name(language())) for one in labels if one.id != label.id]
        self.heir = choice(others)
        self.heir.setAccessibleName(_("The label that takes its place"))
        self.ways = {
            "into": QRadioButton(_("They get another label:")),
            "keep": QRadioButton(_("They stay as they are")),
            "remove": QRadioButton(_("They are removed")),
        }
        self._group = QButtonGroup(self)
        for way, button in self.ways.items():
            self._group.addButton(button)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(button)
            if way == "into":
                row.addWidget(self.heir, 1)
            else:
                row.addStretch()
            self.body.addLayout(row)
        self.ways["into"].setChecked(True)
        self.heir.activated.connect(lambda _row: self.ways["into"].setChecked(True))
        if spans:
            self.body.addWidget(secondary(ngettext("{n} span has it.", "{n} spans have it.", spans)))
        self.ways["into"].setFocus()

    @property
    def chosen(self) -> Retiring:
        if self.ways["into"].isChecked():
            return Retiring(into=self.heir.currentData())
        return Retiring(removed=self.ways["remove"].isChecked())


class NewLabelDialog(Sheet):
    """Asks for the id of a new label; what cannot be one is refused at the field."""

    def __init__(self, parent: QWidget | None, add: Callable[[str], object]) -> None:
        sentence = _(
            "By what name is the label written in exports? It stays for good; what people read can be changed."
        )
        super().__init__(parent, _("New label"), sentence, _("Add label"), 440)
        self._add = add
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Name in exports"))
        self._fault = Fault()
        self.body.addWidget(self.field)
        self.body.addWidget(self._fault)
        self.primary.setEnabled(False)
        self.field.textChanged.connect(self._judge)
        self.field.setFocus()

    @property
    def fault(self) -> str:
        return self._fault.words

    def _judge(self, text: str) -> None:
        try:
            self._add(text)
        except LabelSetInvalid as error:
            self._fault.say(str(error.values["fault"]) if text.strip() else "")
            self.primary.setEnabled(False)
        else:
            self._fault.say("")
            self.primary.setEnabled(True)

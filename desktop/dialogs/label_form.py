"""What can be set of one label: names, colour, key, meaning, and what it may stand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator import label_editing
from annotator.label_file import KEYS, Family
from annotator.label_words import quoted
from annotator.labels import Label, LabelSet
from annotator.records import LabelId
from annotator.texts import _, language
from desktop import icons
from desktop.bidi import at_start, mirrored
from desktop.dialogs.plain_text import PlainText
from desktop.dialogs.sheet import add_row, form, secondary
from desktop.dialogs.swatches import Swatches

_ID = Qt.ItemDataRole.UserRole
_CELL = QSize(98, 22)
_SPEECH = {"ar": "العربية", "en": "English"}
Change = Callable[[LabelSet], LabelSet]
Edit = Callable[[str, Change], object]
"""Takes the name of a field, and what is to be done to the set."""


class LabelForm(QWidget):
    """Shows a label of a set; whatever is changed goes to ``edit``, which answers with ``show_fault`` where it is refused."""

    def __init__(self, families: Mapping[str, Family], edit: Edit) -> None:
        super().__init__()
        self._edit = edit
        self._labels: LabelSet | None = None
        self._id = LabelId("")
        self._showing = False
        self.names = {speech: QLineEdit() for speech in _speeches()}
        self.titles = {speech: QLineEdit() for speech in _speeches()}
        self.descriptions = {speech: _text() for speech in _speeches()}
        self.examples = PlainText()
        self.examples.setFixedHeight(64)
        self.family = Swatches(families)
        self.key = QComboBox()
        self.key.setFixedWidth(220)
        self.inside, self.holds = NestingList(), NestingList()
        self._identity, self._fate = secondary(""), secondary("")
        self._faults = {f"names.{speech}": Fault() for speech in self.names}
        self._lay_out()
        self._connect()

    def show_label(self, labels: LabelSet, label_id: LabelId) -> None:
        """Show a label; of a retired one only what it was is to be seen."""
        label, fresh = labels.get(label_id), label_id != self._id
        self._labels, self._id, self._showing = labels, label_id, True
        for fields, texts in ((self.names, label.names), (self.titles, label.titles)):
            for speech, field in fields.items():
                if fresh or not field.hasFocus():
                    field.setText(texts.get(speech, ""))
        for speech, text in self.descriptions.items():
            if fresh or not text.hasFocus():
                text.setPlainText(label.description.get(speech, ""))
        if fresh or not self.examples.hasFocus():
            self.examples.setPlainText("\n".join(label.examples))
        self.family.show_family(label.family)
        self._show_keys(labels, label)
        others = [*labels]
        self.inside.show_labels(others, {one.id for one in others if labels.may_nest(label_id, one.id)})
        self.holds.show_labels(others, {one.id for one in others if labels.may_nest(one.id, label_id)})
        self._identity.setText(_("Written in exports as {id}").format(id=f"\u2066{label.id}\u2069"))
        self._fate.setText(_fate(labels, label))
        self._fate.setVisible(label.retired)
        for control in self._controls():
            control.setEnabled(not label.retired)
        if fresh:
            for fault in self._faults.values():
                fault.say("")
        self._showing = False

    def show_fault(self, field: str, words: str) -> None:
        """Say at a field why it is refused, or with no words that it is not."""
        if field in self._faults:
            self._faults[field].say(words)

    def offer(self, families: Mapping[str, Family]) -> None:
        """Offer these colour families beside those that there are."""
        self.family.offer(families)

    @property
    def first(self) -> QLineEdit:
        """The field to begin with."""
        return next(iter(self.names.values()))

    @property
    def faulty(self) -> bool:
        return any(fault.words for fault in self._faults.values())

    def _controls(self) -> list[QWidget]:
        fields = [*self.names.values(), *self.titles.values(), *self.descriptions.values()]
        return [*fields, self.examples, self.family, self.key, self.inside, self.holds]

    def _lay_out(self) -> None:
        rows = form()
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        rows.addRow(_("Name"), self._pair(self.names, _("Name"), "names"))
        rows.addRow(_("Title"), self._pair(self.titles, _("Title")))
        rows.addRow("", self._identity)
        add_row(rows, _("Colour"), self.family)
        add_row(rows, _("Key"), self.key)
        rows.addRow(_("Description"), self._pair(self.descriptions, _("Description")))
        add_row(rows, _("Examples"), self.examples)
        self.examples.setPlaceholderText(_("one on each line"))
        nesting = QHBoxLayout()
        nesting.setSpacing(16)
        for title, listed in ((_("May stand directly inside"), self.inside), (_("May hold directly"), self.holds)):
            name = QLabel(title)
            name.setBuddy(listed)
            listed.setAccessibleName(title)
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(name)
            column.addWidget(listed)
            nesting.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self._fate)
        whole.addLayout(rows)
        whole.addLayout(nesting)
        whole.addStretch()

    def _pair(self, fields: Mapping[str, QLineEdit | QPlainTextEdit], name: str, faults: str = "") -> QWidget:
        """A field for each language, that of the interface first, and under it why it is refused."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for speech, field in fields.items():
            field.setPlaceholderText(_SPEECH[speech])
            field.setAccessibleName(f"{name} · {_SPEECH[speech]}")
            if isinstance(field, QLineEdit):
                field.setLayoutDirection(_direction(speech))
            else:
                _write_in(field, speech)
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(field)
            if faults:
                column.addWidget(self._faults[f"{faults}.{speech}"])
            column.addStretch()
            row.addLayout(column, 1)
        return holder

    def _connect(self) -> None:
        for speech in _speeches():
            self.names[speech].textEdited.connect(
                lambda text, speech=speech: self._do(f"names.{speech}", label_editing.renamed, speech, text)
            )
            self.titles[speech].textEdited.connect(
                lambda text, speech=speech: self._do(f"titles.{speech}", label_editing.titled, speech, text)
            )
            self.descriptions[speech].textChanged.connect(lambda speech=speech: self._describe(speech))
        self.examples.textChanged.connect(
            lambda: self._do("examples", label_editing.exemplified, self.examples.toPlainText().splitlines())
        )
        self.family.family_chosen.connect(lambda family: self._do("family", label_editing.coloured, family))
        self.key.activated.connect(lambda _row: self._do("key", label_editing.keyed, self.key.currentData()))
        self.inside.ticked.connect(self._nest_inside)
        self.holds.ticked.connect(self._hold)

    def _describe(self, speech: str) -> None:
        text = self.descriptions[speech].toPlainText()
        self._do(f"description.{speech}", label_editing.described, speech, text)

    def _nest_inside(self, other: LabelId, allowed: bool) -> None:
        self._edit("nests", lambda labels: label_editing.nested(labels, self._id, other, allowed))

    def _hold(self, other: LabelId, allowed: bool) -> None:
        self._edit("nests", lambda labels: label_editing.nested(labels, other, self._id, allowed))

    def _do(self, field: str, change: Callable[..., LabelSet], *values: object) -> None:
        if not self._showing:
            self._edit(field, lambda labels: change(labels, self._id, *values))

    def _show_keys(self, labels: LabelSet, label: Label) -> None:
        self.key.clear()
        self.key.addItem(_("None: by the list"), "")
        for key in KEYS:
            holder = labels.by_key(key)
            taken = holder is not None and holder.id != label.id
            words = _("{key} · now of {label}").format(key=key, label=quoted(holder.name(language()))) if taken else key
            self.key.addItem(words, key)
        self.key.setCurrentIndex(self.key.findData(label.key))


class NestingList(QListWidget):
    """Labels to tick, side by side.

    Signals:
        ticked: the id of a label, and whether it is ticked now.
    """

    ticked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setGridSize(_CELL)
        self.setFixedHeight(7 * _CELL.height() + 6)
        self.setTabKeyNavigation(False)
        self.itemChanged.connect(self._tell)
        self._showing = False

    def show_labels(self, labels: list[Label], ticked: set[LabelId]) -> None:
        """Show labels, some of them ticked."""
        self._showing = True
        if [self.item(row).data(_ID) for row in range(self.count())] != [label.id for label in labels]:
            self.clear()
            for label in labels:
                item = QListWidgetItem(self)
                item.setData(_ID, label.id)
                item.setSizeHint(_CELL)
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
                )
        for row, label in enumerate(labels):
            self.item(row).setText(label.name(language()))
            self.item(row).setToolTip(label.title(language()))
            state = Qt.CheckState.Checked if label.id in ticked else Qt.CheckState.Unchecked
            self.item(row).setCheckState(state)
        self._showing = False

    def _tell(self, item: QListWidgetItem) -> None:
        if not self._showing:
            self.ticked.emit(item.data(_ID), item.checkState() is Qt.CheckState.Checked)


class Fault(QWidget):
    """Why a field is refused, with a sign, under the field; not there while it is not."""

    def __init__(self) -> None:
        super().__init__()
        self._sign, self._words = QLabel(), at_start(QLabel())
        self._words.setWordWrap(True)
        icons.show(self._sign, "triangle-alert", 14)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.say("")

    @property
    def words(self) -> str:
        return self._words.text().strip("\u200e\u200f")

    def say(self, words: str) -> None:
        # A word in quotation marks at its beginning does not turn the sentence round.
        self._words.setText(words and ("\u200f" if mirrored() else "\u200e") + words)
        self.setVisible(bool(words))


def _speeches() -> tuple[str, str]:
    """The languages of a label, that of the interface first."""
    return ("ar", "en") if language() == "ar" else ("en", "ar")


def _direction(speech: str) -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if speech == "ar" else Qt.LayoutDirection.LeftToRight


def _text(height: int = 52) -> QPlainTextEdit:
    """A field for a few lines; Tab goes on to the next field."""
    field = QPlainTextEdit()
    field.setFixedHeight(height)
    field.setTabChangesFocus(True)
    return field


def _write_in(field: QPlainTextEdit, speech: str) -> None:
    option = field.document().defaultTextOption()
    option.setTextDirection(_direction(speech))
    field.document().setDefaultTextOption(option)
    field.setLayoutDirection(_direction(speech))


def _fate(labels: LabelSet, label: Label) -> str:
    if label.into is None:
        return _("This label is retired: it is not given any more.")
    return _("This label is retired: {label} took its place.").format(
        label=quoted(labels.get(label.into).name(language()))
    )

"""Labels of files that the label set lacks: which label of the set each one is, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from annotator.errors import LabelSetInvalid
from annotator.label_editing import LabelChange, added, with_labels_of
from annotator.label_mapping import nearest
from annotator.labels import Label, LabelSet
from annotator.texts import _, language, ngettext, number
from desktop.bidi import at_start
from desktop.dialogs.sheet import Sheet, secondary
from desktop.panels.marks import isolated

MOST = 200
"""Labels that are asked about; a file with more has something else in the place of labels."""
LEAVE_OUT, ADD = "", "\0"
"""What stands in the place of a label of the set; none is called so."""


@dataclass(frozen=True, slots=True)
class LabelAnswers:
    """What the labels of files are here."""

    mapping: dict[str, str]
    """A label of the set for each; nothing where its spans are left out."""
    change: LabelChange | None = None
    """The label set with those that are to be added."""


class LabelMappingDialog(Sheet):
    """A row for each unknown label; the nearest label of the set is proposed, else a choice has to be made.

    ``theirs`` are the labels as the files of a merge have them: each is called as there, none can be left out, and one that is
    added is added as it is there. With ``scoring`` none can be added, as nothing of the files is stored.
    """

    def __init__(
        self,
        parent: QWidget | None,
        unknown: Sequence[tuple[str, int]],
        labels: LabelSet,
        theirs: Mapping[str, LabelSet] | None = None,
        *,
        scoring: bool = False,
    ) -> None:
        sentence = _("The files have labels that the label set lacks. What are they here?")
        if theirs is not None:
            sentence = _(
                "The projects have labels that the label set lacks, or that mean something else here. What are they?"
            )
        verb = _("Score") if scoring else _("Import") if theirs is None else _("Merge")
        super().__init__(parent, _("Unknown labels"), sentence, verb, 560)
        self._labels = labels
        self._theirs = theirs
        self._scoring = scoring
        self.boxes = {label: self._box(label) for label, _spans in unknown[:MOST]}
        self.body.addWidget(_scrolled(self._table(unknown)))
        if len(unknown) > MOST:
            left = ngettext(
                "{n} more label is unknown: documents with it are left out.",
                "{n} more labels are unknown: documents with them are left out.",
                len(unknown) - MOST,
            )
            self.body.addWidget(secondary(left))
        for box in self.boxes.values():
            box.currentIndexChanged.connect(self._judge)
        self._judge()
        next(iter(self.boxes.values())).setFocus()

    @property
    def answers(self) -> LabelAnswers:
        mapping: dict[str, str] = {}
        grown = self._labels
        for label, box in self.boxes.items():
            if box.currentData() == ADD:
                grown = self._grown(grown, label)
            else:
                mapping[label] = box.currentData()
        return LabelAnswers(mapping, LabelChange(grown) if grown is not self._labels else None)

    def _box(self, label: str) -> QComboBox:
        box = QComboBox()
        for known in self._labels:
            box.addItem(_called(known), known.id)
        box.insertSeparator(box.count())
        if self._theirs is None:
            box.addItem(_("Leave out"), LEAVE_OUT)
        if not self._scoring and self._can_be_added(label):
            box.addItem(_("Add to the label set"), ADD)
        box.setPlaceholderText(_("Choose…"))
        box.setAccessibleName(label)
        near = nearest(label, self._labels)
        box.setCurrentIndex(box.findData(near) if near else -1)
        return box

    def _table(self, unknown: Sequence[tuple[str, int]]) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        for column, head in enumerate((_("In the files"), _("Spans"), _("Here"))):
            grid.addWidget(secondary(head), 0, column)
        for row, (label, spans) in enumerate(unknown[:MOST], 1):
            called = label if self._theirs is None else _called(self._theirs[label].get(label))
            name = at_start(QLabel(isolated(called)))
            name.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(name, row, 0)
            grid.addWidget(at_start(QLabel(number(spans))), row, 1)
            grid.addWidget(self.boxes[label], row, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        return table

    def _judge(self) -> None:
        self.primary.setEnabled(all(box.currentIndex() >= 0 for box in self.boxes.values()))

    def _grown(self, labels: LabelSet, label: str) -> LabelSet:
        """The label set with this label of the files."""
        return added(labels, label) if self._theirs is None else with_labels_of(labels, self._theirs[label], [label])

    def _can_be_added(self, label: str) -> bool:
        try:
            return label == label.strip() and label not in self._labels and label in self._grown(self._labels, label)
        except LabelSetInvalid:
            return False


def _called(label: Label) -> str:
    name = label.name(language())
    return label.id if name == label.id else _("{name} ({id})").format(name=name, id=label.id)


def _scrolled(table: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(table)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumHeight(min(360, table.sizeHint().height()))
    return area

"""The annotators who are to get documents, a row each: the name, and what the plan has for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.texts import _, number
from desktop.bidi import at_start
from desktop.dialogs.label_form import Fault
from desktop.panels.dock import ElidedLabel, icon_button, name_button, rule
from desktop.panels.marks import isolated

if TYPE_CHECKING:
    from annotator.assigning import Handed

FEWEST: Final = 2
"""Rows at first: one alone makes no team."""
_NAME, _DOCUMENTS, _WORDS, _SHARED, _BLIND, _FILE, _REMOVE = range(7)
_HIGHEST: Final = 280


@dataclass(frozen=True, slots=True)
class _Row:
    """The widgets of an annotator."""

    name: QLineEdit
    figures: tuple[QLabel, ...]
    file: ElidedLabel
    remove: QToolButton
    fault: Fault

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        return (self.name, *self.figures, self.file, self.remove, self.fault)


class AssignRows(QScrollArea):
    """Names that can be added, changed and taken away.

    Signals:
        changed: other names are there.
    """

    changed = Signal()

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__()
        self._known = list(known)
        self._rows: list[_Row] = []
        self._made = 0
        self._table = QWidget()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(_FILE, 1)
        self._grid.setColumnMinimumWidth(_FILE, 160)
        self._heads()
        column = QVBoxLayout(self._table)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(self._grid)
        column.addStretch()
        self.setWidget(self._table)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def names(self) -> tuple[str, ...]:
        """The names as typed, without rows that are empty."""
        return tuple(name for row in self._rows if (name := row.name.text().strip()))

    def add(self, name: str = "") -> QLineEdit:
        """A further row."""
        field = QLineEdit(name)
        field.setMinimumWidth(160)
        field.setPlaceholderText(_("Name"))
        field.setAccessibleName(_("Annotator"))
        completer = QCompleter(self._known, field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        field.setCompleter(completer)
        field.textChanged.connect(lambda _text: self.changed.emit())
        row = _Row(field, tuple(QLabel() for _column in range(_FILE - _DOCUMENTS)), ElidedLabel(), _remover(), Fault())
        row.remove.clicked.connect(lambda: self._remove(row))
        place = 2 + 2 * self._made
        self._made += 1
        self._grid.addWidget(field, place, _NAME)
        for column, figure in enumerate(row.figures, _DOCUMENTS):
            self._grid.addWidget(figure, place, column, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(row.file, place, _FILE)
        self._grid.addWidget(row.remove, place, _REMOVE)
        self._grid.addWidget(row.fault, place + 1, _NAME, 1, _REMOVE + 1)
        self._rows.append(row)
        self._judge()
        field.show()  # at once, so that it can take the keys
        self.ensureWidgetVisible(field)
        return field

    def show_plan(self, files: Mapping[str, Handed], faults: Mapping[str, str]) -> None:
        """Say by name what each gets, and what is wrong with it."""
        for row in self._rows:
            name = row.name.text().strip()
            handed = files.get(name)
            figures = (handed.documents, handed.words, handed.shared, handed.blind) if handed else ()
            for place, label in enumerate(row.figures):
                label.setText(number(figures[place]) if figures else "")
                label.setAccessibleName(f"{name}, {_columns()[place + _DOCUMENTS]}: {label.text()}")
            row.file.show_text(isolated(handed.path.name) if handed else "")
            row.fault.say(faults.get(name, ""))
        self._fit()

    def _heads(self) -> None:
        for column, words in enumerate(_columns()):
            head = at_start(QLabel(words)) if column in (_NAME, _FILE) else QLabel(words)
            head.setProperty("role", "secondary")
            side = Qt.AlignmentFlag.AlignLeading if column in (_NAME, _FILE) else Qt.AlignmentFlag.AlignTrailing
            self._grid.addWidget(head, 0, column, side | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(rule(), 1, 0, 1, _REMOVE + 1)

    def _remove(self, row: _Row) -> None:
        place = self._rows.index(row)
        self._rows.remove(row)
        for widget in row.widgets:
            widget.hide()
            widget.deleteLater()
        self._rows[min(place, len(self._rows) - 1)].name.setFocus()
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        for row in self._rows:
            row.remove.setEnabled(len(self._rows) > 1)
        self._fit()

    def _fit(self) -> None:
        """As high as its rows, up to what leaves room for the rest of the dialog."""
        self._grid.invalidate()
        self.setFixedHeight(min(_HIGHEST, self._table.sizeHint().height() + 4))


def _columns() -> tuple[str, ...]:
    return (_("Annotator"), _("Documents"), _("Words"), _("Shared"), _("Blind"), _("File"))


def _remover() -> QToolButton:
    button = icon_button("x")
    name_button(button, _("Leave this annotator out"))
    return button

"""The dock at the end of the page of an adjudicator: the readings, the guidelines on them, a note, and where all comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.labels import LabelSet
from annotator.records import Place, Span
from annotator.texts import _, number
from desktop import icons
from desktop.actions import caps_of
from desktop.dialogs.plain_text import PlainText
from desktop.markdown import MarkdownView
from desktop.panels.current_span import Line
from desktop.panels.dock import DockHead, rule
from desktop.panels.label_bar import KeyButton
from desktop.panels.reading_row import ReadingRow
from desktop.theme import interface_font

GUIDELINE: Final = 220
"""Pixels of height that a guideline takes at most."""
NOTE: Final = 84


@dataclass(frozen=True, slots=True)
class ShownReading:
    """A reading as it is listed: the command that takes it, its key, who holds it, its spans, whether it is the answer."""

    command: str
    cap: str
    holders: str
    spans: tuple[Span, ...]
    chosen: bool


class ThisDisagreement(QWidget):
    """Readings, answers, guideline, note, provenance.

    Signals:
        command_requested: the id of a command of the table.
        note_written: the note is to be this.
        left: the note was left for the text.
        guidelines_requested: the whole of the guidelines is wanted.
    """

    command_requested = Signal(str)
    note_written = Signal(str)
    left = Signal()
    guidelines_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.head = DockHead()
        self._none = QLabel(wordWrap=True)
        self._none.setProperty("role", "secondary")
        self._none.setContentsMargins(12, 0, 12, 8)
        self._rows: list[ReadingRow] = []
        self._readings = QVBoxLayout()
        self._readings.setSpacing(0)
        self._answers = {name: KeyButton() for name in ("both", "neither", "own")}
        self._commands = {"both": "", "neither": "adjudicate.neither", "own": "adjudicate.own"}
        self._guideline_title, self._note_title, self._origin_title = (QLabel() for _n in range(3))
        self._guideline = MarkdownView()
        self._guideline.document().setDocumentMargin(0)
        self._guideline.setFont(interface_font(12))
        self._guideline.setFrameShape(QFrame.Shape.NoFrame)
        self._guideline.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # As high as what it says, in the width that the view itself gives it.
        self._guideline.document().documentLayout().documentSizeChanged.connect(
            lambda size: self._guideline.setFixedHeight(min(GUIDELINE, round(size.height()) + 4))
        )
        self._guideline.setProperty("ground", "chrome")
        self._guideline.setStyleSheet("QTextBrowser { background: transparent; border: none; padding: 0; }")
        self._no_guideline = QLabel(wordWrap=True)
        self._no_guideline.setProperty("role", "secondary")
        self._all = QPushButton()
        self._all.setProperty("link", True)
        self._all.clicked.connect(self.guidelines_requested)
        self.note = PlainText()
        self.note.setFixedHeight(NOTE)
        self.note.installEventFilter(self)
        self._noted = ""
        self._note_state = QLabel(wordWrap=True)
        self._note_state.setProperty("role", "secondary")
        self._origins = QGridLayout()
        self._cells: list[tuple[QLabel, QLabel, QLabel]] = []
        self._lay_out()
        for name, button in self._answers.items():
            button.clicked.connect(lambda _checked=False, one=name: self.command_requested.emit(self._commands[one]))
        self.retranslate()
        self.show_nothing()

    def _lay_out(self) -> None:
        answers = QHBoxLayout()
        answers.setContentsMargins(4, 2, 4, 6)
        answers.setSpacing(0)
        for button in self._answers.values():
            answers.addWidget(button)
        answers.addStretch()
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(self._readings)
        body.addLayout(answers)
        body.addWidget(rule())
        body.addLayout(_block(self._guideline_title, self._guideline, self._no_guideline, self._all))
        body.addWidget(rule())
        body.addLayout(_block(self._note_title, self.note, self._note_state, icon="message-square-text"))
        body.addWidget(rule())
        self._origins.setHorizontalSpacing(12)
        self._origins.setVerticalSpacing(4)
        self._origins.setColumnStretch(1, 1)
        origin = _block(self._origin_title)
        origin.addLayout(self._origins)
        body.addLayout(origin)
        body.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._body)
        self.area.setProperty("ground", "chrome")
        self._body.setProperty("ground", "chrome")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._none)
        column.addWidget(self.area, 1)
        self._spare = QWidget()
        column.addWidget(self._spare, 1)

    # What is shown

    def show_nothing(self) -> None:
        """No disagreement is current."""
        self.keep_note()
        self.area.hide()
        self._spare.show()
        self._none.show()
        self.head.count.setText("")

    def show_readings(
        self,
        place: int,
        total: int,
        readings: Sequence[ShownReading],
        labels: LabelSet,
        where: Place,
        both: str,
    ) -> None:
        """Show the readings of the disagreement in that place of so many; ``both`` is the command for both, or nothing."""
        self._none.hide()
        self._spare.hide()
        self.area.show()
        self.head.count.setText(_("{done} of {total}").format(done=number(place), total=number(total)))
        while len(self._rows) < len(readings):
            row = ReadingRow()
            at = len(self._rows)
            row.clicked.connect(lambda _checked=False, place=at: self._take(place))
            self._rows.append(row)
            self._readings.addWidget(row)
        self._shown = list(readings)
        for row, reading in zip(self._rows, readings, strict=False):
            row.show_reading(reading.cap, reading.holders, labels, where, reading.spans)
            row.setChecked(reading.chosen)
        for n, row in enumerate(self._rows):
            row.setVisible(n < len(readings))
        self._commands["both"] = both
        self._answers["both"].setVisible(bool(both))
        self._name_answers()

    def show_guideline(self, text: str, missing: str) -> None:
        """Show what the guidelines say of the labels at hand, or that they do not."""
        self._guideline.show_text(text)
        self._guideline.verticalScrollBar().setValue(0)
        self._guideline.setVisible(bool(text))
        self._no_guideline.setText(missing)
        self._no_guideline.setVisible(bool(missing))

    def show_note(self, text: str) -> None:
        """Show the note on this disagreement; what is being written on another is kept first."""
        self.keep_note()
        self._noted = text
        self.note.setPlainText(text)
        self._say_note()

    def show_origins(self, lines: Sequence[Line]) -> None:
        """Show who decided what, the oldest first."""
        while len(self._cells) < len(lines):
            cells = QLabel(), QLabel(wordWrap=True), QLabel()
            for column, cell in enumerate(cells):
                cell.setFont(interface_font(12))
                self._origins.addWidget(cell, len(self._cells), column, Qt.AlignmentFlag.AlignTop)
            cells[1].setProperty("role", "secondary")
            self._cells.append(cells)
        for place, cells in enumerate(self._cells):
            line = lines[place] if place < len(lines) else None
            for cell, text in zip(cells, (line.who, line.what, line.end) if line else ("", "", ""), strict=True):
                cell.setText(text)
                cell.setVisible(line is not None)

    def set_read_only(self, read_only: bool) -> None:
        self.note.setReadOnly(read_only)
        for button in self._answers.values():
            button.setEnabled(not read_only)

    def keep_note(self) -> None:
        """Have the note kept, where it is another one than was shown."""
        text = self.note.toPlainText().strip()
        if text != self._noted and not self.note.isReadOnly():
            self._noted = text
            self.note_written.emit(text)
        self._say_note()

    def retranslate(self) -> None:
        self.head.title.setText(_("This disagreement"))
        self._none.setText(_("No disagreement is current. Choose one from the list, or press Tab in the text."))
        self._guideline_title.setText(_("Guideline"))
        self._guideline.setAccessibleName(_("Guideline"))
        self._all.setText(_("All guidelines…"))
        self._note_title.setText(_("Note to annotators"))
        self.note.setAccessibleName(_("Note to annotators"))
        self._origin_title.setText(_("Provenance"))
        self._name_answers()
        self._say_note()

    # Parts

    def _take(self, place: int) -> None:
        self.command_requested.emit(self._shown[place].command)

    def _name_answers(self) -> None:
        words = {"both": _("Both"), "neither": _("Neither"), "own": _("Own")}
        for name, button in self._answers.items():
            button.key = caps_of(self._commands[name]) if self._commands[name] else ""
            button.setText(words[name])
            button.setAccessibleName(words[name])
            button.updateGeometry()

    def _say_note(self) -> None:
        changed = self.note.toPlainText().strip() != self._noted
        self._note_state.setText(_("Enter keeps it; annotators read it in the review.") if changed else "")
        self._note_state.setVisible(changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.note:
            if event.type() is QEvent.Type.FocusOut:
                self.keep_note()
            elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                if event.key() == Qt.Key.Key_Escape:
                    self.note.setPlainText(self._noted)
                if event.key() == Qt.Key.Key_Escape or (entered and not shifted):
                    self.keep_note()
                    self.left.emit()
                    return True
            elif event.type() is QEvent.Type.KeyRelease:
                self._say_note()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 200)


def _block(title: QLabel, *parts: QWidget, icon: str = "") -> QVBoxLayout:
    title.setProperty("role", "strong")
    head = QHBoxLayout()
    head.setSpacing(8)
    if icon:
        sign = QLabel()
        icons.show(sign, icon)
        head.addWidget(sign)
    head.addWidget(title)
    head.addStretch()
    block = QVBoxLayout()
    block.setContentsMargins(12, 8, 12, 10)
    block.setSpacing(6)
    block.addLayout(head)
    for part in parts:
        block.addWidget(
            part, 0, Qt.AlignmentFlag.AlignLeading if isinstance(part, QPushButton) else Qt.AlignmentFlag(0)
        )
    return block

"""The one door for telling, warning and asking. Nothing vanishes unread: what went wrong stays until it is answered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.errors import WarraqError
from annotator.texts import _
from desktop import icons
from desktop.bidi import at_start
from desktop.dialogs.sheet import Sheet, secondary

_LINE: Final = 28
"""As high as a button, so that the icon stands level with a line of words beside one."""

Answer = tuple[str, Callable[[], object]]
"""The verb on a button of a note, and what it does."""


class Note(QFrame):
    """One thing that went wrong: icon, what happened, what was kept and what to do, and the ways to answer it.

    Signals:
        answered: the note itself; an answer was chosen, or it was dismissed.
    """

    answered = Signal(object)

    def __init__(self, text: str, detail: str, icon: str, answers: tuple[Answer, ...]) -> None:
        super().__init__()
        self.text = text
        self.setAccessibleName(f"{text} {detail}".strip())
        sign = QLabel()
        icons.show(sign, icon)
        sign.setFixedHeight(_LINE)
        words = QLabel(text)
        words.setProperty("role", "strong" if detail else "")
        more = QLabel(detail)
        more.setVisible(bool(detail))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(0)
        for label in (words, more):
            at_start(label).setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.addWidget(label)
        layout.addLayout(said, 1)
        for verb, act in answers:
            button = QPushButton(verb)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys where they are: the note goes
            button.clicked.connect(lambda _checked=False, call=act: self._answer(call))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        close = QToolButton()
        close.setAccessibleName(_("Dismiss"))
        close.setToolTip(_("Dismiss"))
        icons.show(close, "x")
        close.clicked.connect(lambda: self.answered.emit(self))
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    def _answer(self, act: Callable[[], object]) -> None:
        self.answered.emit(self)
        act()


class Strip(QFrame):
    """The place for notes under the head of a page; it takes no room while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._notes: list[Note] = []
        self.hide()

    def add(self, text: str, detail: str, icon: str, answers: tuple[Answer, ...]) -> Note:
        """Show a note; the same words again replace what stands, they do not pile up."""
        for old in self.notes():
            if old.text == text:
                self.remove(old)
        note = Note(text, detail, icon, answers)
        note.answered.connect(self.remove)
        self._layout.addWidget(note)
        self._notes.append(note)
        self.show()
        return note

    def remove(self, note: Note) -> None:
        """Take a note away, because it was answered or its cause is gone."""
        if note not in self._notes:
            return
        # Not taken out of the layout: PySide would give it to Python then, and it would be deleted twice.
        self._notes.remove(note)
        note.hide()
        note.deleteLater()
        self.setVisible(bool(self._notes))

    def notes(self) -> list[Note]:
        """The notes that stand, oldest first."""
        return list(self._notes)


class Messages(QObject):
    """Tells, warns, asks on behalf of a window.

    Signals:
        told: a short text for the status line.
    """

    told = Signal(str)

    def __init__(self, window: QWidget, strip: Callable[[], Strip]) -> None:
        super().__init__(window)
        self.window = window
        self._strip = strip

    def tell(self, text: str) -> None:
        """Say in the status line what was done."""
        self.told.emit(text)

    def warn(self, text: str, detail: str = "", *answers: Answer, icon: str = "info") -> Note:
        """Put a note under the head of the page: what happened; what was kept and what to do; ways to answer."""
        return self._strip().add(text, detail, icon, answers)

    def fail(self, error: Exception, detail: str = "", *answers: Answer) -> Note:
        """Put up a note of an error; what no one foresaw goes to the log with its traceback too."""
        if not isinstance(error, WarraqError):
            logging.getLogger(__name__).error("unforeseen", exc_info=error)
            error = WarraqError(detail=f"{type(error).__name__}: {error}")
        return self.warn(str(error), detail, *answers, icon="triangle-alert")

    def ask(self, question: str, verb: str, detail: str = "") -> bool:
        """Whether the user wants what the verb says; Esc means no, and Enter too until the other button has the focus."""
        sheet = Sheet(self.window, self.window.windowTitle(), question, verb)
        if detail:
            sheet.body.addWidget(secondary(detail))
        sheet.cancel.setDefault(True)
        sheet.cancel.setFocus()
        return sheet.run()

"""What the status line says during a review: who, how much is decided and left, whether it is saved, how fast."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from annotator.texts import _, ngettext, number, percent
from desktop.actions import caps_of
from desktop.panels.dock import ElidedLabel
from desktop.theme import interface_font


class StatusLine(QWidget):
    """The parts of the status line, from the start to the end of the row.

    Signals:
        reviewer_requested: the name was pressed.
        keys_requested: the hint at the keys was pressed.
        zoom_requested: the zoom was pressed, which resets it.
    """

    reviewer_requested = Signal()
    keys_requested = Signal()
    zoom_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reviewer = QToolButton()
        self._decided, self._left, self._saved, self._pace, self._documents = (QLabel() for _i in range(5))
        self._said = ElidedLabel()
        self._said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._keys = QToolButton()
        self._zoom = QToolButton()
        self._rules: dict[QWidget, QFrame] = {}
        self._parts = {
            "reviewer": self._reviewer,
            "decided": self._decided,
            "left": self._left,
            "saved": self._saved,
            "documents": self._documents,
        }
        self._said_of: dict[QWidget, str] = {}
        self._lent: dict[QWidget, str] | None = None
        self._lay_out()
        self._dress()
        self._reviewer.clicked.connect(self.reviewer_requested)
        self._keys.clicked.connect(self.keys_requested)
        self._zoom.clicked.connect(self.zoom_requested)
        self.show_no_project()
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(0)
        for widget in (self._reviewer, self._decided, self._left, self._saved, self._pace, self._documents):
            self._add(row, widget)
        row.addSpacing(10)
        row.addWidget(self._said, 1)
        for widget in (self._keys, self._zoom):
            self._add(row, widget, before=True)

    def _dress(self) -> None:
        for button in (self._reviewer, self._keys, self._zoom):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setFixedHeight(24)
        for label in (self._saved, self._pace, self._documents):
            label.setProperty("role", "secondary")
        for widget in self._rules:
            widget.setFont(interface_font(12))
        self._said.setFont(interface_font(12))
        self._reviewer.setFont(interface_font(12, QFont.Weight.DemiBold))

    def _add(self, row: QHBoxLayout, widget: QWidget, before: bool = False) -> None:
        line = QFrame()
        line.setProperty("role", "upright")
        line.setFixedHeight(14)
        self._rules[widget] = line
        if isinstance(widget, QLabel):
            widget.setContentsMargins(10, 0, 10, 0)
        for one in (line, widget) if before else (widget, line):
            row.addWidget(one)

    def show_reviewer(self, name: str) -> None:
        self._put(self._reviewer, name)

    def lend(self, said: Mapping[str, str] | None) -> None:
        """Let another page than the review say things of its own, by ``reviewer``, ``decided``, ``left``, ``saved``, ``documents``; None
        gives the line back to what the review has said in the meantime."""
        self._lent = None if said is None else {self._parts[part]: text for part, text in said.items()}
        for part in (*self._parts.values(), self._pace):
            self._show(part)

    def show_counts(self, decided: int, left: int) -> None:
        """Of the open document, in spans."""
        strong = "<b>{}</b>".format
        total = number(decided + left)
        self._put(self._decided, _("{decided} of {total} decided").format(decided=strong(number(decided)), total=total))
        self._put(self._left, ngettext("{n} left", "{n} left", left).replace(number(left), strong(number(left)), 1))

    def show_saved(self, saving: int, failed: bool) -> None:
        """How many steps are on their way to the file, and whether the last was refused."""
        self._put(self._saved, saved_words(saving, failed))

    def show_pace(self, hourly: int | None) -> None:
        self._put(self._pace, "" if hourly is None else ngettext("{n} span an hour", "{n} spans an hour", hourly))

    def show_today(self, said: str) -> None:
        """What was done today, for who rests on the pace."""
        self._pace.setToolTip(said)

    def show_documents(self, done: int, total: int) -> None:
        said = _("{done} of {total} documents done").format(done=number(done), total=number(total))
        self._put(self._documents, said)

    def show_zoom(self, zoom: float) -> None:
        self._put(self._zoom, percent(zoom))

    def say(self, text: str) -> None:
        """What was done last, until the next is done."""
        self._said.show_text(text)

    def show_nothing(self) -> None:
        """No document is open."""
        for label in (self._decided, self._left):
            self._put(label, "")

    def show_no_project(self) -> None:
        """Nothing is open but the welcome page."""
        for part in (self._decided, self._left, self._saved, self._pace, self._documents, self._zoom):
            self._put(part, "")

    def retranslate(self) -> None:
        caps = caps_of("help.keys")
        self._keys.setText(f"{caps} " + _("Keys"))
        self._reviewer.setToolTip(_("Who reviews: change"))
        self._zoom.setToolTip(_("Text size: back to 100%"))

    def _put(self, label: QLabel | QToolButton, text: str) -> None:
        self._said_of[label] = text
        self._show(label)

    def _show(self, label: QLabel | QToolButton) -> None:
        text = self._said_of.get(label, "")
        if self._lent is not None and (label in self._parts.values() or label is self._pace):
            text = self._lent.get(label, "")
        label.setText(text)
        label.setVisible(bool(text))
        self._rules[label].setVisible(bool(text))


def saved_words(saving: int, failed: bool) -> str:
    """How many steps are on their way to the file, and whether the last was refused."""
    if failed:
        return _("Not saved")
    return ngettext("Saving {n}…", "Saving {n}…", saving) if saving else _("Saved")

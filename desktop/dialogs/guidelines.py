"""The window of the guidelines: to read beside the work, and to write; what is written is stored in the next pause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import FileUnreadable, FileUnwritable, WarraqError, reason
from annotator.labels import Label
from annotator.project.guidelines import Guideline
from annotator.texts import _, language
from desktop.dialogs.label_form import Fault
from desktop.dialogs.plain_text import PlainText
from desktop.markdown import MarkdownView
from desktop.panels.current_span import when
from desktop.theme import interface_font

PAUSE = 800
"""Milliseconds without a key after which what was written is stored."""
MOST_BYTES = 2_000_000
_FILTER = "*.md *.markdown *.txt"


class GuidelinesWindow(QDialog):
    """Shows a project's guidelines; they are written beside their look.

    Signals:
        written: the text to be stored: after a pause, and before the window is left.
    """

    written = Signal(str)

    def __init__(self, parent: QWidget | None, read_only: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Guidelines"))
        self.resize(620, 720)
        self.guideline = Guideline()
        self._read_only = read_only
        self.view = MarkdownView()
        self.view.setAccessibleName(_("Guidelines"))
        self.field = PlainText()
        self.field.setAccessibleName(_("Guidelines in Markdown"))
        self.field.setFont(interface_font(14))
        self._state = QLabel()
        self._state.setProperty("role", "secondary")
        self.trouble = Fault()
        self.edit = _button(_("Edit"), lambda: self.write(self.guideline.text))
        self.leave = _button(_("Read"), self._leave)
        self.take_in = _button(_("Import…"), self._import)
        self.give_out = _button(_("Export…"), self._export)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.flush)
        self._lay_out()
        self.field.textChanged.connect(self._show_written)
        self._show_editing(False)

    @property
    def editing(self) -> bool:
        return self.field.isVisibleTo(self)

    def show_guideline(self, guideline: Guideline) -> None:
        """Show what the project has, unless something else is being written."""
        self.guideline = guideline
        if not self.editing:
            self._read()

    def show_label(self, label: Label) -> None:
        """Go to the section of a label: a heading with its id or one of its names."""
        if not self.view.show_section((label.id, *label.names.values(), *label.titles.values())):
            self._state.setText(_("There is no section on {label}.").format(label=label.name(language())))

    def write(self, text: str) -> None:
        """Begin to write, from this text."""
        self._show_editing(True)
        self.field.setPlainText(text)
        self.field.setFocus()

    def flush(self) -> None:
        """Have stored what was written and is not stored yet."""
        self._pause.stop()
        text = self.field.toPlainText()
        if self.editing and text != self.guideline.text:
            self.guideline = replace(self.guideline, text=text)
            self.written.emit(text)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        for button in (self.edit, self.leave, self.take_in, self.give_out):
            head.addWidget(button)
        head.addStretch()
        head.addWidget(self._state)
        self._parts = QSplitter(Qt.Orientation.Horizontal)
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(self.field)
        self._parts.addWidget(self.view)
        trouble = QHBoxLayout()
        trouble.setContentsMargins(16, 0, 16, 0)
        trouble.addWidget(self.trouble)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(trouble)
        column.addWidget(self._parts, 1)

    def _read(self) -> None:
        text = self.guideline.text
        self.view.show_text(
            text or _("This project has no guidelines yet: write them with “Edit”, or import a Markdown file.")
        )
        at = when(self.guideline.at) if self.guideline.at else ""
        self._state.setText(_("Written {when}").format(when=at) if at else "")

    def _show_editing(self, editing: bool) -> None:
        self.field.setVisible(editing)
        self.leave.setVisible(editing)
        self.edit.setVisible(not editing)
        self.edit.setEnabled(not self._read_only)
        self.take_in.setEnabled(not self._read_only)
        self.trouble.say("")
        if editing:
            width = max(self.width(), 960)
            self.resize(width, self.height())
            self._parts.setSizes([width // 2, width // 2])
            self._state.setText("")
        else:
            self._read()

    def _show_written(self) -> None:
        if self.editing:
            self.view.show_text(self.field.toPlainText())
            self._pause.start()

    def _leave(self) -> None:
        self.flush()
        self._show_editing(False)
        self.view.setFocus()

    def _import(self) -> None:
        found, _filter = QFileDialog.getOpenFileName(self, _("Import guidelines"), "", _FILTER)
        if found:
            self.read_file(Path(found))

    def read_file(self, path: Path) -> None:
        """Put the text of a Markdown file in the place of the guidelines, to be written on."""
        try:
            if path.stat().st_size > MOST_BYTES:
                raise FileUnreadable(path=path, detail=_("it is too large for guidelines"))
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            self.trouble.say(str(FileUnreadable(path=path, detail=reason(error))))
        except UnicodeDecodeError as error:
            detail = _("byte {position} is not UTF-8").format(position=error.start)
            self.trouble.say(str(FileUnreadable(path=path, detail=detail)))
        except WarraqError as error:
            self.trouble.say(str(error))
        else:
            self.write(text)

    def _export(self) -> None:
        found, _filter = QFileDialog.getSaveFileName(self, _("Export guidelines"), "guidelines.md", _FILTER)
        if found:
            self.write_file(Path(found))

    def write_file(self, path: Path) -> None:
        """Write the guidelines to a file."""
        text = self.field.toPlainText() if self.editing else self.guideline.text
        try:
            path.write_text(text, "utf-8")
        except OSError as error:
            self.trouble.say(str(FileUnwritable(path=path, detail=reason(error))))

    def reject(self) -> None:
        """Esc leaves the writing first, and then the window."""
        if self.editing:
            self._leave()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.flush()
        self._show_editing(False)
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter belongs to the text, no button is to answer it.
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _button(words: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: act())
    return button

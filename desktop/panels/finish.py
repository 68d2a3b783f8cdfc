"""What stands in the place of the canvas when there is nothing to review: all is done, or nothing is there yet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.texts import _, ngettext
from desktop.actions import caps_of
from desktop.panels.marks import isolated


def _with_key(text: str, command: str) -> str:
    return f"{text}  \u2066{caps_of(command)}\u2069"


class FinishPanel(QWidget):
    """After the last document: what was done, and what can be done next.

    Signals:
        command_requested: the id of a command of the table.
        look_again_requested: back to the documents.
    """

    command_requested = Signal(str)
    look_again_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._documents = self._spans = self._left = 0
        self._file: Path | None = None
        self._title = QLabel(wordWrap=True)
        self._title.setProperty("role", "title")
        self._done = QLabel(wordWrap=True)
        self._next = QLabel(wordWrap=True)
        self._next.setProperty("role", "secondary")
        self._folder = QPushButton()
        self._folder.setProperty("primary", True)
        self._export = QPushButton()
        self._import = QPushButton()
        self._back = QPushButton()
        self._folder.clicked.connect(self._open_folder)
        self._export.clicked.connect(lambda: self.command_requested.emit("file.export"))
        self._import.clicked.connect(lambda: self.command_requested.emit("file.import"))
        self._back.clicked.connect(self.look_again_requested)
        buttons = QHBoxLayout()
        for button in (self._folder, self._export, self._import, self._back):
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 40)
        column.setSpacing(12)
        for label in (self._title, self._done, self._next):
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch()
        self.show_file(None)

    def show_file(self, handed: Path | None) -> None:
        """The file of an annotator, which is to be given back; None for a project that is nobody's alone."""
        self._file = handed
        self._folder.setVisible(handed is not None)
        self._import.setVisible(handed is None)
        self._export.setProperty("primary", handed is None)
        self.setFocusProxy(self._export if handed is None else self._folder)
        self.retranslate()

    def _open_folder(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))

    def show_done(self, documents: int, spans: int, left: int) -> None:
        """So many documents are done, with so many spans, and so many suggestions were left undecided."""
        self._documents, self._spans, self._left = documents, spans, left
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(_("All documents are done."))
        documents = ngettext("{n} document", "{n} documents", self._documents)
        spans = ngettext("{n} span", "{n} spans", self._spans)
        done = _("{documents} reviewed, with {spans}.").format(documents=documents, spans=spans)
        left = ngettext(
            "{n} suggestion below the threshold was left undecided: it is no gold.",
            "{n} suggestions below the threshold were left undecided: they are no gold.",
            self._left,
        )
        self._done.setText(f"{done} {left}" if self._left else done)
        give_back = _("All of it is in this file: give {name} back to whoever assigned the documents.")
        export = _("Export the gold as training data, or bring in more documents.")
        self._next.setText(give_back.format(name=isolated(self._file.name)) if self._file else export)
        self._folder.setText(_("Open folder"))
        self._export.setText(_with_key(_("Export"), "file.export"))
        self._import.setText(_with_key(_("Import documents"), "file.import"))
        self._back.setText(_("Look again"))


class EmptyPanel(QWidget):
    """A project without documents, or none open.

    Signals:
        import_requested: the button was pressed.
    """

    import_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = QLabel()
        self._title.setProperty("role", "block")
        self._what = QLabel(wordWrap=True)
        self._what.setProperty("role", "secondary")
        self._button = QPushButton()
        self._button.setProperty("primary", True)
        self._button.clicked.connect(self.import_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 40)
        column.setSpacing(8)
        for widget in (self._title, self._what):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch()
        self.setFocusProxy(self._button)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(_("No documents yet."))
        self._what.setText(_("Import files or a folder, drop them on the window, or paste a text."))
        self._button.setText(_with_key(_("Import documents"), "file.import"))

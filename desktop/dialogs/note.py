"""The note of a span or of a document."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from annotator.texts import _
from desktop.dialogs.sheet import Sheet


class NoteDialog(Sheet):
    """A few lines of text; Enter keeps them, Shift+Enter begins another line."""

    def __init__(self, parent: QWidget | None, sentence: str, note: str) -> None:
        super().__init__(parent, _("Note"), sentence, _("Keep note"), 420)
        self.field = QPlainTextEdit(note)
        self.field.setAccessibleName(sentence)
        self.field.setFixedHeight(96)
        self.field.setTabChangesFocus(True)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.field.document().setDefaultTextOption(option)
        self.field.installEventFilter(self)
        self.body.addWidget(self.field)
        self.field.selectAll()
        self.field.setFocus()

    @property
    def note(self) -> str:
        return self.field.toPlainText().strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if entered and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.accept()
                return True
        return super().eventFilter(watched, event)


def ask_note(parent: QWidget | None, sentence: str, note: str) -> str | None:
    """The note as it is to be, maybe empty; None where nothing is to change."""
    dialog = NoteDialog(parent, sentence, note)
    kept = dialog.note if dialog.run() else note
    return None if kept == note else kept

"""Text from the clipboard or the keyboard: a new document, or the corrected form of one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from annotator.texts import _
from desktop.dialogs.sheet import Sheet, add_row, form, secondary
from desktop.theme import document_font


@dataclass(frozen=True, slots=True)
class Pasted:
    """A name, empty where none was given, and a text."""

    name: str
    text: str


class TextDialog(Sheet):
    """A field for a whole text, in the font of documents and in the text's own direction."""

    def __init__(self, parent: QWidget | None, title: str, sentence: str, verb: str, text: str = "") -> None:
        super().__init__(parent, title, sentence, verb, 640)
        self.rows = form()
        self.body.addLayout(self.rows)
        self.text = QTextEdit()
        self.text.setAcceptRichText(False)
        self.text.setAccessibleName(_("Text"))
        self.text.setFont(document_font(18))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(280)
        self.body.addWidget(self.text)
        self.text.textChanged.connect(self._judge)
        self.begin_with(text)
        self.text.setFocus()

    def begin_with(self, text: str) -> None:
        """Show a text to start from."""
        self._given = text
        self.text.setPlainText(text)
        self.text.document().setModified(False)
        self._judge()

    @property
    def written(self) -> str:
        """The text: the one given to the last character, where nobody touched it."""
        document = self.text.document()
        if not document.isModified():
            return self._given
        written = document.toRawText().replace("\u2029", "\n")
        return written.replace("\n", "\r\n") if "\r\n" in self._given else written

    def _judge(self) -> None:
        self.primary.setEnabled(bool(self.text.toPlainText().strip()))


def ask_new_text(parent: QWidget | None) -> Pasted | None:
    """A document to be made of the clipboard's text, or of what is typed."""
    title = _("New document")
    dialog = TextDialog(parent, title, _("The text becomes a document of the project."), _("Add document"))
    name = QLineEdit()
    name.setPlaceholderText(_("by the first line"))
    add_row(dialog.rows, _("Name"), name)
    dialog.begin_with(QGuiApplication.clipboard().text())
    return Pasted(name.text().strip(), dialog.written) if dialog.run() else None


def ask_corrected_text(parent: QWidget | None, name: str, text: str) -> str | None:
    """The corrected text of a document, begun with the one it has; None where nothing is to change."""
    dialog = TextDialog(
        parent,
        _("Corrected text"),
        _("The corrected text of “{name}” becomes a document of its own that follows this one.").format(name=name),
        _("Import corrected text"),
        text,
    )
    dialog.body.addWidget(
        secondary(
            _("What you decided is carried over where the text is the same; what is doubtful becomes a suggestion.")
        )
    )
    corrected = dialog.written if dialog.run() else text
    return None if corrected == text else corrected

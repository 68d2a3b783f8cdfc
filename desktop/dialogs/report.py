"""A report in a few sentences, to read and to copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.texts import _
from desktop.dialogs.plain_text import PlainText
from desktop.dialogs.sheet import Sheet


class ReportDialog(Sheet):
    """Shows sentences, a line each."""

    def __init__(self, parent: QWidget | None, title: str, sentence: str, lines: Sequence[str]) -> None:
        super().__init__(parent, title, sentence, _("Close"), 640)
        self.text = PlainText()
        self.text.setReadOnly(True)
        self.text.setPlainText("\n\n".join(lines))
        self.text.setAccessibleName(title)
        self.text.setMinimumHeight(240)
        self.body.addWidget(self.text)
        self.cancel.hide()
        self.primary.setFocus()

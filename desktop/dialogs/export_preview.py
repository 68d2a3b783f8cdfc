"""The first document of an export as it will be written, and what its format cannot hold as it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.errors import WarraqError
from annotator.texts import _
from desktop.bidi import at_start
from desktop.dialogs.sheet import secondary
from desktop.panels.marks import isolated

if TYPE_CHECKING:
    from annotator.jobs import WrittenPreview
    from desktop.worker import Job

WAIT = 300
"""Milliseconds without a change after which a preview is asked for."""
T = TypeVar("T")
Asking = Callable[[T, "Callable[[WrittenPreview], object]", "Callable[[WarraqError], object]"], "Job"]
"""Asks for the preview of a choice; delivers it, or the error."""


class ExportPreview(QWidget):
    """Shows the beginning of the file; asked for anew when a choice has stood for a moment."""

    def __init__(self, ask: Asking[T], choice: Callable[[], T]) -> None:
        super().__init__()
        self._ask, self._choice = ask, choice
        self._job: Job | None = None
        self.title = at_start(QLabel(_("The first document, as it will be written")))
        self.title.setProperty("role", "strong")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.title.text())
        self.text.setPlaceholderText(_("Being written…"))
        self.text.setMinimumSize(380, 240)
        # A file is structure first: its lines begin at the left, whatever letters are in them.
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.document().setDefaultTextOption(option)
        self.report = secondary("")
        self.report.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.title, self.text, self.report):
            layout.addWidget(part)
        self._timer = QTimer(self, interval=WAIT, singleShot=True)
        self._timer.timeout.connect(self._order)

    def renew(self) -> None:
        """The choice is another one."""
        self._timer.start()

    def leave(self) -> None:
        """Nobody looks any more: what was asked for need not come."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
        self._job = None

    def _order(self) -> None:
        self.leave()
        asked = self._choice()

        def current() -> bool:
            """Whether what comes is an answer to what is chosen now."""
            return self._job is not None and asked == self._choice()

        self._job = self._ask(
            asked,
            lambda preview: self._show(preview) if current() else None,
            lambda error: self._fail(error) if current() else None,
        )

    def _show(self, preview: WrittenPreview) -> None:
        self._job = None
        self.title.setText(_("“{name}”, as it will be written").format(name=isolated(preview.document)))
        self.text.setPlainText("\n\n".join(_said(name, text) for name, text in preview.files))
        self._report("\n".join(preview.report))

    def _fail(self, error: WarraqError) -> None:
        self._job = None
        self.text.clear()
        self.text.setPlaceholderText("")
        self._report(str(error))

    def _report(self, words: str) -> None:
        self.report.setText(words)
        self.report.setVisible(bool(words))


def _said(name: str, text: str | None) -> str:
    shown = _("(This file is no text.)") if text is None else text
    return f"{name}\n{shown}" if name else shown

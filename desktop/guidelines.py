"""The guidelines of the project in hand, one key away: in a window beside the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.errors import WarraqError
from desktop.messages import Messages
from desktop.session import Session

if TYPE_CHECKING:
    from annotator.project.guidelines import Guideline
    from desktop.dialogs.guidelines import GuidelinesWindow


class Guidelines(QObject):
    """Opens the window, brings it to a label's section, and stores what is written there."""

    def __init__(self, session: Session, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._messages = session, messages
        self.window: GuidelinesWindow | None = None
        self._version = 0
        session.closed.connect(self._let_go)

    def show(self, label: str = "") -> None:
        """Show the guidelines, at the section of a label if one is named."""
        if self._session.file is not None:
            self._session.file.call(
                lambda review: review.project.guidelines.read(), lambda found: self._open(found, label)
            )

    def _open(self, guideline: Guideline, label: str) -> None:
        from desktop.dialogs.guidelines import GuidelinesWindow

        project = self._session.project
        if project is None:
            return
        if self.window is None:
            self.window = GuidelinesWindow(self._messages.window, project.read_only)
            self.window.written.connect(self._store)
            self.window.finished.connect(lambda _result: self._forget())
        if not self.window.editing:
            self._version = guideline.version
            self.window.show_guideline(guideline)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        if label in project.labels:
            self.window.show_label(project.labels.get(label))

    def _store(self, text: str) -> None:
        """Store a text in the place of the version that was read, or of the one on its way to the file."""
        window, file = self.window, self._session.file
        if window is None or file is None:
            return
        version, self._version = self._version, self._version + 1

        def failed(error: WarraqError) -> None:
            if self.window is not None:
                self.window.trouble.say(str(error))
            else:
                self._messages.fail(error)

        file.call(lambda review: review.project.guidelines.write(text, version), None, failed)

    def _forget(self) -> None:
        if self.window is not None:
            self.window.deleteLater()
            self.window = None

    def _let_go(self) -> None:
        if self.window is not None:
            self.window.hide()
        self._forget()

"""Learning from the reviewer's own gold: when asked, or in a pause when enough was finished since the last time."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from annotator.learn import LEAST_DOCUMENTS
from annotator.texts import _, ngettext, percent
from desktop.messages import Messages
from desktop.session import Session
from desktop.settings import Settings

if TYPE_CHECKING:
    from annotator.jobs import Trained
    from annotator.project.models import Version
    from annotator.review import Review

PAUSE = 60.0
"""Seconds without a key or a click after which the window counts as left alone."""
_LOOK_EVERY = 15_000
_MORE = 0.2
"""So many more finished documents, beside those learned from, are worth learning again."""
_INPUT = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class Learning(QObject):
    """Orders the job ``learn``, tells what came of it, and lets the user choose among the versions."""

    def __init__(self, session: Session, messages: Messages, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._messages, self._settings = session, messages, settings
        self._last_input = monotonic()
        self._tried = 0
        session.opened.connect(lambda _opened: self._begin())
        self._timer = QTimer(self, interval=_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def learn(self) -> None:
        """Learn now."""
        self._session.learn(self._tell)

    def look(self) -> None:
        """Learn if nobody is at work and there is enough that is new."""
        idle = monotonic() - self._last_input >= PAUSE
        project, file = self._session.project, self._session.file
        ready = project is not None and not project.read_only and not self._session.worker.jobs
        if self._settings.learn_in_pauses and idle and ready and file is not None:
            file.call(_finished_and_learned, self._consider)

    def choose_version(self) -> None:
        """Ask which version of the suggester the project is to use."""
        if self._session.file is not None:
            self._session.file.call(lambda review: review.project.models.versions(), self._ask)

    def _begin(self) -> None:
        self._tried = 0

    def _consider(self, counts: tuple[int, int]) -> None:
        """Learn where enough was finished since the last time, whatever came of that: what is not taken is not tried again."""
        finished, learned = counts
        last = max(learned, self._tried)
        if finished - last >= max(LEAST_DOCUMENTS, _MORE * last):
            self._tried = finished
            self.learn()

    def _ask(self, versions: list[Version]) -> None:
        from desktop.dialogs.versions import VersionsDialog

        dialog = VersionsDialog(self._messages.window, versions)
        if dialog.run():
            self._session.use_version(dialog.chosen)

    def _tell(self, trained: Trained) -> None:
        learned = ngettext("Learned from {n} document", "Learned from {n} documents", trained.documents)
        scores = _("F1 was {before}, is now {after}").format(
            before=percent(trained.before), after=percent(trained.after)
        )
        kept = "" if trained.taken else " " + _("The earlier version stays in use.")
        self._messages.tell(f"{learned}: {scores}.{kept}")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self._last_input = monotonic()
        return False


def _finished_and_learned(review: Review) -> tuple[int, int]:
    """How many documents are finished, and from how many the project has learned."""
    learned = max((version.details["documents"] for version in review.project.models.versions()), default=0)
    return len(review.project.documents.finished()), learned

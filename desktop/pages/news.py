"""What reaches an open project from elsewhere: from jobs, from other windows; and asking for suggestions by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.records import DocumentId
from annotator.suggest import BUILT_IN
from desktop.desk import Desk
from desktop.session import Session

if TYPE_CHECKING:
    from annotator.review import Review

SUGGESTERS = frozenset({"suggest", "import_files", "use_version"})
WRITERS = SUGGESTERS | {"learn", "change_labels", "settle", "assign", "merge"}
"""Jobs that suggest, and those that write to the project at all."""
LOOK_ROUND = 2_000
"""Milliseconds between two looks at what other windows have written."""


class News(QObject):
    """Looks for news of the project in hand.

    Signals:
        arrived: something has changed; lists and page have to be read again.
    """

    arrived = Signal()

    def __init__(self, session: Session, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        assert session.file is not None
        assert session.project is not None
        self._session = session
        self._desk = desk
        self._file = session.file
        self._read_only = session.project.read_only
        self._asked: set[DocumentId] = set()
        self._round = QTimer(self, interval=LOOK_ROUND)
        self._round.timeout.connect(self._look_round)
        self._round.start()
        self.arrived.connect(session.news)
        session.changed.connect(self._tell)

    def ask_for_suggestions(self) -> None:
        """Where a document has none from the built-in suggester yet; once for each, as the user may have cancelled."""
        if not self._read_only:
            self._file.call(lambda review: review.project.suggestions.missing(BUILT_IN), self._ask)

    def _ask(self, missing: list[DocumentId]) -> None:
        busy = any(job.name in SUGGESTERS for job in self._session.worker.jobs)
        if not busy and not self._asked.issuperset(missing):
            self._asked.update(missing)
            self._session.suggest()

    def _tell(self) -> None:
        self.ask_for_suggestions()
        self.arrived.emit()

    def _look_round(self) -> None:
        """Take in what another window has written. While a job writes, its end brings the news."""

        def changed(review: Review) -> bool:
            return review.project.changed_elsewhere()

        writing = any(job.name in WRITERS for job in self._session.worker.jobs)
        if not writing and not self._desk.saving:
            self._file.call(changed, lambda news: self._tell() if news else None)

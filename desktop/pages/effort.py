"""How much was done: today's figure for the status line, and the statistics when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.dialogs.statistics import StatisticsDialog, today_text
from desktop.panels.status_line import StatusLine
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.project.effort import Lately, Reading
    from annotator.quality.effort import Effort
    from annotator.review import Review

EVERY = 60_000
"""Milliseconds after a decision within which today's figure follows."""


def _now() -> datetime:
    return datetime.now().astimezone()


class EffortView(QObject):
    """Asks the file what its log says of the reviewer's effort. ``now`` is the moment, with its time zone."""

    def __init__(
        self, file: FileThread, desk: Desk, status: StatusLine, window: QWidget, now: Callable[[], datetime] = _now
    ) -> None:
        super().__init__(window)
        self._file, self._status, self._window, self._now = file, status, window, now
        self._dialog: StatisticsDialog | None = None
        self._soon = QTimer(self, singleShot=True, interval=EVERY)
        self._soon.timeout.connect(self.tell_today)
        desk.saved.connect(lambda _committed: None if self._soon.isActive() else self._soon.start())
        self.tell_today()

    def tell_today(self) -> None:
        """Let the status line know today's figure."""
        midnight = self._midnight()

        def reading(review: Review) -> Effort:
            from annotator.project.effort import today

            return today(review.project, review.person.id, midnight)

        self._file.call(reading, lambda effort: self._status.show_today(today_text(effort)))

    def show(self) -> None:
        """Show the statistics; those of all time follow as they are read."""
        midnight = self._midnight()

        def reading(review: Review) -> Lately:
            from annotator.project.effort import lately

            return lately(review.project, review.person.id, midnight)

        self._file.call(reading, self._show)

    def _show(self, lately: Lately) -> None:
        self._dialog = StatisticsDialog(self._window, lately)
        self._read_on(None)
        self._dialog.exec()
        self._dialog.deleteLater()
        self._dialog = None

    def _read_on(self, reading: Reading | None) -> None:
        """Take in a stretch of the whole log, and ask for the next, as long as the dialog stands."""
        if self._dialog is None:
            return
        if reading is not None and reading.done:
            self._dialog.show_whole(reading.effort)
            return

        def read(review: Review) -> Reading:
            from annotator.project.effort import Reading, read_on

            return read_on(review.project, review.person.id, reading or Reading())

        self._file.call(read, self._read_on)

    def _midnight(self) -> datetime:
        return self._now().replace(hour=0, minute=0, second=0, microsecond=0)

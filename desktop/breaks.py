"""The break reminder: after a long stretch of work without a pause a quiet note, which goes away with the next pause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.texts import _, ngettext
from desktop.messages import Messages, Note
from desktop.session import Session
from desktop.settings import Settings

if TYPE_CHECKING:
    from desktop.pages.review import ReviewPage

PAUSE = 5 * 60.0
"""Seconds without a sign of work that end a stretch of it."""
LATER = 10 * 60.0
"""Seconds that a note is put off by."""
_LOOK_EVERY = 20_000


class Breaks(QObject):
    """Follows the work on the review page. ``clock`` gives seconds, ``today`` the day."""

    def __init__(
        self,
        session: Session,
        messages: Messages,
        settings: Settings,
        parent: QObject | None = None,
        clock: Callable[[], float] = monotonic,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self._messages, self._settings, self._clock, self._today = messages, settings, clock, today
        self._begun = self._last = clock() - PAUSE
        self._put_off = 0.0
        """Seconds of the stretch before which no note comes; an answered one does not come back until it has ended."""
        self._note: Note | None = None
        self._page: ReviewPage | None = None
        self._timer = QTimer(self, interval=_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        session.closed.connect(self._leave)

    def follow(self, page: ReviewPage) -> None:
        """Take what is done on this page as work: deciding, stepping, scrolling, turning to another document."""
        self._page, self._note = page, None
        for sign in (page.desk.changed, page.desk.shown, page.canvas.current_changed):
            sign.connect(self.work)
        page.canvas.verticalScrollBar().valueChanged.connect(self.work)

    def work(self, *_what: object) -> None:
        """Somebody is at work."""
        self._look_for_pause()
        self._last = self._clock()

    def look(self) -> None:
        """Put up the note if it is time, take it away if there was a pause."""
        self._look_for_pause()
        after, worked = self._settings.break_after * 60, self._clock() - self._begun
        at_work = self._clock() - self._last < PAUSE
        wanted = after and self._settings.no_breaks_on != self._today().isoformat()
        if wanted and at_work and self._note is None and self._page is not None and worked >= max(after, self._put_off):
            self._remind(round(worked / 60))

    def _look_for_pause(self) -> None:
        if self._clock() - self._last >= PAUSE:
            self._begun, self._put_off = self._clock(), 0.0
            self._take_away()

    def _remind(self, minutes: int) -> None:
        self._note = self._messages.warn(
            ngettext("{n} minute of work without a pause.", "{n} minutes of work without a pause.", minutes),
            _("A few minutes away from the screen rest the eyes."),
            (_("Later"), lambda: self._put(self._clock() - self._begun + LATER)),
            (_("No more today"), self._stop_for_today),
        )
        self._note.answered.connect(self._forget)

    def _forget(self) -> None:
        self._note, self._put_off = None, float("inf")

    def _put(self, off: float) -> None:
        self._put_off = off

    def _stop_for_today(self) -> None:
        self._settings.no_breaks_on = self._today().isoformat()

    def _take_away(self) -> None:
        if self._note is not None and self._page is not None:
            self._page.strip.remove(self._note)
        self._note = None

    def _leave(self) -> None:
        """The page goes, and its notes with it."""
        self._page = self._note = None

"""What the program does once its window stands: it asks who reviews, on the first start, and opens what it was started with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desktop.recent import Glance, Glances
from desktop.session import Session
from desktop.settings import Settings


class Greeting(QObject):
    """Begins once; ``ask`` asks who reviews.

    A project that was made for an annotator says so itself: on the first start it is looked at before anything is asked.
    """

    def __init__(self, session: Session, settings: Settings, ask: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._settings, self._ask = session, settings, ask
        self._glances: Glances | None = None

    def begin(self, path: Path | None = None) -> None:
        """Begin at the next turn, with a project or without one."""
        if path is None:
            QTimer.singleShot(0, self, lambda: self._settings.reviewer or self._ask())
        elif self._settings.reviewer:
            QTimer.singleShot(0, self, lambda: self._session.open(path))
        else:
            self._glances = Glances([path], self)
            self._glances.taken.connect(self._open)
            self._glances.start()

    def stop(self) -> None:
        """The window closes."""
        if self._glances is not None:
            self._glances.stop()

    def _open(self, glance: Glance) -> None:
        if not glance.annotator:
            self._ask()
        self._session.open(glance.path)

"""Step or read, and from which score on a finish accepts: as the user sets it, with what the suggester proposes beside it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.page import Page
from annotator.quality.threshold import propose
from annotator.review import LONG
from desktop.canvas.view import Canvas
from desktop.desk import Desk
from desktop.panels.canvas_head import CanvasHead
from desktop.settings import Settings
from desktop.store import FileThread


class Threshold(QObject):
    """Keeps head, canvas and settings of one mind."""

    def __init__(self, desk: Desk, head: CanvasHead, canvas: Canvas, settings: Settings, file: FileThread) -> None:
        super().__init__(canvas)
        self._desk, self._head, self._canvas = desk, head, canvas
        self._settings, self._file = settings, file
        head.mode_chosen.connect(lambda mode: self._set(mode, settings.threshold))
        head.threshold_chosen.connect(lambda share: self._set(settings.mode, share))
        desk.shown.connect(lambda page, again: None if again else self._ask(page))
        desk.shown.connect(lambda _page, _again: self._count())
        desk.changed.connect(lambda _changes: self._count())
        self.follow()

    def follow(self) -> None:
        """Take on what the settings say; they may have been changed elsewhere."""
        self._set(self._settings.mode, self._settings.threshold)

    def _set(self, mode: str, share: float) -> None:
        self._settings.mode, self._settings.threshold = mode, share
        self._head.show_threshold(mode, share)
        self._canvas.set_threshold(mode, share)
        self._count()

    def _ask(self, page: Page) -> None:
        """Ask the file how suggestions were answered, and propose a threshold for those of this page."""

        def deliver(answers: list[tuple[float, bool]]) -> None:
            if page is self._desk.page:
                scores = [item.score for item in page.inside(0, LONG) if not item.decided]
                self._head.show_proposal(propose(answers, scores))

        self._file.call(lambda review: review.project.decisions.answers(review.person.id), deliver)

    def _count(self) -> None:
        """In read mode, how many a finish accepts; a very long document is not gone through after each key."""
        page, threshold = self._desk.page, self._settings.threshold
        if page is None or self._settings.mode != "read" or len(page.document.text) > LONG:
            self._head.show_expected(None)
            return
        accepted = sum(item.score >= threshold for item in page.undecided())
        self._head.show_expected(accepted, page.left_count - accepted)

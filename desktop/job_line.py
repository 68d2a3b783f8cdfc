"""The job under way, for the status line: its words, a bar of 3 px, and cancel."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from annotator.texts import _, number
from desktop import icons
from desktop.worker import Job


class JobLine(QWidget):
    """The running job; not there while nothing runs."""

    def __init__(self) -> None:
        super().__init__()
        self._jobs: list[tuple[Job, str]] = []
        self.words = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.cancel = QToolButton()
        icons.show(self.cancel, "x", 14)
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.cancel)
        self.hide()
        self.retranslate()

    def follow(self, job: Job, words: str) -> None:
        """Show a job until it ends; where several wait, the first of them."""
        self._jobs.append((job, words))
        job.progressed.connect(lambda progress: self._show_progress(job, progress))
        job.ended.connect(lambda: self._end(job))
        self._show_first()

    def retranslate(self) -> None:
        self.cancel.setToolTip(_("Cancel"))
        self.cancel.setAccessibleName(_("Cancel"))
        self.bar.setAccessibleName(_("Progress"))

    def _show_first(self) -> None:
        self.setVisible(bool(self._jobs))
        if self._jobs:
            self.words.setText(self._jobs[0][1])
            self.bar.setRange(0, 0)

    def _show_progress(self, job: Job, progress: Any) -> None:
        if not self._jobs or self._jobs[0][0] is not job:
            return
        words = self._jobs[0][1]
        self.bar.setRange(0, progress.total or 0)
        self.bar.setValue(progress.done)
        if progress.total:
            counted = _("{done} of {total}").format(done=number(progress.done), total=number(progress.total))
            words = f"{words} · {counted}"
        self.words.setText(words)

    def _end(self, job: Job) -> None:
        self._jobs = [each for each in self._jobs if each[0] is not job]
        self._show_first()

    def _cancel(self) -> None:
        if self._jobs:
            self._jobs[0][0].cancel()
            self.words.setText(_("Cancelling"))

"""Runs the jobs of annotator/jobs/ in a process of its own, with progress and cancel, so that the window never stalls."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from annotator import errors, texts
from desktop.job_process import Cancel, Order, Said, serve

TURN = 20
"""Milliseconds between two looks at what the process has said, while a job is under way."""


class Job(QObject):
    """One order under way.

    Attributes:
        answered: whether who ordered it says itself why it failed.

    Signals:
        progressed: annotator.jobs.Progress.
        finished: what the job gave.
        failed: a WarraqError.
        cancelled: it was stopped where it could be; what stood before stands.
        ended: after any of the last three.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, worker: Worker, number: int, name: str) -> None:
        super().__init__(worker)
        self.number = number
        self.name = name
        self.answered = False
        self._worker = worker

    def cancel(self) -> None:
        """Stop at the job's next report of progress."""
        self._worker.send(Cancel(self.number))


class Worker(QObject):
    """The process and its orders. A process that ended is started again with the next order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[int, Job] = {}
        self._count = 0
        self._line: Connection | None = None
        self._process: BaseProcess | None = None
        # Looked at in turns: a thread that listens would have to speak to objects that may be going away.
        self._turn = QTimer(self, interval=TURN)
        self._turn.timeout.connect(self._listen)

    def run(
        self,
        job: str,
        arguments: dict[str, Any],
        finished: Callable[[Any], object] | None = None,
        failed: Callable[[errors.WarraqError], object] | None = None,
    ) -> Job:
        """Order a job by its name in annotator/jobs/; jobs run one after another."""
        self._count += 1
        ordered = Job(self, self._count, job)
        if finished:
            ordered.finished.connect(finished)
        if failed:
            ordered.failed.connect(failed)
            ordered.answered = True
        self._jobs[ordered.number] = ordered
        self._turn.start()
        self.send(Order(ordered.number, job, arguments, texts.language(), texts.digits()))
        return ordered

    def warm_up(self) -> None:
        """Let the process load what suggesting needs, before anyone waits for it."""
        self.run("warm_up", {})

    @property
    def jobs(self) -> list[Job]:
        """The orders not yet ended, the running one first."""
        return list(self._jobs.values())

    def send(self, message: Order | Cancel) -> None:
        if self._line is None:
            self._line = self._start()
        try:
            self._line.send(message)
        except (BrokenPipeError, OSError):
            # It died between two words.
            self._line = self._start()
            self._line.send(message)

    def close(self) -> None:
        """End the process: a job not finished leaves the project as a cancelled one does, and nobody waits for what was to be warm."""
        line, self._line = self._line, None
        only_warms_up = {job.name for job in self.jobs} == {"warm_up"}
        self._jobs.clear()
        self._turn.stop()
        if line is not None:
            with contextlib.suppress(OSError):
                line.send(None)
            if only_warms_up and self._process is not None:
                self._process.terminate()

    def _start(self) -> Connection:
        # Never fork a process that has windows: spawn.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), daemon=True, name="warraq-jobs")
        process.start()
        theirs.close()
        self._process = process
        return ours

    @Slot()
    def _listen(self) -> None:
        """Hear what the process has said; with nothing under way there is nothing to hear."""
        try:
            while self._line is not None and self._line.poll():
                self._take(self._line.recv())
        except (EOFError, OSError):
            self._line = None
            multiprocessing.active_children()  # asking for them lets go of those that ended
            for number in list(self._jobs):
                self._end(number, "failed", errors.WorkerStopped())
        if not self._jobs:
            self._turn.stop()

    def _take(self, said: Said) -> None:
        if said.what == "progress":
            if job := self._jobs.get(said.number):
                job.progressed.emit(said.value)
        else:
            self._end(said.number, *_outcome(said))

    def _end(self, number: int, what: str, value: Any) -> None:
        job = self._jobs.pop(number, None)
        if job is None:
            return
        if what == "finished":
            job.finished.emit(value)
        elif what == "failed":
            job.failed.emit(value)
        else:
            job.cancelled.emit()
        job.ended.emit()
        job.deleteLater()


def _outcome(said: Said) -> tuple[str, Any]:
    """The signal to give and its value; an error is made again from its code and values."""
    if said.what == "failed":
        code, values = said.value
        return "failed", getattr(errors, code, errors.WarraqError)(**values)
    if said.what == "crashed":
        return "failed", errors.WarraqError(detail=said.value)
    return said.what, said.value

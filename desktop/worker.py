"""Runs the jobs of annotator/jobs.py in a process of its own, with progress and cancel, so that the window never stalls."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from annotator import errors, texts
from desktop.job_process import Cancel, Order, Said, serve


class Job(QObject):
    """One order under way.

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
        self._worker = worker

    def cancel(self) -> None:
        """Stop at the job's next report of progress."""
        self._worker.send(Cancel(self.number))


class Worker(QObject):
    """The process and its orders. A process that ended is started again with the next order."""

    _heard = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[int, Job] = {}
        self._count = 0
        self._line: Connection | None = None
        self._heard.connect(self._take)

    def run(
        self,
        job: str,
        arguments: dict[str, Any],
        finished: Callable[[Any], object] | None = None,
        failed: Callable[[errors.WarraqError], object] | None = None,
    ) -> Job:
        """Order a job by its name in annotator/jobs.py; jobs run one after another."""
        self._count += 1
        ordered = Job(self, self._count, job)
        if finished:
            ordered.finished.connect(finished)
        if failed:
            ordered.failed.connect(failed)
        self._jobs[ordered.number] = ordered
        self.send(Order(ordered.number, job, arguments, texts.language(), _digits()))
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
            # It died between two words; the listening thread reports those that were waiting.
            self._line = self._start()
            self._line.send(message)

    def close(self) -> None:
        """End the process: a job not finished leaves the project as a cancelled one does."""
        line, self._line = self._line, None
        self._jobs.clear()
        if line is not None:
            with contextlib.suppress(OSError):
                line.send(None)

    def _start(self) -> Connection:
        # Never fork a process that has windows: spawn.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), daemon=True, name="warraq-jobs")
        process.start()
        theirs.close()
        Thread(target=self._listen, args=(ours, process), daemon=True, name="jobs").start()
        return ours

    def _listen(self, line: Connection, process: Any) -> None:
        while True:
            try:
                said = line.recv()
            except (EOFError, OSError, TypeError):
                break
            self._tell(line, said)
        process.join()
        self._tell(line, None)

    def _tell(self, line: Connection, said: Said | None) -> None:
        try:
            self._heard.emit(line, said)
        except RuntimeError:
            return  # the window is gone

    @Slot(object, object)
    def _take(self, line: Connection, said: Said | None) -> None:
        if line is not self._line:
            return
        if said is None:
            self._line = None
            for number in list(self._jobs):
                self._end(number, "failed", errors.WorkerStopped())
            return
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


def _digits() -> str:
    return "arab" if texts.number(1) == "١" else "latn"


def _outcome(said: Said) -> tuple[str, Any]:
    """The signal to give and its value; an error is made again from its code and values."""
    if said.what == "failed":
        code, values = said.value
        return "failed", getattr(errors, code, errors.WarraqError)(**values)
    if said.what == "crashed":
        return "failed", errors.WarraqError(detail=said.value)
    return said.what, said.value

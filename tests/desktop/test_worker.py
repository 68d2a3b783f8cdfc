"""Jobs in the other process, against jobs of the test's own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
import types
from collections.abc import Iterator

import pytest

from annotator.errors import DocumentMissing, WarraqError, WorkerStopped
from desktop import job_process
from desktop.job_process import Order, Said
from desktop.worker import Worker
from tests.conftest import PATIENCE


def count(to: int, pause: float = 0.0) -> Iterator[int]:
    for i in range(to):
        time.sleep(pause)
        yield i
    return to * 10


def missing() -> Iterator[int]:
    raise DocumentMissing(document="قديم")
    yield


def die() -> Iterator[int]:
    os.kill(os.getpid(), signal.SIGKILL)
    yield


def bug() -> Iterator[int]:
    raise ValueError("odd")
    yield


def serve(connection) -> None:
    """What the process runs in these tests: the real loop, with the jobs above."""
    jobs = types.ModuleType("annotator.jobs")
    for job in (count, missing, die, bug):
        setattr(jobs, job.__name__, job)
    import annotator

    sys.modules["annotator.jobs"] = annotator.jobs = jobs
    job_process._warm_up = lambda: count(1, 60)
    job_process.serve(connection)


@pytest.fixture
def worker(qtbot, monkeypatch):
    monkeypatch.setattr("desktop.worker.serve", serve)
    worker = Worker()
    yield worker
    worker.close()


def outcome(qtbot, job):
    heard = []
    job.finished.connect(lambda value: heard.append(("finished", value)))
    job.failed.connect(lambda error: heard.append(("failed", error)))
    job.cancelled.connect(lambda: heard.append(("cancelled", None)))
    with qtbot.waitSignal(job.ended, timeout=PATIENCE):
        pass
    return heard[0]


def test_progress_then_result(qtbot, worker):
    steps = []
    job = worker.run("count", {"to": 3})
    job.progressed.connect(steps.append)
    assert outcome(qtbot, job) == ("finished", 30)
    assert steps == [0, 1, 2]
    assert worker.jobs == []


def test_an_error_comes_back_as_its_class(qtbot, worker):
    what, error = outcome(qtbot, worker.run("missing", {}))
    assert what == "failed"
    assert isinstance(error, DocumentMissing)
    assert "قديم" in str(error)


def test_a_cancelled_job_stops(qtbot, worker):
    job = worker.run("count", {"to": 100000, "pause": 0.01})
    job.progressed.connect(lambda _: job.cancel())
    assert outcome(qtbot, job)[0] == "cancelled"


def test_a_job_cancelled_before_it_began_never_runs(qtbot, worker):
    first = worker.run("count", {"to": 20, "pause": 0.01})
    second = worker.run("count", {"to": 5})
    second.cancel()
    steps = []
    second.progressed.connect(steps.append)
    assert outcome(qtbot, second)[0] == "cancelled"
    assert steps == []
    assert first not in worker.jobs


def test_a_process_that_dies_is_reported_and_started_again(qtbot, worker):
    what, error = outcome(qtbot, worker.run("die", {}))
    assert what == "failed"
    assert isinstance(error, WorkerStopped)
    assert outcome(qtbot, worker.run("count", {"to": 1})) == ("finished", 10)


def test_a_process_that_only_warms_up_ends_with_its_window(qtbot, worker):
    before = multiprocessing.active_children()
    worker.run("warm_up", {})
    (process,) = set(multiprocessing.active_children()) - set(before)
    worker.close()
    process.join(20)
    assert process.exitcode is not None


def test_a_bug_is_an_error_with_its_words(qtbot, worker):
    what, error = outcome(qtbot, worker.run("bug", {}))
    assert what == "failed"
    assert isinstance(error, WarraqError)
    assert "odd" in str(error)


def test_orders_carry_the_language():
    assert Order(1, "count", language="ar", digits="arab").language == "ar"
    assert Said(1, "finished").value is None

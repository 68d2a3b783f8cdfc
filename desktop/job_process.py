"""The other process: runs jobs and says how far they are. It imports no Qt, so that it is small and starts soon."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Generator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from annotator import texts
from annotator.errors import WarraqError


@dataclass(frozen=True)
class Order:
    """A job by its name in annotator/jobs/, and the language its texts are to be in."""

    number: int
    job: str
    arguments: dict[str, Any] = field(default_factory=dict)
    language: str = "en"
    digits: str = "latn"


@dataclass(frozen=True)
class Cancel:
    number: int


@dataclass(frozen=True)
class Said:
    """One word of the process about an order: ``progress``, ``finished``, ``cancelled``, ``failed`` or ``crashed``."""

    number: int
    what: str
    value: Any = None


def serve(connection: Connection) -> None:
    """Take orders until the window closes the line."""
    _step_back()
    cancelled: set[int] = set()
    waiting: list[Order] = []
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        while True:
            _listen(connection, waiting, cancelled, wait=not waiting)
            if waiting:
                _obey(connection, waiting.pop(0), waiting, cancelled)


def _step_back() -> None:
    """Give way to the window, which shares the processor."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(10)


def _listen(connection: Connection, waiting: list[Order], cancelled: set[int], wait: bool) -> None:
    while wait or connection.poll():
        message = connection.recv()
        if message is None:
            raise EOFError  # the window is closing
        if isinstance(message, Cancel):
            cancelled.add(message.number)
        else:
            waiting.append(message)
        wait = False


def _obey(connection: Connection, order: Order, waiting: list[Order], cancelled: set[int]) -> None:
    texts.use(order.language, order.digits)
    try:
        work = _job(order)
        while order.number not in cancelled:
            try:
                progress = next(work)
            except StopIteration as end:
                return connection.send(Said(order.number, "finished", end.value))
            connection.send(Said(order.number, "progress", progress))
            _listen(connection, waiting, cancelled, wait=False)
        work.close()
        connection.send(Said(order.number, "cancelled"))
    except WarraqError as error:
        connection.send(Said(order.number, "failed", (error.code, error.values)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:
        connection.send(Said(order.number, "crashed", f"{type(error).__name__}: {error}"))
    return None


def _job(order: Order) -> Generator[Any, None, Any]:
    if order.job == "warm_up":
        return _warm_up()
    from annotator import jobs

    return getattr(jobs, order.job)(**order.arguments)


def _warm_up() -> Generator[Any, None, None]:
    """Import spaCy and build the pipeline, so that the first suggestions come at once."""
    from annotator.jobs.model import load_model

    load_model()
    return
    yield

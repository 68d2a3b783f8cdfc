"""What the tests of the window share: an application dressed as asked, a window, and messages that are kept, not shown."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from annotator.errors import WarraqError
from annotator.project.project import Project
from desktop import messages as door
from desktop.app import prepare
from desktop.job_process import Cancel, Order, Said, _obey
from desktop.main_window import MainWindow
from desktop.session import Session
from desktop.settings import Settings
from desktop.store import FileThread
from desktop.worker import Worker
from tests.conftest import PATIENCE


@pytest.fixture(autouse=True)
def _nothing_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is made ready that may not be needed, no backup is due: hundreds of windows would take all the time there is."""
    monkeypatch.setattr(Session, "prepare", lambda _session: None)


SLOW = int(os.environ.get("SLOW", "0"))
"""Milliseconds that the file takes for each call, more or less: so a test shows what it does not wait for. make test-slow"""


@pytest.fixture(autouse=True)
def _slow_file(monkeypatch: pytest.MonkeyPatch) -> None:
    if not SLOW:
        return
    post = FileThread._post

    def post_slowly(file: FileThread, function: Callable[[], object], *rest: object, **named: object) -> None:
        def after_a_while() -> object:
            time.sleep(random.uniform(0, 2 * SLOW) / 1000)
            return function()

        post(file, after_a_while, *rest, **named)

    monkeypatch.setattr(FileThread, "_post", post_slowly)


class _Line:
    """Stands for the line to the other process."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def send(self, said: Said) -> None:
        self._worker._take(said)

    def poll(self) -> bool:
        return False


@pytest.fixture
def run_here(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Lets the jobs of these names run in this process, at the next turn, others not at all; gives those ordered, as they come."""

    def choose(*jobs: str) -> list[str]:
        ordered: list[str] = []

        def send(worker: Worker, message: Order | Cancel) -> None:
            if isinstance(message, Order):
                ordered.append(message.job)
                cancelled = set() if message.job in jobs else {message.number}
                QTimer.singleShot(0, worker, lambda: _obey(_Line(worker), message, [], cancelled))

        monkeypatch.setattr(Worker, "send", send)
        return ordered

    return choose


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(tmp_path / "settings")
    made.language, made.theme, made.reviewer = "en", "light", "Fatima"
    return made


@pytest.fixture
def dressed(qapp: QApplication, settings: Settings) -> Iterator[QApplication]:
    """The application in English and light; left so for those who come after."""
    prepare(qapp, settings)
    yield qapp
    settings.language, settings.theme = "en", "light"
    prepare(qapp, settings)


@pytest.fixture
def speaking(dressed: QApplication, settings: Settings) -> Callable[[str], None]:
    """Let the application speak a language."""

    def speak(language: str) -> None:
        settings.language = language
        prepare(dressed, settings)

    return speak


@pytest.fixture
def open_window(dressed: QApplication, settings: Settings) -> Iterator[Callable[..., MainWindow]]:
    """Opens a window, on a project if one is given; all are closed at the end."""
    opened: list[MainWindow] = []

    def open_one(path: Path | None = None, language: str = "en", theme: str = "light") -> MainWindow:
        settings.language, settings.theme = language, theme
        prepare(dressed, settings)
        window = MainWindow(settings)
        opened.append(window)
        window.resize(1440, 900)
        window.show()
        if path is not None:
            window.session.open(path)
            wait(lambda: window.review is not None)
        return window

    yield open_one
    for window in opened:
        window.close()
        window.deleteLater()


@pytest.fixture
def closed_project(suggested: Callable[..., object], project: Project) -> Path:
    """A project file with two documents and their suggestions; it is closed when the test's own project is."""
    suggested("[طوكيو GPE] و[وزير الخارجية [الأميركي NORP] OCC]", name="001")
    suggested("زار [بلينكن PERS] [هانوي GPE].", name="002")
    return project.path


@pytest.fixture
def check_controls() -> Callable[[QWidget], None]:
    """Shows a dialog, and checks that each of its controls has a name to be spoken and that no word is cut off."""

    def check(dialog: QWidget) -> None:
        dialog.show()
        QApplication.processEvents()
        for control in dialog.findChildren(QWidget):
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isVisible():
                assert control.accessibleName() or getattr(control, "text", str)(), (type(dialog), control)
        for label in dialog.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap():
                assert label.width() >= label.sizeHint().width(), label.text()
        dialog.close()

    return check


@dataclass
class Recorded:
    """What was told, warned of, asked; ``answer`` is what a question gets."""

    told: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    answer: bool = False


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> Recorded:
    """Records the window's messages. Notes still stand in their strip; questions are answered at once."""
    recorded = Recorded()
    tell, warn, fail = door.Messages.tell, door.Messages.warn, door.Messages.fail

    def keep_tell(self: door.Messages, text: str) -> None:
        recorded.told.append(text)
        tell(self, text)

    def keep_warn(self: door.Messages, text: str, *rest: object, **named: object) -> door.Note:
        recorded.notes.append(text)
        return warn(self, text, *rest, **named)

    def keep_fail(self: door.Messages, error: Exception, *rest: object) -> door.Note:
        recorded.errors.append(error)
        return fail(self, error if isinstance(error, WarraqError) else WarraqError(detail=str(error)), *rest)

    def ask(_self: door.Messages, question: str, _verb: str, _detail: str = "") -> bool:
        recorded.questions.append(question)
        return recorded.answer

    for name, kept in (("tell", keep_tell), ("warn", keep_warn), ("fail", keep_fail), ("ask", ask)):
        monkeypatch.setattr(door.Messages, name, kept)
    return recorded


def wait(done: Callable[[], bool], milliseconds: int = PATIENCE) -> None:
    """Let the window work until something holds; an event loop of its own, so that other threads get their turn."""
    for _turn in range(milliseconds // 10):
        if done():
            return
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()
    raise AssertionError("it did not come to hold")


@pytest.fixture(name="wait")
def _wait() -> Callable[..., None]:
    return wait

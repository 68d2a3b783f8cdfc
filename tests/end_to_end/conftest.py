"""The real window on the sample documents, driven as a person drives it: by keys and by the mouse."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.jobs import finish, import_files, suggest
from annotator.labels import load
from annotator.project.project import Project
from desktop import key_map
from desktop.app import prepare
from desktop.main_window import MainWindow
from desktop.settings import Settings
from tests.conftest import PATIENCE

SEEDS = Path(__file__).parents[2] / "seeds"
Keys = dict[str, list[str]]
REVIEWER = "فاطمة الزهراء"


@dataclass
class Driver:
    """A person before a window."""

    window: MainWindow
    bot: object

    @property
    def review(self):
        return self.window.review

    @property
    def canvas(self):
        return self.window.review.canvas

    @property
    def page(self):
        return self.window.review.desk.page

    @property
    def text(self) -> str:
        return self.page.document.text

    def key(self, code: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, on=None) -> None:
        QTest.keyClick(on or self.canvas, code, modifiers)

    def press(self, text: str, scan_code: int, held=Qt.KeyboardModifier.NoModifier, code: int = 0) -> None:
        """A key of another layout than Latin QWERTY: what it types, and where it stands on a Linux keyboard."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self.canvas, QKeyEvent(kind, code or ord(text[0]), held, scan_code, 0, 0, text))

    def ctrl(self, code: Qt.Key) -> None:
        """Keys with Ctrl belong to the window, wherever the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, code, Qt.KeyboardModifier.ControlModifier)

    def type(self, letters: str, on: QWidget) -> None:
        QTest.keyClicks(on, letters)

    def wait(self, condition: Callable[[], bool]) -> None:
        self.bot.waitUntil(condition, timeout=PATIENCE)

    def settle(self) -> None:
        """Until all that was decided is in the file, and shown so."""
        self.wait(lambda: not self.window.session.file.busy and not self.review.desk.saving)

    def letter(self, offset: int) -> QPoint:
        """The middle of a letter, scrolled into view."""
        self.canvas.bring_into_view(offset, offset + 1)
        self.bot.wait(200)  # scrolling takes its time
        return self.canvas.rect_of(offset, offset + 1).center()

    def click(self, at: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        QTest.mouseClick(self.canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, at)

    def drag(self, start: QPoint, end: QPoint) -> None:
        view, left = self.canvas.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(view, left, Qt.KeyboardModifier.NoModifier, start)
        for share in (0.3, 0.6, 1.0):
            QTest.mouseMove(view, start + (end - start) * share)
        QTest.mouseRelease(view, left, Qt.KeyboardModifier.NoModifier, end)


def answer_dialog(act: Callable[[QWidget], None]) -> QTimer:
    """Do something with the next dialog as soon as it stands; a dialog has an event loop of its own."""
    timer = QTimer()
    timer.setInterval(20)

    def look() -> None:
        dialog = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if dialog is not None and dialog.isVisible():
            timer.stop()
            act(dialog)

    timer.timeout.connect(look)
    timer.start()
    return timer


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of the five sample documents with their suggestions; made once, copied for each test."""
    path = tmp_path_factory.mktemp("sample") / "sample.warraq"
    Project.create(path, load("wojood")).close()
    finish(import_files(path, [SEEDS]))
    finish(suggest(path))
    return path


@pytest.fixture(name="answer_dialog")
def _answer_dialog() -> Callable[..., QTimer]:
    return answer_dialog


@pytest.fixture
def project_path(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample, tmp_path / "news.warraq"))


@pytest.fixture
def open_app(qtbot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Driver]]:
    """Starts the window on a project, as ``warraq review`` does."""
    opened: list[MainWindow] = []

    def start(
        path: Path, language: str = "en", theme: str = "light", reviewer: str = REVIEWER, keys: Keys | None = None
    ) -> Driver:
        settings = Settings(tmp_path / f"settings-{len(opened)}")
        settings.language, settings.theme, settings.reviewer = language, theme, reviewer
        settings.keys = keys or {}
        prepare(qapp, settings)
        window = MainWindow(settings)
        opened.append(window)
        window.session.open(path)
        window.show()
        driver = Driver(window, qtbot)
        driver.wait(lambda: window.review is not None and window.review.desk.page is not None)
        qtbot.waitExposed(window)
        return driver

    yield start
    for window in opened:
        window.close()
        window.deleteLater()
    key_map.use({})

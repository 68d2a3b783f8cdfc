"""The review page on a real project file, in a window of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from annotator.labels import load
from annotator.project.project import Project
from annotator.records import DocumentId, Record, Suggestion
from annotator.suggest import BUILT_IN
from desktop import theme
from desktop.actions import Actions
from desktop.messages import Messages
from desktop.pages.review import ReviewPage
from desktop.panels.status_line import StatusLine
from desktop.session import Session
from desktop.settings import Settings
from tests.conftest import PATIENCE

PERSON = "فاطمة"


@dataclass
class Opened:
    """A page and what a test asks of it."""

    page: ReviewPage
    session: Session
    actions: Actions
    path: Path
    bot: object
    told: list[str]

    @property
    def canvas(self):
        return self.page.canvas

    @property
    def current(self) -> str:
        """The text and label of the current span."""
        item = self.canvas.current
        if item is None:
            return ""
        return f"{self.canvas.text[item.span.start : item.span.end]} {item.span.label}"

    @property
    def notes(self) -> list[str]:
        return [note.text for note in self.page.strip.notes()]

    def press(self, *keys: str, on: QWidget | None = None) -> None:
        """Press keys on the canvas, or on what has them: ``Enter``, ``ctrl+Z``, ``x``."""
        for key in keys:
            *held, name = key.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for one in held:
                modifiers |= {"ctrl": Qt.KeyboardModifier.ControlModifier, "shift": Qt.KeyboardModifier.ShiftModifier}[
                    one
                ]
            code = getattr(Qt.Key, f"Key_{name if len(name) > 1 else name.upper()}")
            self.bot.keyClick(on or self.canvas, code, modifiers)

    def wait(self, condition: Callable[[], bool]) -> None:
        self.bot.waitUntil(condition, timeout=PATIENCE)

    def settle(self) -> None:
        """Wait until the file has taken and given everything."""
        self.wait(lambda: not self.session.file.busy)

    def stored(self, document: DocumentId | None = None) -> set[str]:
        """What the file holds for the document in hand: the text and label of each annotation."""
        self.settle()
        document = document or self.page.desk.document
        with Project.open(self.path, read_only=True) as project:
            text = project.documents.get(document).text
            person = project.people.find(PERSON)
            spans = project.decisions.state(document, person.id).by_span
        return {f"{text[span.start : span.end]} {span.label}" for span in spans}


@pytest.fixture
def make_project(tmp_path: Path, doc: Callable) -> Callable[..., Path]:
    """A project file of documents written with brackets, their spans suggested."""

    def make(*sources: str, score: float = 0.9) -> Path:
        path = tmp_path / "p.warraq"
        with Project.create(path, load("wojood")) as project:
            project.people.named(PERSON)
            run = project.suggestions.add_run(BUILT_IN, "1")
            for number, source in enumerate(sources):
                marked = doc(source)
                document = project.documents.add(Record(marked.text, f"{number:03d}")).id
                suggestions = [Suggestion(span, score, "because", "rules") for span in marked.spans]
                project.suggestions.add(run, document, suggestions)
        return path

    return make


@pytest.fixture
def open_page(qtbot, tmp_path: Path) -> Iterator[Callable[[Path], Opened]]:
    """Opens a review page on a project file; several may stand open at once."""
    theme.load_fonts()
    opened: list[Opened] = []
    windows: list[QMainWindow] = []

    def open_one(path: Path, *, width: int = 1400) -> Opened:
        settings = Settings(tmp_path / "settings")
        settings.reviewer = PERSON
        window = QMainWindow()
        qtbot.addWidget(window)
        window.resize(width, 800)
        session = Session(settings, window)
        with qtbot.waitSignal(session.opened, timeout=PATIENCE):
            session.open(path)
        actions = Actions(window)
        window.addActions([action for command, action in actions if command.scope == "window"])
        messages = Messages(window, lambda: page.strip)
        told: list[str] = []
        messages.told.connect(told.append)
        page = ReviewPage(session, actions, messages, settings, StatusLine())
        window.setCentralWidget(page)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        page.come()
        made = Opened(page, session, actions, path, qtbot, told)
        made.settle()
        page.come()
        page.canvas.setFocus()
        opened.append(made)
        windows.append(window)
        return made

    yield open_one
    for one in opened:
        one.session.end()

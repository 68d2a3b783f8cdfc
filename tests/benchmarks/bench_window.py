"""The whole window against its budgets, on a project of ``--documents N`` (1,000) with 50 suggestions each and a book.

On a screen: ``QT_QPA_PLATFORM=xcb``.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_canvas import report, sample
from bench_project import corpus
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest

from annotator.labels import load
from annotator.project.project import Project
from annotator.records import DocumentId, Record, Suggestion
from annotator.suggest import BUILT_IN
from desktop.app import application, prepare
from desktop.canvas import Canvas
from desktop.main_window import MainWindow
from desktop.settings import FOLDER_VARIABLE, Settings

BOOK = "book"
SUGGESTIONS = 50
PATIENCE = 60
STARTED = "the window stands"
START = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop.app import application, prepare
from desktop.canvas import Canvas
from desktop.main_window import MainWindow
from desktop.settings import Settings
settings = Settings()
prepare(application(), settings)
window = MainWindow(settings)
window.show()
application().processEvents()
print({STARTED!r}, flush=True)
"""


def make_project(path: Path, count: int) -> DocumentId:
    """A project of many documents and one book; gives the book."""
    with Project.create(path, load("wojood")) as project, project.writing():
        project.people.named("A")
        # As the built-in suggester: it has nothing to do any more.
        run = project.suggestions.add_run(BUILT_IN, "1")
        for record in corpus(count):
            document = project.documents.add(Record(record.text, record.name)).id
            spans = record.annotations[:SUGGESTIONS]
            project.suggestions.add(run, document, [Suggestion(span, 0.9, "because", "rules") for span in spans])
        book, suggestions = sample(200_000, 40_000)
        document = project.documents.add(Record(book.text, BOOK)).id
        project.suggestions.add(run, document, suggestions)
        return document


def wait(done: Callable[[], bool], every: int = 2) -> None:
    """Let the window work, and look every so many milliseconds; between two events it sleeps, as it does in earnest."""
    until = time.perf_counter() + PATIENCE
    while not done():
        loop = QEventLoop()
        QTimer.singleShot(every, loop.quit)
        loop.exec()
        if time.perf_counter() > until:
            raise SystemExit("the window did not answer")


def milliseconds(action: Callable[[], object], done: Callable[[], bool]) -> float:
    """Until it is done and painted."""
    begun = time.perf_counter()
    action()
    wait(done)
    return (time.perf_counter() - begun) * 1000


class Painted:
    """Of which document a page was painted last, and when first."""

    def __init__(self, canvas: Canvas) -> None:
        self.document: DocumentId | None = None
        self.at = 0.0
        paint = Canvas.paintEvent

        def painting(painted: Canvas, event: QPaintEvent) -> None:
            paint(painted, event)
            if painted is canvas and canvas.page is not None and canvas.page.document.id != self.document:
                self.document, self.at = canvas.page.document.id, time.perf_counter()

        Canvas.paintEvent = painting

    def milliseconds(self, action: Callable[[], object], done: Callable[[], bool]) -> float:
        """Until the first picture of the page is there. Looked at seldom: the thread of the file is to have its time."""
        begun = time.perf_counter()
        action()
        first: list[float] = []
        wait(lambda: done() and (first.append(self.at) or True), every=50)
        return (first[0] - begun) * 1000


def starting() -> Iterator[float]:
    while True:
        begun = time.perf_counter()
        with subprocess.Popen([sys.executable, "-c", START], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert STARTED in process.stdout.readline()
            yield (time.perf_counter() - begun) * 1000


def turning(window: MainWindow, painted: Painted) -> Iterator[float]:
    """To the next document, until its page is painted."""
    review = window.review
    assert review is not None
    while True:
        before = painted.document
        yield painted.milliseconds(
            lambda: QTest.keyClick(review.canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier),
            lambda before=before: painted.document != before,
        )
        QTest.qWait(150)


def deciding(window: MainWindow) -> Iterator[float]:
    """A key that accepts, until the step is in the file and shown as saved."""
    review, file = window.review, window.session.file
    assert review is not None
    assert file is not None
    while True:
        yield milliseconds(lambda: QTest.keyClick(review.canvas, Qt.Key.Key_Return), lambda: not review.desk.saving)
        wait(lambda: not file.busy)
        QTest.qWait(50)


def measure(folder: Path, count: int) -> None:
    project = folder / "bench.warraq"
    # In a process of its own: the memory that making it takes is not the window's.
    making = [sys.executable, __file__, "--documents", str(count), "--make", str(project)]
    book = DocumentId(subprocess.run(making, stdout=subprocess.PIPE, text=True, check=True).stdout.strip())
    settings = Settings()
    settings.reviewer, settings.learn_in_pauses = "A", False
    settings.save()
    prepare(application(), settings)
    print(f"{'milliseconds':<44}{'p50':>8}{'p95':>8}{'most':>8}{'budget':>8}")
    report("start to a usable window", 1000, list(islice(starting(), 6))[1:])
    window = MainWindow(settings)
    window.resize(1440, 900)
    window.show()
    name = f"{count:,} documents: "
    report(
        name + "open the project",
        1000,
        [milliseconds(lambda: window.session.open(project), lambda: window.review and window.review.canvas.page)],
    )
    review, file = window.review, window.session.file
    assert review is not None
    assert file is not None
    wait(lambda: not file.busy)
    painted = Painted(review.canvas)
    report(name + "next document", 60, list(islice(turning(window, painted), 60)))
    report(name + "a step saved", 30, list(islice(deciding(window), 40)))

    def opening() -> Iterator[float]:
        first = review.documents.model.ids[0]
        while True:
            yield painted.milliseconds(lambda: review.open_document(book), lambda: painted.document == book)
            wait(lambda: not file.busy)
            milliseconds(lambda: review.open_document(first), lambda: painted.document == first)
            wait(lambda: not file.busy)
            QTest.qWait(500)

    report("200,000 words, 40,000 suggestions: open", 300, list(islice(opening(), 8)))
    print(f"{'memory of the window, MB':<44}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>24.0f}{400:>8}")
    window.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        print(make_project(asked.make, asked.documents))
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER_VARIABLE] = folder
        measure(Path(folder), asked.documents)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()

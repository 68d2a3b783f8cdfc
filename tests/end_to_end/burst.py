"""A window that decides as fast as it can and says on its output what it shows as saved. Started, and killed, by a test."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from desktop.app import application, prepare
from desktop.main_window import MainWindow
from desktop.settings import Settings


def main(path: Path, folder: Path) -> int:
    running = application()
    settings = Settings(folder)
    settings.language, settings.theme, settings.reviewer = "en", "light", "A"
    prepare(running, settings)
    window = MainWindow(settings)
    window.session.open(path)
    window.show()
    key = QTimer(window)
    key.timeout.connect(lambda: _press(window))
    key.start(1)
    return running.exec()


def _press(window: MainWindow) -> None:
    review = window.review
    if review is None or review.desk.page is None:
        return
    if not getattr(window, "watched", False):
        window.watched = True
        review.desk.saved.connect(lambda committed: print(committed.step, flush=True))
    QTest.keyClick(review.canvas, Qt.Key.Key_Return)
    if not review.desk.page.left_count:
        QTest.keyClick(review.canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))

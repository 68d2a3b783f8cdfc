"""Starts the window. Nothing heavy is imported on the way: neither spaCy nor sqlite-utils."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import annotator
import resources
from desktop import key_map, theme
from desktop.dress import dress
from desktop.garbage import Collector
from desktop.language import speak
from desktop.main_window import MainWindow
from desktop.settings import Settings


def application() -> QApplication:
    """The one QApplication, made on the first call."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    _know_projects_by_name()
    made = QApplication(sys.argv[:1])
    made.setApplicationName("warraq")
    made.setApplicationVersion(annotator.__version__)
    made.setDesktopFileName("org.warraq.Warraq")
    Collector(made)
    made.setWindowIcon(QIcon(str(resources.path("icons", "warraq.svg"))))
    return made


def _know_projects_by_name() -> None:
    """Let Qt tell a project from its name alone.

    A file dialog looks into files whose type their name does not tell. Where it closes one that is open here, the system takes this
    process' locks on it away, and another process could fold away a log that is in use (see ``annotator.project.connection``).
    """
    known = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    os.environ["XDG_DATA_DIRS"] = f"{resources.path('share')}:{known}"


def prepare(running: QApplication, settings: Settings) -> None:
    """Fonts, keys, language and theme as the settings have them."""
    theme.load_fonts()
    key_map.use(settings.keys)
    speak(settings, running)
    dress(running, theme.theme_for(settings.theme))


def run(path: Path | None = None) -> int:
    """Open the window on a project, or on the welcome page, and stay until it is closed. Returns the exit status."""
    running = application()
    settings = Settings()
    prepare(running, settings)
    window = MainWindow(settings)
    window.show()
    window.greeting.begin(path)
    return running.exec()

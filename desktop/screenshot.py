"""Draws a page of the window into a picture, without a display: for documentation, tests and bug reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler

from annotator import texts
from annotator.errors import DocumentMissing, FileUnwritable, WarraqError
from annotator.records import DocumentId
from annotator.texts import _
from desktop.app import application, prepare
from desktop.main_window import MainWindow
from desktop.settings import Settings

SIZE = (1440, 900)
PAGES = ("review", "search", "consistency", "quality", "adjudicate", "agreement", "welcome")
_PATIENCE = 300_000
"""Milliseconds after which a window that shows nothing is given up."""
_TURN = 20


def draw(
    project: Path,
    out: Path,
    *,
    document: int = 1,
    page: str = "review",
    query: str = "",
    language: str = "ar",
    theme: str = "light",
) -> None:
    """Write a PNG of a page of the window: of a document, counted from 1, or of one of the other PAGES. The project is only read.

    ``query`` is what the search looks for. Raises what opening a project or a document raises, DocumentMissing, FileUnwritable.
    """
    assert page in PAGES, page
    # Without this the window would flash up on a screen, or fail where there is none.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    spoken = texts.language(), "arab" if texts.number(1) == "١" else "latn"
    heard = qInstallMessageHandler(_let_pass)
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder))
        settings.language, settings.theme = language, theme
        prepare(application(), settings)
        window = MainWindow(settings)
        try:
            if page == "welcome":
                _show_welcome(window, project)
            else:
                _show(window, project, document)
            if page in ("search", "consistency"):
                _show_lines(window, page, query)
            elif page in ("quality", "adjudicate", "agreement"):
                _show_page(window, page)
            if not window.grab().save(str(out), "PNG"):
                raise FileUnwritable(path=out, detail=_("the picture could not be stored there"))
        finally:
            window.close()
            window.deleteLater()
            texts.use(*spoken)
            qInstallMessageHandler(heard)


def _let_pass(_kind: QtMsgType, _context: QMessageLogContext, said: str) -> None:
    """Qt's own messages but one: the platform without a display complains of every window."""
    if "propagateSizeHints" not in said:
        print(said, file=sys.stderr)


def _show(window: MainWindow, project: Path, number: int) -> None:
    refused: list[WarraqError] = []
    window.session.not_opened.connect(lambda error, _path: refused.append(error))
    window.resize(*SIZE)
    window.show()
    window.session.open(project, read_only=True)
    _wait(lambda: bool(refused) or window.review is not None)
    if refused:
        raise refused[0]
    review, file = window.review, window.session.file
    assert review is not None
    assert file is not None
    found: list[list[DocumentId]] = []
    file.call(lambda asked: asked.project.documents.ids(), found.append)
    _wait(lambda: bool(found))
    if not 1 <= number <= len(found[0]):
        raise DocumentMissing(document=number)
    wanted = found[0][number - 1]
    review.desk.refused.connect(refused.append)
    review.open_document(wanted)
    _wait(lambda: bool(refused) or (review.desk.page is not None and review.desk.page.document.id == wanted))
    if refused:
        raise refused[0]
    review.canvas.setFocus()
    window.status.say("")
    _wait(lambda: not file.busy, at_least=300)


def _show_welcome(window: MainWindow, project: Path) -> None:
    """The welcome page, with the project as the recent one."""
    window.resize(*SIZE)
    window.show()
    window.settings.remember_project(project)
    window.welcome.show_projects([project.resolve()])
    _wait(lambda: True, at_least=500)


def _show_lines(window: MainWindow, page: str, query: str) -> None:
    """The search with what it finds, or the consistency page with what was compared."""
    review, file = window.review, window.session.file
    assert review is not None
    assert file is not None
    finding = review.finding
    if page == "search":
        finding.open_search(query)
    else:
        finding.open_consistency()
        _wait(lambda: not window.session.reader.jobs)
        finding.consistency.sheet.lines.take_keys()
    _wait(lambda: not file.busy, at_least=500)
    window.status.say("")


def _show_page(window: MainWindow, page: str) -> None:
    """A page of the project that asks other processes for what it shows."""
    window.project_pages.show(f"page.{page}")
    file = window.session.file
    assert file is not None
    if page == "adjudicate":
        _show_case(window)
    # Plots are drawn after what they show has come.
    shown = window.project_pages.in_front
    _wait(lambda: not file.busy and not window.session.reader.jobs and getattr(shown, "settled", True), at_least=500)
    window.status.say("")


def _show_case(window: MainWindow) -> None:
    """Of the page of an adjudicator the document in hand, where it can be adjudicated."""
    page, review = window.project_pages.in_front, window.review
    _wait(lambda: page.sheets.currentWidget() is not page.blank)
    wanted = review.desk.document if review is not None else None
    if wanted in page.cases.model.ids and page.desk.document != wanted:
        page.open_document(wanted)
        _wait(lambda: page.desk.page is not None and page.desk.page.document.id == wanted)


def _wait(done: Callable[[], bool], at_least: int = 0) -> None:
    """Let the window work until it is done; it may take a moment after that to come to rest."""
    waited = 0
    while (waited < at_least or not done()) and waited < _PATIENCE:
        loop = QEventLoop()
        QTimer.singleShot(_TURN, loop.quit)
        loop.exec()
        waited += _TURN
    if not done():
        raise WarraqError(detail=_("the window showed nothing for {n} seconds").format(n=_PATIENCE // 1000))

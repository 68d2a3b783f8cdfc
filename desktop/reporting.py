"""Makes reports on behalf of a window: asks, lets the job do it, sets the PDF, and says where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from annotator.errors import WarraqError
from annotator.texts import _
from desktop.bidi import left_to_right
from desktop.messages import Messages
from desktop.session import Session
from desktop.settings import Settings

if TYPE_CHECKING:
    from annotator.jobs import Reported
    from desktop.dialogs.reporting import ReportChoice, ReportState
    from desktop.pages.quality_figures import Figures


class Reporting(QObject):
    """One report."""

    def __init__(self, session: Session, messages: Messages, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._messages, self._settings, self._window = session, messages, settings, window

    def ask(self, figures: Figures | None = None) -> None:
        """Ask what to tell, and make it; proposed is what the quality page shows, if its figures are given."""
        from desktop.dialogs.reporting import ReportState

        if self._session.file is not None:
            self._session.file.call(ReportState.of, lambda state: self._ask(state, figures))

    def _ask(self, state: ReportState, figures: Figures | None) -> None:
        from desktop.dialogs.reporting import MakeReportDialog

        project = self._session.project
        if project is None:
            return
        proposed = (figures.asked, figures.target) if figures is not None else ()
        dialog = MakeReportDialog(self._window, state, project.path, *proposed)
        if dialog.run():
            self.make(dialog.chosen)

    def make(self, chosen: ReportChoice) -> None:
        """Make what was chosen."""
        from desktop.dialogs.reporting import job_arguments

        assert self._session.project is not None
        arguments = job_arguments(chosen, self._settings.digits_in_use())

        def made(reported: Reported) -> None:
            if chosen.is_print:
                self._print(reported, chosen.path)
            else:
                self._tell(reported.paths)

        job = self._session.reader.run("report", {"project": str(self._session.project.path), **arguments}, made)
        self._session.ordered.emit(job, _("Making the report"))

    def _print(self, reported: Reported, path: Path) -> None:
        from desktop.paper.pages import writing

        self._set_on(writing(reported.report, path), reported, path)

    def _set_on(self, steps: Iterator[None], reported: Reported, path: Path) -> None:
        """Set the next page once the window has done what it has to do."""
        try:
            next(steps)
        except StopIteration:
            self._tell((str(path), *reported.paths))
        except WarraqError as error:
            self._messages.fail(error)
        else:
            QTimer.singleShot(0, self, lambda: self._set_on(steps, reported, path))

    def _tell(self, paths: tuple[str, ...]) -> None:
        shown = QUrl.fromLocalFile(paths[0])
        show = (_("Open the report"), lambda: QDesktopServices.openUrl(shown))
        self._messages.warn(
            _("The report was made."), "\n".join(map(left_to_right, paths[:2])), show, icon="circle-check"
        )

"""Choosing a file of predictions to be scored, and what labels of it are that the label set lacks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.texts import _
from desktop.dialogs.label_mapping import LabelMappingDialog
from desktop.session import Session
from desktop.settings import Settings
from desktop.worker import Job

UnknownLabels = tuple[tuple[str, int], ...]


class PredictionsFile(QObject):
    """Asks for one; what labels are is asked of each file anew.

    Signals:
        chosen: its path, and a label of the set for each that the set lacks, nothing where its spans are left out.
    """

    chosen = Signal(object, object)

    def __init__(self, session: Session, settings: Settings, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._settings, self._page = session, settings, page
        self._job: Job | None = None
        self._path = Path()

    def ask(self) -> None:
        """Ask for a file, and look for labels in it that are unknown."""
        path = ask_predictions(self._page, self._settings.last_folder())
        if path is not None:
            self._path = path
            self._job = self._session.unknown_labels((path,), None, self._take, without_text=True)

    def _take(self, unknown: UnknownLabels) -> None:
        if self.sender() is not self._job:
            return
        if unknown:
            # Not within the signal of the job: it would not be over while the dialog is open.
            QTimer.singleShot(0, self, lambda: self._map(unknown))
        else:
            self.chosen.emit(self._path, {})

    def _map(self, unknown: UnknownLabels) -> None:
        if self._session.project is None:
            return
        dialog = LabelMappingDialog(self._page.window(), unknown, self._session.project.labels, scoring=True)
        if dialog.run():
            self.chosen.emit(self._path, dialog.answers.mapping)


def ask_predictions(parent: QWidget, folder: str) -> Path | None:
    """A file of predictions; None where the user stepped back."""
    found, _filter = QFileDialog.getOpenFileName(parent, _("Score a file of predictions"), folder)
    return Path(found) if found else None

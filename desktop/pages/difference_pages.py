"""Fills the list of places where annotators differ, a slice at a time: another process looks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.quality.agreement.record import DifferenceGroup, Example
from annotator.texts import _
from desktop.messages import Messages
from desktop.panels.differences_list import DifferencesModel
from desktop.session import Session
from desktop.worker import Job

if TYPE_CHECKING:
    from annotator.jobs import Differences

SLICE: Final = 50
_PATIENCE: Final = 300
"""Milliseconds after which the status line tells of a search: most are over sooner."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which places: of what was compared, of a group, of a document; of all where they are missing."""

    compared: dict[str, Any]
    """The arguments of the job that compared."""
    group: DifferenceGroup | None = None
    document: str | None = None

    def arguments(self) -> dict[str, Any]:
        asked = {name: value for name, value in self.compared.items() if name != "gamma"}
        if self.group is not None:
            asked |= {"kind": self.group.kind, "between": self.group.labels}
        return asked | {"document": self.document, "count": SLICE}


class DifferencePages(QObject):
    """Asks for one thing at a time; of several the last counts.

    Signals:
        came: places have come, or are looked for.
    """

    came = Signal()

    def __init__(self, model: DifferencesModel, session: Session, messages: Messages) -> None:
        super().__init__(model)
        self._model, self._session, self._messages = model, session, messages
        self._wanted: Wanted | None = None
        self._found: list[Example] = []
        self._after: tuple[int, int] | None = None
        self._job: Job | None = None
        self._slow = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._slow.timeout.connect(self._tell)
        model.more_wanted.connect(self._ask)

    @property
    def looking(self) -> bool:
        return self._job is not None

    def show(self, wanted: Wanted, first: Sequence[Example] = ()) -> None:
        """Show the places that are wanted; ``first`` are the first of them, where these are known already. Till they come what stood there stays."""
        if self._job is not None:
            self._job.cancel()
        self._wanted, self._found, self._after = wanted, [], None
        if first:
            self._model.show_examples(first, more=False)
        self._ask()

    def _ask(self) -> None:
        if self._wanted is None or self._session.project is None:
            return
        arguments = {"project": str(self._session.project.path), **self._wanted.arguments(), "after": self._after}
        job = self._session.reader.run("differences", arguments, self._take, self._fail)
        job.cancelled.connect(self._stop)
        self._job = job
        self._slow.start()
        self.came.emit()

    def _take(self, found: Differences) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        self._found += found.examples
        self._after = found.after
        self._model.show_examples(self._found, more=found.after is not None)
        self.came.emit()

    def _fail(self, error: Exception) -> None:
        if self.sender() is self._job:
            self._job = None
            self._messages.fail(error)
            self.came.emit()

    def _stop(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self.came.emit()

    def _tell(self) -> None:
        if self._job is not None:
            self._session.ordered.emit(self._job, _("Looking for differences"))

"""The figures of a project: worked out by a job when they are asked for, and again when the project has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import WarraqError
from annotator.quality.effort_parts import Efforts
from annotator.quality.evaluation import Evaluation
from annotator.quality.threshold import TARGET
from annotator.texts import _
from desktop.session import Session
from desktop.worker import Job

if TYPE_CHECKING:
    from annotator.project.runs import StoredRun
    from annotator.review import Review


_REST: Final = 250
"""Milliseconds for which the keys rest before what they have come to is scored."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which run is scored, against what. ``run`` empty is the newest; ``file`` is scored in its place."""

    run: str = ""
    compare: str = ""
    annotator: str = ""
    rule: str = ""
    file: Path | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    """What labels of the file are here, nothing where their spans are left out."""


@dataclass(frozen=True, slots=True)
class State:
    """What the project holds, as far as figures depend on it, and what there is to choose from."""

    marks: tuple[Any, ...]
    runs: tuple[StoredRun, ...]
    people: tuple[str, ...]


class Figures(QObject):
    """Asks for figures, one thing at a time; what was found last stands until there is something newer.

    Attributes:
        asked: what is to be scored.
        evaluation: what was found; None where nothing was yet, or it could not be.
        effort: what the review cost.
        refused: why there is no evaluation.

    Signals:
        offered: a State: runs and people to choose from.
        changed: something of the above is another one.
    """

    offered = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        assert session.file is not None
        assert session.project is not None
        self._session, self._file, self._path = session, session.file, session.project.path
        self.asked = Asked()
        self.target = TARGET
        self.evaluation: Evaluation | None = None
        self.effort: Efforts | None = None
        self.refused: WarraqError | None = None
        self._found_for: Asked | None = None
        self._marks: tuple[Any, ...] | None = None
        self._job: Job | None = None
        self._measuring: Job | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._evaluate)
        session.closed.connect(self._stop)

    @property
    def busy(self) -> bool:
        """Whether an evaluation is being worked out."""
        return self._job is not None or self._rest.isActive()

    @property
    def fresh(self) -> bool:
        """Whether what was found is of the project as it is and of what is asked."""
        return self._found_for == self.asked

    @property
    def measuring(self) -> bool:
        """Whether the effort is being added up."""
        return self._measuring is not None

    def look(self) -> None:
        """See whether the project has changed since the figures were found, and find them again if so."""
        self._file.call(state, self._compare)

    def ask(self, asked: Asked) -> None:
        """Score something else, as soon as nothing else again is asked; what stands already is not scored anew."""
        if asked == self.asked:
            return
        self.asked = asked
        self._leave()
        if not self.fresh:
            self._rest.start()
        self.changed.emit()

    def again(self) -> None:
        """Find everything again."""
        self._evaluate()
        self._measure()

    def _compare(self, found: State) -> None:
        self.offered.emit(found)
        if found.marks != self._marks:
            self._marks = found.marks
            self.again()

    def _evaluate(self) -> None:
        self._leave()
        self._found_for = None
        asked = self.asked
        arguments = {
            "project": str(self._path),
            "run": asked.run,
            "compare": [asked.compare] if asked.compare else [],
            "predictions": str(asked.file) if asked.file else None,
            "mapping": dict(asked.mapping),
            "annotator": asked.annotator,
            "rule": asked.rule,
            "target": self.target,
        }
        # Bound methods of this object: the connections go when the page does.
        job = self._job = self._session.reader.run("evaluate", arguments, self._take, self._refuse)
        job.ended.connect(self._end)
        self._session.ordered.emit(job, _("Evaluating"))
        self.changed.emit()

    def _take(self, found: Evaluation) -> None:
        if self.sender() is self._job:
            self.evaluation, self.refused, self._found_for = found, None, self.asked

    def _refuse(self, error: WarraqError) -> None:
        if self.sender() is self._job:
            self.evaluation, self.refused, self._found_for = None, error, self.asked

    def _end(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self.changed.emit()

    def _leave(self) -> None:
        """What is being worked out is not wanted any more."""
        self._rest.stop()
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _stop(self) -> None:
        """The project is closed: nobody waits for its figures any more."""
        self._leave()
        if self._measuring is not None:
            self._measuring.cancel()

    def _measure(self) -> None:
        if self._measuring is not None:
            return
        job = self._session.reader.run("measure_effort", {"project": str(self._path)}, self._take_effort)
        self._measuring = job
        job.ended.connect(self._end_effort)
        self._session.ordered.emit(job, _("Adding up the effort"))

    def _take_effort(self, effort: Efforts) -> None:
        self.effort = effort

    def _end_effort(self) -> None:
        self._measuring = None
        self.changed.emit()


def state(review: Review) -> State:
    """What the figures depend on; cheap, however large the project is."""
    from annotator.project.runs import stored_runs

    project = review.project
    marks = project.db.execute(
        "SELECT (SELECT max(rowid) FROM decision), (SELECT count(*) FROM run_document),"
        " (SELECT count(*) FROM document), (SELECT value FROM project WHERE key = 'label_set')"
    ).fetchone()
    done = project.db.execute(
        "SELECT id FROM person p WHERE EXISTS"
        " (SELECT 1 FROM document_state s WHERE s.person = p.number AND s.status = 'done')"
    )
    finishers = {identity for (identity,) in done}
    people = tuple(person.name for person in project.people.all() if person.id in finishers)
    return State(tuple(marks), tuple(stored_runs(project)), people)

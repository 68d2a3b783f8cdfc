"""A glance at the projects opened lately, taken in a thread of its own so that the welcome page stands at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, QLocale, QObject, QThread, Signal

from annotator.errors import WarraqError
from annotator.records import Status
from annotator.texts import _


@dataclass(frozen=True, slots=True)
class Glance:
    """What can be told of a project without opening it for review; ``trouble`` says why nothing can."""

    path: Path
    title: str
    documents: int = 0
    done: int = 0
    people: tuple[str, ...] = ()
    read_only: bool = False
    changed: float = 0.0
    """Seconds since 1970."""
    trouble: str = ""
    annotator: str = ""
    """Whose file it is, where it was made for one annotator."""

    @property
    def share(self) -> float:
        return self.done / self.documents if self.documents else 0.0


def glance(path: Path) -> Glance:
    """Look into a project, for reading only."""
    # Imported here: sqlite-utils would cost a quarter of a second before the window stands.
    from annotator.project import connection
    from annotator.project.project import Project

    try:
        changed = path.stat().st_mtime
    except OSError:
        return Glance(path, path.stem, trouble=_("The file is not there any more."))
    try:
        with Project.open(path, read_only=True) as project:
            states = project.documents.states()
            people = tuple(person.name for person in project.people.all())
            writable = connection.is_writable(path)
            count, done = project.documents.count(), states.get(Status.DONE, 0)
            annotator = project.annotator.name if project.annotator else ""
            return Glance(path, project.title, count, done, people, not writable, changed, annotator=annotator)
    except WarraqError as error:
        return Glance(path, path.stem, changed=changed, trouble=str(error))


class Glances(QThread):
    """Looks into one project after another.

    Signals:
        taken: a Glance.
    """

    taken = Signal(object)

    def __init__(self, paths: list[Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths = paths

    def run(self) -> None:
        for path in self._paths:
            if self.isInterruptionRequested():
                return
            self.taken.emit(glance(path))

    def stop(self) -> None:
        self.requestInterruption()
        self.wait()


def when(seconds: float, today: QDate | None = None) -> str:
    """A moment as people say it: the time today, yesterday, the weekday within a week, else the date."""
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    time = QLocale().toString(moment.time(), "HH:mm")
    days = moment.date().daysTo(today or QDate.currentDate())
    if days == 0:
        return _("today {time}").format(time=time)
    if days == 1:
        return _("yesterday {time}").format(time=time)
    if 1 < days < 7:
        return QLocale().dayName(moment.date().dayOfWeek())
    return QLocale().toString(moment.date(), "d MMMM" if days < 300 else "d MMMM yyyy")

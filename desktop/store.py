"""The file's thread: the one place of the window that owns an open project file. Results come back to the window's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from PySide6.QtCore import QThread, Signal, Slot

from annotator.errors import WarraqError
from annotator.records import Person, PersonId
from annotator.texts import _

if TYPE_CHECKING:
    from annotator.labels import LabelSet
    from annotator.project.project import Project
    from annotator.review import Review

T = TypeVar("T")
Then = Callable[[Any], object]
Failed = Callable[[WarraqError], object]


@dataclass(frozen=True)
class Opened:
    """What the window needs to know of a project that has just been opened."""

    path: Path
    title: str
    labels: LabelSet
    person: Person
    read_only: bool
    documents: int
    on_network: bool = False
    session: str = ""
    """Under which its decisions are written."""
    handed: bool = False
    """Made for an annotator, and to be given back."""


@dataclass(frozen=True)
class _Call:
    function: Callable[[], object]
    then: Then | None
    failed: Failed | None
    begins: bool
    """Opens a project, or lets another person review."""
    posted_in: int
    """How often had been begun when it was posted."""


class FileThread(QThread):
    """Owns one project: what is called runs here in turn, what it gives is delivered in the thread that made this object.

    Signals:
        failed: a WarraqError that its caller did not ask for.
        idle: nothing is under way any more, all that was posted is in the file.
    """

    failed = Signal(object)
    idle = Signal()
    _answered = Signal(object, object, object)
    _alive: ClassVar[set[FileThread]] = set()
    """Until they are closed: a thread that is only waited for by its own calls must not be collected as garbage."""

    def __init__(self) -> None:
        super().__init__()
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._project: Project | None = None
        self._review: Review | None = None
        self._closed = False
        self._under_way = 0
        self._begun = 0
        self._answered.connect(self._deliver)
        self._alive.add(self)
        self.start()

    # Called by the window

    def open(
        self,
        path: Path,
        person: str = "",
        *,
        then: Callable[[Opened], object] | None = None,
        failed: Failed | None = None,
        read_only: bool = False,
    ) -> None:
        """Open a project for a person by name; without a name, for who reviewed in it last; one that was made for an annotator, for
        them."""

        def opening() -> Opened:
            # Imported here: sqlite-utils would cost a quarter of a second before the window stands.
            from annotator.project.project import Project

            project = Project.open(path, read_only=read_only)
            return self._begin(project, person, project.annotator)

        self._post(opening, then, failed, begins=True)

    def create(
        self,
        path: Path,
        labels: LabelSet,
        person: str,
        *,
        title: str = "",
        then: Callable[[Opened], object] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Make a project file and open it."""

        def creating() -> Opened:
            from annotator.project.project import Project

            return self._begin(Project.create(path, labels, title), person)

        self._post(creating, then, failed, begins=True)

    def review_as(self, person: str, then: Callable[[Opened], object] | None = None) -> None:
        """From now on another person reviews, found or added by name. What was asked for the one before is not answered any more: the
        pages that asked are gone."""
        self._post(lambda: self._begin(self._need_review().project, person), then, None, begins=True)

    def call(
        self, function: Callable[[Review], T], then: Callable[[T], object] | None = None, failed: Failed | None = None
    ) -> None:
        """Run a function of the review in the file's thread; ``then`` or ``failed`` follows in the window's."""
        self._post(lambda: function(self._need_review()), then, failed)

    def call_in_parts(
        self,
        function: Callable[[Review], Generator[None, None, T]],
        then: Callable[[T], object],
        failed: Failed | None = None,
    ) -> None:
        """As ``call``, for what takes long: at each pause of the generator other calls have their turn."""

        def go_on(parts: Generator[None, None, T]) -> None:
            self.call(lambda _review: _next(parts), lambda done: then(done[0]) if done else go_on(parts), failed)

        self.call(function, go_on, failed)

    def close(self) -> None:
        """Write what was posted, close the file, end the thread. Nothing is delivered any more."""
        if self._closed:
            return
        self._closed = True
        self._calls.put(None)
        self.wait()
        self._alive.discard(self)

    @property
    def busy(self) -> bool:
        return self._under_way > 0

    def _post(
        self, function: Callable[[], object], then: Then | None, failed: Failed | None, *, begins: bool = False
    ) -> None:
        if self._closed:
            return
        self._under_way += 1
        self._calls.put(_Call(function, then, failed, begins, self._begun))

    @Slot(object, object, object)
    def _deliver(self, call: _Call, value: object, error: WarraqError | None) -> None:
        if self._closed:
            return
        self._under_way -= 1
        gone = call.posted_in != self._begun and not call.begins
        if error is not None:
            # An error is told even where nobody is left who asked.
            (self.failed.emit if gone or call.failed is None else call.failed)(error)
        else:
            self._begun += call.begins
            if call.then is not None and not gone:
                call.then(value)
        if not self._under_way:
            self.idle.emit()

    # Runs in the file's thread

    def run(self) -> None:
        while (call := self._calls.get()) is not None:
            try:
                value = call.function()
            except WarraqError as error:
                self._answered.emit(call, None, error)
            except Exception as error:
                logging.getLogger(__name__).exception("a call of the file's thread failed")
                self._answered.emit(call, None, WarraqError(detail=f"{type(error).__name__}: {error}"))
            else:
                self._answered.emit(call, value, None)
        if self._project is not None:
            self._project.close()

    def _begin(self, project: Project, person: str, owner: Person | None = None) -> Opened:
        from annotator.review import Review

        if self._project is not None and self._project is not project:
            self._project.close()
        self._project = project
        who = owner or _reviewer(project, person)
        self._review = Review(project, who)
        return Opened(
            project.path,
            project.title,
            project.labels,
            who,
            project.read_only,
            project.documents.count(),
            project.on_network,
            project.session,
            project.annotator is not None,
        )

    def _need_review(self) -> Review:
        if self._review is None:
            raise WarraqError(detail="no project is open")
        return self._review


def _next(parts: Generator[None, None, T]) -> tuple[T] | None:
    """Go on to the next pause; after the last part, what came of all."""
    try:
        next(parts)
    except StopIteration as done:
        return (done.value,)
    return None


def _reviewer(project: Project, name: str) -> Person:
    """The person of that name; without a name who came last; in a project that cannot be written, whoever is there."""
    people = project.people.all()
    if project.read_only:
        known = [person for person in people if person.name == name]
        return (known or people[-1:] or [Person(PersonId(""), name)])[0]
    if not name and people:
        return people[-1]
    return project.people.named(name or _("Reviewer"))

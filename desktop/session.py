"""The project in hand: its file, the jobs that run on it, and the way from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from annotator import labels
from annotator.errors import WarraqError
from annotator.records import DocumentId, PersonId, Record
from annotator.sample import sample_path
from annotator.texts import _
from desktop.settings import Settings
from desktop.store import FileThread, Opened
from desktop.worker import Job, Worker

if TYPE_CHECKING:
    from annotator.label_editing import LabelChange
    from annotator.labels import LabelSet
    from annotator.review import Review
    from desktop.dialogs.assigning import AssignChoice
    from desktop.dialogs.exporting import ExportChoice
    from desktop.dialogs.importing import ImportChoice
    from desktop.dialogs.label_mapping import LabelAnswers
    from desktop.dialogs.project import NewProject


class Session(QObject):
    """Opens and closes projects, and runs jobs on the open one.

    Signals:
        opened: an Opened; from now on ``file`` and ``project`` are there.
        closed: there is no project any more.
        not_opened: a WarraqError and the path.
        ordered: a Job that begins, and words for it.
        changed: a job has changed the project; lists have to be read again.
        news: it has changed, be it by a job or in another window.
        suggested: what came of asking the suggester, a Suggested.
        labels_changed: the label set of the project is another one.
    """

    opened = Signal(object)
    closed = Signal()
    not_opened = Signal(object, object)
    ordered = Signal(object, str)
    changed = Signal()
    news = Signal()
    suggested = Signal(object)
    labels_changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.worker = Worker(self)
        self.reader = Worker(self)
        """A second process, for the jobs that only read: what pages and dialogs show does not wait for a training."""
        self.file: FileThread | None = None
        self.project: Opened | None = None

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open a project in place of the one in hand."""
        path = path.absolute()
        file = FileThread()
        taken, failed = self._taking(file), self._failing(file, path)
        file.open(path, self._settings.reviewer, then=taken, failed=failed, read_only=read_only)

    def create(self, new: NewProject, then: Callable[[], object] | None = None) -> None:
        """Make a project and open it."""
        file = FileThread()
        failed = self._failing(file, new.path)
        try:
            new.path.parent.mkdir(parents=True, exist_ok=True)
            chosen = labels.load(new.labels)
        except (WarraqError, OSError) as error:
            failed(error if isinstance(error, WarraqError) else WarraqError(detail=str(error)))
            return
        taken = self._taking(file, then)
        file.create(new.path, chosen, self._settings.reviewer, title=new.title, then=taken, failed=failed)

    def open_sample(self) -> None:
        """Open the sample project; it is made the first time."""
        path = sample_path()
        if path.exists():
            self.open(path)
            return
        job = self.worker.run("sample", {"project": str(path)}, self.open)
        self.ordered.emit(job, _("Making the sample project"))

    def close(self) -> None:
        """Write what was posted and let the project go."""
        if self.file is None:
            return
        self.file.close()
        self.file = self.project = None
        self.closed.emit()

    def end(self) -> None:
        """Close everything, the process of the jobs too."""
        self.close()
        self.worker.close()
        self.reader.close()

    def review_as(self, name: str) -> None:
        """From now on decisions are this person's."""
        self._settings.reviewer = name
        if self.file is not None:
            self.file.review_as(name, self._take)

    def look_at_labels(self) -> None:
        """See whether the label set was changed, by a job or by another window."""
        if self.file is not None:
            self.file.call(lambda review: review.project.labels, self._take_labels)

    def _take_labels(self, labels: LabelSet) -> None:
        if self.project is not None and labels != self.project.labels:
            self.project = replace(self.project, labels=labels)
            self.labels_changed.emit()

    # Jobs

    def import_paths(
        self,
        paths: tuple[Path, ...],
        options: ImportChoice | None = None,
        then: Callable[[], object] | None = None,
        finished: Callable[[Any], object] | None = None,
    ) -> Job:
        """Import files and folders; spans as the files have them where no options are given."""
        return self._order("import_files", _import_arguments(paths, options), _("Importing"), then, finished)

    def unknown_labels(
        self,
        paths: tuple[Path, ...],
        options: ImportChoice | None,
        finished: Callable[[Any], object],
        *,
        without_text: bool = False,
    ) -> Job:
        """Look for labels in files that the label set lacks; the project stays as it is.

        ``without_text`` looks at records too that name a document and have no text, as predictions may.
        """
        assert self.project is not None
        arguments = _import_arguments(paths, options)
        wanted = {name: arguments[name] for name in ("paths", "format", "encoding", "column") if name in arguments}
        wanted |= {"project": str(self.project.path), "without_text": without_text}
        job = self.reader.run("unknown_labels", wanted, finished)
        self.ordered.emit(job, _("Looking for unknown labels"))
        return job

    def suggest(self) -> Job:
        """Ask the built-in suggester about every document it has not seen."""
        return self._order("suggest", {}, _("Suggesting"), finished=self.suggested.emit)

    def learn(self, finished: Callable[[Any], object]) -> Job:
        """Learn from the finished documents of this project."""
        return self._order("learn", {}, _("Learning"), finished=finished)

    def find_inconsistencies(self, person: PersonId, finished: Callable[[Any], object]) -> Job:
        """Look through what a person has begun for what is not marked alike; the project stays as it is."""
        assert self.project is not None
        job = self.reader.run("find_inconsistencies", {"project": str(self.project.path), "person": person}, finished)
        self.ordered.emit(job, _("Comparing"))
        return job

    def use_version(self, version: str | None) -> Job:
        """Use a version of the suggester that was learned here, or with None the one that comes along, and suggest by it."""
        return self._order("use_version", {"version": version}, _("Suggesting"))

    def settle(self, rule: str, trusted: str, complete: bool, finished: Callable[[Any], object]) -> Job:
        """Let a rule settle disagreements in all documents, as the reviewer adjudicates; this window can undo its steps.

        ``complete`` finishes the documents in which nothing is left.
        """
        assert self.project is not None
        adjudicator, session = self.project.person.name, self.project.session
        arguments = {"rule": rule, "trusted": trusted, "adjudicator": adjudicator, "complete": complete}
        return self._order("settle", {**arguments, "session": session}, _("Settling by a rule"), finished=finished)

    def change_labels(self, change: LabelChange, finished: Callable[[Any], object]) -> Job:
        """Change the label set, and carry it through the project; this window can undo what was carried."""
        arguments = {"change": change, "session": self.project.session if self.project else ""}
        return self._order("change_labels", arguments, _("Changing the label set"), finished=finished)

    def prepare(self) -> None:
        """What the window does once it stands: warm the other process up, and make the backup of the day."""
        self.worker.warm_up()
        if self.file is not None:
            self.file.call(lambda review: review.project.backups.due, self._back_up)

    def _back_up(self, due: bool) -> None:
        if due and self.project is not None:
            job = self.worker.run("roll_backups", {"project": str(self.project.path)})
            self.ordered.emit(job, _("Making the backup of the day"))

    def export(self, choice: ExportChoice, finished: Callable[[Any], object]) -> Job:
        arguments = asdict(choice)
        arguments["out"] = str(arguments.pop("path"))
        return self._order("export", arguments, _("Exporting"), finished=finished)

    def preview_export(
        self, choice: ExportChoice, finished: Callable[[Any], object], failed: Callable[[WarraqError], object]
    ) -> Job:
        """Show how the first document of an export would be written."""
        assert self.project is not None
        arguments = {name: value for name, value in asdict(choice).items() if name not in ("path", "split", "seed")}
        return self.reader.run("preview_export", {"project": str(self.project.path), **arguments}, finished, failed)

    def assign(self, choice: AssignChoice, finished: Callable[[Any], object]) -> Job:
        """Make a project file for each annotator."""
        arguments = {"people": list(choice.people), **asdict(choice.terms)}
        return self._order("assign", arguments, _("Assigning"), finished=finished)

    def preview_merge(
        self, paths: Sequence[Path], finished: Callable[[Any], object], failed: Callable[[WarraqError], object]
    ) -> Job:
        """Look what a merge would bring; the project stays as it is."""
        assert self.project is not None
        arguments = {"project": str(self.project.path), "others": [str(path) for path in paths]}
        return self.reader.run("preview_merge", arguments, finished, failed)

    def merge(self, paths: Sequence[Path], answers: LabelAnswers, finished: Callable[[Any], object]) -> Job:
        """Take in what other projects hold; the answers say what their labels are here."""
        others = [str(path) for path in paths]
        arguments = {"others": others, "mapping": answers.mapping, "change": answers.change}
        return self._order("merge", arguments, _("Merging"), finished=finished)

    def add_text(self, name: str, text: str, then: Callable[[DocumentId], object]) -> None:
        """Make a document of a text, named by its first line where no name is given."""
        if self.file is None:
            return
        record = Record(text, name or text.strip().splitlines()[0][:60])

        def adding(review: Review) -> DocumentId:
            return review.project.documents.add(record).id

        self.file.call(adding, then)

    def _order(
        self,
        name: str,
        arguments: dict[str, Any],
        words: str,
        then: Callable[[], object] | None = None,
        finished: Callable[[Any], object] | None = None,
    ) -> Job:
        if self.project is None:
            raise WarraqError(detail="no project is open")
        job = self.worker.run(name, {"project": str(self.project.path), **arguments}, finished)
        job.finished.connect(lambda _result: self.changed.emit())
        job.cancelled.connect(self.changed)
        if then is not None:
            job.finished.connect(lambda _result: then())
        self.ordered.emit(job, words)
        return job

    def _taking(self, file: FileThread, then: Callable[[], object] | None = None) -> Callable[[Opened], None]:
        def taken(opened: Opened) -> None:
            self.close()
            self.file = file
            self._take(opened)
            if then is not None:
                then()

        return taken

    def _take(self, opened: Opened) -> None:
        self.project = opened
        self._settings.reviewer = self._settings.reviewer or opened.person.name
        self._settings.remember_project(opened.path)
        self.opened.emit(opened)

    def _failing(self, file: FileThread, path: Path) -> Callable[[WarraqError], None]:
        def failed(error: WarraqError) -> None:
            file.close()
            self.not_opened.emit(error, path)

        return failed


def _import_arguments(paths: tuple[Path, ...], options: ImportChoice | None) -> dict[str, Any]:
    """The arguments of a job that reads files; what was left open is not said."""
    chosen = asdict(options) if options is not None else {}
    said = {name: value for name, value in chosen.items() if name != "paths" and value}
    return {"paths": [str(path) for path in paths], **said}

"""Projects that are to come into the one in hand: what each would bring, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator.errors import WarraqError
from annotator.project.coming import Coming
from annotator.project.connection import backup_folder
from annotator.project.merging_teams import Fate
from annotator.texts import _, ngettext, number
from desktop import icons
from desktop.bidi import at_start
from desktop.dialogs.label_form import Fault
from desktop.dialogs.project import PATTERN, SUFFIX
from desktop.dialogs.sheet import Sheet, secondary
from desktop.dropping import take_files
from desktop.panels.dock import icon_button, name_button, rule
from desktop.panels.marks import isolated

if TYPE_CHECKING:
    from desktop.worker import Job

Ask = Callable[[Sequence[Path], Callable[[Any], object], Callable[[WarraqError], object]], "Job"]
"""Asks what projects would bring; delivers a Coming for each, or an error."""
_NAME, _DOCUMENTS, _DECISIONS, _PEOPLE, _REMOVE = range(5)
_FIGURES: Final = (_DOCUMENTS, _DECISIONS)
_HIGHEST: Final = 360
_BESIDE: Final = 64
"""Of the dialog's width, what the rows do not have: its margins and the room of a scroll bar."""
MOST_PEOPLE: Final = 3
"""Names that stand in a row; the others are counted."""


class MergeDialog(Sheet):
    """A row for each project, filled when it has been compared; more can be added or dropped.

    ``project`` is the path of the one in hand; ``waits`` says that the merge will wait for a job that is under way.
    """

    def __init__(
        self, parent: QWidget | None, paths: Iterable[Path], ask: Ask, project: Path, *, waits: bool = False
    ) -> None:
        backups = isolated(backup_folder(project).name)
        sentence = _(
            "What these projects have and this one lacks is taken in. Before that a backup is made, in the folder {path}."
        ).format(path=backups)
        super().__init__(parent, _("Merge projects"), sentence, _("Merge"), 720)
        self.setAcceptDrops(True)
        self._ask = ask
        self._jobs: list[Job] = []
        self._found: dict[Path, Coming | None] = {}
        self._left = False
        self._table = QWidget()
        self._rows = QVBoxLayout(self._table)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._area = QScrollArea()
        self._area.setWidget(self._table)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.more = QPushButton(_("Add projects…"))
        self.more.setAutoDefault(False)
        icons.show(self.more, "plus")
        self.more.clicked.connect(lambda: self.add(ask_projects(self, str(next(iter(self._found)).parent))))
        self.body.addWidget(self._area)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        if waits:
            self.body.addWidget(secondary(_("Other work is under way; the merge begins when it has ended.")))
        self.add(paths)

    @property
    def ready(self) -> tuple[Coming, ...]:
        """What can be merged."""
        return tuple(found for found in self._found.values() if found is not None and found.problem is None)

    def add(self, paths: Iterable[Path]) -> None:
        """Compare further projects."""
        fresh = [path for path in paths if path not in self._found]
        if not fresh:
            return
        self._found.update(dict.fromkeys(fresh))
        self._show()
        job = self._ask(fresh, self._take, lambda error: self._fail(fresh, error))
        self._jobs.append(job)
        job.ended.connect(lambda: None if self._left else self._jobs.remove(job))

    def done(self, result: int) -> None:
        """What is still being compared need not come."""
        self._left = True
        for job in self._jobs:
            job.cancel()
        self._jobs.clear()
        super().done(result)

    def _take(self, found: Iterable[Coming]) -> None:
        if self._left:
            return
        for one in found:
            if one.path in self._found:  # it may have been taken out meanwhile
                self._found[one.path] = one
        self._show()

    def _fail(self, paths: Sequence[Path], error: WarraqError) -> None:
        self._take(Coming(path, problem=error) for path in paths)

    def _remove(self, path: Path) -> None:
        del self._found[path]
        if self._found:
            self._show()
        else:
            self.reject()

    def _show(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        grid = self._grid()
        self._rows.addWidget(grid)
        width = max(self.width(), self.minimumWidth()) - _BESIDE
        self._area.setFixedHeight(min(_HIGHEST, grid.layout().totalHeightForWidth(width) + 4))
        waiting = None in self._found.values()
        self.primary.setEnabled(not waiting and bool(self.ready))
        unclear = {label for found in self.ready for label, _spans in found.unclear}
        self.primary.setText(_("Merge") if not unclear else _("Go on…"))

    def _grid(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(_PEOPLE, 1)
        for column, words in enumerate((_("Project"), _("New documents"), _("New decisions"), _("From"))):
            head = secondary(words)
            head.setWordWrap(False)
            grid.addWidget(head, 0, column, _side(column))
        grid.addWidget(rule(), 1, 0, 1, _REMOVE + 1)
        for path, found in self._found.items():
            self._row(grid, path, found)
        return holder

    def _row(self, grid: QGridLayout, path: Path, found: Coming | None) -> None:
        place = grid.rowCount()
        cells = [path.stem, "", "", ""]
        if found is None:
            cells[_PEOPLE] = _("Being compared…")
        elif found.problem is None:
            cells[_DOCUMENTS:] = [number(found.documents), number(found.decisions), _names(found)]
        for column, text in enumerate(cells):
            cell = at_start(QLabel(isolated(text) if column == _NAME else text))
            cell.setTextFormat(Qt.TextFormat.PlainText)
            cell.setToolTip(str(path) if column == _NAME else "")
            cell.setWordWrap(column == _PEOPLE)
            if column in _FIGURES:
                grid.addWidget(cell, place, column, _side(column))
            else:
                grid.addWidget(cell, place, column)
        button = icon_button("x")
        name_button(button, _("Leave “{name}” out").format(name=isolated(path.stem)))
        button.clicked.connect(lambda: self._remove(path))
        grid.addWidget(button, place, _REMOVE)
        if found is not None and found.problem is not None:
            fault = Fault()
            fault.say(str(found.problem))
            grid.addWidget(fault, place + 1, 0, 1, _REMOVE)
        elif found is not None and (notes := notes_on(found)):
            grid.addWidget(secondary(" ".join(notes)), place + 1, 0, 1, _REMOVE)
        grid.setRowMinimumHeight(place, 28)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        take_files(event, SUFFIX)

    def dropEvent(self, event: QDropEvent) -> None:
        self.add(take_files(event, SUFFIX))


class OpenOrMergeDialog(Sheet):
    """A project came while another one is open: what is to be done with it.

    Attributes:
        to_open: it is to be opened in place of the other one.
    """

    def __init__(self, parent: QWidget | None, path: Path) -> None:
        question = _("“{name}” is a project. Open it, or merge it into the one that is open?").format(
            name=isolated(path.stem)
        )
        super().__init__(parent, _("Open or merge"), question, _("Merge…"), 460)
        self.to_open = False
        self.body.addWidget(secondary(_("Before a merge you see what would come of it.")))
        self.open = QPushButton(_("Open"))
        self.open.setAutoDefault(False)
        self.open.clicked.connect(self._choose_open)
        self.buttons.insertWidget(self.buttons.count() - 1, self.open)

    def _choose_open(self) -> None:
        self.to_open = True
        self.accept()


def notes_on(found: Coming) -> list[str]:
    """What else there is to know of a project before it is merged, a sentence each."""
    notes = []
    if found.nothing:
        notes.append(_("No documents and no decisions that are not here."))
    if found.newcomers:
        notes.append(_("New here: {names}.").format(names=_(", ").join(map(isolated, found.newcomers))))
    if found.labels:
        notes.append(_("New labels: {labels}.").format(labels=_(", ").join(map(isolated, found.labels))))
    if found.unclear:
        labels = _(", ").join(isolated(label) for label, _spans in found.unclear)
        notes.append(_("Labels that are asked about first: {labels}.").format(labels=labels))
    if found.guidelines is Fate.THEIRS:
        notes.append(_("Its guidelines are newer: they will hold here."))
    if found.guidelines is Fate.OURS:
        notes.append(_("Its guidelines were written over too; those here go on to hold."))
    return notes


def ask_projects(parent: QWidget | None, folder: str) -> tuple[Path, ...]:
    """Project files to merge; empty where the user stepped back."""
    found, _filter = QFileDialog.getOpenFileNames(parent, _("Merge projects"), folder, PATTERN)
    return tuple(Path(each) for each in found)


def _side(column: int) -> Qt.AlignmentFlag:
    """Figures stand at the end of their column, one under the other."""
    side = Qt.AlignmentFlag.AlignTrailing if column in _FIGURES else Qt.AlignmentFlag.AlignLeading
    return side | Qt.AlignmentFlag.AlignVCenter


def _names(found: Coming) -> str:
    names = [isolated(name) for name, _count in found.people]
    if len(names) > MOST_PEOPLE:
        left = len(names) - MOST_PEOPLE
        names = [*names[:MOST_PEOPLE], ngettext("{n} more", "{n} more", left)]
    return _(", ").join(names)

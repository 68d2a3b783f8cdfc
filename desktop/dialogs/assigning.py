"""Whom documents are handed out to, and how: with the plan of it while it is being chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from annotator.assigning import Assigned, Documents, Terms, plan
from annotator.errors import NothingToAssign, WarraqError
from annotator.texts import _, ngettext, percent
from desktop import icons
from desktop.dialogs.assign_rows import FEWEST, AssignRows
from desktop.dialogs.choices import PathField, choice, seed_field
from desktop.dialogs.label_form import Fault
from desktop.dialogs.sheet import Sheet, add_row, form, secondary

if TYPE_CHECKING:
    from annotator.review import Review

WAIT: Final = 120
"""Milliseconds without a change after which the plan is made anew."""
SHARES: Final = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1.0)
MOST_EACH: Final = 5
Ask = Callable[["AssignChoice", Callable[["Planned"], object], Callable[[WarraqError], object]], object]
"""Asks for the plan of a choice; delivers it, or the error."""


@dataclass(frozen=True, slots=True)
class AssignState:
    """What the dialog knows of the project: its annotators, and its folder."""

    people: tuple[str, ...]
    reviewer: str
    folder: Path

    @classmethod
    def of(cls, review: Review) -> AssignState:
        """Asked of the project, in the file's thread."""
        project = review.project
        people = tuple(person.name for person in project.people.all())
        return cls(people, review.person.name, project.path.parent)


@dataclass(frozen=True, slots=True)
class AssignChoice:
    """The options of ``warraq assign``."""

    people: tuple[str, ...]
    terms: Terms


@dataclass(frozen=True, slots=True)
class Planned:
    """What an assignment would make, and which of its files are there already."""

    assigned: Assigned
    taken: frozenset[Path]

    @classmethod
    def of(cls, review: Review, choice: AssignChoice) -> Planned:
        """Asked of the project, in the file's thread. Raises NothingToAssign, AnnotatorsInvalid."""
        assigned = plan(review.project, choice.people, choice.terms).assigned
        return cls(assigned, frozenset(file.path for file in assigned.files if file.path.exists()))


class AssignDialog(Sheet):
    """Names and terms; the figures beside the names follow."""

    def __init__(self, parent: QWidget | None, state: AssignState, ask: Ask) -> None:
        sentence = _(
            "Each annotator gets a project file to work in. Half-finished too, it is merged back into this project."
        )
        super().__init__(parent, _("Assign documents"), sentence, _("Assign"), 760)
        self._state, self._ask = state, ask
        self.rows = AssignRows(state.people)
        others = [name for name in state.people if name != state.reviewer]
        for name in others + [""] * (FEWEST - len(others)):
            self.rows.add(name)
        self.more = QPushButton(_("Add an annotator"))
        self.more.setAutoDefault(False)
        icons.show(self.more, "plus")
        which: tuple[tuple[Documents, str], ...] = (
            ("unfinished", _("Those that nobody has finished")),
            ("new", _("Those that nobody has begun")),
            ("all", _("All")),
        )
        self.documents = choice(which)
        self.overlap = choice(((share, percent(share)) for share in SHARES), 0.2)
        self.each = choice(
            [(n, ngettext("{n} annotator each", "{n} annotators each", n)) for n in range(2, MOST_EACH + 1)], 2
        )
        self.blind = choice(((share, percent(share)) for share in SHARES), 0.2)
        self.seed = seed_field()
        self.seed.setToolTip(_("Another seed deals the documents out another way"))
        self.folder = PathField(str(state.folder), _("Folder"), folder=True)
        self.fault, self.summary = Fault(), QLabel()
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._left = False
        self._lay_out()
        self._connect()
        self._renew()
        self.rows.findChild(QLineEdit).setFocus()

    @property
    def chosen(self) -> AssignChoice:
        folder = self.folder.path
        terms = Terms(
            self.overlap.currentData(),
            self.blind.currentData(),
            self.each.currentData(),
            int(self.seed.text() or 0),
            Path(folder) if folder else None,
            self.documents.currentData(),
        )
        return AssignChoice(self.rows.names, terms)

    def _lay_out(self) -> None:
        self.body.addWidget(self.rows)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch()
        foot.addWidget(self.summary)
        self.body.addLayout(foot)
        rows = form()
        add_row(rows, _("Documents"), self.documents)
        add_row(rows, _("Shared"), _side_by_side(self.overlap, self.each))
        self.overlap.setAccessibleName(_("Shared"))
        self.each.setAccessibleName(_("How many annotators share a document"))
        add_row(rows, _("Blind"), self.blind)
        add_row(rows, _("Seed"), self.seed)
        add_row(rows, _("Folder"), self.folder)
        self.body.addLayout(rows)
        self.body.addWidget(
            secondary(
                _(
                    "Shared documents tell how far annotators agree; in blind ones nobody sees suggestions, so that they sway nobody."
                )
            )
        )
        self.body.addWidget(self.fault)

    def done(self, result: int) -> None:
        """Nobody looks any more: a plan that was asked for may come too late."""
        self._left = True
        self._timer.stop()
        super().done(result)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._order)
        self.more.clicked.connect(lambda: self.rows.add().setFocus())
        for box in (self.documents, self.overlap, self.each, self.blind):
            box.currentIndexChanged.connect(self._renew)
        for signal in (self.rows.changed, self.seed.textChanged, self.folder.field.textChanged):
            signal.connect(self._renew)

    def _renew(self) -> None:
        """The choice is another one: nothing can be assigned before its plan is there."""
        self.primary.setEnabled(False)
        self.each.setEnabled(self.overlap.currentData() > 0)
        self._timer.start()

    def _order(self) -> None:
        asked = self.chosen
        if not asked.people:
            self._say({}, "")
            return

        def answer(say: Callable[[], None]) -> None:
            """Of several plans asked for the last one counts."""
            if not self._left and asked == self.chosen:
                say()

        self._ask(
            asked,
            lambda planned: answer(lambda: self._show(planned)),
            lambda error: answer(lambda: self._fail(error)),
        )

    def _show(self, planned: Planned) -> None:
        files = {file.annotator: file for file in planned.assigned.files}
        there = {
            name: _("There is already a file of this name.")
            for name, file in files.items()
            if file.path in planned.taken
        }
        self.rows.show_plan(files, there)
        self.summary.setText(planned.assigned.sentence(planned=True))
        self.fault.say(_("Another folder, or another name, makes room for the files.") if there else "")
        self.primary.setEnabled(not there)

    def _fail(self, error: WarraqError) -> None:
        if isinstance(error, NothingToAssign):
            self._say({}, _("No document is left for this: each is assigned already, finished, or removed."))
        else:
            self._say({}, str(error))

    def _say(self, faults: dict[str, str], fault: str) -> None:
        self.rows.show_plan({}, faults)
        self.summary.clear()
        self.fault.say(fault)


def _side_by_side(*controls: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for control in controls:
        row.addWidget(control, 1)
    holder.setFocusProxy(controls[0])
    return holder

"""Looks for what is not marked alike, by a job; shows the places of each string, and lets them be put right or be left."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator.bulk import label_as
from annotator.finding import find
from annotator.marks import MarkState, Wanted
from annotator.project.settled import ask_again, settle
from annotator.quality.consistency import Fault, Group
from annotator.records import LabelId, Manner, Status
from annotator.texts import _, ngettext
from desktop.desk import Desk
from desktop.messages import Messages
from desktop.pages.line_pages import LinePages
from desktop.pages.lines import Lines
from desktop.pages.search import places
from desktop.panels.consistency_sheet import ConsistencySheet
from desktop.panels.marks import isolated
from desktop.session import Session

if TYPE_CHECKING:
    from annotator.jobs import Inconsistencies
    from annotator.review import Changes, Review

ALIKE = 10_000
"""So many places at most are marked alike in one step."""
BEGUN = frozenset({Status.IN_PROGRESS, Status.DONE})
OPEN = frozenset({MarkState.UNMARKED, MarkState.SUGGESTED})


class ConsistencyPage(QObject):
    """Answers a sheet."""

    def __init__(self, sheet: ConsistencySheet, lines: Lines, desk: Desk, session: Session, messages: Messages) -> None:
        super().__init__(sheet)
        assert session.file is not None
        self.sheet, self.lines = sheet, lines
        self._desk, self._session, self._file, self._messages = desk, session, session.file, messages
        self._found: Inconsistencies | None = None
        self._groups: list[Group] = []
        self._settled = 0
        self._looking = False
        self._pages = LinePages(sheet.lines, self._file)
        self._pages.came.connect(self._lines_came)
        lines.renewed.connect(self._judge)
        sheet.fault_chosen.connect(lambda _fault: self._show())
        sheet.group_chosen.connect(self._show_places)
        sheet.alike_requested.connect(self._mark_alike)
        sheet.right_requested.connect(self._settle)
        sheet.again_requested.connect(self.look)
        sheet.ask_again_requested.connect(self._ask_again)

    def open(self) -> None:
        """Look through the project the first time; later show again what was found."""
        if self._found is None:
            self.look()
        else:
            self.lines.renew()

    def look(self) -> None:
        """Look through the project."""
        if not self._looking:
            self._looking = True
            job = self._session.find_inconsistencies(self.lines.reviewer, self._take)
            job.ended.connect(self._end)
            self.retranslate()

    def retranslate(self) -> None:
        """Say what there is to do."""
        documents = self._found.documents if self._found else 0
        self.sheet.count(Counter(group.fault for group in self._groups), self._settled)
        if self._looking:
            self.sheet.say("", _("Looking for what is not marked alike…"))
        elif self._found is None:
            self.sheet.say(_("“Look again” compares all that you have marked."), _("It was not looked through yet."))
        elif not documents:
            said = _("Only documents in progress or finished are compared: begin with one.")
            self.sheet.say(said, _("Nothing to compare yet."))
        elif not self._of_fault():
            compared = ngettext("{n} document compared", "{n} documents compared", documents)
            self.sheet.say(compared, _("Nothing inconsistent."))
        elif self.sheet.fault is Fault.LABELS:
            self.sheet.say(_("These names stand under several labels. Enter goes to the places."))
        else:
            said = _("These names are marked in some places and passed over in others. Enter goes to the places.")
            self.sheet.say(said)

    def _take(self, found: Inconsistencies) -> None:
        self._found, self._settled = found, found.settled
        self._groups = list(found.groups)
        self.sheet.model.right.clear()
        if not self._of_fault() and self._groups:
            self.sheet.faults.choose(self._groups[0].fault.value)

    def _end(self) -> None:
        self._looking = False
        self._show()
        if self.sheet.isVisible() and not isinstance(QApplication.focusWidget(), QLineEdit):
            self.sheet.setFocus()

    def _of_fault(self) -> list[Group]:
        return [group for group in self._groups if group.fault is self.sheet.fault]

    def _show(self) -> None:
        """Show the groups of the fault in hand; those put right are gone."""
        self._groups = [group for group in self._groups if not self.sheet.model.is_right(group)]
        self.sheet.model.show_groups(self._of_fault())
        self.sheet.go_to(0)
        self.retranslate()

    def _show_places(self, group: Group | None) -> None:
        self._pages.show(self._wanted(group) if group else None)

    def _wanted(self, group: Group) -> Wanted:
        states = frozenset({MarkState.DECIDED}) if group.fault is Fault.LABELS else OPEN | {MarkState.DECIDED}
        return Wanted(
            self.lines.reviewer,
            text=group.string,
            whole=True,
            states=states,
            statuses=BEGUN,
            fitting=None if group.fault is Fault.LABELS else group.likely,
        )

    def _lines_came(self) -> None:
        self.sheet.lines.say(places(len(self.sheet.lines.model.lines), more=self._pages.more))

    def _judge(self) -> None:
        """Whether the chosen group has been put right: once all its places are known."""
        group = self.sheet.group
        if group is None or self._pages.more or self._pages.looking:
            return
        lines = self.sheet.lines.model.lines
        if group.fault is Fault.LABELS:
            right = len({line.label for line in lines if line.state is MarkState.DECIDED}) < 2
        else:
            right = not any(line.state in OPEN for line in lines)
        self.sheet.model.set_right(group, right)

    def _mark_alike(self, label: str) -> None:
        """Give every place of the chosen group this label, those too that are not listed yet."""
        group = self.sheet.group
        if group is None:
            return
        wanted = self._wanted(group)

        def mark(review: Review) -> Changes:
            found = find(review.project, wanted, limit=ALIKE, seconds=float("inf")).found
            return review.decide(found, label_as(LabelId(label)), Manner.SAME_STRINGS)

        self._desk.ask(mark, self.lines.tell)
        self.lines.renew()

    def _settle(self) -> None:
        """Remember that the chosen group is right as it is, and go on to the next."""
        group = self.sheet.group
        if group is None:
            return
        row = self.sheet.model.groups.index(group)

        def settled(_nothing: None) -> None:
            self._groups.remove(group)
            self._settled += 1
            self.sheet.model.remove(self.sheet.model.groups.index(group))
            self.sheet.go_to(row)
            self.retranslate()
            self._messages.tell(_("“{text}” does not come again.").format(text=isolated(group.text)))

        self._file.call(lambda review: settle(review.project, group.fault.value, group.string), settled)

    def _ask_again(self) -> None:
        self._file.call(lambda review: ask_again(review.project), lambda _nothing: self.look())

"""Letting a rule settle what annotators agree on: in the document in hand, or in all by a job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from annotator.quality.adjudication import Rule
from annotator.records import PersonId
from annotator.texts import _, ngettext
from desktop.adjudicator import AdjudicationDesk
from desktop.messages import Messages
from desktop.panels.case_head import CaseHead
from desktop.panels.marks import isolated
from desktop.session import Session


class Settling(QObject):
    """Answers the head. ``name_of`` gives what a person is called; ``settled`` is called when a rule has settled the document in hand."""

    def __init__(
        self,
        head: CaseHead,
        desk: AdjudicationDesk,
        session: Session,
        messages: Messages,
        name_of: Callable[[PersonId], str],
        settled: Callable[[], object],
    ) -> None:
        super().__init__(head)
        self._head, self._desk, self._session, self._messages = head, desk, session, messages
        self._name_of, self._settled = name_of, settled
        self._real_names: dict[PersonId, str] = {}
        head.rule_chosen.connect(self._settle)
        head.everywhere_requested.connect(self._settle_all)
        desk.shown.connect(lambda _page, _again: self.show())
        desk.changed.connect(lambda _changes: self.show())

    def show(self) -> None:
        """Show the rule in force in the document in hand."""
        page = self._desk.case
        if page is None:
            return
        self._real_names = {lane.person: lane.name for lane in page.lanes if lane.person is not None}
        people = sorted(((person, self._name_of(person)) for person in self._real_names), key=lambda known: known[1])
        self._head.show_rule(page.rulings.rule, page.rulings.trusted, people)

    def _settle(self, rule: Rule, trusted: str) -> None:
        page = self._desk.case
        if page is None:
            return
        before = len(page.annotated), page.case.left
        changes = self._desk.perform(lambda verbs: verbs.settle(rule, PersonId(trusted) if trusted else None))
        self.show()
        if changes is None:
            self._messages.tell(_("This rule settles nothing more here."))
            return
        self._settled()
        settled, left = max(0, len(page.annotated) - before[0]), page.case.left
        self._messages.tell(" · ".join([spans_settled(settled), disagreements_left(left)]))

    def _settle_all(self, complete: bool) -> None:
        page = self._desk.case
        if page is None:
            return
        rule, trusted = page.rulings.rule, page.rulings.trusted
        words = {
            "all": _("Settle what everybody agrees on, in all documents that are not adjudicated?"),
            "majority": _("Settle what most agree on, in all documents that are not adjudicated?"),
            "trusted": _("Settle everything as {name} has it, in all documents that are not adjudicated?"),
        }
        question = words[rule].format(name=isolated(self._name_of(trusted)) if trusted else "")
        detail = _("What was answered by hand stays. Each document can be undone by itself.")
        if self._messages.ask(question, _("Settle"), detail):
            name = self._real_names.get(trusted, "") if trusted else ""
            self._session.settle(rule, name, complete, self._tell)

    def _tell(self, done: Any) -> None:
        """Say what a rule came to in all documents."""
        changed = ngettext("Settled in {n} document", "Settled in {n} documents", done.changed)
        adjudicated = ngettext("{n} document is adjudicated", "{n} documents are adjudicated", done.adjudicated)
        parts = [adjudicated, disagreements_left(done.left)]
        self._messages.warn(f"{changed}.", " · ".join(parts), icon="circle-check")


def spans_settled(count: int) -> str:
    return ngettext("{n} span settled", "{n} spans settled", count)


def disagreements_left(count: int) -> str:
    return ngettext("{n} disagreement is left", "{n} disagreements are left", count)

"""What the status line says while an adjudicator is at work: who, how many disagreements are answered and left, whether it is saved."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.texts import _, ngettext, number
from desktop.adjudicator import AdjudicationDesk
from desktop.pages.notes import ReviewNotes
from desktop.panels.cases import CasesModel
from desktop.panels.status_line import StatusLine, saved_words
from desktop.store import Opened


class AdjudicatorsStatus(QObject):
    """Borrows the status line while its page is in front."""

    def __init__(self, desk: AdjudicationDesk, cases: CasesModel, project: Opened, notes: ReviewNotes) -> None:
        super().__init__(desk)
        self._desk, self._cases, self._project, self._notes = desk, cases, project, notes
        self._status: StatusLine | None = None
        self._shown = False
        desk.saving_changed.connect(self.tell)

    def speak_in(self, status: StatusLine) -> None:
        self._status = status

    def show(self, shown: bool) -> None:
        """Speak from now on, or give the line back."""
        self._shown = shown
        if self._status is not None and not shown:
            self._status.lend(None)
        self.tell()

    def tell(self) -> None:
        """Say how far the document is."""
        if self._status is None or not self._shown:
            return
        page, said = self._desk.case, {"reviewer": self._project.person.name + " · " + _("adjudicating")}
        if page is not None:
            asked, left = len(page.compared.disagreements), page.case.left
            answered = _("{answered} of {total} answered")
            said["decided"] = answered.format(answered=f"<b>{number(asked - left)}</b>", total=number(asked))
            said["left"] = ngettext("{n} left", "{n} left", left).replace(number(left), f"<b>{number(left)}</b>", 1)
        said["saved"] = saved_words(self._desk.saving, self._notes.unsaved)
        if self._cases.which == "all" and self._cases.ids:
            done, total = len(self._cases.ids) - len(self._cases.open), len(self._cases.ids)
            documents = _("{done} of {total} documents adjudicated")
            said["documents"] = documents.format(done=number(done), total=number(total))
        self._status.lend(said)

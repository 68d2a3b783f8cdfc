"""Search in all documents: what the sheet asks for, and what is said of what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.finding import suggesters
from annotator.marks import MarkState
from annotator.records import MEMORY, Person
from annotator.review import CARRIED
from annotator.suggest import BUILT_IN
from annotator.texts import _, ngettext, percent
from desktop.desk import Desk
from desktop.pages.line_pages import LinePages
from desktop.pages.lines import Lines
from desktop.panels.marks import isolated
from desktop.panels.search_sheet import SearchSheet
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.review import Review


class SearchPage(QObject):
    """Answers a sheet."""

    def __init__(self, sheet: SearchSheet, lines: Lines, desk: Desk, file: FileThread) -> None:
        super().__init__(sheet)
        self.sheet, self.lines = sheet, lines
        self._desk, self._file = desk, file
        self._pages = LinePages(sheet.lines, file)
        self._pages.came.connect(self.retranslate)
        sheet.show_project(lines.labels, (), ())
        sheet.asked.connect(self._search)

    def open(self, text: str = "") -> None:
        """Show what there is to choose from; a text begins another search, without one what was found is looked at again."""
        self._file.call(_people_and_suggesters, self._offer)
        if text:
            self.sheet.ask_for(text)
        else:
            self.lines.renew()
            self.retranslate()

    def retranslate(self) -> None:
        """Say how many places there are; without any, what to do."""
        pages, panel = self._pages, self.sheet.lines
        count, text = len(panel.model.lines), self.sheet.field.text().strip()
        if pages.wanted is None:
            panel.say("", _("Nothing is looked for yet."), _("Type a name, or choose a filter."))
        elif pages.looking:
            said = _("Looking: {share} of the documents").format(share=percent(pages.looked))
            panel.say(f"{places(count)} · {said}" if count else said)
        elif count:
            panel.say(places(count, more=pages.more))
        elif text:
            nothing = _("“{query}” is found nowhere so.").format(query=isolated(text))
            panel.say("", nothing, _("Fewer letters or fewer filters find more."))
        elif pages.wanted.states == {MarkState.UNMARKED}:
            panel.say("", _("What is unmarked is found by its text."), _("Type the name that may be unmarked."))
        else:
            panel.say("", _("There is no such mark."), _("Fewer filters find more."))

    def _search(self) -> None:
        wanted = self.sheet.wanted(self.lines.reviewer, self._desk.document)
        self.lines.person = wanted.person if wanted else self.lines.reviewer
        self._pages.show(wanted)

    def _offer(self, found: tuple[list[Person], list[str]]) -> None:
        people, others = found
        others_than_me = [person for person in people if person.id != self.lines.reviewer]
        self.sheet.show_project(self.lines.labels, others_than_me, others)


def places(count: int, *, more: bool = False) -> str:
    """How many places have come, and whether there may be more."""
    if more:
        return ngettext("The first {n} place", "The first {n} places", count)
    return ngettext("{n} place", "{n} places", count)


def _people_and_suggesters(review: Review) -> tuple[list[Person], list[str]]:
    """The people of the project, and the suggesters from outside."""
    known = {BUILT_IN, MEMORY, CARRIED}
    return review.project.people.all(), sorted(set(suggesters(review.project).values()) - known)

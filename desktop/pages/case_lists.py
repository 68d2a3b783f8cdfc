"""Fills the lists of an adjudicator: disagreements a slice at a time, documents, and the agreement where it is soon measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from annotator.adjudication_page import AdjudicationPage
from annotator.disagreements import Cursor, Slice, find_disagreements
from annotator.records import DocumentId, PersonId
from desktop.adjudicator import AdjudicatorsFile
from desktop.pages.adjudicate_layout import AdjudicateLayout
from desktop.panels.disagreements import HERE
from desktop.panels.disagreements_model import Entry, entry, entry_of
from desktop.session import Session

if TYPE_CHECKING:
    from annotator.adjudicating import Adjudication
    from annotator.quality.agreement.record import Agreement

MOST: Final = 5_000
"""So many disagreements are listed at most."""
SLICE: Final = 200
SECONDS: Final = 0.05
"""How long one look may hold the file up."""
FEW: Final = 300
"""In so many documents at most agreement is measured without being asked for."""


class CaseLists(QObject):
    """Reads the lists.

    Signals:
        listed: the documents have come.
        found: disagreements have come.
    """

    listed = Signal()
    found = Signal()

    def __init__(self, layout: AdjudicateLayout, file: AdjudicatorsFile, session: Session) -> None:
        super().__init__(layout)
        self._file, self._session = file, session
        self._panel, self._cases, self._agreement = layout.disagreements, layout.cases, layout.agreement
        self._asked = 0
        self._found: list[Entry] = []
        self._which = "all"
        self._document: DocumentId | None = None
        self._names: Mapping[PersonId, str] = {}
        self._hidden = False
        self._measured: int | None = None
        self._panel.model.labels = session.project.labels if session.project else None
        self._panel.which_chosen.connect(self._choose)
        self._panel.filtered.connect(self.read)
        self._cases.model.listed.connect(self._measure)
        self._cases.model.listed.connect(self.listed)

    def read(self) -> None:
        """Read the disagreements anew; what is listed stays until they have come."""
        self._asked += 1
        self._found = []
        self._look(self._asked, None)

    def read_all(self) -> None:
        """Read disagreements and documents anew."""
        self.read()
        if self._cases.model.known:
            self._cases.model.reload(rows=True)
        else:
            self._cases.model.show_project(self._file)

    def follow(self, page: AdjudicationPage | None) -> None:
        """Another document is in hand."""
        document = page.document.id if page else None
        changed, self._document = document != self._document, document
        self._cases.set_current(document)
        if changed and self._which == HERE:
            self.read()

    def renew(self, page: AdjudicationPage) -> None:
        """Take in what was decided on the document in hand."""
        row = self._cases.model.row(page.document.id)
        number = row.number if row else 0
        name, text = page.document.name, page.document.text
        entries = [
            entry(page.document.id, number, name, text[one.disagreement.start : one.disagreement.end], one)
            for one in page.case.asked
        ]
        self._panel.model.put(page.document.id, entries)
        self._cases.model.renew([page.document.id])

    def hide_names(self, hidden: bool) -> None:
        """Let the list say who has marked what, or not."""
        self._hidden = hidden
        self._panel.model.name_people({} if hidden else self._names)

    # Parts

    def _choose(self, which: str) -> None:
        self._which = which
        self._cases.model.which = "all" if which == HERE else which
        self._cases.model.reload()
        self.read()

    def _look(self, asked: int, cursor: Cursor | None) -> None:
        here = self._which == HERE
        if here and self._document is None:
            return
        wanted: dict[str, Any] = {
            "which": "all" if here else self._which,
            "document": self._document if here else None,
            "kinds": self._panel.kinds,
            "left_only": self._panel.left_only,
            "limit": SLICE,
            "seconds": SECONDS,
        }

        def looking(adjudication: Adjudication) -> tuple[Slice, Mapping[PersonId, str]]:
            found = find_disagreements(adjudication, cursor=cursor, **wanted)
            return found, adjudication.project.people.names()

        self._file.call(looking, lambda told: self._take(asked, *told))

    def _take(self, asked: int, found: Slice, names: Mapping[PersonId, str]) -> None:
        if asked != self._asked:
            return
        self._names = names
        self._found += map(entry_of, found.found)
        more = found.cursor is not None
        ended = not more or len(self._found) >= MOST
        if ended or not self._panel.model.total:  # at first as they come, later all at once
            self._panel.model.show_entries(self._found)
            self.hide_names(self._hidden)
            self._panel.say_more(more)
            self.found.emit()
        if not ended:
            self._look(asked, found.cursor)

    def _measure(self) -> None:
        """Measure agreement in the other process, once for each number of documents, where there are few."""
        project, count = self._session.project, len(self._cases.model.ids)
        if project is None or self._cases.model.which != "all" or self._measured == count or not 0 < count <= FEW:
            return
        self._measured = count
        arguments = {"project": str(project.path), "rounds": 0}
        # A bound method of this object: the connection goes when the page does.
        self._session.reader.run("agreement", arguments, self._show_agreement, _nothing)

    def _show_agreement(self, found: Agreement) -> None:
        self._agreement.show_figures(found.documents, found.figures)


def _nothing(_error: object) -> None:
    """Nobody can be compared: there is nothing to show."""

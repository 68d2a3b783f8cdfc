"""What stands beside a disagreement: its readings, what the guidelines say, its note, and where all comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.adjudication_page import AdjudicationPage
from annotator.labels import Label
from annotator.page import Item
from annotator.project.guidelines import section
from annotator.quality.adjudication import Disagreement
from annotator.records import DocumentId, LabelId, PersonId, place_in
from annotator.texts import _
from desktop.actions import caps_of
from desktop.adjudicator import AdjudicationDesk, AdjudicatorsFile
from desktop.canvas.wording import label_name
from desktop.pages.adjudicate_verbs import AdjudicatorsVerbs
from desktop.panels.history import dated
from desktop.panels.this_disagreement import ShownReading, ThisDisagreement

if TYPE_CHECKING:
    from annotator.adjudicating import Adjudication
    from desktop.panels.current_span import Line

MOST = 8
"""Lines of provenance that are shown."""


class Apparatus(QObject):
    """Shows what belongs to the disagreement in hand."""

    def __init__(
        self, panel: ThisDisagreement, verbs: AdjudicatorsVerbs, desk: AdjudicationDesk, file: AdjudicatorsFile
    ) -> None:
        super().__init__(panel)
        self._panel, self._verbs, self._desk, self._file = panel, verbs, desk, file
        self._guidelines: str | None = None
        self._asked = 0
        self._noting: Disagreement | None = None
        panel.note_written.connect(self._note)

    def forget_guidelines(self) -> None:
        """They may have been written anew."""
        self._guidelines = None

    def show(self) -> None:
        """Show the disagreement in hand, or that there is none."""
        page, one = self._desk.case, self._verbs.current
        if page is None or one is None:
            self._panel.show_nothing()
            self._noting = None
            return
        self._show_readings(page, one)
        same, self._noting = self._noting == one, self._noting
        if not same or not self._panel.note.hasFocus():
            self._panel.show_note(page.state.notes.get((one.start, one.end), ""))
        self._noting = one
        self._show_guideline(page, one)
        self._ask_origins(page, one)

    def _show_readings(self, page: AdjudicationPage, one: Disagreement) -> None:
        readers = self._verbs.readers
        if readers is None:
            return
        answer = page.answer(one)
        standing = frozenset(page.standing_for(one))
        readings = self._verbs.readings(one)
        shown = [
            ShownReading(
                f"adjudicate.{n}" if n < 10 else "",
                caps_of(f"adjudicate.{n}") if n < 10 else "",
                _(", ").join(readers.holders(reading)),
                reading.spans,
                answer is not None and frozenset(reading.spans) == standing,
            )
            for n, reading in enumerate(readings, 1)
        ]
        asked = page.compared.disagreements
        both = f"adjudicate.{len(readings) + 1}" if self._verbs.offers_both(one) and len(readings) < 9 else ""
        place = asked.index(one) + 1 if one in asked else 0
        document = page.document
        where = place_in(document.id, document.name, document.text, one.start, one.end)
        self._panel.show_readings(place, len(asked), shown, page.labels, where, both)

    def _show_guideline(self, page: AdjudicationPage, one: Disagreement) -> None:
        if self._guidelines is None:
            self._file.call(lambda adjudication: adjudication.project.guidelines.read().text, self._take_guidelines)
            return
        found, missing = [], []
        for identity in dict.fromkeys(span.label for span in one.proposed):
            text = section(self._guidelines, _names(page, identity))
            if text and text not in found:
                found.append(text)
            elif not text:
                missing.append(label_name(page.labels, identity))
        said = _("There is no section on {label}.").format(label=_(", ").join(missing)) if missing else ""
        self._panel.show_guideline("\n\n".join(found), said)

    def _take_guidelines(self, text: str) -> None:
        self._guidelines = text
        page, one = self._desk.case, self._verbs.current
        if page is not None and one is not None:
            self._show_guideline(page, one)

    def _ask_origins(self, page: AdjudicationPage, one: Disagreement) -> None:
        self._asked += 1
        asked, document = self._asked, page.document.id
        spans = list(dict.fromkeys([*one.proposed, *page.standing_for(one)]))
        items = [Item(span, None, tuple(s for s in page.evidence(span) if s.run)) for span in spans]
        readers = self._verbs.readers
        names = {person: readers.name(person) for person in readers.people} if readers else {}

        def show(lines: list[Line]) -> None:
            if asked == self._asked:
                self._panel.show_origins(lines)

        self._file.call(lambda adjudication: origins(adjudication, document, items, names), show)

    def _note(self, text: str) -> None:
        """Keep a note on the disagreement that it was written on."""
        one, page = self._noting, self._desk.case
        if one is not None and page is not None and one in page.compared.disagreements:
            self._desk.perform(lambda verbs: verbs.note(one, text))


def origins(
    adjudication: Adjudication, document: DocumentId, items: list[Item], names: Mapping[PersonId, str]
) -> list[Line]:
    """Who decided what on these, each said once: the last ones, the oldest first."""
    found = [told for item in items for told in dated(adjudication, document, item, names)]
    lines = dict.fromkeys(line for _at, line in sorted(found, key=lambda told: told[0]))
    return list(lines)[-MOST:]


def _names(page: AdjudicationPage, identity: LabelId) -> tuple[str, ...]:
    if identity not in page.labels:
        return (str(identity),)
    label: Label = page.labels.get(identity)
    return (label.id, *label.names.values(), *label.titles.values())

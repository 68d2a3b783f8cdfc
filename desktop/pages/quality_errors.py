"""Fills the errors of the quality page: narrowed down by kind, labels, document or repetition, in pages."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.labels import LabelSet
from annotator.project.mistake_places import mistake_places
from annotator.quality.evaluation import DocumentScore, Evaluation
from annotator.quality.mistakes import NOTHING, Mistake, MistakeKind, Order, Repeated, Wanted
from annotator.quality.words import kind_name
from annotator.records import LabelId
from annotator.texts import _, number
from desktop.canvas.wording import label_name
from desktop.panels.errors_pane import ALL, DOCUMENTS, PLACES, REPEATED, ErrorsPane
from desktop.panels.marks import isolated
from desktop.panels.mistakes_list import Line
from desktop.panels.paper_table import Cell, Column
from desktop.panels.score_rows import document_columns, document_rows
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.records import Place
    from annotator.review import Review

PAGE = 100
"""Lines that are fetched at a time."""
MOST_ROWS = 500
"""So many repeated mistakes and documents are listed."""


class Errors(QObject):
    """Answers the pane.

    Attributes:
        wanted: what the errors are narrowed down to.

    Signals:
        listed: lines have come, from the first on.
        narrowed: to something else; those who chose it show so.
        place_wanted: a document, start and end.
    """

    listed = Signal()
    narrowed = Signal()
    place_wanted = Signal(str, int, int)

    def __init__(self, pane: ErrorsPane, file: FileThread) -> None:
        super().__init__(pane)
        self._pane, self._file = pane, file
        self._evaluation: Evaluation | None = None
        self._labels: LabelSet | None = None
        self.wanted = Wanted()
        self._name = ""
        self._order: Order = "text"
        self._repeated: list[Repeated] = []
        self._documents: list[DocumentScore] = []
        self._total = 0
        self._go_to: Mistake | None = None
        self._row = 0
        pane.kind_chosen.connect(self._choose_kind)
        pane.order_chosen.connect(self._choose_order)
        pane.view_chosen.connect(lambda _view: self._show_tables())
        pane.filter_dropped.connect(self.drop)
        pane.model.more_wanted.connect(self._fetch)
        pane.list.opened.connect(self._open)
        pane.repeated.chosen.connect(self._choose_repeated)
        pane.documents.chosen.connect(self._choose_document)

    # What is shown

    def show(self, evaluation: Evaluation, labels: LabelSet) -> None:
        """Show the errors of an evaluation; the line that is current stays so, where it is an error still."""
        self._go_to, self._row = self._current(), self._pane.list.currentIndex().row()
        if self._evaluation is not evaluation and self.wanted.repeated is not None:
            self._follow_repeated(evaluation)
        self._evaluation, self._labels = evaluation, labels
        self._pane.model.labels = labels
        self._show_tables()
        self._list()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        if self._evaluation is not None:
            self._name_filter()
            self._show_tables()
            self._count()

    def narrow(self, wanted: Wanted) -> None:
        """Show these errors, of whichever kinds are chosen."""
        self.wanted = replace(wanted, kinds=self.wanted.kinds)
        self._pane.show_view(PLACES)
        self._go_to, self._row = None, 0
        self._list()
        self.narrowed.emit()

    def drop(self) -> None:
        """Let go what narrows the errors, the kinds apart."""
        self.narrow(Wanted())

    @property
    def is_narrowed(self) -> bool:
        return replace(self.wanted, kinds=frozenset()) != Wanted()

    def show_documents(self) -> None:
        """Bring the documents to the front."""
        self._pane.show_view(DOCUMENTS)
        self._show_tables()
        self._pane.documents.setFocus()

    def _current(self) -> Mistake | None:
        row = self._pane.list.currentIndex().row()
        return self._pane.model.lines[row].mistake if row >= 0 else None

    # Choosing

    def _choose_kind(self, kind: str) -> None:
        kinds = frozenset() if kind == ALL else frozenset([MistakeKind(kind)])
        self.wanted = replace(self.wanted, kinds=kinds)
        self._go_to, self._row = None, 0
        self._show_tables()
        self._list()

    def _choose_order(self, order: Order) -> None:
        self._order = order
        self._go_to, self._row = None, 0
        self._list()

    def _choose_repeated(self, row: int) -> None:
        self.narrow(Wanted(repeated=self._repeated[row].number))
        self._pane.list.setFocus()

    def _choose_document(self, row: int) -> None:
        self.narrow(Wanted(document=self._documents[row].document))
        self._pane.list.setFocus()

    def _follow_repeated(self, evaluation: Evaluation) -> None:
        """The same mistake has another number in another evaluation; it may not be repeated any more."""
        assert self._evaluation is not None
        assert self.wanted.repeated is not None

        def key(one: Repeated) -> tuple[object, ...]:
            return one.kind, one.gold_label, one.proposed_label, one.gold, one.proposed

        before = key(self._evaluation.mistakes.repeated[self.wanted.repeated])
        number = next((one.number for one in evaluation.mistakes.repeated if key(one) == before), None)
        self.wanted = Wanted(self.wanted.kinds, repeated=number)

    def _open(self, line: Line) -> None:
        self.place_wanted.emit(line.mistake.document, line.mistake.start, line.mistake.end)

    # Lines

    def _list(self) -> None:
        """Fetch the lines from the beginning on, as far as the one that is to be current."""
        assert self._evaluation is not None
        mistakes = self._evaluation.mistakes
        self._total = mistakes.count(self.wanted)
        found = mistakes.row(self._go_to, self.wanted, self._order) if self._go_to else None
        row = min(max(0, self._row) if found is None else found, self._total - 1)
        self._count()
        self._ask(0, max(PAGE, row + PAGE // 2), row)

    def _fetch(self) -> None:
        self._ask(len(self._pane.model.lines), PAGE, -1)

    def _ask(self, first: int, count: int, row: int) -> None:
        assert self._evaluation is not None
        asked = self._evaluation, self.wanted, self._order
        page = self._evaluation.mistakes.page(self.wanted, self._order, first, count)

        def look(review: Review) -> list[Place]:
            return mistake_places(review.project, page)

        def take(places: list[Place]) -> None:
            if asked != (self._evaluation, self.wanted, self._order):
                return
            lines = list(map(Line, page, places))
            self._show_lines(first, lines, row)

        self._file.call(look, take)

    def _show_lines(self, first: int, lines: list[Line], row: int) -> None:
        pane = self._pane
        more = first + len(lines) < self._total
        if first:
            pane.model.add_lines(lines, more=more)
            return
        pane.model.show_lines(lines, more=more)
        if row >= 0:
            index = pane.model.index(row)
            pane.list.setCurrentIndex(index)
            pane.list.scrollTo(index, pane.list.ScrollHint.PositionAtCenter)
        self.listed.emit()

    def _count(self) -> None:
        assert self._evaluation is not None
        whole = replace(self.wanted, kinds=frozenset())
        counts = self._evaluation.mistakes.kinds(whole if self._pane.view == PLACES else Wanted())
        self._name_filter()
        self._pane.show_counts(counts, self._name)
        nothing = _("No errors of this kind here.") if self._total == 0 else ""
        self._pane.show_nothing(_("No errors.") if not len(self._evaluation.mistakes) else nothing)

    def _name_filter(self) -> None:
        assert self._evaluation is not None
        wanted, name = self.wanted, partial(_label, self._labels)
        if wanted.repeated is not None:
            one = self._evaluation.mistakes.repeated[wanted.repeated]
            self._name = isolated(one.gold or one.proposed)
        elif wanted.document is not None:
            places = self._evaluation.documents
            known = wanted.document in places.documents
            self._name = isolated(places.names[places.documents.index(wanted.document)]) if known else ""
        elif wanted.label is not None:
            self._name = name(wanted.label)
        elif wanted.gold_labels or wanted.proposed_labels:
            gold, proposed = (
                _(", ").join(name(one) for one in sorted(labels))
                for labels in (wanted.gold_labels, wanted.proposed_labels)
            )
            self._name = _("gold {gold}, proposed {proposed}").format(gold=gold, proposed=proposed)
        else:
            self._name = ""

    # Tables

    def _show_tables(self) -> None:
        if self._evaluation is None:
            return
        if self._pane.view == REPEATED:
            self._show_repeated(self._evaluation)
        elif self._pane.view == DOCUMENTS:
            self._show_documents(self._evaluation)
        self._count()

    def _show_repeated(self, evaluation: Evaluation) -> None:
        kinds = self.wanted.kinds
        chosen = [one for one in evaluation.mistakes.repeated if not kinds or one.kind in kinds]
        self._repeated = chosen[:MOST_ROWS]
        columns = [
            Column(_("Times"), 64),
            Column(_("Kind"), 150, figure=False),
            Column(_("Gold"), figure=False),
            Column("", 84, figure=False),
            Column(_("Proposed"), figure=False),
            Column("", 84, figure=False),
            Column(_("Documents"), 84),
        ]
        rows = [
            [
                Cell(_("×{n}").format(n=number(one.count)), strong=True),
                Cell(kind_name(one.kind), figure=False),
                Cell(one.gold, figure=False),
                _chip(one.gold_label),
                Cell(one.proposed, figure=False),
                _chip(one.proposed_label),
                Cell(number(one.documents)),
            ]
            for one in self._repeated
        ]
        self._pane.repeated.show_rows(columns, rows, self._labels)

    def _show_documents(self, evaluation: Evaluation) -> None:
        self._documents = evaluation.documents.page("worst", 0, MOST_ROWS)
        of = evaluation.mistakes.by_document()
        counts = [of.get(one.document, 0) for one in self._documents]
        self._pane.documents.show_rows(document_columns(), document_rows(self._documents, counts), self._labels)


def _chip(label: str) -> Cell:
    return Cell(_("nothing"), quiet=True, figure=False) if label == NOTHING else Cell(label=LabelId(label))


def _label(labels: LabelSet | None, label: str) -> str:
    if label == NOTHING:
        return _("nothing")
    return label_name(labels, LabelId(label)) if labels is not None else label

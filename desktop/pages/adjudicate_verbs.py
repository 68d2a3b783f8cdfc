"""The verbs of an adjudicator: what the keys do with the current disagreement, or with a span, and where they go next."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication

from annotator.adjudicating import PageAdjudication
from annotator.adjudication_page import AdjudicationPage
from annotator.labels import Label
from annotator.page import Item
from annotator.quality.adjudication import Disagreement, Reading
from annotator.readers import Readers
from annotator.records import LabelId, Span
from annotator.review import Changes
from annotator.texts import _
from desktop.adjudicator import AdjudicationDesk
from desktop.canvas.case_view import CaseCanvas
from desktop.dialogs.label_list import LabelList
from desktop.panels.marks import isolated

Verb = Callable[[PageAdjudication], Changes]


class AdjudicatorsVerbs(QObject):
    """Answers the commands on disagreements and spans.

    Attributes:
        handlers: the id of a command of the table → what it does.
        current: the disagreement in hand.
        readers: who has read the document in hand, as they are shown.

    Signals:
        told: what was done, in words.
        moved: another disagreement, or none, is current; ask ``current``.
        answered_all: the last disagreement of the document was answered.
        finished: the document is adjudicated, and the next one is wanted.
        guidelines_requested: what the guidelines say of a label is wanted, by its id.
    """

    told = Signal(str)
    moved = Signal()
    answered_all = Signal()
    finished = Signal()
    guidelines_requested = Signal(str)

    def __init__(self, desk: AdjudicationDesk, canvas: CaseCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._canvas = desk, canvas
        self.current: Disagreement | None = None
        self.readers: Readers | None = None
        self.editing = False
        """Whether an edge of a reading of one's own is in hand."""
        self.handlers: dict[str, Callable[[], object]] = {
            **{f"adjudicate.{n}": lambda place=n - 1: self.take(place) for n in range(1, 10)},
            "adjudicate.neither": self.neither,
            "adjudicate.own": lambda: self.move_edge("end"),
            "edge.start": lambda: self.move_edge("start"),
            "edge.end": lambda: self.move_edge("end"),
            "span.label": self.choose_label,
            "span.reject": self.reject,
            "span.next": lambda: self.step(1),
            "span.previous": lambda: self.step(-1),
            "document.finish": self.finish,
            "edit.copy": self.copy,
        }
        canvas.edge_moved.connect(self.resize)
        canvas.edge_left.connect(self._leave_edge)
        canvas.label_menu_requested.connect(self.choose_label)

    @property
    def page(self) -> AdjudicationPage | None:
        return self._desk.case

    # Answering

    def readings(self, one: Disagreement) -> tuple[Reading, ...]:
        """The readings of a disagreement in the order of their keys."""
        return self.readers.readings(one) if self.readers else one.readings

    def offers_both(self, one: Disagreement) -> bool:
        """Whether annotators have marked several different things there."""
        return sum(bool(reading.spans and reading.people) for reading in one.readings) > 1

    def take(self, place: int) -> None:
        """Take the reading of that key; the key after the last one means both."""
        one = self.current
        if one is None:
            return
        readings = self.readings(one)
        if place < len(readings):
            self._answer(lambda verbs: verbs.take(one, readings[place]))
        elif place == len(readings) and self.offers_both(one):
            self._answer(lambda verbs: verbs.both(one))

    def neither(self) -> None:
        """Nothing is to be marked there."""
        if (one := self.current) is not None:
            self._answer(lambda verbs: verbs.neither(one))

    def _answer(self, verb: Verb) -> None:
        """Give an answer and go on; the same one again goes on too."""
        page, one = self.page, self.current
        refused: list[object] = []
        connection = self._desk.refused.connect(refused.append)
        changes = self._desk.perform(verb)
        self._desk.refused.disconnect(connection)
        if changes is not None:
            self.told.emit(changes.message)
        if page is not None and one is not None and not refused and page.answer(one) is not None:
            self._go_on(page)

    # A reading of one's own

    def move_edge(self, side: str) -> None:
        """Take an edge of the current span in hand; of a disagreement that of the answer, or of the first reading."""
        if self._canvas.draft is None and self.current is not None:
            base = self.base(self.current)
            if base is None:
                self.told.emit(_("Select words and give them a label: nobody has marked anything here."))
                return
            self.editing = True
            self._canvas.set_current(Item(base, None, ()), scroll=False)
        self._canvas.begin_edge(side)

    def _leave_edge(self) -> None:
        self.editing = False
        self.moved.emit()

    def resize(self, start: int, end: int) -> None:
        """Give the current span other edges: in a disagreement as a reading of one's own."""
        one, item = self.current, self._canvas.current
        if one is not None:
            base = self.base(one)
            if base is not None:
                self._own(one, Span(start, end, base.label))
        elif item is not None and (standing := self._item(item)) is not None:
            self._perform(lambda verbs: verbs.resize(standing, start, end))

    def label(self, label: LabelId) -> None:
        """Give the selection, or else what is current, this label."""
        one, item, stretch = self.current, self._canvas.current, self._canvas.selection
        if stretch is None and one is not None:
            base = self.base(one)
            stretch = (base.start, base.end) if base else (one.start, one.end)
        elif stretch is not None and one is not None and not (stretch[0] < one.end and one.start < stretch[1]):
            one = None  # selected elsewhere: a span of its own
        if one is not None and stretch is not None:
            self._own(one, Span(*stretch, label))
        elif stretch is not None:
            self._perform(lambda verbs: verbs.add(*stretch, label))
        elif item is not None and (standing := self._item(item)) is not None:
            self._perform(lambda verbs: verbs.relabel(standing, label))

    def reject(self) -> None:
        """Take the current span away; in a disagreement nothing is to be marked."""
        item = self._canvas.current
        if self.current is not None:
            self.neither()
        elif item is not None and (standing := self._item(item)) is not None:
            self._perform(lambda verbs: verbs.reject(standing))

    def _own(self, one: Disagreement, span: Span) -> None:
        self._perform(lambda verbs: verbs.own(one, span))

    def base(self, one: Disagreement) -> Span | None:
        """What a reading of one's own begins with: what stands, or what the first reading marks."""
        page = self.page
        standing = page.standing_for(one) if page else []
        marked = (span for reading in self.readings(one) for span in reading.spans)
        return next(iter(standing), None) or next(marked, None)

    def _item(self, item: Item) -> Item | None:
        """The same item as the page has it, with those who have marked it."""
        return self.page.item(item.span) if self.page else None

    # Going about

    def step(self, by: int) -> None:
        """To the next or previous disagreement without an answer, round the end; to the next of all where all are answered."""
        page = self.page
        if page is None:
            return
        found = self._beside(page, by)
        if found is None:
            self.told.emit(_("Annotators agree on everything in this document."))
        else:
            self.go_to(found)

    def first(self) -> Disagreement | None:
        """The first disagreement without an answer, or the first of all."""
        page = self.page
        asked = page.compared.disagreements if page else ()
        return next((one for one in asked if page and page.answer(one) is None), next(iter(asked), None))

    def go_to(self, one: Disagreement | None) -> None:
        """Make a disagreement the current one."""
        self.current = one
        if self._canvas.selection:
            self._canvas.clear_selection()
        self.moved.emit()

    def _go_on(self, page: AdjudicationPage) -> None:
        if page.case.left:
            self.step(1)
        else:
            self.moved.emit()
            self.answered_all.emit()

    def _beside(self, page: AdjudicationPage, by: int) -> Disagreement | None:
        asked = page.compared.disagreements
        wanted = [place for place, one in enumerate(asked) if page.answer(one) is None] or list(range(len(asked)))
        if not wanted:
            return None
        starts = [one.start for one in asked]
        here = asked.index(self.current) if self.current in asked else bisect_left(starts, self._canvas.caret) - 0.5
        ahead = [place for place in wanted if (place > here if by > 0 else place < here)]
        return asked[(ahead or wanted)[0 if by > 0 else -1]]

    def finish(self) -> None:
        """Declare the document adjudicated, and ask for the next; where an answer is missing, go there."""
        page = self.page
        if page is None:
            return
        done = self._desk.perform(lambda verbs: verbs.complete())
        if done is not None:
            self.told.emit(_("Adjudicated: {what}").format(what=isolated(page.document.name)))
        if page.held is not None and not page.stale and (done is not None or not page.case.left):
            self.finished.emit()
        elif page.case.left:
            self.go_to(self.first())

    # Asking

    def choose_label(self, place: QPoint | None = None) -> None:
        """Let the user choose a label for the selection, or else for what is current; at a place on the screen."""
        page, item, one = self.page, self._canvas.current, self.current
        stretch = self._canvas.selection or (item.span[:2] if item else None)
        if page is None or stretch is None or self._canvas.read_only:
            self.told.emit(_("Select words, or step to a span, to give it a label."))
            return
        going = page.standing_for(one) if one else [item.span] if item else []
        standing = [span for span in page.standing(*stretch) if span not in going]

        def refused(label: Label) -> str:
            conflict = page.labels.conflict(Span(*stretch, label.id), standing)
            return conflict.reason() if conflict else ""

        base = self.base(one) if one else item.span if item else None
        chooser = LabelList(self._canvas.window(), page.labels, refused, base.label if base else None)
        chooser.label_chosen.connect(self._label)
        chooser.guidelines_requested.connect(self.guidelines_requested)
        below = self._canvas.rect_of(*stretch).bottomLeft() + QPoint(0, 6)
        chooser.open_at(place or self._canvas.viewport().mapToGlobal(below))

    def copy(self) -> None:
        """Copy the selection, or else what stands at the current place."""
        item = self._canvas.current
        stretch = self._canvas.selection or (item.span[:2] if item else None)
        if stretch and self.page:
            QGuiApplication.clipboard().setText(self.page.document.text[slice(*stretch)])
            self.told.emit(_("Copied."))

    def _label(self, label: str) -> None:
        self.label(LabelId(label))
        self._canvas.setFocus()

    def _perform(self, verb: Verb) -> None:
        changes = self._desk.perform(verb)
        if changes is not None:
            self._canvas.clear_selection()
            self.told.emit(changes.message)
        self.moved.emit()

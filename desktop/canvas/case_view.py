"""The canvas of an adjudicator: as that of a reviewer, with lanes of people and answers under the current disagreement."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from annotator.page import Item
from annotator.texts import _
from desktop.canvas.bar import Bar
from desktop.canvas.people import PersonLane
from desktop.canvas.readings_bar import Choice, ReadingsBar
from desktop.canvas.sheet import Row
from desktop.canvas.view import Canvas
from desktop.theme import Theme


class CaseCanvas(Canvas):
    """Shows ``CaseMarks``.

    Signals:
        edge_left: an edge was let go of, kept or not.
    """

    edge_left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._choices: Sequence[Choice] = ()
        self._readings = ReadingsBar(self.viewport(), theme)
        self._add_bar(self._readings)

    def show_case(self, item: Item | None, lanes: Sequence[PersonLane], choices: Sequence[Choice]) -> None:
        """Make a disagreement the current item, with what each side has marked and what can be answered; without lanes any item."""
        self._scene.people, self._choices = tuple(lanes), choices
        same = item == self.current
        self.set_current(item, scroll=not same)
        if same:
            self._place_gap()
            self._settle()
            self.viewport().update()  # who has marked what may be called otherwise now
            if item:
                self._bring_current_into_view(item)

    def retranslate(self) -> None:
        self._readings.setAccessibleName(_("Answers to the disagreement"))
        super().retranslate()

    def end_edge(self, keep: bool) -> None:
        super().end_edge(keep)
        self.edge_left.emit()

    def _bar_for(self, item: Item, row: Row) -> Bar:
        if not self._choices or self.draft is not None:
            return super()._bar_for(item, row)
        self._readings.show_choices(self._choices)
        return self._readings

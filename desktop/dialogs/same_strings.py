"""The same string elsewhere: a list to tick, here or in all documents, and one step for all that is ticked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from annotator.marks import Found
from annotator.records import Place
from annotator.review import MOST_PLACES
from annotator.texts import _, ngettext, number
from desktop.dialogs.sheet import Sheet, secondary
from desktop.panels.dock import DockList
from desktop.panels.lines_list import LinesDelegate
from desktop.panels.lines_model import LinesModel
from desktop.panels.marks import isolated
from desktop.panels.segment import Segment

Deliver = Callable[[list[Place]], object]


class SameStringsDialog(Sheet):
    """``everywhere`` is called when the places in the other documents are wanted, and delivers them when it has them."""

    def __init__(
        self, parent: QWidget | None, text: str, label: str, here: list[Place], everywhere: Callable[[Deliver], object]
    ) -> None:
        sentence = _("Mark “{text}” as {label} in each place that is ticked.").format(text=isolated(text), label=label)
        super().__init__(parent, _("Same strings"), sentence, "", 720)
        self._here = here
        self._elsewhere: list[Place] | None = None
        self._fetch = everywhere
        self._asked = self._left = False
        self.model = LinesModel(self, ticks=True)
        self.list = DockList(self.model, LinesDelegate(self.model), "paper")
        self.list.setMinimumHeight(260)
        self.list.chosen.connect(lambda index: self.model.toggle(index.row()))
        self.reach = Segment(("here", "everywhere"))
        self.reach.choose("here")
        self.all = QCheckBox(_("All"))
        self.all.setChecked(True)
        self._nothing = secondary("")
        self._lay_out()
        self.reach.chosen.connect(self._show)
        self.all.clicked.connect(self.model.tick_all)
        self.model.ticked.connect(self._judge)
        self.model.show_lines([*map(Found, here)])
        self.list.setFocus()
        if not here:
            self.reach.choose("everywhere")
            self._show("everywhere")

    @property
    def chosen(self) -> list[Place]:
        """The places that are ticked."""
        return [line.place for line in self.model.chosen()]

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.reach)
        row.addStretch()
        row.addWidget(self.all)
        self.body.addLayout(row)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self.list)

    def _show(self, reach: str) -> None:
        if reach == "here":
            self.model.show_lines([*map(Found, self._here)])
            return
        if not self._asked:
            self._asked = True
            self._fetch(self._take)
        self.model.show_lines([*map(Found, [*self._here, *(self._elsewhere or [])])])

    def done(self, result: int) -> None:
        """Nobody looks any more: what was asked for may come too late."""
        self._left = True
        super().done(result)

    def _take(self, places: list[Place]) -> None:
        if self._left:
            return
        self._elsewhere = places
        if self.reach.value == "everywhere":
            self._show("everywhere")
        else:
            self._judge()

    def _judge(self) -> None:
        count, total = len(self.model.chosen()), len(self.model.lines)
        self.reach.say("here", _("Here {count}").format(count=number(len(self._here))))
        elsewhere = None if self._elsewhere is None else len(self._here) + len(self._elsewhere)
        everywhere = _("Everywhere") if elsewhere is None else _("Everywhere {count}")
        self.reach.say("everywhere", everywhere.format(count=number(elsewhere or 0)))
        self.primary.setText(ngettext("Mark {n} place", "Mark {n} places", count))
        self.primary.setEnabled(bool(count))
        self.all.setChecked(bool(count) and count == total)
        self.all.setEnabled(bool(total))
        cut = self._elsewhere is not None and len(self._elsewhere) == MOST_PLACES
        looking = self.reach.value == "everywhere" and self._elsewhere is None
        self._nothing.setText(self._said(looking, cut))
        self._nothing.setVisible(not total or looking or (cut and self.reach.value == "everywhere"))

    def _said(self, looking: bool, cut: bool) -> str:
        if looking:
            return _("Looking in the other documents…")
        if cut:
            return _("These are the first {count} places elsewhere; mark them, then look again.").format(
                count=number(MOST_PLACES)
            )
        return _("It stands nowhere else.")

"""The errors of a run: which kinds, places or repeated mistakes or documents, in which order; without what happens to them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.quality.mistakes import KINDS, MistakeKind, Order
from annotator.quality.words import kind_name
from annotator.texts import _, number
from desktop.panels.mistakes_list import MistakesHead, MistakesList, MistakesModel
from desktop.panels.paper_table import PaperTable
from desktop.panels.segment import Segment

PLACES, REPEATED, DOCUMENTS = "places", "repeated", "documents"
ALL = "all"
ORDERS: tuple[Order, ...] = ("text", "often", "sure", "unsure")
LEAST_HEIGHT = 240


class ErrorsPane(QWidget):
    """Places as a concordance, repeated mistakes and documents as tables.

    Attributes:
        model, list: the places.
        repeated, documents: the tables.

    Signals:
        kind_chosen: the value of a MistakeKind, or ``all``.
        order_chosen: another order.
        view_chosen: ``places``, ``repeated`` or ``documents``.
        filter_dropped: what else narrows the errors is to be let go.
    """

    kind_chosen = Signal(str)
    order_chosen = Signal(str)
    view_chosen = Signal(str)
    filter_dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = MistakesModel(self)
        self.list = MistakesList(self.model)
        self.repeated = PaperTable(chooses=True, scrolls=True)
        self.documents = PaperTable(chooses=True, scrolls=True)
        self.views = Segment((PLACES, REPEATED, DOCUMENTS))
        self.views.choose(PLACES)
        self.kinds = Segment((ALL, *(kind.value for kind in KINDS)))
        self.kinds.choose(ALL)
        self.order = QComboBox()
        self._title = QLabel()
        self._title.setProperty("role", "block")
        self._filter = QPushButton()
        self._filter.setProperty("link", True)
        self._nothing = QLabel(wordWrap=True)
        self._nothing.setProperty("role", "secondary")
        self._nothing.setContentsMargins(16, 12, 16, 12)
        self._counts: Mapping[MistakeKind, int] = {}
        self._filtered = ""
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self.views)
        head.addStretch()
        head.addWidget(self.order)
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(self.kinds)
        second.addWidget(self._filter)
        second.addStretch()
        places = QWidget()
        column = QVBoxLayout(places)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(MistakesHead(self.list))
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        self.sheets = QStackedWidget()
        for sheet in (places, self.repeated, self.documents):
            self.sheets.addWidget(sheet)
        self.sheets.setMinimumHeight(LEAST_HEIGHT)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addLayout(second)
        whole.addWidget(self.sheets, 1)

    def _connect(self) -> None:
        self.views.chosen.connect(self.show_view)
        self.views.chosen.connect(self.view_chosen)
        self.kinds.chosen.connect(self.kind_chosen)
        self.order.activated.connect(lambda _row: self.order_chosen.emit(self.order.currentData()))
        self._filter.clicked.connect(self.filter_dropped)

    def show_view(self, view: str) -> None:
        """Bring places, repeated mistakes or documents to the front."""
        self.views.choose(view)
        self.sheets.setCurrentIndex((PLACES, REPEATED, DOCUMENTS).index(view))
        self.order.setVisible(view == PLACES)
        self._show_kinds()
        self._filter.setVisible(view == PLACES and bool(self._filtered))

    @property
    def view(self) -> str:
        return self.views.value

    @property
    def in_front(self) -> QWidget:
        """What takes the keys in the view in front."""
        return {PLACES: self.list, REPEATED: self.repeated, DOCUMENTS: self.documents}[self.view]

    def show_counts(self, counts: Mapping[MistakeKind, int], filtered: str) -> None:
        """How many errors there are of each kind under what else narrows them, which ``filtered`` says in words."""
        self._counts, self._filtered = counts, filtered
        self._show_kinds()
        self._filter.setText(f"{filtered}  ✕")
        self._filter.setAccessibleName(_("Let go: {filter}").format(filter=filtered))
        self._filter.setVisible(self.view == PLACES and bool(filtered))

    def show_nothing(self, words: str) -> None:
        """In the place of no lines, what is absent."""
        self._nothing.setText(words)
        self._nothing.setVisible(bool(words))
        self.list.setVisible(not words)

    def _show_kinds(self) -> None:
        short = _short_kinds()
        self.kinds.setVisible(self.view != DOCUMENTS)
        self.kinds.say(ALL, _("All {n}").format(n=number(sum(self._counts.values()))))
        for kind in KINDS:
            words = _("{kind} {n}").format(kind=short[kind], n=number(self._counts.get(kind, 0)))
            self.kinds.say(kind.value, words, kind_name(kind))

    def retranslate(self) -> None:
        self._title.setText(_("Errors"))
        self.views.say(PLACES, _("Places"), _("Every error in its context"))
        self.views.say(REPEATED, _("Repeated"), _("The most expensive errors: the same mistake made again and again"))
        self.views.say(DOCUMENTS, _("Documents"), _("The worst documents first"))
        self._show_kinds()
        self.order.setAccessibleName(_("Order"))
        chosen = self.order.currentData() or "text"
        names = {
            "text": _("As in the text"),
            "often": _("Most repeated first"),
            "sure": _("Most sure first"),
            "unsure": _("Least sure first"),
        }
        self.order.clear()
        for order in ORDERS:
            self.order.addItem(names[order], order)
        self.order.setCurrentIndex(self.order.findData(chosen))
        self.list.setAccessibleName(_("Errors in context"))
        self.repeated.setAccessibleName(_("Repeated mistakes"))
        self.documents.setAccessibleName(_("Documents by score"))


def _short_kinds() -> dict[MistakeKind, str]:
    """The kinds in a word or two, as they stand side by side."""
    return {
        MistakeKind.MISSED: _("missed"),
        MistakeKind.SPURIOUS: _("spurious"),
        MistakeKind.LABEL: _("label"),
        MistakeKind.EDGE: _("edge"),
        MistakeKind.PROCLITIC: _("proclitic"),
        MistakeKind.BOTH: _("label and edge"),
    }

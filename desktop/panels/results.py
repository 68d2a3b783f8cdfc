"""What a search in all documents has found, each place in its context; Enter opens it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.texts import _, ngettext, number
from desktop.panels.concordance import PlacesDelegate, PlacesModel
from desktop.panels.dock import DockHead, DockList, icon_button, name_button
from desktop.panels.marks import isolated

LIMIT = 200


class ResultsPanel(QWidget):
    """Stands in the place of the documents while there are results.

    Signals:
        place_chosen: an annotator.records.Place to open.
        closed: back to the documents.
    """

    place_chosen = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._query = ""
        self._close = icon_button("x")
        self._close.clicked.connect(self.closed)
        self.head = DockHead(self._close)
        self._said = QLabel(wordWrap=True)
        self._said.setProperty("role", "secondary")
        self._said.setContentsMargins(12, 0, 12, 8)
        self.model = PlacesModel(self, ticks=False)
        self._delegate = PlacesDelegate(narrow=True)
        self.list = DockList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.chosen.connect(lambda index: self.place_chosen.emit(self.model.places[index.row()]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.head, self._said):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.retranslate()

    def show_hits(self, query: str, hits: list[object]) -> None:
        """Show what was found; of very many places the first."""
        self._query = query
        self.model.show_places(hits)
        if hits:
            self.list.setCurrentIndex(self.model.index(0))
        self.retranslate()

    def retranslate(self) -> None:
        self.head.title.setText(_("Found"))
        name_button(self._close, _("Back to the documents"))
        self.list.setAccessibleName(_("Places found"))
        count = len(self.model.places)
        self.head.count.setText(number(count) if count < LIMIT else f"{number(LIMIT)}+")
        if not count:
            self._said.setText(_("“{query}” stands in no document.").format(query=isolated(self._query)))
        else:
            places = ngettext("“{query}” in {n} place", "“{query}” in {n} places", count)
            first = ngettext("“{query}”: the first place", "“{query}”: the first {n} places", count)
            self._said.setText((places if count < LIMIT else first).format(query=isolated(self._query)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

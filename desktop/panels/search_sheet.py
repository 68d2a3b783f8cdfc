"""The page of a search in all documents: the text, the filters, and the places found as concordance lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from annotator.labels import LabelSet
from annotator.marks import LISTED, MarkState, Wanted
from annotator.records import DocumentId, LabelId, Person, PersonId, Status
from annotator.texts import _, language, percent
from desktop.panels.dock import add_icon, icon_button, name_button, rule
from desktop.panels.documents_model import STATES
from desktop.panels.lines_panel import LinesPanel
from desktop.panels.marks import label_colour

TYPED = 250
"""Milliseconds after the last letter typed from which on it is looked for."""
HERE = "here"
SCORES: dict[str, tuple[float, float]] = {"sure": (0.9, 2.0), "likely": (0.7, 0.9), "doubtful": (0.0, 0.7)}
"""As the moons of the canvas tell them apart: full, half, empty."""
SOURCES: dict[str, tuple[frozenset[str], Callable[[], str]]] = {
    "lexicon": (frozenset({"lexicon"}), lambda: _("Lexicon")),
    "rules": (frozenset({"rules"}), lambda: _("Rules")),
    "model": (frozenset({"model", "base"}), lambda: _("Model")),
    "document": (frozenset({"document", "mention"}), lambda: _("Document")),
    "memory": (frozenset({"memory"}), lambda: _("Memory")),
}


class SearchSheet(QWidget):
    """What is wanted above, what is found below.

    Attributes:
        field: the text that is looked for.
        lines: what was found.

    Signals:
        asked: the text or a filter is another now; ask ``wanted``.
        closed: back to the document.
    """

    asked = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._labels: LabelSet | None = None
        self._people: tuple[Person, ...] = ()
        self._suggesters: tuple[str, ...] = ()
        self.field = QLineEdit(clearButtonEnabled=True)
        add_icon(self.field, "search")
        self.field.installEventFilter(self)
        self._title = QLabel()
        self._title.setProperty("role", "block")
        self._close = icon_button("x")
        self._close.clicked.connect(self.closed)
        self.label, self.state, self.person, self.source, self.score, self.reach = (_Choice() for _n in range(6))
        self._filters = (self.reach, self.state, self.label, self.score, self.source, self.person)
        self.lines = LinesPanel()
        self._typed = QTimer(self, singleShot=True, interval=TYPED)
        self._lay_out()
        self.field.textChanged.connect(lambda: self._typed.start())
        self._typed.timeout.connect(self.asked)
        for choice in self._filters:
            choice.activated.connect(self.ask_now)
        self.setFocusProxy(self.field)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self.field, 1)
        head.addWidget(self._close)
        filters = QHBoxLayout()
        filters.setContentsMargins(16, 8, 12, 4)
        filters.setSpacing(8)
        for choice in self._filters:
            filters.addWidget(choice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(filters)
        column.addWidget(rule())
        column.addWidget(self.lines, 1)

    def show_project(self, labels: LabelSet, people: Iterable[Person], suggesters: Iterable[str]) -> None:
        """Offer the labels, people and suggesters of a project; with one person there is none to choose."""
        self._labels, self._people, self._suggesters = labels, tuple(people), tuple(suggesters)
        self.lines.model.labels = labels
        self.retranslate()

    def wanted(self, reviewer: PersonId, document: DocumentId | None) -> Wanted | None:
        """What is looked for; None where neither a text nor a filter is given."""
        state, score, source = self.state.value, self.score.value, self.source.value
        least, below = SCORES.get(score, (0.0, float("inf")))
        wanted = Wanted(
            self.person.value or reviewer,
            text=self.field.text().strip(),
            labels=frozenset([LabelId(self.label.value)] if self.label.value else []),
            states=frozenset([MarkState(state)]) if state else LISTED,
            sources=SOURCES[source][0] if source in SOURCES else frozenset([source] if source else []),
            least=least,
            below=below,
            statuses=frozenset([Status(self.reach.value)] if self.reach.value not in ("", HERE) else Status),
            document=document if self.reach.value == HERE else None,
        )
        return wanted if self.field.text().strip() or any(choice.value for choice in self._filters) else None

    def ask_for(self, text: str) -> None:
        """Look for a text in all documents, whatever the filters were."""
        for choice in self._filters:
            choice.choose("")
        self.field.setText(text)
        self.ask_now()

    def ask_now(self) -> None:
        self._typed.stop()
        self.asked.emit()

    def retranslate(self) -> None:
        self._title.setText(_("Find in all documents"))
        name_button(self._close, _("Back to the document"), _("Back to the document") + " (\u2066Esc\u2069)")
        self.field.setPlaceholderText(_("A name or its beginning"))
        self.field.setAccessibleName(_("Text that is looked for"))
        self.reach.offer(_("Which documents to look in"), _("All documents"), self._reaches())
        self.state.offer(_("State of the mark"), _("Marked or not"), _states())
        self.label.offer(_("Label"), _("Any label"), self._label_choices())
        self.score.offer(_("Confidence"), _("Any confidence"), _scores())
        self.source.offer(_("Who proposes it"), _("Any suggester"), self._sources())
        people = [(person.name, person.id, None) for person in self._people]
        self.person.offer(_("Annotator"), _("My marks"), people)
        self.person.setVisible(bool(people))
        self.lines.retranslate()

    def _reaches(self) -> list[_Option]:
        return [
            (_("This document"), HERE, None),
            *((STATES[status]().capitalize(), status.value, None) for status in Status),
        ]

    def _label_choices(self) -> list[_Option]:
        labels = self._labels
        return [(label.name(language()), label.id, _swatch(labels, label.id)) for label in labels] if labels else []

    def _sources(self) -> list[_Option]:
        known: list[_Option] = [(name(), source, None) for source, (_parts, name) in SOURCES.items()]
        return known + [(suggester, suggester, None) for suggester in self._suggesters]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the field: Enter looks and goes to the lines, as the arrow down does; Esc goes back to the document."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    if self._typed.isActive():
                        self.ask_now()
                    self.lines.take_keys()
                    return True
                case Qt.Key.Key_Down if self.lines.model.lines:
                    self.lines.list.setFocus()
                    return True
                case Qt.Key.Key_Escape:
                    self.closed.emit()
                    return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


_Option = tuple[str, Any, "QIcon | None"]


class _Choice(QComboBox):
    """A filter: the first choice, with an empty value, lets everything pass."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(170)

    @property
    def value(self) -> str:
        return self.currentData() or ""

    def choose(self, value: str) -> None:
        """Let a choice hold, without telling anyone."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def offer(self, name: str, everything: str, options: list[_Option]) -> None:
        """Offer these choices after the one for everything; what is chosen stays so."""
        chosen = self.value
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.clear()
        self.addItem(everything, "")
        for words, value, icon in options:
            self.addItem(icon or QIcon(), words, value)
        self.choose(chosen)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)


def _states() -> list[_Option]:
    names = {
        MarkState.DECIDED: _("Decided"),
        MarkState.SUGGESTED: _("Suggested"),
        MarkState.REJECTED: _("Rejected"),
        MarkState.UNMARKED: _("Unmarked"),
    }
    return [(name, state.value, None) for state, name in names.items()]


def _scores() -> list[_Option]:
    return [
        (_("From {share}").format(share=percent(0.9)), "sure", None),
        (_("{least} to {most}").format(least=percent(0.7), most=percent(0.9)), "likely", None),
        (_("Below {share}").format(share=percent(0.7)), "doubtful", None),
    ]


def _swatch(labels: LabelSet, label: LabelId) -> QIcon:
    picture = QPixmap(9, 9)
    picture.fill(label_colour(labels, labels.get(label)))
    return QIcon(picture)

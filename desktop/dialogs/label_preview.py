"""What a change of the label set would do, to be read before it is done."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from annotator.label_words import Told
from annotator.labels import LabelSet
from annotator.marks import Found, MarkState
from annotator.texts import _
from desktop.bidi import at_start
from desktop.dialogs.sheet import secondary
from desktop.panels.concordance import draw_concordance
from desktop.theme import document_font, interface_font


class LabelPreview(QScrollArea):
    """A list of changes: each a sentence, whose spans it touches, and some of them in their context."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("What changes"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sentences: list[str] = []

    def show_changes(self, changes: Iterable[Told], labels: LabelSet) -> None:
        """Show what would change, marked as these labels are; nothing is an answer too."""
        changes = list(changes)
        self.sentences = [change.sentence for change in changes]
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        for place, change in enumerate(changes):
            if place:
                column.addSpacing(12)
            column.addWidget(_sentence(change.sentence))
            for detail in change.details:
                column.addWidget(secondary(detail))
            for found in change.places:
                state = MarkState.UNMARKED if change.label is None else MarkState.DECIDED
                column.addWidget(_Example(Found(found, state, change.label), labels))
        if not changes:
            column.addWidget(_sentence(_("Nothing changes.")))
        column.addStretch()
        self.setWidget(page)


def _sentence(words: str) -> QLabel:
    label = at_start(QLabel(words))
    label.setWordWrap(True)
    label.setFont(interface_font(13, QFont.Weight.DemiBold))
    return label


class _Example(QWidget):
    """A span in its line of text, its start in one column with those above and below."""

    def __init__(self, found: Found, labels: LabelSet) -> None:
        super().__init__()
        self._found, self._labels = found, labels
        place = found.place
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(place.name)
        self.setAccessibleName(place.context)

    def sizeHint(self) -> QSize:
        return QSize(320, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_concordance(painter, QRect(0, 0, self.width(), 28), self._found, document_font(16), self._labels)

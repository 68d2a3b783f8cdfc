"""A line of marked Arabic for the welcome page, painted as the canvas paints the text of a project."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator import labels
from annotator.page import Page
from annotator.project.state import DocumentState
from annotator.records import Annotation, AnnotationId, Document, DocumentId, LabelId, PersonId, Span, Suggestion
from annotator.texts import _
from desktop import theme
from desktop.canvas.look import Colours
from desktop.canvas.measures import Measures, bounded_zoom
from desktop.canvas.paragraphs import Paragraphs
from desktop.canvas.scene import Scene, paint
from desktop.canvas.sheet import Sheet

_WIDE = 420
"""Pixels that the line takes at 100 %."""
_TEXT = "زلزال الأول من يناير في محافظة إيشيكاوا اليابانية"
_DECIDED = (("زلزال الأول من يناير", "EVENT"), ("الأول من يناير", "DATE"))
_PROPOSED = (("محافظة إيشيكاوا", "GPE", 0.93), ("اليابانية", "NORP", 0.82))


class Specimen(QWidget):
    """The line at the start of the interface; nothing can be done to it."""

    def __init__(self) -> None:
        super().__init__()
        self._page = specimen()
        self.setAccessibleName(_("Specimen: {text}").format(text=_TEXT))
        self.setMinimumSize(320, 88)

    def paintEvent(self, _event: QPaintEvent) -> None:
        measures = Measures(bounded_zoom(min(1.0, self.width() / _WIDE)))
        margins = measures.start_margin + measures.end_margin
        sheet = Sheet(self._page, Paragraphs(_TEXT), measures, self.width() + margins)
        row = next(sheet.rows(0, sheet.height))
        inked = row.line.pieces(0, len(_TEXT))
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        start = self.width() - inked[-1][1] if mirrored else -inked[0][0]
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(start - sheet.left, -row.top)
            current = Scene(current=self._page.undecided()[0])
            paint(painter, sheet, current, Colours(theme.current(), self._page.labels), 0, sheet.height, caret=False)


def specimen() -> Page:
    """A page with decided and proposed spans, one within another."""
    document, person = DocumentId("specimen"), PersonId("")
    state = DocumentState(document, person)
    for string, label in _DECIDED:
        made = AnnotationId(label)
        state.annotations[made] = Annotation(made, document, person, _span(string, label))
        state.by_span[_span(string, label)] = made
    proposed = [Suggestion(_span(string, label), score) for string, label, score in _PROPOSED]
    return Page(Document(document, "", _TEXT), state, proposed, labels.load("wojood"))


def _span(string: str, label: str) -> Span:
    start = _TEXT.index(string)
    return Span(start, start + len(string), LabelId(label))

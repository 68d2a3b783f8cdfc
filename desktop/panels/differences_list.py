"""Places where two annotators differ: the text in one line, under it a lane for what each of the two has marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from annotator.quality.agreement.explained import difference_name
from annotator.quality.agreement.record import Example
from annotator.records import Person, Span
from annotator.texts import _
from desktop import theme
from desktop.canvas.wording import label_name
from desktop.panels.concordance import Boxes, draw_context
from desktop.panels.dock import ROW, OpeningList, RowDelegate
from desktop.panels.lines_list import draw_chip
from desktop.panels.marks import draw_ground, draw_hair, draw_text, label_colour, mirrored, part, sized, start_side
from desktop.panels.paged_lines import PagedLines
from desktop.theme import document_font

ROW_HEIGHT: Final = 74
_TOP: Final = 4
_TEXT: Final = 30
_LANE: Final = 17
_NAME: Final = 128
_CHIP: Final = 76
_LINE: Final = 12 + _NAME + _CHIP + 20
"""Where the text begins, counted from the start of the row."""


class DifferencesModel(PagedLines):
    """Places where two differ."""

    @property
    def examples(self) -> list[Example]:
        """The places that have come so far."""
        return self.lines

    def show_examples(self, examples: Sequence[Example], *, more: bool) -> None:
        """Show these; where they only go on from what stands, that stays as it is."""
        before = len(self.examples)
        if before and list(examples[:before]) == self.examples:
            self.add_lines(examples[before:], more=more)
        else:
            self.show_lines(examples, more=more)

    def written(self, example: Example) -> str:
        return " ".join(example.place.context.split())

    def spoken(self, example: Example) -> str:
        readings = [
            _("{name}: {value}").format(name=person.name, value=self._reading(example, span))
            for person, span in zip(example.annotators, (example.first, example.second), strict=True)
        ]
        return _(", ").join([example.place.name, difference_name(example.kind), *readings, self.written(example)])

    def _reading(self, example: Example, span: Span | None) -> str:
        if span is None:
            return _("unmarked")
        start = example.place.start
        text = example.place.text[span.start - start : span.end - start]
        return _("{label} “{text}”").format(label=label_name(self.labels, span.label), text=text)


class _DifferencesDelegate(RowDelegate):
    height = ROW_HEIGHT

    def __init__(self, model: DifferencesModel) -> None:
        super().__init__()
        self._model = model
        self._font = document_font(16)

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        example: Example = index.data(ROW)
        look, turned, width = theme.current(), mirrored(option), option.rect.width()
        draw_ground(painter, option, self.is_current(option, index))
        draw_hair(painter, option.rect)
        small = sized(option.font, 12)
        painter.setFont(small)
        painter.setPen(look.colour("ink-2"))
        room = _NAME + _CHIP + 4
        draw_text(painter, part(option, 12, room, _TOP, _TEXT), example.place.name, align=start_side(turned), rtl=False)
        lanes = [_TOP + _TEXT + lane * _LANE + 2 for lane in range(2)]
        spans = (example.first, example.second)
        text = part(option, _LINE, width - _LINE - 16, _TOP, _TEXT)
        below: dict[Span, QRectF] = {}

        def hatch(boxes: Boxes) -> None:
            """Behind the text, where the two differ; and remember under which letters the lanes belong."""
            box = boxes(example.place.start, example.place.end).adjusted(-1.5, 0, 1.5, 0)
            painter.fillRect(box, QBrush(look.colour("cap"), Qt.BrushStyle.BDiagPattern))
            below.update({span: boxes(span.start, span.end) for span in spans if span is not None})

        draw_context(painter, text, example.place, self._font, example.place.start, hatch)
        for person, span, top in zip(example.annotators, spans, lanes, strict=True):
            painter.setFont(small)
            self._draw_name(painter, option, person, span, top)
            if span is not None:
                self._draw_lane(painter, text, span, below[span], option.rect.top() + top + _LANE / 2)

    def _draw_name(
        self, painter: QPainter, option: QStyleOptionViewItem, person: Person, span: Span | None, top: int
    ) -> None:
        turned = mirrored(option)
        painter.setPen(theme.current().colour("ink"))
        draw_text(painter, part(option, 12, _NAME, top, _LANE), person.name, align=start_side(turned))
        place = part(option, 12 + _NAME + 4, _CHIP, top, _LANE - 1)
        if span is None:
            painter.setPen(theme.current().colour("ink-2"))
            draw_text(painter, place, _("unmarked"), align=start_side(turned), rtl=turned)
        else:
            draw_chip(painter, place, self._model.labels, span.label, turned=turned)

    def _draw_lane(self, painter: QPainter, text: QRect, span: Span, box: QRectF, y: float) -> None:
        """The line of a span under its letters, with a tick at each edge."""
        labels = self._model.labels
        known = span.label in labels
        colour = label_colour(labels, labels.get(span.label)) if known else theme.current().colour("ink-2")
        painter.save()
        painter.setClipRect(QRectF(text.left(), y - 8, text.width(), 16))
        pen = QPen(colour, 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        pen.setWidthF(1.5)
        painter.setPen(pen)
        for x in (box.left() + 0.75, box.right() - 0.75):
            painter.drawLine(QPointF(x, y + 1), QPointF(x, y - 5))
        painter.restore()


class DifferencesList(OpeningList):
    """The list of them; what is opened is an Example."""

    def __init__(self, model: DifferencesModel) -> None:
        super().__init__(model, _DifferencesDelegate(model))

    def copy(self) -> bool:
        """Copy the current line: whether there is one."""
        index = self.currentIndex()
        if index.isValid():
            QGuiApplication.clipboard().setText(index.data())
        return index.isValid()

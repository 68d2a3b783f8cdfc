"""The mistakes of a run as a concordance: kind, line of text, gold and proposed label, confidence, document."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from annotator.labels import LabelSet
from annotator.quality.mistakes import Mistake
from annotator.quality.words import kind_name
from annotator.records import LabelId, Place, Span
from annotator.texts import _, percent
from desktop import theme
from desktop.canvas.wording import label_name
from desktop.panels.concordance import Boxes, draw_context
from desktop.panels.dock import ROW, OpeningList, RowDelegate
from desktop.panels.lines_list import draw_chip
from desktop.panels.marks import draw_ground, draw_hair, draw_text, label_colour, mirrored, part, sized, start_side
from desktop.panels.paged_lines import PagedLines
from desktop.theme import document_font

ROW_HEIGHT = 32
KIND_WIDTH = 132
CHIP_WIDTH = 78
SCORE_WIDTH = 52
NAME_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Line:
    """A mistake, and where it stands."""

    mistake: Mistake
    place: Place


class MistakesModel(PagedLines):
    """Mistakes in their lines."""

    def spoken(self, line: Line) -> str:
        mistake, labels = line.mistake, self.labels
        parts = [kind_name(mistake.kind), line.place.text]
        for words, span in ((_("gold"), mistake.gold), (_("proposed"), mistake.proposed)):
            parts.append(f"{words} {label_name(labels, span.label) if span and labels else _('nothing')}")
        if mistake.score is not None:
            parts.append(percent(mistake.score))
        return _(", ").join([*parts, line.place.name, line.place.context])


class _Columns:
    """Where the columns of a row stand, counted from its start."""

    def __init__(self, width: int) -> None:
        small = width < 760
        self.kind = 16
        self.kind_width = 100 if small else KIND_WIDTH
        chip = 66 if small else CHIP_WIDTH
        name = 64 if small else NAME_WIDTH
        self.chip_width, self.name_width = chip - 8, name - 16
        self.name = width - name
        self.score = self.name - SCORE_WIDTH - 4
        self.proposed = self.score - chip
        self.gold = self.proposed - chip
        self.context = self.kind + self.kind_width + 8
        self.context_width = max(80, self.gold - self.context - 16)


class MistakesHead(QWidget):
    """The heads of the columns of a list."""

    def __init__(self, listed: MistakesList) -> None:
        super().__init__()
        self._list = listed
        self.setFixedHeight(26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, turned = theme.current(), self.isRightToLeft()
        # The list is narrower than its head by its frame and its scroll bar.
        view = self._list.viewport()
        whole = QRect(view.mapTo(self._list, view.rect().topLeft()).x(), 0, view.width(), self.height() - 2)
        columns = _Columns(whole.width())
        heads = [
            (_("Kind"), columns.kind, columns.kind_width, start_side(turned)),
            (_("Context"), columns.context, columns.context_width, Qt.AlignmentFlag.AlignHCenter),
            (_("Gold"), columns.gold, columns.chip_width, start_side(turned)),
            (_("Proposed"), columns.proposed, columns.chip_width, start_side(turned)),
            (_("Sure"), columns.score, SCORE_WIDTH, start_side(turned)),
            (_("Document"), columns.name, columns.name_width, start_side(turned)),
        ]
        with QPainter(self) as painter:
            painter.setFont(sized(self.font(), 12))
            draw_hair(painter, self.rect(), "edge")
            painter.setPen(look.colour("ink-2"))
            for words, start, width, side in heads:
                place = QRect(whole.left() + start, 0, width, whole.height())
                draw_text(painter, QStyle.visualRect(self.layoutDirection(), whole, place), words, align=side)


class _Delegate(RowDelegate):
    height = ROW_HEIGHT

    def __init__(self, model: MistakesModel) -> None:
        super().__init__()
        self._model = model
        self._font = document_font(16)

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        line: Line = index.data(ROW)
        mistake, turned, labels = line.mistake, mirrored(option), self._model.labels
        columns = _Columns(option.rect.width())
        draw_ground(painter, option, self.is_current(option, index))
        draw_hair(painter, option.rect)
        painter.setFont(sized(option.font, 12))
        painter.setPen(theme.current().colour("ink"))
        draw_text(
            painter, part(option, columns.kind, columns.kind_width), kind_name(mistake.kind), align=start_side(turned)
        )
        for span, start in ((mistake.gold, columns.gold), (mistake.proposed, columns.proposed)):
            self._draw_label(painter, option, span, part(option, start, columns.chip_width, 7, 18))
        painter.setPen(theme.current().colour("ink-2"))
        if mistake.score is not None:
            place = part(option, columns.score, SCORE_WIDTH - 8)
            draw_text(painter, place, percent(mistake.score), align=start_side(turned), rtl=turned)
        name = part(option, columns.name, columns.name_width)
        # Names often differ at their ends alone.
        short = painter.fontMetrics().elidedText(line.place.name, Qt.TextElideMode.ElideMiddle, name.width())
        draw_text(painter, name, short, align=start_side(turned), rtl=False, elide=False)
        context = part(option, columns.context, columns.context_width)
        at = (mistake.gold or mistake.proposed or Span(mistake.start, mistake.end, LabelId(""))).start
        draw_context(
            painter, context, line.place, self._font, at, lambda box: _draw_sides(painter, box, mistake, labels)
        )

    def _draw_label(self, painter: QPainter, option: QStyleOptionViewItem, span: Span | None, place: QRect) -> None:
        labels, turned = self._model.labels, mirrored(option)
        painter.setFont(sized(option.font, 12))
        if span is not None and labels is not None:
            draw_chip(painter, place, labels, span.label, turned=turned)
        else:
            painter.setPen(theme.current().colour("ink-2"))
            draw_text(painter, place, _("nothing"), align=start_side(turned))


def _draw_sides(painter: QPainter, box: Boxes, mistake: Mistake, labels: LabelSet | None) -> None:
    """Gold as what is decided, tinted over a solid line; the proposal as what is suggested, dashed, below where both stand."""
    if labels is None:
        return
    pen = QPen()
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if mistake.gold is not None and mistake.gold.label in labels:
        label = labels.get(mistake.gold.label)
        gold = box(mistake.gold.start, mistake.gold.end).adjusted(0, 0, 0, -3)
        painter.fillRect(gold, label_colour(labels, label, "tint"))
        pen.setColor(label_colour(labels, label))
        pen.setWidthF(2)
        painter.setPen(pen)
        painter.drawLine(gold.bottomLeft(), gold.bottomRight())
    if mistake.proposed is not None and mistake.proposed.label in labels:
        label = labels.get(mistake.proposed.label)
        proposed = box(mistake.proposed.start, mistake.proposed.end)
        if mistake.gold is None:
            tint = label_colour(labels, label, "tint")
            tint.setAlphaF(0.55)
            proposed.adjust(0, 0, 0, -3)
            painter.fillRect(proposed, tint)
        pen.setColor(label_colour(labels, label))
        pen.setWidthF(2)
        pen.setDashPattern([2.5, 1.5])
        painter.setPen(pen)
        painter.drawLine(proposed.bottomLeft(), proposed.bottomRight())


class MistakesList(OpeningList):
    """The list of them; what is opened is a Line."""

    def __init__(self, model: MistakesModel) -> None:
        super().__init__(model, _Delegate(model))

"""The documents whose annotators agree least: who they are, how far they agree, in what they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from annotator.quality.agreement.explained import difference_name, figure, name
from annotator.quality.agreement.record import DocumentAgreement, Measure
from annotator.texts import _, number
from desktop import theme
from desktop.panels.dock import ROW, OpeningList, RowDelegate
from desktop.panels.marks import draw_ground, draw_text, end_side, isolated, mirrored, part, sized, start_side

ROW_HEIGHT: Final = 66
_FIGURE: Final = 48


class WorstDocumentsModel(QAbstractListModel):
    """Documents, the worst first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.documents: tuple[DocumentAgreement, ...] = ()

    def show_documents(self, documents: Sequence[DocumentAgreement]) -> None:
        self.beginResetModel()
        self.documents = tuple(documents)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.documents)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        one = self.documents[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one.name
            case Qt.ItemDataRole.ToolTipRole:
                return differences(one)
            case Qt.ItemDataRole.AccessibleTextRole:
                value = _("{name}: {value}").format(name=name(Measure.F1), value=figure(one.figures[Measure.F1]))
                return _(", ").join([one.name, value, people(one), differences(one)])
            case _ if role == ROW:
                return one
        return None


def people(one: DocumentAgreement) -> str:
    """Who annotated a document, and whether without suggestions in sight."""
    names = _(", ").join(isolated(person.name) for person in one.annotators)
    return _("{names} · blind").format(names=names) if one.blind else names


def differences(one: DocumentAgreement) -> str:
    """How often two of them differ, the most frequent kind first."""
    counted = [f"{difference_name(kind)} {number(count)}" for kind, count in one.differences.most_common()]
    return _(" · ").join(counted) or _("no differences")


class _DocumentsDelegate(RowDelegate):
    height = ROW_HEIGHT

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        one: DocumentAgreement = index.data(ROW)
        look, turned, width = theme.current(), mirrored(option), option.rect.width()
        draw_ground(painter, option, self.is_current(option, index))
        painter.setFont(sized(option.font, 13))
        painter.setPen(look.colour("ink"))
        place = part(option, 12, width - _FIGURE - 36, 4, 20)
        draw_text(painter, place, one.name, align=start_side(turned), rtl=False)
        painter.setFont(sized(option.font, 13, QFont.Weight.DemiBold))
        value = part(option, width - _FIGURE - 12, _FIGURE, 4, 20)
        draw_text(painter, value, figure(one.figures[Measure.F1]), align=end_side(turned), rtl=False)
        painter.setFont(sized(option.font, 12))
        painter.setPen(look.colour("ink-2"))
        for top, said in ((24, people(one)), (42, differences(one))):
            draw_text(painter, part(option, 12, width - 24, top, 18), said, align=start_side(turned), rtl=turned)


class WorstDocumentsList(OpeningList):
    """The list of them. A click or Space chooses a document; what is opened is a DocumentAgreement."""

    def __init__(self, model: WorstDocumentsModel) -> None:
        super().__init__(model, _DocumentsDelegate())

"""The documents that are to be adjudicated, or are: which of them are open, adjudicated, or changed since."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.disagreements import CaseRow, case_rows
from annotator.project.adjudications import Which, to_adjudicate
from annotator.records import DocumentId
from annotator.texts import _, ngettext, number
from desktop import theme
from desktop.panels.dock import ROW, DockHead, DockList, RowDelegate
from desktop.panels.documents_model import DocumentsModel
from desktop.panels.marks import Mark, draw_ground, draw_mark, draw_text, end_side, mirrored, part, sized, start_side


class CasesModel(DocumentsModel):
    """Documents that several people have finished, or that are adjudicated.

    Attributes:
        which: those that are listed.
        open: the ids of those that still need an adjudicator.
    """

    stretch = 10  # each is compared anew, which takes its time

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.which: Which = "all"
        self.open: frozenset[DocumentId] = frozenset()
        self.known = False
        """Whether the ids have come yet."""

    def after(self, document: DocumentId | None) -> DocumentId | None:
        """The next document that needs an adjudicator, round the end of the list; none where there is no other."""
        place = self.place(document)
        onward = [*self.ids[place + 1 :], *self.ids[: max(place, 0)]]
        return next((one for one in onward if one in self.open), None)

    def _look(self) -> Any:
        which = self.which

        def ids(adjudication: Any) -> tuple[list[DocumentId], frozenset[DocumentId]]:
            project = adjudication.project
            return to_adjudicate(project, which, "import"), frozenset(to_adjudicate(project, "open", "import"))

        return ids

    def _take_ids(self, found: tuple[list[DocumentId], frozenset[DocumentId]]) -> None:
        ids, self.open = found
        self.known = True
        super()._take_ids(ids)

    def _read(self, documents: list[DocumentId]) -> Any:
        return lambda adjudication: case_rows(adjudication, documents)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = self.row(self.ids[index.row()])
            return _(", ").join([row.name, state_text(row)]) if row else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            row = super().data(index, ROW)
            if row is None or role == Qt.ItemDataRole.DisplayRole:
                return row.name if row else ""
            people = _(", ").join(row.annotators)
            return "\n".join([row.name, *([people] if people else []), state_text(row)])
        return super().data(index, role)


def state_text(row: CaseRow) -> str:
    """How far a document is: “3 left”, “adjudicated”, “changed since”."""
    if row.stale:
        return _("changed since")
    if row.adjudicated:
        return _("adjudicated")
    return ngettext("{n} left", "{n} left", row.left) if row.left else _("to finish")


class _Delegate(RowDelegate):
    def __init__(self, model: CasesModel) -> None:
        super().__init__()
        self._model = model

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        row: CaseRow | None = index.data(ROW)
        current = self._model.ids[index.row()] == self._model.current
        draw_ground(painter, option, current)
        if row is None:
            return
        turned, width = mirrored(option), option.rect.width()
        mark = part(option, 10, 16)
        state = Mark.SOME if row.stale else Mark.ALL if row.adjudicated else Mark.NONE
        draw_mark(painter, QPointF(mark.center()) + QPointF(0.5, 0.5), state)
        painter.setFont(sized(option.font, 12))
        painter.setPen(theme.current().colour("ink-2"))
        said = state_text(row)
        room = painter.fontMetrics().horizontalAdvance(said) + 2
        draw_text(painter, part(option, width - room - 12, room), said, align=end_side(turned), rtl=turned)
        draw_text(painter, part(option, 32, 30), number(row.number), align=start_side(turned), rtl=turned)
        painter.setFont(sized(option.font, 13))
        painter.setPen(theme.current().colour("ink"))
        draw_text(painter, part(option, 62, width - room - 82), row.name, align=start_side(turned))


class CasesPanel(QWidget):
    """Head and list.

    Signals:
        document_chosen: the one to open.
    """

    document_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model = CasesModel(self)
        self.head = DockHead()
        self.list = DockList(self.model, _Delegate(self.model))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.list.chosen.connect(lambda index: self.document_chosen.emit(self.model.ids[index.row()]))
        self.model.listed.connect(self._count)
        self.retranslate()

    def set_current(self, document: DocumentId | None) -> None:
        """Mark the open document and bring it into view."""
        self.model.set_current(document)
        place = self.model.place(document)
        if place >= 0:
            self.list.scrollTo(self.model.index(place))

    def retranslate(self) -> None:
        self.head.title.setText(_("Documents"))
        self.list.setAccessibleName(_("Documents"))
        self._count()
        self.model.layoutChanged.emit()

    def _count(self) -> None:
        self.head.count.setText(number(len(self.model.ids)))

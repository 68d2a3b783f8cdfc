"""The documents of a project as a list: their ids in memory, their rows fetched from the file a stretch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, QTimer, Signal

from annotator.records import DocumentId, PersonId, Status
from annotator.texts import _, ngettext, number, percent
from desktop.panels.dock import ROW
from desktop.panels.marks import Mark
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.project.documents import Only, Row
    from annotator.review import Review

STRETCH = 100
ROWS_KEPT = 5_000


class DocumentsModel(QAbstractListModel):
    """Ids at once, rows when they are first looked at.

    Signals:
        listed: the ids have come anew.
        fetched: rows have come.
    """

    listed = Signal()
    fetched = Signal()
    stretch = STRETCH
    """Rows that are fetched at a time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: DocumentId | None = None
        self._thread: FileThread | None = None
        self._ids: list[DocumentId] = []
        self._places: dict[DocumentId, int] = {}
        self._rows: dict[DocumentId, Row] = {}
        self._stale: set[DocumentId] = set()
        self._wanted: set[int] = set()
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)
        self._order = 0
        self.status: Status | None = None
        self.only: Only = ""
        self.text = ""
        self.assigned: PersonId | None = None
        self.order = "import"

    @property
    def ids(self) -> list[DocumentId]:
        """What the list holds, in its order."""
        return self._ids

    @property
    def filtered(self) -> bool:
        return self.status is not None or bool(self.only) or bool(self.text) or self.assigned is not None

    def show_project(self, thread: FileThread) -> None:
        """List the documents of the project that the thread holds."""
        self._thread = thread
        self.reload()

    def reload(self, *, rows: bool = False) -> None:
        """Ask for the ids again, as filter, search and order are now, and for the rows too where they have changed."""
        if self._thread is None:
            return
        if rows:
            self._stale = set(self._rows)
        self._order += 1
        order = self._order
        # Of several askings the answer to the last one counts.
        self._thread.call(self._look(), lambda found: self._take_ids(found) if order == self._order else None)

    def renew(self, documents: Iterable[DocumentId]) -> None:
        """Fetch the rows of these documents again; what is shown stays until they come."""
        self._fetch(list(documents))

    def put(self, row: Row) -> None:
        """Show this of a document without asking the file."""
        self._take([row])

    def place(self, document: DocumentId | None) -> int:
        """The row of a document, or -1."""
        return self._places.get(document, -1) if document else -1

    def neighbour(self, document: DocumentId | None, step: int) -> DocumentId | None:
        """The document so many rows further in the list, if there is one."""
        place = self.place(document) + step
        return self._ids[place] if 0 <= place < len(self._ids) else None

    def row(self, document: DocumentId) -> Row | None:
        """The row of a document, where it has been fetched."""
        return self._rows.get(document)

    def set_current(self, document: DocumentId | None) -> None:
        before, self.current = self.current, document
        for one in (before, document):
            self._changed(self.place(one))

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        document = self._ids[index.row()]
        row = self._rows.get(document)
        if row is None or document in self._stale:
            self._want(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title or row.name if row else ""
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (row.title or row.name, assigned_text(row)))) if row else ""
            case Qt.ItemDataRole.AccessibleTextRole if row:
                words = (row.title or row.name, percent(share(row)), state_text(row), assigned_text(row))
                return ", ".join(filter(None, words))
            case _ if role == ROW:
                return row
        return None

    def _look(self) -> Callable[[Review], Any]:
        """What is to be asked of the file for the ids."""
        wanted = {"status": self.status, "only": self.only, "text": self.text, "order": self.order}
        wanted["assigned"] = self.assigned
        return lambda review: review.project.documents.ids(review.person.id, **wanted)

    def _read(self, documents: list[DocumentId]) -> Callable[[Review], list[Any]]:
        """What is to be asked of the file for the rows of these documents."""
        return lambda review: review.project.documents.rows(documents, review.person.id)

    def _take_ids(self, ids: Any) -> None:
        if ids == self._ids:
            self._changed_all()
        else:
            self.beginResetModel()
            self._ids = ids
            self._places = {document: place for place, document in enumerate(ids)}
            self.endResetModel()
        self.listed.emit()

    def _changed_all(self) -> None:
        """Draw again what is in view: rows that have become stale are asked for by that."""
        if self._stale:
            self.layoutChanged.emit()

    def _want(self, place: int) -> None:
        self._wanted.add(place // self.stretch)
        if not self._asking.isActive():
            self._asking.start()

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, set()
        for stretch in wanted:
            start = stretch * self.stretch
            self._fetch([one for one in self._ids[start : start + self.stretch] if self._is_missing(one)])

    def _is_missing(self, document: DocumentId) -> bool:
        return document not in self._rows or document in self._stale

    def _fetch(self, documents: list[DocumentId]) -> None:
        if self._thread is not None and documents:
            self._thread.call(self._read(documents), self._take)

    def _take(self, rows: list[Row]) -> None:
        if len(self._rows) > ROWS_KEPT:
            self._rows.clear()
        for row in rows:
            self._rows[row.id] = row
            self._stale.discard(row.id)
        for row in rows:
            self._changed(self._places.get(row.id, -1))
        self.fetched.emit()

    def _changed(self, place: int) -> None:
        if place >= 0:
            self.dataChanged.emit(self.index(place), self.index(place))


def share(row: Row) -> float:
    """How much of the document is decided, 0–1."""
    total = row.decided + row.left
    if row.status is Status.DONE:
        return 1.0
    return row.decided / total if total else 0.0


def state_mark(row: Row) -> Mark:
    if row.status is Status.DONE:
        return Mark.ALL
    if row.skipped:
        return Mark.SKIPPED
    return Mark.SOME if row.status is Status.IN_PROGRESS else Mark.NONE


def state_text(row: Row) -> str:
    """“77 spans, in progress” in the language in use."""
    disputed = f", {disputed_text(row)}" if row.disagreement else ""
    return f"{spans_text(row)}, {how_far(row)}{disputed}"


def how_far(row: Row) -> str:
    """The state of a document, or that it was left for later."""
    return _("skipped") if row.skipped else STATES[row.status]()


def disputed_text(row: Row) -> str:
    """How much of the document its annotators see differently."""
    return _("{share} disputed").format(share=percent(row.disagreement))


def assigned_text(row: Row) -> str:
    """Who is to annotate the document, where several people have documents."""
    return _("Assigned to {names}").format(names=_(", ").join(row.assigned)) if row.assigned else ""


def spans_text(row: Row) -> str:
    return ngettext("{n} span", "{n} spans", row.decided + row.left)


def number_text(row: Row) -> str:
    """The number of a document in the project."""
    return number(row.number)


STATES = {
    Status.NEW: lambda: _("new"),
    Status.IN_PROGRESS: lambda: _("in progress"),
    Status.DONE: lambda: _("done"),
}

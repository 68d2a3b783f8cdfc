"""Disagreements of many documents, grouped by their kind; kept up with each answer, never built anew for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, Qt

from annotator.adjudication_page import Asked
from annotator.disagreements import Listed
from annotator.labels import LabelSet
from annotator.quality.adjudication import Disagreement
from annotator.quality.difference import Difference
from annotator.records import DocumentId, LabelId, PersonId
from annotator.texts import _, number
from desktop.canvas.wording import label_name
from desktop.panels.dock import ROW
from desktop.panels.folding_rows import FoldingRows
from desktop.panels.marks import isolated

KINDS: Final = {
    Difference.EDGES: lambda: _("Edges"),
    Difference.PROCLITIC: lambda: _("Proclitic edge"),
    Difference.LABEL: lambda: _("Label"),
    Difference.LABEL_AND_EDGES: lambda: _("Label and edges"),
    Difference.ONE_ONLY: lambda: _("Marked by some"),
}

Key = tuple[DocumentId, int, int, tuple[Any, ...]]
Group = tuple[Difference, PersonId | None]
"""The kind, and who alone has marked it, where it is one person and names are shown."""


def key_of(document: DocumentId, one: Disagreement) -> Key:
    """What tells a disagreement from all others."""
    return document, one.start, one.end, one.spans


@dataclass(frozen=True, slots=True)
class Entry:
    key: Key
    number: int
    """Of the document."""
    name: str
    text: str
    kind: Difference
    holders: tuple[PersonId, ...]
    """Who has marked anything there."""
    labels: tuple[LabelId, ...]
    answered: bool
    noted: bool


@dataclass(frozen=True, slots=True)
class Header:
    group: Group
    left: int
    total: int
    open: bool


Row = Header | Entry


def entry(document: DocumentId, number: int, name: str, text: str, asked: Asked) -> Entry:
    """The line of a disagreement; ``text`` is what stands there."""
    one = asked.disagreement
    holders = tuple(person for reading in one.readings if reading.spans for person in reading.people)
    labels = tuple(dict.fromkeys(span.label for span in one.spans))
    shown = " ".join(text.split())
    answered, noted = asked.answer is not None, bool(asked.note)
    return Entry(key_of(document, one), number, name, shown, one.kind, holders, labels, answered, noted)


def entry_of(listed: Listed) -> Entry:
    """The line of a disagreement of the project."""
    place = listed.place
    return entry(place.document, listed.number, place.name, place.text, listed.asked)


class DisagreementsModel(FoldingRows):
    """Headers and entries; the disagreements are counted, and those that are left.

    Attributes:
        names: of people, to tell who alone has marked something; empty where names are hidden.
        labels: the label set.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: Mapping[PersonId, str] = {}
        self.labels: LabelSet | None = None
        self.current: Key | None = None
        self._entries: list[Entry] = []

    @property
    def total(self) -> int:
        return len(self._entries)

    @property
    def left(self) -> int:
        """How many are without an answer."""
        return sum(not one.answered for one in self._entries)

    def show_entries(self, entries: Iterable[Entry]) -> None:
        """Show these in the place of all others."""
        self._entries = list(entries)
        self._renew()

    def put(self, document: DocumentId, entries: Collection[Entry]) -> None:
        """Show what is known now of one document; where it is not listed, nothing."""
        places = [place for place, one in enumerate(self._entries) if one.key[0] == document]
        if places:
            known = {self._entries[place].key for place in places}
            self._entries[places[0] : places[-1] + 1] = [one for one in entries if one.key in known]
            self._renew()

    def name_people(self, names: Mapping[PersonId, str]) -> None:
        """Call people by these names from now on."""
        if names != self.names:
            self.names = names
            self._renew()

    def set_current(self, key: Key | None) -> int:
        """Mark the current one; gives its row, or -1 where it is not shown."""
        before, self.current = self.current, key
        row = self._row_of(key)
        self._draw({row, self._row_of(before)} - {-1})
        return row

    def toggle(self, header: Header) -> None:
        """Fold or unfold a group."""
        self._closed ^= {header.group}
        self._renew()

    def title(self, group: Group) -> str:
        kind, person = group
        if person is None:
            return KINDS[kind]()
        return _("Only {name}").format(name=isolated(self.names.get(person, "")))

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.title(row.group) if isinstance(row, Header) else row.text
            case Qt.ItemDataRole.ToolTipRole if isinstance(row, Entry):
                return f"{row.text}\n{row.name}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row)
            case _ if role == ROW:
                return row
        return None

    def label_names(self, entry: Entry) -> str:
        """The labels at hand, by their short names."""
        return " · ".join(label_name(self.labels, label) for label in entry.labels) if self.labels else ""

    def _spoken(self, row: Row) -> str:
        if isinstance(row, Header):
            return f"{self.title(row.group)}, {left_of(row.left, row.total)}"
        state = _("answered") if row.answered else _("without an answer")
        return _(", ").join([row.text, self.label_names(row), state, row.name])

    def _group(self, one: Entry) -> Group:
        alone = one.kind is Difference.ONE_ONLY and len(one.holders) == 1 and self.names
        return one.kind, one.holders[0] if alone else None

    def _row_of(self, key: Key | None) -> int:
        rows = enumerate(self._rows)
        return next((place for place, row in rows if isinstance(row, Entry) and row.key == key), -1) if key else -1

    def identity(self, row: Row) -> object:
        return (row.group, row.open) if isinstance(row, Header) else row.key

    def _renew(self) -> None:
        self._put(self._build())

    def _build(self) -> list[Row]:
        groups: dict[Group, list[Entry]] = {}
        for one in self._entries:
            groups.setdefault(self._group(one), []).append(one)
        kinds = list(KINDS)
        order = sorted(groups, key=lambda group: (kinds.index(group[0]), self.names.get(group[1] or PersonId(""), "")))
        rows: list[Row] = []
        for group in order:
            entries = groups[group]
            left = sum(not one.answered for one in entries)
            unfolded = group not in self._closed
            rows += [Header(group, left, len(entries), unfolded), *(entries if unfolded else ())]
        return rows


def left_of(left: int, total: int) -> str:
    """“2 of 3 left”."""
    return _("{left} of {total} left").format(left=number(left), total=number(total))

"""The spans of the open document, grouped by label, equal strings together; kept up with each change, never built anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer

from annotator.labels import Label, LabelSet
from annotator.page import Item, Page
from annotator.records import LabelId, Span, reading_order
from annotator.text.find import string_key
from annotator.text.folding import fold
from annotator.texts import _, language, ngettext, number, percent
from desktop.panels.dock import ROW
from desktop.panels.folding_rows import FoldingRows
from desktop.panels.marks import Mark

SHOWN_AT_FIRST = 6
CHUNK = 2_000
"""Code points of a document taken in at a time."""
SLICE = 0.01
"""Seconds that taking a long document in may hold the window up before others have their turn."""
PAINTED = 50
"""Milliseconds after which the first picture of a long document is there, and the rest of it is taken in."""


class Show(StrEnum):
    ALL = "all"
    UNDECIDED = "undecided"
    DECIDED = "decided"


class Entry:
    """One string with one label, wherever it stands in the document; what the list shows of it is worked out once."""

    def __init__(self, label: LabelId, key: str, text: str) -> None:
        self.label = label
        self.key = key
        self.text = text
        self.decided: set[Span] = set()
        self.waiting: dict[Span, float] = {}
        self._first: int | None = None
        self._score: float | None = None

    def put(self, span: Span, score: float | None) -> None:
        """It stands there too: decided, or with the score of its suggestion waiting for an answer."""
        self.drop(span)
        if score is None:
            self.decided.add(span)
        else:
            self.waiting[span] = score

    def drop(self, span: Span) -> None:
        self.decided.discard(span)
        self.waiting.pop(span, None)
        self._first = self._score = None

    @property
    def count(self) -> int:
        return len(self.decided) + len(self.waiting)

    @property
    def spans(self) -> list[Span]:
        return sorted([*self.decided, *self.waiting], key=reading_order)

    @property
    def first(self) -> int:
        """Where it stands first."""
        if self._first is None:
            self._first = min(span.start for span in (*self.decided, *self.waiting))
        return self._first

    @property
    def score(self) -> float | None:
        """The surest of those that wait; None when none does."""
        if self._score is None and self.waiting:
            self._score = max(self.waiting.values())
        return self._score

    @property
    def mark(self) -> Mark:
        if not self.waiting:
            return Mark.ALL
        return Mark.SOME if self.decided else Mark.NONE

    def after(self, span: Span | None) -> Span:
        """The one that follows a span, those that wait before the others, the first again after the last."""
        spans = sorted(self.waiting, key=reading_order) or self.spans
        following = [one for one in spans if span is not None and reading_order(one) > reading_order(span)]
        return following[0] if following else spans[0]


@dataclass(frozen=True)
class Header:
    label: Label
    decided: int
    total: int
    open: bool


@dataclass(frozen=True)
class More:
    label: LabelId
    count: int


Row = Header | Entry | More


class SpansModel(FoldingRows):
    """Rows of headers, entries and “more”; spans are counted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.total = 0
        self.current: Span | None = None
        self._page: Page | None = None
        self._groups: dict[LabelId, dict[str, Entry]] = {}
        self._place: dict[Span, Entry] = {}
        self._whole: set[LabelId] = set()
        self._query = ""
        self._show = Show.ALL
        self._taken = 0
        self._taking = QTimer(self)
        self._taking.timeout.connect(self._take_chunk)

    def show_page(self, page: Page | None) -> None:
        """Take in another document; a long one part by part while the window stays awake."""
        self._page, self._taken, self.total, self.current = page, 0, 0, None
        self._groups, self._place, self._whole = {}, {}, set()
        self._taking.stop()
        if page is not None:
            self._take_chunk()
        else:
            self._renew()

    def refresh(self, spans: Iterable[Span]) -> None:
        """Look again at these spans."""
        if self._page is None:
            return
        touched = {id(entry) for span in spans if (entry := self._place.get(span))}
        for span in spans:
            self._take(span, self._page.item(span))
        touched |= {id(entry) for span in spans if (entry := self._place.get(span))}
        self._renew(touched)

    def set_current(self, span: Span | None) -> int:
        """Mark the current span; gives its row, or -1 where it is not shown."""
        before, self.current = self.current, span
        entry = self._place.get(span) if span else None
        row = self._row_of(entry)
        if entry is not None and row < 0:
            self._renew()
            return self._row_of(entry)
        self._draw({row, self._row_of(self._place.get(before) if before else None)} - {-1})
        return row

    def set_query(self, query: str) -> None:
        self._query = fold(query.strip())
        self._renew()

    def set_show(self, show: Show) -> None:
        self._show = show
        self._renew()

    def toggle(self, row: Row) -> None:
        """Fold or unfold a group, or show all of it."""
        if isinstance(row, Header):
            self._closed ^= {row.label.id}
        elif isinstance(row, More):
            self._whole.add(row.label)
        self._renew()

    def is_current(self, row: Row) -> bool:
        return self.current is not None and self._place.get(self.current) is row

    @property
    def labels(self) -> LabelSet | None:
        """The label set of the open document; None while none is open."""
        return self._page.labels if self._page else None

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _words(row)
            case Qt.ItemDataRole.ToolTipRole if isinstance(row, Entry):
                return row.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row)
            case _ if role == ROW:
                return row
        return None

    def _take_chunk(self) -> None:
        page = self._page
        if page is None:
            return
        begun, until = self._taken, perf_counter() + SLICE
        while self._taken < len(page.document.text) and perf_counter() < until:
            start, self._taken = self._taken, self._taken + CHUNK
            for item in page.inside(start, self._taken):
                if item.span.start >= start:
                    self._take(item.span, item)
        finished = self._taken >= len(page.document.text)
        if finished:
            self._taking.stop()
        else:
            self._taking.start(0 if begun else PAINTED)
        if finished or not begun:
            self._renew()

    def _take(self, span: Span, item: Item | None) -> None:
        entry = self._place.get(span)
        if item is None:
            self._drop(span, entry)
            return
        if entry is None:
            entry = self._entry(span)
            self._place[span] = entry
            self.total += 1
        entry.put(span, None if item.decided else item.score)

    def _drop(self, span: Span, entry: Entry | None) -> None:
        if entry is None:
            return
        del self._place[span]
        self.total -= 1
        entry.drop(span)
        if not entry.count:
            del self._groups[span.label][entry.key]

    def _entry(self, span: Span) -> Entry:
        assert self._page is not None
        text = self._page.document.text
        key = string_key(text, span.start, span.end)
        group = self._groups.setdefault(span.label, {})
        if key not in group:
            group[key] = Entry(span.label, key, " ".join(text[span.start : span.end].split()))
        return group[key]

    def _row_of(self, entry: Entry | None) -> int:
        return next((place for place, row in enumerate(self._rows) if row is entry), -1) if entry else -1

    def identity(self, row: Row) -> object:
        return id(row) if isinstance(row, Entry) else (type(row), row.label if isinstance(row, More) else row.label.id)

    def _renew(self, touched: Collection[int] = ()) -> None:
        """Work out the rows again; entries are always the same objects, so that those touched are told."""
        self._put(self._build() if self._page is not None else [], touched)

    def _build(self) -> list[Row]:
        assert self._page is not None
        rows: list[Row] = []
        for label in self._page.labels.labels:
            if group := self._groups.get(label.id):
                rows += self._group_rows(label, group)
        return rows

    def _group_rows(self, label: Label, group: dict[str, Entry]) -> list[Row]:
        entries = [entry for entry in group.values() if self._matches(label, entry)]
        if not entries:
            return []
        decided = sum(len(entry.decided) for entry in entries)
        total = sum(entry.count for entry in entries)
        header = Header(label, decided, total, label.id not in self._closed)
        if not header.open:
            return [header]
        entries.sort(key=lambda entry: entry.first)
        shown = entries if label.id in self._whole or self._query else self._first_ones(entries)
        rest = len(entries) - len(shown)
        return [header, *shown, *([More(label.id, rest)] if rest else [])]

    def _first_ones(self, entries: list[Entry]) -> list[Entry]:
        """The first of a group, and the current one wherever it stands; one more rather than “1 more”."""
        if len(entries) <= SHOWN_AT_FIRST + 1:
            return entries
        current = self._place.get(self.current) if self.current else None
        return [entry for i, entry in enumerate(entries) if i < SHOWN_AT_FIRST or entry is current]

    def _matches(self, label: Label, entry: Entry) -> bool:
        if self._show is Show.UNDECIDED and not entry.waiting:
            return False
        if self._show is Show.DECIDED and not entry.decided:
            return False
        if not self._query or self._query in entry.key:
            return True
        names = (*label.names.values(), *label.titles.values())
        return any(fold(name).startswith(self._query) for name in names)


def _words(row: Row) -> str:
    match row:
        case Header():
            return row.label.name(language())
        case Entry():
            return row.text
        case More():
            return ngettext("{n} more…", "{n} more…", row.count)


def _spoken(row: Row) -> str:
    if isinstance(row, Header):
        return f"{_words(row)}, {tally(row.decided, row.total)}"
    if isinstance(row, More) or row.score is None:
        return _words(row)
    return f"{row.text}, {times(row.count)}, {percent(row.score)}"


def tally(decided: int, total: int) -> str:
    """“12/22”, in Arabic «١٢ من ٢٢»."""
    return _("{decided}/{total}").format(decided=number(decided), total=number(total))


def times(count: int) -> str:
    return _("×{count}").format(count=number(count))

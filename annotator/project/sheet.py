"""Gold and proposals of many documents, read side by side in stretches: in temporary tables stands whose spans are wanted of which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from annotator.labels import LabelSet
from annotator.project.golden import Golden
from annotator.project.memory import SHOWN
from annotator.quality.columns import Columns, Floats, LabelPlaces
from annotator.records import MEMORY, DocumentId, LabelId, Span, Suggestion

if TYPE_CHECKING:
    from annotator.project.project import Project

_WORDS = 400_000
_DOCUMENTS = 2_000
"""A stretch has so many at the most, but for a document that is longer by itself."""
_RULED = 0
"""Stands for the person where gold was made of several people's spans."""
FILE = 0
"""Stands for the run where predictions are of a file."""


class Sheet:
    """The documents that are compared, each with its place.

    Attributes:
        documents: in the order of their places.
        labels: their places; it grows where spans have labels that the label set does not know.
    """

    def __init__(self, project: Project) -> None:
        self._db = project.db
        self._label_set = project.labels
        self.documents: Sequence[Golden] = ()
        self.labels = LabelPlaces([label.id for label in project.labels])
        for statement in _TABLES:
            self._db.execute(statement)

    def predict(self, document: int, suggestions: Iterable[Suggestion]) -> None:
        """Note what a file proposes in a document (its number), none being an answer too."""
        self._db.execute("INSERT OR IGNORE INTO temp.predicted VALUES (?)", [document])
        self._db.conn.executemany(
            "INSERT INTO temp.prediction VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(document, FILE, *one.span, one.source, one.score) for one in suggestions],
        )

    def predicted(self) -> dict[int, int]:
        """The documents of which the file says something, as ``looked`` of a run gives them."""
        return {document: FILE for (document,) in self._db.execute("SELECT document FROM temp.predicted")}

    def lay_out(self, documents: Sequence[Golden], ruled: Mapping[int, Sequence[Span]]) -> None:
        """Give the documents their places; ``ruled`` is the gold, by the document's number, of those that several people made."""
        self.documents = documents
        self._db.conn.executemany(
            "INSERT INTO temp.counted VALUES (?, ?, ?)",
            [
                (place, one.number, _RULED if one.number in ruled else one.finishers[0].number)
                for place, one in enumerate(documents)
            ],
        )
        self._db.conn.executemany(
            "INSERT INTO temp.ruled VALUES (?, ?, ?, ?, ?)",
            [(number, _RULED, *span) for number, spans in ruled.items() for span in spans],
        )

    def look(self, selection: int, runs: Mapping[int, int]) -> list[int]:
        """Let a selection of runs, one for each document by their numbers, be known under a number; gives the places it looked at."""
        rows = [
            (selection, place, one.number, runs[one.number])
            for place, one in enumerate(self.documents)
            if one.number in runs
        ]
        self._db.conn.executemany("INSERT INTO temp.looked VALUES (?, ?, ?, ?)", rows)
        return [row[1] for row in rows]

    def stretches(self) -> Iterator[tuple[int, int]]:
        """The places ``[first, last)`` of documents that are read at once."""
        first = words = 0
        for place, one in enumerate(self.documents):
            if place > first and (words + one.words > _WORDS or place - first == _DOCUMENTS):
                yield first, place
                first, words = place, 0
            words += one.words
        if self.documents:
            yield first, len(self.documents)

    def gold(self, first: int, last: int) -> Columns:
        """The gold of a stretch; the documents are counted from its first."""
        rows = self._db.execute(_GOLD.format(table="annotation"), [first, last]).fetchall()
        rows += self._db.execute(_GOLD.format(table="temp.ruled"), [first, last]).fetchall()
        return self._columns(rows, first, _Places(self.labels, self._label_set, keep=True))

    def proposed(self, selection: int, first: int, last: int, *, of_file: bool) -> Columns:
        """What the runs of a selection, or a file, propose in a stretch, under the labels of today."""
        query = _PROPOSED.format(table="temp.prediction" if of_file else "suggestion")
        rows = self._db.execute(query, [selection, first, last]).fetchall()
        return self._columns(rows, first, _Places(self.labels, self._label_set, keep=False))

    def texts(self, first: int, places: Iterable[int]) -> dict[int, str]:
        """The texts of documents of a stretch, by their places in it."""
        wanted = [first + place for place in places]
        marks = ", ".join("?" * len(wanted))
        rows = self._db.execute(
            "SELECT place, text FROM temp.counted c CROSS JOIN document d ON d.number = c.document"
            f" WHERE place IN ({marks})",
            wanted,
        )
        return {place - first: text for place, text in rows}

    def waiting(self, runs: Mapping[int, int], documents: Sequence[int], *, of_file: bool) -> Floats:
        """The scores of what is proposed in documents (their numbers)."""
        query = f"SELECT score FROM {'temp.prediction' if of_file else 'suggestion'} WHERE document = ? AND run = ?"
        scores = [score for document in documents for (score,) in self._db.execute(query, [document, runs[document]])]
        return np.array(scores, np.float64)

    def _columns(self, rows: Sequence[Sequence[Any]], first: int, places: _Places) -> Columns:
        labels = np.array([places[row[3]] for row in rows], np.int64)
        kept = labels >= 0
        document, start, end = (np.array([row[column] for row in rows], np.int64)[kept] for column in range(3))
        score = np.array([row[4] for row in rows], np.float64)[kept]
        return Columns.of(document - first, start, end, labels[kept], score)


class _Places(dict[str, int]):
    """The place of what each label is today; one that has ended without another in its place is kept or has -1."""

    def __init__(self, places: LabelPlaces, labels: LabelSet, *, keep: bool) -> None:
        self._places, self._labels, self._keep = places, labels, keep

    def __missing__(self, label: str) -> int:
        now = self._labels.current(LabelId(label))
        if now is None and self._keep:
            now = LabelId(label)
        self[label] = -1 if now is None else self._places[now]
        return self[label]


def names_of(documents: Sequence[Golden]) -> tuple[tuple[DocumentId, ...], tuple[str, ...]]:
    """The ids and the names of documents."""
    return tuple(one.document for one in documents), tuple(one.name for one in documents)


_TABLES = (
    "CREATE TEMP TABLE counted (place INTEGER PRIMARY KEY, document INTEGER, person INTEGER)",
    'CREATE TEMP TABLE ruled (document INTEGER, person INTEGER, start INTEGER, "end" INTEGER, label TEXT,'
    ' PRIMARY KEY (document, start, "end", label)) WITHOUT ROWID',
    "CREATE TEMP TABLE looked (selection INTEGER, place INTEGER, document INTEGER, run INTEGER,"
    " PRIMARY KEY (selection, place)) WITHOUT ROWID",
    "CREATE TEMP TABLE predicted (document INTEGER PRIMARY KEY)",
    'CREATE TEMP TABLE prediction (document INTEGER, run INTEGER, start INTEGER, "end" INTEGER, label TEXT, source TEXT, score REAL)',
    "CREATE INDEX temp.prediction_of_document ON prediction(document)",
)
_GOLD = """
SELECT c.place, a.start, a."end", a.label, 1.0 FROM temp.counted c
CROSS JOIN {table} a ON a.document = c.document AND a.person = c.person WHERE c.place >= ? AND c.place < ?
"""
_PROPOSED = f"""
SELECT l.place, s.start, s."end", s.label, s.score FROM temp.looked l
CROSS JOIN {{table}} s ON s.document = l.document AND s.run = l.run
WHERE l.selection = ? AND l.place >= ? AND l.place < ? AND (s.source <> '{MEMORY}' OR s.score >= {SHOWN})
"""

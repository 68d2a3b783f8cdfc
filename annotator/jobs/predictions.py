"""The predictions of an outside system, each brought to the document of the project that it speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from annotator.errors import (
    DocumentDiffers,
    DocumentMissing,
    DocumentUnmatched,
    ProjectUnavailable,
    SpanOutsideText,
    WarraqError,
)
from annotator.formats import AUTO, Problem, ReadOptions
from annotator.jobs.importing import as_asked
from annotator.jobs.job import Problems, Progress, Reading, notes_of, place_of
from annotator.label_mapping import LabelMapping
from annotator.project.documents import document_id
from annotator.project.project import Project
from annotator.records import Document, DocumentId, Record, Suggestion
from annotator.text.alike import Letters, carried


@dataclass(frozen=True, slots=True)
class Prediction:
    """What is proposed in a document of the project, in its own offsets."""

    document: DocumentId
    suggestions: tuple[Suggestion, ...]
    place: str
    """Where it stands in the file."""


class Predictions:
    """Reads a file or folder of predictions.

    A record belongs to the document with its text; else to the one with its id, or with a text that differs in white space and
    spelling alone, where the spans are brought over. What belongs to none, or differs in more, is a problem.

    Attributes:
        problems: what could not be taken.
        notes: what speaks against texts that were taken all the same.
        aligned: how many records had spans brought over.
    """

    def __init__(
        self,
        project: Project,
        path: str | Path,
        *,
        format: str = AUTO,
        mapping: Mapping[str, str] | None = None,
        encoding: str | None = None,
        column: str = "",
    ) -> None:
        self._project = project
        self._reading = Reading([path], format, ReadOptions(encoding=encoding, without_text=True, column=column))
        self._labels = LabelMapping(project.labels, mapping)
        self._by_letters: Mapping[int, list[DocumentId]] | None = None
        self.problems = Problems()
        self.notes = Problems()
        self.aligned = 0

    def batches(self) -> Iterator[Iterator[Prediction]]:
        """A batch is what is stored in one transaction."""
        for batch in self._reading.batches():
            yield self._taken(batch)

    @property
    def progress(self) -> Progress:
        return self._reading.progress

    def _taken(self, batch: list[Record | Problem]) -> Iterator[Prediction]:
        for item in batch:
            if isinstance(item, Problem):
                self.problems.add(item)
                continue
            self.notes.add_all(notes_of(item))
            try:
                prediction = self._matched(as_asked(self._labels.apply(item, place_of(item)), "suggestions"))
            except ProjectUnavailable:
                raise
            except WarraqError as error:
                self.problems.add(Problem(place_of(item), error))
            else:
                yield prediction

    def _matched(self, record: Record) -> Prediction:
        """Raises DocumentUnmatched, DocumentDiffers, SpanOutsideText."""
        place = place_of(record)
        if not record.text:
            document = self._named(record)
            for item in record.suggestions:
                if item.span.end > len(document.text):
                    start, end = item.span.start, item.span.end
                    raise SpanOutsideText(place=place, start=start, end=end, length=len(document.text))
            return Prediction(document.id, record.suggestions, place)
        try:
            return Prediction(self._project.documents.get(document_id(record.text)).id, record.suggestions, place)
        except DocumentMissing:
            return self._like(record)

    def _like(self, record: Record) -> Prediction:
        """The prediction for the document whose text differs in white space and spelling alone."""
        there, name = Letters(record.text), record.external_id or record.name
        try:
            named = [self._named(record)]
        except DocumentUnmatched:
            named = []
        for document in chain(named, self._alike(there.text)):
            here = Letters(document.text)
            if here.text == there.text:
                return self._carried(record, document, there, here)
        error = DocumentDiffers if named else DocumentUnmatched
        raise error(place=place_of(record), document=name)

    def _carried(self, record: Record, document: Document, there: Letters, here: Letters) -> Prediction:
        found = []
        for item in record.suggestions:
            edges = carried(item.span.start, item.span.end, there, here)
            if edges:
                found.append(item._replace(span=item.span._replace(start=edges[0], end=edges[1])))
        self.aligned += 1
        return Prediction(document.id, tuple(found), place_of(record))

    def _named(self, record: Record) -> Document:
        """The document of the record's id. Raises DocumentUnmatched."""
        try:
            return self._project.documents.get(self._project.documents.find(record.external_id or ""))
        except DocumentMissing as error:
            name = record.external_id or record.name
            raise DocumentUnmatched(place=place_of(record), document=name) from error

    def _alike(self, letters: str) -> Iterator[Document]:
        """The documents that may have these letters; what those of each hash to is gathered when it is first asked for."""
        if self._by_letters is None:
            found: defaultdict[int, list[DocumentId]] = defaultdict(list)
            for document, text in self._project.db.execute("SELECT id, text FROM document WHERE removed = 0"):
                found[hash(Letters(text).text)].append(DocumentId(document))
            self._by_letters = found
        return map(self._project.documents.get, self._by_letters.get(hash(letters), ()))

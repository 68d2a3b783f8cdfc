"""Memory, asked in the documents of a project: what was decided before is proposed again, and stored as shown."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from annotator import errors
from annotator.label_reading import as_now, counts_as_now
from annotator.records import MEMORY, DocumentId, Person, RunId, Span, Suggestion
from annotator.spans import SpanIndex
from annotator.suggest import memory
from annotator.text.find import word_forms
from annotator.text.words import words

if TYPE_CHECKING:
    from annotator.project.project import Project

STRETCH = 50_000
"""Code points of a text that memory looks through at a time."""


class Recall:
    """What memory proposes to one person. Belongs to the thread that opened the project."""

    def __init__(self, project: Project, person: Person) -> None:
        self._project = project
        self._person = person
        self._run: RunId | None = None

    def everything(self, document: DocumentId) -> list[Suggestion]:
        """Look up in the document what was decided in this project; what is found is stored as shown, and given."""
        parts = self.in_parts(document)
        while True:
            try:
                next(parts)
            except StopIteration as done:
                return list(done.value)

    def in_parts(self, document: DocumentId) -> Generator[None, None, list[Suggestion]]:
        """As ``everything``, with a pause after each stretch of a long text, in which the file can be used for other things."""
        project = self._project
        if project.assignments.is_blind(document, self._person.id):
            return []
        text = project.documents.get(document).text
        newest = project.suggestions.newest(MEMORY, document)
        shown = project.suggestions.of_run(document, newest) if newest else []
        proposed = self._proposed(document, newest)
        others = SpanIndex(proposed)
        recalled: list[Suggestion] = []
        for start, end in _stretches(text):
            here = {span: proposed[span] for span in others.overlapping(start, end)}
            recalled += self._in_stretch(text[start:end], start, here)
            yield
        state = project.decisions.state(document, self._person.id)
        found = [
            suggestion
            for suggestion in recalled
            if suggestion.span not in state.by_span and suggestion.span not in state.answers
            if suggestion.span in proposed or not self._is_part(suggestion.span, others)
        ]
        if project.read_only or {(s.span, s.score) for s in found} == {(s.span, s.score) for s in shown}:
            return shown
        return self._store(document, found, shown)

    def _proposed(self, document: DocumentId, newest: RunId | None) -> dict[Span, float]:
        """What others than memory propose there, each span with its best score."""
        state = self._project.decisions.state(document, self._person.id)
        proposed: dict[Span, float] = {}
        for suggestion in as_now(self._project.suggestions.shown(document), self._project.labels, state):
            if suggestion.run != newest:
                proposed[suggestion.span] = max(suggestion.score, proposed.get(suggestion.span, 0.0))
        return proposed

    def _in_stretch(self, part: str, start: int, proposed: Mapping[Span, float]) -> Iterator[Suggestion]:
        """What is known of a part of a text that begins at ``start``."""
        here = {
            span._replace(start=span.start - start, end=span.end - start): score for span, score in proposed.items()
        }
        known = counts_as_now(self._project.memory.known(_first_words(part)), self._project.labels)
        for suggestion in memory.recall(part, known, here):
            span = suggestion.span
            yield suggestion._replace(span=Span(span.start + start, span.end + start, span.label))

    def _store(self, document: DocumentId, found: Sequence[Suggestion], shown: list[Suggestion]) -> list[Suggestion]:
        stored = self._project.suggestions
        try:
            if self._run is None:
                self._run = stored.add_run(MEMORY, "2")
            stored.add(self._run, document, found, afresh=True)
        except errors.ProjectUnavailable:
            return shown  # a full disk or a busy file keeps nobody from reading
        return stored.of_run(document, self._run)

    def _is_part(self, span: Span, others: SpanIndex) -> bool:
        """Whether the span is only a piece of a longer proposal in which it may not nest: a surname of a whole name."""
        around = (other for other in others.overlapping(span.start, span.end) if other.contains(span))
        longer = (other for other in around if (other.start, other.end) != (span.start, span.end))
        return any(self._project.labels.conflict(span, [other]) is not None for other in longer)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """A long text in parts of some STRETCH code points, cut at the ends of lines."""
    start = 0
    while start < len(text):
        cut = text.find("\n", start + STRETCH) + 1
        end = cut or len(text)
        yield start, end
        start = end


def _first_words(text: str) -> set[str]:
    """The folded words of a text, as they are and without their possible proclitics."""
    return set[str]().union(*(word_forms(word) for word in {text[start:end] for start, end in words(text)}))

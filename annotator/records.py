"""The nouns of Warraq: frozen records shared by every part. Offsets are code points, spans are ``[start, end)``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, NewType

from annotator.errors import WarraqError

DocumentId = NewType("DocumentId", str)
"""The first 32 hex digits of the SHA-256 of the text: the same text is the same document in every project."""
PersonId = NewType("PersonId", str)
RunId = NewType("RunId", str)
DecisionId = NewType("DecisionId", str)
StepId = NewType("StepId", str)
AnnotationId = NewType("AnnotationId", str)
"""The id of the decision that made the annotation; of an import of several spans, that id, a colon and the place."""
LabelId = NewType("LabelId", str)


class Span(NamedTuple):
    """A stretch of text with a label, ``[start, end)`` in code points.

    A tuple, as there may be hundreds of thousands of them at once, and the sets and sorted lists they stand in compare
    and hash tuples several times as fast.
    """

    start: int
    end: int
    label: LabelId

    def contains(self, other: Span) -> bool:
        """Whether the other lies within this one (equal edges count)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def crosses(self, other: Span) -> bool:
        """Whether the two overlap and neither contains the other."""
        return self.overlaps(other) and not self.contains(other) and not other.contains(self)


def reading_order(span: Span) -> tuple[int, int, str]:
    """Sort key of stepping: by start, outer before inner."""
    return span.start, -span.end, span.label


MEMORY = "memory"
"""The source of what a project proposes from its own decisions."""


class Suggestion(NamedTuple):
    """A span that a suggester proposes. Score is a probability 0–1; reason is a short text for the reviewer."""

    span: Span
    score: float = 1.0
    reason: str = ""
    source: str = ""
    """Which part of the suggester proposed it: ``lexicon``, ``rules``, ``memory`` …"""
    run: RunId = RunId("")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text came from: enough to make a text file's bytes again, or to find the place in another file."""

    path: str = ""
    format: str = ""
    encoding: str = "utf-8"
    bom: bool = False
    sha256: str = ""
    """Of the bytes of the file."""
    place: str = ""
    """Line or element in a file of many documents."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text as imported. ``name`` is what people see; ``external_id`` is the id its file gave it, if any."""

    id: DocumentId
    name: str
    text: str
    source: Source = Source()
    external_id: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    revision_of: DocumentId | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document of a project, with the text around it: ``[start, end)`` in code points."""

    document: DocumentId
    name: str
    start: int
    end: int
    before: str
    text: str
    after: str

    @property
    def context(self) -> str:
        """It, with the text around it."""
        return f"{self.before}{self.text}{self.after}"


AROUND = 60
"""How many code points before and after a place are shown with it."""


def place_in(document: DocumentId, name: str, text: str, start: int, end: int) -> Place:
    """The place ``[start, end)`` of a document's text."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Place(document, name, start, end, before, text[start:end], after)


@dataclass(frozen=True, slots=True)
class Record:
    """One document as a format reads or writes it, with its spans of both kinds."""

    text: str
    name: str = ""
    external_id: str | None = None
    annotations: tuple[Span, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    source: Source = Source()
    notes: tuple[WarraqError, ...] = ()
    """What the user should hear about it although it was read."""


@dataclass(frozen=True, slots=True)
class Person:
    id: PersonId
    name: str
    adjudicates: PersonId | None = None
    """Whom this is when they adjudicate: what they decide then is apart from what they annotate."""


class Status(StrEnum):
    """How far a person is with a document."""

    NEW = "new"
    IN_PROGRESS = "in progress"
    DONE = "done"


class Kind(StrEnum):
    """What a decision does."""

    ADD = "add"
    ACCEPT = "accept"
    REJECT = "reject"
    REMOVE = "remove"
    RELABEL = "relabel"
    RESIZE = "resize"
    IMPORT = "import"
    STATUS = "status"
    FLAG = "flag"
    NOTE = "note"
    SKIP = "skip"
    DIRECTION = "direction"
    RENAME_DOCUMENT = "rename document"
    REMOVE_DOCUMENT = "remove document"
    UNDO = "undo"


class Manner(StrEnum):
    """How a decision was taken, so that the record of a review stays honest."""

    ONE = "one"
    BULK = "bulk"
    READ = "read"
    SAME_STRINGS = "same strings"
    IMPORT = "import"
    CARRIED = "carried"
    ADJUDICATE = "adjudicate"


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the log. Order is (clock, id); a step is what one undo takes back."""

    id: DecisionId
    step: StepId
    person: PersonId
    document: DocumentId
    kind: Kind
    body: Mapping[str, Any]
    """Self-contained: ``before`` and ``after`` as {start, end, label}, ``spans``, ``value`` or ``undoes``.

    The value of a direction is {at, direction}: where its paragraph begins, and ``rtl``, ``ltr`` or nothing for the one found from
    the text. An undo that is part of a return to an earlier state has ``jump`` too. A note on a stretch has {start, end}. What
    adjudication adds stands in annotator/project/adjudications.py.
    """
    annotation: AnnotationId | None = None
    evidence: tuple[Mapping[str, Any], ...] = ()
    """The suggestions answered: {run, source, score}."""
    manner: Manner = Manner.ONE
    seen: float = 0.0
    """Seconds in view."""
    at: str = ""
    """UTC, ISO 8601."""
    clock: int = 0
    """Lamport clock, set when the decision is appended."""
    device: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Decisions that stand or fall together: what one undo takes back. One person's, in one transaction."""

    id: StepId
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A span that a person stands by."""

    id: AnnotationId
    document: DocumentId
    person: PersonId
    span: Span
    answers: Span | None = None
    """The proposal it was accepted or corrected from, if it was."""
    note: str = ""

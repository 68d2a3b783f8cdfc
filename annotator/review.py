"""The verbs of a reviewer. Each decides, stores its decisions as one step, and says what it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from annotator import errors
from annotator.bulk import Answer, answer_all, by_document, label_as
from annotator.carry import carry
from annotator.draft import Draft, decision
from annotator.marks import Found
from annotator.page import Item, Page
from annotator.project.clock import new_id
from annotator.recall import Recall
from annotator.records import (
    MEMORY,
    Decision,
    DocumentId,
    Kind,
    LabelId,
    Manner,
    Person,
    Place,
    Record,
    Span,
    Status,
    Step,
    StepId,
    Suggestion,
    place_in,
)
from annotator.step_words import describe, spans_of
from annotator.suggest.arbiter import consistent
from annotator.text.direction import Direction
from annotator.text.find import same_strings, string_key
from annotator.texts import _, mark

if TYPE_CHECKING:
    from annotator.project.decisions import Committed
    from annotator.project.project import Project

LONG = 100_000
"""Code points of a text in which looking up memory takes longer than a reader would wait."""
MOST_PLACES = 1000
"""How many places of one string are listed at a time."""
CARRIED = "carried"
CARRIED_REASON = mark("stood in the earlier form of the document")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a verb changed: the spans of its document that look different, and what was done, in words."""

    document: DocumentId
    spans: frozenset[Span]
    message: str
    step: StepId | None = None
    documents: frozenset[DocumentId] = frozenset()
    """Every document whose state is different now."""
    left: int = 0
    """How many of many marks were left as they are: not allowed there, or nothing to decide."""


Seen = Callable[[Item], float]
"""How many seconds an item was in view."""


def _unseen(_item: Item) -> float:
    return 0.0


class PageReview:
    """The verbs on the page in hand. ``commit`` stores a step, now or soon; the page changes at once."""

    def __init__(self, page: Page, commit: Callable[[Step], object]) -> None:
        self.page = page
        self._commit = commit

    def accept(self, *items: Item, manner: Manner = Manner.ONE, seen: float = 0.0) -> Changes:
        """Stand by proposals. Raises SpanNotAllowed."""
        draft = self._draft(manner, seen)
        for item in items:
            if not item.decided:
                draft.accept(item)
        return self._perform(draft.decisions)

    def finish(self, threshold: float, *, manner: Manner = Manner.BULK, seen: Seen = _unseen) -> Changes:
        """Accept the best consistent set of what is open, at or above the threshold (0–1), and declare the document done: one step.

        ``seen`` gives the seconds that an item was in view.
        """
        left = [item for item in self.page.undecided() if item.score >= threshold]
        chosen = consistent([(item.span, item.score) for item in left], self.page.labels, self.page.annotated)
        draft = self._draft(manner, 0.0)
        for span in chosen:
            if (item := self.page.item(span)) is not None:
                draft.accept(item, seen(item))
        return self._perform([*draft.decisions, self._status(draft.step, Status.DONE)])

    def reject(self, *items: Item, manner: Manner = Manner.ONE, seen: float = 0.0) -> Changes:
        """No to proposals; annotations are removed, which answers what they came from."""
        draft = self._draft(manner, seen)
        for item in items:
            (draft.remove if item.decided else draft.reject)(item)
        return self._perform(draft.decisions)

    def relabel(self, item: Item, label: LabelId, *, seen: float = 0.0) -> Changes:
        """Give another label. Raises SpanNotAllowed, UnknownLabel."""
        return self._change(Kind.RELABEL, item, Span(item.span.start, item.span.end, label), seen)

    def resize(self, item: Item, start: int, end: int, *, seen: float = 0.0) -> Changes:
        """Give other edges. Raises SpanNotAllowed, SpanOutsideText."""
        return self._change(Kind.RESIZE, item, Span(start, end, item.span.label), seen)

    def add(self, start: int, end: int, label: LabelId, *, seen: float = 0.0) -> Changes:
        """Mark a stretch by hand. Raises SpanNotAllowed, SpanOutsideText, UnknownLabel."""
        draft = self._draft(Manner.ONE, seen)
        draft.add(Span(start, end, label))
        return self._perform(draft.decisions)

    def split(self, item: Item, at: int) -> Changes:
        """Make two of one, at a code point inside it; spaces at the cut belong to neither."""
        text, span = self.page.document.text, item.span
        first = span.start + len(text[span.start : at].rstrip())
        second = span.end - len(text[at : span.end].lstrip())
        if not span.start < first <= second < span.end:
            raise errors.CannotSplit()
        draft = self._draft(Manner.ONE, 0.0)
        draft.replace([item], [Span(span.start, first, span.label), Span(second, span.end, span.label)])
        return self._perform(draft.decisions)

    def merge(self, item: Item) -> Changes:
        """Make one of this and the next of its label."""
        following = (i for i in self.page.items() if i.span.start >= item.span.end and i.span.label == item.span.label)
        other = next(following, None)
        if other is None:
            raise errors.NothingToMerge()
        draft = self._draft(Manner.ONE, 0.0)
        draft.replace([item, other], [Span(item.span.start, other.span.end, item.span.label)])
        return self._perform(draft.decisions)

    def same_strings(self, item: Item) -> list[Place]:
        """Where the string of the item stands again in this document, not yet marked alike."""
        document, span = self.page.document, item.span
        places = same_strings(document.text, string_key(document.text, span.start, span.end))
        return [
            place_in(document.id, document.name, document.text, start, end)
            for start, end in places
            if Span(start, end, span.label) not in self.page.state.by_span
        ]

    def apply_to(self, places: Iterable[Place], label: LabelId) -> Changes:
        """Mark these places of the page alike, as one step; where that is not allowed, the place is left as it is."""
        draft = self._draft(Manner.SAME_STRINGS, 0.0)
        left = answer_all(draft, self.page, map(Found, places), label_as(label))
        return replace(self._perform(draft.decisions), left=left)

    def set_status(self, status: Status) -> Changes:
        return self._perform([self._status(StepId(new_id()), status)])

    def set_flag(self, flag: bool) -> Changes:
        return self._perform([self._decide(Kind.FLAG, {"value": flag})])

    def set_skipped(self, skipped: bool) -> Changes:
        """Leave the document for later, or take it up again; deciding anything on a span takes it up too."""
        return self._perform([self._decide(Kind.SKIP, {"value": skipped})])

    def set_note(self, text: str, item: Item | None = None) -> Changes:
        """Write a note on an annotation, or on the document."""
        annotation = item.annotation if item else None
        return self._perform([self._decide(Kind.NOTE, {"value": text}, annotation=annotation)])

    def set_direction(self, at: int, direction: Direction | None) -> Changes:
        """Lay out the paragraph that begins at that offset in a direction; with None as its text has it."""
        value = {"at": at, "direction": direction.value if direction else ""}
        return self._perform([self._decide(Kind.DIRECTION, {"value": value})])

    def _change(self, kind: Kind, item: Item, after: Span, seen: float) -> Changes:
        draft = self._draft(Manner.ONE, seen)
        draft.change(kind, item, after)
        return self._perform(draft.decisions)

    def _draft(self, manner: Manner, seen: float) -> Draft:
        return Draft(self.page, StepId(new_id()), manner=manner, seen=seen)

    def _status(self, step: StepId, status: Status) -> Decision:
        return self._decide(Kind.STATUS, {"value": status.value}, step)

    def _decide(self, kind: Kind, body: dict[str, Any], step: StepId | None = None, **details: Any) -> Decision:
        step = step or StepId(new_id())
        return decision(step, self.page.person, self.page.document.id, kind, body, **details)

    def _perform(self, decisions: Sequence[Decision]) -> Changes:
        document = self.page.document.id
        if not decisions:
            return Changes(document, frozenset(), "")
        step = Step(decisions[0].step, tuple(decisions))
        self._commit(step)  # first: a step that is refused leaves the page as it was
        spans = self.page.apply(step)
        return Changes(document, spans, describe(decisions, self.page.document.text), step.id, frozenset({document}))


class Review(PageReview):
    """All verbs, of one person on one project. Belongs to the thread that opened the project.

    Attributes:
        memory: what is proposed to this person again.
    """

    def __init__(self, project: Project, person: Person) -> None:
        self.project = project
        self.person = person
        self.memory = Recall(project, person)
        self._commit = self.commit

    def commit(self, step: Step) -> Committed:
        """Store a step. Raises ProjectReadOnly, ProjectBusy, DiskFull; the file is then as it was."""
        return self.project.decisions.append(step)

    def open(self, document: DocumentId) -> Page:
        """Take a document in hand, with what memory proposes in it; in one over LONG, ``memory`` does so after the first look.

        Raises DocumentMissing.
        """
        page = self.load(document)
        if len(page.document.text) <= LONG:
            page.propose(self.memory.everything(document), MEMORY)
        self.page = page
        return page

    def same_strings_everywhere(self, document: DocumentId, span: Span, limit: int = MOST_PLACES) -> list[Place]:
        """Where the string of a document's span stands in the other documents, not yet marked alike; the first ``limit``."""
        text = self.project.documents.get(document).text
        string = string_key(text, span.start, span.end)
        found: list[Place] = []
        for other in self.project.search.documents(string):
            if other != document and len(found) < limit:
                found += self._unmarked(other, string, span.label)
        return found[:limit]

    def _unmarked(self, document: DocumentId, string: str, label: LabelId) -> list[Place]:
        stored = self.project.documents.get(document)
        marked = set(self.project.decisions.spans(document, self.person.id))
        return [
            place_in(document, stored.name, stored.text, start, end)
            for start, end in same_strings(stored.text, string)
            if Span(start, end, label) not in marked
        ]

    def apply_everywhere(self, places: Iterable[Place], label: LabelId) -> Changes:
        """Mark these places alike in all their documents, as one step; where that is not allowed, a place is left."""
        return self.decide(map(Found, places), label_as(label), Manner.SAME_STRINGS)

    def decide(self, marks: Iterable[Found], answer: Answer, manner: Manner = Manner.BULK) -> Changes:
        """Give one answer to marks in any documents, as one step; see annotator/bulk.py for the answers."""
        step, decisions, left = StepId(new_id()), list[Decision](), 0
        for document, here in by_document(marks).items():
            page = self.load(document)
            draft = Draft(page, step, manner=manner)
            left += answer_all(draft, page, here, answer)
            decisions += draft.decisions
        return replace(self._store(decisions), left=left)

    def undo(self) -> Changes:
        """Take back the newest holding step of this person here, whichever document it was on. Raises NothingToUndo."""
        step = self.project.decisions.undoable(self.person.id)
        if step is None:
            raise errors.NothingToUndo()
        return self._take_back(step, redo=False)

    def redo(self) -> Changes:
        """Take back the newest undo. Raises NothingToRedo."""
        step = self.project.decisions.redoable(self.person.id)
        if step is None:
            raise errors.NothingToRedo()
        return self._take_back(step, redo=True)

    def go_to_state(self, step: StepId | None, document: DocumentId | None = None) -> Changes:
        """Let what held right after that step of this person hold again, or nothing of theirs; in one document, or in all.

        One step, which undo takes back; without one there is nothing to change. Raises StepOutOfReach.
        """
        way = self.project.history.way_to(self.person.id, step, document)
        jump = StepId(new_id())
        bodies = [(place, {"undoes": one, "redo": False, "jump": step or ""}) for one, at in way.undoes for place in at]
        return self._store([self._of(place, Kind.UNDO, body, jump) for place, body in bodies])

    def import_spans(self, document: DocumentId, spans: Sequence[Span], *, done: bool) -> Changes:
        """Stand by spans made elsewhere: those not marked yet, one decision for all. ``done`` finishes the document."""
        state = self.project.decisions.state(document, self.person.id)
        fresh = [span for span in spans if span not in state.by_span]
        if not fresh and (not done or state.status is Status.DONE):
            return Changes(document, frozenset(), "")
        return self._store([self._of(document, Kind.IMPORT, _imported(fresh, done=done), manner=Manner.IMPORT)])

    def rename(self, document: DocumentId, name: str) -> Changes:
        return self._store([self._of(document, Kind.RENAME_DOCUMENT, {"value": name})])

    def remove_document(self, document: DocumentId) -> Changes:
        """Take a document out of lists and exports; undo brings it back."""
        return self._store([self._of(document, Kind.REMOVE_DOCUMENT, {})])

    def revise(self, document: DocumentId, record: Record) -> DocumentId:
        """Take in a corrected form of a document in its place: a new document, to which this person's annotations move.

        What stands on text that was not changed is carried over as annotations, what the change touched as
        suggestions; the old form is removed (not erased).
        """
        old = self.load(document)
        with self.project.writing():
            added = self.project.documents.add(record, revision_of=document)
            if added.id != document:
                self._carry(old, added.id, record.text)
        return added.id

    def _carry(self, old: Page, new: DocumentId, text: str) -> None:
        kept, doubtful = carry(old.document.text, text, old.annotated)
        if doubtful:
            run = self.project.suggestions.add_run(CARRIED, "1")
            proposals = [Suggestion(span, 0.5, CARRIED_REASON, CARRIED) for span in doubtful]
            self.project.suggestions.add(run, new, proposals)
        step = StepId(new_id())
        decisions = [self._of(old.document.id, Kind.REMOVE_DOCUMENT, {}, step)]
        if kept:
            decisions.append(self._of(new, Kind.IMPORT, _imported(kept, done=False), step, manner=Manner.CARRIED))
        self._store(decisions)

    def load(self, document: DocumentId) -> Page:
        """The page of a document as it stands, memory not asked. Raises DocumentMissing."""
        project = self.project
        state = project.decisions.state(document, self.person.id)
        proposed = project.suggestions.shown_to(document, self.person.id)
        return Page(project.documents.get(document), state, proposed, project.labels)

    def _take_back(self, target: StepId, *, redo: bool) -> Changes:
        undone = self.project.decisions.of_step(target)
        step = StepId(new_id())
        body = {"undoes": target, "redo": redo}
        documents = list(dict.fromkeys(decision.document for decision in undone))
        self._commit(Step(step, tuple(self._of(document, Kind.UNDO, body, step) for document in documents)))
        what = undone
        if redo:
            what = self.project.decisions.of_step(StepId(undone[0].body["undoes"]))
        text = self.project.documents.get(documents[0]).text
        message = _("Done again: {what}") if redo else _("Taken back: {what}")
        spans = frozenset(span for decision in what for span in spans_of(decision))
        return Changes(documents[0], spans, message.format(what=describe(what, text)), step, frozenset(documents))

    def _of(
        self, document: DocumentId, kind: Kind, body: dict[str, Any], step: StepId | None = None, **details: Any
    ) -> Decision:
        return decision(step or StepId(new_id()), self.person.id, document, kind, body, **details)

    def _store(self, decisions: Sequence[Decision]) -> Changes:
        documents = frozenset(decision.document for decision in decisions)
        if not decisions:
            return Changes(DocumentId(""), frozenset(), "")
        self._commit(Step(decisions[0].step, tuple(decisions)))
        document = decisions[0].document
        text = self.project.documents.get(document).text
        spans = frozenset(
            span for decision in decisions if decision.document == document for span in spans_of(decision)
        )
        return Changes(document, spans, describe(decisions, text), decisions[0].step, documents)


def _imported(spans: Iterable[Span], *, done: bool) -> dict[str, Any]:
    """The body of a decision that stands by many spans at once."""
    return {"spans": [[span.start, span.end, span.label] for span in spans], "done": done, "answers": []}

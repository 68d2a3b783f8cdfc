"""The verbs of an adjudicator: what annotators have marked is proposed to them, and what they stand by is gold.

They decide as a person of their own (annotator/project/people.py), so that all verbs of a reviewer serve them too: any span may
be added, changed or removed, and undo takes back the newest step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotator import errors
from annotator.adjudication_page import AdjudicationPage, ChangedSince
from annotator.draft import Draft
from annotator.page import Item, Page
from annotator.project.adjudications import KEY, Answer, How, rulings, system_run, told_by_hand, told_by_rule
from annotator.project.clock import new_id
from annotator.project.comparing import Adjudication as Held
from annotator.project.comparing import adjudication, basis_to_body, finished_by, is_stale, stood_by
from annotator.project.numbers import number_of
from annotator.project.people import as_adjudicator
from annotator.project.state import span_to_body
from annotator.quality.adjudication import Disagreement, Reading, Rule, settled
from annotator.records import (
    Decision,
    DocumentId,
    Kind,
    Manner,
    Person,
    PersonId,
    Span,
    Status,
    Step,
    StepId,
    Suggestion,
    reading_order,
)
from annotator.review import Changes, PageReview, Review
from annotator.spans import SpanIndex

if TYPE_CHECKING:
    from annotator.project.decisions import Committed
    from annotator.project.project import Project


class PageAdjudication(PageReview):
    """The verbs on the page in hand. The readings of a disagreement are those of ``page.case``."""

    page: AdjudicationPage

    def take(self, disagreement: Disagreement, reading: Reading) -> Changes:
        """This one and no other. Raises SpanNotAllowed."""
        return self._give(disagreement, How.TAKEN if reading.spans else How.NEITHER, reading.spans)

    def both(self, disagreement: Disagreement) -> Changes:
        """All that annotators have marked there. Raises SpanNotAllowed, where it cannot stand together."""
        return self._give(disagreement, How.BOTH, disagreement.spans)

    def neither(self, disagreement: Disagreement) -> Changes:
        """Nothing is to be marked there."""
        return self._give(disagreement, How.NEITHER, ())

    def own(self, disagreement: Disagreement, *spans: Span) -> Changes:
        """What no annotator has marked. Raises SpanNotAllowed, SpanOutsideText, UnknownLabel."""
        return self._give(disagreement, How.OWN, tuple(sorted(spans, key=reading_order)))

    def settle(self, rule: Rule, trusted: PersonId | None = None, *, complete: bool = False) -> Changes:
        """Let a rule decide what nobody has decided by hand: what is agreed, and the disagreements that it settles. One step.

        What another rule gave before goes. ``complete`` declares the document adjudicated where nothing is left; ``left`` of what
        is given says how many disagreements are.
        """
        step = StepId(new_id())
        decisions, left = self._by_rule(rule, trusted, step)
        if complete and not left and (decisions or not self._is_complete):
            decisions.append(self._status(step, Status.DONE))
        return replace(self._perform(decisions), left=left)

    def complete(self) -> Changes:
        """Declare the document adjudicated, what is agreed with it: one step. Raises DisagreementsLeft."""
        step = StepId(new_id())
        decisions, left = self._by_rule(self.page.rulings.rule, self.page.rulings.trusted, step)
        if left:
            raise errors.DisagreementsLeft(n=left)
        if decisions or not self._is_complete:
            decisions.append(self._status(step, Status.DONE))
        return self._perform(decisions)

    def note(self, disagreement: Disagreement, text: str) -> Changes:
        """Write to the annotators about a disagreement; nothing takes the note away."""
        place = {"start": disagreement.start, "end": disagreement.end}
        return self._perform([self._decide(Kind.NOTE, {"value": text, **place})])

    @property
    def _is_complete(self) -> bool:
        """Whether nothing has changed since this adjudicator declared it."""
        held = self.page.held
        return held is not None and held.person == self.page.person and not self.page.stale

    def _give(self, disagreement: Disagreement, how: How, chosen: tuple[Span, ...]) -> Changes:
        page, state = self.page, self.page.state
        draft = self._draft(Manner.ADJUDICATE, 0.0)
        for span in page.standing_for(disagreement):
            if span not in chosen:
                draft.remove(_item(page, span))
        for span in chosen:
            if span not in state.by_span:
                evidence = page.evidence(span)
                draft.accept(Item(span, None, evidence)) if evidence else draft.add(span)
            elif span not in state.answers:
                draft.confirm(_item(page, span))
        for span in disagreement.proposed:
            if span not in chosen and span not in state.by_span and span not in state.answers:
                draft.reject(Item(span, None, page.evidence(span)))
        told = {KEY: told_by_hand(Answer(how, disagreement.readings, chosen))}
        return self._perform([replace(one, body={**one.body, **told}) for one in draft.decisions])

    def _by_rule(self, rule: Rule, trusted: PersonId | None, step: StepId) -> tuple[list[Decision], int]:
        """The decisions by which the rule is followed, and how many disagreements are left."""
        page, known = self.page, self.page.rulings
        agreed = [span for span in page.compared.agreed if self._is_open(span)]
        asked = [one for one in page.compared.disagreements if not page.by_hand(one)]
        made_by_hand = SpanIndex(span for span in page.annotated if span not in known.by_rule)
        answers = []
        for disagreement in asked:
            reading = settled(disagreement, rule, trusted)
            if reading is not None and self._fits(reading.spans, made_by_hand):
                answers.append(Answer(How.RULE, disagreement.readings, reading.spans, rule, trusted))
        given = dict.fromkeys([*agreed, *(span for answer in answers for span in answer.chosen)])
        fresh = [span for span in given if span not in page.state.by_span and self._fits([span], made_by_hand)]
        over = [s for s in page.annotated if s in known.by_rule and s not in page.state.answers and s not in given]
        told = {KEY: told_by_rule(rule, trusted, list(page.basis), answers)}
        decisions = [self._give_up(span, step, told) for span in over]
        same = (known.rule, known.trusted) == (rule, trusted) and set(map(_chosen, known.ruled)) == set(
            map(_chosen, answers)
        )
        if fresh or not same:
            rows = [list(span) for span in sorted(fresh, key=reading_order)]
            body = {"spans": rows, "done": False, "answers": [], **told}
            decisions.append(self._decide(Kind.IMPORT, body, step))
        return decisions, len(asked) - len(answers)

    def _is_open(self, span: Span) -> bool:
        """Whether what is agreed was left to the rule: nobody has answered it, or changed what the rule had made of it."""
        state, known = self.page.state, self.page.rulings
        return span not in state.answers and (span in state.by_span or span not in known.by_rule)

    def _fits(self, spans: Iterable[Span], standing: SpanIndex) -> bool:
        conflicts = (
            self.page.labels.conflict(span, standing.overlapping(span.start, span.end))
            for span in spans
            if span not in self.page.state.by_span
        )
        return all(conflict is None for conflict in conflicts)

    def _give_up(self, span: Span, step: StepId, told: dict[str, Any]) -> Decision:
        """Take away what a rule gave, and answer nothing by it."""
        body = {"before": span_to_body(span), "answers": [], **told}
        return self._decide(Kind.REMOVE, body, step, annotation=self.page.state.by_span[span])

    def _draft(self, manner: Manner, seen: float) -> Draft:
        del manner  # all that an adjudicator decides is told apart from annotating
        return Draft(self.page, StepId(new_id()), manner=Manner.ADJUDICATE, seen=seen)

    def _status(self, step: StepId, status: Status) -> Decision:
        basis = {"basis": basis_to_body(self.page.basis)} if status is Status.DONE else {}
        return self._decide(Kind.STATUS, {"value": status.value, **basis}, step)

    def _decide(self, kind: Kind, body: dict[str, Any], step: StepId | None = None, **details: Any) -> Decision:
        return super()._decide(kind, body, step, **{"manner": Manner.ADJUDICATE, **details})


class Adjudication(PageAdjudication, Review):
    """All verbs, of one adjudicator on one project. ``open`` takes a document in hand."""

    def __init__(self, project: Project, annotator: Person, suggester: str = "", system: bool = True) -> None:
        """``annotator`` is the person as they annotate; ``suggester`` names the system whose spans are shown beside those of people."""
        Review.__init__(self, project, as_adjudicator(annotator))
        self._suggester = suggester
        self._system = system

    def commit(self, step: Step) -> Committed:
        """As for any reviewer; who adjudicates joins the people of the project with the first step."""
        with self.project.writing():
            self.project.people.add(self.person)
            return super().commit(step)

    def open(self, document: DocumentId) -> AdjudicationPage:
        """Take a document in hand. Raises DocumentMissing, NothingToAdjudicate."""
        self.page = self.load(document)
        return self.page

    def load(self, document: DocumentId, *, in_hand: bool = True) -> AdjudicationPage:
        """The page of a document as it stands; one that is only looked at is not taken in hand."""
        project = self.project
        stored = project.documents.get(document)
        state = project.decisions.state(document, self.person.id, in_hand=in_hand)
        number = number_of(project.db, "document", document)
        people = finished_by(project.db, number)
        held = adjudication(project.db, number)
        if not people and held is None:
            raise errors.NothingToAdjudicate()
        page = AdjudicationPage(stored, state, project.labels, people, project.people.names(), self._proposed(document))
        page.rulings = rulings(project, document, self.person.id)
        page.held = held
        if held is not None:
            page.stale = is_stale(project.db, number, held)
            page.changed = _changed(held, stood_by(project.db, number), people)
        return page

    def _proposed(self, document: DocumentId) -> tuple[str, Sequence[Suggestion]] | None:
        if not self._system or self.project.assignments.blind_to_all(document):
            return None
        run = system_run(self.project, document, self._suggester)
        if run is None:
            return None
        (name,) = self.project.db.execute("SELECT suggester FROM suggestion_run WHERE id = ?", [run]).fetchone()
        return name, self.project.suggestions.of_run(document, run)


def _item(page: Page, span: Span) -> Item:
    item = page.item(span)
    assert item is not None
    return item


def _chosen(answer: Answer) -> tuple[frozenset[tuple[PersonId, tuple[Span, ...]]], tuple[Span, ...]]:
    """What was chosen of what people had marked."""
    return frozenset(answer.by_person.items()), answer.chosen


def _changed(
    held: Held, now: Mapping[PersonId, frozenset[Span]], finished: Mapping[PersonId, frozenset[Span]]
) -> tuple[ChangedSince, ...]:
    found = []
    for person in dict.fromkeys([*held.basis, *finished]):
        before, after = held.basis.get(person, frozenset()), now.get(person, frozenset())
        if before != after or person not in held.basis:
            gone, new = sorted(before - after, key=reading_order), sorted(after - before, key=reading_order)
            found.append(ChangedSince(person, tuple(gone), tuple(new)))
    return tuple(found)

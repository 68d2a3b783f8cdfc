"""A document before an adjudicator: the spans of its annotators are what is proposed, and where they differ is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.label_reading import as_now
from annotator.labels import LabelSet
from annotator.page import Page
from annotator.project.adjudications import Answer, How, Rulings
from annotator.project.comparing import Adjudication, basis_from_body
from annotator.project.state import DocumentState
from annotator.quality.adjudication import Compared, Disagreement, Rule, compare, competes
from annotator.records import Document, PersonId, Span, Step, Suggestion, reading_order
from annotator.suggest.arbiter import consistent

LIKELY = 0.5
"""The score (0–1) from which on the system is taken to stand by what it proposes."""


@dataclass(frozen=True, slots=True)
class Lane:
    """What one side has marked in a document: an annotator who has finished it, or with None the system."""

    person: PersonId | None
    name: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A disagreement, how it was answered, if it was, and what was noted on it for the annotators."""

    disagreement: Disagreement
    answer: Answer | None
    note: str


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """What an annotator has changed since the document was adjudicated."""

    person: PersonId
    gone: tuple[Span, ...]
    new: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """All that there is to see of a document in hand."""

    document: Document
    lanes: tuple[Lane, ...]
    """The annotators in the order in which they came, then the system."""
    agreed: tuple[Span, ...]
    asked: tuple[Asked, ...]
    """The disagreements, in the order of the text."""
    gold: tuple[Span, ...]
    """What the adjudicator stands by so far. What is agreed joins it when a rule settles, or the document is completed."""
    rule: Rule
    """The rule in force, and whom it trusts."""
    trusted: PersonId | None
    adjudicated: bool
    stale: bool
    changed: tuple[ChangedSince, ...]

    @property
    def left(self) -> int:
        """How many disagreements have no answer yet."""
        return sum(one.answer is None for one in self.asked)


class AdjudicationPage(Page):
    """A document in hand of one adjudicator.

    Attributes:
        basis: what each annotator who has finished it stands by.
        compared, lanes: the same side by side, under the labels of today.
        rulings: what the adjudicator's decisions tell.
        names: what people of the project are called.
        held: the adjudication that holds, be it another's. stale, changed: what annotators have changed since.
    """

    def __init__(
        self,
        document: Document,
        state: DocumentState,
        labels: LabelSet,
        people: Mapping[PersonId, frozenset[Span]],
        names: Mapping[PersonId, str],
        system: tuple[str, Sequence[Suggestion]] | None,
    ) -> None:
        """``people`` have finished the document; ``system`` is the name of a suggester, and what it proposes."""
        self.basis = people
        self.names = names
        read = {person: frozenset(labels.today(span) for span in spans) for person, spans in people.items()}
        proposed = list(as_now(system[1], labels, state)) if system else []
        likely = [(one.span, one.score) for one in proposed if one.score >= LIKELY]
        chosen = consistent(likely, labels) if system else None
        self.compared: Compared = compare(document.text, read, labels, chosen)
        self.lanes = tuple(
            Lane(person, names.get(person, ""), tuple(sorted(spans, key=reading_order)))
            for person, spans in read.items()
        )
        if system and chosen is not None:
            self.lanes += (Lane(None, system[0], tuple(chosen)),)
        self._marked = frozenset[Span]().union(*read.values())
        shown = self._marked.union(span for one in self.compared.disagreements for span in one.proposed)
        marks = [Suggestion(span, 1.0, "", person) for person, spans in read.items() for span in spans]
        super().__init__(document, state, [*marks, *(one for one in proposed if one.span in shown)], labels)
        self.rulings = Rulings()
        self.held: Adjudication | None = None
        self.stale = False
        self.changed: tuple[ChangedSince, ...] = ()

    @property
    def case(self) -> Case:
        """The document as it stands now."""
        asked = tuple(
            Asked(one, self.answer(one), self.state.notes.get((one.start, one.end), ""))
            for one in self.compared.disagreements
        )
        gold = tuple(self.annotated)
        marked = self.compared.agreed, asked, gold, self.rulings.rule, self.rulings.trusted
        return Case(self.document, self.lanes, *marked, self.held is not None, self.stale, self.changed)

    def answer(self, disagreement: Disagreement) -> Answer | None:
        """How a disagreement was answered: by hand, or by the rule in force."""
        if self.by_hand(disagreement):
            chosen = tuple(self.standing_for(disagreement))
            known = self.rulings.by_hand.get(frozenset(disagreement.spans))
            if known is not None and known.chosen == chosen:
                return known
            alike = any(set(chosen) == set(reading.spans) for reading in disagreement.readings)
            how = How.TAKEN if chosen and alike else How.OWN if chosen else How.NEITHER
            return Answer(how, disagreement.readings, chosen)
        return next((one for one in self.rulings.ruled if one.answers(disagreement)), None)

    def by_hand(self, disagreement: Disagreement) -> bool:
        """Whether everything that annotators have marked there was answered: what has joined since asks again."""
        return all(span in self.state.answers for span in disagreement.spans)

    def standing_for(self, disagreement: Disagreement) -> list[Span]:
        """What stands in the place of a disagreement."""
        mine = disagreement.proposed
        return [
            span
            for span in self.standing(disagreement.start, disagreement.end)
            if span in mine
            or (span not in self._marked and any(competes(span, one, self.labels) for one in disagreement.spans))
        ]

    def apply(self, step: Step) -> frozenset[Span]:
        touched = super().apply(step)
        for decision in step.decisions:
            self.rulings.add(decision)
            if self.state.adjudicated == decision.id:
                basis = basis_from_body(decision.body["basis"])
                self.held, self.stale, self.changed = (
                    Adjudication(decision.id, self.person, basis, decision.at),
                    False,
                    (),
                )
        if self.state.adjudicated is None and self.held is not None and self.held.person == self.person:
            self.held, self.stale, self.changed = None, False, ()
        return touched

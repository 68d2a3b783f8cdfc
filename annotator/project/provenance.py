"""Where the spans of a document's gold come from: by whom and how each came to stand, and whether suggestions were in sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.project.adjudications import How, Provenance, Rulings
from annotator.project.agreement import is_blind
from annotator.project.gold import Gold, gold
from annotator.project.state import holding, span_from_body
from annotator.records import Decision, DocumentId, Kind, LabelId, Manner, PersonId, Span

if TYPE_CHECKING:
    from annotator.project.project import Project

Made = Mapping[PersonId, Mapping[Span, Decision]]
"""Of each person what they stand by, with the decision that made it."""
_HOW = {Kind.ADD: How.ADDED, Kind.ACCEPT: How.ACCEPTED, Kind.IMPORT: How.IMPORTED}


def provenance(project: Project, document: DocumentId, found: Gold | None = None) -> tuple[Provenance, ...]:
    """Of each span of the gold, in reading order; ``found`` is the gold, where it is known. Nothing where there is none."""
    found = found or gold(project, document)
    if found is None:
        return ()
    decisions = holding(project.decisions.of_document(document))
    made = {person: _standing(project, document, person, decisions) for person in found.people}
    people = found.people
    if found.adjudicator is None:
        told = _annotated(found, made)
    else:
        notes = project.decisions.state(document, found.adjudicator, in_hand=False).notes
        told = _adjudicated(Rulings(one for one in decisions if one.person == found.adjudicator), found, notes)
        people = (*people, found.adjudicator)
    blind = is_blind(project, document, people)
    return tuple(replace(one, blind=blind, system=one.system or _accepted(one, made)) for one in told)


def _adjudicated(ruled: Rulings, found: Gold, notes: Mapping[tuple[int, int], str]) -> Iterable[Provenance]:
    """Of what an adjudicator stands by, with what is noted at its place."""
    for span in found.spans:
        if (origin := ruled.origins.get(span)) is not None:
            noted = [text for (start, end), text in sorted(notes.items()) if start <= span.start and span.end <= end]
            yield replace(origin, note="\n".join(noted))


def _annotated(found: Gold, made: Made) -> Iterable[Provenance]:
    """Of work that holds as it is, or was combined by a rule."""
    for span in found.spans:
        holders = tuple(person for person in found.people if span in made[person])
        if holders:
            last = max((made[person][span] for person in holders), key=lambda one: (one.at, one.id))
            how = How.RULE if found.rule else _how(last)
            yield Provenance(span, how, holders, False, found.rule, last.id, last.at)


def _accepted(one: Provenance, made: Made) -> bool:
    """Whether it was proposed to somebody who marked it, and accepted as it was."""
    decisions = [made[person][one.span] for person in one.people if one.span in made.get(person, ())]
    return any(_how(each) is How.ACCEPTED and each.evidence for each in decisions)


def _standing(
    project: Project, document: DocumentId, person: PersonId, decisions: Iterable[Decision]
) -> Mapping[Span, Decision]:
    """What a person stands by, as it is and under the label of today, each with the decision that made it."""
    made = _made(one for one in decisions if one.person == person)
    standing = [span for span in project.decisions.spans(document, person) if span in made]
    return {project.labels.today(span): made[span] for span in standing} | {span: made[span] for span in standing}


def _made(decisions: Iterable[Decision]) -> Mapping[Span, Decision]:
    """The decision of one person by which each span stands, also of those that do not stand any more."""
    made: dict[Span, Decision] = {}
    for decision in decisions:
        if decision.kind is Kind.IMPORT:
            made |= {Span(start, end, LabelId(label)): decision for start, end, label in decision.body["spans"]}
        elif (after := decision.body.get("after")) is not None:
            before = decision.body.get("before") if decision.manner is Manner.CARRIED else None
            known = made.get(span_from_body(before)) if before else None
            made[span_from_body(after)] = known or decision
    return made


def _how(decision: Decision) -> How:
    before = decision.body.get("before")
    return How.CORRECTED if before not in (None, decision.body.get("after")) else _HOW.get(decision.kind, How.CORRECTED)

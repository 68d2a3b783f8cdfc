"""What the log holds for the figures of a reviewer's effort: read newest first, so that it costs what was done lately."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from annotator.project.runs import stored_runs
from annotator.quality.effort import BY_MACHINE, Effort, by_document, by_hour, effort
from annotator.quality.effort_parts import Act, did
from annotator.records import Decision, DecisionId, DocumentId, Kind, LabelId, Manner, PersonId, RunId, StepId

if TYPE_CHECKING:
    from annotator.project.project import Project

DOCUMENTS = 8
"""Documents that are told of one by one."""
ENOUGH = 2_000
"""Decisions in which the last documents are looked for, where neither today nor this session has as many."""
STRETCH = 20_000
"""Decisions of the whole log that are read at a time."""


@dataclass(frozen=True, slots=True)
class Lately:
    """The figures of this session and of today."""

    session: Effort
    today: Effort
    hours: tuple[int, ...]
    """Spans decided in each hour of today."""
    documents: tuple[tuple[DocumentId, str, Effort], ...]
    """The documents worked on last, newest first, with their names."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the whole log has been read, and what it amounts to so far."""

    effort: Effort = field(default_factory=Effort)
    last: Decision | None = None
    done: bool = False


def lately(project: Project, person: PersonId, midnight: datetime) -> Lately:
    """What the person has done in this session, since midnight, and in the documents worked on last."""
    begun = _utc(midnight)
    recent = _recent(project, person, begun, ENOUGH)
    today = [one for one in recent if one.at >= begun]
    gone = project.history.gone(person)
    session = effort((one for one in recent if one.session == project.session), gone)
    newest = dict.fromkeys(one.document for one in reversed(recent) if one.manner not in BY_MACHINE)
    parts = by_document(recent)
    documents = [(document, _name(project, document), parts[document]) for document in list(newest)[:DOCUMENTS]]
    return Lately(session, effort(today, gone), tuple(by_hour(today, midnight.tzinfo)), tuple(documents))


def today(project: Project, person: PersonId, midnight: datetime) -> Effort:
    """What the person has done since midnight."""
    begun = _utc(midnight)
    return effort((one for one in _recent(project, person, begun) if one.at >= begun), project.history.gone(person))


def read_on(project: Project, person: PersonId, reading: Reading, count: int = STRETCH) -> Reading:
    """Read the next stretch of all that the person has ever decided."""
    last = reading.last
    query = f"{_SELECT} WHERE person = ? AND (clock, id) > (?, ?) ORDER BY clock, id LIMIT ?"
    place = (last.clock, last.id) if last else (-1, "")
    found = [_light(row) for row in project.db.execute(query, [person, *place, count])]
    added = effort(found, project.history.gone(person), last)
    return Reading(reading.effort + added, found[-1] if found else last, len(found) < count)


def _recent(project: Project, person: PersonId, begun: str, at_least: int = 0) -> list[Decision]:
    """The decisions of this session and of today, and so many at least, the oldest first."""
    found: list[Decision] = []
    query = f"{_SELECT} WHERE person = ? ORDER BY clock DESC, id DESC"
    for row in project.db.execute(query, [person]):
        one, here = _light(row), row[-1]
        # What came by a merge may be of any day, between what was done here.
        if here and one.at < begun and one.session != project.session and len(found) >= at_least:
            break
        found.append(one)
    return found[::-1]


def _name(project: Project, document: DocumentId) -> str:
    return str(project.db.execute("SELECT name FROM document WHERE id = ?", [document]).fetchone()[0])


def _utc(moment: datetime) -> str:
    """As moments stand in the log."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


# Of the bodies only those of undos matter here; the others are most of the log.
_SELECT = """
SELECT id, step, document, kind, CASE kind WHEN 'undo' THEN body ELSE '{}' END, manner, at, clock, session, person, here
FROM decision
"""


def _light(row: Sequence[Any]) -> Decision:
    """A decision without what figures do not need."""
    identity, step, document, kind, body, manner, at, clock, session, person, _here = row
    return Decision(
        DecisionId(identity),
        StepId(step),
        PersonId(person),
        DocumentId(document),
        Kind(kind),
        json.loads(body),
        manner=Manner(manner),
        at=at,
        clock=clock,
        session=session,
    )


def people_at_work(project: Project) -> list[tuple[PersonId, str]]:
    """Those who decided anything, with their names; who adjudicates is no annotator."""
    rows = project.db.execute(
        "SELECT id, name FROM person p WHERE EXISTS (SELECT 1 FROM decision WHERE person = p.id) ORDER BY name"
    )
    return [(PersonId(identity), name) for identity, name in rows]


def acts(project: Project, person: PersonId) -> Iterator[Act]:
    """All that a person did, in order, as far as effort goes. What came by an import or an adjudication is left out."""
    suggesters = {run.id: run.suggester for run in stored_runs(project)}
    labels = project.labels
    gone = project.history.gone(person)
    for step, kind, at, stood, after, before, evidence in project.db.execute(_ACTS, [person]):
        done = None if step in gone else did(Kind(kind), stood=bool(stood))
        moment = datetime.fromisoformat(at).timestamp()
        if done is None:
            yield Act(step, moment, None)
            continue
        label = LabelId(before or after or "")
        runs = dict.fromkeys(suggesters.get(RunId(one["run"]), "") for one in json.loads(evidence))
        yield Act(step, moment, done, labels.current(label) or label, tuple(filter(None, runs)))


_OTHERWISE = ", ".join(f"'{manner}'" for manner in (*BY_MACHINE, Manner.ADJUDICATE))
_ACTS = f"""
SELECT step, kind, at, annotation IS NOT NULL, json_extract(body, '$.after.label'), json_extract(body, '$.before.label'),
    CASE WHEN annotation IS NULL THEN evidence ELSE '[]' END
FROM decision WHERE person = ? AND manner NOT IN ({_OTHERWISE}) ORDER BY clock, id
"""

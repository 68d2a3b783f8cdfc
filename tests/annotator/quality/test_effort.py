"""Effort: spans, time and speed, by day, document and hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.project import effort as log
from annotator.project.project import Project
from annotator.quality.effort import PAUSE, Effort, Pace, by_document, by_hour, effort, work_time
from annotator.records import Decision, DecisionId, DocumentId, Kind, LabelId, Manner, PersonId, StepId
from annotator.review import Review

KINDS = [Kind.ACCEPT, Kind.REJECT, Kind.RELABEL, Kind.ADD, Kind.FLAG]


def decided(seconds: float, kind: Kind = Kind.ACCEPT, document: str = "d", step: str = "", **details) -> Decision:
    at = datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(seconds=seconds)
    step = StepId(step or f"s{seconds}")
    body = details.pop("body", {})
    return Decision(
        DecisionId(f"{seconds}"), step, PersonId("p"), DocumentId(document), kind, body, at=at.isoformat(), **details
    )


LOGS = st.lists(
    st.tuples(st.floats(0, 300), st.sampled_from(KINDS), st.sampled_from("abc")), min_size=1, max_size=30
).map(
    lambda parts: [
        decided(sum(gap for gap, _kind, _document in parts[: n + 1]), kind, document, f"s{n}")
        for n, (_gap, kind, document) in enumerate(parts)
    ]
)


def test_the_pace_counts_work_not_pauses():
    pace = Pace()
    assert pace.hourly() is None
    for second in range(0, 60, 10):
        pace.count(1, float(second))
    assert pace.hourly() == 360
    pace.count(1, 50.0 + 3600)
    assert pace.hourly() is None or pace.hourly() > 60


def test_of_a_pause_only_its_beginning_is_work():
    assert work_time([0, 10, 4000, 4020]) == 10 + PAUSE + 20


def test_what_was_taken_back_is_time_but_no_span():
    decisions = [
        decided(0),
        decided(30, Kind.RELABEL, step="gone"),
        decided(50, Kind.UNDO, body={"undoes": "gone"}),
        decided(70, Kind.ADD),
        decided(80, Kind.FLAG),
    ]
    found = effort(decisions)
    assert (found.accepted, found.corrected, found.rejected, found.added) == (1, 0, 0, 1)
    assert (found.seconds, found.actions, found.spans, found.hourly) == (80, 5, 2, 90)


def test_a_step_of_many_decisions_is_one_action_and_imports_are_none():
    bulk = [decided(n, step="bulk", manner=Manner.BULK) for n in range(3)]
    found = effort([*bulk, decided(500, manner=Manner.IMPORT)])
    assert (found.actions, found.spans, found.manners, found.seconds) == (1, 3, {Manner.BULK: 3}, 2)


@given(decisions=LOGS)
def test_documents_and_hours_add_up_to_the_whole(decisions):
    whole = effort(decisions)
    parts = by_document(decisions).values()
    assert sum(part.spans for part in parts) == whole.spans == sum(by_hour(decisions, UTC))
    assert sum(part.seconds for part in parts) == pytest.approx(whole.seconds)


@given(decisions=LOGS, cut=st.integers(0, 30))
def test_effort_read_in_two_stretches_is_the_effort_of_the_whole(decisions, cut):
    first, second = decisions[:cut], decisions[cut:]
    both, whole = effort(first) + effort(second, before=first[-1] if first else None), effort(decisions)
    assert both.seconds == pytest.approx(whole.seconds)
    assert (both.spans, both.manners, both.actions) == (whole.spans, whole.manners, whole.actions)


def test_hours_are_those_of_the_reviewer():
    cairo = timezone(timedelta(hours=2))
    assert [hour for hour, spans in enumerate(by_hour([decided(0)], cairo)) if spans] == [10]


def test_the_log_tells_session_today_and_all(project, review, suggested):
    first, second = suggested("[طوكيو GPE] و[سيول GPE]", name="001"), suggested("[هانوي GPE]", name="002")
    review.open(first)
    review.accept(*review.page.undecided(), manner=Manner.BULK)
    review.open(second)
    review.relabel(review.page.items()[0], LabelId("LOC"))
    review.undo()
    path = project.path
    person = review.person.id
    project.close()
    with Project.open(path) as again:
        review = Review(again, review.person)
        review.open(second)
        review.reject(review.page.items()[0])
        midnight = datetime.now(UTC).astimezone() - timedelta(hours=1)
        found = log.lately(again, person, midnight)
        assert (found.session.spans, found.today.spans) == (1, 3)
        assert [(name, part.spans) for _document, name, part in found.documents] == [("002", 1), ("001", 2)]
        assert log.lately(again, person, midnight + timedelta(hours=2)).today == Effort(manners={})
        assert log.today(again, person, midnight).spans == 3
        reading = log.Reading()
        while not reading.done:
            reading = log.read_on(again, person, reading, 2)
        assert (reading.effort.accepted, reading.effort.rejected, reading.effort.corrected) == (2, 1, 0)
        assert reading.effort.manners == {Manner.BULK: 2, Manner.ONE: 1}

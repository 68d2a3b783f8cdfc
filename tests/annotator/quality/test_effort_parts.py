"""What the review cost and saved: by label, suggester and annotator."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.jobs import finish, measure_effort
from annotator.project.project import Project
from annotator.quality.effort import PAUSE
from annotator.quality.effort_parts import Act, Did, Efforts, Ledger, Part, steps, to_json
from annotator.records import LabelId, Manner, Span
from annotator.review import Review

ACTS = st.lists(
    st.tuples(st.integers(0, 200), st.booleans(), st.sampled_from([None, *Did]), st.sampled_from("ab")), max_size=30
)


def ledger(*acts: Act, annotator: str = "A") -> Efforts:
    made = Ledger()
    for step in steps(acts):
        made.add(annotator, step)
    return made.result()


def test_a_step_shares_its_time_and_pauses_are_no_work() -> None:
    found = ledger(
        Act("1", 0, Did.ACCEPTED, "PERS", ("crf",)),
        Act("2", 10, Did.ACCEPTED, "PERS", ("crf", "rules")),
        Act("2", 10, Did.REJECTED, "GPE", ("crf",)),
        Act("3", 30, Did.ADDED, "GPE"),
        Act("4", 40, None),
        Act("5", 4_000, Did.CHANGED, "GPE"),
    )
    whole = found.whole
    assert (whole.seconds, whole.actions, whole.spans, whole.answered) == (40 + PAUSE, 5, 3, 3)
    assert whole.right == pytest.approx(2 / 3)
    assert whole.seconds_each == pytest.approx((40 + PAUSE) / 3)
    persons, places = found.labels["PERS"], found.labels["GPE"]
    assert (persons.seconds, persons.right, persons.actions) == (5, 1.0, 2)
    assert (places.seconds, places.right, places.spans) == (5 + 20 + PAUSE, 0.0, 1)
    assert {name: part.counts.total() for name, part in found.suggesters.items()} == {"crf": 3, "rules": 1}
    assert list(found.labels) == ["GPE", "PERS"]  # most decisions first


def test_savings_are_told_once_enough_was_added_by_hand() -> None:
    by_hand = [Act(f"h{n}", 20 * n, Did.ADDED, "GPE") for n in range(11)]
    proposals = [Act(f"p{n}", 200 + 4 * n, Did.ACCEPTED, "GPE", ("crf",)) for n in range(1, 31)]
    rejected = [Act("r", 330, Did.REJECTED, "GPE", ("crf",))]
    found = ledger(*by_hand, *proposals, *rejected).savings
    assert found is not None
    assert (found.added, found.spans, found.seconds) == (11, 30, 130)
    assert found.by_hand == pytest.approx(200 / 11)
    assert found.share == pytest.approx(1 - 130 / (30 * 200 / 11))
    assert ledger(*by_hand[:9], *proposals).savings is None
    assert ledger(*by_hand).savings is None


def test_nothing_done_is_no_share() -> None:
    empty = Part()
    assert (empty.right, empty.seconds_each, empty.actions_each) == (None, None, None)
    assert to_json(ledger())["savings"] is None


@given(made=ACTS)
def test_labels_and_annotators_add_up_to_the_whole(made: list[tuple[int, bool, Did | None, str]]) -> None:
    acts, moment, step = [], 0, 0
    for gap, same, did, label in made:
        if not same:
            step, moment = step + 1, moment + gap
        acts.append(Act(str(step), moment, did, label))
    found = ledger(*acts)
    labels = [part for name, part in found.labels.items()]
    assert sum(part.counts.total() for part in labels) == found.whole.counts.total()
    assert sum(sum(part.time.values()) for part in labels) == pytest.approx(sum(found.whole.time.values()))
    assert sum(found.whole.time.values()) <= found.whole.seconds + 1e-9
    assert all(part.counts == found.whole.counts for part in found.annotators.values())


def test_the_log_tells_proposals_from_what_was_added_and_changed_again(
    project: Project, review: Review, suggested
) -> None:
    document = suggested("زار [بلينكن PERS] [طوكيو LOC] و[الصين GPE]", suggester="crf")
    page = review.open(document)
    for item in page.undecided():
        match item.span.label:
            case "PERS":
                review.accept(item)
            case "LOC":
                review.relabel(item, LabelId("GPE"))
            case _:
                review.reject(item)
    review.add(0, 3, LabelId("EVENT"))
    review.undo()
    page = review.open(document)
    review.reject(next(item for item in page.items() if item.decided and item.span.label == "PERS"))
    review.import_spans(suggested("وصل"), [Span(0, 3, LabelId("EVENT"))], done=False)
    found = finish(measure_effort(project.path))
    counts = found.whole.counts
    assert {did: counts[did] for did in Did} == {
        Did.ACCEPTED: 1,
        Did.CORRECTED: 1,
        Did.REJECTED: 1,
        Did.ADDED: 0,
        Did.CHANGED: 1,
    }
    assert found.labels["LOC"].right == 0.0
    assert found.labels["PERS"].right == 1.0
    assert found.suggesters["crf"].answered == 3
    assert list(found.annotators) == ["فاطمة"]
    assert found.whole.actions == 6
    assert pickle.loads(pickle.dumps(found)) == found


def test_what_was_adjudicated_is_nobodys_effort(project: Project, review: Review, suggested) -> None:
    page = review.open(suggested("زار [بلينكن PERS]"))
    review.accept(page.undecided()[0], manner=Manner.ADJUDICATE)
    assert finish(measure_effort(project.path)).whole.actions == 0

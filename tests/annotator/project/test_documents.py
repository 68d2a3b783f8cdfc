"""The list of documents: what is left for later, and on what people disagree."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.labels import load
from annotator.project.project import Project
from annotator.records import LabelId, Record, Status
from annotator.review import Review

TEXT = "زار بلينكن طوكيو وسيول اليوم"
SPANS = [(0, 3), (4, 10), (11, 16), (18, 22)]
MARKS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.sampled_from(["PERS", "GPE"]), st.booleans()), max_size=12
)


def shown(project: Project, review: Review) -> float:
    """The disagreement in the row of the only document."""
    return project.documents.rows(project.documents.ids(), review.person.id)[0].disagreement


@settings(max_examples=40, deadline=None)
@given(marks=MARKS)
def test_disagreement_is_the_share_of_spans_by_which_not_everyone_stands(marks):
    with TemporaryDirectory() as folder, Project.create(Path(folder) / "p.warraq", load("wojood")) as project:
        document = project.documents.add(Record(TEXT)).id
        people = [Review(project, project.people.named(name)) for name in "ABC"]
        for who, at, label, undo in marks:
            review = people[who]
            review.open(document)
            if not any(span.start == SPANS[at][0] for span in review.page.annotated):
                review.add(*SPANS[at], LabelId(label))
                if undo:
                    review.undo()
        states = [project.decisions.state(document, review.person.id) for review in people]
        stood = [set(state.by_span) for state in states if state.status is not Status.NEW]
        every, common = set().union(*stood), set.intersection(*stood) if stood else set()
        expected = (len(every) - len(common)) / len(every) if len(stood) > 1 and every else 0
        assert shown(project, people[0]) == pytest.approx(expected)
        project.decisions.rebuild()
        assert shown(project, people[0]) == pytest.approx(expected)


def test_the_most_disputed_document_comes_first(project, review, suggested):
    alike, disputed, alone = (suggested(f"[طوكيو GPE] {n} [سيول GPE]") for n in range(3))
    other = Review(project, project.people.named("Omar"))
    for document in (alike, disputed, alone):
        review.open(document)
        review.accept(*review.page.undecided())
    for document in (alike, disputed):
        other.open(document)
        other.accept(*other.page.undecided())
    other.reject(other.page.items()[0])
    assert project.documents.ids(order="disagreement")[0] == disputed
    rows = project.documents.rows([alike, disputed, alone], review.person.id)
    assert [row.disagreement for row in rows] == [0, 0.5, 0]


def test_a_skipped_document_comes_last_until_something_is_decided_in_it(project, review, suggested):
    first, second, third = (suggested(f"[طوكيو GPE] {n}") for n in range(3))
    person = review.person.id
    assert project.documents.first_to_do(person) == first
    review.open(first)
    review.set_skipped(True)
    assert project.documents.ids(person, only="skipped") == [first]
    assert project.documents.first_to_do(person) == second
    for document in (second, third):
        review.open(document)
        review.finish(0.5)
    assert project.documents.first_to_do(person) == first
    assert project.documents.first_to_do(person, besides=first) is None
    review.open(first)
    assert review.page.skipped
    review.set_flag(True)
    assert review.page.skipped
    review.accept(review.page.items()[0])
    assert not review.page.skipped
    assert project.documents.ids(person, only="skipped") == []
    review.undo()
    assert project.documents.ids(person, only="skipped") == [first]


def test_the_list_is_filtered_by_notes_and_flags(project, review, suggested):
    first, second, third = (suggested(f"[طوكيو GPE] {n}") for n in range(3))
    review.open(first)
    review.set_note("راجع الأماكن")
    review.open(third)
    review.set_flag(True)
    ids = project.documents.ids
    assert ids(review.person.id, only="noted") == [first]
    assert ids(review.person.id, only="flagged") == [third]
    assert ids(review.person.id, only="noted", status=Status.DONE) == []
    assert ids(review.person.id, order="flagged") == [third, first, second]

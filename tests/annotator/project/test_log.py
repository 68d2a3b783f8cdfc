"""The log and what is derived from it, under generated reviews: state is a function of the set of decisions."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import errors
from annotator.labels import load
from annotator.project.check import Checked, check
from annotator.project.merge import merge
from annotator.project.project import Project
from annotator.project.state import replay
from annotator.records import DocumentId, LabelId, Record, Span, Status, Suggestion
from annotator.review import Review
from annotator.text.direction import Direction

TEXT = "زار وزير الخارجية الأميركي أنتوني بلينكن طوكيو وسيول اليوم"
LABELS = [LabelId(label) for label in ("PERS", "OCC", "NORP", "GPE")]
WORDS = [(0, 3), (4, 8), (9, 17), (18, 26), (27, 33), (34, 40), (41, 46), (48, 52), (53, 58)]

ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "accept",
                "reject",
                "relabel",
                "resize",
                "add",
                "split",
                "merge",
                "finish",
                "undo",
                "redo",
                "flag",
                "note",
                "direction",
            ]
        ),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=25,
)


def spans() -> list[Span]:
    proposals = [Span(4, 26, LABELS[1]), Span(18, 26, LABELS[2]), Span(27, 40, LABELS[0]), Span(41, 46, LABELS[3])]
    return [*proposals, Span(41, 46, LABELS[0]), Span(48, 52, LABELS[3])]


def start(path: Path) -> Project:
    project = Project.create(path, load("wojood"))
    document = project.documents.add(Record(TEXT)).id
    run = project.suggestions.add_run("test", "1")
    project.suggestions.add(run, document, [Suggestion(span, 0.9) for span in spans()])
    return project


def act(review: Review, document: DocumentId, action: str, a: int, b: int) -> None:
    """One thing a reviewer may do; what is refused is refused."""
    page = review.open(document)
    items = page.items()
    item = items[a % len(items)] if items else None
    try:
        match action:
            case "undo":
                review.undo()
            case "redo":
                review.redo()
            case "finish":
                review.finish((a % 10) / 10)
            case "flag":
                review.set_flag(bool(a % 2))
            case "note":
                review.set_note(f"note {a}", item if b % 2 else None)
            case "direction":
                review.set_direction(a % 3, (None, Direction.RTL, Direction.LTR)[b % 3])
            case "add":
                first, last = sorted((a % len(WORDS), b % len(WORDS)))
                review.add(WORDS[first][0], WORDS[last][1], LABELS[(a + b) % 4])
            case "accept" if item:
                review.accept(item)
            case "reject" if item:
                review.reject(item)
            case "relabel" if item:
                review.relabel(item, LABELS[b % 4])
            case "resize" if item:
                review.resize(item, item.span.start, WORDS[b % len(WORDS)][1])
            case "split" if item:
                review.split(item, item.span.start + 1 + b % 10)
            case "merge" if item:
                review.merge(item)
    except errors.WarraqError:
        pass


def snapshot(project: Project) -> dict[str, list[tuple[object, ...]]]:
    tables = ("annotation", "answer", "annotation_alias", "document_state", "memory")
    return {table: sorted(map(repr, project.db.execute(f"SELECT * FROM {table}"))) for table in tables}


def _state_is_what_a_replay_gives(folder: Path, actions) -> None:
    with start(folder / "p.warraq") as project:
        (document,) = project.documents.ids()
        person = project.people.named("A")
        review = Review(project, person)
        for action in actions:
            act(review, document, *action)
            page = review.open(document)
            assert not any(a.crosses(b) for a in page.annotated for b in page.annotated)
        before = snapshot(project)
        decisions = project.decisions.of_document(document)
        random.Random(1).shuffle(decisions)
        replayed = replay(document, decisions).states
        if person.id in replayed:
            loaded = project.decisions.state(document, person.id)
            assert replayed[person.id].annotations == loaded.annotations
            assert replayed[person.id].answers == loaded.answers
            assert replayed[person.id].directions == loaded.directions
        project.decisions.rebuild()
        assert snapshot(project) == before
        assert check(project) == Checked((), ())


@settings(max_examples=40, deadline=None)
@given(actions=ACTIONS)
def test_derived_tables_are_what_a_replay_in_any_order_gives(actions):
    with TemporaryDirectory() as folder:
        _state_is_what_a_replay_gives(Path(folder), actions)


@settings(max_examples=25, deadline=None)
@given(actions=ACTIONS)
def test_undoing_everything_gives_the_document_as_it_was_and_redoing_all_gives_it_back(actions):
    with TemporaryDirectory() as folder, start(Path(folder) / "p.warraq") as project:
        (document,) = project.documents.ids()
        review = Review(project, project.people.named("A"))
        for action, a, b in actions:
            if action not in ("undo", "redo"):
                act(review, document, action, a, b)
        after = snapshot(project)
        steps = 0
        while project.decisions.undoable(review.person.id):
            review.undo()
            steps += 1
        page = review.open(document)
        assert (page.annotated, page.state.answers, page.state.directions, page.status) == ([], {}, {}, Status.NEW)
        for _step in range(steps):
            review.redo()
        with pytest.raises(errors.NothingToRedo):
            review.redo()
        assert snapshot(project) == after


@settings(max_examples=15, deadline=None)
@given(first=ACTIONS, second=ACTIONS, third=ACTIONS)
def test_merging_is_the_same_in_any_order_and_twice(first, second, third):
    with TemporaryDirectory() as name:
        folder = Path(name)
        with start(folder / "base.warraq") as base:
            people = [base.people.named(person) for person in ("A", "A", "B")]
            (document,) = base.documents.ids()
            for copy in ("1", "2", "3", "x", "y"):
                base.backups.make(folder / f"{copy}.warraq")
        parts = [Project.open(folder / f"{n}.warraq") for n in (1, 2, 3)]
        for part, person, actions in zip(parts, people, (first, second, third), strict=True):
            for action in actions:
                act(Review(part, person), document, *action)
        with Project.open(folder / "x.warraq") as x, Project.open(folder / "y.warraq") as y:
            for part in parts:
                merge(x, part)
            for part in reversed(parts):
                merge(y, part)
                merge(y, part)
            assert snapshot(x) == snapshot(y)
            assert {d.id for d in x.decisions.all()} == {d.id for d in y.decisions.all()}
            before = snapshot(x)
            x.decisions.rebuild()
            assert snapshot(x) == before
            # What came by a merge is never taken back here.
            assert all(x.decisions.undoable(person.id) is None for person in people)
        for part in parts:
            part.close()


def test_the_log_refuses_to_be_changed(project, review, suggested):
    import sqlite3

    review.accept(review.open(suggested("[طوكيو GPE] اليوم")).items()[0])
    for statement in ("UPDATE decision SET seen = 9", "DELETE FROM decision"):
        with pytest.raises(sqlite3.IntegrityError):
            project.db.conn.execute(statement)


def test_a_failed_step_leaves_the_project_as_it_was(project, review, suggested, monkeypatch):
    page = review.open(suggested("[طوكيو GPE] اليوم [سيول GPE]"))
    review.accept(page.items()[0])
    before = snapshot(project)
    monkeypatch.setattr(project.memory, "add", lambda *_: (_ for _ in ()).throw(errors.DiskFull(path="x")))
    with pytest.raises(errors.DiskFull):
        review.accept(page.items()[1])
    monkeypatch.undo()
    assert snapshot(project) == before
    assert project.decisions.count() == 1
    assert page.left_count == 1
    review.accept(review.page.undecided()[0])
    assert check(project) == Checked((), ())

"""What was done, step by step, and the way back: any state can be had again, and left again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import errors
from annotator.labels import load
from annotator.past import told
from annotator.project.merge import merge
from annotator.project.project import Project
from annotator.project.state import DocumentState, replay
from annotator.records import Kind, LabelId, Manner, Place, Record, Span, Suggestion
from annotator.review import Review

TEXTS = ("زار أنتوني بلينكن طوكيو وسيول اليوم", "عاد بلينكن من طوكيو إلى سيول أمس")
LABELS = [LabelId(label) for label in ("PERS", "GPE", "NORP", "DATE")]
VERBS = ("accept", "reject", "relabel", "resize", "add", "finish", "flag", "skip", "everywhere")
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from((*VERBS, "undo", "undo", "redo", "jump")),
        st.integers(0, 1),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=25,
)


def start(path: Path) -> Project:
    project = Project.create(path, load("wojood"))
    run = project.suggestions.add_run("test", "1")
    for text in TEXTS:
        document = project.documents.add(Record(text)).id
        names = [(text.index(name), len(name)) for name in ("بلينكن", "طوكيو", "سيول")]
        spans = [Span(at, at + long, label) for at, long in names for label in LABELS[:2]]
        project.suggestions.add(run, document, [Suggestion(span, 0.9) for span in spans])
    return project


def work(project: Project, review: Review) -> list[str]:
    """Every step of work of the reviewer, the oldest first."""
    return [past.step for past in project.history.steps(review.person.id, limit=1000)][::-1]


def act(project: Project, review: Review, action: str, at: int, a: int, b: int) -> None:
    """One thing a reviewer may do in one of the documents; what is refused is refused."""
    document = project.documents.ids()[at]
    with suppress(errors.WarraqError):
        match action:
            case "undo":
                review.undo()
            case "redo":
                review.redo()
            case "jump":
                steps = [None, *work(project, review)]
                review.go_to_state(steps[a % len(steps)], document if b % 3 == 0 else None)
            case "everywhere":
                spans = [(one, text.index("طوكيو")) for one, text in zip(project.documents.ids(), TEXTS, strict=True)]
                places = [Place(one, "", found, found + 5, "", "", "") for one, found in spans]
                review.apply_everywhere(places, LABELS[b % 4])
            case _:
                on_page(review, review.open(document).items(), action, a, b)


def on_page(review: Review, items: list, action: str, a: int, b: int) -> None:
    item = items[a % len(items)] if items else None
    match action:
        case "finish":
            review.finish(0.5)
        case "flag":
            review.set_flag(bool(a % 2))
        case "skip":
            review.set_skipped(bool(a % 2))
        case "add":
            review.add(a % 20, a % 20 + 1 + b % 8, LABELS[b % 4])
        case "accept" if item:
            review.accept(item)
        case "reject" if item:
            review.reject(item)
        case "relabel" if item:
            review.relabel(item, LABELS[b % 4])
        case "resize" if item:
            review.resize(item, item.span.start, item.span.start + 1 + b % 8)


def states(project: Project, review: Review) -> list[DocumentState]:
    return [project.decisions.state(document, review.person.id) for document in project.documents.ids()]


def states_then(project: Project, review: Review, clock: int) -> list[DocumentState]:
    """The states that the log up to a clock amounts to."""
    return [
        replay(document, [one for one in project.decisions.of_document(document) if one.clock <= clock]).states.get(
            review.person.id, DocumentState(document, review.person.id)
        )
        for document in project.documents.ids()
    ]


def clock_of(project: Project, step: str | None) -> int:
    return max(one.clock for one in project.decisions.of_step(step)) if step else 0


@settings(max_examples=60, deadline=None)
@given(actions=ACTIONS, choice=st.integers(0, 30))
def test_a_return_gives_what_held_right_after_the_step_and_can_itself_be_undone(actions, choice):
    with TemporaryDirectory() as folder, start(Path(folder) / "p.warraq") as project:
        review = Review(project, project.people.named("A"))
        for action in actions:
            act(project, review, *action)
        before = states(project, review)
        steps = [None, *work(project, review)]
        step = steps[choice % len(steps)]
        then = states_then(project, review, clock_of(project, step))
        way = project.history.way_to(review.person.id, step)
        changes = review.go_to_state(step)
        assert states(project, review) == then
        assert changes.documents >= way.documents
        assert bool(way.taken_back or way.brought_back) == bool(changes.step)
        project.decisions.rebuild()
        assert states(project, review) == then
        assert project.history.way_to(review.person.id, step).undoes == ()
        if changes.step:
            review.undo()
            assert states(project, review) == before
            review.redo()
            assert states(project, review) == then
            with pytest.raises(errors.NothingToRedo):
                review.redo()


@settings(max_examples=40, deadline=None)
@given(actions=ACTIONS, choice=st.integers(0, 30), at=st.integers(0, 1))
def test_a_return_of_one_document_leaves_what_touches_only_others(actions, choice, at):
    with TemporaryDirectory() as folder, start(Path(folder) / "p.warraq") as project:
        review = Review(project, project.people.named("A"))
        for action in actions:
            if action[0] != "everywhere":
                act(project, review, *action)
        document = project.documents.ids()[at]
        before = states(project, review)
        steps = [None, *work(project, review)]
        step = steps[choice % len(steps)]
        then = states_then(project, review, clock_of(project, step))
        assert review.go_to_state(step, document).documents <= set(project.documents.ids())
        now = states(project, review)
        assert (now[at], now[1 - at]) == (then[at], before[1 - at])


def test_what_others_did_what_was_imported_and_what_was_merged_is_not_touched(tmp_path):
    with start(tmp_path / "a.warraq") as project:
        project.people.named("A")
        project.backups.make(tmp_path / "b.warraq")
        document = project.documents.ids()[0]
        review, other = Review(project, project.people.named("A")), Review(project, project.people.named("B"))
        review.import_spans(document, [Span(0, 3, LABELS[0])], done=False)
        review.open(document)
        review.add(4, 11, LABELS[0])
        other.open(document)
        other.add(4, 11, LABELS[1])
        with Project.open(tmp_path / "b.warraq") as elsewhere:
            same = Review(elsewhere, elsewhere.people.named("A"))
            same.open(document)
            same.add(24, 29, LABELS[1])
            merge(project, elsewhere)
        way = project.history.way_to(review.person.id, None)
        assert (way.taken_back, way.brought_back) == (1, 0)
        review.go_to_state(None)
        assert project.decisions.spans(document, review.person.id) == [Span(0, 3, LABELS[0]), Span(24, 29, LABELS[1])]
        assert project.decisions.spans(document, other.person.id) == [Span(4, 11, LABELS[1])]
        (merged,) = [past for past in project.history.steps(review.person.id) if not past.own]
        for step in (merged.step, project.history.steps(other.person.id)[0].step):
            with pytest.raises(errors.StepOutOfReach):
                review.go_to_state(step)


def test_a_return_outlasts_a_restart_and_is_undone_after_it(tmp_path):
    with start(tmp_path / "p.warraq") as project:
        review = Review(project, project.people.named("A"))
        first, second = project.documents.ids()
        for document in (first, second, first):
            review.accept(review.open(document).undecided()[0])
        decided = states(project, review)
        review.go_to_state(work(project, review)[0])
    with Project.open(tmp_path / "p.warraq") as project:
        review = Review(project, review.person)
        assert [len(state.annotations) for state in states(project, review)] == [1, 0]
        assert review.undo().documents == {first, second}
        assert states(project, review) == decided


def test_steps_come_a_page_at_a_time_newest_first_each_once(project, review, suggested):
    first, second = suggested("[طوكيو GPE] و[سيول GPE]"), suggested("ثم [طوكيو GPE] و[هانوي GPE]")
    review.open(first)
    review.accept(*review.page.undecided(), manner=Manner.BULK)
    review.open(second)
    for item in review.page.undecided():
        review.accept(item)
    review.undo()
    review.open(second)
    review.finish(0.5)
    whole = project.history.steps(review.person.id)
    assert [(past.count, past.holds, past.manner) for past in whole] == [
        (2, True, Manner.BULK),
        (1, False, Manner.ONE),
        (1, True, Manner.ONE),
        (2, True, Manner.BULK),
    ]
    paged, before = [], None
    while page := project.history.steps(review.person.id, before=before, limit=1):
        paged += page
        before = page[-1]
    assert paged == whole
    assert all(past.own for past in whole)


def test_a_step_in_two_documents_is_in_the_history_of_both(project, review, suggested):
    first, second = suggested("[طوكيو GPE] اليوم"), suggested("زار طوكيو أمس")
    item = review.open(first).items()[0]
    places = review.same_strings(item) + review.same_strings_everywhere(first, item.span)
    review.apply_everywhere([Place(first, "", 0, 5, "", "", ""), *places], item.span.label)
    for document in (first, second):
        (one,) = told(review, document)
        assert (one.past.documents, one.past.count, one.document) == (2, 2, document)
        assert "طوكيو" in one.what
        assert one.past.manner is Manner.SAME_STRINGS


def test_the_history_of_a_document_tells_of_everyone(project, review, suggested):
    document = suggested("[طوكيو GPE] اليوم", name="001")
    other = Review(project, project.people.named("Omar"))
    review.accept(review.open(document).items()[0])
    other.reject(other.open(document).items()[0])
    mine, theirs = told(review, document)[::-1]
    assert (mine.who, theirs.who) == ("فاطمة", "Omar")
    assert (mine.past.own, theirs.past.own) == (True, False)
    assert (theirs.place, theirs.name) == ((0, 5), "001")


def test_the_history_of_a_span_follows_it_and_tells_of_what_was_taken_back(project, review, suggested):
    document = suggested("زار [طوكيو GPE] اليوم")
    page = review.open(document)
    review.reject(page.items()[0])
    review.undo()
    page = review.open(document)
    review.relabel(page.items()[0], LabelId("LOC"))
    review.resize(page.items()[0], 0, 9)
    review.add(10, 15, LabelId("DATE"))
    item = next(item for item in page.items() if item.span.label == "LOC")
    kinds = [(decision.kind, holds) for decision, holds in project.history.of_span(document, item)]
    assert kinds == [(Kind.REJECT, False), (Kind.RELABEL, True), (Kind.RESIZE, True)]


def test_the_history_of_an_imported_span_is_not_that_of_its_neighbours(project, review, suggested):
    document = suggested("زار طوكيو وسيول")
    review.import_spans(document, [Span(4, 9, LabelId("GPE")), Span(11, 15, LabelId("GPE"))], done=False)
    page = review.open(document)
    review.relabel(page.items()[0], LabelId("LOC"))
    review.relabel(page.items()[1], LabelId("ORG"))
    kinds = [decision.kind for decision, _holds in project.history.of_span(document, page.items()[0])]
    assert kinds == [Kind.IMPORT, Kind.RELABEL]

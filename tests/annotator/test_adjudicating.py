"""The verbs of an adjudicator: each answers a disagreement, and what stands in the end is gold, with where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import errors, jobs
from annotator.adjudicating import Adjudication
from annotator.adjudication_page import Asked
from annotator.disagreements import case_rows, find_disagreements
from annotator.label_change import apply
from annotator.label_editing import LabelChange, retired
from annotator.labels import load
from annotator.project.adjudications import How, noted, notes_to_annotators, to_adjudicate
from annotator.project.check import Checked, check
from annotator.project.gold import gold, standing
from annotator.project.project import Project
from annotator.project.provenance import provenance
from annotator.quality.difference import Difference
from annotator.records import DocumentId, LabelId, Manner, Record, Span, Status, Suggestion
from annotator.review import Review
from tests.conftest import marked

FIRST = "زار [وزير الخارجية [الأميركي NORP] OCC] [طوكيو GPE] و[سيول GPE]"
SECOND = "زار وزير [الخارجية [الأميركي NORP] OCC] [طوكيو GPE] وسيول"
THIRD = "زار [وزير الخارجية [الأميركي NORP] OCC] [طوكيو LOC] وسيول"
OCC_LONG, OCC_SHORT = Span(4, 26, LabelId("OCC")), Span(9, 26, LabelId("OCC"))
NORP, TOKYO, SEOUL = Span(18, 26, LabelId("NORP")), Span(27, 32, LabelId("GPE")), Span(34, 38, LabelId("GPE"))


def annotate(project: Project, name: str, source: str, *, done: bool = True) -> DocumentId:
    written = marked(source)
    document = project.documents.add(Record(written.text)).id
    Review(project, project.people.named(name)).import_spans(document, written.spans, done=done)
    return document


@pytest.fixture
def document(project: Project) -> DocumentId:
    """Done by two people, who differ on an edge and on a span."""
    annotate(project, "A", FIRST)
    return annotate(project, "B", SECOND)


@pytest.fixture
def nour(project: Project, document: DocumentId) -> Adjudication:
    adjudication = Adjudication(project, project.people.named("Nour"))
    adjudication.open(document)
    return adjudication


def asked(adjudication: Adjudication) -> tuple[Asked, ...]:
    return adjudication.page.case.asked


def again(nour: Adjudication) -> Adjudication:
    """The same after a restart."""
    other = Adjudication(nour.project, nour.project.people.named("Nour"))
    other.open(nour.page.document.id)
    return other


def test_readings_are_taken_and_what_is_agreed_joins_them(project, nour, document):
    edge, some = (one.disagreement for one in asked(nour))
    assert (edge.kind, some.kind) == (Difference.EDGES, Difference.ONE_ONLY)
    with pytest.raises(errors.DisagreementsLeft, match="2"):
        nour.complete()
    nour.take(edge, edge.readings[1])
    assert nour.neither(some).step is not None
    assert nour.page.case.left == 0
    assert gold(project, document) is None
    nour.complete()
    found = gold(project, document)
    assert found.spans == (OCC_SHORT, NORP, TOKYO)
    assert found.adjudicator == nour.person.id
    assert {project.people.names()[person] for person in found.people} == {"A", "B"}
    assert (found.stale, standing(project).adjudicated) == (False, 1)
    assert [(one.span, one.how, len(one.people)) for one in provenance(project, document)] == [
        (OCC_SHORT, How.TAKEN, 1),
        (NORP, How.AGREED, 2),
        (TOKYO, How.AGREED, 2),
    ]
    assert check(project) == Checked((), ())


def test_who_only_looks_is_not_among_the_people(project, nour):
    assert project.people.adjudicators() == []
    with pytest.raises(errors.SpanNotAllowed):
        nour.both(asked(nour)[0].disagreement)
    assert project.people.adjudicators() == []
    nour.neither(asked(nour)[0].disagreement)
    assert project.people.adjudicators() == [nour.person]


def test_who_adjudicates_is_no_annotator(project, nour, document):
    nour.settle("all")
    names = [person.name for person in project.people.all()]
    assert names == ["A", "B", "Nour"]
    assert project.info()["annotators"] == names
    assert project.people.names()[nour.person.id] == "Nour"
    assert project.people.adjudicators() == [nour.person]
    assert standing(project).contested == 1
    assert {
        decision.manner for decision in project.decisions.of_document(document) if decision.person == nour.person.id
    } == {Manner.ADJUDICATE}
    assert gold(project, document, rule="union").people == tuple(sorted(p.id for p in project.people.all()[:2]))


def test_an_answer_is_changed_by_another_one(nour):
    edge, some = (one.disagreement for one in asked(nour))
    nour.take(edge, edge.readings[0])
    nour.take(edge, edge.readings[1])
    assert (nour.page.annotated, asked(nour)[0].answer.chosen) == ([OCC_SHORT], (OCC_SHORT,))
    assert nour.take(edge, edge.readings[1]).step is None
    own = Span(4, 8, LabelId("OCC"))
    nour.own(edge, own)
    assert (nour.page.annotated, asked(nour)[0].answer.how) == ([own], How.OWN)
    nour.both(some)
    assert (nour.page.annotated, asked(nour)[1].answer.how) == ([own, SEOUL], How.BOTH)
    nour.neither(edge)
    assert (nour.page.annotated, asked(nour)[0].answer.how) == ([SEOUL], How.NEITHER)
    with pytest.raises(errors.SpanNotAllowed):
        nour.both(edge)
    assert [(one.answer.how, one.answer.chosen) for one in asked(again(nour))] == [
        (How.NEITHER, ()),
        (How.BOTH, (SEOUL,)),
    ]


def test_undo_opens_a_disagreement_again_and_redo_answers_it(nour, document):
    edge = asked(nour)[0].disagreement
    nour.take(edge, edge.readings[0])
    assert nour.undo().message == "Taken back: answer to the disagreement on “وزير الخارجية الأميركي”"
    assert nour.open(document).case.left == 2
    nour.redo()
    assert nour.open(document).case.left == 1
    nour.settle("trusted", edge.readings[0].people[0], complete=True)
    assert nour.page.case.adjudicated
    assert "rule" in nour.undo().message
    case = nour.open(document).case
    assert (case.adjudicated, case.left, case.gold) == (False, 1, (OCC_LONG,))


def test_the_usual_verbs_serve_too(project, nour, document):
    edge, some = (one.disagreement for one in asked(nour))
    nour.add(4, 17, LabelId("OCC"))
    assert [one.answer and one.answer.how for one in asked(nour)] == [How.OWN, None]
    nour.neither(some)
    nour.complete()
    nour.relabel(nour.page.item(TOKYO), LabelId("LOC"))
    assert nour.page.case.adjudicated is False
    assert gold(project, document) is None
    nour.complete()
    assert [span.label for span in gold(project, document).spans] == ["OCC", "NORP", "LOC"]
    assert [one.how for one in provenance(project, document)] == [How.OWN, How.AGREED, How.OWN]
    assert edge.start == 4


def test_rules_settle_what_they_can_and_another_rule_takes_the_place_of_one(project, nour, document):
    annotate(project, "C", THIRD)
    nour.open(document)
    assert [one.disagreement.kind.value for one in asked(nour)] == ["edges", "label", "one only"]
    assert nour.settle("all").left == 3
    assert nour.page.annotated == [NORP]
    assert nour.settle("majority").left == 0
    assert nour.page.annotated == [OCC_LONG, NORP, TOKYO]
    assert [one.answer.rule for one in asked(again(nour))] == ["majority"] * 3
    assert nour.settle("majority").step is None
    third = project.people.find("C").id
    label = asked(nour)[1].disagreement
    nour.take(label, label.of(project.people.find("A").id))
    assert nour.settle("trusted", third).left == 0
    assert nour.page.annotated == [OCC_LONG, NORP, TOKYO]  # answered by hand stays
    assert nour.settle("all").left == 2
    assert nour.page.annotated == [NORP, TOKYO]


def test_a_change_of_an_annotator_makes_it_stale_until_it_is_adjudicated_again(project, nour, document):
    nour.settle("trusted", project.people.find("A").id, complete=True)
    assert to_adjudicate(project) == []
    late = Review(project, project.people.find("B"))
    late.open(document)
    late.add(34, 38, LabelId("LOC"))
    found = gold(project, document)
    assert (found.stale, found.spans) == (True, (OCC_LONG, NORP, TOKYO, SEOUL))
    assert (standing(project).stale, project.info()["stale"], to_adjudicate(project, "stale")) == (1, 1, [document])
    late.undo()
    assert not gold(project, document).stale
    late.redo()
    late.reject(late.page.item(TOKYO))
    late.set_status(Status.DONE)
    case = nour.open(document).case
    assert [(one.person, one.gone, len(one.new)) for one in case.changed] == [(late.person.id, (TOKYO,), 1)]
    assert [one.answer and one.answer.rule for one in case.asked] == ["trusted", None, None]
    nour.settle("all")
    assert nour.page.annotated == [NORP]
    nour.settle("trusted", late.person.id, complete=True)
    assert gold(project, document).spans == (OCC_SHORT, NORP, SEOUL._replace(label=LabelId("LOC")))
    assert not gold(project, document).stale


def test_who_finishes_later_makes_it_stale(project, nour, document):
    nour.settle("trusted", project.people.find("A").id, complete=True)
    annotate(project, "C", THIRD, done=False)
    assert not gold(project, document).stale
    annotate(project, "C", THIRD)
    assert gold(project, document).stale
    nour.open(document)
    assert len(nour.page.lanes) == 3


def test_what_is_agreed_and_was_changed_by_hand_stays_so(project, nour, document):
    nour.settle("trusted", project.people.find("A").id)
    nour.reject(nour.page.item(NORP))
    nour.complete()
    nour.complete()
    assert NORP not in gold(project, document).spans
    assert again(nour).page.case.gold == (OCC_LONG, TOKYO, SEOUL)


def test_of_several_adjudicators_the_latest_holds(project, nour, document):
    a, b = (project.people.find(name).id for name in "AB")
    nour.settle("trusted", a, complete=True)
    second = Adjudication(project, project.people.named("Salma"))
    second.open(document)
    second.settle("trusted", b, complete=True)
    assert gold(project, document).adjudicator == second.person.id
    assert (case_rows(nour, [document])[0].left, second.page.case.left) == (0, 0)
    assert nour.open(document).case.adjudicated
    nour.complete()
    assert gold(project, document).adjudicator == nour.person.id


def test_a_note_reaches_the_annotators_beside_their_own(project, nour, document):
    own = Review(project, project.people.find("A"))
    own.open(document)
    own.set_note("mine")
    edge, some = (one.disagreement for one in asked(nour))
    nour.note(edge, "The head stays outside.")
    nour.neither(some)
    nour.set_note("See “Settled cases”.")
    assert [(one.text, one.place) for one in notes_to_annotators(project, document)] == [
        ("See “Settled cases”.", None),
        ("The head stays outside.", (4, 26)),
    ]
    assert asked(again(nour))[0].note == "The head stays outside."
    assert (own.open(document).note, noted(project)) == ("mine", [document])
    nour.take(edge, edge.readings[0])
    nour.complete()
    assert provenance(project, document)[0].note == "The head stays outside."
    nour.note(edge, "")
    nour.set_note("")
    assert (notes_to_annotators(project, document), noted(project)) == ((), [])


def test_the_system_has_a_lane_of_what_it_holds_likely(project, nour, document):
    run = project.suggestions.add_run("outside", "1")
    sure, unsure = Suggestion(OCC_SHORT, 0.9), Suggestion(OCC_LONG, 0.3)
    project.suggestions.add(run, document, [sure, unsure])
    page = nour.open(document)
    assert [(lane.name, lane.person is None) for lane in page.lanes] == [("A", False), ("B", False), ("outside", True)]
    edge = asked(nour)[0].disagreement
    assert edge.of(None).spans == (OCC_SHORT,)
    nour.take(edge, edge.of(None))
    nour.settle("trusted", project.people.find("B").id, complete=True)
    assert [one.system for one in provenance(project, document)] == [True, False, False]


def test_a_new_label_for_another_leaves_a_document_adjudicated(project, nour, document):
    nour.settle("trusted", project.people.find("A").id, complete=True)
    change = LabelChange(retired(project.labels, LabelId("GPE"), LabelId("LOC")))
    for _progress in apply(project, change):
        pass
    found = gold(project, document)
    assert ([span.label for span in found.spans], found.stale) == (["OCC", "NORP", "LOC", "LOC"], False)
    assert check(project) == Checked((), ())


def test_nobody_has_finished(project, suggested):
    adjudication = Adjudication(project, project.people.named("Nour"))
    with pytest.raises(errors.NothingToAdjudicate):
        adjudication.open(suggested("[طوكيو GPE]"))


@pytest.fixture
def many(project: Project) -> list[DocumentId]:
    """Five documents of two people: all with one disagreement, but the second."""
    for number in range(5):
        annotate(project, "A", f"[طوكيو GPE] و[سيول GPE] {number}")
        annotate(project, "B", f"[طوكيو GPE] و{'[سيول GPE]' if number == 1 else 'سيول'} {number}")
    return project.documents.ids()


def test_a_rule_settles_a_whole_project(project: Project, many):
    told = []
    done = jobs.finish(jobs.settle(project.path, "Nour", "all", complete=True, session=project.session), told.append)
    assert (done.documents, done.changed, done.adjudicated, done.left) == (5, 5, 1, 4)
    assert told[-1].done == 5
    assert to_adjudicate(project, "adjudicated") == [many[1]]
    assert jobs.finish(jobs.settle(project.path, "Nour", "all", complete=True)).changed == 0
    done = jobs.finish(
        jobs.settle(project.path, "Nour", "trusted", trusted="B", complete=True, session=project.session)
    )
    assert (done.documents, done.adjudicated) == (4, 4)
    nour = Adjudication(project, project.people.named("Nour"))
    assert nour.undo().documents == {many[4]}
    assert to_adjudicate(project) == [many[4]]
    with pytest.raises(errors.AnnotatorUnknown):
        jobs.finish(jobs.settle(project.path, "Nour", "trusted", trusted="Nobody"))


def test_lists_of_documents_and_of_disagreements(project: Project, many):
    nour = Adjudication(project, project.people.named("Nour"))
    nour.open(many[2])
    nour.settle("trusted", project.people.find("B").id, complete=True)
    rows = case_rows(nour, to_adjudicate(project, "all", "import"))
    assert [(row.number, row.agreed, row.disagreements, row.left, row.adjudicated) for row in rows] == [
        (1, 1, 1, 1, False),
        (2, 2, 0, 0, False),
        (3, 1, 1, 0, True),
        (4, 1, 1, 1, False),
        (5, 1, 1, 1, False),
    ]
    assert rows[0].annotators == ("A", "B")
    assert to_adjudicate(project)[-1] == many[1]
    found = find_disagreements(nour, limit=3, seconds=60)
    assert [line.number for line in found.found] == [1, 3, 4]
    assert found.found[0].place.text == "سيول"
    rest = find_disagreements(nour, cursor=found.cursor, limit=3, seconds=60)
    assert ([line.number for line in rest.found], rest.cursor) == ([5], None)
    left = find_disagreements(nour, left_only=True, seconds=60)
    assert [line.number for line in left.found] == [1, 4, 5]
    assert find_disagreements(nour, kinds=[Difference.LABEL], seconds=60).found == ()
    assert len(find_disagreements(nour, document=many[2], seconds=0).found) == 1
    pieces, cursor = 0, None
    while True:
        piece = find_disagreements(nour, cursor=cursor, seconds=0)
        pieces, cursor = pieces + len(piece.found), piece.cursor
        if cursor is None:
            break
    assert pieces == 4


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["take", "both", "neither", "own", "settle", "complete", "remove", "add", "note", "late", "undo"]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=12,
)


def act(nour: Adjudication, late: Callable[[int], object], action: str, a: int, b: int) -> None:
    """One thing that may happen to a document; what is refused is refused."""
    page = nour.open(nour.project.documents.ids()[0])
    disagreements = [one.disagreement for one in page.case.asked]
    one = disagreements[a % len(disagreements)] if disagreements else None
    items = page.items()
    people = list(page.basis)
    try:
        match action:
            case "take" if one:
                nour.take(one, one.readings[b % len(one.readings)])
            case "both" if one:
                nour.both(one)
            case "neither" if one:
                nour.neither(one)
            case "own" if one:
                nour.own(one, Span(one.start, one.end, LabelId(("GPE", "ORG")[b % 2])))
            case "settle":
                nour.settle(("all", "majority", "trusted")[a % 3], people[b % len(people)] if people else None)
            case "complete":
                nour.complete()
            case "remove" if items:
                nour.reject(items[a % len(items)])
            case "add":
                nour.add(27 + 7 * (a % 2), 32 + 6 * (a % 2), LabelId("LOC"))
            case "note" if one:
                nour.note(one, f"note {b}")
            case "late":
                late(a)
            case "undo":
                nour.undo()
    except errors.WarraqError:
        pass


@settings(max_examples=12, deadline=None)
@given(actions=ACTIONS)
def test_what_is_derived_is_what_a_replay_gives_and_a_page_is_as_after_a_restart(actions):
    with TemporaryDirectory() as folder, Project.create(Path(folder) / "p.warraq", load("wojood")) as project:
        for name, source in zip("ABC", (FIRST, SECOND, THIRD), strict=True):
            document = annotate(project, name, source)
        reviews = [Review(project, person) for person in project.people.all()]

        def late(number: int) -> None:
            review = reviews[number % 3]
            page = review.open(document)
            if items := page.items():
                review.reject(items[number % len(items)])
            review.set_status(Status.DONE)

        nour = Adjudication(project, project.people.named("Nour"))
        nour.open(document)
        for action in actions:
            act(nour, late, *action)
            if action[0] not in ("undo", "late"):
                assert again(nour).page.case == nour.page.case
        case = again(nour).page.case
        found = gold(project, document)
        assert (found is not None and found.adjudicator is not None) == case.adjudicated
        if case.adjudicated:
            assert (found.spans, found.stale) == (case.gold, case.stale)
            told = provenance(project, document)
            assert tuple(one.span for one in told) == found.spans
            assert {one.adjudicator for one in told} <= {nour.person.id}
            assert case.stale == bool(case.changed)
            assert case.stale or not case.left
        assert check(project) == Checked((), ())

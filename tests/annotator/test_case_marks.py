"""What is to be seen of a document before an adjudicator, kept up with each step; and who has read it, with names or without."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.adjudicating import Adjudication, PageAdjudication
from annotator.case_marks import AGREED, UNDECIDED, CaseMarks
from annotator.errors import SpanNotAllowed
from annotator.jobs import finish
from annotator.project.adjudications import Settlement, settlement
from annotator.project.guidelines import section
from annotator.project.project import Project
from annotator.readers import Readers
from annotator.records import DocumentId, LabelId, PersonId, Record, Span
from annotator.review import Review
from tests.conftest import marked

FIRST = "زار [وزير الخارجية [الأميركي NORP] OCC] [طوكيو GPE] و[سيول GPE] في [مايو DATE]"
SECOND = "زار وزير [الخارجية [الأميركي NORP] OCC] [طوكيو GPE] وسيول في [مايو TIME]"
OWN = Span(4, 8, LabelId("OCC"))


def case(project: Project) -> Adjudication:
    for name, source in (("A", FIRST), ("B", SECOND)):
        written = marked(source)
        document = project.documents.add(Record(written.text)).id
        Review(project, project.people.named(name)).import_spans(document, written.spans, done=True)
    adjudication = Adjudication(project, project.people.named("Nour"))
    adjudication.open(document)
    return adjudication


def seen(marks: CaseMarks) -> list[str]:
    text = marks.document.text
    return [f"{text[item.span.start : item.span.end]} {item.span.label}" for item in marks.items()]


def test_what_is_agreed_shows_as_decided_and_what_is_not_as_one_stretch_each(project: Project) -> None:
    nour = case(project)
    marks = CaseMarks(nour.page)
    assert seen(marks) == ["وزير الخارجية الأميركي ", "الأميركي NORP", "طوكيو GPE", "سيول ", "مايو "]
    agreed = marks.inside(27, 32)[0]
    assert (agreed.decided, agreed.best.source) == (True, AGREED)
    edge, some, label = nour.page.compared.disagreements
    nour.take(edge, edge.readings[1])
    nour.neither(some)
    marks.renew(edge.proposed + some.proposed)
    assert seen(marks) == ["الخارجية الأميركي OCC", "الأميركي NORP", "طوكيو GPE", "مايو "]
    assert marks.at(Span(9, 26, LabelId("OCC"))) == edge
    assert marks.at(Span(label.start, label.end, UNDECIDED)) == label
    assert marks.at(Span(27, 32, LabelId("GPE"))) is None


steps = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps)
def test_marks_kept_up_are_those_made_anew(project: Project, taken: list[tuple[int, int]]) -> None:
    if not project.documents.count():
        case(project)
    adjudication = Adjudication(project, project.people.named("Nour"))
    page = adjudication.load(project.documents.ids()[0])
    verbs, marks = PageAdjudication(page, lambda _step: None), CaseMarks(page)
    for which, how in taken:
        one = page.compared.disagreements[which]
        agreed = page.item(Span(27, 32, LabelId("GPE")))
        try:
            if how < 2:
                changes = verbs.take(one, one.readings[how])
            elif how == 2:
                changes = verbs.both(one)
            elif how == 3:
                changes = verbs.own(one, OWN) if which == 0 else verbs.neither(one)
            elif how == 4 or agreed is None:
                changes = verbs.settle("trusted", page.compared.people[0])
            else:
                changes = verbs.reject(agreed)
        except SpanNotAllowed:
            continue
        marks.renew(changes.spans)
        assert marks.items() == CaseMarks(page).items()


def test_hidden_names_are_letters_in_an_order_that_is_another_in_other_documents() -> None:
    people = [PersonId(f"p{n}") for n in range(3)]
    names = dict(zip(people, ("Fatima Zahra", "Omar", "Fatima Nour"), strict=True))
    shown = Readers(DocumentId("d"), people, names)
    assert [shown.name(one) for one in shown.people] == list(names.values())
    assert [shown.short(one) for one in shown.people] == ["Fatima Zahra", "Omar", "Fatima Nour"]
    hidden = [Readers(DocumentId(f"d{n}"), people, names, hidden=True) for n in range(12)]
    assert all([one.name(person) for person in one.people] == ["A", "B", "C"] for one in hidden)
    assert len({tuple(one.people) for one in hidden}) > 2
    again = Readers(DocumentId("d3"), reversed(people), names, hidden=True)
    assert again.people == hidden[3].people


def test_readings_follow_the_order_of_those_who_hold_them(project: Project) -> None:
    nour = case(project)
    one = nour.page.compared.disagreements[0]
    first, second = nour.page.compared.people
    readers = Readers(nour.page.document.id, [second, first], project.people.names())
    assert [readers.holders(reading) for reading in readers.readings(one)] == [["B"], ["A"]]


def test_what_was_settled_in_a_project(project: Project) -> None:
    nour = case(project)
    edge, some, label = nour.page.compared.disagreements
    nour.take(edge, edge.readings[0])
    assert finish(settlement(project)) == Settlement()
    nour.settle("trusted", nour.page.compared.people[0], complete=True)
    assert finish(settlement(project)) == Settlement(1, 5, 1, 2)
    assert label.spans
    assert some.spans


GUIDELINES = "# All\n\nText on GPE.\n\n## GPE: places\n\nWith a government.\n\n### LOC\n\nWithout."


def test_the_section_on_a_label() -> None:
    assert section(GUIDELINES, ("GPE",)) == "## GPE: places\n\nWith a government."
    assert section(GUIDELINES, ("X", "loc")) == "### LOC\n\nWithout."
    assert section(GUIDELINES, ("GP", "PERS")) == ""

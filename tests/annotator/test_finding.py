"""Finding marks in a project: the same as looking at every page, in pages of any size, and one answer to many of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.bulk import accept, label_as, reject
from annotator.finding import again, find
from annotator.marks import LISTED, MarkState, Wanted
from annotator.project.erase import erase
from annotator.records import LabelId, Manner, PersonId, Record, Span, Status, Suggestion

GPE, PERS, LOC, ORG = map(LabelId, ("GPE", "PERS", "LOC", "ORG"))
TEXTS = ["زار طوكيو ثم طوكيو", "عاد من بكين وطوكيو إلى الصين", "قالت بكين للصين", "لا شيء هنا"]


def every(project, wanted, **how):
    """All that is found, page by page."""
    found, cursor = [], None
    while True:
        results = find(project, wanted, cursor, **how)
        found += results.found
        if (cursor := results.cursor) is None:
            return found


def told(found):
    return [(one.place.name, one.place.text, one.label, one.state.value) for one in found]


@pytest.fixture
def mixed(review, suggested, project):
    """Four documents: proposals of two labels and two scores, some accepted, some rejected, some left, one document done."""
    documents = [project.documents.add(Record(text, f"{n}")).id for n, text in enumerate(TEXTS)]
    lexicon, rules = (project.suggestions.add_run(name, "1") for name in ("one", "two"))
    for n, document in enumerate(documents):
        text = TEXTS[n]
        for word, label, score in (("طوكيو", GPE, 0.9), ("بكين", LOC, 0.5), ("زار", PERS, 0.3)):
            if (start := text.find(word)) >= 0:
                span = Span(start, start + len(word), label)
                run, source = (lexicon, "lexicon") if label == GPE else (rules, "rules")
                project.suggestions.add(run, document, [Suggestion(span, score, "", source)])
    page = review.open(documents[0])
    review.accept(page.items()[1])
    review.reject(page.items()[0])
    page = review.open(documents[1])
    review.add(page.document.text.index("الصين"), len(page.document.text), GPE)
    review.open(documents[3])
    review.finish(0.99)
    return project


wanted_marks = st.builds(
    dict,
    text=st.sampled_from(["", "طوكيو", "طوك", "الصين", "بكين", "غائب"]),
    labels=st.sets(st.sampled_from([GPE, LOC, PERS, ORG]), max_size=2).map(frozenset),
    states=st.one_of(st.just(LISTED), st.sampled_from(MarkState).map(lambda state: frozenset({state}))),
    sources=st.sampled_from([frozenset(), frozenset({"lexicon"}), frozenset({"two"})]),
    least=st.sampled_from([0.0, 0.4, 0.9]),
    below=st.sampled_from([0.5, 0.9, float("inf")]),
    statuses=st.one_of(st.just(frozenset(Status)), st.sampled_from(Status).map(lambda status: frozenset({status}))),
    one=st.sampled_from([None, 0, 1]),
)


def brute_force(project, review, wanted):
    """What is wanted, by looking at each mark of each page."""
    suggesters = {run.id: run.suggester for run in project.suggestions.runs()}
    for document in project.documents.ids():
        page = review.load(document)
        if page.status not in wanted.statuses or wanted.document not in (None, document):
            continue
        marks = {(i.span, i.state.value): (i.score, i.suggestions) for i in page.items()}
        for span, outcome in page.state.answers.items():
            if outcome.value == "rejected" and span not in page.state.by_span:
                evidence = page.evidence(span)
                marks[span, "rejected"] = (max(s.score for s in evidence), evidence)
        strings = {"طوك": "طوكيو"}
        string = strings.get(wanted.text, wanted.text)
        text, found = page.document.text, []
        for (span, state), (score, evidence) in marks.items():
            written = text[span.start : span.end]
            if string and written != string and not (string == "الصين" and written == "لصين"):
                continue
            sources = {one.source for one in evidence} | {suggesters[one.run] for one in evidence}
            if (
                state in wanted.states
                and (not wanted.labels or span.label in wanted.labels)
                and (not wanted.sources or sources & wanted.sources)
                and wanted.least <= score < wanted.below
            ):
                found.append((span.start, -span.end, span.label, state))
        if not wanted.only_marks:
            items = {(i.span.start, i.span.end) for i in page.items()}
            for written in {string, "لصين"} if string == "الصين" else {string}:
                start = text.find(written)
                while start >= 0:
                    inside = written == "لصين" and text[start - 1] == "ا"
                    if (start, start + len(written)) not in items and not inside:
                        found.append((start, -start - len(written), "", "unmarked"))
                    start = text.find(written, start + 1)
        yield from ((document, *one) for one in sorted(found))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=wanted_marks, limit=st.integers(1, 4), hurried=st.booleans())
def test_it_finds_what_looking_at_every_mark_finds(mixed, review, choice, limit, hurried):
    ids = mixed.documents.ids()
    one = choice.pop("one")
    choice["document"] = None if one is None else ids[one]
    wanted = Wanted(review.person.id, **choice)
    found = every(mixed, wanted, limit=limit, seconds=0.0 if hurried else 10.0)
    keys = [(f.place.document, f.place.start, -f.place.end, f.label or "", f.state.value) for f in found]
    if wanted.text or wanted.states != {MarkState.UNMARKED}:
        assert keys == list(brute_force(mixed, review, wanted))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("الصين", ["الصين", "لصين", "الصينية"]),
        ("واش", ["واشنطن"]),
        ("الولايات المت", ["الولايات المتحدة"]),
        ("19", ["19"]),
        ("ال", ["الصين", "لصين", "الولايات", "المتحدة", "الصينية"]),
        ("الصينية ا", []),
        ("ين", []),
    ],
)
def test_the_beginning_of_a_word_finds_the_whole_word_without_its_proclitics(project, review, query, found):
    project.documents.add(Record("والصين وللصين وواشنطن ثم بالولايات المتحدة الصينية كوفيد-19", "a"))
    for document in (None, project.documents.ids()[0]):
        wanted = Wanted(review.person.id, query, document=document)
        assert [one.place.text for one in every(project, wanted)] == found


def test_it_tells_what_an_unmarked_place_lies_in(review, suggested, project):
    suggested("[أنتوني بلينكن PERS]")
    (found,) = every(project, Wanted(review.person.id, "بلينكن"))
    assert (found.state, found.label, found.within) == (MarkState.UNMARKED, None, PERS)


def test_each_person_sees_their_own_marks(review, suggested, project):
    review.accept(review.open(suggested("[طوكيو GPE]")).items()[0])
    other = project.people.named("B").id
    assert [one.state for one in every(project, Wanted(other, "طوكيو"))] == [MarkState.SUGGESTED]
    (mine,) = every(project, Wanted(review.person.id, "طوكيو"))
    assert (mine.state, mine.person) == (MarkState.DECIDED, review.person.id)
    assert every(project, Wanted(PersonId("nobody"), states=frozenset({MarkState.DECIDED}))) == []


def test_searching_takes_no_document_in_hand(review, suggested, project):
    """A page that is stale must still be told so after a search has read its document."""
    document = suggested("[طوكيو GPE] ثم [بكين GPE]")
    page = review.open(document)
    first, second = page.items()
    from annotator.project.project import Project
    from annotator.review import Review

    with Project.open(project.path) as elsewhere:
        other = Review(elsewhere, review.person)
        other.open(document)
        other.accept(first)
    every(project, Wanted(review.person.id, "طوكيو"))
    committed = []
    review._commit = lambda step: committed.append(project.decisions.append(step))
    review.accept(second)
    assert committed[0].stale == {document}


def test_removed_documents_are_not_found(review, suggested, project):
    document = suggested("[طوكيو GPE]")
    review.remove_document(document)
    assert every(project, Wanted(review.person.id, "طوكيو")) == []
    assert every(project, Wanted(review.person.id, labels=frozenset({GPE}))) == []


class TestDeciding:
    """One answer to lines of several documents."""

    @pytest.fixture
    def found(self, review, suggested, project):
        for n in range(2):
            suggested(f"{n} زار [طوكيو GPE] ثم طوكيو", name=str(n))
        return every(project, Wanted(review.person.id, "طوكيو"))

    def now(self, project, found, review):
        return [(one.label, one.state.value) for one in again(project, found, review.person.id)]

    def test_a_label_for_all_is_one_step(self, review, project, found):
        changes = review.decide(found, label_as(LOC), Manner.SAME_STRINGS)
        assert self.now(project, found, review) == [(LOC, "decided")] * 4
        assert len(changes.documents) == 2
        assert {one.manner for one in project.decisions.all()} == {Manner.SAME_STRINGS}
        review.undo()
        assert self.now(project, found, review) == [(one.label, one.state.value) for one in found]
        review.redo()
        assert self.now(project, found, review) == [(LOC, "decided")] * 4

    def test_accepting_takes_what_is_proposed_and_leaves_the_rest(self, review, project, found):
        assert review.decide(found, accept).left == 2
        assert self.now(project, found, review) == [(GPE, "decided"), (None, "unmarked")] * 2

    def test_no_rejects_proposals_and_removes_annotations(self, review, project, found):
        review.decide(found[:1], accept)
        review.decide(found, reject)
        assert self.now(project, found, review) == [(GPE, "rejected"), (None, "unmarked")] * 2
        assert [one.label for one in every(project, Wanted(review.person.id, states=frozenset({MarkState.REJECTED})))]

    def test_what_was_rejected_can_be_taken_after_all(self, review, project, found):
        review.decide(found[:1], reject)
        review.decide(found[:1], accept)
        assert self.now(project, found[:1], review) == [(GPE, "decided")]

    def test_where_it_is_not_allowed_a_line_is_left_and_counted(self, review, suggested, project):
        review.accept(review.open(suggested("[أنتوني بلينكن PERS]", name="a")).items()[0])
        suggested("قال بلينكن", name="b")
        found = every(project, Wanted(review.person.id, "بلينكن"))
        changes = review.decide(found, label_as(PERS))
        assert changes.left == 1
        assert [one.state.value for one in again(project, found, review.person.id)] == ["unmarked", "decided"]

    def test_lines_that_have_their_label_already_are_no_step(self, review, found):
        review.decide(found, label_as(GPE))
        changes = review.decide(found, label_as(GPE))
        assert (changes.step, changes.left) == (None, 4)

    def test_lines_of_an_erased_document_stay_as_they_were_found(self, review, project, found):
        erase(project, found[0].place.document)
        assert again(project, found, review.person.id) == found

"""The verbs of a reviewer, on a real project file."""

from __future__ import annotations

import pytest

from annotator import errors
from annotator.project.check import Checked, check
from annotator.project.decisions import Decisions
from annotator.project.project import Project
from annotator.records import Kind, LabelId, Manner, Record, Span, Status, Suggestion
from annotator.review import Review
from annotator.text.direction import Direction

GPE, PERS, OCC, NORP, ORG = map(LabelId, ("GPE", "PERS", "OCC", "NORP", "ORG"))
SENTENCE = "زار [وزير الخارجية [الأميركي NORP] OCC] [أنتوني بلينكن PERS] [طوكيو GPE]"


def standing(page, *, text=True):
    return [(page.document.text[s.start : s.end], s.label) if text else s for s in page.annotated]


@pytest.fixture
def page(review, suggested):
    return review.open(suggested(SENTENCE))


def item(page, text, label=None):
    return next(
        i
        for i in page.items()
        if page.document.text[i.span.start : i.span.end] == text and label in (None, i.span.label)
    )


def reopened(review):
    return review.open(review.page.document.id)


def test_stepping_order_is_by_start_outer_before_inner(page):
    assert [i.span.label for i in page.items()] == ["OCC", "NORP", "PERS", "GPE"]


def test_accepting_makes_an_annotation_that_the_file_keeps(review, page):
    changes = review.accept(item(page, "طوكيو"))
    assert changes.spans
    assert standing(page) == standing(reopened(review)) == [("طوكيو", "GPE")]
    assert page.status is Status.IN_PROGRESS


def test_an_accepted_suggestion_is_recorded_with_its_evidence(review, page, project):
    review.accept(item(page, "طوكيو"), seen=2.5)
    (decision,) = project.decisions.of_document(page.document.id)
    assert decision.kind is Kind.ACCEPT
    assert decision.evidence[0]["score"] == 0.9
    assert decision.seen == 2.5
    assert decision.manner is Manner.ONE


def test_rejecting_the_outer_leaves_the_inner(review, page):
    review.reject(item(page, "وزير الخارجية الأميركي"))
    assert [i.span.label for i in reopened(review).items()] == ["NORP", "PERS", "GPE"]


def test_accepting_one_of_two_rivals_answers_both(review, suggested, project):
    document = suggested("[أوستن PERS] في سيول")
    other = project.suggestions.add_run("other", "1")
    project.suggestions.add(other, document, [Suggestion(Span(0, 5, GPE), 0.6)])
    page = review.open(document)
    assert page.left_count == 2
    review.accept(item(page, "أوستن", PERS))
    assert (page.decided_count, page.left_count) == (1, 0)
    assert reopened(review).left_count == 0
    assert project.documents.rows([document], review.person.id)[0].left == 0


def test_an_answer_holds_for_later_runs_of_any_suggester(review, page, project):
    span = item(page, "طوكيو").span
    review.reject(item(page, "طوكيو"))
    run = project.suggestions.add_run("newer", "2")
    project.suggestions.add(run, page.document.id, [Suggestion(span, 0.99)])
    assert reopened(review).item(span) is None


def test_relabelling_a_suggestion_accepts_it_corrected(review, page):
    review.relabel(item(page, "طوكيو"), PERS)
    page = reopened(review)
    assert standing(page) == [("طوكيو", "PERS")]
    assert item(page, "طوكيو").decided
    assert not any(i.span.label == "GPE" for i in page.items())


def test_resizing_an_annotation_keeps_its_identity(review, page):
    review.accept(item(page, "طوكيو"))
    before = item(page, "طوكيو")
    review.resize(before, before.span.start - 6, before.span.end)
    (annotation,) = reopened(review).state.annotations.values()
    assert annotation.id == before.annotation
    assert annotation.span.start == before.span.start - 6


def test_adding_what_is_proposed_counts_as_accepting_it(review, page, project):
    span = item(page, "طوكيو").span
    review.add(span.start, span.end, span.label)
    assert project.decisions.of_document(page.document.id)[0].kind is Kind.ACCEPT


def test_what_may_not_nest_is_refused_with_a_reason_and_nothing_changes(review, page, project):
    review.accept(item(page, "أنتوني بلينكن"))
    span = item(page, "أنتوني بلينكن").span
    with pytest.raises(errors.SpanNotAllowed) as refused:
        review.add(span.start, span.start + 6, GPE)
    assert "PERS" in str(refused.value)
    with pytest.raises(errors.SpanNotAllowed):
        review.add(span.end - 3, span.end + 3, GPE)
    assert project.decisions.count() == 1
    assert standing(reopened(review)) == [("أنتوني بلينكن", "PERS")]


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, 10_000)])
def test_a_span_outside_the_text_is_refused(review, page, start, end):
    with pytest.raises(errors.SpanOutsideText):
        review.add(start, end, GPE)


def test_removing_an_annotation_that_came_from_a_suggestion_rejects_it(review, page):
    review.accept(item(page, "طوكيو"))
    review.reject(item(page, "طوكيو"))
    page = reopened(review)
    assert not any(page.document.text[i.span.start : i.span.end] == "طوكيو" for i in page.items())


def test_finishing_accepts_what_is_at_or_above_the_threshold_in_one_step(review, suggested, project):
    document = suggested(SENTENCE)
    run = project.suggestions.add_run("unsure", "1")
    project.suggestions.add(run, document, [Suggestion(Span(0, 3, ORG), 0.4)])
    page = review.open(document)
    review.finish(0.8)
    assert page.status is Status.DONE
    assert (page.decided_count, page.left_count) == (4, 1)
    review.undo()
    page = reopened(review)
    assert (page.status, page.decided_count) == (Status.NEW, 0)


def test_finishing_records_how_it_was_done_and_what_was_in_view(review, page, project):
    review.finish(0.0, manner=Manner.READ, seen=lambda item: 1.5 if item.span.label == "GPE" else 0.0)
    accepted = [d for d in project.decisions.of_document(page.document.id) if d.kind is Kind.ACCEPT]
    assert {d.body["after"]["label"]: (d.manner, d.seen) for d in accepted} == {
        label: (Manner.READ, 1.5 if label == "GPE" else 0.0) for label in ("OCC", "NORP", "PERS", "GPE")
    }


def test_editing_a_finished_document_reopens_it(review, page):
    review.finish(0.0)
    review.reject(item(page, "طوكيو"))
    assert reopened(review).status is Status.IN_PROGRESS


def test_split_and_merge_are_one_step_each(review, page):
    review.accept(item(page, "أنتوني بلينكن"))
    name = item(page, "أنتوني بلينكن")
    review.split(name, name.span.start + 7)
    assert standing(page) == [("أنتوني", "PERS"), ("بلينكن", "PERS")]
    review.merge(item(page, "أنتوني"))
    assert standing(page) == standing(reopened(review)) == [("أنتوني بلينكن", "PERS")]
    review.undo()
    assert standing(reopened(review)) == [("أنتوني", "PERS"), ("بلينكن", "PERS")]
    review.undo()
    assert standing(reopened(review)) == [("أنتوني بلينكن", "PERS")]


def test_a_split_outside_the_span_is_refused(review, page):
    with pytest.raises(errors.CannotSplit):
        review.split(item(page, "طوكيو"), 0)


def test_merging_without_a_next_of_the_label_is_refused(review, page):
    with pytest.raises(errors.NothingToMerge):
        review.merge(item(page, "طوكيو"))


def test_same_strings_are_found_behind_proclitics_and_other_spellings(review, suggested):
    page = review.open(suggested("[أمريكا GPE] وامريكا ولأمريكا وأمريكان"))
    places = review.same_strings(item(page, "أمريكا"))
    assert [place.text for place in places] == ["أمريكا", "امريكا", "أمريكا"]
    review.apply_to(places, GPE)
    assert len(standing(page)) == 3
    assert review.same_strings(item(page, "امريكا")) == []
    review.undo()
    assert standing(reopened(review)) == []


def test_one_decision_is_applied_everywhere_as_one_step(review, suggested, project):
    here = suggested("زار [طوكيو GPE] أمس")
    others = [suggested(f"في {n} وطوكيو ثم بطوكيو") for n in range(3)]
    page = review.open(here)
    places = review.same_strings_everywhere(here, item(page, "طوكيو").span)
    assert len(places) == 6
    review.apply_everywhere(places, GPE)
    assert all(len(project.decisions.spans(other, review.person.id)) == 2 for other in others)
    review.undo()
    assert all(project.decisions.spans(other, review.person.id) == [] for other in others)


def test_undo_goes_over_documents_and_says_what_it_took_back(review, suggested):
    first, second = suggested("[طوكيو GPE] اليوم"), suggested("[سيول GPE] غدًا")
    review.accept(review.open(first).items()[0])
    review.accept(review.open(second).items()[0])
    changes = review.undo()
    assert changes.document == second
    assert "سيول" in changes.message
    assert review.undo().document == first
    with pytest.raises(errors.NothingToUndo):
        review.undo()
    assert review.redo().document == first
    assert review.redo().document == second
    with pytest.raises(errors.NothingToRedo):
        review.redo()


def test_a_new_decision_ends_what_could_be_done_again(review, page):
    review.accept(item(page, "طوكيو"))
    review.undo()
    page = reopened(review)
    review.reject(item(page, "طوكيو"))
    with pytest.raises(errors.NothingToRedo):
        review.redo()


def test_imports_are_not_taken_back(review, page):
    review.import_spans(page.document.id, [Span(0, 3, PERS)], done=True)
    with pytest.raises(errors.NothingToUndo):
        review.undo()
    assert reopened(review).status is Status.DONE


def test_importing_the_same_spans_twice_changes_nothing(review, page, project):
    spans = [Span(0, 3, PERS), Span(4, 8, OCC)]
    review.import_spans(page.document.id, spans, done=True)
    review.import_spans(page.document.id, spans, done=True)
    assert project.decisions.count() == 1


def test_notes_flags_and_names(review, page, project):
    review.set_flag(True)
    review.set_note("راجع الأماكن")
    review.rename(page.document.id, "خبر")
    row = project.documents.rows([page.document.id], review.person.id)[0]
    assert (row.flag, row.note, row.name) == (True, "راجع الأماكن", "خبر")
    review.undo()
    assert project.documents.get(page.document.id).name != "خبر"


def test_the_direction_of_a_paragraph_is_kept_and_taken_back_and_is_no_work(review, page, project):
    document = page.document.id
    review.set_direction(0, Direction.LTR)
    assert (review.page.status, review.page.state.directions) == (Status.NEW, {0: "ltr"})
    review.finish(0.0)
    review.set_direction(0, Direction.RTL)
    assert review.page.status is Status.DONE
    assert project.decisions.state(document, review.person.id).directions == {0: "rtl"}
    assert "direction" in review.undo().message
    assert review.open(document).state.directions == {0: "ltr"}
    review.set_direction(0, None)
    assert review.open(document).state.directions == {}
    assert project.decisions.state(document, project.people.named("عمر").id).directions == {}


def test_proposals_of_the_same_words_or_crossing_ones_are_disputed_until_one_is_answered(review, suggested):
    document = suggested("زار [[وزير [الأميركي NORP] OCC] PERS] ثم [[هانوي GPE] اليوم DATE]")
    page = review.open(document)
    outer, other, inner, date, city = page.items()
    assert {outer.span.label, other.span.label} == {"PERS", "OCC"}
    assert [page.disputed(item.span) for item in (outer, other, inner, date, city)] == [True, True, False, False, False]
    review.reject(outer)
    assert not page.disputed(other.span)


def test_removing_a_document_can_be_undone(review, page, project):
    review.remove_document(page.document.id)
    assert project.documents.ids() == []
    review.undo()
    assert project.documents.ids() == [page.document.id]


def test_memory_proposes_elsewhere_what_was_accepted(review, suggested, project):
    review.accept(review.open(suggested("[كاميكاوا PERS] في طوكيو")).items()[0])
    page = review.open(project.documents.add(Record("قالت وكاميكاوا أمس")).id)
    (found,) = page.items()
    assert (found.span, found.suggestions[0].source) == (Span(6, 14, PERS), "memory")


def test_a_full_disk_keeps_nobody_from_reading(review, suggested, project, monkeypatch):
    review.accept(review.open(suggested("[كاميكاوا PERS] في طوكيو")).items()[0])
    document = project.documents.add(Record("قالت كاميكاوا أمس")).id

    def full(*_values, **_options):
        raise errors.DiskFull(path="x")

    monkeypatch.setattr(project.suggestions, "add", full)
    assert review.open(document).items() == []
    monkeypatch.undo()
    assert len(review.open(document).items()) == 1


def test_a_revision_that_fails_leaves_the_project_as_it_was(review, page, project, monkeypatch):
    review.finish(0.0)

    def full(*_values, **_options):
        raise errors.DiskFull(path="x")

    monkeypatch.setattr(review, "_commit", full)
    with pytest.raises(errors.DiskFull):
        review.revise(page.document.id, Record("نص آخر"))
    assert project.documents.ids() == [page.document.id]
    assert project.documents.count() == 1


def test_memory_forgets_what_was_undone(review, suggested, project):
    review.accept(review.open(suggested("[كاميكاوا PERS] في طوكيو")).items()[0])
    review.undo()
    assert review.open(project.documents.add(Record("قالت كاميكاوا أمس")).id).items() == []


def test_a_revision_takes_the_place_and_the_annotations(review, page, project):
    review.finish(0.0)
    text = page.document.text.replace("أنتوني بلينكن", "أنطوني بلينكن").replace("زار", "وصل اليوم")
    revised = review.open(review.revise(page.document.id, Record(text, name="corrected")))
    assert standing(revised) == [("وزير الخارجية الأميركي", "OCC"), ("الأميركي", "NORP"), ("طوكيو", "GPE")]
    assert [revised.document.text[i.span.start : i.span.end] for i in revised.undecided()] == ["بلينكن"]
    assert project.documents.ids() == [revised.document.id]
    assert revised.document.revision_of == page.document.id


def test_two_windows_keep_each_others_decisions(review, page, project):
    with Project.open(project.path) as second:
        other = Review(second, review.person)
        theirs = other.open(page.document.id)
        committed = []
        append = Decisions.append.__get__(second.decisions)
        other._commit = lambda step: committed.append(append(step))
        review.accept(item(page, "طوكيو"))
        other.accept(item(theirs, "أنتوني بلينكن"))
        assert committed[0].stale == {page.document.id}
        assert len(standing(reopened(other))) == 2
        review.undo()
        assert standing(reopened(other)) == [("أنتوني بلينكن", "PERS")]
        with pytest.raises(errors.NothingToUndo):
            review.undo()


def test_undo_leaves_other_people_alone(review, page, project):
    omar = Review(project, project.people.named("عمر"))
    omar.accept(item(omar.open(page.document.id), "طوكيو"))
    with pytest.raises(errors.NothingToUndo):
        review.undo()


def test_a_project_for_reading_answers_every_verb_with_the_reason(review, page, project):
    with Project.open(project.path, read_only=True) as closed:
        reader = Review(closed, review.person)
        read = reader.open(page.document.id)
        with pytest.raises(errors.ProjectReadOnly):
            reader.accept(read.items()[0])


def test_check_finds_nothing_wrong_after_a_review(review, page, project):
    review.accept(item(page, "طوكيو"))
    review.undo()
    review.redo()
    review.finish(0.5)
    assert check(project) == Checked((), ())


def test_answers_are_kept_with_the_score_that_was_seen(review, page, project):
    review.accept(item(page, "طوكيو"))
    review.reject(item(page, "أنتوني بلينكن"))
    assert sorted(right for _score, right in project.decisions.answers(review.person.id)) == [False, True]


def test_what_was_accepted_out_of_sight_says_nothing_of_the_suggester(review, page, project):
    review.finish(0.0, manner=Manner.READ, seen=lambda item: 2.0 if item.span.label == "GPE" else 0.0)
    assert [right for _score, right in project.decisions.answers(review.person.id)] == [True]


def test_memory_finds_the_same_in_a_long_text_as_in_its_lines(review, suggested, project, monkeypatch):
    review.open(suggested("زار [أنتوني بلينكن PERS] باريس"))
    review.accept(review.page.undecided()[0])
    long = suggested("\n".join(["قال أنتوني بلينكن إن", "", "لأنتوني بلينكن"] * 7))
    whole = review.memory.everything(long)
    monkeypatch.setattr("annotator.recall.STRETCH", 30)
    assert len(whole) == 14
    assert review.memory.everything(long) == whole

"""Changing a project's label set: what is told before is what is done, and nothing that was decided is lost."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import errors, jobs
from annotator import label_editing as edit
from annotator.label_change import apply, preview
from annotator.label_editing import LabelChange
from annotator.label_words import sentences
from annotator.labels import load
from annotator.project.check import Checked, check
from annotator.project.label_use import uses
from annotator.project.merge import merge
from annotator.project.project import Project
from annotator.records import LabelId, Manner, Record, Span, Status
from annotator.review import Review

SOURCE = "زار [وزير الخارجية [الأميركي NORP] OCC] [بلينكن PERS] [طوكيو GPE] و[سيول LOC] [اليوم DATE]"


def label(name: str) -> LabelId:
    return LabelId(name)


def done(work):
    """The end of a piece of work."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def stood_by(project: Project, document, person) -> set[tuple[str, str]]:
    text = project.documents.get(document).text
    return {(text[one.start : one.end], one.label) for one in project.decisions.spans(document, person.id)}


def derived(project: Project) -> dict[str, list[str]]:
    tables = ("annotation", "answer", "annotation_alias", "document_state", "memory")
    return {table: sorted(map(repr, project.db.execute(f"SELECT * FROM {table}"))) for table in tables}


@pytest.fixture
def two(project, review, suggested):
    """Two documents: one finished, in one only the office accepted."""
    first, second = suggested(SOURCE, name="001"), suggested("[سيول LOC] و[وزيرها OCC]", name="002")
    review.open(first)
    review.finish(0.0)
    page = review.open(second)
    review.accept(page.items()[1])
    return first, second


# Before


def test_a_preview_counts_whose_spans_where(project, review, two):
    omar = Review(project, project.people.named("عمر"))
    omar.import_spans(two[1], [Span(0, 4, label("LOC"))], done=False)
    change = LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))
    found = done(preview(project, change))
    (effect,) = found.effects
    assert [(share.person, share.annotations, share.documents) for share in effect.shares] == [
        ("عمر", 1, 1),
        ("فاطمة", 1, 1),
    ]
    assert effect.suggestions == 1
    assert [place.text for place in effect.places] == ["سيول", "سيول"]
    told = sentences(found)[0]
    assert told.sentence == "The label “LOC” is retired: its spans become “GPE”."
    assert [one.strip("\u2068").replace("\u2069", "") for one in told.details] == [
        "عمر: 1 span in 1 document",
        "فاطمة: 1 span in 1 document",
        "1 open suggestion",
    ]
    assert project.labels == load("wojood")


def test_nothing_to_change_is_told(project, two):
    found = done(preview(project, LabelChange(project.labels)))
    assert found.empty
    assert sentences(found) == []
    assert done(apply(project, LabelChange(project.labels))).after.version == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everything_that_changes_has_its_sentence(project, two, language):
    from annotator.texts import use

    labels = edit.renamed(project.labels, label("PERS"), "en", "HUMAN")
    labels = edit.renamed(labels, label("PERS"), "ar", "إنسان")
    labels = edit.keyed(edit.described(labels, label("ORG"), "en", "A body."), label("ORG"), "1")
    labels = edit.added(edit.nested(labels, label("DATE"), label("GPE"), True), "NEW")
    labels = edit.called(edit.crossed(edit.moved(labels, label("LAW"), 0), True), language, "Mine")
    labels = edit.deleted(edit.retired(labels, label("OCC")), label("CURR"))
    use(language)
    told = {one.label: one.sentence for one in sentences(done(preview(project, LabelChange(labels))))}
    assert set(told) == {"PERS", "ORG", "DATE", "GPE", "NEW", "OCC", "CURR", None} | {
        one.id for one in project.labels if project.labels.may_nest("CURR", one.id) or one.id in ("NORP",)
    }
    assert len([one for one in sentences(done(preview(project, LabelChange(labels)))) if one.label is None]) == 3


def test_spans_that_newly_break_the_rules_are_counted_and_stay(project, review, two):
    strict = LabelChange(edit.nested(project.labels, label("NORP"), label("OCC"), False))
    found = done(preview(project, strict))
    assert found.broken == 1
    ((place, reason),) = found.broken_places
    assert (place.text, "inside" in reason) == ("الأميركي", True)
    before = stood_by(project, two[0], review.person)
    done(apply(project, strict))
    assert stood_by(project, two[0], review.person) == before
    assert done(preview(project, LabelChange(project.labels))).broken == 0


def test_spans_break_rules_by_what_their_labels_become(project, two):
    # A nationality may stand in an office, a place may not.
    change = LabelChange(edit.retired(project.labels, label("NORP"), label("LOC")))
    assert done(preview(project, change)).broken == 1


def test_spans_break_rules_when_what_lay_between_is_removed(project, review):
    document = project.documents.add(Record("نائب وزير خارجية أميركا اليوم")).id
    spans = [Span(0, 29, label("ORG")), Span(0, 23, label("OCC")), Span(17, 23, label("NORP"))]
    review.import_spans(document, spans, done=False)
    labels = edit.nested(project.labels, label("NORP"), label("ORG"), False)
    project.store_labels(replace(labels, version=2))
    change = LabelChange(edit.retired(project.labels, label("OCC")), frozenset({label("OCC")}))
    assert done(preview(project, change)).broken == 1


def test_crossing_spans_are_found_when_they_may_cross_no_more(project, review):
    done(apply(project, LabelChange(edit.crossed(project.labels, True))))
    document = project.documents.add(Record("أ ب ج")).id
    review.import_spans(document, [Span(0, 3, label("GPE")), Span(2, 5, label("GPE"))], done=False)
    assert done(preview(project, LabelChange(edit.crossed(project.labels, False)))).broken == 1


# Doing it


def test_spans_become_the_label_that_took_the_place(project, review, two):
    before = project.decisions.count()
    done(apply(project, LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))))
    assert ("سيول", "GPE") in stood_by(project, two[0], review.person)
    decisions = list(project.decisions.all())[before:]
    assert {one.manner for one in decisions} == {Manner.CARRIED}
    assert len({one.step for one in decisions}) == 1
    assert project.decisions.state(two[0], review.person.id).status is Status.DONE
    assert check(project) == Checked((), ())


def test_a_skipped_document_stays_skipped(project, review, two):
    review.open(two[1])
    review.accept(review.page.undecided()[0])
    review.set_skipped(True)
    done(apply(project, LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))))
    page = review.open(two[1])
    assert (page.skipped, page.status) == (True, Status.IN_PROGRESS)


def test_each_person_has_a_step_of_their_own(project, review, two):
    omar = Review(project, project.people.named("عمر"))
    omar.import_spans(two[1], [Span(0, 4, label("LOC"))], done=True)
    done(apply(project, LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))))
    assert stood_by(project, two[1], omar.person) == {("سيول", "GPE")}
    review.undo()
    assert ("سيول", "LOC") in stood_by(project, two[0], review.person)
    assert stood_by(project, two[1], omar.person) == {("سيول", "GPE")}


def test_a_span_that_stands_already_takes_the_other_in(project, review, suggested):
    document = project.documents.add(Record("طوكيو اليوم")).id
    done(apply(project, LabelChange(edit.nested(project.labels, label("GPE"), label("LOC"), True))))
    review.import_spans(document, [Span(0, 5, label("LOC")), Span(0, 5, label("GPE"))], done=False)
    done(apply(project, LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))))
    assert stood_by(project, document, review.person) == {("طوكيو", "GPE")}
    review.undo()
    assert stood_by(project, document, review.person) == {("طوكيو", "GPE"), ("طوكيو", "LOC")}


def test_undo_shows_spans_under_the_retired_label_again(project, review, two):
    done(apply(project, LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))))
    review.undo()
    page = review.open(two[0])
    (item,) = [one for one in page.items() if one.span.label == "LOC"]
    assert item.decided
    assert page.labels.get("LOC").retired
    # It can be moved and taken away, and be given its new label; but no other span can get the old one.
    review.resize(item, item.span.start + 1, item.span.end)
    with pytest.raises(errors.LabelRetired):
        review.add(0, 3, label("LOC"))
    person = next(one for one in review.page.items() if one.span.label == "PERS")
    with pytest.raises(errors.LabelRetired):
        review.relabel(person, label("LOC"))
    moved = next(one for one in review.page.items() if one.span.label == "LOC")
    review.relabel(moved, label("GPE"))


def test_what_is_left_under_a_retired_label_is_carried_the_next_time(project, review, two):
    change = LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))
    done(apply(project, change))
    review.undo()
    again = LabelChange(project.labels)
    assert [effect.annotations for effect in done(preview(project, again)).effects] == [1]
    assert done(apply(project, again)).after.version == 2
    assert ("سيول", "GPE") in stood_by(project, two[0], review.person)


def test_spans_of_a_label_without_heir_stay_or_are_removed_as_asked(project, review, two):
    kept = LabelChange(edit.retired(project.labels, label("DATE")))
    done(apply(project, kept))
    assert ("اليوم", "DATE") in stood_by(project, two[0], review.person)
    # Only of labels without an heir are annotations removed, whatever is asked.
    gone = LabelChange(project.labels, frozenset({label("DATE"), label("GPE")}))
    done(apply(project, gone))
    assert {one for _text, one in stood_by(project, two[0], review.person)} == {"OCC", "NORP", "PERS", "GPE", "LOC"}
    assert project.decisions.state(two[0], review.person.id).status is Status.DONE


def test_a_used_label_is_never_lost(project, review, two):
    review.undo()
    review.undo()
    # Nothing stands, but suggestions and decisions still speak of what was there.
    for used in ("GPE", "OCC"):
        done(apply(project, LabelChange(edit.deleted(project.labels, label(used)))))
        assert project.labels.get(used).retired
    done(apply(project, LabelChange(edit.deleted(project.labels, label("CURR")))))
    assert "CURR" not in project.labels


def test_uses_tell_what_may_be_deleted(project, review, two):
    document = project.documents.add(Record("٢٠ طنًا")).id
    review.open(document)
    review.add(0, 2, label("CARDINAL"))
    review.undo()
    found = uses(project)
    assert (found["GPE"].annotations, found["GPE"].suggestions) == (1, 1)
    assert found["CARDINAL"].known
    assert not found["UNIT"].known


# Suggestions and memory


def test_suggestions_are_read_under_the_labels_of_today(project, review, two):
    done(apply(project, LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))))
    page = review.open(two[1])
    assert [(one.span.label, one.decided) for one in page.items()] == [("GPE", False), ("OCC", True)]
    (row,) = project.documents.rows([two[1]], review.person.id)
    assert (row.decided, row.left) == (1, page.left_count)
    assert {one.span.label for one in project.suggestions.shown(two[1])} >= {"LOC"}
    done(apply(project, LabelChange(edit.retired(project.labels, label("GPE")))))
    page = review.open(two[1])
    assert page.left_count == 0
    assert project.documents.rows([two[1]], review.person.id)[0].left == 0


def test_what_was_rejected_under_the_old_label_is_not_asked_again(project, review, suggested):
    document = suggested("[طوكيو LOC] [سيول LOC]")
    page = review.open(document)
    review.reject(page.items()[0])
    done(apply(project, LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))))
    page = review.open(document)
    assert [page.document.text[one.span.start : one.span.end] for one in page.items()] == ["سيول"]
    assert project.documents.rows([document], review.person.id)[0].left == page.left_count


def test_memory_proposes_under_the_label_of_today(project, review, suggested):
    review.accept(review.open(suggested("[طوكيو LOC] اليوم")).items()[0])
    done(apply(project, LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))))
    review.undo()
    other = project.documents.add(Record("إلى طوكيو")).id
    assert [one.span.label for one in review.open(other).items()] == ["GPE"]
    done(apply(project, LabelChange(edit.retired(project.labels, label("GPE")))))
    third = project.documents.add(Record("من طوكيو")).id
    assert review.open(third).items() == []


def test_imported_spans_of_a_retired_label_come_under_its_heir(project, tmp_path):
    done(apply(project, LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))))
    done(apply(project, LabelChange(edit.retired(project.labels, label("DATE")))))
    records = tmp_path / "in.jsonl"
    records.write_text(
        '{"id": "a", "text": "سيول", "spans": [{"start": 0, "end": 4, "label": "LOC"}]}\n'
        '{"id": "b", "text": "اليوم", "spans": [{"start": 0, "end": 5, "label": "DATE"}]}\n',
        "utf-8",
    )
    imported = jobs.finish(jobs.import_files(project.path, [records], spans="annotations", annotator="عمر"))
    omar = project.people.find("عمر")
    assert stood_by(project, project.documents.find("a"), omar) == {("سيول", "GPE")}
    assert [type(one.error) for one in imported.problems] == [errors.UnknownLabel]


def test_a_search_by_label_finds_what_is_proposed_under_a_retired_one(project, review, two):
    from annotator.finding import find
    from annotator.marks import MarkState, Wanted

    done(apply(project, LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))))
    wanted = Wanted(review.person.id, labels=frozenset({label("GPE")}), states=frozenset({MarkState.SUGGESTED}))
    results = find(project, wanted, seconds=60)
    assert [(one.place.text, one.label) for one in results.found] == [("سيول", "GPE")]


# Safety


def test_a_change_made_from_an_older_set_is_refused(project, two):
    change = LabelChange(edit.crossed(project.labels, True))
    done(apply(project, change))
    before = derived(project)
    for work in (preview, apply):
        with pytest.raises(errors.LabelSetChanged):
            done(work(project, LabelChange(edit.retired(change.labels, label("LOC")))))
    assert derived(project) == before


def test_a_cancelled_or_failed_change_leaves_the_project_as_it_was(project, two, monkeypatch):
    before, labels = derived(project), project.labels
    change = LabelChange(edit.retired(labels, label("LOC"), label("GPE")))
    work = jobs.change_labels(project.path, change)
    while next(work).total == 0:
        pass
    work.close()
    assert (derived(project), project.labels) == (before, labels)
    monkeypatch.setattr(project.memory, "add", lambda *_: (_ for _ in ()).throw(sqlite3.OperationalError("boom")))
    with pytest.raises(sqlite3.OperationalError):
        done(apply(project, change))
    monkeypatch.undo()
    assert (derived(project), project.labels) == (before, labels)
    assert check(project) == Checked((), ())


def test_a_project_for_reading_can_be_previewed_but_not_changed(project, two):
    change = LabelChange(edit.retired(project.labels, label("LOC"), label("GPE")))
    with Project.open(project.path, read_only=True) as reading:
        assert len(done(preview(reading, change)).effects) == 1
        with pytest.raises(errors.ProjectReadOnly):
            done(apply(reading, change))


def test_another_window_sees_the_new_set_at_once(project, two):
    with Project.open(project.path) as other:
        done(apply(project, LabelChange(edit.renamed(project.labels, label("PERS"), "ar", "إنسان"))))
        assert other.labels == project.labels
        assert (other.labels.version, other.labels.get("PERS").name("ar")) == (2, "إنسان")


def test_only_labels_that_changed_get_another_version(project):
    done(apply(project, LabelChange(edit.keyed(project.labels, label("TIME"), "1"))))
    versions = dict(project.db.execute("SELECT id, version FROM label").fetchall())
    assert {one for one, version in versions.items() if version == 2} == {"TIME", "PERS"}


CHANGES = st.lists(
    st.tuples(st.sampled_from(["retire", "end", "remove", "restore", "undo"]), st.integers(0, 5), st.integers(0, 5)),
    max_size=5,
)


@settings(max_examples=20, deadline=None)
@given(spans=st.sets(st.tuples(st.integers(0, 2), st.integers(3, 5), st.integers(0, 5))), changes=CHANGES)
def test_changes_lose_no_stretch_can_be_undone_and_rebuilt(spans, changes):
    names = [one.id for one in load("wojood")][:6]
    with TemporaryDirectory() as folder, Project.create(Path(folder) / "p.warraq", load("wojood")) as project:
        document = project.documents.add(Record("أ ب ج د")).id
        review = Review(project, project.people.named("A"))
        review.import_spans(document, [Span(start, end, names[n]) for start, end, n in sorted(spans)], done=True)
        for what, a, b in changes:
            labels, one, other = project.labels, names[a], names[b]
            stretches = {(span.start, span.end) for span in project.decisions.spans(document, review.person.id)}
            before, removed = derived(project), frozenset({one} if what == "remove" else ())
            try:
                match what:
                    case "retire":
                        labels = edit.retired(labels, one, other)
                    case "end" | "remove":
                        labels = edit.retired(labels, one)
                    case "restore":
                        labels = edit.restored(labels, one)
                    case "undo":
                        review.undo()
                told = done(preview(project, LabelChange(labels, removed)))
                count = project.decisions.count()
                done(apply(project, LabelChange(labels, removed)))
            except (errors.LabelSetInvalid, errors.NothingToUndo):
                continue
            moved = sum(effect.annotations for effect in told.effects if effect.carries)
            assert (project.decisions.count() > count) == bool(moved)
            after = {(span.start, span.end) for span in project.decisions.spans(document, review.person.id)}
            assert after == stretches or removed
            assert project.decisions.state(document, review.person.id).status is Status.DONE
            state = derived(project)
            project.decisions.rebuild()
            assert derived(project) == state
            if moved and what != "undo":
                review.undo()
                assert derived(project)["annotation"] == before["annotation"]
                assert derived(project)["document_state"] == before["document_state"]
                review.redo()
                assert derived(project)["annotation"] == state["annotation"]


# Merging


@pytest.fixture
def copies(project, two, tmp_path):
    """Two copies of a project, open."""
    paths = [project.backups.make(tmp_path / f"{name}.warraq") for name in ("a", "b")]
    with Project.open(paths[0]) as a, Project.open(paths[1]) as b:
        yield a, b


def test_a_renamed_label_does_not_hinder_a_merge_and_the_newer_set_holds(copies):
    a, b = copies
    done(apply(a, LabelChange(edit.renamed(a.labels, label("PERS"), "ar", "إنسان"))))
    merge(a, b)
    assert a.labels.get("PERS").name("ar") == "إنسان"
    merge(b, a)
    assert b.labels == a.labels


def test_labels_renamed_apart_are_told_and_nothing_is_merged(copies):
    a, b = copies
    for one, name in ((a, "إنسان"), (b, "بشر")):
        done(apply(one, LabelChange(edit.renamed(one.labels, label("PERS"), "ar", name))))
    before = derived(a)
    with pytest.raises(errors.MergeLabelsDiffer):
        merge(a, b)
    assert derived(a) == before


def test_spans_that_come_under_a_retired_label_are_kept_and_can_be_carried(copies):
    a, b = copies
    done(apply(a, LabelChange(edit.retired(a.labels, label("LOC"), label("GPE")))))
    (document,) = [one for one in b.documents.ids() if b.documents.get(one).name == "002"]
    omar = Review(b, b.people.named("عمر"))
    omar.import_spans(document, [Span(0, 4, label("LOC"))], done=False)
    merge(a, b)
    assert stood_by(a, document, omar.person) == {("سيول", "LOC")}
    assert [effect.annotations for effect in done(preview(a, LabelChange(a.labels))).effects] == [1]
    done(apply(a, LabelChange(a.labels)))
    assert stood_by(a, document, omar.person) == {("سيول", "GPE")}


def test_labels_added_on_both_sides_are_all_there_after_a_merge(copies):
    a, b = copies
    done(apply(a, LabelChange(edit.added(a.labels, "ALPHA"))))
    done(apply(b, LabelChange(edit.added(b.labels, "BETA"))))
    done(apply(b, LabelChange(edit.keyed(b.labels, label("BETA"), "1"))))
    merge(a, b)
    assert {"ALPHA", "BETA"} <= {one.id for one in a.labels}
    assert a.labels.version > b.labels.version
    merge(b, a)
    assert b.labels == a.labels


def test_a_copy_is_made_before_the_first_change(project, two):
    assert not project.backups.all()
    jobs.finish(jobs.change_labels(project.path, LabelChange(edit.retired(project.labels, label("LOC")))))
    assert len(project.backups.all()) == 1
